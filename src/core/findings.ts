import { visible } from './hiddenText.ts';

/** How bad it is, worst first. */
export const severities = ['critical', 'high', 'medium', 'low'] as const;
export type Severity = (typeof severities)[number];

/** One thing that a review found. */
export interface Finding {
	/** As the answer names it: relative to the folder, with forward slashes. */
	readonly path: string;
	/** Counted from 1; `last` is at least `line`. */
	readonly line: number;
	readonly last: number;
	readonly severity: Severity;
	/** What is wrong, in one line of plain text. */
	readonly title: string;
	/** What else was said of it, as Markdown; may be empty. */
	readonly detail: string;
}

/** What is asked for, so that findings can be shown at their lines; `findingsIn` reads just this. */
export const findingsForm = `List what you find, the worst first, each as a list item of exactly this form:

- **high** \`path/to/file.ts:12-14\`: what is wrong, in one sentence.
  What happens because of it, and how to mend it.

The first word is one of: ${severities.join(', ')}. The numbers are those at the beginnings of the lines you were given, and no part of the code. Report nothing that you are not sure of. When there is nothing to report, say so in one sentence.`;

/** More than these are no review any more. */
const most = 200;
const longestTitle = 300;

const item =
	/^\s*(?:[-*+]|\d+[.)]|#{1,6})\s+[*_[(]*(critical|high|medium|low)[*_\])]*:?[*_]*\s*[-–—]?\s*(?:`([^`]+?):(?:L|line )?(\d+)(?:[-–](?:L)?(\d+))?`|([^\s`]+?):(\d+)(?:[-–](\d+))?)\**\s*[:–—-]?\s*(.*)$/i;

/** The findings of an answer, in its order. What is no finding is left to be read. */
export function findingsIn(answer: string): readonly Finding[] {
	const found: Finding[] = [];
	let fence: string | null = null;
	let ended = true;
	let before = '';
	for (const line of answer.split('\n')) {
		const mark = /^\s*(`{3,}|~{3,})/.exec(line)?.[1];
		const inFence = fence !== null;
		if (mark !== undefined) {
			fence = fence === null ? mark : mark.startsWith(fence) ? null : fence;
		}
		const next = inFence || mark !== undefined ? null : findingOf(line);
		if (next !== null) {
			if (found.length === most) {
				break;
			}
			found.push(next);
			ended = false;
		} else if (!ended) {
			const last = found.at(-1);
			// Prose at the margin after an empty line is about something else again.
			ended = !inFence && mark === undefined && /^\S/.test(line) && before.trim() === '';
			if (last !== undefined && !ended) {
				found[found.length - 1] = { ...last, detail: `${last.detail}${line.replace(/^ {1,4}/, '')}\n` };
			}
		}
		before = line;
	}
	return found.map((finding) => ({ ...finding, detail: finding.detail.trim() }));
}

function findingOf(line: string): Finding | null {
	const match = item.exec(line);
	if (match === null) {
		return null;
	}
	const [, severity = '', quotedPath, quotedFirst, quotedLast, barePath, bareFirst, bareLast, said = ''] = match;
	const path = (quotedPath ?? barePath ?? '').trim().replace(/^\.\//, '');
	const first = Number(quotedFirst ?? bareFirst);
	const last = Number(quotedLast ?? bareLast ?? first);
	if (path === '' || first < 1) {
		return null;
	}
	return {
		path,
		line: Math.min(first, last),
		last: Math.max(first, last),
		severity: severities.find((each) => each === severity.toLowerCase()) ?? 'medium',
		title: plain(said).slice(0, longestTitle),
		detail: '',
	};
}

/** Without the marks of Markdown, which the list of problems shows as they are, and with nothing hidden in it. */
export function plain(text: string): string {
	const lines = text.replace(/\*\*|__|`/g, '').split('\n');
	return lines.map(visible).join('\n').trim();
}

/** A text with the number of each line before it, as findings name them. `first`: the number of the first line. */
export function numbered(text: string, first = 1): string {
	const lines = text.split('\n');
	const width = String(first + lines.length - 1).length;
	return lines.map((line, index) => `${String(first + index).padStart(width)}| ${line}`).join('\n');
}

/** Changes as git writes them, with the number that each line has now; lines that are gone have none. */
export interface PatchOfFile {
	readonly path: string;
	readonly text: string;
}

/** The files of a patch in git's own form, each with numbered lines. Files without text in it are left out. */
export function numberedPatch(patch: string): readonly PatchOfFile[] {
	return patch
		.split(/^(?=diff --git )/m)
		.map(patchOfFile)
		.filter((file) => file !== null);
}

function patchOfFile(section: string): PatchOfFile | null {
	const lines = section.replace(/\n$/, '').split('\n');
	const begin = lines.findIndex((line) => line.startsWith('@@'));
	const named = (mark: string) =>
		lines.slice(0, Math.max(0, begin)).find((line) => line.startsWith(`${mark} `) && !line.endsWith(' /dev/null'));
	const path = /^(?:\+\+\+|---) (?:[a-z]\/)?(.*?)\t?$/.exec(named('+++') ?? named('---') ?? '')?.[1];
	if (begin < 0 || path === undefined) {
		return null;
	}
	let number = 0;
	const text = lines.slice(begin).map((line) => {
		const hunk = /^@@ -\S+ \+(\d+)(?:,\d+)? @@/.exec(line)?.[1];
		if (hunk !== undefined) {
			number = Number(hunk);
			return line;
		}
		const isThere = line.startsWith('+') || line.startsWith(' ');
		return `${isThere ? String(number++).padStart(5) : '     '}|${line}`;
	});
	return { path, text: text.join('\n') };
}

/** A change of a text: the lines from `line` (counted from 1) to `last` became `lines` lines. */
export interface LineChange {
	readonly line: number;
	readonly last: number;
	readonly lines: number;
}

/** Where lines lie after a change elsewhere; `null` when the change touched them: what was said of them holds no more. */
export function linesAfter(
	{ line, last }: Pick<Finding, 'line' | 'last'>,
	change: LineChange,
): Pick<Finding, 'line' | 'last'> | null {
	if (change.line > last) {
		return { line, last };
	}
	if (change.last < line) {
		const moved = change.lines - (change.last - change.line + 1);
		return { line: line + moved, last: last + moved };
	}
	return null;
}
