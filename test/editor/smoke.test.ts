import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Manifest } from '../support/manifest.ts';

describe('the extension in a real extension host', () => {
	it('activates', async () => {
		const extension = vscode.extensions.getExtension('switchyard.switchyard');
		assert.ok(extension);
		await extension.activate();
		assert.equal(extension.isActive, true);
	});

	it('registers every command that it contributes, and no other', async () => {
		const { contributes } = vscode.extensions.getExtension('switchyard.switchyard')?.packageJSON as Manifest;
		// VS Code makes some for every view by itself, and a row of the routes has one of its own.
		const views = Object.values(contributes.views).flatMap((each) => each.map(({ id }) => `${id}.`));
		const registered = (await vscode.commands.getCommands(true))
			.filter((id) => id.startsWith('switchyard.') && !views.some((view) => id.startsWith(view)))
			.filter((id) => id !== 'switchyard.openTouchedFile');
		assert.deepEqual(registered.sort(), contributes.commands.map(({ command }) => command).sort());
	});
});
