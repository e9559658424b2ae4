import path from 'node:path';
import type { Git } from './git.ts';
import { lstatOrNull } from './paths.ts';

/**
 * Which of these files git ignores, by their absolute paths. `unknown`: there is a repository, and git can't tell.
 * Each file is asked for in its own folder, so that what lies in a submodule or in another repository is judged there.
 * What is not in a repository is not ignored.
 */
export async function ignoredPaths(
	git: Git,
	files: readonly string[],
	signal: AbortSignal,
): Promise<ReadonlyMap<string, 'ignored' | 'unknown'>> {
	const folders = [...new Set(files.map((file) => path.dirname(file)))];
	const found = await Promise.all(
		folders.map(async (folder) => {
			const own = files.filter((file) => path.dirname(file) === folder);
			const verdict = await ignoredIn(
				git,
				folder,
				own.map((file) => path.basename(file)),
				signal,
			);
			return own.flatMap((file) => {
				const what = verdict === 'unknown' ? verdict : verdict.has(path.basename(file)) ? 'ignored' : null;
				return what === null ? [] : [[file, what] as const];
			});
		}),
	);
	return new Map(found.flat());
}

async function ignoredIn(
	git: Git,
	folder: string,
	names: readonly string[],
	signal: AbortSignal,
): Promise<ReadonlySet<string> | 'unknown'> {
	// With "./" a name that begins like something that git reads is a name all the same.
	const input = names.map((name) => `./${name}\0`).join('');
	const result = await git.attempt(['check-ignore', '-z', '--stdin'], { cwd: folder, input, signal });
	if (result.ok) {
		return new Set(
			result.output
				.toString()
				.split('\0')
				.map((name) => name.replace(/^\.\//, '')),
		);
	}
	return result.exitCode === 1 || !(await isInRepository(folder)) ? new Set() : 'unknown';
}

async function isInRepository(folder: string): Promise<boolean> {
	for (let at = path.resolve(folder); ; at = path.dirname(at)) {
		if (await isRepository(path.join(at, '.git'))) {
			return true;
		}
		if (path.dirname(at) === at) {
			return false;
		}
	}
}

/** A file that leads to a repository, or a folder with objects; git passes an empty folder over too. */
export async function isRepository(entry: string): Promise<boolean> {
	const stats = await lstatOrNull(entry).catch(() => null);
	return stats?.isFile() === true || (await lstatOrNull(path.join(entry, 'objects')).catch(() => null)) !== null;
}
