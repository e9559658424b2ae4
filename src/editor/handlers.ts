import * as vscode from 'vscode';
import { type CommandId, commandIds } from './commandIds.ts';

/** What a command does; arguments come from menus, keybindings and other extensions, and are not trusted to be anything. */
export type Handler = (...given: readonly unknown[]) => Promise<void> | void;

export function registerCommands(handlers: Readonly<Record<CommandId, Handler>>): vscode.Disposable {
	return vscode.Disposable.from(...commandIds.map((id) => vscode.commands.registerCommand(id, handlers[id])));
}

/** Handlers of a room that is loaded when the first of them is called. */
export function lateHandlers<Id extends CommandId>(
	ids: readonly Id[],
	load: () => Promise<Readonly<Record<Id, Handler>>>,
): Readonly<Record<Id, Handler>> {
	const late = (id: Id): readonly [Id, Handler] => [id, async (...given) => (await load())[id](...given)];
	return Object.fromEntries(ids.map(late)) as Record<Id, Handler>;
}

/** In a folder that the user does not trust nothing runs and nothing is sent. Says so where that stops something. */
export async function trusted(): Promise<boolean> {
	if (vscode.workspace.isTrusted) {
		return true;
	}
	const manage = vscode.l10n.t('Manage Workspace Trust');
	const chosen = await vscode.window.showErrorMessage(
		vscode.l10n.t('Switchyard sends nothing and runs no agent in a folder that you do not trust.'),
		manage,
	);
	if (chosen === manage) {
		await vscode.commands.executeCommand('workbench.trust.manage');
	}
	return false;
}
