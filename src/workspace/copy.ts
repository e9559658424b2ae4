import { constants } from 'node:fs';
import { copyFile, mkdir, readlink, symlink, utimes } from 'node:fs/promises';
import path from 'node:path';
import { type Git, names } from './git.ts';
import { isMissing, lstatOrNull, namesGitFolder } from './paths.ts';

/** What was found in the user's work tree. Paths are relative to its top, with forward slashes. */
export interface CopiedTree {
	readonly files: readonly string[];
	/** Folders of repositories inside the repository. Their content is not copied. */
	readonly repositories: readonly string[];
	/** Files that a sparse checkout left out on purpose. */
	readonly leftOut: readonly string[];
}

/** Copying more files at once than this gains nothing and runs out of file handles on some systems. */
const copiesAtOnce = 16;

/**
 * Copies the work tree of the user as it lies there: every file that git tracks or would track, with its bytes,
 * executable bit and modification time, and links as links. Git is asked for names only, so that no conversion and no
 * filter stands between a file and its copy.
 */
export async function copyTree(
	git: Git,
	from: string,
	to: string,
	apart: string,
	signal: AbortSignal,
): Promise<CopiedTree> {
	const listed = await git.run(['ls-files', '-t', '-z', '--cached', '--others', '--exclude-standard'], {
		cwd: from,
		signal,
	});
	const tagged = new Map(names(listed).map((entry) => [entry.slice(2), entry.slice(0, 1)]));
	const own = `${path.relative(from, apart).split(path.sep).join('/')}/`;
	const wanted = [...tagged.keys()].filter((name) => !namesGitFolder(name) && !name.startsWith(own));
	const folders = createFolders(from, to);
	const files: string[] = [];
	const repositories: string[] = [];
	const remaining = wanted.values();
	const work = async () => {
		for (const name of remaining) {
			signal.throwIfAborted();
			const kind = await copyOne(from, to, name, folders);
			if (kind === 'copied') {
				files.push(name);
			} else if (kind === 'folder') {
				repositories.push(name.replace(/\/$/, ''));
			}
		}
	};
	const ends = await Promise.allSettled(Array.from({ length: copiesAtOnce }, work));
	for (const end of ends) {
		if (end.status === 'rejected') {
			throw end.reason;
		}
	}
	const copied = new Set(files);
	const leftOut = wanted.filter((name) => tagged.get(name) === 'S' && !copied.has(name));
	return { files: files.sort(), repositories: repositories.sort(), leftOut };
}

interface Folders {
	/** Whether the parent of a name is a real folder of the user's; makes its copy on the way. */
	ready(parent: string): Promise<boolean>;
}

async function copyOne(
	from: string,
	to: string,
	name: string,
	folders: Folders,
): Promise<'copied' | 'folder' | 'nothing'> {
	if (!(await folders.ready(path.posix.dirname(name)))) {
		return 'nothing';
	}
	const source = path.join(from, name);
	const target = path.join(to, name);
	const stats = await lstatOrNull(source);
	if (stats === null) {
		return 'nothing';
	}
	if (stats.isDirectory()) {
		return 'folder';
	}
	try {
		if (stats.isSymbolicLink()) {
			await symlink(await readlink(source), target);
			return 'copied';
		}
		if (stats.isFile()) {
			await copyFile(source, target, constants.COPYFILE_FICLONE);
			// As in the user's tree, so that a build in the copy rebuilds no more than it would there.
			await utimes(target, stats.atimeMs / 1000, stats.mtimeMs / 1000);
			return 'copied';
		}
	} catch (error) {
		if (!isMissing(error)) {
			throw error;
		}
	}
	return 'nothing';
}

function createFolders(from: string, to: string): Folders {
	const known = new Map<string, Promise<boolean>>();
	const ready = (folder: string): Promise<boolean> => {
		let answer = known.get(folder);
		if (answer === undefined) {
			answer = look(folder);
			known.set(folder, answer);
		}
		return answer;
	};
	const look = async (folder: string): Promise<boolean> => {
		if (folder === '.') {
			return true;
		}
		if (!(await ready(path.posix.dirname(folder)))) {
			return false;
		}
		const stats = await lstatOrNull(path.join(from, folder));
		if (stats?.isDirectory() !== true) {
			return false;
		}
		await mkdir(path.join(to, folder), { recursive: true });
		return true;
	};
	return { ready };
}
