import * as vscode from 'vscode';
import { plainWords } from '../core/hiddenText.ts';
import type { Provider } from '../core/provider.ts';
import type { Billing } from '../core/request.ts';
import type { OpenQuestion } from '../core/situation.ts';
import type { PermissionQuestion } from '../providers/provider.ts';

/** How each billing is named in a sentence. */
const words: Readonly<Record<Billing, () => string>> = {
	free: () => vscode.l10n.t('free'),
	subscription: () => vscode.l10n.t('paid by subscription'),
	metered: () => vscode.l10n.t('paid by use'),
};

/**
 * Asks what a route can't go on without. A notification, so that the user can go on working; closing it is a no.
 */
export async function askUser(question: OpenQuestion): Promise<boolean> {
	const yes = vscode.l10n.t('Yes');
	const chosen = await vscode.window.showInformationMessage(textOf(question), yes, vscode.l10n.t('No'));
	return chosen === yes;
}

/** Asks whether a running agent may do something. Closing the notification is a no. */
export async function askLeave(question: PermissionQuestion, provider: Provider): Promise<boolean> {
	const allow = vscode.l10n.t('Allow');
	const chosen = await vscode.window.showWarningMessage(leaveText(question, provider), allow, vscode.l10n.t('Deny'));
	return chosen === allow;
}

function leaveText({ tool, title, paths }: PermissionQuestion, { id }: Provider): string {
	if (paths.length > 0) {
		return vscode.l10n.t(
			'Switchyard: {0} wants to change {1}. Such files can run programs or hold secrets.',
			id,
			plainWords(paths.join(', ')),
		);
	}
	return tool === 'command'
		? vscode.l10n.t('Switchyard: {0} wants to run a command: {1}', id, plainWords(title))
		: vscode.l10n.t('Switchyard: {0} asks for leave: {1}', id, plainWords(title));
}

function textOf(question: OpenQuestion): string {
	switch (question.about) {
		case 'billing':
			return vscode.l10n.t(
				'Switchyard: go on with {0}? It is {1}; the first choice is {2}.',
				question.provider,
				words[question.to](),
				words[question.from](),
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
		case 'hand-off':
			return vscode.l10n.t(
				'Switchyard: {0} could not finish. Let {1} go on from its work? With No it begins from your files as they are.',
				question.from,
				question.provider,
			);
	}
}
