import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Conversation } from '../../src/core/conversation.ts';
import type { ModelSelector } from '../../src/core/provider.ts';
import type { Answer } from '../../src/providers/provider.ts';
import { createVscodeLmAdapter } from '../../src/providers/vscodeLm.ts';
import { llm } from '../support/providers.ts';
import { request } from '../support/requests.ts';
import { scriptedModels, type ScriptedModels } from './scriptedModels.ts';

const none: ModelSelector = { vendor: null, family: null, id: null, version: null };
const text = (value: string) => new vscode.LanguageModelTextPart(value);

describe('the models of VS Code in a real extension host', () => {
	let models: ScriptedModels;

	before(async () => {
		models = await scriptedModels();
	});

	beforeEach(() => {
		models.reset();
	});

	const adapter = createVscodeLmAdapter({
		models: vscode,
		access: { canSendRequest: () => true },
		now: () => Date.UTC(2026, 10, 21),
	});

	function providerWith(selector: Partial<ModelSelector>) {
		return llm('own', { kind: 'vscode-lm', baseUrl: null, selector: { ...none, ...selector } });
	}

	const provider = providerWith({ vendor: 'scripted', family: 'scripted' });

	function run(
		{ conversation, instruction = 'hi' }: { conversation?: Conversation; instruction?: string } = {},
		signal = new AbortController().signal,
		shown: string[] = [],
	): Promise<Answer> {
		const payload = { instruction, ...(conversation === undefined ? {} : { conversation }) };
		return adapter.run(
			{
				request: request({ task: 'text' }, payload),
				provider,
				profile: provider.profiles[0],
				key: null,
				maxOutputTokens: null,
				cwd: null,
				files: null,
				handOff: null,
			},
			{
				signal,
				output: (part) => (part.type === 'text' ? shown.push(part.text) : undefined),
				permit: () => Promise.resolve(false),
			},
		);
	}

	const kindOf = (answer: Answer) => (answer.ok ? 'ok' : answer.failure.kind);

	it('stream their text, and tell their model and their tokens', async () => {
		models.play = (report) => {
			report(text('Hello, '));
			report(text('world'));
		};
		const shown: string[] = [];
		const answer = await run({}, undefined, shown);
		assert.ok(answer.ok, JSON.stringify(answer));
		assert.equal(answer.text, 'Hello, world');
		assert.equal(answer.model, 'scripted');
		assert.equal(answer.usage?.outputTokens, 3);
		assert.equal(shown.join(''), 'Hello, world');
	});

	it('get a conversation with tools as it stands, and their calls come back', async () => {
		models.play = (report) => {
			report(new vscode.LanguageModelToolCallPart('c2', 'ls', { path: 'b' }));
		};
		const conversation: Conversation = {
			messages: [
				{ role: 'user', parts: [{ type: 'text', text: 'What is here?' }] },
				{ role: 'assistant', parts: [{ type: 'call', call: { id: 'c1', name: 'ls', input: { path: 'a' } } }] },
				{ role: 'user', parts: [{ type: 'result', id: 'c1', text: 'a.ts' }] },
			],
			whole: true,
			tools: [{ name: 'ls', description: 'Lists a folder', schema: { type: 'object' } }],
			toolMode: 'required',
		};
		const answer = await run({ conversation });
		assert.ok(answer.ok, JSON.stringify(answer));
		assert.deepEqual(answer.calls, [{ id: 'c2', name: 'ls', input: { path: 'b' } }]);
		const [asked] = models.asked;
		assert.ok(asked);
		const [, call, result] = asked.messages;
		assert.ok(call?.content[0] instanceof vscode.LanguageModelToolCallPart);
		assert.deepEqual(call.content[0].input, { path: 'a' });
		assert.ok(result?.content[0] instanceof vscode.LanguageModelToolResultPart);
		assert.equal(result.content[0].callId, 'c1');
		assert.deepEqual(
			asked.options.tools?.map(({ name }) => name),
			['ls'],
		);
		assert.equal(asked.options.toolMode, vscode.LanguageModelChatToolMode.Required);
	});

	const failures: readonly (readonly [kind: string, error: () => Error])[] = [
		['quota-exhausted', () => vscode.LanguageModelError.Blocked('You have exhausted your premium model quota')],
		['rate-limited', () => vscode.LanguageModelError.Blocked('Rate limit exceeded, try again in 30 seconds')],
		['model-missing', () => vscode.LanguageModelError.NotFound('gone')],
		['unauthorized', () => vscode.LanguageModelError.NoPermissions('no')],
		['rate-limited', () => new Error('Request Failed: 429 {"error":{"code":"rate_limited","message":"slow down"}}')],
		['unreachable', () => new Error('connect ECONNREFUSED 127.0.0.1:1')],
		['context-exceeded', () => new Error('Message exceeds token limit.')],
		['unknown', () => new Error('Something odd')],
	];
	for (const [kind, error] of failures) {
		it(`say ${error().message}, and it is called ${kind}, before an answer and in the middle of one`, async () => {
			models.play = () => Promise.reject(error());
			const first = await run();
			models.play = (report) => {
				report(text('half'));
				throw error();
			};
			assert.deepEqual([kindOf(first), kindOf(await run())], [kind, kind], JSON.stringify(first));
		});
	}

	it('are told when the answer is not wanted any more', async () => {
		const stop = new AbortController();
		let told = false;
		models.play = (report, token) => {
			report(text('half'));
			return new Promise<void>((end) => {
				token.onCancellationRequested(() => {
					told = true;
					end();
				});
				stop.abort();
			});
		};
		assert.equal(kindOf(await run({}, stop.signal)), 'cancelled');
		await models.idle();
		assert.equal(told, true);
	});

	it('are not asked for more than they take', async () => {
		const answer = await run({ instruction: 'x'.repeat(20_000) });
		assert.equal(kindOf(answer), 'context-exceeded');
		assert.equal(models.asked.length, 0);
	});

	it('are ready when they are there, and are not when they are not', async () => {
		const [there, gone] = await Promise.all([
			adapter.check(provider),
			adapter.check(providerWith({ vendor: 'scripted', family: 'other' })),
		]);
		assert.deepEqual(there, { ready: true, version: '7' });
		assert.equal(gone.ready, false);
		assert.equal(models.asked.length, 0);
	});
});
