import { defaults } from '../../src/core/settings.ts';
import { type Asked, requestsOf, traceStart } from './asked.ts';
import { stageOf } from './lanes.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { costOptimized, latencyOptimized, ordered, retrying, weighted } from './ours.ts';
import { cheapestOracle, orderedOracle, quickestOracle, soonestOracle } from './oracles.ts';
import type { Policy } from './policy.ts';
import { createTimeline } from './timeline.ts';
import type { Trace } from './trace.ts';
import { firstOnly, flatCooldown, hindsight, withoutHealth } from './walkers.ts';
import { createWorld, isSteady } from './world.ts';

/** The bounds come first: everybody else is measured against them. */
export const policies: readonly Policy[] = [
	soonestOracle,
	quickestOracle,
	orderedOracle,
	cheapestOracle,
	hindsight,
	firstOnly,
	withoutHealth,
	flatCooldown,
	ordered,
	retrying,
	latencyOptimized,
	costOptimized,
	weighted,
];

/** What came out of one trace. */
export interface TraceResult {
	readonly trace: Trace;
	readonly asked: readonly Asked[];
	/** By the request's number: 1 where some provider could have answered at any time until the deadline. */
	readonly steady: Uint8Array;
	/** In the order of the policies. */
	readonly results: readonly PolicyResult[];
}

export interface PolicyResult {
	readonly policy: Policy;
	readonly ledger: Ledger;
	/** What the simulation itself took, in milliseconds of real time. */
	readonly tookMs: number;
}

/** Routes the same requests through the same providers by every policy. The same seed gives the same result. */
export function simulate(
	trace: Trace,
	{ requests, seed }: { readonly requests: number; readonly seed: number },
	by: readonly Policy[] = policies,
	clock: () => number = () => 0,
): TraceResult {
	const deadlineMs = defaults['routing.deadlineSeconds'];
	const asked = requestsOf(trace, { count: requests, seed, deadlineMs });
	const until = (asked.at(-1)?.deadline ?? traceStart) + deadlineMs;
	const stage = stageOf(trace, seed, { from: traceStart, until });
	const steady = new Uint8Array(asked.length);
	const untouched = createWorld(stage);
	for (const each of asked) {
		steady[each.number] = Number(untouched.lanes.some((lane) => isSteady(untouched, lane, each)));
	}
	const results = by.map((policy): PolicyResult => {
		const startedAt = clock();
		const timeline = createTimeline(traceStart);
		const ledger = createLedger(asked.length);
		const route = policy.begin({ stage, timeline, world: createWorld(stage), ledger });
		const ask = (number: number) => {
			const request = asked[number];
			if (request !== undefined) {
				timeline.at(request.at, () => {
					ask(number + 1);
					route(request);
				});
			}
		};
		ask(0);
		timeline.run();
		if (ledger.ended() !== asked.length) {
			throw new Error(`"${policy.name}" ended ${ledger.ended()} of ${asked.length} requests of "${trace.name}"`);
		}
		return { policy, ledger, tookMs: clock() - startedAt };
	});
	return { trace, asked, steady, results };
}
