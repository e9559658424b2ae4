import * as l10n from '@vscode/l10n';
import type { TokensOf } from '../core/fit.ts';
import type { Payload, Piece } from '../core/request.ts';
import type { Prompt } from '../providers/prompt.ts';
import { notSentWords, pieceWords } from './sentWords.ts';
import { grouped } from './figures.ts';
import { bold, row, said } from './whyWords.ts';
import { commandTitle } from './words.ts';

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
	const title = `# ${route === null ? l10n.t('What would be sent') : l10n.t('What was sent')}`;
	const first = attempts[0];
	if (first === undefined) {
		const nothing =
			route === null ? l10n.t('Nothing would be sent: nobody can be asked just now.') : l10n.t('Nothing was sent.');
		return `${title}\n\n${nothing}\n`;
	}
	const note =
		route === null
			? l10n.t('Nothing was sent. This is what would go along with a question about what is open and selected now.')
			: l10n.t(
					'With **{0}**. This page is kept in the memory of this window alone: it is in no log and in no file.',
					said(commandTitle(command) ?? command),
				);
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
	const heading = `## ${attempts.length === 1 ? '' : `${index + 1}. `}${l10n.t('To {0}', who)}`;
	const size =
		contextTokens === null
			? l10n.t('About **{0} tokens**.', grouped(total))
			: l10n.t('About **{0} tokens**, of the {1} that it takes.', grouped(total), grouped(contextTokens));
	const sameAs = attempts.findIndex(
		(other) => other.prompt.user === prompt.user && other.prompt.system === prompt.system,
	);
	if (route !== null && attempt.neverSent) {
		return [heading, l10n.t('Nothing left this machine: the attempt failed before.')];
	}
	if (sameAs < index) {
		const same = l10n.t('The same text as to {0} ({1}).', bold(attempts[sameAs]?.provider ?? ''), sameAs + 1);
		return [heading, `${size} ${same}`];
	}
	return [
		heading,
		size,
		table(
			[l10n.t('Part'), l10n.t('Where'), l10n.t('Tokens'), l10n.t('Why')],
			['---', '---', '---:', '---'],
			sentRows(attempt, tokensOf),
		),
		...leftOutSection(attempt),
		`### ${l10n.t('The text itself')}`,
		...(prompt.system === '' ? [] : [l10n.t('What every request of this kind begins with:'), fenced(prompt.system)]),
		...(prompt.system === '' ? [] : [l10n.t('What belongs to this one:')]),
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
						focus.selection === '' ? l10n.t('Document') : l10n.t('Selection and document'),
						focusPlace(focus),
						looksAround ? '–' : tokens(`${focus.before}${focus.selection}${focus.after}`),
						l10n.t('the question is about it'),
					],
				];
	return [
		[l10n.t('Instruction'), '', tokens(instruction), l10n.t('it is what you want')],
		...document,
		...attachments.map(({ path, text }) =>
			looksAround
				? [l10n.t('File'), said(path), '–', l10n.t('named; the agent reads it itself')]
				: [l10n.t('File'), said(path), tokens(text), l10n.t('open, named in the task, attached, or in a small folder')],
		),
		...pieces.map((piece) => {
			const { what, why } = pieceWords(piece);
			return [what, piecePlace(piece), tokens(piece.text), why];
		}),
		...(paths.length === 0 || looksAround
			? []
			: [
					[
						l10n.t('Names of files'),
						l10n.t('{0} of the folder', grouped(paths.length)),
						tokens(paths.join('\n')),
						l10n.t('what there is to ask for'),
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
			.map(({ path }) => [l10n.t('{0}: {1}', l10n.t('File'), said(path)), noRoom()]),
		...(whole.pieces ?? []).flatMap((piece) => pieceRows(piece, kept)),
		...(fitted.paths.length < whole.paths.length
			? [[l10n.t('Names of files: {0}', grouped(whole.paths.length - fitted.paths.length)), noRoom()]]
			: []),
		...(whole.notSent ?? []).map(({ path, why }) => [said(path), notSentWords(why)]),
	];
	const slow =
		whole.incomplete === true
			? [
					l10n.t(
						'The language features of the editor took too long: more definitions may exist than were found in time.',
					),
				]
			: [];
	return rows.length === 0 && slow.length === 0
		? []
		: [
				`### ${l10n.t('What was left out')}`,
				...(rows.length === 0 ? [] : [table([l10n.t('What'), l10n.t('Why')], ['---', '---'], rows)]),
				...slow,
			];
}

const noRoom = () => l10n.t('no room for it');

/** What of a piece was not sent. */
function pieceRows(piece: Piece, kept: readonly Piece[]): readonly (readonly string[])[] {
	const { kind, path, first, last, name, text } = piece;
	const sent = kept.find(
		(each) => each.kind === kind && each.path === path && each.first === first && each.name === name,
	);
	const { what } = pieceWords(piece);
	const told = (from: number) => l10n.t('{0}: {1}', what, isOfWhole(piece) ? said(path) : linesOf(path, from, last));
	if (sent === undefined) {
		return [[told(first), noRoom()]];
	}
	const end = lastShown(sent);
	if (sent.text.length < text.length) {
		return [[told(end + 1), l10n.t('no room for the rest of it')]];
	}
	return kind === 'definition' || kind === 'type'
		? end < last
			? [[told(end + 1), l10n.t('the beginning says most')]]
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
		...(firstLine > 1 ? [linesOf(focus.path, 1, firstLine - 1)] : []),
		...(last < lineCount ? [linesOf(focus.path, last + 1, lineCount)] : []),
	];
	return beyond.map((place) => [
		l10n.t('{0}: {1}', l10n.t('Document'), place),
		l10n.t('no room for it, or too far away'),
	]);
}

function focusPlace(focus: NonNullable<Payload['focus']>): string {
	const { path, firstLine = 1, lineCount = 0 } = focus;
	const last = lastLineOf(focus);
	return firstLine === 1 && last >= lineCount
		? said(path)
		: l10n.t('{0}, lines {1}–{2} of {3}', said(path), firstLine, last, lineCount);
}

function lastLineOf({ before, selection, after, firstLine = 1 }: NonNullable<Payload['focus']>): number {
	return firstLine + lineCountOf(`${before}${selection}${after}`) - 1;
}

function piecePlace(piece: Piece): string {
	return isOfWhole(piece) ? said(piece.path) : linesOf(piece.path, piece.first, lastShown(piece));
}

/** Problems and outlines have lines of their own. */
function isOfWhole({ kind }: Piece): boolean {
	return kind === 'problems' || kind === 'outline';
}

function linesOf(path: string, first: number, last: number): string {
	return first === last
		? l10n.t('{0}, line {1}', said(path), first)
		: l10n.t('{0}, lines {1}–{2}', said(path), first, last);
}

function lastShown({ first, text }: Piece): number {
	return first + lineCountOf(text) - 1;
}

function lineCountOf(text: string): number {
	return text.replace(/\n$/, '').split('\n').length;
}

function table(titles: readonly string[], marks: readonly string[], rows: readonly (readonly string[])[]): string {
	return [titles, marks, ...rows].map(row).join('\n');
}

/** A fence that is longer than any inside the text. */
function fenced(text: string): string {
	const longest = Math.max(3, ...[...text.matchAll(/`{3,}/g)].map(([run]) => run.length + 1));
	const fence = '`'.repeat(longest);
	return [`${fence}text`, text, fence].join('\n');
}
