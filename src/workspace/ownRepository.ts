import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** What a repository of ours begins with. */
export interface OwnRepository {
	readonly gitDir: string;
	readonly objectFormat: string;
	/** Absolute paths of the object folders that it may read. */
	readonly alternates: readonly string[];
	/** What `HEAD` holds, without the line feed. */
	readonly head: string;
	readonly config: Readonly<Record<string, string>>;
}

/** Lays a repository down file by file: asking git for it takes a process for each setting. */
export async function layRepository({ gitDir, objectFormat, alternates, head, config }: OwnRepository): Promise<void> {
	for (const folder of ['objects/info', 'objects/pack', 'refs/heads', 'refs/tags', 'info']) {
		await mkdir(path.join(gitDir, folder), { recursive: true });
	}
	const sha1 = objectFormat === 'sha1';
	const all = {
		'core.repositoryFormatVersion': sha1 ? '0' : '1',
		...(sha1 ? {} : { 'extensions.objectFormat': objectFormat }),
		...config,
	};
	await writeFile(path.join(gitDir, 'objects', 'info', 'alternates'), alternates.map(alternate).join(''));
	await writeFile(path.join(gitDir, 'config'), Object.entries(all).map(setting).join(''));
	await writeFile(path.join(gitDir, 'HEAD'), `${head}\n`);
}

/** `name` in two parts, as in `core.bare`. */
function setting([name, value]: [string, string]): string {
	const [section = '', key = ''] = name.split('.');
	const quoted = value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n').replaceAll('\t', '\\t');
	return `[${section}]\n\t${key} = "${quoted}"\n`;
}

/** One line of `objects/info/alternates`, quoted where git would misread it. */
function alternate(objects: string): string {
	const plain = objects.split(path.sep).join('/');
	if (!/["\n]/.test(plain)) {
		return `${plain}\n`;
	}
	return `"${plain.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"\n`;
}
