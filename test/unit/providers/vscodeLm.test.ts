import assert from 'node:assert/strict';
import type { Conversation } from '../../../src/core/conversation.ts';
import type { FailureKind } from '../../../src/core/failure.ts';
import type { ModelSelector, Provider } from '../../../src/core/provider.ts';
import type { RunInput } from '../../../src/providers/provider.ts';
import { createVscodeLmAdapter } from '../../../src/providers/vscodeLm.ts';
import { CallPart, FakeModels, ModelError, model, parts, text } from '../../support/vscodeModels.ts';
import { codeRequest, kindOf, listenTo, providerOf, runInput } from './inputs.ts';

const now = Date.UTC(2026, 10, 21, 9, 0, 0);
const none: ModelSelector = { vendor: null, family: null, id: null, version: null };

function providerWith(selector: Partial<ModelSelector> = { vendor: 'acme', family: 'm' }): Provider {
	return providerOf({ kind: 'vscode-lm', selector: { ...none, ...selector } });
}

describe('the adapter for models of VS Code', () => {
	let fake: FakeModels;
	beforeEach(() => {
		fake = new FakeModels();
	});

	function run(listener = listenTo(), settings: Partial<RunInput> = {}, provider = providerWith()) {
		const adapter = createVscodeLmAdapter({ models: fake.models, access: fake.access, now: () => now });
		return adapter.run(runInput(provider, settings), listener);
	}

	const check = (provider = providerWith()) =>
		createVscodeLmAdapter({ models: fake.models, access: fake.access, now: () => now }).check(provider);

	it('streams the text and gives the whole answer with its model and its tokens', async () => {
		fake.play = () => parts(text('Hello, '), {}, text('world'));
		fake.tokens = (counted) => (counted === 'Hello, world' ? 3 : 40);
		const listener = listenTo();
		assert.deepEqual(await run(listener), {
			ok: true,
			text: 'Hello, world',
			model: 'm',
			usage: { inputTokens: 40, outputTokens: 3, cost: null },
		});
		assert.deepEqual(listener.parts, [
			{ type: 'text', text: 'Hello, ' },
			{ type: 'activity' },
			{ type: 'text', text: 'world' },
		]);
	});

	it('sends our own words first, then the request, with the reason for asking', async () => {
		fake.play = () => parts(text('x'));
		await run(listenTo(), { request: codeRequest('text', { instruction: 'Why?' }) });
		const [system, request, ...others] = fake.sent[0]?.messages ?? [];
		assert.deepEqual(others, []);
		assert.match(String(system?.content), /Answer in Markdown/);
		assert.deepEqual(request?.content, [text('<request>\nWhy?\n</request>')]);
		assert.match(String(fake.sent[0]?.options['justification']), /your settings name it/);
		assert.equal(fake.sent[0]?.options['tools'], undefined);
	});

	it('asks for the model that the settings mean, and for nothing that they leave out', async () => {
		fake.play = () => parts(text('x'));
		await run();
		await run(listenTo(), {}, providerWith({ id: 'm-1', version: '3' }));
		await run(listenTo(), {}, providerWith({}));
		assert.deepEqual(fake.selectors, [{ vendor: 'acme', family: 'm' }, { id: 'm-1', version: '3' }, {}]);
	});

	it('never takes one of our own models', async () => {
		fake.offered = [model({ vendor: 'switchyard' })];
		const answer = await run(listenTo(), {}, providerWith({}));
		assert.equal(kindOf(answer), 'model-missing');
		assert.equal((await check(providerWith({}))).ready, false);
		assert.equal(fake.sent.length, 0);
	});

	const failures: readonly (readonly [FailureKind, Error])[] = [
		['quota-exhausted', new ModelError('Blocked')],
		['quota-exhausted', new ModelError('Blocked', 'You have exhausted your premium model quota.')],
		['rate-limited', new ModelError('Blocked', 'Sorry, you have been rate-limited. Try again in 30 seconds.')],
		['model-missing', new ModelError('NotFound', 'Language model m is unknown')],
		['unauthorized', new ModelError('NoPermissions')],
		['unknown', new ModelError('Unknown', 'Something odd')],
		['unknown', new Error('Something odd')],
		['context-exceeded', new ModelError('Unknown', 'Message exceeds token limit.')],
		['rate-limited', new ModelError('Unknown', 'Unknown', new Error('Request Failed: 429 Too Many Requests'))],
		[
			'quota-exhausted',
			new Error('Request Failed: 402', { cause: { message: '{"error":{"code":"insufficient_quota","message":"x"}}' } }),
		],
		['overloaded', new ModelError('Unknown', 'status code 503')],
		['unauthorized', new ModelError('Unknown', 'You are not signed in to this account')],
		['unreachable', new ModelError('Unknown', 'connect ECONNREFUSED 127.0.0.1:11434')],
		['refused', new ModelError('Unknown', 'Response got filtered.')],
		['bad-request', new ModelError('Unknown', 'Request Failed: 400 {"error":{"message":"no"}}')],
	];
	for (const [kind, error] of failures) {
		const { code } = error as { readonly code?: string };
		it(`calls ${code ?? 'an error without a name'} “${error.message}” ${kind}, before an answer and in the middle of one`, async () => {
			fake.play = () => Promise.reject(error);
			assert.equal(kindOf(await run()), kind);
			fake.play = () => parts(text('half'), error);
			assert.equal(kindOf(await run()), kind);
			assert.equal(fake.sent.length, 2);
		});
	}

	it('gives the wait that a sentence names, and none where none is named', async () => {
		const waits: unknown[] = [];
		for (const words of ['Rate limit exceeded, try again in 30 seconds', 'Out of quota']) {
			fake.play = () => Promise.reject(new ModelError('Blocked', words));
			const answer = await run();
			waits.push(!answer.ok && 'retryAfterMs' in answer.failure ? answer.failure.retryAfterMs : undefined);
		}
		assert.deepEqual(waits, [30_000, null]);
	});

	it('keeps what was said apart from what may be logged', async () => {
		fake.play = () => Promise.reject(new ModelError('Unknown', 'the prompt "secret code" is odd'));
		const answer = await run();
		assert.ok(!answer.ok);
		assert.equal(answer.failure.said, 'the prompt "secret code" is odd');
		assert.doesNotMatch(JSON.stringify([answer.failure.message, answer.failure.evidence]), /secret/);
	});

	it('a user who does not allow the model is told what to do, and the provider is not to blame', async () => {
		fake.allowed = undefined;
		fake.play = () => Promise.reject(new ModelError('NoPermissions', 'no'));
		const answer = await run();
		assert.ok(!answer.ok);
		assert.equal(answer.failure.kind, 'not-allowed');
		assert.match(answer.failure.message, /Manage Language Model Access/);
		assert.equal(answer.failure.neverSent, true);
	});

	it('holds the deadlines while VS Code may ask the user, and only then', async () => {
		const asked: boolean[] = [];
		const listener = { ...listenTo(), asking: (open: boolean) => asked.push(open) };
		fake.play = () => {
			asked.push(fake.allowed === true);
			return parts(text('x'));
		};
		await run(listener);
		assert.deepEqual(asked, [true]);
		asked.length = 0;
		fake.allowed = undefined;
		await run(listener);
		assert.deepEqual(asked, [true, false, false]);
	});

	it('sends nothing that is longer than the model takes', async () => {
		fake.offered = [model({ maxInputTokens: 10 })];
		const answer = await run(listenTo(), { request: codeRequest('text', { instruction: 'x'.repeat(400) }) });
		assert.ok(!answer.ok);
		assert.equal(answer.failure.kind, 'context-exceeded');
		assert.equal(answer.failure.neverSent, true);
		assert.equal(answer.failure.evidence?.['most'], 10);
		assert.equal(fake.sent.length, 0);
	});

	it('asks a model that can’t count all the same', async () => {
		fake.tokens = null;
		fake.play = () => parts(text('x'));
		const answer = await run();
		assert.ok(answer.ok);
		assert.deepEqual(answer.usage, { inputTokens: null, outputTokens: null, cost: null });
	});

	for (const [what, all] of [
		['nothing', []],
		['blanks', [text(' \n')]],
		['parts that nobody knows', [{ thinking: 'hm' }]],
		['a call of a tool that nobody offered', [new CallPart('c', 'shell', {})]],
	] as const) {
		it(`an answer of ${what} is none`, async () => {
			fake.play = () => parts(...all);
			assert.equal(kindOf(await run()), 'bad-output');
		});
	}

	it('passes a conversation with its tools on, and gives the calls of the model', async () => {
		const conversation: Conversation = {
			messages: [
				{ role: 'system', parts: [{ type: 'text', text: 'Be brief.' }] },
				{ role: 'assistant', parts: [{ type: 'call', call: { id: 'c1', name: 'ls', input: { a: 1 } } }] },
				{
					role: 'user',
					parts: [
						{ type: 'text', text: 'Go on.' },
						{ type: 'result', id: 'c1', text: 'a.ts' },
					],
				},
			],
			whole: true,
			tools: [{ name: 'ls', description: 'Lists', schema: { type: 'object' } }],
			toolMode: 'required',
		};
		fake.play = () => parts(new CallPart('c2', 'ls', { a: 2 }));
		const answer = await run(listenTo(), { request: codeRequest('text', { instruction: '', conversation }) });
		assert.ok(answer.ok);
		assert.deepEqual(answer.calls, [{ id: 'c2', name: 'ls', input: { a: 2 } }]);
		const [sent] = fake.sent;
		assert.ok(sent);
		const { messages, options } = sent;
		assert.deepEqual(JSON.parse(JSON.stringify(messages)), [
			{ role: 'user', content: [{ value: 'Be brief.' }] },
			{ role: 'assistant', content: [{ callId: 'c1', name: 'ls', input: { a: 1 } }] },
			{ role: 'user', content: [{ callId: 'c1', content: [{ value: 'a.ts' }] }, { value: 'Go on.' }] },
		]);
		assert.deepEqual(options['tools'], [{ name: 'ls', description: 'Lists', inputSchema: { type: 'object' } }]);
		assert.equal(options['toolMode'], 2);
	});

	it('is ready without making VS Code ask, and not where the user has said no', async () => {
		const ready: unknown[] = [];
		for (const allowed of [true, undefined, false]) {
			fake.allowed = allowed;
			ready.push((await check()).ready);
		}
		assert.deepEqual(ready, [true, true, false]);
		fake.offered = [];
		const missing = await check();
		assert.ok(!missing.ready);
		assert.match(missing.message, /no model acme m now/);
		assert.equal(fake.sent.length, 0);
	});

	it('a stop ends it at once, also while VS Code asks the user, and tells the model', async () => {
		const stop = new AbortController();
		const begun = new Promise<void>((asked) => {
			fake.play = () => {
				asked();
				return new Promise(() => undefined);
			};
		});
		const answer = run(listenTo(stop.signal));
		await begun;
		stop.abort();
		assert.equal(kindOf(await answer), 'cancelled');
		assert.equal(fake.sent[0]?.token.isCancellationRequested, true);
	});

	it('a stop in the middle of an answer lets nothing more through', async () => {
		const stop = new AbortController();
		fake.play = async function* () {
			yield text('one');
			stop.abort();
			yield text('two');
		};
		const listener = listenTo(stop.signal);
		assert.equal(kindOf(await run(listener)), 'cancelled');
		assert.equal(listener.text(), 'one');
	});

	it('is not even asked after a stop', async () => {
		const stop = new AbortController();
		stop.abort();
		assert.equal(kindOf(await run(listenTo(stop.signal))), 'cancelled');
		assert.equal(fake.selectors.length, 0);
	});
});
