import { decide } from '../../src/core/decide.ts';
import type { Attempt, Decision } from '../../src/core/decision.ts';
import type { AttemptEnd, RouterEvent } from '../../src/core/events.ts';
import { consequences, statedWaitMs } from '../../src/core/failure.ts';
import { type Health, healthy } from '../../src/core/health.ts';
import { jitterOf } from '../../src/core/patience.ts';
import { kinds } from '../../src/core/provider.ts';
import type { RequestFacts } from '../../src/core/request.ts';
import { record } from '../../src/core/record.ts';
import { advanced, begunBy, situationOf } from '../../src/core/routeState.ts';
import { type OnFailure, routingOf, type Settings } from '../../src/core/settings.ts';
import type { Strategy } from '../../src/core/strategy.ts';
import type { Asked } from './asked.ts';
import type { Lane } from './lanes.ts';
import type { Policy, Run } from './policy.ts';
import type { Outcome } from './world.ts';

/** What a user gets who sets nothing. */
export const ordered = ours('ordered', 'ordered', 'next-best');
export const latencyOptimized = ours('latency-optimized', 'latency-optimized', 'next-best');
export const costOptimized = ours('cost-optimized', 'cost-optimized', 'next-best');
export const weighted = ours('weighted', 'weighted', 'next-best');
export const retrying = ours('retry', 'ordered', 'retry');

/** What one window of the editor tells the others is written, watched for and read within this, in milliseconds. */
const shareMs = 250;

/** The extension's own core, driven the way `route()` in `src/router/router.ts` drives it. */
function ours(name: string, strategy: Strategy, onFailure: OnFailure): Policy {
	return {
		name,
		sort: 'ours',
		about: `decides by src/core: strategy ${strategy}, after a failure ${onFailure}`,
		begin(run) {
			const settings: Settings = { ...run.stage.settings, strategy, onFailure };
			const learn = createMemory(run);
			return (asked) => {
				routeOf(run, settings, learn(asked.window), asked);
			};
		},
	};
}

/** What one window of the editor knows. */
interface Memory {
	health(): Health;
	append(event: RouterEvent): void;
}

/** The memory of each window; what one learns about cooldowns the others know soon after. */
function createMemory({ stage, timeline }: Run): (window: number) => Memory {
	const count = stage.trace.windows ?? 1;
	const healths: Health[] = new Array<Health>(count).fill(healthy);
	const isSharing = new Array<boolean>(count).fill(false);
	const known = (window: number) => healths[window] ?? healthy;
	const share = (window: number) => {
		isSharing[window] = false;
		for (let other = 0; other < count; other++) {
			if (other !== window) {
				const { cooldowns } = known(window);
				healths[other] = record(known(other), { type: 'cooldowns-learnt', cooldowns }, timeline.now());
			}
		}
	};
	return (window) => ({
		health: () => known(window),
		append(event) {
			const before = known(window);
			const after = record(before, event, timeline.now());
			healths[window] = after;
			if (count > 1 && after.cooldowns !== before.cooldowns && isSharing[window] !== true) {
				isSharing[window] = true;
				timeline.at(timeline.now() + shareMs, () => {
					share(window);
				});
			}
		},
	});
}

