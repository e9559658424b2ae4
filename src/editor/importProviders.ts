import * as vscode from 'vscode';
import type { AddingParts, ServerDraft } from './addServer.ts';
import { addEntries } from './addToSettings.ts';
import type { Source } from './importFiles.ts';
import { type Import, type Imported, importOf, type LeftOut } from './importTold.ts';
import type { NewEntry } from './newEntry.ts';
import { shownFiles } from './shownFiles.ts';

export interface ImportParts extends Pick<AddingParts, 'addServer' | 'test'> {
	/** What other programs have left in the user's home. */
	findSources(): Promise<readonly Source[]>;
	readExported(file: string): Promise<Source>;
}

/** Where the user wants to import from. */
type From = Source | 'file';

/** Offers the providers of other extensions, and adds those that the user picks. A key is taken with consent only. */
export async function importProviders(parts: ImportParts): Promise<void> {
	const from = await pickSource(await parts.findSources());
	const source = from === 'file' ? await pickFile(parts) : from;
	if (source === null) {
		return;
	}
	const found = importOf(source.told);
	if (found.imported.length === 0) {
		void vscode.window.showInformationMessage(nothingText(source, found));
		return;
	}
	const picked = await pickProviders(source, found);
	if (picked.length === 0) {
		return;
	}
	const withKeys = await mayTakeKeys(picked, source);
	if (withKeys === null) {
		return;
	}
	const added: NewEntry[] = [];
	for (const each of picked) {
		const entry = await take(each, withKeys, parts);
		if (entry === null) {
			break;
		}
		added.push(entry);
	}
	await tell(added, parts);
}

async function pickSource(sources: readonly Source[]): Promise<From | null> {
	const items: (vscode.QuickPickItem & { readonly from: From })[] = [
		...sources.map((source) => ({
			label: source.from,
			description: countText(importOf(source.told).imported.length),
			detail: shownFiles(source.files),
			iconPath: new vscode.ThemeIcon('extensions'),
			from: source,
		})),
		{
			label: vscode.l10n.t('Exported Settings File…'),
			description: vscode.l10n.t('Roo Code, Kilo Code'),
			detail: vscode.l10n.t(
				'Export the settings there, and pick the file: what lies inside VS Code nobody else can read',
			),
			iconPath: new vscode.ThemeIcon('file-code'),
			from: 'file',
		},
	];
	const picked = await vscode.window.showQuickPick(items, {
		title: vscode.l10n.t('Import Providers'),
		placeHolder:
			sources.length === 0
				? vscode.l10n.t('No settings of Cline, Kilo Code or Continue were found in your home folder')
				: vscode.l10n.t('From which program?'),
		ignoreFocusOut: true,
	});
	return picked?.from ?? null;
}

function countText(count: number): string {
	return count === 1 ? vscode.l10n.t('one provider') : vscode.l10n.t('{0} providers', count);
}

async function pickFile(parts: ImportParts): Promise<Source | null> {
	const [uri] =
		(await vscode.window.showOpenDialog({
			title: vscode.l10n.t('Exported Settings of Roo Code or Kilo Code'),
			openLabel: vscode.l10n.t('Import'),
			filters: { [vscode.l10n.t('Settings')]: ['json', 'jsonc', 'yaml', 'yml'] },
		})) ?? [];
	return uri === undefined ? null : parts.readExported(uri.fsPath);
}

function nothingText({ files }: Source, { leftOut }: Import): string {
	const where = shownFiles(files);
	return leftOut.length === 0
		? vscode.l10n.t('No provider was found in {0}.', where)
		: vscode.l10n.t('Nothing in {0} can be taken over: {1}', where, leftOut.map(leftOutText).join('; '));
}

function leftOutText({ name, because }: LeftOut): string {
	switch (because) {
		case 'no-model':
			return vscode.l10n.t('{0} names no model', name);
		case 'other-protocol':
			return vscode.l10n.t('{0} does not speak the OpenAI protocol', name);
		case 'no-address':
			return vscode.l10n.t('{0} names no address', name);
		case 'travels-openly':
			return vscode.l10n.t('{0} has an address without encryption', name);
		case 'not-an-address':
		case 'not-the-web':
		case 'holds-a-key':
		case 'has-parameters':
			return vscode.l10n.t('{0} has an address that can’t be used', name);
	}
}

async function pickProviders({ from }: Source, { imported, leftOut }: Import): Promise<readonly Imported[]> {
	const items = imported.map((each) => ({
		label: each.name,
		description: each.baseUrl ?? each.entry.id,
		detail:
			each.key !== null
				? vscode.l10n.t('with a key')
				: each.variable === null
					? ''
					: vscode.l10n.t('with the key in the environment variable {0}', each.variable),
		picked: true,
		each,
	}));
	const picked = await vscode.window.showQuickPick(items, {
		title: vscode.l10n.t('Import from {0}', from),
		placeHolder:
			leftOut.length === 0
				? vscode.l10n.t('Pick what Switchyard may ask')
				: vscode.l10n.t('Pick what Switchyard may ask. Left out: {0}', leftOut.map(leftOutText).join('; ')),
		canPickMany: true,
		ignoreFocusOut: true,
	});
	return (picked ?? []).map(({ each }) => each);
}

/** Whether the keys may be taken along; `null`: nothing is to be imported after all. */
async function mayTakeKeys(picked: readonly Imported[], { files }: Source): Promise<boolean | null> {
	const withKey = picked.filter(({ key }) => key !== null);
	if (withKey.length === 0) {
		return false;
	}
	const take = vscode.l10n.t('Take the Keys');
	const leave = vscode.l10n.t('Without Keys');
	const addresses = [...new Set(withKey.map(({ baseUrl }) => new URL(baseUrl ?? '').origin))];
	const chosen = await vscode.window.showWarningMessage(
		vscode.l10n.t('Take the keys from {0} too?', shownFiles(files)),
		{
			modal: true,
			detail: vscode.l10n.t(
				'They are for {0}. VS Code keeps them encrypted, each is sent to its own address only, and none is written into the settings. The file stays as it is.',
				addresses.join(', '),
			),
		},
		take,
		leave,
	);
	return chosen === take ? true : chosen === leave ? false : null;
}

/** `null`: the settings can't be written, and the user was told. */
async function take(each: Imported, withKey: boolean, { addServer }: ImportParts): Promise<NewEntry | null> {
	const { entry, baseUrl, key, variable } = each;
	if (baseUrl === null) {
		return (await addEntries([entry]))?.[0] ?? null;
	}
	const draft: ServerDraft = {
		...{ id: entry.id, name: each.name, baseUrl, variable, listsModels: false, example: '' },
		model: String(entry['model']),
		key:
			variable !== null
				? { from: 'environment', variable }
				: withKey && key !== null
					? { from: 'typed', secret: key }
					: { from: 'later' },
	};
	return addServer(draft);
}

async function tell(added: readonly NewEntry[], { test }: ImportParts): Promise<void> {
	const [first] = added;
	if (first === undefined) {
		return;
	}
	const tryIt = vscode.l10n.t('Test {0}…', first.id);
	const open = vscode.l10n.t('Open Settings');
	const chosen = await vscode.window.showInformationMessage(
		vscode.l10n.t('Switchyard: added to your providers: {0}.', added.map(({ id }) => id).join(', ')),
		tryIt,
		open,
	);
	if (chosen === tryIt) {
		await test(first.id);
	} else if (chosen === open) {
		await vscode.commands.executeCommand('workbench.action.openSettings', 'switchyard.providers');
	}
}
