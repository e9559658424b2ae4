import type { Decision } from '../../../src/core/decision.ts';
import type { AttemptEnd, RouteEnd, RouterEvent } from '../../../src/core/events.ts';
import type { Provider } from '../../../src/core/provider.ts';
import type { RequestFacts } from '../../../src/core/request.ts';
import { type RouteStory, told } from '../../../src/editor/stories.ts';
import { routingOf } from '../../../src/core/settings.ts';
import { createJournal } from '../../../src/router/journal.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { facts } from '../../support/requests.ts';
import { settingsFor } from '../../support/settings.ts';

type AttemptStart = Extract<RouterEvent, { type: 'attempt-start' }>;

/** A journal with the stories that the views draw from. */
export interface Telling {
	readonly clock: FakeClock;
	append(event: RouterEvent): void;
	/** Oldest first. */
	stories(): readonly RouteStory[];
	/** The only story, or the latest. */
	story(): RouteStory;
}

export function telling(): Telling {
	const clock = new FakeClock();
	const journal = createJournal(clock);
	let stories: readonly RouteStory[] = [];
	journal.read((event, health) => {
		stories = told(stories, event, health);
	});
	return {
		clock,
		append: (event) => journal.append(event),
		stories: () => stories,
		story() {
			const latest = stories.at(-1);
			if (latest === undefined) {
				throw new Error('nothing has been told yet');
			}
			return latest;
		},
	};
}

export function requestStart(different: Partial<RequestFacts> = {}): RouterEvent {
	const request = facts(different);
	return {
		type: 'request-start',
		route: request.id,
		request,
		settings: routingOf(settingsFor([])),
		kinds: ['openai'],
		accounts: [],
	};
}

export function attemptStart(
	provider: Provider,
	attempt = 1,
	passedOver: Decision['passedOver'] = [],
	because: AttemptStart['because'] = 'next-in-order',
): AttemptStart {
	return {
		type: 'attempt-start',
		route: 'route-1',
		attempt,
		provider,
		profile: provider.profiles[0],
		because,
		estimatedCost: 0,
		passedOver,
	};
}

export function requestEnd(end: RouteEnd, attempts = 1): RouterEvent {
	return { type: 'request-end', route: 'route-1', end, attempts, tookMs: 1234 };
}

export function reviewEnd(verdict: Extract<RouterEvent, { type: 'review-end' }>['verdict']): RouterEvent {
	return { type: 'review-end', route: 'route-1', verdict };
}

/** An answer whose provider calls its model by this name. */
export function answeredAs(model: string): AttemptEnd {
	return { ok: true, model, usage: null, changedFiles: null };
}

/** The time of day in UTC, to the minute. */
export function clockFace(at: number): string {
	return new Date(at).toISOString().slice(11, 16);
}
