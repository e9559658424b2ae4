import assert from 'node:assert/strict';
import { config } from '@vscode/l10n';
import { bundleFile, type Language, languages, readWords } from '../../../scripts/l10n/words.ts';
import type { StopReason } from '../../../src/core/decision.ts';
import { consequences, type FailureKind } from '../../../src/core/failure.ts';
import type { PassedOverReason } from '../../../src/core/situation.ts';
import { dollars, duration, grouped } from '../../../src/editor/figures.ts';
import { logLine } from '../../../src/editor/logLine.ts';
import { dollarsLogged, notAskedLogged, stopLogged } from '../../../src/editor/logWords.ts';
import { passedOverText } from '../../../src/editor/views.ts';
import { causeWords, enumerated, joined, passedOverWords, stopWords } from '../../../src/editor/words.ts';
import { attemptEnd, failed } from '../../support/events.ts';
import { llm } from '../../support/providers.ts';
import { start } from '../../support/requests.ts';
import { clockFace, requestEnd } from './telling.ts';

const passed = { provider: 'codex', reason: 'cooling', failure: 'rate-limited', until: start } as const;

/** As in a window of that language. */
function speak(language: Language): void {
	config({ contents: JSON.stringify(readWords(bundleFile(language))) });
}

describe('the words of the views', () => {
	it('are in English those of the log', () => {
		for (const [kind, words] of Object.entries(causeWords)) {
			assert.equal(words(), consequences[kind as FailureKind].word);
		}
		for (const [reason, words] of Object.entries(stopWords)) {
			assert.equal(words(), stopLogged[reason as StopReason]);
		}
		for (const reason of Object.keys(passedOverWords) as PassedOverReason[]) {
			const each = { provider: 'codex', reason };
			assert.equal(passedOverText(each, clockFace), notAskedLogged([each], clockFace));
		}
		assert.equal(passedOverText(passed, clockFace), notAskedLogged([passed], clockFace));
	});

	it('list one, two and more', () => {
		assert.deepEqual([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(joined), ['', 'a', 'a and b', 'a, b and c']);
		assert.deepEqual([[], ['a'], ['a', 'b', 'c']].map(enumerated), ['', 'a', 'a, b, c']);
	});

	it('write amounts as the log does, and never less than what they say', () => {
		for (const [amount, text] of Object.entries({
			0: '$0.00',
			0.0042: '$0.0042',
			1.5: '$1.50',
			0.000001: '$0.000001',
		})) {
			assert.equal(dollars(Number(amount)), text);
			assert.equal(dollarsLogged(Number(amount)), text);
		}
		assert.equal(grouped(1_234_567), '1,234,567');
	});

	it('write even what is no amount, since anybody can report one', () => {
		assert.deepEqual([Number.NaN, -0.5, -5e-324].map(dollars), ['$NaN', '-$0.50', '-$0.00']);
	});
});

describe('the words of the views in another language', () => {
	afterEach(() => {
		config({ contents: {} });
	});

	it('are that language’s, and so are the figures', () => {
		speak('de');
		assert.equal(passedOverText(passed, clockFace), 'codex: Limit, zurück 00:00');
		assert.equal(joined(['a', 'b', 'c']), 'a, b und c');
		const figures = [grouped(12_000), duration(3200), dollars(0.0042)].map((text) => text.replaceAll('\u00a0', ' '));
		assert.deepEqual(figures, ['12.000', '3,2 s', '0,0042 $']);
	});

	for (const language of languages) {
		it(`leave the log in English: ${language}`, () => {
			const events = [
				attemptEnd(llm('local'), failed('rate-limited')),
				requestEnd({ answered: false, because: 'nobody-left', passedOver: [passed] }),
			];
			const logged = () => events.map((event) => logLine({ ...event, at: start }, clockFace)?.text);
			const english = logged();
			speak(language);
			assert.notEqual(stopWords['nobody-left'](), stopLogged['nobody-left']);
			assert.deepEqual(logged(), english);
		});

		it(`know how figures are written: ${language}`, () => {
			speak(language);
			assert.match(grouped(12_000).replaceAll(/\s/g, ' '), /^12[., ]000$/);
			assert.match(dollars(2.5), /2[.,]50/);
		});
	}
});
