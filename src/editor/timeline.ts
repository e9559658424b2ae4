import * as vscode from 'vscode';
import type { Clock } from '../router/clock.ts';
import type { Journal } from '../router/journal.ts';
import { createPage } from './page.ts';
import { createRedraw } from './redraw.ts';
import { routeMeant } from './routeChoice.ts';
import type { RouteStory } from './stories.ts';
import { timelineOf } from './timelineModel.ts';
import { timelineCommands, timelinePage } from './timelinePage.ts';
import type { ClockFace } from './views.ts';

export interface TimelineParts {
	readonly journal: Journal;
	readonly clock: Clock;
	readonly clockFace: ClockFace;
	/** The folder of our own files. */
	readonly extension: string;
	/** Oldest first. */
	readonly stories: () => readonly RouteStory[];
}

/** While a route runs its time counts, so that the page is drawn this often, in milliseconds. */
const tickMs = 1000;
/** The longer a route runs the less each second shows: a longer one is drawn when so much of its time has passed anew. */
const seenPart = 0.03;
/** What happens within this time is drawn together, in milliseconds. */
const togetherMs = 250;

export interface TimelineView {
	/** Shows the route that is meant; it is drawn anew as it goes on. */
	show(given: readonly unknown[]): Promise<void>;
	dispose(): void;
}

/** The one page that shows a route over time. */
export function createTimeline({ journal, clock, clockFace, extension, stories }: TimelineParts): TimelineView {
	let shown: string | null = null;
	const page = createPage({
		type: 'switchyard.timeline',
		icon: 'pulse',
		extension,
		commands: timelineCommands,
		onVisible(visible) {
			if (visible) {
				redraw.within(0);
			}
		},
	});
	const storyOf = (route: string) => stories().find((story) => story.route === route) ?? null;
	const content = (story: RouteStory) => {
		const timeline = timelineOf(journal.events(), story, clock.now());
		return timeline === null ? null : timelinePage(timeline, clockFace);
	};
	const title = () => vscode.l10n.t('Timeline');
	const draw = () => {
		const story = shown === null || !page.isVisible() ? null : storyOf(shown);
		const body = story === null ? null : content(story);
		if (story === null || body === null) {
			return;
		}
		page.draw(title(), body);
		if (story.end === null) {
			redraw.within(Math.max(tickMs, (clock.now() - story.startedAt) * seenPart));
		}
	};
	const redraw = createRedraw(clock, draw);
	const stop = journal.read((event) => {
		if (shown !== null && (!('route' in event) || event.route === shown)) {
			redraw.within(togetherMs);
		}
	});
	return {
		async show(given) {
			const story = await routeMeant(given, title(), { clockFace, stories });
			if (story === null) {
				return;
			}
			const body = content(story);
			if (body === null) {
				void vscode.window.showInformationMessage(
					vscode.l10n.t('The beginning of this route is no longer remembered, so it can’t be drawn.'),
				);
				return;
			}
			shown = story.route;
			page.show(title(), body);
		},
		dispose() {
			stop();
			redraw.stop();
			page.dispose();
		},
	};
}
