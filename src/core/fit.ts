import type { Attachment, Payload, Piece, PieceKind } from './request.ts';

/** Gives the estimated tokens of a text. */
export type TokensOf = (text: string) => number;

/** Of the document, so many characters on either side of the selection are always sent, in whole lines. */
const nearCharacters = 3000;
/** And so many before anything else that may help. */
const middleCharacters = 12_000;

/** What the tags around a section come to, in tokens, its path and its lines included. */
const frameTokens = 40;

/** The least that a part of a file is worth being sent with, in lines. */
const leastLines = 5;

/** What may be left out, the most worth first. Nothing of a later level is sent where something of an earlier one is missing. */
const levels: readonly Level[] = [
	{ pieces: ['attached'], attachments: true },
	{ pieces: ['problems'] },
	{ window: middleCharacters },
	{ pieces: ['definition', 'open'] },
	{ pieces: ['type', 'outline'] },
	{ pieces: ['neighbour'] },
	{ window: Infinity },
	{ paths: true },
];

interface Level {
	readonly pieces?: readonly PieceKind[];
	readonly attachments?: true;
	/** How far the document is shown, in characters on either side of the selection. */
	readonly window?: number;
	readonly paths?: true;
}

/** What must be sent: the instruction, the selection and the lines next to it, and files that the request is about. */
export function leastOf(payload: Payload): Payload {
	const attachments = payload.attachments.filter(({ needed }) => needed === true);
	return { ...payload, focus: windowed(payload.focus, nearCharacters), attachments, paths: [], pieces: [] };
}

/** The estimated tokens of everything in a payload that may be left out. */
export function optionalTokensOf(payload: Payload, tokensOf: TokensOf): number {
	const near = windowed(payload.focus, nearCharacters);
	const around =
		payload.focus === null || near === null
			? 0
			: tokensOf(beyondBefore(payload.focus.before, near.before)) +
				tokensOf(payload.focus.after.slice(near.after.length));
	const sections = [...optionalFiles(payload), ...(payload.pieces ?? [])].map(({ text }) => framed(text, tokensOf));
	const paths = payload.paths.length === 0 ? 0 : framed(payload.paths.join('\n'), tokensOf);
	return sections.reduce((sum, tokens) => sum + tokens, around + paths);
}

function optionalFiles({ attachments }: Payload): readonly Attachment[] {
	return attachments.filter(({ needed }) => needed !== true);
}

/**
 * The payload as it fits: what must be sent, and of the rest as much as goes into `room` tokens, the most worth first,
 * at last a part of what does not fit whole. The same always gives the same.
 */
export function fit(payload: Payload, room: number, tokensOf: TokensOf): Payload {
	let fitted = leastOf(payload);
	let left = room;
	for (const level of levels) {
		const { payload: grown, whole } = withLevel(level, fitted, payload, left, tokensOf);
		fitted = grown;
		left = room - optionalTokensOf(fitted, tokensOf);
		if (!whole) {
			break;
		}
	}
	return inOrder(fitted, payload);
}

interface Grown {
	readonly payload: Payload;
	/** Whether nothing of the level is missing. */
	readonly whole: boolean;
}

function withLevel(level: Level, fitted: Payload, payload: Payload, room: number, tokensOf: TokensOf): Grown {
	if (level.window !== undefined) {
		return withWindow(fitted, windowed(payload.focus, level.window), room, tokensOf);
	}
	if (level.paths === true) {
		return withPaths(fitted, payload.paths, room, tokensOf);
	}
	const files = level.attachments === true ? optionalFiles(payload) : [];
	const pieces = (payload.pieces ?? []).filter(({ kind }) => level.pieces?.includes(kind) === true);
	return withSections(fitted, files, pieces, room, tokensOf);
}

/** Whole sections as long as there is room; a piece that does not go in whole is cut, a file that may be edited is not. */
function withSections(
	fitted: Payload,
	files: readonly Attachment[],
	pieces: readonly Piece[],
	room: number,
	tokensOf: TokensOf,
): Grown {
	const keptFiles: Attachment[] = [];
	const keptPieces: Piece[] = [];
	let left = room;
	let whole = true;
	for (const file of files) {
		const tokens = framed(file.text, tokensOf);
		if (tokens <= left) {
			left -= tokens;
			keptFiles.push(file);
		} else {
			whole = false;
		}
	}
	for (const piece of pieces) {
		const kept = framed(piece.text, tokensOf) <= left ? piece : cut(piece, left, tokensOf);
		if (kept !== null) {
			left -= framed(kept.text, tokensOf);
			keptPieces.push(kept);
		}
		whole &&= kept === piece;
	}
	const { attachments, pieces: before = [] } = fitted;
	return {
		payload: { ...fitted, attachments: [...attachments, ...keptFiles], pieces: [...before, ...keptPieces] },
		whole,
	};
}