function routeOf({ stage, timeline, world, ledger }: Run, settings: Settings, memory: Memory, asked: Asked): void {
	const { accounts } = stage;
	const request = factsOf(asked, settings);
	const route = request.id;
	const start = { type: 'request-start', route, request, settings: routingOf(settings), kinds, accounts } as const;
	let state = begunBy(start);
	let attempts = 0;
	const tell = (event: RouterEvent) => {
		memory.append(event);
		state = advanced(state, event, timeline.now());
	};
	tell(start);
	const step = () => {
		const now = timeline.now();
		const decision = decide(situationOf(state, { health: memory.health(), now, cancelled: false }));
		switch (decision.type) {
			case 'stop': {
				const end = { answered: false, because: decision.because, passedOver: decision.passedOver } as const;
				tell({ type: 'request-end', route, end, attempts, tookMs: now - asked.at });
				ledger.unanswered(asked);
				return;
			}
			case 'wait': {
				const { provider, until, passedOver } = decision;
				tell({ type: 'request-wait', route, provider, until, passedOver });
				timeline.at(until, step);
				return;
			}
			case 'ask':
				throw new Error('the simulation allows every billing, so there is nothing to ask');
			case 'attempt':
				send(decision, laneOf(world.lanes, decision.provider, decision.profile));
		}
	};
	const send = (decision: Attempt & Pick<Decision, 'passedOver'>, lane: Lane) => {
		const startedAt = timeline.now();
		const { provider, profile } = lane;
		const made = state.tried.filter((each) => each.provider === provider.id && each.profile === profile.name).length;
		const last = state.tried.at(-1)?.provider ?? provider.id;
		const spilled = last === provider.id ? {} : { spilledFrom: last };
		attempts++;
		const named = { route, attempt: attempts, provider, profile };
		tell({ ...decision, type: 'attempt-start', ...named, ...spilled });
		const outcome = world.send(lane, asked, startedAt, made);
		const { firstOutputMs, tookMs, failure } = outcome;
		ledger.sent(asked, outcome);
		if (firstOutputMs !== null) {
			timeline.at(startedAt + firstOutputMs, () => {
				tell({ type: 'first-output', route, attempt: named.attempt, afterMs: firstOutputMs });
			});
		}
		timeline.at(startedAt + tookMs, () => {
			const cost = failure === null || consequences[failure.kind].charged ? decision.estimatedCost : 0;
			const jitter = failure === null ? {} : { jitter: jitterOf(request, named.attempt) };
			const end = endOf(lane, outcome);
			tell({ type: 'attempt-end', ...named, end, tookMs, firstOutputMs, cost, ...jitter });
			if (failure !== null) {
				step();
				return;
			}
			const whole = { answered: true, provider: provider.id, degraded: attempts > 1 } as const;
			tell({ type: 'request-end', route, end: whole, attempts, tookMs: timeline.now() - asked.at });
			ledger.answered(asked, lane, outcome, startedAt);
		});
	};
	step();
}

/** The facts of a request for code that everybody may answer. The only place that makes them. */
function factsOf({ number, inputTokens, outputTokens, deadline, seed }: Asked, settings: Settings): RequestFacts {
	const needs = [{ capability: 'code-generation', score: 1 }] as const;
	return {
		id: `route-${number}`,
		command: 'generate',
		task: 'code',
		needs,
		recognised: { from: ['command'], sure: true, candidates: needs },
		reach: settings.reach,
		billing: 'metered',
		promptCharacters: inputTokens * 4,
		contextTokens: inputTokens + outputTokens,
		answerTokens: outputTokens,
		limits: { cost: null, firstOutputMs: null },
		isolation: 'available',
		deadline,
		pinned: null,
		preferred: [],
		kind: 'any',
		keywords: [],
		excluded: [],
		continues: null,
		setOut: null,
		seed,
	};
}

function endOf({ provider }: Lane, { failure, inputTokens, outputTokens, cost }: Outcome): AttemptEnd {
	if (failure === null) {
		return { ok: true, model: provider.model, usage: { inputTokens, outputTokens, cost }, changedFiles: null };
	}
	const { kind, message, ambiguous } = failure;
	const retryAfterMs = statedWaitMs(failure);
	return { ok: false, failure: { kind, message, retryAfterMs, ...(ambiguous === undefined ? {} : { ambiguous }) } };
}

function laneOf(lanes: readonly Lane[], provider: string, profile: string): Lane {
	const lane = lanes.find((each) => each.provider.id === provider && each.profile.name === profile);
	if (lane === undefined) {
		throw new Error(`decide() chose "${provider}" with profile "${profile}", which the trace does not have`);
	}
	return lane;
}
