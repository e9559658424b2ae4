import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as v from 'valibot';
import type { Provider } from '../../../src/core/provider.ts';
import { providersSchema } from '../../../src/core/settingsSchema.ts';
import { discover } from '../../../src/editor/discovery.ts';
import type { Found } from '../../../src/editor/addProviders.ts';
import type { LocalServer } from '../../../src/providers/detect.ts';
import type { Readiness } from '../../../src/providers/provider.ts';

const absent: Readiness = { ready: false, reason: 'not-installed', message: 'not on PATH' };

interface Machine {
	readonly agents?: Readonly<Record<string, Readiness>>;
	readonly servers?: readonly LocalServer[];
	readonly environment?: NodeJS.ProcessEnv;
}

/** What is found on a machine with these agents, servers and variables. */
function on({ agents = {}, servers = [], environment = {} }: Machine): Promise<readonly Found[]> {
	const check = (provider: Provider) => Promise.resolve(agents[provider.agent ?? ''] ?? absent);
	return discover({ check }, () => Promise.resolve(servers), environment);
}

function ollama(...models: readonly string[]): LocalServer {
	return { name: 'Ollama', baseUrl: 'http://127.0.0.1:11434/v1', models };
}

describe('discovery', () => {
	it('finds nothing on a machine with nothing', async () => {
		assert.deepEqual(await on({}), []);
	});

	it('offers an agent that is installed, with its version, chosen beforehand', async () => {
		assert.deepEqual(await on({ agents: { claude: { ready: true, version: '2.1.0' } } }), [
			{
				label: 'claude-code',
				detail: 'agent, version 2.1.0',
				picked: true,
				entry: { id: 'claude-code', kind: 'agent-cli', agent: 'claude' },
			},
		]);
	});

	it('offers an agent that does not tell its version', async () => {
		const [codex] = await on({ agents: { codex: { ready: true, version: null } } });
		assert.equal(codex?.detail, 'agent, version unknown');
		assert.equal(codex.entry.id, 'codex');
	});

	it('offers an agent that is not ready yet, says why, and does not choose it', async () => {
		const codex: Readiness = { ready: false, reason: 'not-logged-in', message: 'run codex login' };
		const [found] = await on({ agents: { codex } });
		assert.equal(found?.detail, 'agent, run codex login');
		assert.equal(found.picked, false);
	});

	it('offers each model of a local server and chooses the first', async () => {
		const found = await on({ servers: [ollama('qwen3-coder:30b', 'llama')] });
		assert.deepEqual(
			found.map(({ label, picked }) => [label, picked]),
			[
				['Ollama: qwen3-coder:30b', true],
				['Ollama: llama', false],
			],
		);
		assert.deepEqual(found[0]?.entry, {
			id: 'ollama-qwen3-coder-30b',
			kind: 'openai',
			baseUrl: 'http://127.0.0.1:11434/v1',
			model: 'qwen3-coder:30b',
		});
	});

	it('offers twenty models of one server at most', async () => {
		const models = Array.from({ length: 25 }, (_, index) => `m${index}`);
		assert.equal((await on({ servers: [ollama(...models)] })).length, 20);
	});

	it('gives models that differ in a sign only names of their own', async () => {
		const found = await on({ servers: [ollama('qwen:7b', 'qwen-7b', 'QWEN 7b')] });
		assert.deepEqual(
			found.map(({ entry }) => entry.id),
			['ollama-qwen-7b', 'ollama-qwen-7b-2', 'ollama-qwen-7b-3'],
		);
	});

	it('offers a key in the environment by the name of its variable, and never chooses it', async () => {
		const found = await on({ environment: { DEEPSEEK_API_KEY: 'sk-canary-4711', PATH: '/bin' } });
		assert.deepEqual(found, [
			{
				label: 'deepseek',
				detail: 'https://api.deepseek.com/v1, with the key in DEEPSEEK_API_KEY',
				picked: false,
				entry: {
					id: 'deepseek',
					kind: 'openai',
					baseUrl: 'https://api.deepseek.com/v1',
					model: 'deepseek-v4-pro',
					profiles: [{ name: 'environment', keyFrom: 'env:DEEPSEEK_API_KEY' }],
				},
			},
		]);
	});

	it('does not take an empty variable for a key', async () => {
		assert.deepEqual(await on({ environment: { OPENAI_API_KEY: '' } }), []);
	});

	it('offers nothing that the settings would refuse, whatever servers call their models', async () => {
		const ready: Readiness = { ready: true, version: '1' };
		const environment = Object.fromEntries(
			['OPENAI', 'OPENROUTER', 'DEEPSEEK', 'GROQ', 'MISTRAL', 'GEMINI'].map((name) => [`${name}_API_KEY`, 'x']),
		);
		const model = fc.oneof(
			fc.string({ minLength: 1, maxLength: 100 }),
			fc.constantFrom('m', 'M', 'm:', 'm/1', 'm-1', 'm'.repeat(100), `${'m'.repeat(99)}n`),
		);
		await fc.assert(
			fc.asyncProperty(fc.array(model, { maxLength: 25 }), async (models) => {
				const servers = [ollama(...models), { ...ollama(...models), name: 'vLLM' }];
				const found = await on({ agents: { claude: ready, codex: ready }, servers, environment });
				const parsed = v.safeParse(
					providersSchema,
					found.map(({ entry }) => entry),
				);
				assert.equal(parsed.success, true, parsed.issues?.[0].message);
			}),
		);
	});
});
