import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import manifest from '../../package.json' with { type: 'json' };

describe('the keybindings in a real editor', () => {
	it('take no keys that VS Code or its own extensions use', async () => {
		await vscode.commands.executeCommand('workbench.action.openDefaultKeybindingsFile');
		const text = vscode.window.activeTextEditor?.document.getText() ?? '';
		const bindings = [...text.matchAll(/"key":\s*"([^"]+)"[^}]*?"command":\s*"([^"]+)"/g)];
		assert.ok(bindings.length > 500, `${bindings.length} keybindings were read`);
		const own = bindings.filter(([, key = '']) => key.startsWith('ctrl+alt+j'));
		assert.deepEqual(
			own.map(([, key, command]) => `${key} ${command}`).sort(),
			manifest.contributes.keybindings
				.filter(({ key }) => key.startsWith('ctrl+alt+j'))
				.map(({ key, command }) => `${key} ${command}`)
				.sort(),
		);
		await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
	});
});
