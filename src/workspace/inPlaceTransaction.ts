import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Failure } from '../core/failure.ts';
import { commitChanges } from './commit.ts';
import { commitInPlace, undoCommit, withIds } from './inPlaceCommit.ts';
import { dropPlace, mark, partOf, type Phase, type Result, temporaryOf, unmark } from './inPlacePlace.ts';
import { restore } from './inPlaceRestore.ts';
import { changesNow, changesOf, takeResults } from './inPlaceResults.ts';
import { keepSaved, withSaved } from './inPlaceSaved.ts';
import { appendLines, codeOrThrow, type Kept, type Manifest, type Store, writeLines } from './inPlaceStore.ts';
import { createTurns } from './turns.ts';
import type { Commit, Transaction } from './transaction.ts';
import { treeFiles } from './treeFiles.ts';

export interface InPlaceInput {
	/** The user's folder by its real path. */
	readonly root: string;
	/** Our own folder for this run; its parts are described in `inPlacePlace.ts`. */
	readonly place: string;
	readonly store: Store;
	readonly snapshot: Manifest;
	readonly believedUntil: number;
	/** How far an earlier process came; a new run is `working`. */
	readonly phase: Phase;
	readonly saved: readonly Kept[];
	readonly results: readonly Result[];
	/** Whether somebody else works in the folder, or left it in the middle of work. */
	othersAtWork(): Promise<boolean>;
	readonly remove: (folder: string) => Promise<void>;
}

/** Work in the user's own folder, which is put back as it was before anything of it is offered. */
export interface InPlaceTransaction extends Transaction {
	/** The user saved this file, given by its absolute path, while work goes on: it is to stay as it was saved. */
	saved(file: string): Promise<void>;
}

export function createInPlaceTransaction(input: InPlaceInput): InPlaceTransaction {
	const { root, place, store, snapshot, believedUntil } = input;
	const temporary = temporaryOf(place);
	const inTurn = createTurns();
	let { phase, results } = input;
	let saved = input.saved;
	/** Whether what the agent left is in the store, and the folder may be different already. */
	let taken = phase !== 'working';
	let dropped = false;
	const wanted = () => withSaved(snapshot, saved);
	const look = () => ({ root, snapshot, wanted: wanted(), temporary, believedUntil });
	const committing = { root, place, store, snapshot, othersAtWork: () => input.othersAtWork() };
	const files = treeFiles(root, '');

	const readLeft = async (relative: string) => {
		if (!taken) {
			return readFile(path.join(root, relative));
		}
		const after = results.find((result) => result.path === relative)?.after;
		if (after?.type !== 'file') {
			throw new Error('A file was asked for that nobody left.');
		}
		return readFile(store.fileOf(after.stored));
	};
	const putBack = async (): Promise<Failure | null> => {
		if (phase === 'settled') {
			return null;
		}
		const wasCommitting = phase === 'committing';
		const left = wasCommitting
			? await undoCommit(committing)
			: await restore({ root, wanted, store, temporary, believedUntil });
		if (left.length > 0) {
			await mark(place, 'failed');
			return notPutBack(left, place);
		}
		await mark(place, 'settled');
		await unmark(place, 'failed');
		phase = 'settled';
		return null;
	};
	const settle = async (): Promise<Failure | null> => {
		if (phase !== 'working') {
			return putBack();
		}
		let lost: string | null = null;
		try {
			results = await takeResults(look(), store, results);
			await writeLines(partOf(place, 'results'), results);
			taken = true;
		} catch (error) {
			lost = codeOrThrow(error);
			results = [];
		}
		const failure = await putBack();
		return failure ?? (lost === null ? null : notKept(lost));
	};
	return {
		form: 'inPlace',
		root,
		cwd: root,
		read: files.read,
		write: async (asked, content) =>
			phase === 'working' ? files.write(asked, content) : { ok: false, message: 'The work in the folder has ended.' },
		changes: () =>
			inTurn(() => (phase === 'working' ? changesNow(look(), store, readLeft) : changesOf(results, store))),
		adopt: (given) =>
			inTurn(async () => commitChanges({ root, keep: '', mark: path.basename(place), changes: await withIds(given) })),
		saved: (file) =>
			inTurn(async () => {
				if (phase === 'working' && !dropped) {
					const kept = await keepSaved({ root, snapshot, temporary, store }, file);
					await appendLines(partOf(place, 'saved'), kept);
					saved = [...saved, ...kept];
				}
			}),
		settle: () =>
			inTurn(async () => {
				const failure = await settle();
				return failure === null ? { ok: true } : { ok: false, failure };
			}),
		commit: (given) =>
			inTurn(async (): Promise<Commit> => {
				const failure = await settle();
				if (failure !== null) {
					return { ok: false, reason: 'write-failed', message: failure.message, paths: [] };
				}
				return commitInPlace(committing, given ?? changesOf(results, store));
			}),
		rollback: () =>
			inTurn(async () => {
				const failure = dropped ? null : await putBack();
				if (failure !== null) {
					return { ok: false, failure };
				}
				dropped = true;
				try {
					await dropPlace(place, input.remove);
					return { ok: true };
				} catch (error) {
					return { ok: false, failure: notRemoved(codeOrThrow(error), place) };
				}
			}),
	};
}

/** `said` names the paths, and where the snapshot is, which stays: it may be the only good copy. */
function notPutBack(paths: readonly string[], place: string): Failure {
	const shown = paths.slice(0, 8).map((relative) => (relative === '' ? '.' : relative));
	const more = paths.length > shown.length ? `\n… and ${paths.length - shown.length} more` : '';
	const names = `${shown.join('\n')}${more}`.slice(0, 350);
	return {
		kind: 'rollback-failed',
		message: `The folder could not be put back as it was: ${paths.length} of its files differ. The snapshot is kept.`,
		said: `${names}\n${place}`.slice(0, 500),
	};
}

function notKept(code: string): Failure {
	return {
		kind: 'no-snapshot',
		message: `What was done could not be kept (${code}). The folder is as it was before. See that the disk has room.`,
	};
}

function notRemoved(code: string, place: string): Failure {
	const message = `The snapshot of the folder could not be removed (${code}). Remove it by hand; the folder is as it was.`;
	return { kind: 'rollback-failed', message, said: place };
}
