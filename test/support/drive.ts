import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decide } from '../../src/core/decide.ts';
import type { Attempt, Decision } from '../../src/core/decision.ts';
import type { RouterEvent, StampedEvent } from '../../src/core/events.ts';
import type { FailureKind } from '../../src/core/failure.ts';
import { record } from '../../src/core/record.ts';
import { advanced, begunBy, type RouteState, situationOf } from '../../src/core/routeState.ts';
import { routingOf } from '../../src/core/settings.ts';
import type { Situation } from '../../src/core/situation.ts';
import { passingFailure } from './arbitraries.ts';

/** What happens to a route, turn by turn. */
interface Turn {
	readonly failure: FailureKind;
	/** How long the attempt, or the user's answer to a question, takes, in milliseconds. */
	readonly tookMs: number;
	readonly retryAfterMs: number | null;
	readonly sideEffect: boolean;
	/** Whether the user says yes. */
	readonly yes: boolean;
	/** Whether the user would rather not wait for a retry. */
	readonly skips: boolean;
}

/** So many turns: more than any route may have attempts, questions and waits together. */
const turns = 60;

export const turn: fc.Arbitrary<Turn> = fc.record({
	failure: passingFailure,
	tookMs: fc.oneof(fc.nat(2000), fc.nat(40_000)),
	retryAfterMs: fc.option(fc.nat(60_000), { freq: 4 }),
	sideEffect: fc.nat(5).map((one) => one === 0),
	yes: fc.boolean(),
	skips: fc.boolean(),
});

/** A decision with the time at which it was taken, milliseconds since the epoch. */
export interface Decided {
	readonly decision: Decision;
	readonly at: number;
}

/** A whole route, from its first event to its last. */
export interface Driven {
	readonly decided: readonly Decided[];
	readonly events: readonly StampedEvent[];
	/** How many attempts ran into the deadline of the route. */
	readonly cutShort: number;
	readonly endedAt: number;
}

/** Runs a route none of whose attempts succeeds, by the clock of its own events. Turns begin anew when they are used up. */
export function drive(begin: Situation, plan: readonly Turn[]): Driven {
	const { request, settings, kinds, accounts } = begin;
	const route = request.id;
	const start = { type: 'request-start', route, request, settings: routingOf(settings), kinds, accounts } as const;
	const decided: Decided[] = [];
	const events: StampedEvent[] = [];
	let { health, now } = begin;
	let state = begunBy(start);
	let cutShort = 0;
	const tell = (event: RouterEvent) => {
		events.push({ ...event, at: now });
		health = record(health, event, now);
		state = advanced(state, event, now);
	};
	tell(start);
	for (let step = 0; step < turns; step++) {
		const happens = plan[step % plan.length];
		assert.ok(happens !== undefined);
		const decision = decide(situationOf(state, { health, now, cancelled: begin.cancelled }));
		decided.push({ decision, at: now });
		const { passedOver } = decision;
		const left = request.deadline - now;
		switch (decision.type) {
			case 'stop':
				return { decided, events, cutShort, endedAt: now };
			case 'wait':
				tell({ type: 'request-wait', route, provider: decision.provider, until: decision.until, passedOver });
				if (happens.skips) {
					tell({ type: 'request-skip', route, provider: decision.provider });
				} else {
					now = decision.until;
				}
				break;
			case 'ask':
				tell({ type: 'request-ask', route, question: decision.question, passedOver });
				now += Math.min(left, happens.tookMs);
				if (happens.tookMs < left) {
					tell({ type: 'request-consent', route, question: decision.question, granted: happens.yes });
				}
				break;
			case 'attempt': {
				const { begins, ends } = attemptOf(decision, state, happens, left);
				tell(begins);
				now += Math.min(left, happens.tookMs);
				cutShort += Number(happens.tookMs >= left);
				tell(ends);
			}
		}
	}
	throw new Error('the route did not stop');
}

type Named<T> = Extract<RouterEvent, { type: T }>;

/** The two events of an attempt that fails; one that takes until the deadline fails for that. */
function attemptOf(
	decision: Attempt & Pick<Decision, 'passedOver'>,
	{ request, settings, tried }: RouteState,
	happens: Turn,
	left: number,
): { readonly begins: Named<'attempt-start'>; readonly ends: Named<'attempt-end'> } {
	const provider = settings.providers.find(({ id }) => id === decision.provider);
	const profile = provider?.profiles.find(({ name }) => name === decision.profile);
	assert.ok(provider !== undefined && profile !== undefined);
	const { maxOutputTokens } = provider;
	const common = { route: request.id, attempt: tried.length + 1, provider, profile };
	const limited = maxOutputTokens !== null && decision.because !== 'without-limit';
	const cut = happens.tookMs >= left;
	const kind = cut ? 'timeout' : happens.failure;
	const failure = {
		kind,
		message: kind,
		retryAfterMs: cut ? null : happens.retryAfterMs,
		...(cut ? { ambiguous: true as const } : {}),
		...(happens.sideEffect ? { sideEffect: true as const } : {}),
	};
	return {
		begins: { ...decision, ...common, type: 'attempt-start', ...(limited ? { maxOutputTokens } : {}) },
		ends: {
			...common,
			type: 'attempt-end',
			end: { ok: false, failure },
			tookMs: Math.min(left, happens.tookMs),
			firstOutputMs: null,
			cost: decision.estimatedCost,
		},
	};
}

/** The decisions of a route made anew out of its events and what was known before it, in order. */
export function replayed(
	{ health: before, cancelled }: Situation,
	events: readonly StampedEvent[],
): readonly Decided[] {
	const decided: Decided[] = [];
	let health = before;
	let state: RouteState | null = null;
	for (const event of events) {
		const { at } = event;
		if (
			state !== null &&
			(event.type === 'attempt-start' || event.type === 'request-wait' || event.type === 'request-ask')
		) {
			decided.push({ decision: decide(situationOf(state, { health, now: at, cancelled })), at });
		}
		health = record(health, event, at);
		state = event.type === 'request-start' ? begunBy(event) : state === null ? null : advanced(state, event, at);
	}
	return decided;
}
