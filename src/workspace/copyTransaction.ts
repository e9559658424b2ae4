import path from 'node:path';
import type { Failure } from '../core/failure.ts';
import type { Baseline, TrackedChange } from './baseline.ts';
import { commitChanges } from './commit.ts';
import { blobId } from './conflicts.ts';
import { lstatOrNull } from './paths.ts';
import type { Change, Transaction } from './transaction.ts';
import { treeFiles } from './treeFiles.ts';
import type { UserTree } from './userTree.ts';

export interface CopyInput {
	/** The top of the user's work tree, and the folder that was asked for, relative to it. */
	readonly root: string;
	readonly prefix: string;
	/** The folder that holds the bookkeeping and, in `tree`, the copy. */
	readonly place: string;
	readonly baseline: Baseline;
	/** `null` for a copy that an earlier process made: what happened meanwhile is not known. */
	readonly userTree: UserTree | null;
	/** Removes `place`; gives the failure, if there is one. */
	readonly drop: () => Promise<Failure | null>;
}

/**
 * The copy, in use. Paths of changes are relative to the top of the work tree; those that `write` and `read` take are
 * relative to the folder that was asked for, which is the only one an author of edits knows.
 */
export function createTransaction({ root, prefix, place, baseline, userTree, drop }: CopyInput): Transaction {
	const tree = path.join(place, 'tree');
	let last: Promise<unknown> = Promise.resolve();
	/** One at a time: git locks its index. */
	const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
		const next = last.then(work, work);
		last = next.catch(() => undefined);
		return next;
	};
	const changes = async () => {
		// Without this, a copy that somebody removed would read as the wish to delete every file.
		if ((await lstatOrNull(tree))?.isDirectory() !== true) {
			throw new Error('The isolated copy is gone.');
		}
		return baseline.changes();
	};
	return {
		form: 'worktree',
		root,
		cwd: path.join(tree, prefix),
		changes: () => inTurn(changes),
		...treeFiles(tree, prefix),
		adopt: (given) =>
			inTurn(async () => {
				const before = await withIds(given);
				return commitChanges({ root: tree, keep: prefix, mark: path.basename(place), changes: before });
			}),
		settle: async () => {
			const outside = (await userTree?.changed()) ?? [];
			return outside.length === 0 ? { ok: true } : { ok: true, outside };
		},
		commit: (given) =>
			inTurn(async () => {
				const wanted = given === undefined ? await changes() : await withIds(given);
				return commitChanges({ root, keep: prefix, mark: path.basename(place), changes: wanted });
			}),
		rollback: () =>
			inTurn(async () => {
				const failure = await drop();
				return failure === null ? { ok: true } : { ok: false, failure };
			}),
	};
}

/** Changes of somebody else's, with what git calls their beginnings. */
async function withIds(changes: readonly Change[]): Promise<TrackedChange[]> {
	return Promise.all(
		changes.map(async (change) => ({
			...change,
			beforeId: change.before?.type === 'file' ? blobId(await change.before.read(), 40) : null,
		})),
	);
}