/** The first lines of a piece; `null` where too few of them would be left. */
function cut(piece: Piece, room: number, tokensOf: TokensOf): Piece | null {
	const text = someLines(piece.text, room - frameTokens, tokensOf, 'first');
	return text.split('\n').length <= leastLines ? null : { ...piece, text };
}

function withWindow(fitted: Payload, wanted: Payload['focus'], room: number, tokensOf: TokensOf): Grown {
	const { focus } = fitted;
	if (focus === null || wanted === null) {
		return { payload: fitted, whole: true };
	}
	const above = beyondBefore(wanted.before, focus.before);
	const below = wanted.after.slice(focus.after.length);
	const forAbove = Math.max(Math.floor(room / 2), room - tokensOf(below));
	const before = someLines(above, forAbove, tokensOf, 'last');
	const after = someLines(below, room - tokensOf(before), tokensOf, 'first');
	const grown = shown(wanted, before + focus.before, focus.after + after);
	return { payload: { ...fitted, focus: grown }, whole: before === above && after === below };
}

function withPaths(fitted: Payload, paths: readonly string[], room: number, tokensOf: TokensOf): Grown {
	const text = paths.map((path) => `${path}\n`).join('');
	const kept = someLines(text, room - frameTokens, tokensOf, 'first')
		.split('\n')
		.slice(0, -1);
	return { payload: { ...fitted, paths: kept }, whole: kept.length === paths.length };
}

/** As many whole lines as go into `room` tokens: the first ones, or the last. */
function someLines(text: string, room: number, tokensOf: TokensOf, which: 'first' | 'last'): string {
	if (room <= 0) {
		return '';
	}
	if (tokensOf(text) <= room) {
		return text;
	}
	const lines = text.split(/(?<=\n)/);
	const taken = (count: number) =>
		which === 'first' ? lines.slice(0, count).join('') : lines.slice(lines.length - count).join('');
	let [fits, tooMany] = [0, lines.length];
	while (tooMany - fits > 1) {
		const middle = Math.floor((fits + tooMany) / 2);
		if (tokensOf(taken(middle)) <= room) {
			fits = middle;
		} else {
			tooMany = middle;
		}
	}
	return taken(fits);
}

/** The document with at most so many characters on either side of the selection. */
function windowed(focus: Payload['focus'], characters: number): Payload['focus'] {
	return focus === null ? null : shown(focus, lastOf(focus.before, characters), firstOf(focus.after, characters));
}

/** The document with less of what stands before and after the selection. */
function shown(focus: NonNullable<Payload['focus']>, before: string, after: string): NonNullable<Payload['focus']> {
	const { firstLine } = focus;
	const skipped = beyondBefore(focus.before, before).split('\n').length - 1;
	return { ...focus, before, after, ...(firstLine === undefined ? {} : { firstLine: firstLine + skipped }) };
}

/** What `before` holds above its own end `kept`. */
function beyondBefore(before: string, kept: string): string {
	return before.slice(0, before.length - kept.length);
}

/** At most so many of the last characters, from the beginning of a line where there is one among them. */
function lastOf(text: string, characters: number): string {
	const from = text.length - characters;
	if (from <= 0) {
		return text;
	}
	const line = text.indexOf('\n', from - 1);
	return text.slice(line === -1 ? from : line + 1);
}

/** At most so many of the first characters, to the end of a line where there is one among them. */
function firstOf(text: string, characters: number): string {
	return text.length <= characters ? text : text.slice(0, text.lastIndexOf('\n', characters - 1) + 1 || characters);
}

function framed(text: string, tokensOf: TokensOf): number {
	return tokensOf(text) + frameTokens;
}

/** The pieces in the order in which they were given. */
function inOrder(fitted: Payload, { pieces = [] }: Payload): Payload {
	const place = (piece: Piece) =>
		pieces.findIndex(
			({ kind, path, first, name }) =>
				kind === piece.kind && path === piece.path && first === piece.first && name === piece.name,
		);
	return { ...fitted, pieces: [...(fitted.pieces ?? [])].sort((one, other) => place(one) - place(other)) };
}
