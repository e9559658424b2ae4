import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, realpath, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { FolderRule } from '../core/agent.ts';
import type { Failure } from '../core/failure.ts';
import { readBaseline } from './baseline.ts';
import { createTransaction } from './copyTransaction.ts';
import { fill } from './fill.ts';
import { createGit, GitFailed, names } from './git.ts';
import { findLeftovers, type Leftover, type Leftovers, placePrefix } from './leftovers.ts';
import { writeOwner } from './owner.ts';
import { codeOf } from './paths.ts';
import { removeFolder } from './removeFolder.ts';
import { locateRepository } from './repository.ts';
import type { Transaction, Workspace } from './transaction.ts';
import { createTreeWorkers } from './treeWorkers.ts';
import { watchUserTree } from './userTree.ts';

export interface WorktreeOptions {
	/** Absolute path of the folder that holds the copies; made when it is first needed. */
	readonly storage: string;
	readonly environment?: NodeJS.ProcessEnv;
	/** Ends a copy; replaced only where its failing is to be seen. */
	readonly remove?: (folder: string) => Promise<void>;
	/** How ignored folders get into a copy, by their name. Left out: not at all. */
	readonly ignoredFolders?: () => Readonly<Record<string, FolderRule>>;
	/** The program of a thread for the work on many files; without it all is done in this one. */
	readonly worker?: string | URL;
	/** Milliseconds since the epoch: when the work began is told to who finds it left behind. */
	readonly now?: () => number;
}

/**
 * Isolated copies of git work trees. The copy holds the files as they lie there, committed or not. The user's
 * repository is read and never written; the user's files are written by `commit` alone.
 */
export function createWorktreeWorkspace(options: WorktreeOptions): Workspace & Leftovers {
	const git = createGit(options.environment ?? process.env);
	const workers = createTreeWorkers(options.worker ?? null);
	const remove = options.remove ?? removeFolder;
	return {
		paths: async (folder) => {
			const listing = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'];
			const listed = await git.attempt(listing, { cwd: folder, signal: new AbortController().signal });
			return listed.ok ? names(listed.output) : null;
		},
		begin: async (folder, signal) => {
			let place: string | null = null;
			try {
				signal.throwIfAborted();
				const located = await locateRepository(git, folder, signal);
				signal.throwIfAborted();
				if (!located.ok) {
					return located;
				}
				const { repository } = located;
				await mkdir(options.storage, { recursive: true });
				const storage = await realpath(options.storage);
				const made = await mkdtemp(path.join(storage, placePrefix()));
				place = made;
				await writeOwner(made, folder, options.now?.() ?? null);
				const folders = options.ignoredFolders?.() ?? {};
				const filled = await fill({ git, workers, repository, place: made, storage, folders, signal });
				const userTree = await watchUserTree({ git, workers, parts: filled.parts, rows: filled.rows });
				const { root, prefix } = repository;
				await writeFile(path.join(made, complete), JSON.stringify({ root, prefix }));
				signal.throwIfAborted();
				const { baseline } = filled;
				const transaction = createTransaction({
					root,
					prefix,
					place: made,
					baseline,
					userTree,
					drop: () => drop(made, remove),
				});
				return { ok: true, transaction };
			} catch (error) {
				const left = place === null ? null : await drop(place, remove);
				return { ok: false, failure: left ?? asFailure(error, signal) };
			}
		},
		leftovers: () => findLeftovers(options.storage, (place) => existsSync(path.join(place, complete))),
		reopen: async (leftover) => {
			try {
				const transaction = await reopened(leftover);
				return transaction === null ? { ok: false, failure: incomplete(leftover) } : { ok: true, transaction };
			} catch (error) {
				reason(error);
				return { ok: false, failure: incomplete(leftover) };
			}
		},
		remove: ({ place }) => drop(place, remove),
	};

	async function reopened({ place, owner }: Leftover): Promise<Transaction | null> {
		const baseline = await readBaseline({ git, workers, place });
		if (baseline === null || !existsSync(path.join(place, complete))) {
			return null;
		}
		const told = JSON.parse(await readFile(path.join(place, complete), 'utf8')) as Place;
		await writeOwner(place, owner?.folder ?? told.root, owner?.at ?? null);
		return createTransaction({ ...told, place, baseline, userTree: null, drop: () => drop(place, remove) });
	}
}

/** What a place that is complete is told by. */
interface Place {
	readonly root: string;
	readonly prefix: string;
}

/** Written last. */
const complete = 'place.json';

function incomplete({ place }: Leftover): Failure {
	return { kind: 'no-snapshot', message: 'The copy that was left behind is not complete.', said: place };
}

async function drop(place: string, remove: (folder: string) => Promise<void>): Promise<Failure | null> {
	try {
		await remove(place);
		return null;
	} catch (error) {
		const message = `The isolated copy could not be removed (${reason(error)}). Remove it by hand.`;
		return { kind: 'rollback-failed', message, said: place };
	}
}

function asFailure(error: unknown, signal: AbortSignal): Failure {
	if (signal.aborted) {
		return { kind: 'cancelled', message: 'Cancelled while the folder was being copied.' };
	}
	if (error instanceof GitFailed) {
		return { kind: 'no-snapshot', message: `The folder could not be copied: ${error.message}.`, said: error.said };
	}
	const code = reason(error);
	if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
		return {
			kind: 'no-snapshot',
			message: 'A file name in the folder is not UTF-8. Rename the file, or have git ignore it.',
		};
	}
	return {
		kind: 'no-snapshot',
		message: `The folder could not be copied (${code}). See that all its files can be read.`,
	};
}

/** Short enough for a message; a bug goes on its way. */
function reason(error: unknown): string {
	const code = codeOf(error);
	if (code === null) {
		throw error;
	}
	return code;
}
