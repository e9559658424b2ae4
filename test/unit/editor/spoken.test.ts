import assert from 'node:assert/strict';
import { config } from '@vscode/l10n';
import { bundleFile, type Language, languages, readWords, toldBelow, type Words } from '../../../scripts/l10n/words.ts';
import { learnSentences, sentencePart, spoken, spokenPart } from '../../../src/editor/spoken.ts';

const below = toldBelow();

/** As in a window of that language. */
function speak(language: Language): Words {
	const words = readWords(bundleFile(language));
	config({ contents: JSON.stringify(words) });
	learnSentences(words);
	return words;
}

/** The text with something in its places that is nothing else. */
function filled(text: string): string {
	return text.replace(/\{(\d)\}/g, 'v$1');
}

describe('what the rooms below the editor say', () => {
	afterEach(() => {
		config({ contents: {} });
		learnSentences({});
	});

	it('is said as it stands where the editor speaks English', () => {
		assert.ok(below.length > 100);
		for (const text of below) {
			assert.equal(spoken(filled(text)), filled(text));
			assert.equal(spokenPart(filled(text)), sentencePart(filled(text)));
		}
	});

	for (const language of languages) {
		it(`is said in the language of the editor, whatever is filled in: ${language}`, () => {
			const words = speak(language);
			for (const text of below) {
				assert.equal(spoken(filled(text)), filled(words[text] ?? ''), text);
			}
		});
	}

	const german: Readonly<Record<string, string>> = {
		'The rate limit is reached (status 429).': 'Das Ratenlimit ist erreicht (Status 429).',
		'silent for 120 s': 'still seit 120 s',
		'The folder could not be secured (ENOSPC). Free room on the disk.':
			'Der Ordner konnte nicht gesichert werden (ENOSPC). Schaffen Sie Platz auf dem Datenträger.',
		'The agent a.*b is not known.': 'Der Agent a.*b ist nicht bekannt.',
		'The agent {0} is not known.': 'Der Agent {0} ist nicht bekannt.',
		'The agent says what nobody knows.': 'The agent says what nobody knows.',
		'The agent says what nobody knows (status 3).': 'The agent says what nobody knows (status 3).',
		constructor: 'constructor',
		'': '',
	};
	for (const [message, text] of Object.entries(german)) {
		it(`in German, “${message}”`, () => {
			speak('de');
			assert.equal(spoken(message), text);
		});
	}

	it('loses its stop within another sentence, and its capital only where it is English', () => {
		speak('de');
		assert.equal(spokenPart('The answer is empty.'), 'Die Antwort ist leer');
		assert.equal(spokenPart('The agent says what nobody knows.'), 'the agent says what nobody knows');
		speak('ja');
		assert.equal(spokenPart('The answer is empty.'), '回答が空です');
		assert.equal(spoken('The rate limit is reached (status 429).'), 'レート制限に達しました (状態 429)。');
	});
});
