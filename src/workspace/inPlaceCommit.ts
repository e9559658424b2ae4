import path from 'node:path';
import type { TrackedChange } from './baseline.ts';
import { commitChanges } from './commit.ts';
import { blobId } from './conflicts.ts';
import { inParallel } from './inParallel.ts';
import { anyNames } from './inPlaceCompare.ts';
import { partOf, temporaryOf, type UndoHead, unmark } from './inPlacePlace.ts';
import { restore } from './inPlaceRestore.ts';
import { scan, scopeOf } from './inPlaceScan.ts';
import { type Kept, type Manifest, readLines, type Store, writeLines } from './inPlaceStore.ts';
import type { Change, Commit } from './transaction.ts';

interface InPlaceCommitInput {
	readonly root: string;
	readonly place: string;
	readonly store: Store;
	/** How the folder was at the beginning: which names are of one file. */
	readonly snapshot: Manifest;
	/** Whether somebody else works in the folder, or left it in the middle of work. */
	othersAtWork(): Promise<boolean>;
}

/**
 * Writes the changes, all or none, also when this process is killed meanwhile: how the places were is in our storage
 * before the first of them is touched.
 */
export async function commitInPlace(input: InPlaceCommitInput, changes: readonly Change[]): Promise<Commit> {
	const { root, place } = input;
	await noteBefore(input, changes);
	// Asked when others can already see that this commit is under way: of two, one at least sees the other.
	if (await input.othersAtWork()) {
		await unmark(place, 'undo');
		const message = 'An agent works in this folder; nothing was written. Accept again when it has ended.';
		return { ok: false, reason: 'write-failed', message, paths: [] };
	}
	const mark = path.basename(place);
	const committed = await commitChanges({ root, keep: '', mark, changes: await withIds(changes) });
	if (!committed.ok && committed.reason === 'write-failed' && committed.paths.length > 0) {
		const left = await undoCommit(input);
		return left.length === 0 ? { ...committed, paths: [] } : { ...committed, paths: left };
	}
	await unmark(place, 'undo');
	return committed;
}

/** Changes with what git calls their beginnings, by which they are compared with what is there. */
export async function withIds(changes: readonly Change[]): Promise<TrackedChange[]> {
	const tracked: TrackedChange[] = [];
	for (const change of changes) {
		const beforeId = change.before?.type === 'file' ? blobId(await change.before.read(), 40) : null;
		tracked.push({ ...change, beforeId });
	}
	return tracked;
}

/** Puts the places of a commit back that was not finished. Gives the paths that are not as they were before it. */
export async function undoCommit({ root, place, store }: InPlaceCommitInput): Promise<string[]> {
	const [head, ...entries] = (await readLines<UndoHead | Kept>(partOf(place, 'undo'))) ?? [];
	if (head === undefined || !('paths' in head)) {
		return [];
	}
	const wanted = new Map((entries as Kept[]).map((kept) => [kept.path, kept]));
	const left = await restore({
		root,
		wanted: () => wanted,
		store,
		temporary: temporaryOf(place),
		scope: scopeOf(head.paths),
		believedUntil: null,
	});
	if (left.length === 0) {
		await unmark(place, 'undo');
	}
	return left;
}

async function noteBefore(
	{ root, place, store, snapshot }: InPlaceCommitInput,
	changes: readonly Change[],
): Promise<void> {
	const paths = changes.map((change) => change.path);
	const twins = new Set(paths.flatMap((each) => snapshot.get(each)?.twin ?? []));
	const others = [...snapshot.values()].filter(({ twin }) => twin !== null && twins.has(twin));
	const head: UndoHead = { paths: [...new Set([...paths, ...others.map((kept) => kept.path)])] };
	const { entries } = await scan({ root, temporary: temporaryOf(place), scope: scopeOf(head.paths) });
	const groups = new Map<string, string[]>();
	for (const entry of [...entries.values()].filter(({ type, names }) => type === 'file' && names > 1)) {
		groups.set(entry.inode, [...(groups.get(entry.inode) ?? []), entry.path].sort());
	}
	const kept: Kept[] = [];
	await inParallel(entries.values(), async (entry) => {
		if (entry.type !== 'file') {
			kept.push({ ...entry, digest: null, stored: null, twin: null });
			return;
		}
		const taken = await store.take(path.join(root, entry.path));
		const names = groups.get(entry.inode) ?? [entry.path];
		const known = names.length === entry.names;
		const twin = known && names.length > 1 ? (names[0] ?? null) : null;
		kept.push({ ...entry, ...taken, twin, names: known ? entry.names : anyNames });
	});
	await writeLines(partOf(place, 'undo'), [head, ...kept]);
}
