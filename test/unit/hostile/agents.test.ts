import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { usualAgentSettings } from '../../../src/core/agent.ts';
import { agentEnvironment } from '../../../src/providers/agentEnvironment.ts';
import { broughtBy } from '../../../src/providers/agentFolder.ts';
import { findProgram } from '../../../src/providers/agentProgram.ts';
import type { Dialect, Launch } from '../../../src/providers/dialects/dialect.ts';
import { dialectOf } from '../../../src/providers/dialects/index.ts';
import { createGit } from '../../../src/workspace/git.ts';
import { attackOf, layAttack } from '../../support/hostile.ts';
import { git } from '../../support/temporary.ts';

function agentOf(name: string): Dialect {
	const dialect = dialectOf(name, usualAgentSettings);
	assert.ok(dialect);
	return dialect;
}

/** How an agent would be started in a folder to change files there. */
function launchIn(cwd: string, dialect: Dialect): Launch {
	const runFolder = path.join(path.dirname(cwd), 'run');
	const promptFile = path.join(runFolder, 'prompt.md');
	return dialect.launch({ task: 'changes', model: null, cwd, permission: 'edit', runFolder, promptFile });
}

/** Agents that have no way to leave what a folder brings alone: they are not started there. */
const refusing = ['opencode', 'cline', 'cursor', 'aider', 'amp', 'crush'];

/** Agents that are told to leave it alone, by what tells them. */
const told: Readonly<Record<string, (dialect: Dialect, launch: Launch, cwd: string) => readonly boolean[]>> = {
	claude: (_, { arguments: given }) => [
		given.includes('--strict-mcp-config'),
		given[given.indexOf('--setting-sources') + 1] === 'user',
		given[given.indexOf('--permission-mode') + 1] === 'acceptEdits',
	],
	codex: (_, { arguments: given }, cwd) => [
		given.some((each) => each.includes(`${JSON.stringify(cwd)}={trust_level="untrusted"}`)),
		given.includes('approval_policy="never"'),
		given[given.indexOf('--sandbox') + 1] === 'workspace-write',
	],
	gemini: ({ fixedEnvironment }, { arguments: given }) => [
		fixedEnvironment['GEMINI_CLI_TRUST_WORKSPACE'] === 'false',
		given[given.indexOf('--allowed-mcp-server-names') + 1] === 'none',
		given.includes('--policy'),
	],
	qwen: (_, { files, arguments: given }, cwd) => [
		files?.['trustedFolders.json'] === JSON.stringify({ [cwd]: 'DO_NOT_TRUST' }),
		files?.['settings.json']?.includes('"disableAllHooks":true') === true,
		given[given.indexOf('--allowed-mcp-server-names') + 1] === 'none',
	],
	copilot: (_, { arguments: given }) => [
		!given.some((each) => each.startsWith('--trust-folder')),
		given.includes('--disable-builtin-mcps'),
	],
	cn: (_, { files, environment }) => [
		['.claude/settings.json', '.continue/settings.json', '.env'].every((file) =>
			files?.['guard.mjs']?.includes(`"${file}"`),
		),
		environment?.['NODE_OPTIONS']?.startsWith('--import=') === true,
	],
	goose: (_, { refusal }) => [refusal !== undefined],
};

describe(`agent-configuration: ${attackOf('agent-configuration').what}`, () => {
	for (const name of refusing) {
		it(`keeps ${name} from being started there, in a folder below it too`, async () => {
			const folder = layAttack('agent-configuration');
			const { refusedBy = [] } = agentOf(name);
			assert.notEqual(await broughtBy(folder, refusedBy), null);
			git(folder, 'init', '--quiet');
			assert.notEqual(await broughtBy(path.join(folder, 'packages/inner'), refusedBy), null);
		});
	}

	for (const [name, guards] of Object.entries(told)) {
		it(`is told to ${name} to be left alone`, () => {
			const folder = layAttack('agent-configuration');
			const dialect = agentOf(name);
			assert.deepEqual(
				guards(dialect, launchIn(folder, dialect), folder),
				guards(dialect, launchIn(folder, dialect), folder).map(() => true),
			);
		});
	}

	it('meets every agent that is known', () => {
		const known = [
			'claude',
			'codex',
			'gemini',
			'opencode',
			'qwen',
			'copilot',
			'cline',
			'cn',
			'cursor',
			'aider',
			'goose',
			'amp',
			'crush',
		];
		assert.deepEqual([...refusing, ...Object.keys(told)].sort(), known.toSorted());
	});
});

