import { differences, type Hunk, linesOf } from './hunks.ts';

/** A place of the common text that both sides changed, each in its own way. */
export interface Region {
	/** How many lines of the common text come before it. */
	readonly start: number;
	readonly base: readonly string[];
	readonly ours: readonly string[];
	readonly theirs: readonly string[];
}

export type Merged =
	| { readonly clean: true; readonly text: string }
	| { readonly clean: false; readonly regions: readonly Region[] };

/**
 * Brings together what two sides made of one text, by lines. What only one side changed is taken from it, and so is what
 * both changed alike. Changes that overlap or touch are a conflict: whether lines that stand side by side go together
 * nobody can tell.
 */
export function merged(base: string, ours: string, theirs: string): Merged {
	const lines = linesOf(base);
	const parts: (readonly string[])[] = [];
	const regions: Region[] = [];
	let from = 0;
	for (const group of groupsOf(differences(lines, linesOf(ours)), differences(lines, linesOf(theirs)))) {
		const { start, end } = group;
		parts.push(lines.slice(from, start));
		const made = { ours: within(lines, group, group.ours), theirs: within(lines, group, group.theirs) };
		if (group.theirs.length === 0) {
			parts.push(made.ours);
		} else if (group.ours.length === 0 || made.ours.join('') === made.theirs.join('')) {
			parts.push(made.theirs);
		} else {
			regions.push({ start, base: lines.slice(start, end), ...made });
		}
		from = end;
	}
	if (regions.length > 0) {
		return { clean: false, regions };
	}
	return { clean: true, text: [...parts, lines.slice(from)].flat().join('') };
}

/** Hunks of both sides that overlap or touch, directly or through others; `start` and `end` in lines of the base. */
interface Group {
	readonly start: number;
	end: number;
	readonly ours: Hunk[];
	readonly theirs: Hunk[];
}

function groupsOf(ours: readonly Hunk[], theirs: readonly Hunk[]): readonly Group[] {
	const all = [
		...ours.map((hunk) => ({ side: 'ours', hunk }) as const),
		...theirs.map((hunk) => ({ side: 'theirs', hunk }) as const),
	].sort((left, right) => left.hunk.oldStart - right.hunk.oldStart);
	const groups: Group[] = [];
	for (const { side, hunk } of all) {
		const end = hunk.oldStart + hunk.removed.length;
		const last = groups.at(-1);
		if (last !== undefined && hunk.oldStart <= last.end) {
			last.end = Math.max(last.end, end);
			last[side].push(hunk);
		} else {
			const group: Group = { start: hunk.oldStart, end, ours: [], theirs: [] };
			group[side].push(hunk);
			groups.push(group);
		}
	}
	return groups;
}

/** What one side made of the lines of a group. */
function within(lines: readonly string[], { start, end }: Group, hunks: readonly Hunk[]): readonly string[] {
	const made: (readonly string[])[] = [];
	let from = start;
	for (const { oldStart, removed, added } of hunks) {
		made.push(lines.slice(from, oldStart), added);
		from = oldStart + removed.length;
	}
	return [...made, lines.slice(from, end)].flat();
}
