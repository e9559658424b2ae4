/** One search/replace edit of an answer. */
export interface Edit {
	/** As the answer names it, relative to the folder. */
	readonly path: string;
	/**
	 * What the block can mean. More than one only when its content holds a line that looks like the divider, such as the
	 * underline of a Markdown heading: then the file decides.
	 */
	readonly readings: readonly [Reading, ...Reading[]];
}

export interface Reading {
	/** Lines that must stand in the file exactly once, each with its `\n`; empty for a new file. */
	readonly search: string;
	readonly replace: string;
}

export type Parsed =
	| { readonly ok: true; readonly edits: readonly Edit[] }
	| { readonly ok: false; readonly message: string };
export type Applied = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string };

/**
 * Reads the search/replace blocks of an answer, in order. Prose and code fences around them are skipped. Fails on a
 * block that is not whole or has no path, and when there is no block at all: half an answer is none.
 */
export function parseEdits(answer: string): Parsed {
	const lines = answer.split(/\r?\n/);
	const edits: Edit[] = [];
	let lastPath: string | null = null;
	let at = 0;
	while (at < lines.length) {
		if (!isMarker(lines[at], '<', 'SEARCH')) {
			at++;
			continue;
		}
		const number = edits.length + 1;
		const end = lines.findIndex((line, index) => index > at && isMarker(line, '>', 'REPLACE'));
		if (end === -1 || lines.slice(at + 1, end).some((line) => isMarker(line, '<', 'SEARCH'))) {
			return { ok: false, message: `edit ${number} is not closed` };
		}
		const [first, ...others] = readingsOf(lines.slice(at + 1, end));
		if (first === undefined) {
			return { ok: false, message: `edit ${number} has no line between the old and the new text` };
		}
		const path: string | null = pathAbove(lines, at) ?? lastPath;
		if (path === null) {
			return { ok: false, message: `edit ${number} names no file` };
		}
		edits.push({ path, readings: [first, ...others] });
		lastPath = path;
		at = end;
	}
	return edits.length === 0 ? { ok: false, message: 'the answer holds no edit' } : { ok: true, edits };
}

/**
 * Applies one edit to a file's text (`null`: there is no such file). The lines searched for must stand there exactly
 * once; how lines end does not matter, and the file keeps its line endings, its byte-order mark and whether its last
 * line ends. Where the edit has several readings, the one that finds the most of the file counts.
 */
export function applyEdit(text: string | null, { readings }: Edit): Applied {
	const creating = readings.find(({ search }) => search === '');
	if (creating !== undefined && (text === null || text === '')) {
		return { ok: true, text: creating.replace };
	}
	if (text === null) {
		return { ok: false, message: 'the edit is for a file that does not exist' };
	}
	const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
	const lines = linesOf(text.slice(mark.length));
	const bare = lines.map(withoutEnding);
	const searches = readings.map(({ search, replace }) => ({ searched: linesOf(search).map(withoutEnding), replace }));
	for (const { searched, replace } of searches.sort((left, right) => right.searched.length - left.searched.length)) {
		const [place, ...others] = placesOf(bare, searched);
		if (place === undefined) {
			continue;
		}
		if (others.length > 0) {
			return { ok: false, message: `the text searched for is in the file ${others.length + 1} times` };
		}
		return { ok: true, text: mark + replaced(lines, place, searched.length, replace) };
	}
	return {
		ok: false,
		message:
			creating === undefined ? 'the text searched for is not in the file' : 'the edit would overwrite an existing file',
	};
}

/** Every line that can be the divider gives a reading, in order. */
function readingsOf(block: readonly string[]): readonly Reading[] {
	const joined = (part: readonly string[]) => part.map((line) => `${line}\n`).join('');
	return block.flatMap((line, index) =>
		isMarker(line, '=', '') ? [{ search: joined(block.slice(0, index)), replace: joined(block.slice(index + 1)) }] : [],
	);
}

/** Seven characters and a word; models vary the number a little, so five to nine will do. */
function isMarker(line: string | undefined, character: '<' | '=' | '>', word: string): boolean {
	const match = /^([<=>])\1{4,8}(?: +([A-Z]+))?\s*$/.exec(line ?? '');
	return match !== null && match[1] === character && (match[2] ?? '') === word;
}

/** The path on the nearest line above that says something, out of three; `null` when it is no path. */
function pathAbove(lines: readonly string[], at: number): string | null {
	const above = lines.slice(0, at).slice(-3);
	const nearest = above.map((line) => line.trim()).findLast((line) => line !== '' && !/^`{3,}[\w+-]*$/.test(line));
	return nearest === undefined ? null : pathOn(nearest);
}

/** `### **src/a.ts**` and its like. A path with spaces counts when it is marked as one, or ends like a file's name. */
function pathOn(line: string): string | null {
	const plain = line.replace(/^(?:#+|[-+*]|\d+[.)])\s+/, '');
	const path = plain
		.replace(/^[*`'"]+/, '')
		.replace(/^(?:file|path):[*`'"\s]*/i, '')
		.replace(/[*`'":]+$/, '');
	if (path.includes('`')) {
		const [inProse, ...others] = [...plain.matchAll(/`([^`\s]*[./][^`\s]*)`/g)].map((match) => match[1]);
		return others.length === 0 ? (inProse ?? null) : null;
	}
	const marked = /^(?:[*`'"]|(?:file|path):)/i.test(plain);
	const likePath = !/\s/.test(path) || marked || (/\.[A-Za-z0-9]+$/.test(path) && !plain.endsWith(':'));
	return path !== '' && likePath ? path : null;
}

/** Each line with its ending. */
function linesOf(text: string): readonly string[] {
	return text.match(/[^\n]*\n|[^\n]+/g) ?? [];
}

function withoutEnding(line: string): string {
	return line.replace(/\r?\n/, '');
}

function placesOf(lines: readonly string[], searched: readonly string[]): readonly number[] {
	if (searched.length === 0) {
		return [];
	}
	return [...lines.keys()].filter((start) => searched.every((line, index) => line === lines[start + index]));
}

function replaced(lines: readonly string[], place: number, count: number, replace: string): string {
	const endings = lines.map((line) => /\r?\n/.exec(line)?.[0]);
	const ending = endings[place] ?? endings[0] ?? '\n';
	const inserted = linesOf(replace).map((line) => withoutEnding(line) + ending);
	const result = [...lines.slice(0, place), ...inserted, ...lines.slice(place + count)];
	const lastEnds = endings.at(-1) !== undefined;
	return result.map((line, index) => (index === result.length - 1 && !lastEnds ? withoutEnding(line) : line)).join('');
}
