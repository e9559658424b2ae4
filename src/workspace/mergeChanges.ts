import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { textOfBytes } from '../core/hunks.ts';
import { merged } from '../core/merge.ts';
import type { TrackedChange } from './baseline.ts';
import { blobId, conflicts, isExecutable } from './conflicts.ts';
import { follow } from './paths.ts';
import type { FileState } from './transaction.ts';

export type Fitted =
	| {
			readonly ok: true;
			/** What is still to be written, each change counted from the user's files as they are now. */
			readonly changes: readonly TrackedChange[];
			/** The files in which the user's changes and the others were brought together. */
			readonly merged: readonly string[];
	  }
	/** Both changed these, and nobody can tell what was meant. */
	| { readonly ok: false; readonly paths: readonly string[] };

/**
 * Fits changes to the user's files as they are now: what the user changed meanwhile in other lines of a text is merged,
 * and what the user has done alike is done. Everything else that is not as it was is a conflict: the same lines, bytes
 * that are no text, links, executable bits, a deletion against an edit. Writes nothing.
 */
export async function fitted(root: string, changes: readonly TrackedChange[]): Promise<Fitted> {
	const touched = new Set(await conflicts(root, changes));
	const fitting: TrackedChange[] = [];
	const mergedPaths: string[] = [];
	const paths: string[] = [];
	for (const change of changes) {
		if (!touched.has(change.path)) {
			fitting.push(change);
			continue;
		}
		const now = await stateNow(root, change.path);
		if (now === 'unreadable') {
			paths.push(change.path);
		} else if (!(await isSame(now, change.after))) {
			const both = await mergedWith(now, change);
			if (both === null) {
				paths.push(change.path);
			} else {
				fitting.push(both);
				mergedPaths.push(change.path);
			}
		}
	}
	return paths.length > 0 ? { ok: false, paths } : { ok: true, changes: fitting, merged: mergedPaths };
}

type Read = { readonly type: 'file'; readonly executable: boolean; readonly bytes: Buffer } | null;

/** The regular file at a path, `null` where nothing is; anything else can't be merged with. */
async function stateNow(root: string, relative: string): Promise<Read | 'unreadable'> {
	const met = await follow(root, relative);
	if (met.type === 'nothing') {
		return null;
	}
	if (met.type === 'blocked' || !met.stats.isFile()) {
		return 'unreadable';
	}
	return { type: 'file', executable: isExecutable(met.stats), bytes: await readFile(path.join(root, relative)) };
}

async function isSame(now: Read, after: FileState | null): Promise<boolean> {
	if (now === null || after === null) {
		return now === after;
	}
	return after.type === 'file' && now.executable === after.executable && now.bytes.equals(await after.read());
}

/** The change that brings both together, counted from what the user has now; `null`: a conflict. */
async function mergedWith(
	now: Read,
	{ path: relative, before, beforeId, after }: TrackedChange,
): Promise<TrackedChange | null> {
	if (now === null || beforeId === null || before?.type !== 'file' || after?.type !== 'file') {
		return null;
	}
	if (now.executable !== before.executable || after.executable !== before.executable) {
		return null;
	}
	const base = textOfBytes(await before.read());
	const ours = textOfBytes(now.bytes);
	const theirs = textOfBytes(await after.read());
	if (base === null || ours === null || theirs === null) {
		return null;
	}
	const both = merged(base, ours, theirs);
	if (!both.clean) {
		return null;
	}
	const { executable, bytes } = now;
	const written = Buffer.from(both.text);
	return {
		path: relative,
		before: { type: 'file', executable, read: () => Promise.resolve(bytes) },
		beforeId: blobId(bytes, beforeId.length),
		after: { type: 'file', executable, read: () => Promise.resolve(written) },
	};
}
