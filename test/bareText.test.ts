import assert from 'node:assert/strict';
import { type BareText, bareTexts } from './support/bareText.ts';

/** Files that say something in English on purpose. */
const english: Readonly<Record<string, string>> = {
	'src/editor/logLine.ts': 'the log is written in English',
	'src/editor/logWords.ts': 'the log is written in English',
	'src/editor/routeCause.ts': 'it is for bug reports',
	'src/editor/chatCommands.ts': 'it is said to the model',
	'src/editor/problems.ts': 'it is said to the model',
	'src/editor/modelMessages.ts': 'it is said to the model',
	'src/editor/presets.ts': 'the names of vendors and of their models',
	'src/editor/importReaders.ts': 'the fields of other programs’ files',
	'src/editor/importTold.ts': 'the names that other programs have for vendors',
};

/** Texts that nobody reads, or that are the same in every language, by their file. */
const fine: Readonly<Record<string, readonly string[]>> = {
	// For the log, and the name of an error.
	'src/window.ts': ['internal error (…)', 'unknown'],
	// Kinds of pieces of Markdown.
	'src/editor/answerMarkdown.ts': ['code', 'text'],
	// What a key is remembered under.
	'src/editor/keys.ts': ['env:…'],
	// Names.
	'src/editor/findings.ts': ['Switchyard · …'],
	'src/editor/lateChat.ts': ['Switchyard Auto', 'Switchyard: …'],
	// The name of a language.
	'src/editor/reading.ts': ['diff'],
	// The end of file names, and the name of an error.
	'src/editor/exportLog.ts': ['jsonl', 'Unknown'],
	// States of a session.
	'src/editor/routes.ts': ['running', 'waiting'],
	// Icons.
	'src/editor/routeChoice.ts': ['check', 'warning'],
	// Icons, folders and the ids of pages.
	'src/editor/page.ts': ['media'],
	'src/editor/routeActions.ts': ['replay'],
	'src/editor/statistics.ts': ['graph'],
	'src/editor/timeline.ts': ['pulse'],
	'src/editor/why.ts': ['why'],
	// Markup: an address, arguments, and what the style sheet goes by.
	'src/editor/html.ts': ['command:…?…'],
	'src/editor/statisticsPage.ts': ['all', 'window'],
	'src/editor/timelinePage.ts': ['pause', 'first', 'cooldown', 'work'],
	'src/editor/timelinePlot.ts': ['start', 'end', 'middle', 'bar', 'before', 'hatched', 'next', 'work'],
	// Names of settings.
	'src/editor/sendable.ts': ['files', 'search', 'exclude'],
	// The name of a language.
	'src/editor/sentPage.ts': ['…text'],
	// What is wanted, for a program.
	'src/editor/showContext.ts': ['preview'],
	// Icons, and the name of a server.
	'src/editor/addProvider.ts': ['LocalAI', 'hubot', 'server', 'vscode', 'plug'],
	// Icons, and the name of a profile.
	'src/editor/addServer.ts': ['verified', 'key', 'clock', 'default'],
	// The ends of file names.
	'src/editor/importProviders.ts': ['json', 'jsonc', 'yaml', 'yml'],
	// What an id is made of.
	'src/editor/newEntry.ts': ['provider'],
	// Icons.
	'src/editor/providerActions.ts': ['beaker', 'pin', 'lock', 'pinned', 'unlock', 'key'],
	'src/editor/switcherItems.ts': ['pinned', 'lock', 'hubot'],
	'src/editor/views.ts': ['pinned', 'lock'],
	// It is said to the model.
	'src/editor/testProvider.ts': ['Answer with the one word “ready”.'],
	// Names of settings.
	'src/editor/userSettings.ts': ['reach', 'consent'],
	// Symbols of units, and the name of a currency.
	'src/editor/figures.ts': ['USD', '…\u00a0ms', '…\u00a0min…'],
};

describe('what the user reads', () => {
	const found = bareTexts([
		'src/extension.ts',
		'src/window.ts',
		'src/late.ts',
		'src/lazy/*.ts',
		'src/editor/**/*.ts',
	]).filter(({ file }) => english[file] === undefined);

	it('is given to l10n.t, every word of it', () => {
		assert.deepEqual(found.filter(({ file, text }) => fine[file]?.includes(text) !== true).map(told), []);
	});

	it('and nothing is excused that is not there', () => {
		const excused = Object.entries(fine).flatMap(([file, texts]) => texts.map((text) => `${file} ${text}`));
		const there = found.map(({ file, text }) => `${file} ${text}`);
		assert.deepEqual(
			excused.filter((each) => !there.includes(each)),
			[],
		);
	});
});

describe('words that would stay English are found', () => {
	const head = "import * as l10n from '@vscode/l10n';\nimport * as vscode from 'vscode';\n";
	/** Each line with the texts in it that are bare. */
	const lines: readonly (readonly [line: string, ...bare: string[]])[] = [
		["void vscode.window.showInformationMessage('Nothing to do.');", 'Nothing to do.'],
		["export const words: readonly string[] = ['choosing'];", 'choosing'],
		['export const told = (who: string) => `${who} answered`;', '… answered'],
		["export const offers = { later: 'Later now' } as const;", 'Later now'],
		["export const item = { label: 'Auto' };", 'Auto'],
		["export const how = (ok: boolean) => `${ok ? 'well' : 'badly'}`;", 'well', 'badly'],
		["export const both = (all: string[]) => all.join(' and ');", ' and '],
		["export const said = l10n.t('{0}: {1}', 'codex', 'It is over.');", 'codex', 'It is over.'],
		['export const link = `[$(output) Log](command:a.b)`;', '[$(output) Log](command:a.b)'],
		["export const more = 'a' + ' word more';", ' word more'],
		["export function word(): string { return 'nothing'; }", 'nothing'],
		["void vscode.window.showInformationMessage(vscode.l10n.t('Nothing to do.'));"],
		["export const done = l10n.t('It is over, {0}.', 1);"],
		["void vscode.commands.executeCommand('setContext', 'switchyard.running', true);"],
		["export const kind: 'ask' | 'edit' = 'ask';"],
		["export function is(kind: string): boolean { return kind === 'ask'; }"],
		["export type Kind = 'ask' | 'edit';"],
		["export const icon = new vscode.ThemeIcon('warning');"],
		["export const item = { icon: { name: 'warning', color: null } };"],
		["export const path = 'src/editor/example.ts';"],
		["export function fail(): never { throw new Error('this never happens'); }"],
	];
	const fileOf = (index: number) => `src/editor/example${index}.ts`;
	let found: readonly BareText[] = [];
	before(() => {
		const sources = lines.map(([line], index) => [fileOf(index), `${head}${line}\n`] as const);
		found = bareTexts([], Object.fromEntries(sources));
	});

	for (const [index, [line, ...bare]] of lines.entries()) {
		it(`${bare.length === 0 ? 'none' : bare.length} in ${line}`, () => {
			assert.deepEqual(
				found.filter(({ file }) => file === fileOf(index)).map(({ text }) => text),
				bare,
			);
		});
	}
});

function told({ file, line, text }: BareText): string {
	return `${file}:${line} ${JSON.stringify(text)}`;
}
