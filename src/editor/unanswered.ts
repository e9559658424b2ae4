import * as vscode from 'vscode';
import type { FailureKind } from '../core/failure.ts';
import type { PassedOver } from '../core/situation.ts';
import { plainWords, visible } from '../core/hiddenText.ts';
import type { Outcome } from '../router/outcome.ts';
import { spokenPart } from './spoken.ts';
import { type ClockFace, passedOverText } from './views.ts';
import { about, stopWords } from './words.ts';

export type Unanswered = Extract<Outcome, { answered: false }>;

/** Why nobody answered: every cause, in one line. */
export function unansweredMessage(outcome: Unanswered, clockFace: ClockFace): string {
	return unansweredView(outcome, clockFace).message;
}

/** Every cause: who failed and why, and who was passed over for something that can be changed. */
export function causesOf(outcome: Unanswered, clockFace: ClockFace): readonly string[] {
	const tried = outcome.attempts.flatMap(({ provider, failure }) =>
		failure === null ? [] : [about(provider, spokenPart(failure.message))],
	);
	const told: readonly PassedOver['reason'][] = [
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
	return [...tried, ...passed];
}

/** What the error says, and what it offers. */
function unansweredView(
	outcome: Unanswered,
	clockFace: ClockFace,
): { readonly message: string; readonly offers: readonly Offer[]; readonly said: string } {
	const said = outcome.attempts
		.flatMap(({ provider, failure }) => (failure?.said === undefined ? [] : [about(provider, visible(failure.said))]))
		.join('\n\n');
	const keys =
		outcome.passedOver.some((each) => each.reason === 'no-key') ||
		outcome.attempts.some(({ failure }) => failure !== null && keyTrouble(failure.kind));
	return {
		message: plainWords(
			about('Switchyard', sentences([stopWords[outcome.because](), ...causesOf(outcome, clockFace)])),
		),
		offers: [
			...(keys ? (['key'] as const) : []),
			'again',
			...(said === '' ? [] : (['details'] as const)),
			'select',
			'log',
		],
		said,
	};
}

/** `One. Two.` */
function sentences(parts: readonly string[]): string {
	return parts.map((part) => vscode.l10n.t('{0}.', part)).join(' ');
}

type Offer = 'key' | 'again' | 'details' | 'select' | 'log';

function keyTrouble(kind: FailureKind): boolean {
	return kind === 'unauthorized' || kind === 'billing';
}

/** Tells that nobody answered: one notification that lists every cause, with what can be done about it. */
export async function tellUnanswered(outcome: Unanswered, clockFace: ClockFace, again: () => void): Promise<void> {
	const { message, offers, said } = unansweredView(outcome, clockFace);
	const titles: Readonly<Record<Offer, string>> = {
		key: vscode.l10n.t('Set Key…'),
		again: vscode.l10n.t('Try Again'),
		details: vscode.l10n.t('What They Said'),
		select: vscode.l10n.t('Select Provider…'),
		log: vscode.l10n.t('Show Log'),
	};
	const commands: Readonly<Record<Exclude<Offer, 'again' | 'details'>, readonly [string, ...unknown[]]>> = {
		key: ['switchyard.setKey'],
		select: ['switchyard.selectProvider'],
		log: ['switchyard.showLog'],
	};
	const chosen = await vscode.window.showErrorMessage(message, ...offers.map((offer) => titles[offer]));
	const offer = offers.find((each) => titles[each] === chosen);
	if (offer === 'again') {
		again();
	} else if (offer === 'details') {
		await vscode.window.showInformationMessage(message, { modal: true, detail: said });
	} else if (offer !== undefined) {
		await vscode.commands.executeCommand(...commands[offer]);
	}
}
