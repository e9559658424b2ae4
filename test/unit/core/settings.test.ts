import assert from 'node:assert/strict';
import { knownAgents, usualAgentSettings } from '../../../src/core/agent.ts';
import {
	defaults,
	type GoodValues,
	parseSettings,
	type RawSettings,
	routingOf,
	settingKeys,
	workspaceSettingKeys,
} from '../../../src/core/settings.ts';
import { capabilities } from '../../../src/core/request.ts';
import { strategies } from '../../../src/core/strategy.ts';
import { agent, llm } from '../../support/providers.ts';

const one = { id: 'a', kind: 'openai', model: 'm', baseUrl: 'https://api.example/v1' };
const two = { ...one, id: 'b', reach: 'private' };

describe('settings: each value', () => {
	it('nothing set gives the defaults and no problem', () => {
		assert.deepEqual(parse({}), {
			settings: {
				providers: [],
				agents: {},
				ignoredFolders: { node_modules: 'clone' },
				strategy: 'ordered',
				onFailure: 'next-best',
				maxAttempts: 4,
				retry: 2,
				chains: {},
				deadlineMs: 1_800_000,
				firstOutputMs: 60_000,
				idleMs: 120_000,
				reach: 'standard',
				consent: 'ask',
				onRefused: 'ask',
				agentOnFailure: null,
				aliases: {},
				limits: { cost: null, firstOutputMs: null },
			},
			good: defaults,
			problems: [],
		});
	});

	it('what is set to null counts as not set', () => {
		const nothing = Object.fromEntries(settingKeys.map((key) => [key, null]));
		assert.deepEqual(parse(nothing, {}, parse({ reach: 'private' }).good), parse({}));
	});

	it('valid values are taken, times as milliseconds', () => {
		const { settings, problems } = parse({
			'routing.strategy': 'local-first',
			'routing.onFailure': 'fail-fast',
			'routing.maxAttempts': 10,
			'routing.retry': 0,
			consent: 'never-cross',
			'routing.onRefused': 'stop',
			'agents.onFailure': 'startClean',
			'isolation.ignoredFolders': { '.venv': 'copy', node_modules: 'none' },
			'routing.maxCost': 0.5,
			'routing.maxLatencySeconds': 2,
			'routing.deadlineSeconds': 90.5,
			'routing.firstOutputSeconds': 1,
			'routing.idleSeconds': 3600,
			reach: 'sovereign',
		});
		assert.deepEqual(problems, []);
		assert.deepEqual(settings, {
			providers: [],
			agents: {},
			ignoredFolders: { '.venv': 'copy', node_modules: 'none' },
			strategy: 'local-first',
			onFailure: 'fail-fast',
			maxAttempts: 10,
			retry: 0,
			chains: {},
			consent: 'never-cross',
			onRefused: 'stop',
			agentOnFailure: 'startClean',
			aliases: {},
			limits: { cost: 0.5, firstOutputMs: 2000 },
			deadlineMs: 90_500,
			firstOutputMs: 1000,
			idleMs: 3_600_000,
			reach: 'sovereign',
		});
	});

	const invalid: readonly (readonly [key: string, value: unknown, problem: string])[] = [
		['routing.strategy', 'cheapest', `: unknown value "cheapest"; known: ${strategies.join(', ')}`],
		['routing.strategy', 5, `: expected one of: ${strategies.join(', ')}`],
		[
			'routing.onFailure',
			'give-up',
			': unknown value "give-up"; known: next-best, prefer-llm, retry, fail-fast, primary-only',
		],
		['routing.retry', 6, ': must be at most 5'],
		['routing.retry', -1, ': must be at least 0'],
		['routing.retry', 0.5, ': expected a whole number'],
		['routing.retry', '2', ': expected a whole number'],
		['routing.chains', [], ': expected an object with a list of provider ids for each capability'],
		['routing.chains', 'testing', ': expected an object with a list of provider ids for each capability'],
		['routing.chains', { testing: [] }, '.testing: name at least one provider, or leave the capability out'],
		['routing.chains', { testing: 'a' }, '.testing: expected a list of provider ids'],
		['routing.chains', { testing: [5] }, '.testing[0]: expected the id of a provider'],
		['routing.chains', { poetry: ['a'] }, `.poetry: unknown value "poetry"; known: ${capabilities.join(', ')}`],
		['consent', 'always', ': unknown value "always"; known: ask, never-cross, allow'],
		['routing.maxAttempts', 0, ': must be at least 1'],
		['routing.maxAttempts', 11, ': must be at most 10'],
		['routing.maxAttempts', 1.5, ': expected a whole number'],
		['routing.maxAttempts', '4', ': expected a whole number'],
		['routing.deadlineSeconds', 0, ': must be at least 1'],
		['routing.deadlineSeconds', 86_401, ': must be at most 86400'],
		['routing.deadlineSeconds', '60', ': expected a number of seconds'],
		['routing.firstOutputSeconds', 0.5, ': must be at least 1'],
		['routing.firstOutputSeconds', 3601, ': must be at most 3600'],
		['routing.idleSeconds', -1, ': must be at least 1'],
		['routing.idleSeconds', true, ': expected a number of seconds'],
		['reach', 'sk-proj-4711Canary', ': unknown value; known: sovereign, private, standard'],
		['reach', 'everywhere', ': unknown value "everywhere"; known: sovereign, private, standard'],
		['reach', {}, ': expected one of: sovereign, private, standard'],
		['agents', 'claude', ': expected an object with an entry for each agent'],
		['agents', { mine: {} }, `.mine: name its program by "path": only these are known: ${knownAgents.join(', ')}`],
		['agents', { 'Vi!': {} }, '.Vi!: use small letters, digits and "-" for the name of an agent, 32 at most'],
		[
			'agents',
			{ codex: { permission: 'all' } },
			'.codex.permission: unknown value "all"; known: read-only, edit, edit-and-run',
		],
		['isolation.ignoredFolders', ['a'], '.0: unknown value "a"; known: clone, copy, link, none'],
		['isolation.ignoredFolders', { dist: 'move' }, '.dist: unknown value "move"; known: clone, copy, link, none'],
		['isolation.ignoredFolders', { '../x': 'copy' }, '.../x: use the name of a folder, not a path'],
		['isolation.ignoredFolders', { '.git': 'link' }, '..git: use the name of a folder, not a path'],
		['agents.onFailure', 'retry', ': unknown value "retry"; known: handOff, startClean, ask'],
		['agents', { claude: 'claude' }, '.claude: expected an object such as { "path": "…" }'],
		['agents', { claude: { path: 5 } }, '.claude.path: expected the path of a program'],
		['agents', { claude: { path: '' } }, '.claude.path: expected the path of a program, got an empty text'],
		['agents', { claude: { args: '--fast' } }, '.claude.args: expected a list of arguments'],
		['agents', { claude: { args: ['--n', 5] } }, '.claude.args[1]: expected a text'],
		['agents', { codex: { env: 'HOME' } }, '.codex.env: expected a list of names of environment variables'],
		['agents', { codex: { env: [5] } }, '.codex.env[0]: expected the name of an environment variable'],
		['agents', { codex: { env: ['A=b'] } }, '.codex.env[0]: not the name of an environment variable'],
		['agents', { codex: { isolation: 'none' } }, '.codex.isolation: unknown value "none"; known: worktree, inPlace'],
		['agents', { codex: { pth: 'x' } }, '.codex.pth: unknown property'],
	];
	for (const [key, value, problem] of invalid) {
		it(`[T25] switchyard.${key} set to ${JSON.stringify(value)} is reported`, () => {
			const { problems, good } = parse({ [key]: value });
			assert.deepEqual(spoken(problems), [`switchyard.${key}${problem}`]);
			assert.deepEqual(good, defaults);
		});
	}

	it('[T25] [R1] an id in a chain that no provider has is reported, and the rest of the chain holds', () => {
		const { settings, problems } = parse({
			providers: [one, two],
			'routing.chains': { testing: [' b ', 'nobody', 'a', 'b'] },
		});
		assert.deepEqual(settings.chains, { testing: ['b', 'a'] });
		assert.deepEqual(spoken(problems), ['switchyard.routing.chains.testing[1]: no provider has the id "nobody"']);
	});

	it('every invalid value is reported, not only the first', () => {
		const { problems } = parse({ reach: 'x', 'routing.maxAttempts': 0, providers: 5 });
		assert.deepEqual(
			problems.map(({ path }) => path),
			['switchyard.providers', 'switchyard.routing.maxAttempts', 'switchyard.reach'],
		);
	});

	it('what happens after an agent failed is no agent, although VS Code gives it as one', () => {
		const { settings, problems } = parse({ agents: { onFailure: 'ask', claude: {} }, 'agents.onFailure': 'ask' });
		assert.deepEqual([Object.keys(settings.agents), settings.agentOnFailure, problems], [['claude'], 'ask', []]);
	});

	it('[T25] [T31] an agent that nobody knows is reported at its provider, and all providers hold', () => {
		const mine = { id: 'm', kind: 'agent-cli', agent: 'mine' };
		const toString = { id: 's', kind: 'agent-cli', agent: 'constructor' };
		const { settings, problems } = parse({ providers: [one, mine, toString, { ...mine, id: 'c', agent: 'codex' }] });
		assert.deepEqual(
			settings.providers.map(({ id }) => id),
			['a', 'm', 's', 'c'],
		);
		assert.deepEqual(spoken(problems), [
			'switchyard.providers[1].agent: no agent is known as "mine": name its program in switchyard.agents.mine.path',
			'switchyard.providers[2].agent: no agent is known as "constructor": name its program in switchyard.agents.constructor.path',
		]);
		assert.deepEqual(parse({ providers: [mine], agents: { mine: { path: '/opt/mine' } } }).problems, []);
	});

	it('[T25] an agent of the user’s own that would never see the prompt is reported', () => {
		const agents = (args: readonly string[]) => ({ mine: { path: '/opt/mine', args, prompt: 'file' } });
		const { settings, problems } = parse({ agents: agents(['--yes']) });
		assert.deepEqual(Object.keys(settings.agents), ['mine']);
		assert.deepEqual(spoken(problems), [
			'switchyard.agents.mine.args: name the file with the prompt by {promptFile}, or set "prompt" to "stdin"',
		]);
		assert.deepEqual(parse({ agents: agents(['--in={promptFile}']) }).problems, []);
	});

	it('how an agent is started is taken with what is left out filled in', () => {
		const { settings } = parse({ agents: { claude: { path: '/opt/claude' }, codex: { args: ['-x'], env: ['A_B'] } } });
		assert.deepEqual(settings.agents, {
			claude: { ...usualAgentSettings, path: '/opt/claude' },
			codex: { ...usualAgentSettings, args: ['-x'], env: ['A_B'] },
		});
	});
});

