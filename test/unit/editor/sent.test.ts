import assert from 'node:assert/strict';
import type { Payload, Piece } from '../../../src/core/request.ts';
import { createSentMemory, preparedFor, toldOf } from '../../../src/editor/sent.ts';
import { agent, llm } from '../../support/providers.ts';
import { request } from '../../support/requests.ts';

const tokensOf = (text: string) => text.length;
const piece = (name: string, length: number): Piece => ({
	kind: 'definition',
	path: `${name}.ts`,
	language: 'typescript',
	first: 1,
	last: 1,
	text: 'x'.repeat(length),
	name,
});
const asked = (id: string, payload: Partial<Payload> = {}) =>
	request({ id, contextTokens: 1000, optionalTokens: 1 }, payload);
const names = ({ pieces = [] }: Payload) => pieces.map(({ name }) => name);

describe('what is made ready for an attempt', () => {
	const pieces = [piece('a', 3000), piece('b', 9000)];

	it('is cut to the context of just this provider', () => {
		const cut = (contextTokens: number | null) =>
			names(preparedFor(asked('r', { pieces }), llm('p', { contextTokens }), null, tokensOf).fitted.payload);
		assert.deepEqual([2000, 6000, 20_000, null].map(cut), [[], ['a'], ['a', 'b'], ['a', 'b']]);
	});

	it('does not count twice what may be left out, where nobody has told it apart', () => {
		const whole = request({ contextTokens: 1000 + 12_080, answerTokens: 500 }, { pieces });
		const cut = (contextTokens: number) =>
			names(preparedFor(whole, llm('p', { contextTokens }), null, tokensOf).fitted.payload);
		assert.deepEqual([2000, 6000, 20_000].map(cut), [[], ['a'], ['a', 'b']]);
	});

	it('is told with what was said before, and as the whole that it is where that is all that is sent', () => {
		const said = { role: 'user', parts: [{ type: 'text', text: 'earlier words' }] } as const;
		const call = { id: 'c1', name: 'ls', input: { path: 'a' } };
		const asks = { role: 'assistant', parts: [{ type: 'call', call }] } as const;
		const tools = [{ name: 'ls', description: 'Lists', schema: null }];
		const prompt = (whole: boolean) => {
			const conversation = { messages: [said, asks], whole, tools, toolMode: 'auto' } as const;
			return toldOf(preparedFor(asked('r', { conversation }), llm('p'), null, tokensOf), false).prompt;
		};
		assert.match(prompt(false).user, /^\[user\]\nearlier words\n\n[\s\S]*\[user\]\n<request>\nadd a greeting\n/);
		assert.match(prompt(false).system, /careful programmer/);
		assert.equal(prompt(true).system, '');
		assert.match(
			prompt(true).user,
			/^\[user\]\nearlier words\n\n\[assistant\]\n\[call c1\] ls \{"path":"a"\}\n\n\[tools\]\n/,
		);
		assert.doesNotMatch(prompt(true).user, /greeting/);
	});

	it('leaves room for the account of unfinished work', () => {
		const handOff = { by: [], files: [], diff: 'd'.repeat(2000) };
		const made = preparedFor(asked('r', { pieces }), llm('p', { contextTokens: 6000 }), handOff, tokensOf);
		assert.deepEqual(names(made.fitted.payload), []);
		assert.match(toldOf(made, false).prompt.user, /d{2000}/);
	});

	it('is for an agent that changes files what it is told, uncut; for one that only answers what an LLM gets', () => {
		const task = (kind: 'changes' | 'text') => {
			const whole = request({ task: kind, contextTokens: 1000, optionalTokens: 1 }, { pieces });
			return toldOf(preparedFor(whole, agent('codex', { contextTokens: 6000 }), null, tokensOf), false);
		};
		assert.equal(task('changes').looksAround, true);
		assert.match(task('changes').prompt.user, /^add a greeting\n/);
		assert.deepEqual(names(task('text').fitted), ['a']);
		assert.match(task('text').prompt.user, /<definition name="a"/);
	});
});

describe('the memory of what was sent', () => {
	const routes = (memory: ReturnType<typeof createSentMemory>) => memory.routes().map(({ route }) => route);

	it('holds each attempt of a route, says when there is one more, and gives what is to be sent', () => {
		const told: string[] = [];
		const memory = createSentMemory(tokensOf, (route) => told.push(route));
		const pieces = [piece('a', 3000)];
		const sent = memory.prepare(asked('one', { pieces }), llm('small', { contextTokens: 2000 }), null);
		memory.prepare(asked('one', { pieces }), llm('large'), null);
		assert.deepEqual(names(sent.payload), []);
		const attempts = memory.routes()[0]?.attempts.map(({ provider, fitted }) => [provider.id, names(fitted.payload)]);
		assert.deepEqual(attempts, [
			['small', []],
			['large', ['a']],
		]);
		assert.deepEqual(told, ['one', 'one']);
	});

	it('holds the last ten routes', () => {
		const memory = createSentMemory(tokensOf, () => undefined);
		const ids = Array.from({ length: 12 }, (_, index) => `route-${index}`);
		for (const id of ids) {
			memory.prepare(asked(id), llm('a'), null);
		}
		assert.deepEqual(routes(memory), ids.slice(2));
	});

	it('holds no more than a few million characters, and the latest route however large', () => {
		const memory = createSentMemory(tokensOf, () => undefined);
		for (const id of ['one', 'two', 'three']) {
			memory.prepare(asked(id, { pieces: [piece(id, 1_900_000)] }), llm('a'), null);
		}
		assert.deepEqual(routes(memory), ['two', 'three']);
		memory.prepare(asked('four', { pieces: [piece('four', 9_000_000)] }), llm('a'), null);
		assert.deepEqual(routes(memory), ['four']);
	});
});
