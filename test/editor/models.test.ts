import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../support/eventually.ts';
import { type LlmServer, startLlmServer } from '../support/llmServer.ts';

const ls = {
	name: 'bash',
	description: 'Runs a command',
	inputSchema: { type: 'object', properties: { command: { type: 'string' } } },
};

describe('Switchyard as a model of VS Code', () => {
	let servers: Readonly<Record<'alpha' | 'beta', LlmServer>>;

	before(async () => {
		// A setting can be written once the window knows it, which is a moment after its start.
		const own = () => vscode.workspace.getConfiguration('switchyard').inspect('providers')?.defaultValue;
		await eventually(own, []);
		await vscode.extensions.getExtension('switchyard.switchyard')?.activate();
	});

	beforeEach(async () => {
		// New addresses each time: what failed before cools down there only.
		servers = { alpha: await startLlmServer(), beta: await startLlmServer() };
		await setUser('providers', [
			providerAt('alpha'),
			{ ...providerAt('beta'), contextTokens: 100_000, maxOutputTokens: 10_000 },
			{ ...providerAt('locked'), baseUrl: 'https://api.locked.example/v1', profiles: [{ name: 'none' }] },
			{ id: 'codex', kind: 'agent-cli', agent: 'codex' },
		]);
		await eventually(async () => (await offered()).length, 3);
	});

	afterEach(async () => {
		await setUser('providers', undefined);
		await setUser('consent', undefined);
		await Promise.all(Object.values(servers).map((server) => server.close()));
	});

	function providerAt(id: string) {
		const origin = id === 'alpha' || id === 'beta' ? servers[id].origin : 'https://nowhere.example';
		return { id, kind: 'openai', baseUrl: `${origin}/${id}/v1`, model: `${id}-model` };
	}

	async function setUser(key: string, value: unknown): Promise<void> {
		const configuration = () => vscode.workspace.getConfiguration('switchyard');
		await configuration().update(key, value, vscode.ConfigurationTarget.Global);
		await eventually(() => configuration().inspect(key)?.globalValue, value);
	}

	const offered = () => vscode.lm.selectChatModels({ vendor: 'switchyard' });

	async function modelOf(id: string): Promise<vscode.LanguageModelChat> {
		const [model] = await vscode.lm.selectChatModels({ vendor: 'switchyard', id });
		assert.ok(model, id);
		return model;
	}

	/** Everything that one request brought: texts joined, calls as they are. */
	async function ask(
		id: string,
		messages: vscode.LanguageModelChatMessage[],
		options: vscode.LanguageModelChatRequestOptions = {},
		token = new vscode.CancellationTokenSource().token,
		onText: (text: string) => void = () => undefined,
	) {
		const model = await modelOf(id);
		const response = await model.sendRequest(messages, options, token);
		let text = '';
		const calls: vscode.LanguageModelToolCallPart[] = [];
		for await (const part of response.stream) {
			if (part instanceof vscode.LanguageModelTextPart) {
				text += part.value;
				onText(text);
			} else if (part instanceof vscode.LanguageModelToolCallPart) {
				calls.push(part);
			}
		}
		return { text, calls };
	}

	const hello = () => [vscode.LanguageModelChatMessage.User('Hello?')];

	it('is one model for all and one for each API with its key, and none for an agent', async () => {
		const models = await offered();
		assert.deepEqual(
			models.map(({ id, name, family, maxInputTokens }) => [id, name, family, maxInputTokens]).sort(),
			[
				['auto', 'Switchyard Auto', 'switchyard', 90_000],
				['provider/alpha', 'Switchyard: alpha', 'alpha-model', 24_576],
				['provider/beta', 'Switchyard: beta', 'beta-model', 90_000],
			].sort(),
		);
	});

	it('goes by the settings as they are now', async () => {
		await setUser('providers', [providerAt('beta')]);
		await eventually(async () => (await offered()).map(({ id }) => id).sort(), ['auto', 'provider/beta']);
		await setUser('providers', [{ id: 'codex', kind: 'agent-cli', agent: 'codex' }]);
		await eventually(async () => (await offered()).map(({ id }) => id), ['auto']);
		await assert.rejects(ask('auto', hello()), /agents can’t serve as models\. Ask @switchyard/);
	});

	it('passes a conversation with tools through, and the calls back', async () => {
		servers.alpha.script('alpha', { type: 'shell', command: 'cat a.ts', say: 'I read it.' });
		const { text, calls } = await ask(
			'auto',
			[
				vscode.LanguageModelChatMessage.User('What is here?'),
				vscode.LanguageModelChatMessage.Assistant([
					new vscode.LanguageModelToolCallPart('c1', 'bash', { command: 'ls' }),
				]),
				vscode.LanguageModelChatMessage.User([
					new vscode.LanguageModelToolResultPart('c1', [new vscode.LanguageModelTextPart('a.ts')]),
				]),
			],
			{ tools: [ls], toolMode: vscode.LanguageModelChatToolMode.Required },
		);
		assert.equal(text, 'I read it.');
		assert.deepEqual(
			calls.map(({ name, input }) => [name, (input as { command?: string }).command]),
			[['bash', 'cat a.ts']],
		);
		const body = servers.alpha.requests[0]?.body as {
			readonly messages: readonly object[];
			readonly tools: readonly object[];
			readonly tool_choice: string;
		};
		assert.deepEqual(body.messages, [
			{ role: 'user', content: 'What is here?' },
			{
				role: 'assistant',
				content: null,
				tool_calls: [{ id: 'c1', type: 'function', function: { name: 'bash', arguments: '{"command":"ls"}' } }],
			},
			{ role: 'tool', tool_call_id: 'c1', content: 'a.ts' },
		]);
		assert.equal(body.tools.length, 1);
		assert.equal(body.tool_choice, 'required');
	});

	it('asks no model of VS Code on behalf of somebody whom the user allowed none of them', async () => {
		await setUser('providers', [{ id: 'own', kind: 'vscode-lm', vendor: 'scripted' }, providerAt('alpha')]);
		await eventually(async () => (await offered()).map(({ id }) => id).sort(), ['auto', 'provider/alpha']);
		servers.alpha.script('alpha', { type: 'error', error: 'unauthorized' });
		await assert.rejects(ask('auto', hello()), /nobody could answer\. alpha: the key was refused.*own: /);
	});

	it('goes on with the next one when one fails, without a word about it', async () => {
		servers.alpha.script('alpha', { type: 'error', error: 'rate-limit', retryAfterSeconds: 1 });
		servers.beta.script('beta', { type: 'answer', text: 'Hello from beta' });
		assert.equal((await ask('auto', hello())).text, 'Hello from beta');
		assert.equal(servers.alpha.requests.length, 1);
	});

	it('says where a text that was shown does not stand', async () => {
		servers.alpha.script('alpha', { type: 'reset', afterChunks: 2, text: 'one two three four' });
		servers.beta.script('beta', { type: 'answer', text: 'the whole answer' });
		const { text } = await ask('auto', hello());
		assert.match(text, /^one two\s+— alpha: unreachable; beta goes on —\s+the whole answer$/);
	});

	it('never asks anybody but the one that was picked', async () => {
		servers.alpha.script('alpha', { type: 'error', error: 'unauthorized' });
		servers.beta.script('beta', { type: 'answer', text: 'no' });
		await assert.rejects(ask('provider/alpha', hello()), /alpha: the key was refused/);
		assert.equal(servers.beta.requests.length, 0);
	});

	it('tells each cause when nobody answers, and a limit of all of them as one', async () => {
		servers.alpha.script('alpha', { type: 'error', error: 'rate-limit', retryAfterSeconds: 1 });
		servers.beta.script('beta', { type: 'error', error: 'quota' });
		await assert.rejects(ask('auto', hello()), (error: vscode.LanguageModelError) => {
			assert.match(error.message, /alpha: the rate limit is reached.*beta: the quota is used up/);
			assert.equal(error.code, vscode.LanguageModelError.Blocked.name);
			return true;
		});
	});

	it('asks nobody for consent: what would need it fails, and says so', async () => {
		await setUser('providers', [{ ...providerAt('alpha') }, { ...providerAt('beta'), billing: 'metered' }]);
		await eventually(async () => (await offered()).length, 3);
		servers.alpha.script('alpha', { type: 'error', error: 'overloaded' });
		servers.beta.script('beta', { type: 'answer', text: 'dear' });
		await assert.rejects(ask('auto', hello()), /Going on with beta needs your word/);
		assert.equal(servers.beta.requests.length, 0);
	});

	it('ends with the token', async () => {
		servers.alpha.script('alpha', { type: 'stall', afterChunks: 2, text: 'one two three four' });
		const source = new vscode.CancellationTokenSource();
		const asked = ask('auto', hello(), {}, source.token, () => {
			source.cancel();
		});
		await Promise.allSettled([asked]);
		await servers.alpha.waitFor((server) => server.openSockets() === 0);
		assert.equal(servers.beta.requests.length, 0);
	});

	it('estimates tokens, of texts and of messages', async () => {
		const model = await modelOf('auto');
		assert.equal(await model.countTokens('12345678'), 2);
		assert.equal(await model.countTokens(vscode.LanguageModelChatMessage.User('12345678')), 2);
	});
});
