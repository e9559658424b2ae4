import assert from 'node:assert/strict';
import { usualAgentSettings } from '../../../src/core/agent.ts';
import { defaults, parseSettings } from '../../../src/core/settings.ts';

const api = { id: 'a', kind: 'openai', model: 'm', baseUrl: 'https://api.example/v1' };
const cli = { id: 'a', kind: 'agent-cli', agent: 'codex' };
const known =
	'code-generation, code-review, architecture, testing, refactoring, documentation, explanation, security-audit, ' +
	'performance, debugging, deep-thinking, fast-thinking';

describe('providers: what is wrong is named', () => {
	const idRule = 'use letters, digits, ".", "_" and "-", 64 at most, a letter or digit first';
	const unencrypted = 'a key would travel unencrypted: use https, or leave out "profiles" for a server without keys';
	const inAddress = 'a key does not belong in an address: use a profile and "Switchyard: Set Key"';
	const keyRule = '.profiles[0].keyFrom: use "env:" and the name of an environment variable';
	const someKey = [{ name: 'work' }];
	const table: readonly (readonly [entry: unknown, problem: string])[] = [
		['gpt', ': expected an object with "id" and "kind"'],
		[null, ': expected an object with "id" and "kind"'],
		[{ id: 'a' }, '.kind: is missing'],
		[{ id: 'a', kind: 'anthropic' }, '.kind: unknown kind "anthropic"; known: openai, vscode-lm, agent-cli, acp'],
		[{ id: 'a', kind: 5 }, '.kind: unknown kind; known: openai, vscode-lm, agent-cli, acp'],
		[{ ...api, id: undefined }, '.id: expected an id'],
		[{ kind: 'agent-cli', agent: 'codex' }, '.id: is missing'],
		[{ ...api, id: '' }, '.id: expected an id, got an empty text'],
		[{ ...api, id: 'my model' }, `.id: ${idRule}`],
		[{ ...api, id: '.hidden' }, `.id: ${idRule}`],
		[{ ...api, id: 'x'.repeat(65) }, `.id: ${idRule}`],
		[{ id: 'a', kind: 'openai' }, '.model: is missing'],
		[{ ...api, model: '' }, '.model: expected the name of a model, got an empty text'],
		[{ ...cli, model: 5 }, '.model: expected the name of a model'],
		[{ ...api, baseUrl: 5 }, '.baseUrl: expected an http or https address'],
		[{ ...api, baseUrl: 'api.example' }, '.baseUrl: expected an http or https address'],
		[{ ...api, baseUrl: 'file:///etc' }, '.baseUrl: expected an http or https address'],
		[{ ...api, baseUrl: ' https://api.example' }, '.baseUrl: expected an http or https address'],
		[{ ...api, baseUrl: 'https://user:password@api.example' }, `.baseUrl: ${inAddress}`],
		[{ ...api, baseUrl: 'https://sk-123@api.example' }, `.baseUrl: ${inAddress}`],
		[{ ...api, baseUrl: 'https://api.example/v1?key=1' }, '.baseUrl: leave out "?" and "#"'],
		[{ ...api, baseUrl: 'https://api.example/v1?' }, '.baseUrl: leave out "?" and "#"'],
		[{ ...api, baseUrl: 'https://api.example/#x' }, '.baseUrl: leave out "?" and "#"'],
		[{ ...api, baseUrl: 'http://api.example', profiles: someKey }, `.baseUrl: ${unencrypted}`],
		[{ ...api, baseUrl: 'xhttp://api.example' }, '.baseUrl: expected an http or https address'],
		[{ ...api, baseUrl: 'https-x://api.example' }, '.baseUrl: expected an http or https address'],
		[{ ...api, maxOutputTokens: '5' }, '.maxOutputTokens: expected a whole number'],
		[{ ...api, maxOutputTokens: 1.5 }, '.maxOutputTokens: expected a whole number'],
		[{ ...api, maxOutputTokens: 0 }, '.maxOutputTokens: must be at least 1'],
		[{ ...api, keywords: 'word' }, '.keywords: expected a list of words'],
		[{ ...api, keywords: [5] }, '.keywords[0]: expected a word'],
		[{ ...api, keywords: [''] }, '.keywords[0]: expected a word, got an empty text'],
		[{ ...api, keywords: ['  x  '] }, '.keywords[0]: use at least two characters'],
		[{ ...api, keywords: ['x'.repeat(61)] }, '.keywords[0]: use 60 characters at most'],
		[{ ...api, weight: '5' }, '.weight: expected a whole number'],
		[{ ...api, profiles: [{ name: 'x', keyFrom: 'my env:KEY' }] }, keyRule],
		[{ ...api, profiles: [{ name: 'x', keyFrom: 'env:KEY!' }] }, keyRule],
		[{ ...api, baseUrl: 'HTTP://api.example', profiles: someKey }, `.baseUrl: ${unencrypted}`],
		[{ ...api, baseUrl: 'http://127.0.0.1.example', profiles: someKey }, `.baseUrl: ${unencrypted}`],
		[{ ...api, api: 'legacy' }, '.api: unknown value "legacy"; known: chat, responses'],
		[{ ...api, profiles: 'work' }, '.profiles: expected a list of profiles'],
		[{ ...api, profiles: [] }, '.profiles: leave it out, or name at least one profile'],
		[{ ...api, profiles: ['work'] }, '.profiles[0]: expected an object with a "name"'],
		[{ ...api, profiles: [{}] }, '.profiles[0].name: is missing'],
		[{ ...api, profiles: [{ name: '' }] }, '.profiles[0].name: expected a name, got an empty text'],
		[{ ...api, profiles: [{ name: 'a b' }] }, '.profiles[0].name: use letters, digits, ".", "_" and "-", 64 at most'],
		[{ ...api, profiles: [{ name: 'a' }, { name: 'a' }] }, '.profiles: two profiles have the same name'],
		[{ ...api, profiles: [{ name: 'a', key: 'sk-1' }] }, '.profiles[0].key: unknown property'],
		[
			{ ...api, profiles: [{ name: 'a', keyFrom: 'MY_KEY' }] },
			'.profiles[0].keyFrom: use "env:" and the name of an environment variable',
		],
		[
			{ ...api, profiles: [{ name: 'a', keyFrom: 5 }] },
			'.profiles[0].keyFrom: expected "env:" and the name of an environment variable',
		],
		[
			{ ...api, capabilities: 'testing' },
			'.capabilities: expected a list of capabilities, or an object with a fit from 0 to 1 for each',
		],
		[{ ...api, capabilities: ['testing', 'poetry'] }, `.capabilities[1]: unknown value "poetry"; known: ${known}`],
		[
			{ ...api, capabilities: null },
			'.capabilities: expected a list of capabilities, or an object with a fit from 0 to 1 for each',
		],
		[
			{ ...api, capabilities: { testing: 1, poetry: 1 } },
			`.capabilities: unknown capability "poetry"; known: ${known}`,
		],
		[{ ...api, capabilities: { poetry: 1 } }, `.capabilities: unknown capability "poetry"; known: ${known}`],
		[{ ...api, capabilities: { testing: 1.1 } }, '.capabilities.testing: must be from 0 to 1'],
		[{ ...api, capabilities: { testing: -0.1 } }, '.capabilities.testing: must be from 0 to 1'],
		[{ ...api, capabilities: { testing: 'good' } }, '.capabilities.testing: expected a number from 0 to 1'],
		[{ ...api, contextTokens: 0 }, '.contextTokens: must be at least 1'],
		[{ ...api, contextTokens: 1.5 }, '.contextTokens: expected a whole number'],
		[{ ...api, contextTokens: '8k' }, '.contextTokens: expected a whole number'],
		[{ ...api, cost: 3 }, '.cost: expected an object with "input" and "output", US dollars per million tokens'],
		[{ ...api, cost: { input: 3 } }, '.cost.output: is missing'],
		[{ ...api, cost: { input: -1, output: 1 } }, '.cost.input: must be at least 0'],
		[{ ...api, cost: { input: '1', output: 1 } }, '.cost.input: expected US dollars per million tokens'],
		[{ ...api, cost: { input: Infinity, output: 1 } }, '.cost.input: expected US dollars per million tokens'],
		[{ ...api, cost: { input: 1, output: '1' } }, '.cost.output: expected US dollars per million tokens'],
		[{ ...api, cost: { input: 1, output: 1, cached: 1 } }, '.cost.cached: unknown property'],
		[{ ...api, latency: -1 }, '.latency: must be at least 0'],
		[{ ...api, latency: 'slow' }, '.latency: expected milliseconds'],
		[{ ...api, weight: 0 }, '.weight: must be at least 1'],
		[{ ...api, weight: 1001 }, '.weight: must be at most 1000'],
		[{ ...api, weight: 0.5 }, '.weight: expected a whole number'],
		[{ ...api, exempt: 1 }, '.exempt: expected true or false'],
		[{ ...api, reach: 'far' }, '.reach: unknown value "far"; known: sovereign, private, standard'],
		[{ ...api, billing: 'cheap' }, '.billing: unknown value "cheap"; known: free, subscription, metered'],
		[{ ...api, billing: 'cheap" sk-4711' }, '.billing: unknown value; known: free, subscription, metered'],
		[{ ...api, billing: '4711"cheap' }, '.billing: unknown value; known: free, subscription, metered'],
		[{ ...api, enabled: 'yes' }, '.enabled: expected true or false'],
		[{ ...api, modle: 'm' }, '.modle: unknown property'],
		[{ ...api, agent: 'codex' }, '.agent: unknown property'],
		[{ ...cli, baseUrl: 'https://api.example' }, '.baseUrl: unknown property'],
		[{ id: 'a', kind: 'agent-cli' }, '.agent: is missing'],
		[{ ...cli, agent: 'Vi!' }, '.agent: use small letters, digits and "-" for the name of an agent, 32 at most'],
		[{ id: 'a', kind: 'acp' }, '.agent: is missing'],
		[{ id: 'a', kind: 'acp', agent: '' }, '.agent: expected the name of an agent, got an empty text'],
		[{ id: 'a', kind: 'vscode-lm', vendor: 5 }, '.vendor: expected a vendor'],
		[
			{ id: 'a', kind: 'vscode-lm', vendor: 'Switchyard' },
			'.vendor: these are the models that Switchyard itself offers: it would ask itself for ever',
		],
		[{ id: 'a', kind: 'vscode-lm', family: '' }, '.family: expected a family, got an empty text'],
	];
	for (const [entry, problem] of table) {
		it(`${JSON.stringify(entry)} gives "${problem}"`, () => {
			const { problems } = parse([{ id: 'first', kind: 'vscode-lm' }, entry]);
			assert.deepEqual(
				problems.map(({ path, message }) => `${path}: ${message}`),
				[`switchyard.providers[1]${problem}`],
			);
		});
	}

	it('a value that is no list is named as a whole', () => {
		assert.deepEqual(parse(api).problems, [{ path: 'switchyard.providers', message: 'expected a list of providers' }]);
	});
});

