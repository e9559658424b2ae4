import * as vscode from 'vscode';
import { plainWords } from '../core/hiddenText.ts';
import type { Journal } from '../router/journal.ts';
import type { RouteStory } from './stories.ts';
import { type ClockFace, labelOf } from './views.ts';
import { about, toolCalls } from './words.ts';

/** A task can take minutes while the user works elsewhere: says who is at it, and offers to cancel. */
export function showProgress(
	title: string,
	session: { readonly route: string; readonly ended: Promise<void>; cancel(): void },
	parts: {
		readonly journal: Journal;
		readonly clockFace: ClockFace;
		story(route: string): RouteStory | null;
	},
): void {
	const options = {
		location: vscode.ProgressLocation.Notification,
		title: plainWords(about('Switchyard', title)),
		cancellable: true,
	};
	void vscode.window.withProgress(options, async (progress, token) => {
		const cancelling = token.onCancellationRequested(() => {
			session.cancel();
		});
		const stop = parts.journal.read(() => {
			const story = parts.story(session.route);
			const working = story?.attempts.at(-1);
			if (story !== null && working !== undefined) {
				const tools = working.tools === 0 ? '' : ` · ${toolCalls(working.tools)}`;
				progress.report({
					message: `${labelOf(working.provider, { ...story, attempts: story.attempts.slice(0, -1) }, parts.clockFace)}${tools}`,
				});
			}
		});
		await session.ended;
		stop();
		cancelling.dispose();
	});
}
