import type { TokensOf } from '../core/fit.ts';
import type { Payload, Piece } from '../core/request.ts';
import type { Prompt } from '../providers/prompt.ts';
import { notSentWords, pieceWords } from './sentWords.ts';
import { grouped } from './figures.ts';
import { bold, row, said } from './whyWords.ts';

/** What was made ready for one attempt. */
export interface SentAttempt {
	readonly provider: string;
	readonly model: string | null;
	/** The tokens that the provider takes; `null`: nobody knows. */
	readonly contextTokens: number | null;
	/** Everything that could have been sent. */
	readonly whole: Payload;
	/** What of it was. */
	readonly fitted: Payload;
	/** Whether it is an agent that works in a copy of the folder and reads there what it needs. */
	readonly looksAround: boolean;
	/** The text itself; what an agent gets has no part for the system. */
	readonly prompt: Prompt;
	/** The attempt failed before anything left this machine. */
	readonly neverSent: boolean;
}

export interface SentSource {
	/** `null`: nothing was sent, this is a look ahead. */
	readonly route: string | null;
	readonly command: string;
	/** In order. */
	readonly attempts: readonly SentAttempt[];
}

/**
 * The page "What was sent" as Markdown. Nobody's words are read as anything but words: what was sent stands in fences
 * that nothing in it can end.
 */
export function sentPage(source: SentSource, tokensOf: TokensOf): string {
	const { attempts, route, command } = source;
	const title = route === null ? '# What would be sent' : '# What was sent';
	const first = attempts[0];
	if (first === undefined) {
		return `${title}\n\nNothing ${route === null ? 'would be sent: nobody can be asked just now' : 'was sent'}.\n`;
	}
	const note =
		route === null
			? 'Nothing was sent. This is what would go along with a question about what is open and selected now.'
			: `With **${said(command)}**. This page is kept in the memory of this window alone: it is in no log and in no file.`;
	const sections = attempts.flatMap((attempt, index) => attemptSection(attempt, index, attempts, source, tokensOf));
	return `${[title, note, ...sections].filter((section) => section !== '').join('\n\n')}\n`;
}

function attemptSection(
	attempt: SentAttempt,
	index: number,
	attempts: readonly SentAttempt[],
	{ route }: SentSource,
	tokensOf: TokensOf,
): readonly string[] {
	const { provider, model, prompt, contextTokens } = attempt;
	const who = `${said(provider)}${model === null || model === provider ? '' : ` (${said(model)})`}`;
	const total = tokensOf(prompt.system) + tokensOf(prompt.user);
	const room = contextTokens === null ? '' : `, of the ${grouped(contextTokens)} that it takes`;
	const heading = `## ${attempts.length === 1 ? '' : `${index + 1}. `}To ${who}`;
	const size = `About **${grouped(total)} tokens**${room}.`;
	const sameAs = attempts.findIndex(
		(other) => other.prompt.user === prompt.user && other.prompt.system === prompt.system,
	);
	if (route !== null && attempt.neverSent) {
		return [heading, 'Nothing left this machine: the attempt failed before.'];
	}
	if (sameAs < index) {
		return [heading, `${size} The same text as to ${bold(attempts[sameAs]?.provider ?? '')} (${sameAs + 1}).`];
	}
	return [
		heading,
		size,
		table(['Part', 'Where', 'Tokens', 'Why'], sentRows(attempt, tokensOf)),
		...leftOutSection(attempt),
		'### The text itself',
		...(prompt.system === '' ? [] : ['What every request of this kind begins with:', fenced(prompt.system)]),
		...(prompt.system === '' ? [] : ['What belongs to this one:']),
		fenced(prompt.user),
	];
}

function sentRows({ fitted, looksAround }: SentAttempt, tokensOf: TokensOf): readonly (readonly string[])[] {
	const { instruction, focus, attachments, paths, pieces = [] } = fitted;
	const tokens = (text: string) => grouped(tokensOf(text));
	const document =
		focus === null
			? []
			: [
					[
						focus.selection === '' ? 'Document' : 'Selection and document',
						where(focus.path, focusLines(focus)),
						looksAround ? '–' : tokens(`${focus.before}${focus.selection}${focus.after}`),
						'the question is about it',
					],
				];
	return [
		['Instruction', '', tokens(instruction), 'it is what you want'],
		...document,
		...attachments.map(({ path, text }) =>
			looksAround
				? ['File', said(path), '–', 'named; the agent reads it itself']
				: ['File', said(path), tokens(text), 'open, named in the task, attached, or in a small folder'],
		),
		...pieces.map((piece) => {
			const { what, why } = pieceWords(piece);
			return [what, where(piece.path, piece.kind === 'problems' ? null : shownLines(piece)), tokens(piece.text), why];
		}),
		...(paths.length === 0 || looksAround
			? []
			: [
					[
						'Names of files',
						`${grouped(paths.length)} of the folder`,
						tokens(paths.join('\n')),
						'what there is to ask for',
					],
				]),
	];
}

