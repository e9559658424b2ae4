import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { addEntries } from '../../src/editor/addToSettings.ts';

describe('adding to the user’s providers', () => {
	const providers = () => vscode.workspace.getConfiguration('switchyard').inspect<unknown>('providers')?.globalValue;
	const set = (value: unknown) =>
		vscode.workspace.getConfiguration('switchyard').update('providers', value, vscode.ConfigurationTarget.Global);

	afterEach(() => set(undefined));

	it('keeps what is there, and gives what is added an id of its own', async () => {
		const mine = { id: 'codex', kind: 'agent-cli', agent: 'codex', keywords: ['mine'] };
		await set([mine]);
		const added = await addEntries([
			{ id: 'codex', kind: 'agent-cli', agent: 'codex' },
			{ id: 'codex', kind: 'acp', agent: 'codex' },
		]);
		assert.deepEqual(
			added?.map(({ id }) => id),
			['codex-2', 'codex-3'],
		);
		assert.deepEqual(providers(), [mine, ...added]);
	});

	it('begins a list where there is none', async () => {
		await addEntries([{ id: 'codex', kind: 'agent-cli', agent: 'codex' }]);
		assert.deepEqual(providers(), [{ id: 'codex', kind: 'agent-cli', agent: 'codex' }]);
	});

	it('changes nothing where the settings hold no list', async () => {
		await set({ mine: 1 });
		assert.equal(await addEntries([{ id: 'codex', kind: 'agent-cli', agent: 'codex' }]), null);
		assert.deepEqual(providers(), { mine: 1 });
	});
});
