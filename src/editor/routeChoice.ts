import * as vscode from 'vscode';
import { routeGiven } from './routeGiven.ts';
import type { RouteStory } from './stories.ts';
import { type ClockFace, cause } from './views.ts';
import { commandTitle, enumerated, stopWords } from './words.ts';

export interface RouteChoiceParts {
	readonly clockFace: ClockFace;
	/** Oldest first. */
	readonly stories: () => readonly RouteStory[];
}

/** One route to choose, as a row of a list. */
export function routeItem(story: RouteStory, clockFace: ClockFace): vscode.QuickPickItem & { readonly route: string } {
	const failed = story.attempts.filter(({ failure, sentBack }) => failure !== null || sentBack);
	return {
		label: `$(${iconOf(story)}) ${endOf(story)}`,
		description: enumerated([commandTitle(story.command) ?? story.command, clockFace(story.startedAt)]),
		...(failed.length === 0 ? {} : { detail: failed.map((attempt) => cause(attempt, clockFace)).join(' · ') }),
		route: story.route,
	};
}

/**
 * The route that a command means: that of the row it was called on, the latest (`'latest'`), else the one that the user
 * picks. `fits`: which routes the command can be about.
 */
export async function routeMeant(
	given: readonly unknown[],
	title: string,
	{ clockFace, stories }: RouteChoiceParts,
	fits: (story: RouteStory) => boolean = () => true,
): Promise<RouteStory | null> {
	const all = stories().filter(fits);
	const wanted = routeGiven(given);
	const named = given.includes('latest') ? all.at(-1) : all.find(({ route }) => route === wanted);
	if (named !== undefined) {
		return named;
	}
	if (wanted !== null || all.length === 0) {
		void vscode.window.showInformationMessage(
			all.length === 0
				? vscode.l10n.t('No route of this window is fit for that.')
				: vscode.l10n.t('That is not possible with this route.'),
		);
		return null;
	}
	const items = all.map((story) => routeItem(story, clockFace)).reverse();
	const placeHolder = vscode.l10n.t('Which route do you mean?');
	const chosen = await vscode.window.showQuickPick(items, { title, placeHolder, matchOnDetail: true });
	return all.find(({ route }) => route === chosen?.route) ?? null;
}

function iconOf({ end }: RouteStory): string {
	if (end === null) {
		return 'loading~spin';
	}
	if ('answeredBy' in end) {
		return 'check';
	}
	return end.because === 'cancelled' ? 'circle-slash' : 'warning';
}

function endOf({ end, attempts }: RouteStory): string {
	if (end === null) {
		return attempts.at(-1)?.provider ?? vscode.l10n.t('Nobody yet');
	}
	return 'answeredBy' in end ? end.answeredBy : stopWords[end.because]();
}