/** What could have been sent and was not, each with the reason. */
function leftOutSection({ whole, fitted, looksAround }: SentAttempt): readonly string[] {
	const kept = fitted.pieces ?? [];
	const rows = [
		...(looksAround ? [] : windowRows(whole, fitted)),
		...whole.attachments
			.filter(({ path }) => !fitted.attachments.some((file) => file.path === path))
			.map(({ path }) => [`File ${said(path)}`, noRoom]),
		...(whole.pieces ?? []).flatMap((piece) => pieceRows(piece, kept)),
		...(fitted.paths.length < whole.paths.length
			? [[`Names of ${grouped(whole.paths.length - fitted.paths.length)} files`, noRoom]]
			: []),
		...(whole.notSent ?? []).map(({ path, why }) => [said(path), notSentWords(why)]),
	];
	const slow =
		whole.incomplete === true
			? ['The language features of the editor took too long: more definitions may exist than were found in time.']
			: [];
	return rows.length === 0 && slow.length === 0
		? []
		: ['### What was left out', ...(rows.length === 0 ? [] : [table(['What', 'Why'], rows)]), ...slow];
}

const noRoom = 'no room for it';

/** What of a piece was not sent. */
function pieceRows(piece: Piece, kept: readonly Piece[]): readonly (readonly string[])[] {
	const { kind, path, first, last, name, text } = piece;
	const sent = kept.find(
		(each) => each.kind === kind && each.path === path && each.first === first && each.name === name,
	);
	const { what } = pieceWords(piece);
	const told = (from: number) =>
		kind === 'problems' || kind === 'outline'
			? `${what} of ${said(path)}`
			: `${what} ${where(path, linesText(from, last))}`;
	if (sent === undefined) {
		return [[told(first), noRoom]];
	}
	const end = lastShown(sent);
	if (sent.text.length < text.length) {
		return [[told(end + 1), 'no room for the rest of it']];
	}
	return kind === 'definition' || kind === 'type'
		? end < last
			? [[told(end + 1), 'the beginning says most']]
			: []
		: [];
}

/** The lines of the document above and below what was sent of it. */
function windowRows({ focus: whole }: Payload, { focus }: Payload): readonly (readonly string[])[] {
	if (whole === null || focus === null) {
		return [];
	}
	const { firstLine = 1, lineCount = 0 } = focus;
	const last = lastLineOf(focus);
	const beyond = [
		...(firstLine > 1 ? [linesText(1, firstLine - 1)] : []),
		...(last < lineCount ? [linesText(last + 1, lineCount)] : []),
	];
	return beyond.map((lines) => [`Document ${where(focus.path, lines)}`, 'no room for it, or too far away']);
}

function focusLines(focus: NonNullable<Payload['focus']>): string | null {
	const { firstLine = 1, lineCount = 0 } = focus;
	const last = lastLineOf(focus);
	return firstLine === 1 && last >= lineCount ? null : `lines ${firstLine}–${last} of ${lineCount}`;
}

function lastLineOf({ before, selection, after, firstLine = 1 }: NonNullable<Payload['focus']>): number {
	return firstLine + lineCountOf(`${before}${selection}${after}`) - 1;
}

function shownLines(piece: Piece): string | null {
	const last = lastShown(piece);
	return piece.kind === 'outline' ? null : linesText(piece.first, last);
}

function linesText(first: number, last: number): string {
	return first === last ? `line ${first}` : `lines ${first}–${last}`;
}

function lastShown({ first, text }: Piece): number {
	return first + lineCountOf(text) - 1;
}

function lineCountOf(text: string): number {
	return text.replace(/\n$/, '').split('\n').length;
}

function where(path: string, lines: string | null): string {
	return lines === null ? said(path) : `${said(path)}, ${lines}`;
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
	const marks = titles.map((title) => (title === 'Tokens' ? '---:' : '---'));
	return [titles, marks, ...rows].map(row).join('\n');
}

/** A fence that is longer than any inside the text. */
function fenced(text: string): string {
	const longest = Math.max(3, ...[...text.matchAll(/`{3,}/g)].map(([run]) => run.length + 1));
	const fence = '`'.repeat(longest);
	return `${fence}text\n${text}\n${fence}`;
}
