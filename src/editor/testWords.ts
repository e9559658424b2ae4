import * as vscode from 'vscode';
import type { Failure } from '../core/failure.ts';
import { isAgent, type Provider } from '../core/provider.ts';
import type { PassedOver } from '../core/situation.ts';
import { sentencePart } from './spoken.ts';
import { type ClockFace, whyPassedOver } from './views.ts';

/** A command that helps, and how its button is called. */
export interface Offer {
	readonly label: string;
	readonly command: string;
	readonly given: readonly unknown[];
}

/** Why a test did not come to an answer, what to do about it, and the commands that do. */
export function testFailureText(
	provider: Provider,
	failure: Failure | null,
	passed: PassedOver | null,
	clockFace: ClockFace,
): { readonly message: string; readonly offers: readonly Offer[] } {
	const cause =
		failure === null
			? passed === null
				? vscode.l10n.t('it was not asked')
				: whyPassedOver(passed, clockFace)
			: sentencePart(failure.message);
	const { remedy, offers } = failure === null ? passedRemedy(provider, passed) : failureRemedy(provider, failure);
	const message = vscode.l10n.t('Switchyard: {0} did not answer: {1}.', provider.id, cause);
	return { message: remedy === '' ? message : `${message} ${remedy}`, offers };
}

interface Remedy {
	readonly remedy: string;
	readonly offers: readonly Offer[];
}

function failureRemedy(provider: Provider, { kind }: Failure): Remedy {
	switch (kind) {
		case 'unauthorized':
			return isAgent(provider.kind)
				? { remedy: vscode.l10n.t('Log in with the program itself, in a terminal.'), offers: [] }
				: { remedy: vscode.l10n.t('Set its key anew.'), offers: [setKey(provider)] };
		case 'billing':
		case 'quota-exhausted':
			return { remedy: vscode.l10n.t('Look at your account with the vendor.'), offers: [] };
		case 'rate-limited':
		case 'overloaded':
			return { remedy: vscode.l10n.t('It is asked again by itself when its time is over.'), offers: [] };
		case 'model-missing':
			return { remedy: vscode.l10n.t('Correct its “model” in the settings.'), offers: [openSettings()] };
		case 'unreachable':
			return {
				remedy:
					provider.reach === 'sovereign'
						? vscode.l10n.t('Start the server, or correct its address in the settings.')
						: vscode.l10n.t('Check the network, or correct its address in the settings.'),
				offers: [openSettings()],
			};
		case 'timeout':
			return { remedy: vscode.l10n.t('Try again, or allow more time in the settings.'), offers: [openSettings()] };
		case 'agent-crashed':
			return { remedy: vscode.l10n.t('Start the program in a terminal, and see what it says.'), offers: [] };
		default:
			return { remedy: '', offers: [] };
	}
}

function passedRemedy(provider: Provider, passed: PassedOver | null): Remedy {
	switch (passed?.reason) {
		case 'no-key':
			return { remedy: vscode.l10n.t('Set its key.'), offers: [setKey(provider)] };
		case 'reach':
			return {
				remedy: vscode.l10n.t('Widen the reach, if your code may go there.'),
				offers: [{ label: vscode.l10n.t('Reach…'), command: 'switchyard.setReach', given: [] }],
			};
		case 'disabled':
			return { remedy: vscode.l10n.t('Switch it on in the settings.'), offers: [openSettings()] };
		case 'no-folder':
			return { remedy: vscode.l10n.t('Open a folder first.'), offers: [] };
		case 'not-ready':
			return { remedy: vscode.l10n.t('Install the program, or log in with it, and test again.'), offers: [] };
		default:
			return { remedy: '', offers: [] };
	}
}

function setKey({ id }: Provider): Offer {
	return { label: vscode.l10n.t('Set Key…'), command: 'switchyard.setKey', given: [{ provider: id }] };
}

function openSettings(): Offer {
	return {
		label: vscode.l10n.t('Open Settings'),
		command: 'workbench.action.openSettings',
		given: ['switchyard.providers'],
	};
}
