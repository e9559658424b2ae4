import type { TrackedChange } from './baseline.ts';
import { conflicts } from './conflicts.ts';
import { inParallel } from './inParallel.ts';
import { fitted } from './mergeChanges.ts';
import { codeOf, namesGitFolder } from './paths.ts';
import type { Commit } from './transaction.ts';
import { createWriter } from './writer.ts';

export interface CommitInput {
	/** The user's folder, which the paths of the changes are relative to. */
	readonly root: string;
	/** A folder below `root` that stays even when it becomes empty; an empty string is `root` itself. */
	readonly keep: string;
	/** Part of the names of the files that exist while the commit runs; no two commits share it. */
	readonly mark: string;
	readonly changes: readonly TrackedChange[];
}

/**
 * Writes all changes or none. What the user changed meanwhile is merged where it can be. New content is laid down beside its place first, so that most of what can fail has failed
 * before the first of the user's files is touched; what fails later is undone.
 */
export async function commitChanges({ root, keep, mark, changes }: CommitInput): Promise<Commit> {
	if (changes.some((change) => namesGitFolder(change.path))) {
		return {
			ok: false,
			reason: 'write-failed',
			message: 'A change leads into a git folder; nothing was written.',
			paths: [],
		};
	}
	const writer = createWriter(root, mark);
	try {
		const fit = await fitted(root, changes);
		if (!fit.ok) {
			return { ok: false, reason: 'conflict', paths: fit.paths };
		}
		await inParallel(fit.changes, (change) => writer.stage(change));
		// Once more: staging many files takes time, and the user goes on typing.
		const since = await conflicts(root, fit.changes);
		if (since.length > 0) {
			await writer.undo();
			return { ok: false, reason: 'conflict', paths: since };
		}
		// Deletions first: a file may become a folder, and a folder a file.
		for (const change of fit.changes.filter(({ after }) => after === null)) {
			await writer.remove(change);
		}
		await inParallel(
			fit.changes.filter(({ after }) => after !== null),
			(change) => writer.place(change),
		);
		await writer.removeEmptied(keep);
		const paths = changes.map((change) => change.path);
		return fit.merged.length === 0 ? { ok: true, paths } : { ok: true, paths, merged: fit.merged };
	} catch (error) {
		const paths = await writer.undo();
		const code = codeOf(error);
		if (code === null) {
			throw error;
		}
		const restored = paths.length === 0 ? 'everything was put back' : 'some files could not be put back';
		return {
			ok: false,
			reason: 'write-failed',
			message: `The changes could not be written (${code}); ${restored}.`,
			paths,
		};
	}
}
