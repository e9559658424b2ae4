import * as vscode from 'vscode';
import { links } from './chatShown.ts';
import type { Question } from './question.ts';
import type { Routes } from './routes.ts';

export interface DelegateParts {
	/** Asks for what is missing of a task; `null`: the user said no. */
	readonly delegation: (given: readonly unknown[]) => Promise<Question | null>;
	readonly routes: () => Promise<Pick<Routes, 'begin'>>;
}

/** Starts a task for an agent, which goes on by itself, and says where to look for it. */
export async function delegateInChat(
	prompt: string,
	stream: Pick<vscode.ChatResponseStream, 'markdown'>,
	{ delegation, routes }: DelegateParts,
): Promise<vscode.ChatResult> {
	const question = await delegation([{ instruction: prompt }]);
	if (question === null) {
		return { errorDetails: { message: vscode.l10n.t('The task was not started.') } };
	}
	(await routes()).begin(question);
	stream.markdown(
		vscode.l10n.t(
			'The task has begun. The status bar and the view “Routes” show how it goes; the changes wait in the view “Changes” until you accept them.',
		),
	);
	const show = { command: 'switchyard.showRoutes', title: vscode.l10n.t('Show Routes') };
	const cancel = { command: 'switchyard.cancel', title: vscode.l10n.t('Cancel Route') };
	stream.markdown(links([show, cancel]));
	return {};
}