describe('providers: what is left out', () => {
	it('an API without an address is the usual one, metered, far away, with a key of its own', () => {
		assert.deepEqual(only({ id: 'a', kind: 'openai', model: 'm' }), {
			id: 'a',
			kind: 'openai',
			model: 'm',
			baseUrl: 'https://api.openai.com/v1',
			endpoint: 'https://api.openai.com',
			api: 'chat',
			agent: null,
			profiles: [{ name: 'default', key: { from: 'secrets' } }],
			capabilities: null,
			reach: 'standard',
			billing: 'metered',
			contextTokens: null,
			maxOutputTokens: null,
			cost: null,
			latency: null,
			keywords: [],
			weight: 1,
			exempt: false,
			enabled: true,
		});
	});

	for (const baseUrl of ['http://127.0.0.1:11434/v1', 'http://localhost:1234/v1', 'https://[::1]:8443/v1']) {
		it(`a server at ${baseUrl} is sovereign, free and needs no key`, () => {
			const { reach, billing, profiles } = only({ ...api, baseUrl });
			assert.deepEqual(
				{ reach, billing, profiles },
				{ reach: 'sovereign', billing: 'free', profiles: [{ name: 'default', key: { from: 'none' } }] },
			);
		});
	}

	it('a server on this machine may have keys over plain http', () => {
		const { profiles } = only({ ...api, baseUrl: 'http://localhost:1/v1', profiles: [{ name: 'work' }] });
		assert.deepEqual(profiles, [{ name: 'work', key: { from: 'secrets' } }]);
	});

	for (const baseUrl of ['http://api.example/v1', 'HTTP://api.example/v1']) {
		it(`a server elsewhere gets no key over plain http: ${baseUrl}`, () => {
			const { reach, profiles } = only({ ...api, baseUrl });
			assert.deepEqual(
				{ reach, profiles },
				{ reach: 'standard', profiles: [{ name: 'default', key: { from: 'none' } }] },
			);
		});
	}

	it('an agent is paid by subscription and keeps its own credentials', () => {
		const { billing, reach, profiles, model } = only(cli);
		assert.deepEqual(
			{ billing, reach, profiles, model },
			{
				billing: 'subscription',
				reach: 'standard',
				profiles: [{ name: 'default', key: { from: 'none' } }],
				model: null,
			},
		);
	});

	it('a slash at the end of an address does not matter', () => {
		assert.equal(only({ ...api, baseUrl: 'https://api.example/v1//' }).baseUrl, 'https://api.example/v1');
	});

	it('a list of capabilities means a full fit for each, an object its own', () => {
		assert.deepEqual(only({ ...api, capabilities: ['testing'] }).capabilities, { testing: 1 });
		assert.deepEqual(only({ ...api, capabilities: { testing: 0.5 } }).capabilities, { testing: 0.5 });
	});

	it('a capability without a fit is one that was not written', () => {
		const { capabilities } = only({ ...api, capabilities: { testing: 0.5, debugging: undefined } });
		assert.deepEqual(capabilities, { testing: 0.5 });
	});

	it('a keyword that is written twice is one', () => {
		assert.deepEqual(only({ ...api, keywords: ['sql', ' query plan ', 'sql'] }).keywords, ['sql', 'query plan']);
	});

	it('the agent of an ACP server is its own, and its own endpoint', () => {
		const { agent, endpoint, api: form } = only({ id: 'a', kind: 'acp', agent: 'gemini' });
		assert.deepEqual({ agent, endpoint, form }, { agent: 'gemini', endpoint: 'acp:gemini', form: 'chat' });
	});

	it('the form of an API is the one that is written', () => {
		assert.equal(only({ ...api, api: 'responses' }).api, 'responses');
	});

	it('cost, latency, weight and exemption are taken as written', () => {
		const written = { cost: { input: 0.3, output: 1.1 }, latency: 450, weight: 29, exempt: true };
		const { cost, latency, weight, exempt } = only({ ...api, ...written });
		assert.deepEqual({ cost, latency, weight, exempt }, written);
	});

	it('what is written wins over what the address suggests', () => {
		const { reach, billing, enabled } = only({
			...api,
			baseUrl: 'http://127.0.0.1:1/v1',
			reach: 'private',
			billing: 'metered',
			enabled: false,
		});
		assert.deepEqual({ reach, billing, enabled }, { reach: 'private', billing: 'metered', enabled: false });
	});
});

