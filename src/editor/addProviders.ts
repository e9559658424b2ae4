import * as vscode from 'vscode';
import type { Provider } from '../core/provider.ts';

/** One thing that could be added to `switchyard.providers`. */
export interface Found {
	readonly label: string;
	readonly detail: string;
	/** Chosen beforehand; nothing that uses a key is. */
	readonly picked: boolean;
	readonly entry: Readonly<Record<string, unknown>> & { readonly id: string };
}

/** Nothing is configured: says so, and offers what is on this machine. Nothing is used before the user says so. */
export async function offerProviders(found: readonly Found[]): Promise<void> {
	const ready = found.filter((each) => each.picked);
	const use = vscode.l10n.t('Use {0}', ready.map((each) => each.label).join(', '));
	const detect = vscode.l10n.t('Detect Providers…');
	const open = vscode.l10n.t('Open Settings');
	const here = ready.map((each) => `${each.label} (${each.detail})`).join(', ');
	const chosen = await vscode.window.showErrorMessage(
		ready.length === 0
			? vscode.l10n.t(
					'Switchyard has no provider to ask. Let it look for local servers and keys on this machine, or add one in the settings.',
				)
			: vscode.l10n.t('Switchyard has no provider to ask yet. Found on this machine: {0}.', here),
		...(ready.length === 0 ? [] : [use]),
		detect,
		open,
	);
	if (chosen === use && ready.length > 0) {
		await addToSettings(ready);
	} else if (chosen === detect) {
		await vscode.commands.executeCommand('switchyard.detectProviders');
	} else if (chosen === open) {
		await vscode.commands.executeCommand('workbench.action.openSettings', 'switchyard.providers');
	}
}

/** Looks for agents and local servers on this machine, and offers what was found. */
export async function findAndAdd(find: () => Promise<readonly Found[]>, existing: readonly Provider[]): Promise<void> {
	const location = {
		location: vscode.ProgressLocation.Window,
		title: vscode.l10n.t('Looking for agents and local servers…'),
	};
	await addFound(await vscode.window.withProgress(location, find), existing);
}

/** Offers what was found on this machine, and adds what the user picks to their own settings. */
async function addFound(found: readonly Found[], existing: readonly Provider[]): Promise<void> {
	const fresh = found.filter((each) => !existing.some((provider) => provider.id === each.entry.id));
	if (fresh.length === 0) {
		void vscode.window.showInformationMessage(
			found.length === 0
				? vscode.l10n.t('No agent and no local server was found. Add a provider in the settings: switchyard.providers.')
				: vscode.l10n.t('Everything that was found is configured already.'),
		);
		return;
	}
	const items = fresh.map((each) => ({ ...each, description: each.detail, detail: '' }));
	const chosen = await vscode.window.showQuickPick(items, {
		title: vscode.l10n.t('Found on This Machine'),
		placeHolder: vscode.l10n.t('Pick what Switchyard may ask, in your settings’ order'),
		canPickMany: true,
		ignoreFocusOut: true,
	});
	if (chosen === undefined || chosen.length === 0) {
		return;
	}
	await addToSettings(chosen);
}

/** Appends to the user's own `switchyard.providers`. */
async function addToSettings(chosen: readonly Found[]): Promise<void> {
	const configuration = vscode.workspace.getConfiguration('switchyard');
	const before = configuration.inspect<unknown>('providers')?.globalValue;
	if (before !== undefined && !Array.isArray(before)) {
		void vscode.window.showErrorMessage(
			vscode.l10n.t('switchyard.providers is not a list. Mend it in the settings first; nothing was changed.'),
		);
		return;
	}
	const entries: readonly unknown[] = before ?? [];
	await configuration.update(
		'providers',
		[...entries, ...chosen.map(({ entry }) => entry)],
		vscode.ConfigurationTarget.Global,
	);
}
