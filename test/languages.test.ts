import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import {
	allWords,
	arranged,
	bundleFile,
	type Language,
	languages,
	manifestFile,
	readWords,
	root,
	toldBelow,
	type Words,
} from '../scripts/l10n/words.ts';
import { translated } from './support/bareText.ts';
import { manifestWords, writtenManifest } from './support/manifest.ts';

/** Translations that are the same words as in English. */
const alike: Readonly<Record<Language, readonly string[]>> = {
	de: ['Chat', 'Definition', 'Roo Code, Kilo Code', 'Route {0}'],
	es: ['Chat', 'No', 'Roo Code, Kilo Code', 'Tokens', 'Tokens: {0}'],
	fr: [
		...['Actions', 'Document', 'Effort', 'Instruction', 'Roo Code, Kilo Code', 'Route {0}', 'Routes', 'Type'],
		...['agent, version {0}', 'agent, {0}'],
	],
	ja: [],
	'zh-cn': [],
};

describe('the words of the sources', () => {
	const bundle = readWords(bundleFile(null));
	const { texts, others } = translated('src/**/*.ts');

	it('are in the bundle, and nothing else is; otherwise: npm run l10n', async () => {
		assert.deepEqual(Object.entries(bundle), Object.entries(await allWords()));
	});

	it('are all found by what collects them', () => {
		assert.deepEqual([...new Set([...texts, ...toldBelow()])].sort(), Object.keys(bundle).sort());
	});

	it('stand where they are said, as one literal', () => {
		assert.deepEqual(others, []);
	});

	it('number what is filled in from 0, and leave none out', () => {
		const wrong = Object.keys(bundle).filter((text) => {
			const places = [...new Set(placesIn(text))].sort();
			return places.some((place, index) => place !== `{${index}}`);
		});
		assert.deepEqual(wrong, []);
	});
});

describe('the words of package.json', () => {
	const named = keysIn(writtenManifest);

	it('are keys of package.nls.json, all of them used', () => {
		assert.deepEqual([...new Set(named)].sort(), Object.keys(manifestWords).sort());
	});

	it('are keys wherever the user reads them', () => {
		assert.deepEqual(bareIn(writtenManifest, []), []);
	});

	it('would be found if they were bare', () => {
		const written = {
			contributes: { commands: [{ command: 'a.b', title: 'Do It' }], views: { a: [{ name: '%a%' }] } },
		};
		assert.deepEqual(bareIn(written, []), ['contributes/commands/0/title: Do It']);
		assert.deepEqual(bareIn({ enumDescriptions: ['%a%', 'One'], default: { title: 'x' } }, []), [
			'enumDescriptions/1: One',
		]);
	});
});

describe('the languages', () => {
	it('are those that have files, each of both kinds', () => {
		const files = globSync(['l10n/*.json', 'package.nls.*json'], { cwd: root });
		const expected = [null, ...languages].flatMap((language) => [bundleFile(language), manifestFile(language)]);
		assert.deepEqual(files.sort(), expected.sort());
	});

	for (const language of languages) {
		describe(language, () => {
			for (const file of [bundleFile, manifestFile]) {
				const english = readWords(file(null));
				const words = readWords(file(language));
				it(`has every word of ${file(null)} and no other, in the same order`, () => {
					assert.deepEqual(Object.keys(words), Object.keys(english));
				});

				it(`fills the same into ${file(language)}, and keeps its links, code and names`, () => {
					assert.deepEqual(changedParts(english, words), []);
				});

				it(`says something else than English in ${file(language)}, wherever there is something to say`, () => {
					assert.deepEqual(untranslated(english, words, alike[language]), []);
				});
			}
		});
	}
});

