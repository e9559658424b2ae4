import * as vscode from 'vscode';
import { accountOf, type Provider } from '../core/provider.ts';
import type { Journal } from '../router/journal.ts';
import type { Keys } from './keys.ts';

/** One thing that could be added to `switchyard.providers`. */
export interface Found {
	readonly label: string;
	readonly detail: string;
	/** Chosen beforehand; nothing that uses a key is. */
	readonly picked: boolean;
	readonly entry: Readonly<Record<string, unknown>> & { readonly id: string };
}

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

/** Offers what was found on this machine, and adds what the user picks to their own settings. */
export async function addFound(found: readonly Found[], existing: readonly Provider[]): Promise<void> {
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
		[...entries, ...chosen.map((item) => item.entry)],
		vscode.ConfigurationTarget.Global,
	);
}

/** Variables in which people keep keys, and the provider each is for. Offered, never taken: only the user says so. */
export const keyVariables: Readonly<
	Record<string, { readonly id: string; readonly baseUrl: string; readonly model: string }>
> = {
	OPENAI_API_KEY: { id: 'openai', baseUrl: 'https://api.openai.com/v1', model: 'gpt-5.5' },
	OPENROUTER_API_KEY: { id: 'openrouter', baseUrl: 'https://openrouter.ai/api/v1', model: 'openrouter/auto' },
	DEEPSEEK_API_KEY: { id: 'deepseek', baseUrl: 'https://api.deepseek.com/v1', model: 'deepseek-chat' },
	GROQ_API_KEY: { id: 'groq', baseUrl: 'https://api.groq.com/openai/v1', model: 'openai/gpt-oss-120b' },
	MISTRAL_API_KEY: { id: 'mistral', baseUrl: 'https://api.mistral.ai/v1', model: 'codestral-latest' },
	GEMINI_API_KEY: {
		id: 'gemini',
		baseUrl: 'https://generativelanguage.googleapis.com/v1beta/openai',
		model: 'gemini-2.5-pro',
	},
};
