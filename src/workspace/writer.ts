import type { Stats } from 'node:fs';
import { chmod, lstat, mkdir, readdir, rename, rm, rmdir, symlink, unlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { codeOf, follow, lstatOrNull } from './paths.ts';
import type { Change, FileState } from './transaction.ts';

/** Writes files below a folder so that each appears whole, and everything can be taken back. */
export interface Writer {
	/** Lays the new content of a change down near its place. The place itself stays as it is. */
	stage(change: Change): Promise<void>;
	remove(change: Change): Promise<void>;
	/** Moves staged content to its place. Once this was begun, nothing may be removed. */
	place(change: Change): Promise<void>;
	/** Removes the folders that `remove` left empty, but neither `keep` nor a folder above it. The last step. */
	removeEmptied(keep: string): Promise<void>;
	/** Takes everything back, staged files too. Gives the paths where that failed. */
	undo(): Promise<string[]>;
}

export function createWriter(root: string, mark: string): Writer {
	const staged = new Map<string, string>();
	const removed: string[] = [];
	const done: { readonly path: string; back(): Promise<unknown> }[] = [];
	let count = 0;
	const temporaryIn = (folder: string) => path.join(folder, `.switchyard-${mark}-${count++}`);

	const restore = async (target: string, state: FileState, stats: Stats) => {
		const temporary = temporaryIn(path.dirname(target));
		try {
			await write(temporary, state, stats);
			if (state.type === 'file') {
				await utimes(temporary, stats.atimeMs / 1000, stats.mtimeMs / 1000);
			}
			await rename(temporary, target);
		} finally {
			await rm(temporary, { force: true });
		}
	};
	/** Folders on the way to placed files that are there: nothing removes one any more. */
	const folders = new Set<string>();
	let parents = Promise.resolve();
	const makeParents = async (relative: string) => {
		const parts = relative.split('/').slice(0, -1);
		for (let length = 1; length <= parts.length; length++) {
			const folder = path.join(root, ...parts.slice(0, length));
			if (folders.has(folder)) {
				continue;
			}
			folders.add(folder);
			if ((await lstatOrNull(folder))?.isDirectory() !== true) {
				await mkdir(folder);
				done.push({ path: relative, back: () => rmdir(folder) });
			}
		}
	};
	const removeEmptyFolder = async (folder: string, stats: Stats, relative: string) => {
		for (const name of await readdir(folder)) {
			const inner = path.join(folder, name);
			await removeEmptyFolder(inner, await lstat(inner), relative);
		}
		await rmdir(folder);
		done.push({
			path: relative,
			back: async () => {
				await mkdir(folder);
				await chmod(folder, stats.mode);
			},
		});
	};
	return {
		stage: async ({ path: relative, after }) => {
			if (after === null) {
				return;
			}
			const met = await follow(root, relative);
			const temporary = temporaryIn(await nearestFolder(root, relative));
			staged.set(relative, temporary);
			await write(temporary, after, met.type === 'found' && met.stats.isFile() ? met.stats : null);
		},
		remove: async ({ path: relative, before }) => {
			const target = path.join(root, relative);
			const stats = await lstat(target);
			await unlink(target);
			removed.push(relative);
			if (before !== null) {
				done.push({ path: relative, back: () => restore(target, before, stats) });
			}
		},
		place: async ({ path: relative, before }) => {
			const temporary = staged.get(relative);
			if (temporary === undefined) {
				throw new Error('A change was placed that had not been staged.');
			}
			const target = path.join(root, relative);
			// One after the other: files that come to lie in one new folder would both make it.
			parents = parents.then(() => makeParents(relative));
			await parents;
			const stats = await lstatOrNull(target);
			if (stats?.isDirectory() === true) {
				await removeEmptyFolder(target, stats, relative);
			}
			await rename(temporary, target);
			staged.delete(relative);
			const back = before === null || stats === null ? () => unlink(target) : () => restore(target, before, stats);
			done.push({ path: relative, back });
		},
		removeEmptied: async (keep) => {
			for (const relative of removed) {
				for (let folder = path.posix.dirname(relative); folder !== '.'; folder = path.posix.dirname(folder)) {
					if (`${keep}/`.startsWith(`${folder}/`) || !(await removeIfEmpty(path.join(root, folder)))) {
						break;
					}
				}
			}
		},
		undo: async () => {
			const failed = new Set<string>();
			for (const step of done.splice(0).reverse()) {
				await step.back().catch(() => failed.add(step.path));
			}
			for (const [relative, temporary] of staged) {
				await rm(temporary, { force: true }).catch(() => failed.add(relative));
			}
			staged.clear();
			return [...failed].sort();
		},
	};
}

/** `existing`: the file whose permissions are kept, but for the executable bit. */
async function write(target: string, state: FileState, existing: Stats | null): Promise<void> {
	if (state.type === 'link') {
		await symlink(state.target, target);
		return;
	}
	const mode = state.executable ? 0o777 : 0o666;
	await writeFile(target, await state.read(), { flag: 'wx', mode });
	if (existing !== null) {
		await chmod(target, permissions(existing.mode & 0o7777, state.executable));
	}
}

/** Who may read may execute; a file that is as executable as it was keeps its mode. */
function permissions(mode: number, executable: boolean): number {
	if (executable === ((mode & 0o100) !== 0)) {
		return mode;
	}
	return executable ? mode | ((mode & 0o444) >> 2) : mode & ~0o111;
}

/** The deepest real folder on the way to a path: on the same file system as the place itself. */
async function nearestFolder(root: string, relative: string): Promise<string> {
	for (let folder = path.posix.dirname(relative); folder !== '.'; folder = path.posix.dirname(folder)) {
		const met = await follow(root, folder);
		if (met.type === 'found' && met.stats.isDirectory()) {
			return path.join(root, folder);
		}
	}
	return root;
}

async function removeIfEmpty(folder: string): Promise<boolean> {
	try {
		await rmdir(folder);
		return true;
	} catch (error) {
		if (codeOf(error) === null) {
			throw error;
		}
		// Not empty, or not ours to remove: an empty folder that stays harms nobody.
		return false;
	}
}
