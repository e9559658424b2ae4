import * as vscode from 'vscode';
import type { NotSent, NotSentReason, Payload, Piece } from '../core/request.ts';
import { createDeadline, type Deadline, type Deadlines } from './deadline.ts';
import { definitionsFor } from './definitions.ts';
import { neighbourOf } from './neighbours.ts';
import { problemsIn } from './problems.ts';
import { focusOf, lineCountOf } from './question.ts';
import type { Ignored } from './sendable.ts';
import { createSources, type Sources } from './sources.ts';
import type { Clock } from '../router/clock.ts';

/** How long a language server may take for everything that is asked of it, in milliseconds. What it has not said by then is not sent. */
const patienceMs = 1500;
/** How much longer git and the disk may take to look into what it has said, in milliseconds. */
const readingMs = 1000;
/** A document with more characters than this gets an outline: its window then shows not all of it. */
const longDocument = 24_000;
/** So many names of a document are in its outline. */
const mostOutline = 300;
/** So many files that were not sent are told of, beside those that the user attached. */
const mostNotSent = 30;

export interface GatherParts {
	readonly clock: Pick<Clock, 'after'>;
	readonly ignored: Ignored;
}

export interface GatherOptions {
	/** What the user attached. */
	readonly files?: readonly vscode.Uri[];
	/** The document is not what the question is about: it goes along as what is open, as far as it may. */
	readonly onlyOpen?: boolean;
	/** Whether the test of the document, or what it is the test of, is worth having. Left out: where the document is a test. */
	readonly neighbour?: boolean;
	/** In milliseconds. */
	readonly patienceMs?: number;
}

export type Gathered = Required<Pick<Payload, 'pieces' | 'notSent' | 'incomplete'>>;

/**
 * What may help with a question about a range of a document, or with one that is about none: through the language
 * features of VS Code alone, within a time, and without anything that must not be sent. Never rejects.
 */
export async function gather(
	subject: { readonly document: vscode.TextDocument; readonly range: vscode.Range } | null,
	options: GatherOptions,
	{ clock, ignored }: GatherParts,
): Promise<Gathered> {
	const sources = createSources(ignored);
	const attached = await attachedFiles(options.files ?? [], subject?.document.uri ?? null, sources);
	if (subject === null) {
		return { ...attached, incomplete: false };
	}
	const patience = options.patienceMs ?? patienceMs;
	const [asking, reading] = [createDeadline(patience, clock), createDeadline(patience + readingMs, clock)];
	try {
		const parts =
			options.onlyOpen === true
				? [openDocument(subject.document, subject.range, sources)]
				: [
						Promise.resolve(piecesOf(problemsIn(subject.document, subject.range))),
						definitions(subject.document, subject.range, sources, { asking, reading }),
						outlineOf(subject.document, sources, asking),
						neighbour(subject.document, options.neighbour, sources, reading),
					];
		const found = await Promise.all(parts);
		const notSent = found.flatMap((part) => part.notSent).slice(0, mostNotSent);
		return {
			pieces: unique([...attached.pieces, ...found.flatMap((part) => part.pieces)]),
			notSent: [...attached.notSent, ...notSent],
			incomplete: asking.missed() || reading.missed(),
		};
	} finally {
		asking.dispose();
		reading.dispose();
	}
}

type Part = Pick<Gathered, 'pieces' | 'notSent'>;

function piecesOf(piece: Piece | null): Part {
	return { pieces: piece === null ? [] : [piece], notSent: [] };
}

/** The files that the user attached, whole; each of them is sent, or it is told why not. */
async function attachedFiles(
	files: readonly vscode.Uri[],
	subject: vscode.Uri | null,
	sources: Sources,
): Promise<Part> {
	const others = files.filter((file) => file.toString() !== subject?.toString());
	const refused = await sources.refused(others);
	const parts = await Promise.all(
		others.map(async (file): Promise<Part> => {
			const why = refused.get(file.toString());
			const document = why === undefined ? await sources.open(file) : null;
			return document === null
				? { pieces: [], notSent: [notSent(file, why ?? 'not-text', true)] }
				: piecesOf(wholeOf(document, 'attached'));
		}),
	);
	return { pieces: parts.flatMap(({ pieces }) => pieces), notSent: parts.flatMap((part) => part.notSent) };
}

