import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds } from '../../src/editor/commandIds.ts';

describe('the extension in a real extension host', () => {
	it('activates', async () => {
		const extension = vscode.extensions.getExtension('switchyard.switchyard');
		assert.ok(extension);
		await extension.activate();
		assert.equal(extension.isActive, true);
	});

	it('registers every command that it contributes, and no other', async () => {
		const registered = (await vscode.commands.getCommands(true)).filter((id) => id.startsWith('switchyard.'));
		// VS Code makes commands of its own for an extension's output channels and views.
		assert.deepEqual(registered.filter((id) => commandIds.some((own) => own === id)).sort(), [...commandIds].sort());
		assert.deepEqual(
			registered.filter((id) => !commandIds.some((own) => own === id)),
			[],
		);
	});
});
