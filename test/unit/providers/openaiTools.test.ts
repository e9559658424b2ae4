import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Conversation, Message } from '../../../src/core/conversation.ts';
import type { Provider } from '../../../src/core/provider.ts';
import { createOpenAiAdapter } from '../../../src/providers/openai.ts';
import type { Answer } from '../../../src/providers/provider.ts';
import { type LlmServer, type Reply, startLlmServer } from '../../support/llmServer.ts';
import { codeRequest, kindOf, listenTo, providerOf, runInput } from './inputs.ts';

const adapter = createOpenAiAdapter(() => 0);

const bash = {
	name: 'bash',
	description: 'Runs a command',
	schema: { type: 'object', properties: { command: { type: 'string' } } },
};

const text = (role: Message['role'], words: string): Message => ({ role, parts: [{ type: 'text', text: words }] });

/** A whole conversation in which a tool was called before. */
const talk: Conversation = {
	messages: [
		text('system', 'Be brief.'),
		text('user', 'What is here?'),
		{
			role: 'assistant',
			parts: [
				{ type: 'text', text: 'I look.' },
				{ type: 'call', call: { id: 'c1', name: 'bash', input: { command: 'ls' } } },
			],
		},
		{
			role: 'user',
			parts: [
				{ type: 'text', text: 'Go on.' },
				{ type: 'result', id: 'c1', text: 'a.ts' },
			],
		},
	],
	whole: true,
	tools: [bash],
	toolMode: 'auto',
};

function requestWith(conversation: Conversation) {
	return codeRequest('text', { instruction: '', conversation });
}

for (const api of ['chat', 'responses'] as const) {
	describe(`a conversation with tools, over ${api}`, () => {
		let server: LlmServer;
		let provider: Provider;
		beforeEach(async () => {
			server = await startLlmServer();
			provider = providerOf({ baseUrl: `${server.origin}/a/v1`, api });
		});
		afterEach(() => server.close());

		function run(reply: Reply, conversation = talk, listener = listenTo()): Promise<Answer> {
			server.script('a', reply);
			return adapter.run(runInput(provider, { request: requestWith(conversation) }), listener);
		}

		const sent = () => server.requests[0]?.body as Readonly<Record<string, unknown>>;

		it('is sent as it stands, with nothing of ours, each result right after its call', async () => {
			await run({ type: 'answer', text: 'done' });
			const call = { name: 'bash', arguments: '{"command":"ls"}' };
			const chat = {
				messages: [
					{ role: 'system', content: 'Be brief.' },
					{ role: 'user', content: 'What is here?' },
					{ role: 'assistant', content: 'I look.', tool_calls: [{ id: 'c1', type: 'function', function: call }] },
					{ role: 'tool', tool_call_id: 'c1', content: 'a.ts' },
					{ role: 'user', content: 'Go on.' },
				],
				tools: [
					{ type: 'function', function: { name: 'bash', description: 'Runs a command', parameters: bash.schema } },
				],
			};
			const responses = {
				input: [
					{ role: 'system', content: 'Be brief.' },
					{ role: 'user', content: 'What is here?' },
					{ role: 'assistant', content: 'I look.' },
					{ type: 'function_call', call_id: 'c1', ...call },
					{ type: 'function_call_output', call_id: 'c1', output: 'a.ts' },
					{ role: 'user', content: 'Go on.' },
				],
				tools: [
					{ type: 'function', name: 'bash', description: 'Runs a command', parameters: bash.schema, strict: false },
				],
				instructions: undefined,
			};
			const expected = api === 'chat' ? chat : responses;
			const body = sent();
			assert.deepEqual(Object.fromEntries(Object.keys(expected).map((name) => [name, body[name]])), expected);
			assert.equal(body['tool_choice'], undefined);
		});

		it('insists on a tool where whoever asks does', async () => {
			await run({ type: 'answer', text: 'done' }, { ...talk, toolMode: 'required' });
			assert.equal(sent()['tool_choice'], 'required');
		});

		it('ends with the calls of the model, whole and with their arguments read', async () => {
			const listener = listenTo();
			const answer = await run({ type: 'shell', command: 'cat a.ts', say: 'I read it.' }, talk, listener);
			assert.ok(answer.ok);
			assert.equal(answer.text, 'I read it.');
			assert.equal(listener.text(), 'I read it.');
			const [call, ...others] = answer.calls ?? [];
			assert.deepEqual(others, []);
			assert.equal(call?.name, 'bash');
			assert.equal((call.input as { command?: string }).command, 'cat a.ts');
			assert.notEqual(call.id, '');
		});

		it('is answered by a call without a word', async () => {
			const answer = await run({ type: 'shell', command: 'ls' });
			assert.ok(answer.ok);
			assert.equal(answer.text, '');
			assert.equal(answer.calls?.length, 1);
		});

		it('sends earlier turns between our own words and the request', async () => {
			const before: Conversation = {
				messages: [text('user', 'earlier question'), text('assistant', 'earlier answer')],
				whole: false,
				tools: [],
				toolMode: 'auto',
			};
			server.script('a', { type: 'answer', text: 'x' });
			const request = codeRequest('text', { instruction: 'And now?', conversation: before });
			await adapter.run(runInput(provider, { request }), listenTo());
			const body = sent();
			const said = (api === 'chat' ? body['messages'] : body['input']) as { role: string; content: string }[];
			assert.deepEqual(
				said.filter(({ role }) => role !== 'system').map(({ role, content }) => [role, content]),
				[
					['user', 'earlier question'],
					['assistant', 'earlier answer'],
					['user', '<request>\nAnd now?\n</request>'],
				],
			);
			assert.match(String(api === 'chat' ? said[0]?.content : body['instructions']), /Answer in Markdown/);
		});
	});
}

