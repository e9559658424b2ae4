import { mkdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Failure } from '../core/failure.ts';
import { becomeOwner, isAlive, ownerNow } from './inPlaceOwner.ts';
import {
	dropPlace,
	makePlace,
	type ManifestHead,
	othersAt,
	overlap,
	partOf,
	type Phase,
	type Place,
	placesIn,
	type Result,
	sweep,
	temporaryOf,
} from './inPlacePlace.ts';
import { type Bounds, NoSnapshot, takeSnapshot, usualBounds } from './inPlaceSnapshot.ts';
import { codeOrThrow, createStore, type Kept, readLines, writeLines } from './inPlaceStore.ts';
import { createInPlaceTransaction, type InPlaceTransaction } from './inPlaceTransaction.ts';
import { plainPaths } from './plainPaths.ts';
import { removeFolder } from './removeFolder.ts';
import type { Transaction, Workspace } from './transaction.ts';

export interface InPlaceOptions {
	/** Absolute path of the folder that holds the snapshots; made when it is first needed. */
	readonly storage: string;
	/** Milliseconds since the epoch. */
	now(): number;
	readonly bounds?: Bounds;
	/** Ends a snapshot; replaced only where its failing is to be seen. */
	readonly remove?: (folder: string) => Promise<void>;
}

/** Work in a folder that a process did not live to put back, or to have accepted. */
export interface UnfinishedWork {
	/** The user's folder. */
	readonly folder: string;
	/** When the work began, in milliseconds since the epoch. */
	readonly at: number;
	/** Whether the folder is still as the agent left it, or in between; else only the changes wait. */
	readonly toRestore: boolean;
	/** Our own folder. */
	readonly place: string;
}

export interface InPlaceWorkspace extends Workspace {
	/** The user saved a file, given by its absolute path. Says nothing when nobody works where it is. Never rejects. */
	saved(file: string): Promise<void>;
	/** Whether an agent works in this folder, above or below it, or left it in the middle of work. */
	busy(folder: string): Promise<boolean>;
	/** What processes that have ended left behind. Nothing in the user's folders is touched. */
	unfinished(): Promise<readonly UnfinishedWork[]>;
	/**
	 * Takes such work over. Its `settle` puts the folder back; what the agent did, and what the user changed in the folder
	 * since, are then its changes. `null` when it is gone, or somebody else has it.
	 */
	reopen(work: UnfinishedWork): Promise<Transaction | null>;
}

/** Work in folders themselves. The user's folder is put back from a snapshot before anything of the work is offered. */
export function createInPlaceWorkspace(options: InPlaceOptions): InPlaceWorkspace {
	const remove = options.remove ?? removeFolder;
	const open = new Map<string, { readonly root: string; readonly transaction: InPlaceTransaction }>();
	const opened = (place: string, root: string, transaction: InPlaceTransaction): Transaction => {
		open.set(place, { root, transaction });
		return {
			...transaction,
			rollback: async () => {
				const result = await transaction.rollback();
				if (result.ok) {
					open.delete(place);
				}
				return result;
			},
		};
	};
	const othersAtWork = (root: string, place: string) => async () =>
		(await othersAt(path.dirname(place), root, place)) !== 'nobody';

	const begin = async (asked: string, signal: AbortSignal): Promise<Transaction> => {
		signal.throwIfAborted();
		const root = await realFolder(asked);
		await mkdir(options.storage, { recursive: true, mode: 0o700 });
		const storage = await realpath(options.storage);
		if (overlap(storage, root)) {
			throw new NoSnapshot('The folder holds the place where snapshots are kept. Open a folder below it.');
		}
		await sweep(storage, remove).catch(codeOrThrow);
		const place = await makePlace(storage, root, options.now());
		try {
			refuseOthers(await othersAt(storage, root, place));
			const store = createStore(partOf(place, 'files'), 0);
			// Two seconds are the coarsest time that a file system keeps.
			const believedUntil = (await stat(place)).ctimeMs - 2000;
			const temporary = temporaryOf(place);
			const bounds = options.bounds ?? usualBounds;
			const snapshot = await takeSnapshot({ root, place, temporary, store, bounds, signal });
			const head: ManifestHead = { believedUntil };
			await writeLines(partOf(place, 'manifest'), [head, ...snapshot.values()]);
			signal.throwIfAborted();
			const fresh = { phase: 'working', saved: [], results: [] } as const;
			const parts = { root, place, store, snapshot, believedUntil, ...fresh, remove };
			return opened(place, root, createInPlaceTransaction({ ...parts, othersAtWork: othersAtWork(root, place) }));
		} catch (error) {
			// What can't be removed now is removed before the next begin.
			await dropPlace(place, remove).catch(codeOrThrow);
			throw error;
		}
	};
	return {
		paths: plainPaths,
		begin: async (folder, signal) => {
			try {
				return { ok: true, transaction: await begin(folder, signal) };
			} catch (error) {
				return { ok: false, failure: asFailure(error, signal) };
			}
		},
		saved: async (file) => {
			for (const { transaction } of open.values()) {
				await transaction.saved(file).catch(codeOrThrow);
			}
		},
		busy: async (folder) => (await othersAt(options.storage, await realpath(folder), null)) !== 'nobody',
		unfinished: async () => {
			await sweep(options.storage, remove).catch(codeOrThrow);
			const found: UnfinishedWork[] = [];
			for (const { folder: place, owner, phase } of await abandoned(options.storage)) {
				found.push({ folder: owner.folder, at: owner.at, toRestore: phase !== 'settled', place });
			}
			return found;
		},
		reopen: async (work) => {
			const places = await abandoned(options.storage);
			const found = places.find(({ folder }) => folder === work.place);
			if (
				found === undefined ||
				!(await becomeOwner(found.folder, await ownerNow(work.folder, work.at), found.owner))
			) {
				return null;
			}
			const root = work.folder;
			const parts = { ...(await load(found.folder, found.phase)), root, remove };
			return opened(
				found.folder,
				root,
				createInPlaceTransaction({ ...parts, othersAtWork: othersAtWork(root, found.folder) }),
			);
		},
	};
}

