import * as vscode from 'vscode';
import type { Provider } from '../core/provider.ts';
import type { Billing } from '../core/request.ts';

/** How each billing is named in a sentence. */
const words: Readonly<Record<Billing, string>> = {
	free: 'free',
	subscription: 'paid by subscription',
	metered: 'paid by use',
};

/**
 * Asks whether a route may go on with a provider that is dearer than what it set out with. A notification, so that the
 * user can go on working; closing it is a no.
 */
export async function askConsent(provider: Provider, from: Billing, to: Billing): Promise<boolean> {
	const yes = vscode.l10n.t('Yes');
	const question = vscode.l10n.t(
		'Switchyard: go on with {0}? It is {1}; the first choice is {2}.',
		provider.id,
		words[to],
		words[from],
	);
	return (await vscode.window.showInformationMessage(question, yes, vscode.l10n.t('No'))) === yes;
}
