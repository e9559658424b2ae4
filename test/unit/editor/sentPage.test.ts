import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { NotSentReason, Payload, Piece } from '../../../src/core/request.ts';
import { type SentAttempt, sentPage, type SentSource } from '../../../src/editor/sentPage.ts';

const tokensOf = (text: string) => text.length;

const piece: Piece = {
	kind: 'definition',
	path: 'src/money.ts',
	language: 'typescript',
	first: 3,
	last: 12,
	text: 'one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten',
	name: 'total',
};
const focus = {
	path: 'src/cart.ts',
	language: 'typescript',
	before: 'a\nb\n',
	selection: 'c\n',
	after: 'd\n',
	firstLine: 5,
	lineCount: 40,
};
const payload: Payload = { instruction: 'Explain', focus, attachments: [], paths: [], pieces: [piece] };

function attempt(different: Partial<SentAttempt> = {}): SentAttempt {
	return {
		provider: 'alpha',
		model: 'alpha-1',
		contextTokens: 12_000,
		whole: payload,
		fitted: payload,
		looksAround: false,
		prompt: { system: 'the system', user: 'the user' },
		neverSent: false,
		...different,
	};
}

const markdownOf = (attempts: readonly SentAttempt[], different: Partial<SentSource> = {}) =>
	sentPage({ route: 'route-1', command: 'explain', attempts, ...different }, tokensOf);

/** The page as it is read: without the marks that keep words from being read as anything else. */
const pageOf = (...given: Parameters<typeof markdownOf>) => markdownOf(...given).replaceAll('\\', '');

describe('the page of what was sent', () => {
	it('tells to whom, how much, each part with its place and why it went along', () => {
		const page = pageOf([attempt()]);
		assert.match(page, /^# What was sent\n\nWith \*\*Explain Code\*\*\./);
		assert.match(page, /## To alpha \(alpha-1\)\n\nAbout \*\*18 tokens\*\*, of the 12,000 that it takes\./);
		assert.match(
			page,
			/\| Selection and document \| src\/cart\.ts, lines 5–8 of 40 \| 8 \| the question is about it \|/,
		);
		assert.match(page, /\| Definition \| src\/money\.ts, lines 3–12 \| 48 \| \*\*total\*\* is used there \|/);
		assert.match(page, /```text\nthe system\n```[^]*```text\nthe user\n```\n$/);
	});

	it('tells what was left out: of the document, of a piece, whole pieces, files, names, and what must not be sent', () => {
		const reasons: readonly NotSentReason[] = [
			'secret',
			'ignored',
			'excluded',
			'outside',
			'link',
			'not-text',
			'too-large',
			'missing',
			'unknown',
		];
		const whole: Payload = {
			...payload,
			attachments: [{ path: 'big.ts', language: '', text: 'big' }],
			paths: ['a', 'b', 'c'],
			pieces: [piece, { ...piece, kind: 'type', name: 'Item' }, { ...piece, kind: 'type', name: 'Long', last: 90 }],
			notSent: reasons.map((why) => ({ path: why, why, attached: false })),
			incomplete: true,
		};
		const fitted: Payload = {
			...whole,
			attachments: [],
			paths: ['a'],
			pieces: [{ ...piece, text: 'one\ntwo\n' }, ...(whole.pieces ?? []).slice(2)],
		};
		const page = pageOf([attempt({ whole, fitted })]);
		for (const row of [
			'| Document: src/cart.ts, lines 1–4 | no room for it, or too far away |',
			'| Document: src/cart.ts, lines 9–40 | no room for it, or too far away |',
			'| File: big.ts | no room for it |',
			'| Definition: src/money.ts, lines 5–12 | no room for the rest of it |',
			'| Type: src/money.ts, lines 3–12 | no room for it |',
			'| Type: src/money.ts, lines 13–90 | the beginning says most |',
			'| Names of files: 2 | no room for it |',
			'| secret | its name says that it holds secrets |',
			'| ignored | git ignores it |',
			'| link | it is a link, or is reached through one |',
			'| unknown | git could not tell whether it ignores it |',
		]) {
			assert.ok(page.includes(row), row);
		}
		assert.match(page, /took too long: more definitions may exist/);
	});

	it('says nothing of what was left out where that is nothing', () => {
		const all = { ...payload, focus: { ...focus, firstLine: 1, lineCount: 4 } };
		const page = pageOf([attempt({ whole: all, fitted: all })]);
		assert.doesNotMatch(page, /left out/);
		assert.match(page, /\| src\/cart\.ts \|/);
	});

	it('tells of each attempt, once of the same text, and of none that nothing left the machine for', () => {
		const page = pageOf([
			attempt(),
			attempt({ provider: 'beta', model: null, contextTokens: null }),
			attempt({ provider: 'gamma', neverSent: true, prompt: { system: '', user: 'never' } }),
		]);
		assert.match(page, /## 1\. To alpha \(alpha-1\)\n/);
		assert.match(page, /## 2\. To beta\n\nAbout \*\*18 tokens\*\*\. The same text as to \*\*alpha\*\* \(1\)\.\n/);
		assert.match(page, /## 3\. To gamma \(alpha-1\)\n\nNothing left this machine: the attempt failed before\.\n$/);
		assert.equal(page.split('the user').length, 2);
	});

	it('says of an agent that changes files that it reads them itself', () => {
		const own = {
			...payload,
			attachments: [{ path: 'a.ts', language: '', text: 'text' }],
			pieces: [],
			paths: ['a.ts'],
		};
		const page = pageOf([
			attempt({ whole: own, fitted: own, looksAround: true, prompt: { system: '', user: 'Related files: a.ts' } }),
		]);
		assert.match(page, /\| File \| a\.ts \| – \| named; the agent reads it itself \|/);
		assert.doesNotMatch(page, /every request of this kind|Names of files|left out/);
	});

	it('says that nothing was sent, or would be', () => {
		assert.equal(pageOf([]), '# What was sent\n\nNothing was sent.\n');
		assert.match(pageOf([], { route: null }), /^# What would be sent\n\nNothing would be sent: nobody can be asked/);
		assert.match(pageOf([attempt()], { route: null }), /^# What would be sent\n\nNothing was sent\./);
	});

	it('reads nobody’s words as anything but words, whatever they are', () => {
		const evil = '`[x](command:evil) <b>b</b> ![i](http://evil.example)\n| a |\n# h';
		const words = fc.oneof(fc.constant(evil), fc.string({ unit: 'grapheme' }), fc.constant('```\n````text\n'));
		fc.assert(
			fc.property(words, words, (name, text) => {
				const own: Payload = {
					...payload,
					pieces: [{ ...piece, path: name, name }],
					notSent: [{ path: name, why: 'secret', attached: true }],
				};
				const page = markdownOf([
					attempt({ provider: name, model: name, whole: own, fitted: own, prompt: { system: '', user: text } }),
				]);
				const [told = '', ...fences] = page.split('### The text itself\n\n');
				assert.doesNotMatch(told, /(?<!\\)<|(?<!\\)\]\(|^\| a \||^# h/m);
				const [, fence = ''] = /^(`{3,})text\n/.exec(fences.join('')) ?? [];
				assert.equal(fences.join(''), `${fence}text\n${text}\n${fence}\n`);
				assert.ok(!text.includes(fence));
			}),
		);
	});
});