/** The runs of processes that have ended, and those of this one that it could not put back. */
async function abandoned(storage: string): Promise<Place[]> {
	const found: Place[] = [];
	for (const place of await placesIn(storage)) {
		const failedHere = place.failed && place.owner.pid === process.pid;
		if (place.phase !== 'taking' && (failedHere || !(await isAlive(place.owner)))) {
			found.push(place);
		}
	}
	return found;
}

async function load(place: string, phase: Phase) {
	const [head, ...entries] = (await readLines<ManifestHead | Kept>(partOf(place, 'manifest'))) ?? [];
	const kept = entries as Kept[];
	const saved = (await readLines<Kept>(partOf(place, 'saved'))) ?? [];
	const results = (await readLines<Result>(partOf(place, 'results'))) ?? [];
	const undo = ((await readLines<Partial<Kept>>(partOf(place, 'undo'))) ?? []).map((each) => each.stored);
	const after = results.map((result) => (result.after?.type === 'file' ? result.after.stored : 0));
	const numbers = [...kept, ...saved].map((each) => each.stored);
	const first = [...numbers, ...undo, ...after].reduce<number>((most, each) => Math.max(most, (each ?? 0) + 1), 0);
	return {
		place,
		phase,
		store: createStore(partOf(place, 'files'), first),
		snapshot: new Map(kept.map((each) => [each.path, each])),
		believedUntil: head !== undefined && 'believedUntil' in head ? head.believedUntil : 0,
		saved,
		results,
	};
}

async function realFolder(asked: string): Promise<string> {
	try {
		const root = await realpath(asked);
		if ((await stat(root)).isDirectory()) {
			return root;
		}
	} catch (error) {
		codeOrThrow(error);
	}
	throw new NoSnapshot('The folder does not exist. Open an existing folder.');
}

function refuseOthers(others: 'nobody' | 'busy' | 'interrupted'): void {
	if (others === 'busy') {
		throw new NoSnapshot(
			'Another agent works in this folder, or in one above or below it. Without git only one can at a time: wait until it has ended, or run "git init" in the folder.',
		);
	}
	if (others === 'interrupted') {
		throw new NoSnapshot(
			'Earlier work of an agent in this folder was interrupted, and the folder is not put back yet. Restore it first.',
		);
	}
}

function asFailure(error: unknown, signal: AbortSignal): Failure {
	if (signal.aborted) {
		return { kind: 'cancelled', message: 'Cancelled while the folder was being secured.' };
	}
	if (error instanceof NoSnapshot) {
		return error.failure;
	}
	const code = codeOrThrow(error);
	const wayOut = code === 'ENOSPC' ? 'Free room on the disk.' : 'See that all its files can be read.';
	return { kind: 'no-snapshot', message: `The folder could not be secured (${code}). ${wayOut}` };
}
