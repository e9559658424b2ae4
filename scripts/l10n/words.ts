import { getL10nJson } from '@vscode/l10n-dev';
import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { bareTexts } from '../../test/support/bareText.ts';

export const root = resolve(import.meta.dirname, '../..');

/** As VS Code names them in the names of files. */
export const languages = ['de', 'es', 'fr', 'ja', 'zh-cn'] as const;
export type Language = (typeof languages)[number];

/** What stands for a key: English for `null`, else that language. */
export type Words = Readonly<Record<string, string>>;

/** The words of the sources, by their English; `null`: English itself. */
export function bundleFile(language: Language | null): string {
	return language === null ? 'l10n/bundle.l10n.json' : `l10n/bundle.l10n.${language}.json`;
}

/** The words of package.json, by their keys; `null`: English. */
export function manifestFile(language: Language | null): string {
	return language === null ? 'package.nls.json' : `package.nls.${language}.json`;
}

export function readWords(file: string): Words {
	return JSON.parse(readFileSync(resolve(root, file), 'utf8')) as Words;
}

/** Every English text that the user can read, in the order of the alphabet. */
export async function allWords(): Promise<Words> {
	const words = { ...(await saidIn('src')), ...Object.fromEntries(toldBelow().map((text) => [text, text])) };
	return Object.fromEntries(Object.entries(words).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Messages that are put together out of pieces: what is a piece there, and what follows it. */
const pieces: Readonly<Record<string, readonly [piece: RegExp, rest: string]>> = {
	'src/providers/openaiFailure.ts': [/^The [^.]*$/, '.'],
	'src/router/limits.ts': [/ (?:within|for|after)$/, ' {0}'],
};

/**
 * What the rooms below the editor say, which know no language but English: sentences, and messages of failures. What is
 * filled in has a place. What they say to a model is left out.
 */
export function toldBelow(): readonly string[] {
	const files = ['src/providers/**/*.ts', 'src/router/*.ts', 'src/workspace/*.ts', 'src/core/edits.ts'];
	const told = bareTexts(files).flatMap(({ file, text, property }) => {
		if (/\/(?:prompt|account)\.ts$/.test(file) || /……|\n|^…|^Bearer/.test(text)) {
			return [];
		}
		const [piece, rest] = pieces[file] ?? [];
		const whole = /^\p{Lu}.* .*[.…]$/u.test(text) || (property === 'message' && text.includes(' '));
		return whole ? [text] : piece?.test(text) === true ? [`${text}${rest ?? ''}`] : [];
	});
	return [...new Set(told.map(withPlaces))].sort();
}

/** `The file … is empty.` -> `The file {0} is empty.` */
function withPlaces(text: string): string {
	let place = 0;
	return text.replace(/…/g, () => `{${place++}}`);
}

/** All that the files in a folder give to `t` of VS Code or of its library, in the order of the alphabet. */
async function saidIn(folder: string): Promise<Words> {
	const files = globSync(`${folder}/**/*.ts`, { cwd: root }).sort();
	const contents = files.map((file) => ({ extension: '.ts', contents: readFileSync(resolve(root, file), 'utf8') }));
	const found = await getL10nJson(contents);
	const words = Object.entries(found).map(([key, said]): [string, string] => [
		key,
		typeof said === 'string' ? said : said.message,
	]);
	return Object.fromEntries(words.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** A translation in the order of the English words: what it has of them, what it lacks, and what it has for nothing. */
export function arranged(
	words: Words,
	translated: Words,
): { readonly kept: Words; readonly lacking: readonly string[]; readonly dropped: readonly string[] } {
	const keys = Object.keys(words);
	const kept = keys.flatMap((key) => {
		const translation = translated[key];
		return translation === undefined ? [] : [[key, translation] as const];
	});
	return {
		kept: Object.fromEntries(kept),
		lacking: keys.filter((key) => !Object.hasOwn(translated, key)),
		dropped: Object.keys(translated).filter((key) => !Object.hasOwn(words, key)),
	};
}
