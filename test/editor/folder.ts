import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { eventually } from '../support/eventually.ts';

/** The folder that the window has open. */
export function folderPath(): string {
	const folder = vscode.workspace.workspaceFolders?.[0];
	if (folder === undefined) {
		throw new Error('the window has no folder open');
	}
	return folder.uri.fsPath;
}

/** Writes a file of the folder, by its path from there; the folders on the way are made. */
export function writeFile(file: string, content: string | Uint8Array): vscode.Uri {
	const whole = path.join(folderPath(), file);
	mkdirSync(path.dirname(whole), { recursive: true });
	writeFileSync(whole, content);
	return vscode.Uri.file(whole);
}

export function readFile(file: string): string {
	return readFileSync(path.join(folderPath(), file), 'utf8');
}

export function removeFile(file: string): void {
	rmSync(path.join(folderPath(), file), { recursive: true, force: true, maxRetries: 5 });
}

/** Opens a file as a user does, and resolves with its editor; nothing but its tab keeps the document open. */
export async function openEditor(uri: vscode.Uri): Promise<vscode.TextEditor> {
	await vscode.commands.executeCommand('vscode.open', uri, { preview: false });
	await eventually(() => vscode.window.activeTextEditor?.document.uri.toString(), uri.toString());
	const editor = vscode.window.activeTextEditor;
	if (editor === undefined) {
		throw new Error('the editor was closed at once');
	}
	return editor;
}

export function tabs(): readonly vscode.Tab[] {
	return vscode.window.tabGroups.all.flatMap((group) => group.tabs);
}

/** Takes back whatever is not saved in the folder and closes every tab. */
export async function closeEverything(): Promise<void> {
	// VS Code itself edits the user's settings file when a window begins; that one is not ours to touch.
	const own = vscode.workspace.textDocuments.filter(
		({ isDirty, uri }) => isDirty && uri.fsPath.startsWith(folderPath() + path.sep),
	);
	for (const document of own) {
		await vscode.window.showTextDocument(document);
		await vscode.commands.executeCommand('workbench.action.files.revert');
	}
	await vscode.commands.executeCommand('workbench.action.closeAllEditors');
	await eventually(() => tabs().map(({ label }) => label), []);
}
