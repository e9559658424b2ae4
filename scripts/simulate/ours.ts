import { decide } from '../../src/core/decide.ts';
import type { Situation, Tried } from '../../src/core/eligible.ts';
import type { RouterEvent } from '../../src/core/events.ts';
import { statedWaitMs } from '../../src/core/failure.ts';
import { type Health, healthy, mergeCooldowns, withoutStale } from '../../src/core/health.ts';
import { jitterOf } from '../../src/core/patience.ts';
import { kinds } from '../../src/core/provider.ts';
import type { RequestFacts } from '../../src/core/request.ts';
import { record } from '../../src/core/record.ts';
import type { OnFailure, Settings } from '../../src/core/settings.ts';
import type { Strategy } from '../../src/core/strategy.ts';
import type { Asked } from './asked.ts';
import type { Lane, Stage } from './lanes.ts';
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
				const now = timeline.now();
				const merged = mergeCooldowns(known(other).cooldowns, known(window).cooldowns, now);
				healths[other] = { ...known(other), cooldowns: withoutStale(merged, now) };
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
	const facts = factsOf(asked, settings);
	const route = facts.id;
	const tried: Tried[] = [];
	let attempts = 0;
	memory.append({ type: 'request-start', route, request: facts, ...startOf(settings) });
	const step = () => {
		const now = timeline.now();
		const decision = decide(situationOf(facts, settings, stage, memory.health(), tried, now));
		switch (decision.type) {
			case 'stop': {
				const end = { answered: false, because: decision.because, passedOver: decision.passedOver } as const;
				memory.append({ type: 'request-end', route, end, attempts, tookMs: now - asked.at });
				ledger.unanswered(asked);
				return;
			}
			case 'wait':
				memory.append({ type: 'request-wait', route, provider: decision.provider, until: decision.until });
				timeline.at(decision.until, step);
				return;
			case 'ask':
				throw new Error('the simulation allows every billing, so there is nothing to ask');
			case 'attempt':
				send(now, laneOf(world.lanes, decision.provider, decision.profile), decision);
		}
	};
	const send = (startedAt: number, lane: Lane, decision: Extract<ReturnType<typeof decide>, { type: 'attempt' }>) => {
		const { provider, profile } = lane;
		const attempt = ++attempts;
		const made = tried.filter((each) => each.provider === provider.id && each.profile === profile.name).length;
		memory.append({ ...decision, type: 'attempt-start', route, attempt, provider, profile });
		const outcome = world.send(lane, asked, startedAt, made);
		ledger.sent(asked, outcome);
		const { firstOutputMs } = outcome;
		if (firstOutputMs !== null) {
			timeline.at(startedAt + firstOutputMs, () => {
				memory.append({ type: 'first-output', route, attempt, afterMs: firstOutputMs });
			});
		}
		timeline.at(startedAt + outcome.tookMs, () => {
			memory.append(endOf(facts, lane, attempt, outcome));
			if (outcome.failure !== null) {
				const at = timeline.now();
				const { kind } = outcome.failure;
				tried.push({ provider: provider.id, profile: profile.name, kind: provider.kind, failure: kind, at });
				step();
				return;
			}
			const end = { answered: true, provider: provider.id, degraded: attempt > 1 } as const;
			memory.append({ type: 'request-end', route, end, attempts, tookMs: timeline.now() - asked.at });
			ledger.answered(asked, lane, outcome, startedAt);
		});
	};
	step();
}

/** The facts of a request for code that everybody may answer. The only place that makes them. */
function factsOf({ number, inputTokens, outputTokens, deadline, seed }: Asked, settings: Settings): RequestFacts {
	return {
		id: `route-${number}`,
		command: 'generate',
		task: 'code',
		needs: [{ capability: 'code-generation', score: 1 }],
		reach: settings.reach,
		billing: 'metered',
		promptCharacters: inputTokens * 4,
		contextTokens: inputTokens + outputTokens,
		isolation: 'available',
		deadline,
		pinned: null,
		excluded: [],
		continues: null,
		seed,
	};
}

/** The only place that makes a situation. */
function situationOf(
	request: RequestFacts,
	settings: Settings,
	{ accounts }: Stage,
	health: Health,
	tried: readonly Tried[],
	now: number,
): Situation {
	return { request, settings, health, tried: [...tried], consents: [], cancelled: false, kinds, accounts, now };
}

function startOf({ strategy, onFailure, maxAttempts }: Settings) {
	return { strategy, onFailure, maxAttempts };
}

function endOf(
	facts: RequestFacts,
	{ provider, profile }: Lane,
	attempt: number,
	{ failure, tookMs, firstOutputMs, inputTokens, outputTokens, cost }: Outcome,
): Extract<RouterEvent, { type: 'attempt-end' }> {
	const named = { type: 'attempt-end', route: facts.id, attempt, provider, profile, tookMs, firstOutputMs } as const;
	if (failure === null) {
		const usage = { inputTokens, outputTokens, cost };
		return { ...named, end: { ok: true, model: provider.model, usage, changedFiles: null } };
	}
	const { kind, message } = failure;
	const end = { ok: false, failure: { kind, message, retryAfterMs: statedWaitMs(failure) } } as const;
	return { ...named, end, jitter: jitterOf(facts, attempt) };
}

function laneOf(lanes: readonly Lane[], provider: string, profile: string): Lane {
	const lane = lanes.find((each) => each.provider.id === provider && each.profile.name === profile);
	if (lane === undefined) {
		throw new Error(`decide() chose "${provider}" with profile "${profile}", which the trace does not have`);
	}
	return lane;
}
