import assert from 'node:assert/strict';
import { hiddenIn, plainWords } from '../../../src/core/hiddenText.ts';
import { defaults, parseSettings } from '../../../src/core/settings.ts';
import { quote } from '../../../src/providers/said.ts';
import { begun } from '../../../src/editor/changesState.ts';
import { treeOf } from '../../../src/editor/changesTree.ts';
import { logLine } from '../../../src/editor/logLine.ts';
import { said } from '../../../src/editor/whyWords.ts';
import { attackOf } from '../../support/hostile.ts';

const { words = [], files = {}, model = '' } = attackOf('words-that-act');
const all = [...words, ...Object.keys(files), model];

/** What a message of VS Code makes a link of. */
const link = /\[[^\]]+\]\((?:https?:\/\/|command:|file:)/i;
const acting = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

describe(`words-that-act: ${attackOf('words-that-act').what}`, () => {
	for (const each of all) {
		const name = JSON.stringify(each);

		it(`${name} is neither a link nor an escape in a message`, () => {
			assert.doesNotMatch(plainWords(each), link);
			assert.doesNotMatch(plainWords(each), acting);
		});

		it(`${name} is one line of plain text in the log`, () => {
			const events = [
				{ type: 'settings-problem', path: 'switchyard.providers', message: each },
				{ type: 'readiness', provider: 'a', notReady: { reason: 'unreachable', message: each } },
				{ type: 'keys-changed', account: each },
			] as const;
			for (const event of events) {
				const line = logLine({ ...event, at: 0 }, () => '00:00');
				assert.ok(line);
				assert.doesNotMatch(line.text, acting);
			}
		});

		it(`${name} is nothing but words on the page that explains a decision`, () => {
			assert.doesNotMatch(said(each), link);
			assert.doesNotMatch(said(each), acting);
			assert.doesNotMatch(said(each), /(?<!\\)[[\]()<>]/);
		});

		it(`${name} is no name of a provider`, () => {
			const entry = { id: each, kind: 'openai', model: 'm' };
			const { problems } = parseSettings({ user: { providers: [entry] }, workspace: {} }, defaults);
			assert.deepEqual(
				problems.map(({ path }) => path),
				['switchyard.providers[0].id'],
			);
		});

		it(`${name} is drawn as it is in the view of changes`, () => {
			const file = {
				path: each.replaceAll('/', '_'),
				kind: 'added',
				special: null,
				guarded: false,
				authors: [],
				hunks: null,
				added: 1,
				removed: 0,
			} as const;
			for (const node of treeOf(begun([file]))) {
				assert.doesNotMatch(node.name, acting);
			}
		});
	}

	it('are there at all', () => {
		assert.ok(all.some((each) => link.test(each)) && all.some((each) => acting.test(each)));
		assert.ok(quote(words.join(' '), null).length > 0);
	});
});

describe(`hidden-code: ${attackOf('hidden-code').what}`, () => {
	for (const answer of attackOf('hidden-code').answers ?? []) {
		it(`is found in ${JSON.stringify(answer)}`, () => {
			assert.notDeepEqual(hiddenIn(`first\n${answer}\n`), []);
		});
	}
});