describe('settings: what decisions rest on', () => {
	it('is taken as it is, without programs, times and other names', () => {
		const { settings } = parse({ providers: [one], agents: { claude: { path: '/opt/claude' } } });
		const { agents, ignoredFolders, deadlineMs, firstOutputMs, idleMs, reach, aliases, limits, ...routing } = settings;
		assert.deepEqual(routingOf(settings), routing);
		assert.deepEqual(
			[agents.claude?.path, ignoredFolders, deadlineMs, firstOutputMs, idleMs, reach, aliases, limits.cost],
			['/opt/claude', { node_modules: 'clone' }, 1_800_000, 60_000, 120_000, 'standard', {}, null],
		);
	});
});

describe('settings: the last good value', () => {
	it('[T31] an invalid list keeps the whole list that was good, and only that value', () => {
		const before = parse({ providers: [one, two], reach: 'private' }).good;
		const { settings, good, problems } = parse({ providers: [one, {}], reach: 'sovereign' }, {}, before);
		assert.deepEqual(spoken(problems), ['switchyard.providers[1].kind: is missing']);
		assert.deepEqual(ids(settings), ['a', 'b']);
		assert.equal(settings.reach, 'sovereign');
		assert.deepEqual(good.providers, before.providers);
	});

	it('[T31] [T32] a provider that is removed is gone', () => {
		const before = parse({ providers: [one, two] }).good;
		assert.deepEqual(ids(parse({ providers: [two] }, {}, before).settings), ['b']);
		assert.deepEqual(ids(parse({}, {}, before).settings), []);
	});

	it('[T32] what is right again replaces all that was kept meanwhile', () => {
		const first = parse({ providers: [one, two], 'routing.maxAttempts': 2 });
		const wrong = parse({ providers: [{ id: 'b' }], 'routing.maxAttempts': 0 }, {}, first.good);
		assert.deepEqual(wrong.settings, first.settings);
		const right = parse({ providers: [two] }, {}, wrong.good);
		assert.deepEqual(right, parse({ providers: [two] }));
	});

	it('[T31] two providers with one id are an error at the second', () => {
		const { problems } = parse({ providers: [one, two, { ...two, id: 'a' }] });
		assert.deepEqual(spoken(problems), ['switchyard.providers[2].id: two providers have the id "a"']);
	});
});

