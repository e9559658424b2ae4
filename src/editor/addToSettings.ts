import * as vscode from 'vscode';
import { idsIn, type NewEntry, withUnusedIds } from './newEntry.ts';

/**
 * Appends to the user's own `switchyard.providers`, each with an id of its own. `null`: what stands there is no list, so
 * nothing was changed, and the user was told.
 */
export async function addEntries(entries: readonly NewEntry[]): Promise<readonly NewEntry[] | null> {
	const configuration = vscode.workspace.getConfiguration('switchyard');
	const before = configuration.inspect<unknown>('providers')?.globalValue;
	if (before !== undefined && !Array.isArray(before)) {
		void tellNoList();
		return null;
	}
	const existing: readonly unknown[] = before ?? [];
	const added = withUnusedIds(entries, idsIn(existing));
	await configuration.update('providers', [...existing, ...added], vscode.ConfigurationTarget.Global);
	return added;
}

async function tellNoList(): Promise<void> {
	const open = vscode.l10n.t('Open Settings');
	const chosen = await vscode.window.showErrorMessage(
		vscode.l10n.t('switchyard.providers is not a list. Mend it in the settings first; nothing was changed.'),
		open,
	);
	if (chosen === open) {
		await vscode.commands.executeCommand('workbench.action.openSettingsJson');
	}
}
