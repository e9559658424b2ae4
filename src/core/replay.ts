import { decide } from './decide.ts';
import type { Decision } from './decision.ts';
import type { RouterEvent, StampedEvent } from './events.ts';
import type { Health } from './health.ts';
import { record } from './record.ts';
import { begun, canCome, type Phase, phaseAfter } from './routePhase.ts';
import { advanced, begunBy, type RouteState, situationOf } from './routeState.ts';
import type { Situation } from './situation.ts';
import { ownOf } from './ownOf.ts';

/** What a journal holds: with `before`, what was known before the first of the events, it gives every later state. */
export interface RouteLog {
	readonly before: Health;
	/** The oldest first. */
	readonly events: readonly StampedEvent[];
}

/** One decision as it was written down, with all it rested on. */
export interface Decided {
	/** Milliseconds since the epoch. */
	readonly at: number;
	readonly situation: Situation;
	readonly decision: Decision;
}

/** The decisions of one route, in order; none when its beginning is no longer in the log. */
export function decisionsOf(log: RouteLog, route: string): readonly Decided[] {
	const decisions: Decided[] = [];
	for (const { event, state, health } of stepsOf(log)) {
		const decision = routeOf(event) === route ? decisionIn(event) : null;
		if (decision !== null && state !== null) {
			decisions.push({ at: event.at, situation: situationAt(event, decision, state, health), decision });
		}
	}
	return decisions;
}

/** One event, and how things stood just before it. */
interface Step {
	/** Its place in the log, counted from 1. */
	readonly place: number;
	readonly event: StampedEvent;
	/** Its route; `null` when the event belongs to none, begins one, or the beginning is not in the log. */
	readonly state: RouteState | null;
	readonly health: Health;
}

function* stepsOf({ before, events }: RouteLog): Generator<Step, void, undefined> {
	const routes = new Map<string | null, RouteState>();
	let health = before;
	for (const [index, event] of events.entries()) {
		const route = routeOf(event);
		const state = routes.get(route) ?? null;
		yield { place: index + 1, event, state, health };
		health = record(health, event, event.at);
		if (event.type === 'request-start') {
			routes.set(event.route, begunBy(event));
		} else if (state !== null) {
			routes.set(route, advanced(state, event, event.at));
		}
	}
}

function routeOf(event: RouterEvent): string | null {
	return 'route' in event ? event.route : null;
}

/** What was decided, from the event that tells it; `null` for an event that tells no decision. */
function decisionIn(event: RouterEvent): Decision | null {
	switch (event.type) {
		case 'attempt-start': {
			const { provider, profile, because, confidence, chain, keyword, turn, goesOnFrom, estimatedCost, passedOver } =
				event;
			return {
				type: 'attempt',
				provider: provider.id,
				profile: profile.name,
				because,
				...(confidence === undefined ? {} : { confidence }),
				...(chain === undefined ? {} : { chain }),
				...(keyword === undefined ? {} : { keyword }),
				...(turn === undefined ? {} : { turn }),
				...(goesOnFrom === undefined ? {} : { goesOnFrom }),
				estimatedCost,
				passedOver,
			};
		}
		case 'request-wait': {
			const { provider, until, passedOver } = event;
			return { type: 'wait', provider, until, passedOver };
		}
		case 'request-ask': {
			const { question, passedOver } = event;
			return { type: 'ask', provider: question.provider, question, passedOver };
		}
		case 'request-end': {
			const { end } = event;
			return end.answered ? null : { type: 'stop', because: end.because, passedOver: end.passedOver };
		}
		default:
			return null;
	}
}

/** The user's cancel is nothing that events tell beforehand: it shows in the end that it brought about. */
function situationAt({ at }: StampedEvent, decision: Decision, state: RouteState, health: Health): Situation {
	const cancelled = decision.type === 'stop' && decision.because === 'cancelled';
	return situationOf(state, { health, now: at, cancelled });
}

export interface ReplayReport {
	/** The routes that were replayed. */
	readonly routes: number;
	/** The routes that were not, since their beginning is no longer in the log. */
	readonly skipped: number;
	/** The decisions that were compared. */
	readonly decisions: number;
	/** How many decisions came out differently, and how many events can't have followed those before them. */
	readonly differing: number;
	/** The first of them. */
	readonly first: Difference | null;
}

export type Difference = {
	readonly route: string;
	/** Its place in the log, counted from 1. */
	readonly event: number;
	/** Milliseconds since the epoch. */
	readonly at: number;
} & (
	| {
			readonly what: 'decision';
			readonly recorded: Decision;
			readonly decided: Decision;
			/** The values that differ, as paths from the decision: `passedOver[1].reason`. */
			readonly paths: readonly string[];
	  }
	/** An event is missing, or one is too many. */
	| { readonly what: 'order'; readonly type: RouterEvent['type']; readonly after: Phase['name'] }
);

/** Decides everything once more that was decided in a log, and compares. */
export function replay(log: RouteLog): ReplayReport {
	const phases = new Map<string, Phase>();
	const skipped = new Set<string>();
	const differences: Difference[] = [];
	let decisions = 0;
	for (const { place, event, state, health } of stepsOf(log)) {
		const route = routeOf(event);
		if (route === null) {
			continue;
		}
		const phase = phases.get(route);
		if (phase === undefined) {
			if (event.type === 'request-start') {
				phases.set(route, begun);
			} else {
				skipped.add(route);
			}
			continue;
		}
		const named = { route, event: place, at: event.at };
		if (!canCome(event, phase)) {
			differences.push({ ...named, what: 'order', type: event.type, after: phase.name });
		}
		phases.set(route, phaseAfter(event, phase));
		const recorded = decisionIn(event);
		if (recorded === null || state === null) {
			continue;
		}
		decisions++;
		const decided = decide(situationAt(event, recorded, state, health));
		const paths = differing(recorded, decided);
		if (paths.length > 0) {
			differences.push({ ...named, what: 'decision', recorded, decided, paths });
		}
	}
	const [first = null] = differences;
	return { routes: phases.size, skipped: skipped.size, decisions, differing: differences.length, first };
}

/** Where two values differ that are plain JSON, as paths. A property that is `undefined` counts as left out. */
function differing(one: unknown, other: unknown, path = ''): readonly string[] {
	if (!isStructure(one) || !isStructure(other)) {
		return Object.is(one, other) ? [] : [path];
	}
	const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
	return names.flatMap((name) => {
		const step = Array.isArray(one) ? `[${name}]` : path === '' ? name : `.${name}`;
		return differing(ownOf(one, name), ownOf(other, name), path + step);
	});
}

function isStructure(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null;
}
