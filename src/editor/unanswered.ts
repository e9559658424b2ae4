import * as vscode from 'vscode';
import type { FailureKind } from '../core/failure.ts';
import type { Outcome } from '../router/router.ts';
import { type ClockFace, failureText, passedOverText, stopWords } from './views.ts';

type Unanswered = Extract<Outcome, { answered: false }>;

/** What the error says, and what it offers. */
export function unansweredView(
	outcome: Unanswered,
	clockFace: ClockFace,
): { readonly message: string; readonly offers: readonly Offer[] } {
	if (outcome.because === 'no-provider-configured') {
		return {
			message: vscode.l10n.t(
				'Switchyard has no provider to ask. Let it look for agents and local servers on this machine, or add one in the settings.',
			),
			offers: ['detect', 'settings'],
		};
	}
	const tried = outcome.attempts.flatMap(({ provider, failure }) =>
		failure === null ? [] : [`${provider}: ${failureText(failure)}`],
	);
	const told = [
		'cooling',
		'no-key',
		'not-ready',
		'reach',
		'billing',
		'too-small',
		'excluded',
		'cannot',
		'no-git',
		'no-folder',
		'edits-files',
		'disabled',
	];
	const passed = outcome.passedOver
		.filter((each) => told.includes(each.reason))
		.map((each) => passedOverText(each, clockFace));
	const keys =
		outcome.passedOver.some((each) => each.reason === 'no-key') ||
		outcome.attempts.some(({ failure }) => failure !== null && keyTrouble(failure.kind));
	return {
		message: `Switchyard: ${[stopWords[outcome.because], ...tried, ...passed].join('. ')}.`,
		offers: [...(keys ? (['key'] as const) : []), 'again', 'select', 'log'],
	};
}

export type Offer = 'detect' | 'settings' | 'key' | 'again' | 'select' | 'log';

function keyTrouble(kind: FailureKind): boolean {
	return kind === 'unauthorized' || kind === 'billing';
}

/** Tells that nobody answered: one notification that lists every cause, with what can be done about it. */
export async function tellUnanswered(outcome: Unanswered, clockFace: ClockFace, again: () => void): Promise<void> {
	const { message, offers } = unansweredView(outcome, clockFace);
	const titles: Readonly<Record<Offer, string>> = {
		detect: vscode.l10n.t('Detect Providers…'),
		settings: vscode.l10n.t('Open Settings'),
		key: vscode.l10n.t('Set Key…'),
		again: vscode.l10n.t('Try Again'),
		select: vscode.l10n.t('Select Provider…'),
		log: vscode.l10n.t('Show Log'),
	};
	const commands: Readonly<Record<Exclude<Offer, 'again'>, readonly [string, ...unknown[]]>> = {
		detect: ['switchyard.detectProviders'],
		settings: ['workbench.action.openSettings', 'switchyard.providers'],
		key: ['switchyard.setKey'],
		select: ['switchyard.selectProvider'],
		log: ['switchyard.showLog'],
	};
	const chosen = await vscode.window.showErrorMessage(message, ...offers.map((offer) => titles[offer]));
	const offer = offers.find((each) => titles[each] === chosen);
	if (offer === 'again') {
		again();
	} else if (offer !== undefined) {
		await vscode.commands.executeCommand(...commands[offer]);
	}
}
