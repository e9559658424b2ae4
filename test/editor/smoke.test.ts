import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('the extension in a real extension host', () => {
	it('activates', async () => {
		const extension = vscode.extensions.getExtension('switchyard.switchyard');
		assert.ok(extension);
		await extension.activate();
		assert.equal(extension.isActive, true);
	});
});
