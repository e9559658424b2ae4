import * as vscode from 'vscode';
import { decide } from '../core/decide.ts';
import type { PublicNames } from '../core/anonymousNames.ts';
import { decisionsOf } from '../core/replay.ts';
import { redecided } from '../core/today.ts';
import type { Journal } from '../router/journal.ts';
import type { AnswerDocuments } from './documents.ts';
import { trusted } from './handlers.ts';
import type { LateRoutes } from './lateRoutes.ts';
import { createMarkdownPage } from './markdownPage.ts';
import { previewSituation, type Standing } from './preview.ts';
import { providerDetail } from './providerDetail.ts';
import { replayPage } from './replayPage.ts';
import { causeText } from './routeCause.ts';
import { routeMeant, type RouteChoiceParts } from './routeChoice.ts';
import type { RouteStory } from './stories.ts';
import { cause, whyPassedOver } from './views.ts';

export interface RouteActionsParts extends RouteChoiceParts {
	readonly journal: Journal;
	readonly documents: AnswerDocuments;
	/** Of the extension. */
	readonly version: string;
	readonly routes: Pick<LateRoutes, 'again' | 'session'>;
	/** The hosts and models that everybody knows. */
	readonly publicNames: () => Promise<PublicNames>;
	/** How everything stands now. */
	readonly standing: () => Standing;
	/** Brings up to date what a decision rests on. Never rejects. */
	readonly refresh: () => Promise<unknown>;
	/** These routes are told of no more. */
	readonly forget: (routes: readonly string[]) => void;
}

/** What can be done with a route that is in the view, besides explaining and drawing it. */
export interface RouteActions {
	replay(given: readonly unknown[]): Promise<void>;
	again(given: readonly unknown[]): Promise<void>;
	againWith(given: readonly unknown[]): Promise<void>;
	copyCause(given: readonly unknown[]): Promise<void>;
	forget(given: readonly unknown[]): Promise<void>;
	forgetEnded(): void;
}

export function routeActions(parts: RouteActionsParts): RouteActions {
	const { journal, clockFace, routes } = parts;
	/** Whether nothing of it runs, and nothing waits. */
	const isDone = (story: RouteStory) => hasEnded(story) && routes.session(story.route) === null;
	const page = createMarkdownPage(parts.documents, 'replay', vscode.l10n.t('Replay'));
	const ask = async (story: RouteStory, only?: string) => {
		if ((await trusted()) && !(routes.again(story.route, only) ?? false)) {
			void vscode.window.showInformationMessage(vscode.l10n.t('What was asked is no longer remembered.'));
		}
	};
	return {
		async replay(given) {
			const story = await routeMeant(given, vscode.l10n.t('Replay With Today’s Settings'), parts, hasEnded);
			if (story === null) {
				return;
			}
			await parts.refresh();
			const decided = decisionsOf({ before: journal.before(), events: journal.events() }, story.route);
			const standing = parts.standing();
			const open = decided.filter(({ situation }) => !situation.cancelled);
			await page.show(
				replayPage(
					open.map((each) => redecided(each, standing)),
					clockFace,
				),
			);
		},
		async again(given) {
			const story = await routeMeant(given, vscode.l10n.t('Ask Again'), parts, hasEnded);
			if (story !== null) {
				await ask(story);
			}
		},
		async againWith(given) {
			const story = await routeMeant(given, vscode.l10n.t('Ask Another Provider'), parts, hasEnded);
			const provider = story === null ? null : await pickProvider(story, parts);
			if (story !== null && provider !== null) {
				await ask(story, provider);
			}
		},
		async copyCause(given) {
			const story = await routeMeant(given, vscode.l10n.t('Copy Cause'), parts);
			if (story !== null) {
				const known = await parts.publicNames();
				await vscode.env.clipboard.writeText(causeText(journal.events(), story.route, parts.version, known, clockFace));
				const said = vscode.l10n.t('Copied what happened, without prompt, code, keys and private names.');
				vscode.window.setStatusBarMessage(said, copiedMs);
			}
		},
		async forget(given) {
			const story = await routeMeant(given, vscode.l10n.t('Forget Route'), parts, isDone);
			if (story !== null) {
				parts.forget([story.route]);
			}
		},
		forgetEnded() {
			const done = parts.stories().filter(isDone);
			parts.forget(done.map(({ route }) => route));
		},
	};
}

/** So long the status bar says that something was copied, in milliseconds. */
const copiedMs = 5000;

function hasEnded({ end }: RouteStory): boolean {
	return end !== null;
}

/** Those that could be asked come first, and of them those that were not yet. */
function rank({ able, asked }: { readonly able: boolean; readonly asked: boolean }): number {
	return (able ? 2 : 0) + (asked ? 0 : 1);
}

/** Asks who is to be asked instead. */
async function pickProvider(
	story: RouteStory,
	{ standing, refresh, clockFace }: RouteActionsParts,
): Promise<string | null> {
	await refresh();
	const now = standing();
	const { passedOver } = decide(previewSituation(now));
	const items = now.settings.providers.map((provider) => {
		const passed = passedOver.find((each) => each.provider === provider.id);
		const able = passed === undefined || passed.reason === 'ranked-lower';
		const before = story.attempts.findLast((each) => each.provider === provider.id);
		const failed = before !== undefined && (before.failure !== null || before.sentBack);
		return {
			label: provider.id,
			description: able ? vscode.l10n.t('ready') : whyPassedOver(passed, clockFace),
			detail:
				before === undefined
					? providerDetail(provider, now.health)
					: failed
						? vscode.l10n.t('In this route: {0}', cause(before, clockFace))
						: vscode.l10n.t('It answered in this route'),
			able,
			asked: before !== undefined,
		};
	});
	const chosen = await vscode.window.showQuickPick(
		items.toSorted((one, other) => rank(other) - rank(one)),
		{
			title: vscode.l10n.t('Ask Another Provider'),
			placeHolder: vscode.l10n.t('The same is asked again, of this one alone'),
			matchOnDescription: true,
		},
	);
	return chosen?.label ?? null;
}
