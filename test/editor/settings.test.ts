import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { usualAgentSettings } from '../../src/core/agent.ts';
import { type LookUp, nothingKnown } from '../../src/core/catalogue.ts';
import { type Settings, settingKeys, type SettingsProblem, workspaceSettingKeys } from '../../src/core/settings.ts';
import { createSettings, type SettingsSource } from '../../src/editor/settings.ts';
import { eventually } from '../support/eventually.ts';
import { removeFile, writeFile } from './folder.ts';

const settingsFile = '.vscode/settings.json';
const local = { id: 'local', kind: 'openai', baseUrl: 'http://127.0.0.1:9/v1', model: 'm' };
const other = { ...local, id: 'other' };

const found = (key: string) => vscode.workspace.getConfiguration('switchyard').inspect(key);

/** Sets a value of the user's own, or takes it away, and resolves when the window knows. */
async function setUser(key: string, value: unknown): Promise<void> {
	await vscode.workspace.getConfiguration('switchyard').update(key, value, vscode.ConfigurationTarget.Global);
	await eventually(() => found(key)?.globalValue, value);
}

/** Writes the folder's settings, and resolves when the window knows. `switchyard.workspace.reach` must be among them. */
async function setFolder(values: Readonly<Record<string, unknown>>): Promise<void> {
	writeFile(settingsFile, JSON.stringify(values));
	await eventually(() => found('workspace.reach')?.workspaceValue, values['switchyard.workspace.reach']);
}

