import { getL10nJson } from '@vscode/l10n-dev';
import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

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

/** All that the files in a folder give to `t` of VS Code or of its library, in the order of the alphabet. */
export async function saidIn(folder: string): Promise<Words> {
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
