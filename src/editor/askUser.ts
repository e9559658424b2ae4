import * as vscode from 'vscode';
import type { Billing } from '../core/request.ts';
import type { OpenQuestion } from '../core/situation.ts';

/** How each billing is named in a sentence. */
const words: Readonly<Record<Billing, string>> = {
	free: 'free',
	subscription: 'paid by subscription',
	metered: 'paid by use',
};

/**
 * Asks what a route can't go on without. A notification, so that the user can go on working; closing it is a no.
 */
export async function askUser(question: OpenQuestion): Promise<boolean> {
	const yes = vscode.l10n.t('Yes');
	const chosen = await vscode.window.showInformationMessage(textOf(question), yes, vscode.l10n.t('No'));
	return chosen === yes;
}

function textOf(question: OpenQuestion): string {
	switch (question.about) {
		case 'billing':
			return vscode.l10n.t(
				'Switchyard: go on with {0}? It is {1}; the first choice is {2}.',
				question.provider,
				words[question.to],
				words[question.from],
			);
		case 'side-effect':
			return vscode.l10n.t(
				'Switchyard: the agent that failed has used a tool outside of its copy, which can’t be taken back. Let {0} start anyway?',
				question.provider,
			);
		case 'refused':
			return vscode.l10n.t(
				'Switchyard: the provider declined this for its content policy. Ask {0} instead?',
				question.provider,
			);
	}
}
