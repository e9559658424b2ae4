import { chmod, readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Difference, differences } from './inPlaceCompare.ts';
import type { Result } from './inPlacePlace.ts';
import { type Entry, scan } from './inPlaceScan.ts';
import { codeOrThrow, type Kept, type Manifest, type Store } from './inPlaceStore.ts';
import { namesGitFolder } from './paths.ts';
import { isOfTools } from './plainPaths.ts';
import type { Change, FileState } from './transaction.ts';

export interface LookInput {
	readonly root: string;
	/** How the folder was. */
	readonly snapshot: Manifest;
	/** How it is to be: the snapshot, with what the user saved meanwhile. */
	readonly wanted: Manifest;
	readonly temporary: string;
	readonly believedUntil: number;
}

/** One path that an agent left otherwise, and not just with other permissions or another time. */
interface Left {
	readonly path: string;
	readonly before: Kept | null;
	readonly found: Entry | null;
}

/**
 * What differs from the snapshot now, sorted by path. What the user saved and nobody changed after it is not among it;
 * nor are git folders, and folders that tools fill: what is done there is undone, and offered to nobody.
 */
async function whatIsLeft({ root, snapshot, wanted, temporary, believedUntil }: LookInput): Promise<Left[]> {
	const found = await scan({ root, temporary, force: true });
	const differing = await differences({ root, wanted, found, believedUntil, force: true });
	const left = differing.flatMap((difference): Left[] => {
		const before = asLeaf(snapshot.get(difference.path) ?? null);
		const after = asLeaf(difference.found);
		const offered = !namesGitFolder(difference.path) && !isOfTools(difference.path);
		return offered && isNews(difference, before, after) ? [{ path: difference.path, before, found: after }] : [];
	});
	for (const { path: relative, found: file } of left) {
		if (file?.type === 'file' && (file.mode & 0o400) === 0) {
			// Its permissions are undone anyway.
			await chmod(path.join(root, relative), file.mode | 0o400).catch(codeOrThrow);
		}
	}
	return left;
}

/** Files and links count; folders come and go with them. */
function asLeaf<E extends Entry>(entry: E | null): E | null {
	return entry === null || entry.type === 'folder' ? null : entry;
}

/** Whether the difference shows in a change: in bytes, kind, target or the executable bit. */
function isNews({ what, wanted }: Difference, before: Kept | null, after: Entry | null): boolean {
	if (before === null && after === null) {
		return false;
	}
	if (after?.type === 'link' && after.target === null) {
		return false;
	}
	return what === 'content' || wanted === null || after === null || isExecutable(wanted) !== isExecutable(after);
}

/** As git sees it: the owner's bit alone. Links have none. */
function isExecutable({ type, mode }: Entry): boolean {
	return type === 'file' && (mode & 0o100) !== 0;
}

/** What is left, as changes. `read` gives the bytes of what is left, by its path. */
export async function changesNow(
	input: LookInput,
	store: Store,
	read: (relative: string) => Promise<Uint8Array>,
): Promise<Change[]> {
	return (await whatIsLeft(input)).map(({ path: relative, before, found }) => ({
		path: relative,
		before: stateOf(before, store),
		after:
			found === null
				? null
				: found.type === 'link'
					? { type: 'link', target: found.target ?? '' }
					: { type: 'file', executable: isExecutable(found), read: () => read(relative) },
	}));
}

/**
 * Takes what is left into the store. `earlier`: what was taken before somebody was ended while he put the folder back; it
 * holds where the folder has been put back already.
 */
export async function takeResults(
	input: LookInput,
	store: Store,
	earlier: readonly Result[],
): Promise<readonly Result[]> {
	const results = new Map(earlier.map((result) => [result.path, result]));
	for (const { path: relative, before, found } of await whatIsLeft(input)) {
		const known = results.get(relative);
		if (found === null) {
			results.set(relative, known ?? { path: relative, before, after: null });
		} else if (found.type === 'link') {
			results.set(relative, { path: relative, before, after: { type: 'link', target: found.target ?? '' } });
		} else {
			const taken = await store.take(path.join(input.root, relative));
			const after = { type: 'file', executable: isExecutable(found), ...taken } as const;
			results.set(relative, { path: relative, before, after });
		}
	}
	return [...results.values()].filter(isChange).sort((left, right) => (left.path < right.path ? -1 : 1));
}

/** A file that only got another name for the same bytes, or was written as it was, is no change. */
function isChange({ before, after }: Result): boolean {
	if (before === null || before.type !== after?.type) {
		return before !== null || after !== null;
	}
	return after.type === 'link'
		? before.target !== after.target
		: before.digest !== after.digest || isExecutable(before) !== after.executable;
}

/** Taken results as changes. */
export function changesOf(results: readonly Result[], store: Store): Change[] {
	return results.map(({ path: relative, before, after }) => ({
		path: relative,
		before: stateOf(before, store),
		after:
			after?.type === 'file'
				? { type: 'file', executable: after.executable, read: () => readFile(store.fileOf(after.stored)) }
				: after,
	}));
}

function stateOf(kept: Kept | null, store: Store): FileState | null {
	switch (kept?.type) {
		case 'file':
			return {
				type: 'file',
				executable: isExecutable(kept),
				read: () => readFile(store.fileOf(kept.stored ?? -1)),
			};
		case 'link':
			return { type: 'link', target: kept.target ?? '' };
		default:
			return null;
	}
}
