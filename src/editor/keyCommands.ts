import * as vscode from 'vscode';
import { accountOf, type Provider } from '../core/provider.ts';
import type { Journal } from '../router/journal.ts';
import type { Keys } from './keys.ts';

/** Asks for a key and keeps it in the editor's secret storage, bound to the endpoint it is for. */
export async function setKey(providers: readonly Provider[], keys: Keys, journal: Journal): Promise<void> {
	const account = await pickAccount(providers, keys, vscode.l10n.t('Set a key for…'), false);
	if (account === null) {
		return;
	}
	const key = await vscode.window.showInputBox({
		title: vscode.l10n.t('Key for {0}', account),
		prompt: vscode.l10n.t('Kept encrypted by VS Code, and sent to this address only.'),
		password: true,
		ignoreFocusOut: true,
		validateInput: (value) =>
			/^[\x21-\x7e]*$/.test(value.trim()) ? null : vscode.l10n.t('A key has no spaces and no special letters.'),
	});
	if (key !== undefined && key.trim() !== '') {
		await keys.store(account, key.trim());
		journal.append({ type: 'keys-changed', account });
	}
}

export async function removeKey(providers: readonly Provider[], keys: Keys, journal: Journal): Promise<void> {
	const account = await pickAccount(providers, keys, vscode.l10n.t('Remove the key of…'), true);
	if (account !== null) {
		await keys.remove(account);
		journal.append({ type: 'keys-changed', account });
	}
}

async function pickAccount(
	providers: readonly Provider[],
	keys: Keys,
	title: string,
	stored: boolean,
): Promise<string | null> {
	const known = await keys.accounts(providers);
	const accounts = new Map<string, string[]>();
	for (const provider of providers) {
		for (const profile of provider.profiles) {
			const account = accountOf(provider, profile);
			if (profile.key.from === 'secrets' && (!stored || known.includes(account))) {
				accounts.set(account, [...(accounts.get(account) ?? []), provider.id]);
			}
		}
	}
	if (accounts.size === 0) {
		void vscode.window.showInformationMessage(
			stored
				? vscode.l10n.t('No key is stored.')
				: vscode.l10n.t(
						'No configured provider takes a key from here. Agents log in by themselves; local servers need none.',
					),
		);
		return null;
	}
	const items = [...accounts].map(([account, ids]) => ({
		label: ids.join(', '),
		description: account,
		detail: known.includes(account) ? vscode.l10n.t('A key is stored') : vscode.l10n.t('No key yet'),
		account,
	}));
	return (await vscode.window.showQuickPick(items, { title, matchOnDescription: true }))?.account ?? null;
}