function wholeOf(document: vscode.TextDocument, kind: Piece['kind']): Piece {
	return {
		kind,
		path: vscode.workspace.asRelativePath(document.uri),
		language: document.languageId,
		first: 1,
		last: lineCountOf(document),
		text: document.getText(),
		name: null,
	};
}

/** The document around the cursor, unless it must not be sent: nobody asked about it. */
async function openDocument(document: vscode.TextDocument, range: vscode.Range, sources: Sources): Promise<Part> {
	const { uri } = document;
	const why = (await sources.refused([uri])).get(uri.toString());
	if (why !== undefined) {
		return { pieces: [], notSent: why === 'outside' || why === 'missing' ? [] : [notSent(uri, why, false)] };
	}
	const { before, selection, after, firstLine = 1 } = focusOf(document, range, openCharacters);
	const text = `${before}${selection}${after}`;
	const last = firstLine + text.replace(/\n$/, '').split('\n').length - 1;
	const open: Piece = { ...wholeOf(document, 'open'), text, first: firstLine, last };
	const { pieces } = piecesOf(problemsIn(document, range));
	return { pieces: text.trim() === '' ? [] : [open, ...pieces], notSent: [] };
}

/** Of a document that is merely open, so many characters around the cursor. */
const openCharacters = 16_000;

async function definitions(
	document: vscode.TextDocument,
	range: vscode.Range,
	sources: Sources,
	deadlines: Deadlines,
): Promise<Part> {
	const { pieces, refused } = await definitionsFor(document, range, sources, deadlines);
	// What lies outside of the open folders is a library nearly always: that goes without saying.
	const told = [...refused].filter(([, why]) => why !== 'outside');
	return { pieces, notSent: told.map(([file, why]) => notSent(vscode.Uri.parse(file), why, false)) };
}

async function outlineOf(document: vscode.TextDocument, sources: Sources, deadline: Deadline): Promise<Part> {
	if (document.getText().length <= longDocument) {
		return { pieces: [], notSent: [] };
	}
	const symbols = await deadline.within(() => sources.symbols(document.uri), []);
	const lines = outline(symbols, 0).slice(0, mostOutline);
	return piecesOf(lines.length === 0 ? null : { ...wholeOf(document, 'outline'), text: lines.join('\n') });
}

/** `12 function total`, what is inside of something else farther in. Two levels tell what there is. */
function outline(symbols: readonly vscode.DocumentSymbol[], depth: number): readonly string[] {
	return [...symbols]
		.sort((one, other) => one.range.start.compareTo(other.range.start))
		.flatMap(({ name, kind, range, children }) => [
			`${'  '.repeat(depth)}${range.start.line + 1} ${vscode.SymbolKind[kind].toLowerCase()} ${name}`,
			...(depth === 1 ? [] : outline(children, depth + 1)),
		]);
}

async function neighbour(
	document: vscode.TextDocument,
	wanted: boolean | undefined,
	sources: Sources,
	deadline: Deadline,
): Promise<Part> {
	const found = await deadline.within(() => neighbourOf(document, wanted ?? 'of-tests', sources), null);
	return piecesOf(found === null ? null : wholeOf(found, 'neighbour'));
}

/** A file that is there whole needs no part of it beside. */
function unique(pieces: readonly Piece[]): readonly Piece[] {
	const whole = new Set(pieces.filter(({ kind }) => kind === 'attached').map(({ path }) => path));
	const isPart = ({ kind }: Piece) => kind === 'definition' || kind === 'type' || kind === 'neighbour';
	return pieces.filter((piece) => !isPart(piece) || !whole.has(piece.path));
}

function notSent(file: vscode.Uri, why: NotSentReason, attached: boolean): NotSent {
	const path =
		vscode.workspace.getWorkspaceFolder(file) === undefined
			? (file.path.split('/').at(-1) ?? '')
			: vscode.workspace.asRelativePath(file);
	return { path, why, attached };
}
