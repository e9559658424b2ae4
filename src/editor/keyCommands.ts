import * as vscode from 'vscode';
import { accountOf, type Provider } from '../core/provider.ts';
import type { Journal } from '../router/journal.ts';
import { createKeyQuestions, type KeyAnswer, type KeyQuestions, type KeyQuestionsParts } from './keyQuestions.ts';
import type { Keys, MovedKey } from './keys.ts';

/** Asks for a key and keeps it in the editor's secret storage, bound to the endpoint it is for. `given`: a provider's id. */
export async function setKey(
	providers: readonly Provider[],
	keys: Keys,
	journal: Pick<Journal, 'append'>,
	questions: Pick<KeyQuestions, 'about'>,
	given: string | null = null,
): Promise<void> {
	const meant = providers.filter(({ id }) => id === given);
	const isMeant = meant.length > 0;
	const asked = isMeant ? meant : providers;
	const picked = await pickAccount(asked, keys, vscode.l10n.t('Set a key for…'), false, isMeant);
	if (picked === null) {
		return;
	}
	const isSet = await (picked.moved === null
		? askForKey(picked.account, keys, journal)
		: questions.about(picked.moved));
	if (isSet) {
		await keys.settle(providers);
	}
}

/** Asks for the key of an account and keeps it; `false` when the user gives none. */
async function askForKey(account: string, keys: Keys, journal: Pick<Journal, 'append'>): Promise<boolean> {
	const key = await vscode.window.showInputBox({
		title: vscode.l10n.t('Key for {0}', account),
		prompt: vscode.l10n.t('Kept encrypted by VS Code, and sent to this address only.'),
		password: true,
		ignoreFocusOut: true,
		validateInput: (value) =>
			/^[\x21-\x7e]*$/.test(value.trim()) ? null : vscode.l10n.t('A key has no spaces and no special letters.'),
	});
	if (key === undefined || key.trim() === '') {
		return false;
	}
	await keys.store(account, key.trim());
	journal.append({ type: 'keys-changed', account });
	return true;
}

export async function removeKey(
	providers: readonly Provider[],
	keys: Keys,
	journal: Pick<Journal, 'append'>,
): Promise<void> {
	const picked = await pickAccount(providers, keys, vscode.l10n.t('Remove the key of…'), true);
	if (picked !== null) {
		await keys.remove(picked.account);
		journal.append({ type: 'keys-changed', account: picked.account });
	}
}

interface Picked {
	readonly account: string;
	/** The key that is there for another address; `null`: none is. */
	readonly moved: MovedKey | null;
}

/** `stored`: only accounts with a key. `isMeant`: the user has named the provider, so that a single account is not asked for. */
async function pickAccount(
	providers: readonly Provider[],
	keys: Keys,
	title: string,
	stored: boolean,
	isMeant = false,
): Promise<Picked | null> {
	const known = await keys.accounts(providers);
	const moved = stored ? [] : await keys.moved(providers);
	const accounts = new Map<string, { readonly ids: string[]; readonly moved: MovedKey | null }>();
	for (const provider of providers) {
		for (const profile of provider.profiles) {
			const account = accountOf(provider, profile);
			const elsewhere = moved.find((each) => each.provider === provider && each.profile === profile) ?? null;
			if (elsewhere !== null || (profile.key.from === 'secrets' && (!stored || known.includes(account)))) {
				const before = accounts.get(account);
				accounts.set(account, {
					ids: [...(before?.ids ?? []), provider.id],
					moved: before?.moved ?? elsewhere,
				});
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
	const [only] = accounts;
	if (isMeant && accounts.size === 1 && only !== undefined) {
		return { account: only[0], moved: only[1].moved };
	}
	const items = [...accounts].map(([account, { ids, moved: elsewhere }]) => ({
		label: ids.join(', '),
		description: account,
		detail:
			elsewhere !== null
				? vscode.l10n.t('Its key was given for {0}', elsewhere.from)
				: known.includes(account)
					? vscode.l10n.t('A key is stored')
					: vscode.l10n.t('No key yet'),
		account,
		moved: elsewhere,
	}));
	return (await vscode.window.showQuickPick(items, { title, matchOnDescription: true })) ?? null;
}

/** The question as VS Code shows it, in front of everything: what is said to it decides where a key goes. */
async function askAboutMoved({ provider, profile, from }: MovedKey): Promise<KeyAnswer> {
	const { key } = profile;
	const use: vscode.MessageItem = { title: vscode.l10n.t('Use It There') };
	const another: vscode.MessageItem = {
		title: key.from === 'secrets' ? vscode.l10n.t('Set Another Key') : vscode.l10n.t('Open Settings'),
	};
	const later: vscode.MessageItem = { title: vscode.l10n.t('Not Now'), isCloseAffordance: true };
	const chosen = await vscode.window.showWarningMessage(
		vscode.l10n.t('{0} now points to {1}', provider.id, provider.endpoint),
		{
			modal: true,
			detail:
				key.from === 'environment'
					? vscode.l10n.t(
							'Send the key in {0} that was used for {1} there?\n\nChoose Not Now if you did not change the address yourself.',
							key.variable,
							from,
						)
					: vscode.l10n.t(
							'Send the key “{0}” that was given for {1} there?\n\nChoose Not Now if you did not change the address yourself.',
							profile.name,
							from,
						),
		},
		// Enter chooses the first one: it must not be the one that sends the key.
		another,
		use,
		later,
	);
	if (chosen === another && key.from !== 'secrets') {
		await vscode.commands.executeCommand('workbench.action.openSettings', 'switchyard.providers');
		return null;
	}
	return chosen === use ? 'use' : chosen === another ? 'another' : null;
}

/** The parts that the editor itself has for this. */
export function editorQuestions(parts: Pick<KeyQuestionsParts, 'keys' | 'journal' | 'standing'>): KeyQuestions {
	return createKeyQuestions({
		...parts,
		ask: askAboutMoved,
		askForAnother: (account) => askForKey(account, parts.keys, parts.journal),
	});
}