/** One answer of a server that writes what it likes. */
describe('what servers make of tool calls', () => {
	let server: http.Server;
	let reply: (response: http.ServerResponse) => void;
	let provider: Provider;
	beforeEach(async () => {
		server = http.createServer((request, response) => {
			request.resume().on('end', () => {
				reply(response);
			});
		});
		await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
		provider = providerOf({ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1` });
	});
	afterEach(() => new Promise((closed) => server.close(closed)));

	function streams(...chunks: readonly object[]): void {
		reply = (response) => {
			response.writeHead(200, { 'content-type': 'text/event-stream' });
			chunks.forEach((chunk) => response.write(`data: ${JSON.stringify(chunk)}\n\n`));
			response.end('data: [DONE]\n\n');
		};
	}

	const pieces = (...calls: readonly object[]) => ({ choices: [{ delta: { tool_calls: calls } }] });
	const finish = { choices: [{ delta: {}, finish_reason: 'tool_calls' }] };
	const run = (conversation: Conversation = talk) =>
		adapter.run(runInput(provider, { request: requestWith(conversation) }), listenTo());
	const callsOf = (answer: Answer) => (answer.ok ? answer.calls : answer.failure);

	it('two calls whose pieces come in turns are kept apart', async () => {
		streams(
			pieces({ index: 0, id: 'x', function: { name: 'bash', arguments: '{"command"' } }),
			pieces({ index: 1, id: 'y', function: { name: 'bash', arguments: '{' } }),
			pieces({ index: 0, function: { arguments: ':"ls"}' } }, { index: 1, function: { arguments: '}' } }),
			finish,
		);
		assert.deepEqual(callsOf(await run()), [
			{ id: 'x', name: 'bash', input: { command: 'ls' } },
			{ id: 'y', name: 'bash', input: {} },
		]);
	});

	it('calls without an index, an id or arguments are understood', async () => {
		streams(
			pieces({ function: { name: 'bash', arguments: '' } }),
			pieces({ id: 'own', function: { name: 'bash', arguments: '{"command":' } }),
			pieces({ function: { arguments: '"ls"}' } }),
			finish,
		);
		assert.deepEqual(callsOf(await run()), [
			{ id: 'call-1', name: 'bash', input: {} },
			{ id: 'own', name: 'bash', input: { command: 'ls' } },
		]);
	});

	for (const [what, written] of [
		['are cut', '{"command":'],
		['are no object', '["ls"]'],
	] as const) {
		it(`arguments that ${what} are an answer nobody can use`, async () => {
			streams(pieces({ index: 0, id: 'x', function: { name: 'bash', arguments: written } }), finish);
			assert.equal(kindOf(await run()), 'bad-output');
		});
	}

	it('a call of a tool that nobody offered is an empty answer', async () => {
		streams(pieces({ index: 0, id: 'x', function: { name: 'bash', arguments: '{}' } }), finish);
		assert.equal(kindOf(await run({ ...talk, tools: [] })), 'bad-output');
	});

	it('a whole answer in place of a stream has its calls too', async () => {
		const message = { content: null, tool_calls: [{ id: 'w', function: { name: 'bash', arguments: '{"a":1}' } }] };
		reply = (response) => {
			response.writeHead(200, { 'content-type': 'application/json' });
			response.end(JSON.stringify({ choices: [{ message, finish_reason: 'tool_calls' }] }));
		};
		assert.deepEqual(callsOf(await run()), [{ id: 'w', name: 'bash', input: { a: 1 } }]);
	});

	it('a connection that is lost before the end of a call is a failure', async () => {
		reply = (response) => {
			response.writeHead(200, { 'content-type': 'text/event-stream' });
			const chunk = pieces({ index: 0, id: 'x', function: { name: 'bash', arguments: '{}' } });
			response.write(`data: ${JSON.stringify(chunk)}\n\n`, () => response.destroy());
		};
		assert.equal(kindOf(await run()), 'unreachable');
	});
});
