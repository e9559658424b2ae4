import { globSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { build } from 'esbuild';
import { bundleRooms } from './rooms.ts';
import { shared } from './shared.ts';

const root = resolve(import.meta.dirname, '../..');

/** Runs in threads, where there is no extension that it could share code with. */
const threads = ['src/lazy/treeWorker.ts'];

/** All that is loaded of the extension: content by file name, in the order of the names. */
export async function bundleExtension(): Promise<ReadonlyMap<string, string | Uint8Array>> {
	const lazy = globSync('src/lazy/*', { cwd: root });
	const rooms = lazy.filter((file) => file.endsWith('.ts') && !threads.includes(file.replaceAll('\\', '/')));
	const options = { ...shared, absWorkingDir: root };
	const [bundles, { outputFiles }] = await Promise.all([
		bundleRooms({ start: 'src/extension.ts', rooms, shared: options }),
		build({ ...options, entryPoints: threads, format: 'cjs', minify: true, write: false, outdir: 'dist' }),
	]);
	const files: [string, string | Uint8Array][] = [
		...bundles.map(({ name, text }): [string, string] => [`${name}.cjs`, text]),
		...outputFiles.map(({ path, text }): [string, string] => [`${basename(path, '.js')}.cjs`, text]),
		...lazy
			.filter((file) => !file.endsWith('.ts'))
			.map((file): [string, Uint8Array] => [basename(file), readFileSync(join(root, file))]),
	];
	return new Map(files.sort(([one], [other]) => (one < other ? -1 : 1)));
}
