import * as vscode from 'vscode';
import type { Hidden } from '../core/hiddenText.ts';

/** Asks whether an answer is accepted although it hides something from its reader. Closing the question is a no. */
export async function askHidden(hidden: readonly Hidden[], name: string): Promise<boolean> {
	const accept = vscode.l10n.t('Accept');
	const chosen = await vscode.window.showWarningMessage(
		vscode.l10n.t('The answer for {0} holds characters that you can’t see. Accept it as it is?', name),
		{
			modal: true,
			detail: vscode.l10n.t(
				'{0}\n\nSuch characters can make code look different from what it does. Nothing was taken out of it.',
				hiddenWords(hidden),
			),
		},
		accept,
	);
	return chosen === accept;
}

/** The most lines that are named for one character. */
const mostLines = 8;

/** `U+202E (lines 3, 7)`; the lines are those of the answer. */
export function hiddenWords(hidden: readonly Hidden[]): string {
	return hidden
		.map(({ name, lines }) => {
			const named = lines.slice(0, mostLines).join(', ');
			const more = lines.length > mostLines ? ', …' : '';
			return lines.length === 1
				? vscode.l10n.t('{0} (line {1})', name, named)
				: vscode.l10n.t('{0} (lines {1})', name, named + more);
		})
		.join(', ');
}
