import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { readdir, readFile, readlink } from 'node:fs/promises';
import path from 'node:path';
import type { TrackedChange } from './baseline.ts';
import { inParallel } from './inParallel.ts';
import { follow } from './paths.ts';

/**
 * The paths below `root` that are not as `before` says: other bytes, another type, another executable bit, something
 * where nothing was, or a parent that is no real folder.
 */
export async function conflicts(root: string, changes: readonly TrackedChange[]): Promise<string[]> {
	const removed = new Set(changes.filter((change) => change.after === null).map((change) => change.path));
	const found = new Set<string>();
	await inParallel(changes, async (change) => {
		const same = change.before === null ? await isFree(root, change.path, removed) : await isAsBefore(root, change);
		if (!same) {
			found.add(change.path);
		}
	});
	return changes.map((change) => change.path).filter((each) => found.has(each));
}

/** Whether nothing is in the way, or only what the same changes remove. */
async function isFree(root: string, relative: string, removed: ReadonlySet<string>): Promise<boolean> {
	const met = await follow(root, relative);
	switch (met.type) {
		case 'nothing':
			return true;
		case 'blocked':
			return removed.has(met.at);
		case 'found': {
			if (!met.stats.isDirectory()) {
				return false;
			}
			const leaves = await leavesBelow(root, relative);
			return leaves.length > 0 && leaves.every((leaf) => removed.has(leaf));
		}
	}
}

/** Everything below a folder that is no folder itself. Links are not followed. */
async function leavesBelow(root: string, folder: string): Promise<string[]> {
	const leaves: string[] = [];
	for (const entry of await readdir(path.join(root, folder), { withFileTypes: true })) {
		const name = `${folder}/${entry.name}`;
		leaves.push(...(entry.isDirectory() ? await leavesBelow(root, name) : [name]));
	}
	return leaves;
}

async function isAsBefore(root: string, change: TrackedChange): Promise<boolean> {
	const met = await follow(root, change.path);
	if (met.type !== 'found' || change.before === null) {
		return false;
	}
	const file = path.join(root, change.path);
	if (change.before.type === 'link') {
		return met.stats.isSymbolicLink() && (await readlink(file)) === change.before.target;
	}
	if (change.beforeId === null || !met.stats.isFile() || isExecutable(met.stats) !== change.before.executable) {
		return false;
	}
	return blobId(await readFile(file), change.beforeId.length) === change.beforeId;
}

/** As git sees it: the owner's bit alone. */
export function isExecutable(stats: Stats): boolean {
	return (stats.mode & 0o100) !== 0;
}

/** What git calls these bytes, in a repository whose object ids are `length` digits long. */
export function blobId(bytes: Uint8Array, length: number): string {
	const hash = createHash(length === 40 ? 'sha1' : 'sha256');
	return hash.update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}