describe('providers: the list that users are shown', () => {
	it('is accepted as it stands', () => {
		const providers = [
			{ id: 'claude-code', kind: 'agent-cli', agent: 'claude', billing: 'subscription' },
			{ id: 'codex', kind: 'agent-cli', agent: 'codex', model: 'gpt-5.5' },
			{
				id: 'deepseek',
				kind: 'openai',
				baseUrl: 'https://api.deepseek.com/v1',
				model: 'deepseek-chat',
				profiles: [{ name: 'work' }, { name: 'private', keyFrom: 'env:DEEPSEEK_API_KEY' }],
				capabilities: ['code-generation', 'debugging'],
				billing: 'metered',
			},
			{
				id: 'local',
				kind: 'openai',
				baseUrl: 'http://127.0.0.1:11434/v1',
				model: 'qwen3-coder',
				reach: 'sovereign',
				billing: 'free',
			},
			{ id: 'copilot', kind: 'vscode-lm', vendor: 'copilot', family: 'gpt-5' },
			{ id: 'gemini', kind: 'acp', agent: 'gemini' },
		];
		const agents = {
			claude: { path: '/opt/claude/bin/claude', args: [], env: ['ANTHROPIC_BASE_URL'], isolation: 'worktree' },
		};
		const { settings, problems } = parseSettings({ user: { providers, agents }, workspace: {} }, defaults);
		assert.deepEqual(problems, []);
		assert.deepEqual(
			settings.providers.map(({ id, model, billing, reach }) => [id, model, billing, reach]),
			[
				['claude-code', null, 'subscription', 'standard'],
				['codex', 'gpt-5.5', 'subscription', 'standard'],
				['deepseek', 'deepseek-chat', 'metered', 'standard'],
				['local', 'qwen3-coder', 'free', 'sovereign'],
				['copilot', 'gpt-5', 'subscription', 'standard'],
				['gemini', null, 'subscription', 'standard'],
			],
		);
		assert.deepEqual(settings.providers[2]?.profiles, [
			{ name: 'work', key: { from: 'secrets' } },
			{ name: 'private', key: { from: 'environment', variable: 'DEEPSEEK_API_KEY' } },
		]);
		assert.deepEqual(settings.agents, {
			claude: {
				...usualAgentSettings,
				path: '/opt/claude/bin/claude',
				env: ['ANTHROPIC_BASE_URL'],
				isolation: 'worktree',
			},
		});
	});
});

function parse(providers: unknown) {
	return parseSettings({ user: { providers }, workspace: {} }, defaults);
}

function only(entry: unknown) {
	const { settings, problems } = parse([entry]);
	assert.deepEqual(problems, []);
	const [provider] = settings.providers;
	assert.ok(provider !== undefined);
	return provider;
}