describe('a translation that went wrong', () => {
	const english = { one: 'Use {0} of {1}.', two: '**Run** `a.b` [now](command:x.y)', three: '{0}: {1}' };

	it('is found where a key is missing, or one is left over', () => {
		const { kept, lacking, dropped } = arranged(english, { three: '{0} : {1}', one: '{1}: {0}', four: 'x' });
		assert.deepEqual(Object.keys(kept), ['one', 'three']);
		assert.deepEqual([lacking, dropped], [['two'], ['four']]);
	});

	it('is found where something is not filled in, or twice, or by another name', () => {
		assert.deepEqual(changedParts(english, { one: '{1}: {0}', two: english.two, three: english.three }), []);
		for (const one of ['{0}', '{0} {0} {1}', '{0} {2}', '{0} {1} {']) {
			assert.deepEqual(changedParts(english, { ...english, one }), ['one']);
		}
	});

	it('is found where a link, code or emphasis is another', () => {
		for (const two of [
			'**Los** `a.b` [jetzt](command:x.z)',
			'**Los** `a.c` [jetzt](command:x.y)',
			'Los `a.b` [x](command:x.y)',
		]) {
			assert.deepEqual(changedParts(english, { ...english, two }), ['two']);
		}
	});

	it('is found where it is English, or nothing, or has space around it', () => {
		assert.deepEqual(untranslated(english, english, []), ['one', 'two']);
		assert.deepEqual(untranslated(english, english, ['Use {0} of {1}.']), ['two']);
		assert.deepEqual(untranslated(english, { one: '', two: 'Los ', three: '{0} : {1}' }, []), ['one', 'two']);
	});
});

function placesIn(text: string): readonly string[] {
	return [...text.matchAll(/\{\w*\}?/g)].map(([place]) => place);
}

/** What has to be the same in every language: what is filled in, code, links, emphasis, lines, and our own name. */
function partsOf(text: string): string {
	const parts = text.match(/\{\w*\}?|`[^`]*`|\]\(command:[^)]*\)|\*+|\n|Switchyard/g) ?? [];
	return [...parts].sort().join(' ');
}

/** The keys of translations whose parts are not those of the English words. */
function changedParts(english: Words, words: Words): readonly string[] {
	return Object.keys(english).filter((key) => partsOf(english[key] ?? '') !== partsOf(words[key] ?? ''));
}

/** The keys of what is said in English in a translation, though it has words, or is not said at all. */
function untranslated(english: Words, words: Words, fine: readonly string[]): readonly string[] {
	return Object.entries(words).flatMap(([key, text]) => {
		const same = text === english[key] && /\p{L}/u.test(text.replace(/\{\w+\}|Switchyard/g, ''));
		return text === '' || text.trim() !== text || (same && !fine.includes(text)) ? [key] : [];
	});
}

/** Fields of package.json that the user reads. */
const read = new Set([
	...['title', 'shortTitle', 'name', 'fullName', 'displayName', 'label', 'contents', 'tooltip', 'markdown', 'altText'],
	...['description', 'markdownDescription', 'enumDescriptions', 'markdownEnumDescriptions', 'enumItemLabels'],
	...['errorMessage', 'patternErrorMessage', 'deprecationMessage', 'markdownDeprecationMessage'],
]);

/** Names that are the same in every language. */
const names = ['Switchyard', 'switchyard', 'Claude Code', 'Codex'];

/** Fields that the user reads and that hold no key, as `path: text`. */
function bareIn(value: unknown, path: readonly (string | number)[]): readonly string[] {
	if (typeof value === 'string') {
		const field = path.findLast((part) => typeof part === 'string') ?? '';
		// The command of a participant is typed by its name.
		const typed = field === 'name' && path[1] === 'chatParticipants';
		const bare = read.has(field) && !typed && !/^%[\w.-]+%$/.test(value) && !names.includes(value);
		return bare ? [`${path.join('/')}: ${value}`] : [];
	}
	if (Array.isArray(value)) {
		return value.flatMap((each, index) => bareIn(each, [...path, index]));
	}
	return typeof value === 'object' && value !== null
		? Object.entries(value).flatMap(([name, each]) =>
				name === 'default' || name === 'body' || name === 'examples' ? [] : bareIn(each, [...path, name]),
			)
		: [];
}

/** The keys that a value names, as `%key%`. */
function keysIn(value: unknown): readonly string[] {
	if (typeof value === 'string') {
		return /^%.+%$/.test(value) ? [value.slice(1, -1)] : [];
	}
	return typeof value === 'object' && value !== null ? Object.values(value).flatMap(keysIn) : [];
}
