import assert from 'node:assert/strict';
import { startLlmServer, refusedOrigin, type LlmServer } from '../../support/llmServer.ts';
import { ask, dialectNames } from './asking.ts';

describe('the scripted LLM server', () => {
	let server: LlmServer;
	beforeEach(async () => {
		server = await startLlmServer();
	});
	afterEach(() => server.close());

	it('gives the replies of a script in order, and the last one again and again', async () => {
		server.script('a', { type: 'answer', text: 'first' }, { type: 'answer', text: 'last' });
		const texts = [];
		for (let turn = 0; turn < 3; turn += 1) {
			texts.push(textIn(await (await ask(server, 'anthropic')).json()));
		}
		assert.deepEqual(texts, ['first', 'last', 'last']);
	});

	it('keeps the scripts of different names apart', async () => {
		server.script('a', { type: 'answer', text: 'from a' });
		server.script('b', { type: 'answer', text: 'from b' });
		assert.equal(textIn(await (await ask(server, 'anthropic', { name: 'b' })).json()), 'from b');
		assert.equal(textIn(await (await ask(server, 'anthropic', { name: 'a' })).json()), 'from a');
		assert.equal(server.asked('a').length, 1);
		assert.equal(server.asked('b').length, 1);
	});

	it('starts over when a name is scripted again', async () => {
		server.script('a', { type: 'answer', text: 'old' }, { type: 'answer', text: 'never' });
		await ask(server, 'anthropic');
		server.script('a', { type: 'answer', text: 'new' });
		assert.equal(textIn(await (await ask(server, 'anthropic')).json()), 'new');
	});

	it('asks a function for its reply and shows it the request', async () => {
		server.script('a', (received) => ({ type: 'answer', text: `You said ${received.prompt}` }));
		assert.equal(textIn(await (await ask(server, 'anthropic')).json()), 'You said Hi');
	});

	it('uses the script without a name where the path has no scripted name', async () => {
		server.script('', { type: 'answer', text: 'nameless' });
		assert.equal(textIn(await (await ask(server, 'anthropic', { name: 'unknown' })).json()), 'nameless');
		assert.equal(server.requests[0]?.name, '');
	});

	it('answers 404 where nothing is scripted', async () => {
		const response = await ask(server, 'chat');
		assert.equal(response.status, 404);
		assert.equal(await response.text(), 'Not Found');
	});

	for (const dialect of dialectNames) {
		it(`records what a request in ${dialect} says`, async () => {
			server.script('a', { type: 'answer', text: 'yes' });
			await (await ask(server, dialect, { stream: true })).text();
			const [received] = server.requests;
			assert.ok(received);
			const { name, method, prompt, model, stream, side, toolResults } = received;
			assert.equal(received.dialect, dialect);
			assert.deepEqual(
				{ name, method, prompt, model, stream, side, toolResults },
				{ name: 'a', method: 'POST', prompt: 'Hi', model: 'model-1', stream: true, side: false, toolResults: 0 },
			);
		});
	}

	it('records the keys as they were sent', async () => {
		server.script('a', { type: 'answer', text: 'yes' });
		await ask(server, 'chat', { init: { headers: { authorization: 'Bearer key-1', 'x-api-key': 'key-2' } } });
		assert.deepEqual(
			server.requests.map(({ headers }) => [headers.authorization, headers['x-api-key']]),
			[['Bearer key-1', 'key-2']],
		);
	});

	it('joins the text of the system prompt and of every message', async () => {
		server.script('a', { type: 'answer', text: 'yes' });
		const messages = [
			{ role: 'user', content: [{ type: 'text', text: 'one' }] },
			{ role: 'assistant', content: 'two' },
		];
		await ask(server, 'anthropic', { more: { system: [{ type: 'text', text: 'zero' }], messages } });
		assert.equal(server.requests[0]?.prompt, 'zero\none\ntwo');
	});

	it('counts the tool results since the last text of the user', async () => {
		server.script('a', { type: 'answer', text: 'yes' });
		const tool = { role: 'tool', tool_call_id: '1', content: 'done' };
		const user = { role: 'user', content: 'Hi' };
		await ask(server, 'chat', { more: { messages: [user, tool, user, tool, tool] } });
		const output = { type: 'function_call_output', call_id: '1', output: 'done' };
		await ask(server, 'responses', { more: { input: [user, output, user, output] } });
		const result = { role: 'user', content: [{ type: 'tool_result', tool_use_id: '1', content: 'done' }] };
		const reminder = { role: 'user', content: [{ type: 'text', text: '<system-reminder>Mind</system-reminder>' }] };
		await ask(server, 'anthropic', { more: { messages: [user, result, user, result, reminder, result, result] } });
		assert.deepEqual(
			server.requests.map((request) => request.toolResults),
			[2, 1, 3],
		);
	});

	it('reads from the prompt in which folder an agent works', async () => {
		server.script('a', { type: 'answer', text: 'yes' });
		await ask(server, 'anthropic', {
			more: { system: '# Environment\n - Primary working directory: /some/tree\n - Shell: sh' },
		});
		await ask(server, 'responses', {
			more: { input: '<environment_context>\n  <cwd>/other/tree</cwd>\n</environment_context>' },
		});
		await ask(server, 'chat');
		assert.deepEqual(
			server.requests.map((request) => request.workingDirectory),
			['/some/tree', '/other/tree', null],
		);
	});

	it('serves side calls without taking a scripted reply', async () => {
		server.script('a', { type: 'answer', text: 'the reply' });
		const root = `${server.origin}/a`;
		assert.equal((await fetch(root, { method: 'HEAD' })).status, 200);
		assert.equal((await fetch(`${server.origin}/`)).status, 200);
		assert.equal((await fetch(`${root}/v1/unknown`)).status, 404);
		const models = await (await fetch(`${root}/v1/models`)).json();
		assert.match(JSON.stringify(models), /"id":"scripted-model"/);
		const count = await fetch(`${root}/v1/messages/count_tokens?beta=true`, { method: 'POST', body: '{}' });
		assert.deepEqual(await count.json(), { input_tokens: 1234 });
		const title = await ask(server, 'anthropic', { init: { headers: { 'user-agent': 'claude-cli/2.1' } } });
		assert.equal(textIn(await title.json()), 'Side request');
		assert.deepEqual([...new Set(server.requests.map((request) => request.side))], [true]);
		assert.deepEqual(server.asked('a'), []);
		assert.equal(textIn(await (await ask(server, 'anthropic')).json()), 'the reply');
	});

	it('takes a request of an agent with tools, or from a folder, for its main conversation', async () => {
		server.script('a', { type: 'answer', text: 'the reply' });
		const init = { headers: { 'user-agent': 'claude-cli/2.1' } };
		await ask(server, 'anthropic', { init, more: { tools: [{ name: 'Write' }] } });
		await ask(server, 'anthropic', { init, more: { system: ' - Primary working directory: /tree' } });
		assert.equal(server.asked('a').length, 2);
	});

	it('tells when a request has arrived, has been answered and has been given up by its client', async () => {
		server.script('a', { type: 'stall' }, { type: 'answer', text: 'yes' });
		const abort = new AbortController();
		const stalled = ask(server, 'chat', { init: { signal: abort.signal } });
		await server.waitFor(({ requests }) => requests.length === 1);
		assert.equal(server.requests[0]?.ended, 'open');
		assert.equal(server.openSockets(), 1);
		abort.abort();
		await assert.rejects(stalled, { name: 'AbortError' });
		await server.waitFor((now) => now.requests[0]?.ended === 'client-closed' && now.openSockets() === 0);
		await (await ask(server, 'chat')).text();
		await server.waitFor(({ requests }) => requests[1]?.ended === 'replied');
	});

	it('listens on loopback only', () => {
		assert.equal(new URL(server.origin).hostname, '127.0.0.1');
	});
});

describe('closing the scripted LLM server', () => {
	it('ends what is still open and disappoints who waits', async () => {
		const server = await startLlmServer();
		server.script('a', { type: 'stall' });
		const stalled = assert.rejects(ask(server, 'chat'));
		await server.waitFor(({ requests }) => requests.length === 1);
		const waiting = assert.rejects(
			server.waitFor(() => false),
			/closed before/,
		);
		await server.close();
		await Promise.all([stalled, waiting]);
		assert.equal(server.requests[0]?.ended, 'cut');
		assert.equal(server.openSockets(), 0);
	});

	it('tells of a script that could not be carried out', async () => {
		const server = await startLlmServer();
		server.script('a', { type: 'write', path: '/tmp/file', content: 'text' });
		await assert.rejects(ask(server, 'chat'));
		await assert.rejects(server.close(), /No tool of the request can write/);
	});

	it('names an origin that refuses connections', async () => {
		await assert.rejects(fetch(await refusedOrigin()), (error: Error) => {
			assert.match(String(error.cause), /ECONNREFUSED/);
			return true;
		});
	});
});

function textIn(message: unknown): string | undefined {
	return /"type":"text","text":"([^"]*)"/.exec(JSON.stringify(message))?.[1];
}