describe(`environment-file: ${attackOf('environment-file').what}`, () => {
	const lines = (attackOf('environment-file').files?.['.env'] ?? '').split('\n').filter((line) => line !== '');
	const loaded = Object.fromEntries(
		lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
	);
	const own = { PATH: '/usr/bin', HOME: '/home/dev' };

	it('reaches no agent as an address, an option of a runtime or a place for programs, whoever loaded it', () => {
		for (const name of [...refusing, ...Object.keys(told)]) {
			const environment = agentEnvironment({
				base: { ...own, ...loaded },
				dialect: agentOf(name),
				allowed: [],
				key: null,
				marker: 'run',
			});
			assert.deepEqual(
				Object.entries(environment).filter(
					([key, value]) => /BASE|NODE_OPTIONS/.test(key) && value !== '' && value === loaded[key],
				),
				[],
				name,
			);
			assert.equal(environment['PATH'], undefined, name);
		}
	});

	it('is not read by those that would take it from the folder they are started in', async () => {
		const folder = layAttack('environment-file');
		for (const name of ['cline', 'crush']) {
			assert.notEqual(launchIn(folder, agentOf(name)).cwd ?? folder, folder, name);
		}
		assert.equal(await broughtBy(folder, agentOf('aider').refusedBy ?? []), '.env');
		const { reservedVariables = [] } = agentOf('gemini');
		assert.ok(['GEMINI_CLI_HOME', 'GOOGLE_GEMINI_BASE_URL'].every((name) => reservedVariables.includes(name)));
	});

	it('is not followed by versions of Codex that a file .env could send to another home', () => {
		// CVE-2025-61260 was mended in 0.23.
		const [major = 0, minor = 0] = (agentOf('codex').leastVersion ?? '').split('.').map(Number);
		assert.ok(major > 0 || minor >= 23);
	});
});

describe(`planted-programs: ${attackOf('planted-programs').what}`, () => {
	const places = attackOf('planted-programs').path ?? [];
	const system = '/usr/bin:/bin';

	for (const agent of ['claude', 'codex']) {
		it(`are not run as ${agent}, by whatever PATH they are reached`, async () => {
			const folder = layAttack('planted-programs');
			const absolute = places.map((place) => path.join(folder, place));
			for (const PATH of [...places, ...absolute, [...places, ...absolute].join(path.delimiter)]) {
				const found = await findProgram({
					agent,
					path: null,
					command: agent,
					environment: { PATH },
					folders: [folder],
				});
				assert.equal(found.ok, false, PATH);
			}
			const set = path.join(folder, 'claude');
			assert.equal(
				(await findProgram({ agent, path: set, command: agent, environment: {}, folders: [folder] })).ok,
				false,
			);
		});
	}

	it('are not run as git', async () => {
		const folder = layAttack('planted-programs');
		const environment = { PATH: [...places, system].join(path.delimiter), HOME: folder, RAN_HERE: folder };
		await createGit(environment).attempt(['--version'], { cwd: folder });
		assert.equal(existsSync(path.join(folder, 'ran')), false);
	});

	it('are not found by what an agent starts', () => {
		const base = { PATH: [...places, system].join(path.delimiter) };
		const { PATH } = agentEnvironment({ base, dialect: agentOf('claude'), allowed: [], key: null, marker: 'run' });
		assert.equal(PATH, system);
	});
});
