import { diffArrays } from 'diff';

/** A place where two texts differ: whatever lies between two runs of lines that both have. Never empty on both sides. */
export interface Hunk {
	/** How many lines of the old text come before it. */
	readonly oldStart: number;
	/** Lines of the old text, each with its ending. */
	readonly removed: readonly string[];
	/** How many lines of the new text come before it. */
	readonly newStart: number;
	/** Lines of the new text, each with its ending. */
	readonly added: readonly string[];
}

/** One side of a changed file, as it was read. `null`: not there. Bytes that are no text are told apart by `digest`. */
export type Side =
	| { readonly type: 'text'; readonly text: string; readonly executable: boolean }
	| { readonly type: 'bytes'; readonly digest: string; readonly size: number; readonly executable: boolean }
	| { readonly type: 'link'; readonly target: string }
	| null;

/**
 * The most lines that may differ before the difference is no longer looked for line by line. Finding it takes time and
 * room that grow with the square of this.
 */
const mostDifferent = 2000;

/** Longer texts are taken whole, in bytes. */
export const longestText = 5_000_000;

/** The lines of a text, each with its ending; the last may have none. Joined again they are the text. */
export function linesOf(text: string): readonly string[] {
	return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Where two texts differ, in order. None when they are the same. */
export function hunksBetween(before: string, after: string): readonly Hunk[] {
	return differences(linesOf(before), linesOf(after));
}

/** The same for texts that were split before. */
export function differences(before: readonly string[], after: readonly string[]): readonly Hunk[] {
	const start = sharedStart(before, after);
	const end = sharedEnd(before, after, start);
	const old = before.slice(start, before.length - end);
	const now = after.slice(start, after.length - end);
	// Without a result there are too many differences: all that is not shared at both ends is one.
	const runs = diffArrays<string>(old, now, { maxEditLength: mostDifferent });
	const parts = runs ?? [
		{ removed: true, added: false, value: old, count: old.length },
		{ removed: false, added: true, value: now, count: now.length },
	];
	const hunks: Hunk[] = [];
	let open: { oldStart: number; removed: string[]; newStart: number; added: string[] } | null = null;
	let oldLine = start;
	let newLine = start;
	for (const { removed, added, value } of parts) {
		if (!removed && !added) {
			open = null;
			oldLine += value.length;
			newLine += value.length;
			continue;
		}
		if (open === null) {
			open = { oldStart: oldLine, removed: [], newStart: newLine, added: [] };
			hunks.push(open);
		}
		for (const each of value) {
			(removed ? open.removed : open.added).push(each);
		}
		oldLine += removed ? value.length : 0;
		newLine += added ? value.length : 0;
	}
	return hunks.filter(({ removed, added }) => removed.length + added.length > 0);
}

/** The old text with these hunks in place. `hunks`: some of those between it and another text, in any order. */
export function withHunks(before: string, hunks: readonly Hunk[]): string {
	const lines = linesOf(before);
	const parts: (readonly string[])[] = [];
	let from = 0;
	for (const { oldStart, removed, added } of [...hunks].sort((left, right) => left.oldStart - right.oldStart)) {
		parts.push(lines.slice(from, oldStart), added);
		from = oldStart + removed.length;
	}
	return [...parts, lines.slice(from)].flat().join('');
}

/**
 * The hunks of a changed file that can be taken one by one; `null` when it can only be taken whole: it came, went, is or
 * was no text, is or was a link, or changed its executable bit.
 */
export function hunksOfFile(before: Side, after: Side): readonly Hunk[] | null {
	if (before?.type !== 'text' || after?.type !== 'text' || before.executable !== after.executable) {
		return null;
	}
	return hunksBetween(before.text, after.text);
}

/** The text that bytes hold; `null` for what is not UTF-8, holds a zero byte or is too long. */
export function textOfBytes(bytes: Uint8Array): string | null {
	if (bytes.byteLength > longestText || bytes.includes(0)) {
		return null;
	}
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		return null;
	}
}

function sharedStart(left: readonly string[], right: readonly string[]): number {
	const length = Math.min(left.length, right.length);
	let count = 0;
	while (count < length && left[count] === right[count]) {
		count++;
	}
	return count;
}

/** How many lines both end with, not counting the first `start`. */
function sharedEnd(left: readonly string[], right: readonly string[], start: number): number {
	const length = Math.min(left.length, right.length) - start;
	let count = 0;
	while (count < length && left[left.length - 1 - count] === right[right.length - 1 - count]) {
		count++;
	}
	return count;
}
