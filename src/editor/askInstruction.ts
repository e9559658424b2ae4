import * as vscode from 'vscode';
import { fileReference, fileReferences } from '../core/fileReferences.ts';
import { byName } from './sendable.ts';

/** So many files are offered. */
const mostFiles = 3000;

/**
 * Asks what is wanted, in one line. Files are attached with the button, or by writing `#file:path`: the line itself says
 * what goes along, and what is deleted there does not. `undefined`: nothing after all.
 */
export function askInstruction(title: string, prompt: string): Promise<string | undefined> {
	const box = vscode.window.createInputBox();
	box.title = title;
	box.prompt = prompt;
	box.placeholder = vscode.l10n.t('Attach a file with #file:path or with the button');
	box.ignoreFocusOut = true;
	box.buttons = [{ iconPath: new vscode.ThemeIcon('attach'), tooltip: vscode.l10n.t('Attach Files…') }];
	let picking = false;
	const attach = async () => {
		// The list takes the place of the line, which comes back after it.
		picking = true;
		const files = await pickFiles(fileReferences(box.value)).finally(() => {
			picking = false;
		});
		if (files.length > 0) {
			box.value = `${[box.value.trimEnd(), ...files.map(fileReference)].filter((part) => part !== '').join(' ')} `;
			box.valueSelection = [box.value.length, box.value.length];
		}
		box.show();
	};
	return new Promise((resolve) => {
		box.onDidTriggerButton(() => void attach());
		box.onDidAccept(() => {
			resolve(box.value);
			box.dispose();
		});
		box.onDidHide(() => {
			if (!picking) {
				resolve(undefined);
				box.dispose();
			}
		});
		box.show();
	});
}

/** Files of the open folders, those that are open first; without those whose name says that they are not sent. */
async function pickFiles(attached: readonly string[]): Promise<readonly string[]> {
	const open = vscode.window.tabGroups.all.flatMap(({ tabs }) =>
		tabs.flatMap(({ input }) => (input instanceof vscode.TabInputText ? [input.uri] : [])),
	);
	const items = vscode.workspace.findFiles('**/*', undefined, mostFiles).then((found) => {
		const all = new Map([...open, ...found].map((file) => [file.toString(), file]));
		return [...all.values()]
			.filter((uri) => byName(uri) === null)
			.map((uri) => vscode.workspace.asRelativePath(uri))
			.filter((file) => !attached.includes(file))
			.map((file) => ({
				label: file.slice(file.lastIndexOf('/') + 1),
				description: file.slice(0, Math.max(0, file.lastIndexOf('/'))),
				file,
			}));
	});
	const picked = await vscode.window.showQuickPick(items, {
		canPickMany: true,
		matchOnDescription: true,
		title: vscode.l10n.t('Attach Files'),
		placeHolder: vscode.l10n.t('Files that go along with the question'),
	});
	return (picked ?? []).map(({ file }) => file);
}