describe('settings: what a workspace may say', () => {
	const user = { providers: [one, two], reach: 'private' };

	it('a nearer reach holds', () => {
		assert.equal(parse(user, { 'workspace.reach': 'sovereign' }).settings.reach, 'sovereign');
	});

	it('what is null says nothing', () => {
		assert.deepEqual(parse(user, { 'workspace.reach': null, 'workspace.providers': null }), parse(user));
	});

	it('a wider reach changes nothing', () => {
		assert.equal(parse(user, { 'workspace.reach': 'standard' }).settings.reach, 'private');
	});

	it('fewer providers remain, in the order of the user', () => {
		assert.deepEqual(ids(parse(user, { 'workspace.providers': ['b'] }).settings), ['b']);
		assert.deepEqual(ids(parse(user, { 'workspace.providers': ['b', 'a'] }).settings), ['a', 'b']);
		assert.deepEqual(ids(parse(user, { 'workspace.providers': [] }).settings), []);
	});

	it('of several places none takes back what another one says, whatever their order', () => {
		const places = [
			{ 'workspace.reach': 'sovereign', 'workspace.providers': ['b'] },
			{ 'workspace.reach': 'standard', 'workspace.providers': ['a', 'b'] },
			{},
		];
		for (const order of [places, places.toReversed()]) {
			const { settings, problems } = parse(user, order);
			assert.equal(settings.reach, 'sovereign');
			assert.deepEqual(ids(settings), ['b']);
			assert.deepEqual(problems, []);
		}
	});

	it('[T25] an id that no provider has is reported', () => {
		const { settings, problems } = parse(user, { 'workspace.providers': ['a', 'x'] });
		assert.deepEqual(spoken(problems), ['switchyard.workspace.providers[1]: no provider has the id "x"']);
		assert.deepEqual(ids(settings), ['a']);
	});

	const invalid: readonly (readonly [key: string, value: unknown, problem: string])[] = [
		['workspace.reach', 'nowhere', ': unknown value "nowhere"; known: sovereign, private, standard'],
		['workspace.providers', 'a', ': expected a list of provider ids'],
		['workspace.providers', [one], '[0]: expected the id of a provider'],
	];
	for (const [key, value, problem] of invalid) {
		it(`switchyard.${key} set to ${JSON.stringify(value)} is reported and changes nothing`, () => {
			const { settings, problems } = parse(user, { [key]: value });
			assert.deepEqual(spoken(problems), [`switchyard.${key}${problem}`]);
			assert.deepEqual(settings, parse(user).settings);
		});
	}

	it('it can define no provider, no program and no bound', () => {
		const evil = {
			providers: [{ ...one, baseUrl: 'https://evil.example' }],
			agents: { claude: { path: './evil' } },
			reach: 'standard',
			'routing.maxAttempts': 10,
			'workspace.agents': { claude: { path: './evil' } },
		};
		assert.deepEqual(parse(user, evil), parse(user));
	});

	it('what the user set stays the good value behind a narrower one', () => {
		const { good } = parse(user, { 'workspace.reach': 'sovereign', 'workspace.providers': [] });
		assert.deepEqual(good, parse(user).good);
	});

	it('there are no other settings of a workspace', () => {
		assert.deepEqual(workspaceSettingKeys, ['workspace.reach', 'workspace.providers']);
	});
});

describe('settings: the builders of these tests', () => {
	it('make providers such as the settings make', () => {
		const entries = [
			{
				id: 'a',
				kind: 'openai',
				model: 'a-model',
				baseUrl: 'https://a.example/v1',
				reach: 'sovereign',
				billing: 'free',
			},
			{ id: 'codex', kind: 'agent-cli', agent: 'codex', reach: 'sovereign', billing: 'free' },
		];
		const secret = { name: 'default', key: { from: 'secrets' } } as const;
		assert.deepEqual(parse({ providers: entries }).settings.providers, [
			llm('a', { profiles: [secret] }),
			agent('codex'),
		]);
	});
});

function parse(user: RawSettings['user'], workspace: RawSettings['workspace'] = {}, lastGood: GoodValues = defaults) {
	return parseSettings({ user, workspace }, lastGood);
}

function spoken(problems: ReturnType<typeof parse>['problems']): readonly string[] {
	return problems.map(({ path, message }) => `${path}: ${message}`);
}

function ids(settings: ReturnType<typeof parse>['settings']): readonly string[] {
	return settings.providers.map(({ id }) => id);
}
