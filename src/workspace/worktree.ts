import { mkdir, mkdtemp, realpath } from 'node:fs/promises';
import path from 'node:path';
import type { Failure } from '../core/failure.ts';
import { createAgentRepository } from './agentRepository.ts';
import { type Baseline, takeBaseline } from './baseline.ts';
import { copyTree } from './copy.ts';
import { createTransaction } from './copyTransaction.ts';
import { createGit, type Git, GitFailed, names } from './git.ts';
import { codeOf } from './paths.ts';
import { removeFolder } from './removeFolder.ts';
import { locateRepository, type UserRepository } from './repository.ts';
import type { Workspace } from './transaction.ts';

export interface WorktreeOptions {
	/** Absolute path of the folder that holds the copies; made when it is first needed. */
	readonly storage: string;
	readonly environment?: NodeJS.ProcessEnv;
	/** Ends a copy; replaced only where its failing is to be seen. */
	readonly remove?: (folder: string) => Promise<void>;
}

/**
 * Isolated copies of git work trees. The copy holds the files as they lie there, committed or not. The user's
 * repository is read and never written; the user's files are written by `commit` alone.
 */
export function createWorktreeWorkspace(options: WorktreeOptions): Workspace {
	const git = createGit(options.environment ?? process.env);
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
				await mkdir(options.storage, { recursive: true });
				const storage = await realpath(options.storage);
				const made = await mkdtemp(path.join(storage, 'copy-'));
				place = made;
				const { repository } = located;
				const baseline = await fill(git, repository, made, storage, signal);
				signal.throwIfAborted();
				const transaction = createTransaction({ repository, place: made, baseline, drop: () => drop(made, remove) });
				return { ok: true, transaction };
			} catch (error) {
				const left = place === null ? null : await drop(place, remove);
				return { ok: false, failure: left ?? asFailure(error, signal) };
			}
		},
	};
}

async function fill(
	git: Git,
	repository: UserRepository,
	place: string,
	storage: string,
	signal: AbortSignal,
): Promise<Baseline> {
	const tree = path.join(place, 'tree');
	await mkdir(path.join(tree, repository.prefix), { recursive: true });
	const copied = await copyTree(git, repository.root, tree, storage, signal);
	const baseline = await takeBaseline(git, {
		gitDir: path.join(place, 'base.git'),
		workTree: tree,
		objectFormat: repository.objectFormat,
		files: copied.files,
		exclude: repository.exclude,
		excludesFile: repository.settings['core.excludesfile'],
		signal,
	});
	await createAgentRepository(git, { repository, copied, tree, baselineGitDir: baseline.gitDir, signal });
	return baseline;
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