describe('settings in a real window', () => {
	let sources: SettingsSource[];
	let problems: SettingsProblem[];

	beforeEach(() => {
		sources = [];
		problems = [];
	});

	afterEach(async () => {
		sources.forEach((source) => source.dispose());
		removeFile('.vscode');
		for (const key of settingKeys.filter((each) => found(each)?.globalValue !== undefined)) {
			await setUser(key, undefined);
		}
		await eventually(() => workspaceSettingKeys.map((key) => found(key)?.workspaceValue), [undefined, undefined]);
	});

	function open(lookUp?: () => LookUp): SettingsSource {
		const source = createSettings((problem) => problems.push(problem), lookUp);
		sources.push(source);
		return source;
	}

	/** Everything that a source tells of from now on. */
	function changesOf(source: SettingsSource): readonly Settings[] {
		const told: Settings[] = [];
		source.onDidChange((settings) => told.push(settings));
		return told;
	}

	it('a folder defines no provider, no program, no rule of routing and no reach', async () => {
		const plain = open().current();
		await setFolder({
			'switchyard.providers': [local],
			'switchyard.agents': { claude: { path: '/tmp/evil', args: ['-x'], env: ['HOME'] } },
			'switchyard.routing.strategy': 'local-first',
			'switchyard.routing.onFailure': 'fail-fast',
			'switchyard.routing.maxAttempts': 10,
			'switchyard.routing.deadlineSeconds': 1,
			'switchyard.routing.firstOutputSeconds': 1,
			'switchyard.routing.idleSeconds': 1,
			'switchyard.reach': 'private',
			'switchyard.workspace.reach': 'standard',
		});
		assert.deepEqual(open().current(), plain);
		assert.deepEqual(plain.providers, []);
		assert.deepEqual(plain.agents, {});
		assert.deepEqual(problems, []);
	});

	it('a folder changes nothing of what the user set', async () => {
		await setUser('providers', [local]);
		await setUser('reach', 'private');
		const before = open().current();
		assert.equal(before.providers[0]?.baseUrl, local.baseUrl);
		await setFolder({
			'switchyard.providers': [{ ...local, baseUrl: 'http://127.0.0.1:10/evil' }],
			'switchyard.reach': 'standard',
			'switchyard.workspace.reach': 'standard',
		});
		assert.deepEqual(open().current(), before);
	});

	it('a folder narrows the reach and the providers', async () => {
		await setUser('providers', [local, other]);
		const source = open();
		await setFolder({ 'switchyard.workspace.reach': 'sovereign', 'switchyard.workspace.providers': ['other'] });
		await eventually(() => source.current().reach, 'sovereign');
		assert.deepEqual(
			source.current().providers.map(({ id }) => id),
			['other'],
		);
	});

	it('a folder takes back nothing of what the user narrowed for every folder', async () => {
		await setUser('providers', [local, other]);
		await setUser('workspace.reach', 'sovereign');
		await setUser('workspace.providers', ['other']);
		const source = open();
		await setFolder({ 'switchyard.workspace.reach': 'standard', 'switchyard.workspace.providers': ['local', 'other'] });
		await eventually(() => found('workspace.providers')?.workspaceValue, ['local', 'other']);
		assert.equal(source.current().reach, 'sovereign');
		assert.deepEqual(
			source.current().providers.map(({ id }) => id),
			['other'],
		);
		await setUser('workspace.reach', undefined);
		await setUser('workspace.providers', undefined);
	});

	it('a folder brings in no provider that the user does not have', async () => {
		await setUser('providers', [local]);
		const source = open();
		await setFolder({ 'switchyard.workspace.reach': 'sovereign', 'switchyard.workspace.providers': ['evil'] });
		await eventually(() => source.current().providers, []);
		assert.deepEqual(
			problems.map(({ path }) => path),
			problems.map(() => 'switchyard.workspace.providers[0]'),
		);
		assert.ok(problems.length > 0);
	});

	it("a user's value is seen, and a change is told once it holds", async () => {
		await setUser('reach', 'private');
		const source = open();
		assert.equal(source.current().reach, 'private');
		const told = changesOf(source);
		await setUser('reach', 'sovereign');
		await eventually(() => told.at(-1)?.reach, 'sovereign');
		assert.equal(source.current().reach, 'sovereign');
	});

	it('an invalid value keeps the last good one, is reported with its path, and can be mended', async () => {
		await setUser('providers', [local]);
		const source = open();
		const told = changesOf(source);
		await setUser('providers', [{ ...local, id: 'not good' }]);
		await eventually(() => told.length > 0, true);
		assert.deepEqual(
			source.current().providers.map(({ id }) => id),
			['local'],
		);
		assert.deepEqual(
			source.problems().map(({ path }) => path),
			['switchyard.providers[0].id'],
		);
		assert.deepEqual(problems.at(-1), source.problems()[0]);
		await setUser('providers', [other]);
		await eventually(() => source.current().providers.map(({ id }) => id), ['other']);
		assert.deepEqual(source.problems(), []);
	});

	it('[U23] what can be looked up only later completes the settings, and is told without its problems again', async () => {
		await setUser('providers', [{ ...local, baseUrl: 'https://api.example/v1' }]);
		await setUser('reach', 'far');
		let lookUp = nothingKnown;
		const source = open(() => lookUp);
		const told = changesOf(source);
		assert.equal(source.current().providers[0]?.cost, null);
		lookUp = () => ({ cost: { input: 1, output: 5 }, contextTokens: 9000, outputTokens: null });
		source.refresh();
		assert.deepEqual(source.current().providers[0]?.cost, { input: 1, output: 5 });
		assert.deepEqual(told, [source.current()]);
		assert.deepEqual(
			problems.map(({ path }) => path),
			['switchyard.reach'],
		);
	});

	it('an invalid value at the start is reported, and the default holds', async () => {
		await setUser('reach', 'far');
		assert.equal(open().current().reach, 'standard');
		assert.deepEqual(
			problems.map(({ path }) => path),
			['switchyard.reach'],
		);
	});

	it("the programs of agents are the user's, on the machine where they run", async () => {
		await setUser('agents', { claude: { path: '/opt/claude/bin/claude', env: ['ANTHROPIC_BASE_URL'] } });
		const expected = { ...usualAgentSettings, path: '/opt/claude/bin/claude', env: ['ANTHROPIC_BASE_URL'] };
		assert.deepEqual(open().current().agents, { claude: expected });
		await setFolder({
			'switchyard.agents': { claude: { path: '/tmp/evil' } },
			'switchyard.workspace.reach': 'standard',
		});
		assert.deepEqual(open().current().agents, { claude: expected });
	});

	it('nothing is told of settings of others, or after the end', async () => {
		const [ended, source] = [open(), open()];
		const [before, told] = [changesOf(ended), changesOf(source)];
		const window = vscode.workspace.getConfiguration('editor');
		await window.update('tabSize', 3, vscode.ConfigurationTarget.Global);
		await eventually(() => vscode.workspace.getConfiguration('editor').inspect('tabSize')?.globalValue, 3);
		assert.deepEqual([...before, ...told], []);
		await window.update('tabSize', undefined, vscode.ConfigurationTarget.Global);
		ended.dispose();
		await setUser('reach', 'private');
		await eventually(() => told.at(-1)?.reach, 'private');
		assert.deepEqual(before, []);
	});
});
