import * as vscode from 'vscode';
import type { NotSentReason, Piece } from '../core/request.ts';
import type { Deadline, Deadlines } from './deadline.ts';
import type { Sources } from './sources.ts';

/** So many names are looked up at most, so many at once: a language server answers one after the other. */
const mostNames = 60;
const atOnce = 8;
/** Where nothing is selected, the names of so many lines above and below the cursor. */
const linesAround = 20;
/** So much of a selection is looked through for names, in characters. */
const mostCharacters = 12_000;
/** So many definitions go along, and so many types. */
const mostDefinitions = 24;
const mostTypes = 12;
/** So many lines of a definition; of a longer one the first. */
const mostLines = 60;
/** What is defined inside of something no longer than this is shown with it, in lines. */
const shortOwner = 40;
/** So many lines after the name of something that nobody knows the end of. */
const nextLines = 10;
/** What is nearer than this to the selection is shown with the document anyway, in characters. */
const near = 12_000;

/** Where a name that stands in a document is defined. */
interface Target {
	readonly name: string;
	readonly uri: vscode.Uri;
	/** The definition where the language says how far it goes, else where its name stands. */
	readonly range: vscode.Range;
}

/** The definitions, and the types, of the names that stand in a range, or around a cursor. */
export async function definitionsFor(
	document: vscode.TextDocument,
	range: vscode.Range,
	sources: Sources,
	{ asking, reading }: Deadlines,
): Promise<{ readonly pieces: readonly Piece[]; readonly refused: ReadonlyMap<string, NotSentReason> }> {
	const names = namesIn(document, range);
	const elsewhere = ({ uri, range: { start } }: Target) =>
		uri.toString() !== document.uri.toString() || distance(document, range, start) > near;
	const look = async (command: string) =>
		(await inTurns(names, (name) => targetsOf(command, document, name, asking))).flat().filter(elsewhere);
	const definitions = await look('vscode.executeDefinitionProvider');
	const types = await look('vscode.executeTypeDefinitionProvider');
	const refused = await reading.within(() => sources.refused([...definitions, ...types].map(({ uri }) => uri)), null);
	if (refused === null) {
		return { pieces: [], refused: new Map() };
	}
	const found = new Map<string, Piece>();
	const add = async (targets: readonly Target[], kind: 'definition' | 'type', most: number) => {
		const allowed = targets.filter(({ uri }) => !refused.has(uri.toString()));
		const made = await inTurns(allowed, (target) => reading.within(() => pieceOf(target, kind, sources, asking), null));
		let left = most;
		for (const piece of made) {
			const key = piece === null ? '' : `${piece.path}:${piece.first}`;
			if (piece !== null && left > 0 && !found.has(key)) {
				found.set(key, piece);
				left--;
			}
		}
	};
	await add(definitions, 'definition', mostDefinitions);
	await add(types, 'type', mostTypes);
	return { pieces: [...found.values()], refused };
}

interface Name {
	readonly name: string;
	readonly at: vscode.Position;
}

/** Whatever looks like a name, each once, where it first stands. What is none is found to be defined nowhere. */
function namesIn(document: vscode.TextDocument, range: vscode.Range): readonly Name[] {
	const { line } = range.start;
	const looked = range.isEmpty
		? document.validateRange(new vscode.Range(Math.max(0, line - linesAround), 0, line + linesAround + 1, 0))
		: range;
	const from = document.offsetAt(looked.start);
	const text = document.getText(looked).slice(0, mostCharacters);
	const found = new Map<string, Name>();
	for (const match of text.matchAll(/[\p{L}_$][\p{L}\p{N}_$]+/gu)) {
		const [name] = match;
		if (!found.has(name) && found.size < mostNames) {
			found.set(name, { name, at: document.positionAt(from + match.index) });
		}
	}
	return [...found.values()];
}

/** How many characters lie between a place and a range. */
function distance(document: vscode.TextDocument, range: vscode.Range, place: vscode.Position): number {
	const [start, end, at] = [range.start, range.end, place].map((position) => document.offsetAt(position));
	return Math.max((start ?? 0) - (at ?? 0), (at ?? 0) - (end ?? 0), 0);
}

async function targetsOf(
	command: string,
	{ uri }: vscode.TextDocument,
	{ name, at }: Name,
	deadline: Deadline,
): Promise<readonly Target[]> {
	type Found = readonly (vscode.Location | vscode.LocationLink)[];
	const found = await deadline.within<Found>(() => vscode.commands.executeCommand<Found>(command, uri, at), []);
	return found.map((each) =>
		'targetUri' in each
			? { name, uri: each.targetUri, range: each.targetRange }
			: { name, uri: each.uri, range: each.range },
	);
}

/** Asks for each, so many at once; the answers in the order of what was asked. */
async function inTurns<T, R>(all: readonly T[], ask: (each: T) => Promise<R>): Promise<readonly R[]> {
	const answers: R[] = [];
	for (let from = 0; from < all.length; from += atOnce) {
		answers.push(...(await Promise.all(all.slice(from, from + atOnce).map(ask))));
	}
	return answers;
}

/** The whole of what is defined there, with the comment above it; `null` where the file is no text. */
async function pieceOf(
	{ name, uri, range }: Target,
	kind: Piece['kind'],
	sources: Sources,
	asking: Deadline,
): Promise<Piece | null> {
	const document = await sources.open(uri);
	if (document === null) {
		return null;
	}
	const symbols = await asking.within(() => sources.symbols(uri), []);
	const whole = symbolAt(symbols, range.start) ?? withNextLines(document, range);
	const first = commentAbove(document, whole.start.line);
	const last = whole.end.line;
	const shownTo = Math.min(last, first + mostLines - 1);
	const text = document.getText(document.validateRange(new vscode.Range(first, 0, shownTo, Infinity)));
	return {
		kind,
		path: vscode.workspace.asRelativePath(uri),
		language: document.languageId,
		first: first + 1,
		last: last + 1,
		text,
		name,
	};
}

/** Where a language knows no symbols, and says only where a name stands: the lines that follow may tell more. */
function withNextLines(document: vscode.TextDocument, { start, end }: vscode.Range): vscode.Range {
	return start.line === end.line
		? document.validateRange(new vscode.Range(start.line, 0, start.line + nextLines, Infinity))
		: new vscode.Range(start, end);
}

/** The smallest symbol around a place; what belongs to a short one, such as a field, is shown with it. */
function symbolAt(symbols: readonly vscode.DocumentSymbol[], at: vscode.Position): vscode.Range | null {
	const symbol = symbols.find(({ range }) => range.contains(at));
	if (symbol === undefined) {
		return null;
	}
	const { start, end } = symbol.range;
	return end.line - start.line < shortOwner && !holders.has(symbol.kind)
		? symbol.range
		: (symbolAt(symbol.children, at) ?? symbol.range);
}

/** What only holds others together, and says nothing of them. */
const holders: ReadonlySet<vscode.SymbolKind> = new Set([
	vscode.SymbolKind.File,
	vscode.SymbolKind.Module,
	vscode.SymbolKind.Namespace,
	vscode.SymbolKind.Package,
]);

/** So many lines of a comment above a definition are shown with it. */
const mostComment = 12;

/** The line in which the comment directly above begins; the line itself without one. */
function commentAbove(document: vscode.TextDocument, line: number): number {
	let first = line;
	while (
		first > 0 &&
		line - first < mostComment &&
		/^\s*(?:\/\/|\/\*|\*|#|--|;;|@\w|<!--)/.test(document.lineAt(first - 1).text)
	) {
		first--;
	}
	return first;
}
