import fc from 'fast-check';
import { decide } from '../../src/core/decide.ts';
import type { RouterEvent, StampedEvent } from '../../src/core/events.ts';
import type { FailureKind } from '../../src/core/failure.ts';
import { jitterOf } from '../../src/core/patience.ts';
import { record } from '../../src/core/record.ts';
import type { RouteLog } from '../../src/core/replay.ts';
import { advanced, begunBy, situationOf } from '../../src/core/routeState.ts';
import { routingOf } from '../../src/core/settings.ts';
import type { Situation } from '../../src/core/situation.ts';
import { events, failureKind, situations } from './arbitraries.ts';

/** What befalls a route: how its attempts end (`null`: with an answer), and what the user says. */
interface Fate {
	readonly ends: readonly (FailureKind | null)[];
	readonly granted: boolean;
	/** Whether the user cancels before the second decision. */
	readonly cancelled: boolean;
	/** Milliseconds that each attempt takes. */
	readonly tookMs: number;
}

const fate: fc.Arbitrary<Fate> = fc.record({
	ends: fc.array(fc.option(failureKind, { freq: 4 }), { minLength: 10, maxLength: 10 }),
	granted: fc.boolean(),
	cancelled: fc.boolean(),
	tookMs: fc.nat(9000),
});

/** Any events at all, then whole routes among the same providers, each decided by `decide`. */
export const logs: fc.Arbitrary<RouteLog> = fc
	.record({ situation: situations, noise: fc.array(events, { maxLength: 3 }), fates: fc.array(fate, { maxLength: 3 }) })
	.map(({ situation, noise, fates }) => {
		const at = situation.now;
		const log = { before: situation.health, events: noise.map((event): StampedEvent => ({ ...event, at })) };
		return fates.reduce<RouteLog>(
			(sofar, each, place) => afterRoute(sofar, situation, each, `simulated-${place}`),
			log,
		);
	});

function afterRoute(
	log: RouteLog,
	given: Situation,
	{ ends, granted, cancelled, tookMs }: Fate,
	route: string,
): RouteLog {
	const told = [...log.events];
	let health = told.reduce((known, event) => record(known, event, event.at), log.before);
	let now = given.now;
	const request = { ...given.request, id: route };
	const { kinds, accounts } = given;
	const start = {
		type: 'request-start',
		route,
		request,
		settings: routingOf(given.settings),
		kinds,
		accounts,
	} as const;
	let state = begunBy(start);
	const tell = (event: RouterEvent) => {
		told.push({ ...event, at: now });
		health = record(health, event, now);
		state = advanced(state, event, now);
	};
	tell(start);
	let attempts = 0;
	for (let decisions = 0; ; decisions++) {
		const situation = situationOf(state, { health, now, cancelled: cancelled && decisions > 0 });
		const decision = decide(situation);
		const { passedOver } = decision;
		if (decision.type === 'stop') {
			const end = { answered: false, because: decision.because, passedOver } as const;
			tell({ type: 'request-end', route, end, attempts, tookMs: now - given.now });
			return { before: log.before, events: told };
		}
		if (decision.type === 'wait') {
			tell({ type: 'request-wait', route, provider: decision.provider, until: decision.until, passedOver });
			now = decision.until;
			continue;
		}
		if (decision.type === 'ask') {
			const { question } = decision;
			tell({ type: 'request-ask', route, question, passedOver });
			tell({ type: 'request-consent', route, question, granted });
			continue;
		}
		const provider = state.settings.providers.find(({ id }) => id === decision.provider);
		const profile = provider?.profiles.find(({ name }) => name === decision.profile);
		if (provider === undefined || profile === undefined) {
			throw new Error('decided for nobody');
		}
		const asked = { route, attempt: ++attempts, provider, profile };
		tell({ ...decision, type: 'attempt-start', ...asked });
		now += tookMs;
		const kind = ends[attempts - 1] ?? null;
		const end =
			kind === null
				? ({ ok: true, model: provider.model, usage: null, changedFiles: null } as const)
				: ({ ok: false, failure: { kind, message: kind, retryAfterMs: null } } as const);
		const measured = { tookMs, firstOutputMs: null, cost: decision.estimatedCost, jitter: jitterOf(request, attempts) };
		tell({ type: 'attempt-end', ...asked, end, ...measured });
		if (kind === null) {
			const answer = { answered: true, provider: provider.id, degraded: false } as const;
			tell({ type: 'request-end', route, end: answer, attempts, tookMs: now - given.now });
			return { before: log.before, events: told };
		}
	}
}
