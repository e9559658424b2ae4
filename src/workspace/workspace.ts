import path from 'node:path';
import type { Isolation } from '../core/agent.ts';
import { createGit, type Git, line } from './git.ts';
import { ignoredPaths, isRepository } from './ignoredPaths.ts';
import { createInPlaceWorkspace, type InPlaceWorkspace } from './inPlace.ts';
import type { Leftovers } from './leftovers.ts';
import { pendingChanges } from './pending.ts';
import { plainPaths } from './plainPaths.ts';
import type { Transaction, Workspace } from './transaction.ts';
import { createWorktreeWorkspace, type WorktreeOptions } from './worktree.ts';

export interface WorkspaceOptions {
	/** How copies of git work trees are made. */
	readonly worktree: WorktreeOptions;
	/** Absolute path of the folder that holds the snapshots of folders that are worked in themselves. */
	readonly snapshots: string;
	/** Milliseconds since the epoch. */
	now(): number;
}

/** Both forms behind one contract. `leftovers` and what follows are of copies; `inPlace` has its own. */
export interface AnyWorkspace extends Workspace, Leftovers {
	readonly inPlace: InPlaceWorkspace;
	/** What is not committed, as a patch; `null` where git can't tell. */
	pending(folder: string): Promise<string | null>;
	/** Which of these files, by their absolute paths, git ignores, or can't tell. */
	ignored(files: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, 'ignored' | 'unknown'>>;
}

/** Work in a copy where git can tell what belongs to a folder, else in the folder itself; or as the user wants it. */
export function createWorkspace(options: WorkspaceOptions): AnyWorkspace {
	const git = createGit(options.worktree.environment ?? process.env);
	const worktree = createWorktreeWorkspace(options.worktree);
	const inPlace = createInPlaceWorkspace({ storage: options.snapshots, now: () => options.now() });
	const begun = async (folder: string, signal: AbortSignal, form: Isolation): ReturnType<Workspace['begin']> => {
		if (form === 'inPlace') {
			return inPlace.begin(folder, signal);
		}
		if (await isBusy(inPlace, folder)) {
			const message =
				'An agent works in this folder itself, so that a copy would hold half of its work. Wait for its end.';
			return { ok: false, failure: { kind: 'no-snapshot', message } };
		}
		const result = await worktree.begin(folder, signal);
		return result.ok ? { ok: true, transaction: guarded(result.transaction, inPlace) } : result;
	};
	return {
		inPlace,
		leftovers: () => worktree.leftovers(),
		reopen: async (leftover) => {
			const result = await worktree.reopen(leftover);
			return result.ok ? { ok: true, transaction: guarded(result.transaction, inPlace) } : result;
		},
		remove: (leftover) => worktree.remove(leftover),
		begin: async (folder, signal, isolation = null) =>
			begun(folder, signal, isolation ?? (await formFor(git, folder, signal))),
		pending: (folder) => pendingChanges(git, folder),
		ignored: (files, signal) => ignoredPaths(git, files, signal),
		paths: async (folder) => (await worktree.paths(folder)) ?? plainPaths(folder),
	};
}

/**
 * A copy where git knows the folder. A folder that git ignores counts as one without git: a copy would not hold it. Where
 * there is a `.git` that git does not accept, a copy is tried too, for what it says of the way out.
 */
async function formFor(git: Git, folder: string, signal: AbortSignal): Promise<Isolation> {
	const inside = await git.attempt(['rev-parse', '--is-inside-work-tree'], { cwd: folder, signal });
	if (inside.ok && line(inside.output) === 'true') {
		const top = await git.attempt(['rev-parse', '--show-prefix'], { cwd: folder, signal });
		const isTop = top.ok && line(top.output) === '';
		const ignored = !isTop && (await git.attempt(['check-ignore', '-q', '--', '.'], { cwd: folder, signal })).ok;
		return ignored ? 'inPlace' : 'worktree';
	}
	for (let at = path.resolve(folder); ; at = path.dirname(at)) {
		if (await isRepository(path.join(at, '.git'))) {
			return 'worktree';
		}
		if (path.dirname(at) === at) {
			return 'inPlace';
		}
	}
}

async function isBusy(inPlace: InPlaceWorkspace, folder: string): Promise<boolean> {
	return inPlace.busy(folder).catch(() => false);
}

/** What is written into a folder while an agent works in it would be undone with the agent's own work. */
function guarded(transaction: Transaction, inPlace: InPlaceWorkspace): Transaction {
	return {
		...transaction,
		commit: async (changes) => {
			if (await isBusy(inPlace, transaction.root)) {
				const message = 'An agent works in this folder; nothing was written. Accept again when it has ended.';
				return { ok: false, reason: 'write-failed', message, paths: [] };
			}
			return transaction.commit(changes);
		},
	};
}
