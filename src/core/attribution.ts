import { differences, type Hunk, linesOf, type Side } from './hunks.ts';

/** What a file was when one provider ended. */
export interface SideOfStage {
	readonly author: string;
	readonly side: Side;
}

/** Lines of the new file that one provider wrote, one after the other. */
export interface Span {
	/** How many lines of the new file come before it. */
	readonly start: number;
	readonly length: number;
	readonly author: string;
}

/** Who made a change of a file. */
export interface Attribution {
	/** Everybody who has a part in it, in the order of the stages; never empty when the file differs. */
	readonly authors: readonly string[];
	/** For each hunk of the change: who wrote its lines, and who deleted what it lacks. */
	readonly hunks: readonly (readonly string[])[];
	/** Who wrote which of the new lines. */
	readonly spans: readonly Span[];
}

/**
 * Follows a file through the stages. A line belongs to the stage whose content first had it, a deletion to the stage
 * that deleted it. `hunks`: those between `before` and the last stage; none for a file that is taken whole.
 */
export function attributed(before: Side, stages: readonly SideOfStage[], hunks: readonly Hunk[]): Attribution {
	const changed = changers(before, stages);
	const { writers, deleters } = blame(textOf(before), stages);
	const order = [...new Set(stages.map(({ author }) => author))];
	const named = (found: readonly (string | null)[]) => order.filter((author) => found.includes(author));
	const everybody = order.filter((author) => changed.includes(author));
	const ofHunks = hunks.map(({ oldStart, removed, newStart, added }) => {
		const found = named([
			...writers.slice(newStart, newStart + added.length),
			...deleters.slice(oldStart, oldStart + removed.length),
		]);
		// A line that only moved has no new writer.
		return found.length > 0 ? found : everybody;
	});
	return {
		authors:
			hunks.length > 0
				? order.filter((author) => ofHunks.flat().includes(author))
				: ofWhole(stages, writers, everybody),
		hunks: ofHunks,
		spans: spansOf(writers),
	};
}

/** Whoever wrote what is left of a whole text; of anything else, whoever made it what it became. */
function ofWhole(
	stages: readonly SideOfStage[],
	writers: readonly (string | null)[],
	everybody: readonly string[],
): readonly string[] {
	const last = stages.at(-1)?.side ?? null;
	const written = everybody.filter((author) => writers.includes(author));
	if (last?.type === 'text' && written.length > 0) {
		return written;
	}
	// Walks back to the stage since which the file has been as it is.
	let index = stages.length - 1;
	while (index > 0 && isSame(stages[index - 1]?.side ?? null, last)) {
		index--;
	}
	const author = stages[index]?.author;
	return author !== undefined && everybody.includes(author) ? [author] : everybody;
}

/** The authors of the stages that left the file otherwise than they found it. */
function changers(before: Side, stages: readonly SideOfStage[]): readonly string[] {
	return stages.flatMap(({ author, side }, index) =>
		isSame(index === 0 ? before : (stages[index - 1]?.side ?? null), side) ? [] : [author],
	);
}

/** For each line of the last stage who wrote it, and for each of the first text who deleted it; `null`: nobody. */
function blame(
	before: string,
	stages: readonly SideOfStage[],
): { readonly writers: readonly (string | null)[]; readonly deleters: readonly (string | null)[] } {
	let texts = linesOf(before);
	let lines: readonly { readonly origin: number | null; readonly writer: string | null }[] = texts.map((_, origin) => ({
		origin,
		writer: null,
	}));
	const deleters: (string | null)[] = texts.map(() => null);
	for (const { author, side } of stages) {
		const next = linesOf(textOf(side));
		const kept: (typeof lines)[] = [];
		let from = 0;
		for (const { oldStart, removed, added } of differences(texts, next)) {
			kept.push(lines.slice(from, oldStart));
			for (const { origin } of lines.slice(oldStart, oldStart + removed.length)) {
				if (origin !== null) {
					deleters[origin] = author;
				}
			}
			kept.push(added.map(() => ({ origin: null, writer: author })));
			from = oldStart + removed.length;
		}
		kept.push(lines.slice(from));
		texts = next;
		lines = kept.flat();
	}
	return { writers: lines.map(({ writer }) => writer), deleters };
}

function spansOf(writers: readonly (string | null)[]): readonly Span[] {
	const spans: { start: number; length: number; author: string }[] = [];
	for (const [start, author] of writers.entries()) {
		const last = spans.at(-1);
		if (last?.author === author && last.start + last.length === start) {
			last.length++;
		} else if (author !== null) {
			spans.push({ start, length: 1, author });
		}
	}
	return spans;
}

function textOf(side: Side): string {
	return side?.type === 'text' ? side.text : '';
}

function isSame(left: Side, right: Side): boolean {
	if (left === null || right === null) {
		return left === right;
	}
	switch (left.type) {
		case 'text':
			return right.type === 'text' && left.text === right.text && left.executable === right.executable;
		case 'bytes':
			return right.type === 'bytes' && left.digest === right.digest && left.executable === right.executable;
		case 'link':
			return right.type === 'link' && left.target === right.target;
	}
}
