import * as vscode from 'vscode';
import type { Provider } from '../core/provider.ts';
import { addEntries } from './addToSettings.ts';
import { shownFiles } from './shownFiles.ts';

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
	const add = vscode.l10n.t('Add Provider…');
	const here = ready.map((each) => `${each.label} (${each.detail})`).join(', ');
	const chosen = await vscode.window.showErrorMessage(
		ready.length === 0
			? vscode.l10n.t(
					'Switchyard has no provider to ask. Let it look for local servers and keys on this machine, or add one.',
				)
			: vscode.l10n.t('Switchyard has no provider to ask yet. Found on this machine: {0}.', here),
		...(ready.length === 0 ? [] : [use]),
		detect,
		add,
	);
	if (chosen === use && ready.length > 0) {
		await addEntries(ready.map(({ entry }) => entry));
	} else if (chosen === detect) {
		await vscode.commands.executeCommand('switchyard.detectProviders');
	} else if (chosen === add) {
		await vscode.commands.executeCommand('switchyard.addProvider');
	}
}

/** What is set up in other extensions, and can be imported from there. */
export interface Elsewhere {
	/** As people know the extension. */
	readonly from: string;
	/** How many providers it has. */
	readonly count: number;
	readonly files: readonly string[];
}

export interface Finding {
	find(): Promise<readonly Found[]>;
	findElsewhere(): Promise<readonly Elsewhere[]>;
	importProviders(): Promise<void>;
}

/** Looks for agents, local servers and settings of other extensions on this machine, and offers what was found. */
export async function findAndAdd(finding: Finding, existing: readonly Provider[]): Promise<void> {
	const location = {
		location: vscode.ProgressLocation.Window,
		title: vscode.l10n.t('Looking for agents and local servers…'),
	};
	const [found, elsewhere] = await vscode.window.withProgress(location, () =>
		Promise.all([finding.find(), finding.findElsewhere()]),
	);
	await addFound(found, elsewhere, existing, () => finding.importProviders());
}

/** Offers what was found on this machine, and adds what the user picks to their own settings. */
async function addFound(
	found: readonly Found[],
	elsewhere: readonly Elsewhere[],
	existing: readonly Provider[],
	importProviders: () => Promise<void>,
): Promise<void> {
	const fresh = found.filter((each) => !existing.some((provider) => provider.id === each.entry.id));
	if (fresh.length + elsewhere.length === 0) {
		await tellNothingNew(found.length === 0);
		return;
	}
	const items = [
		...fresh.map((each) => ({ ...each, description: each.detail, detail: '' })),
		...elsewhere.map(({ from, count, files }) => ({
			label: vscode.l10n.t('Import from {0}…', from),
			description:
				count === 1
					? vscode.l10n.t('one provider is set up there')
					: vscode.l10n.t('{0} providers are set up there', count),
			detail: shownFiles(files),
			picked: false,
			entry: null,
		})),
	];
	const chosen = await vscode.window.showQuickPick(items, {
		title: vscode.l10n.t('Found on This Machine'),
		placeHolder: vscode.l10n.t('Pick what Switchyard may ask, in your settings’ order'),
		canPickMany: true,
		ignoreFocusOut: true,
	});
	const entries = (chosen ?? []).flatMap(({ entry }) => (entry === null ? [] : [entry]));
	if (entries.length > 0) {
		await addEntries(entries);
	}
	if (chosen?.some(({ entry }) => entry === null) === true) {
		await importProviders();
	}
}

async function tellNothingNew(nothing: boolean): Promise<void> {
	const add = vscode.l10n.t('Add Provider…');
	const chosen = await vscode.window.showInformationMessage(
		nothing
			? vscode.l10n.t('No agent and no local server was found on this machine.')
			: vscode.l10n.t('Everything that was found is configured already.'),
		add,
	);
	if (chosen === add) {
		await vscode.commands.executeCommand('switchyard.addProvider');
	}
}
