/**
 * Characters that a reader does not see, or that make a reader see the others in another order: controls of a terminal,
 * those of text direction, and what has no width or no ink. Tabs and line breaks are parts of every text. Unicode's own
 * properties name most of the others; the letters and marks without ink that belong to none of these are listed.
 */
const hidden =
	/[\0-\u0008\u000b\u000e-\u001f\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0]/u;

/** They join letters of some scripts, and the parts of an emoji. */
const joiners: ReadonlySet<string> = new Set(['\u200c', '\u200d']);

/** One kind of hidden character, with where it stands. */
export interface Hidden {
	/** `U+202E`. */
	readonly name: string;
	/** Counted from 1, in order, each once. */
	readonly lines: readonly number[];
}

/** What `text` hides and `before` did not hide as often, in the order of the first places. */
export function hiddenIn(text: string, before = ''): readonly Hidden[] {
	const known = counted(before);
	const found = counted(text);
	return [...found].flatMap(([name, lines]) =>
		lines.length > (known.get(name)?.length ?? 0) ? [{ name, lines: [...new Set(lines)] }] : [],
	);
}

/** Words of others on one line of plain text: what is hidden in them is named in its place, such as `‹U+202E›`. */
export function visible(text: string): string {
	return characters(text.replace(/[\t\n\r\f]+/g, ' '))
		.map(([character, isHidden]) => (isHidden ? `‹${nameOf(character)}›` : character))
		.join('');
}

/**
 * The same for a message of VS Code, which makes a link of `[words](address)`, also one that runs a command: the two
 * parts are taken from each other.
 */
export function plainWords(text: string): string {
	return visible(text).replaceAll('](', '] (');
}

/** The lines that each hidden character stands in, once for each time. */
function counted(text: string): ReadonlyMap<string, number[]> {
	const found = new Map<string, number[]>();
	if (!hidden.test(text)) {
		return found;
	}
	let line = 1;
	for (const [character, isHidden] of characters(text)) {
		if (character === '\n') {
			line++;
		} else if (isHidden) {
			const name = nameOf(character);
			found.set(name, [...(found.get(name) ?? []), line]);
		}
	}
	return found;
}

function characters(text: string): readonly (readonly [character: string, isHidden: boolean])[] {
	// Of a mark at the very beginning of a file programs take no notice.
	const all = Array.from(text);
	return all.map((character, index) => [
		character,
		hidden.test(character) &&
			!(character === '\ufeff' && index === 0) &&
			!(joiners.has(character) && isForeign(all[index - 1]) && isForeign(all[index + 1])),
	]);
}

/** Whether a joiner can have something to do beside it. */
function isForeign(character: string | undefined): boolean {
	return character !== undefined && /[^\p{ASCII}]/u.test(character) && !hidden.test(character);
}

function nameOf(character: string): string {
	return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
