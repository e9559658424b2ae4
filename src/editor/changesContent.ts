import { createHash } from 'node:crypto';
import { lstat, readFile, readlink } from 'node:fs/promises';
import * as vscode from 'vscode';
import { attributed, type SideOfStage } from '../core/attribution.ts';
import { isGuarded, isGuardedLink } from '../core/guarded.ts';
import { hiddenIn } from '../core/hiddenText.ts';
import { hunksOfFile, linesOf, longestText, type Side, textOfBytes, withHunks } from '../core/hunks.ts';
import type { Proposal } from '../router/proposal.ts';
import type { Change, FileState } from '../workspace/transaction.ts';
import type { FileInReview, ReviewedFile } from './changesState.ts';

/** One side of a file: what it is, and what of it can be shown; `null` where the file is not there. */
export interface Shown {
	readonly side: Side;
	readonly text: string | null;
}

/** A change with everything that was read of it. */
export interface ReadChange {
	readonly change: Change;
	readonly file: ReviewedFile;
	readonly before: Shown;
	readonly after: Shown;
}

/** Reads the changes of an answer, and finds out who made which. */
export async function readChanges({ changes, stages }: Proposal): Promise<readonly ReadChange[]> {
	const read: ReadChange[] = [];
	const earlier = stages.slice(0, -1).map(({ provider, changes: then }) => ({
		provider,
		states: new Map(then.map((change) => [change.path, change.after])),
	}));
	const last = stages.at(-1)?.provider ?? '';
	for (const change of changes) {
		const before = await shown(change.before);
		const after = await shown(change.after);
		const sides: SideOfStage[] = [];
		for (const { provider, states } of earlier) {
			const state = states.get(change.path);
			sides.push({ author: provider, side: state === undefined ? before.side : (await shown(state)).side });
		}
		sides.push({ author: last, side: after.side });
		const hunks = hunksOfFile(before.side, after.side);
		const made = attributed(before.side, sides, hunks ?? []);
		const reviewed = hunks?.map((hunk, index) => ({ hunk, authors: made.hunks[index] ?? [] })) ?? null;
		const file: ReviewedFile = {
			path: change.path,
			kind: change.before === null ? 'added' : change.after === null ? 'deleted' : 'changed',
			special: specialOf(before.side, after.side),
			guarded: isGuarded(change.path) || leadsElsewhere(change),
			...hiddenBetween(before, after),
			authors: made.authors,
			// A text that differs in nothing but what is no line of it is taken whole.
			hunks: reviewed === null || reviewed.length === 0 ? null : reviewed,
			...lineCounts(before.side, after.side, hunks ?? []),
		};
		read.push({ change, file, before, after });
	}
	return read;
}

/** Whether the change makes a link through which later writes would go where nobody asked for them. */
function leadsElsewhere({ path, after }: Change): boolean {
	return after?.type === 'link' && isGuardedLink(path, after.target);
}

/** What the change would bring into the file unseen. */
function hiddenBetween(before: Shown, after: Shown): Pick<ReviewedFile, 'hides'> {
	const textOf = ({ side }: Shown) => (side?.type === 'text' ? side.text : '');
	const hides = hiddenIn(textOf(after), textOf(before));
	return hides.length === 0 ? {} : { hides };
}

/**
 * The change that brings some parts of a file into it, after those that were accepted before. Counted from what those
 * made of the file.
 */
export function changeOfParts(
	{ change, before, after }: ReadChange,
	{ file, accepted }: FileInReview,
	parts: ReadonlySet<number>,
): Change {
	const all = new Set([...accepted, ...parts]);
	const { hunks } = file;
	if (hunks === null || before.side?.type !== 'text' || after.side?.type !== 'text') {
		return change;
	}
	const { text, executable } = before.side;
	const withParts = (chosen: ReadonlySet<number>): FileState => {
		const made = withHunks(
			text,
			hunks.flatMap(({ hunk }, index) => (chosen.has(index) ? [hunk] : [])),
		);
		return { type: 'file', executable, read: () => Promise.resolve(new TextEncoder().encode(made)) };
	};
	return {
		path: change.path,
		before: accepted.size === 0 ? change.before : withParts(accepted),
		after: all.size === hunks.length ? change.after : withParts(all),
	};
}

/** What is at a path of the user's now; `'other'` for a folder and for what is neither file nor link. */
export async function stateOnDisk(file: string): Promise<FileState | null | 'other'> {
	const stats = await lstat(file).catch((error: unknown) => {
		if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) {
			return null;
		}
		throw error;
	});
	if (stats === null) {
		return null;
	}
	if (stats.isSymbolicLink()) {
		return { type: 'link', target: await readlink(file) };
	}
	if (!stats.isFile()) {
		return 'other';
	}
	const bytes = await readFile(file);
	return { type: 'file', executable: (stats.mode & 0o100) !== 0, read: () => Promise.resolve(bytes) };
}

/** Reads one state of a file. */
export async function shown(state: FileState | null): Promise<Shown> {
	if (state === null) {
		return { side: null, text: null };
	}
	if (state.type === 'link') {
		return { side: { type: 'link', target: state.target }, text: `→ ${state.target}\n` };
	}
	const bytes = await state.read();
	const { executable } = state;
	const text = textOfBytes(bytes);
	if (text !== null) {
		return { side: { type: 'text', text, executable }, text: new TextDecoder().decode(bytes) };
	}
	const size = bytes.byteLength;
	const digest = createHash('sha256').update(bytes).digest('hex');
	return { side: { type: 'bytes', digest, size, executable }, text: wordsOf(bytes) };
}

/** What is shown of bytes that are no text: as much of them as a reader could still make sense of. */
function wordsOf(bytes: Uint8Array): string {
	return bytes.byteLength > longestText || bytes.subarray(0, 8000).includes(0)
		? vscode.l10n.t('({0} bytes that are not shown as text)', bytes.byteLength)
		: new TextDecoder().decode(bytes);
}

function specialOf(before: Side, after: Side): ReviewedFile['special'] {
	if (before?.type === 'link' || after?.type === 'link') {
		return 'link';
	}
	if (before?.type === 'bytes' || after?.type === 'bytes') {
		return 'bytes';
	}
	return before !== null && after !== null && before.executable !== after.executable ? 'mode' : null;
}

/** Lines that come and go; none of what is no text. */
function lineCounts(
	before: Side,
	after: Side,
	hunks: readonly { readonly added: readonly string[]; readonly removed: readonly string[] }[],
) {
	const lines = (side: Side) => (side?.type === 'text' ? linesOf(side.text).length : 0);
	if (before === null || after === null) {
		return { added: lines(after), removed: lines(before) };
	}
	return {
		added: hunks.reduce((sum, { added }) => sum + added.length, 0),
		removed: hunks.reduce((sum, { removed }) => sum + removed.length, 0),
	};
}
