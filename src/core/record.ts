import type { RouterEvent } from './events.ts';
import { consequences, type FailureKind } from './failure.ts';
import {
	changedAt,
	type Cooldown,
	type Cooldowns,
	forGood,
	type Health,
	isHalfOpen,
	mergeCooldowns,
	type Statistics,
	strikesLeft,
	withoutStale,
} from './health.ts';
import { blameKey, blames, keysOf } from './provider.ts';
import { ownOf } from './ownOf.ts';

/** The shortest cooldown, in milliseconds, unless the provider names its own time. */
const shortestMs = 5000;
/** After so many refusals in a row only a new key can help. */
const mostRefusals = 3;
/**
 * A cooldown is at least so many times as long as what the failed attempt took: who is silent for a minute each time must
 * not be asked again after ten seconds. Simulated: docs/SIMULATION.md.
 */
const timesTheAttempt = 5;
/** Failures in a row make it at most so many times as long as the attempt, where that is longer than the kind's ceiling. */
const mostTimes = 30;
/** So many of the latest times are remembered of each provider. */
const samplesKept = 20;

/** What an event teaches. Total: an event that teaches nothing gives the same health back. */
export function record(health: Health, event: RouterEvent, now: number): Health {
	switch (event.type) {
		case 'attempt-end':
			return afterAttempt(health, event, now);
		case 'readiness':
			return withReadiness(health, event);
		case 'keys-changed':
			return cleared(health, `profile ${event.account}`, now);
		case 'attempt-start':
			return afterStart(health, event, now);
		case 'cooldowns-learnt':
			return { ...health, cooldowns: learnt(health.cooldowns, event.cooldowns, now) };
		case 'statistics-learnt': {
			const { stats, credits } = event;
			return { ...health, stats: { ...health.stats, ...stats }, credits: { ...health.credits, ...credits } };
		}
		case 'statistics-reset':
			return { ...health, stats: forgotten(health.stats, now) };
		case 'cooldowns-reset':
			return (event.keys ?? Object.keys(health.cooldowns)).reduce((each, key) => cleared(each, key, now), health);
		case 'request-start':
		case 'request-wait':
		case 'request-ask':
		case 'request-consent':
		case 'request-skip':
		case 'hand-off-failed':
		case 'clean-up-failed':
		case 'first-output':
		case 'tool':
		case 'usage':
		case 'request-end':
		case 'review-end':
		case 'settings-problem':
			return health;
	}
}

type AttemptEnded = Extract<RouterEvent, { type: 'attempt-end' }>;

function afterStart(before: Health, event: Extract<RouterEvent, { type: 'attempt-start' }>, now: number): Health {
	const health = afterTurn(before, event);
	const { provider, profile, route, spilledFrom } = event;
	const keys = keysOf(provider).find((each) => each.profile.name === profile.name)?.blames ?? [];
	const halfOpen = provider.exempt ? [] : keys.filter((key) => isHalfOpen(ownOf(health.cooldowns, key), now));
	const probes = Object.fromEntries(halfOpen.map((key): [string, string] => [key, route]));
	const probing = halfOpen.length === 0 ? health : { ...health, probes: { ...health.probes, ...probes } };
	if (spilledFrom === undefined) {
		return probing;
	}
	const stats = ownOf(probing.stats, spilledFrom) ?? none;
	const spilled = { ...probing.stats, [spilledFrom]: { ...stats, spillovers: (stats.spillovers ?? 0) + 1 } };
	const own = ownOf(spilled, provider.id) ?? none;
	return { ...probing, stats: { ...spilled, [provider.id]: { ...own, takeovers: (own.takeovers ?? 0) + 1 } } };
}

/** Smooth weighted turns: everybody in line gains its share, and whoever was chosen pays for all of them. */
function afterTurn(health: Health, { provider, turn }: Extract<RouterEvent, { type: 'attempt-start' }>): Health {
	if (turn === undefined) {
		return health;
	}
	const shares = Object.entries(turn);
	const all = shares.reduce((sum, [, share]) => sum + share, 0);
	const before = health.credits ?? {};
	const gained = shares.map(([id, share]): [string, number] => {
		const saved = ownOf(before, id) ?? 0;
		return [id, saved + share - (id === provider.id ? all : 0)];
	});
	return { ...health, credits: Object.fromEntries([...Object.entries(before), ...gained]) };
}

/** What the user did, or did not allow, says nothing against a provider. */
const usersDoing: readonly FailureKind[] = ['cancelled', 'skipped', 'not-allowed'];

const none: Statistics = { attempts: 0, successes: 0, failures: 0 };

/** Everybody starts anew. Nobody is left out: what other windows still remember of one would come back. */
function forgotten(stats: Health['stats'], now: number): Health['stats'] {
	return Object.fromEntries(Object.keys(stats).map((id) => [id, { ...none, since: now }]));
}

function statisticsAfter(
	before: Statistics,
	{ end, firstOutputMs, tookMs, cost }: AttemptEnded,
	now: number,
): Statistics {
	const byUser = !end.ok && usersDoing.includes(end.failure.kind);
	const counted = {
		...before,
		attempts: before.attempts + 1,
		successes: before.successes + Number(end.ok),
		failures: before.failures + Number(!end.ok && !byUser),
		...sinceOf(before, now),
		...(isAmount(cost) ? { cost: (before.cost ?? 0) + cost } : {}),
	};
	if (!end.ok) {
		const { kind } = end.failure;
		return byUser
			? counted
			: {
					...counted,
					failedFor: { ...before.failedFor, [kind]: (before.failedFor?.[kind] ?? 0) + 1 },
					lastFailure: laterOf(before.lastFailure, { kind, at: now }),
				};
	}
	const { usage } = end;
	const [inputTokens, outputTokens] = [usage?.inputTokens ?? null, usage?.outputTokens ?? null];
	return {
		...counted,
		tookMs: [...(before.tookMs ?? []), tookMs].slice(-samplesKept),
		...(firstOutputMs === null
			? {}
			: { firstOutputMs: [...(before.firstOutputMs ?? []), firstOutputMs].slice(-samplesKept) }),
		...(isAmount(inputTokens) ? { inputTokens: (before.inputTokens ?? 0) + inputTokens } : {}),
		...(isAmount(outputTokens) ? { outputTokens: (before.outputTokens ?? 0) + outputTokens } : {}),
	};
}

function laterOf(
	before: Statistics['lastFailure'],
	failure: NonNullable<Statistics['lastFailure']>,
): NonNullable<Statistics['lastFailure']> {
	return before !== undefined && before.at > failure.at ? before : failure;
}

/** Windows tell of what they counted in any order. Where something was counted before times were, nobody knows since when. */
function sinceOf({ attempts, since }: Statistics, now: number): Pick<Statistics, 'since'> {
	return since === undefined && attempts > 0 ? {} : { since: Math.min(since ?? now, now) };
}

function afterAttempt(before: Health, event: AttemptEnded, now: number): Health {
	const { provider, profile, end } = event;
	const health = withoutProbesOf(before, event.route);
	const stats = {
		...health.stats,
		[provider.id]: statisticsAfter(ownOf(health.stats, provider.id) ?? none, event, now),
	};
	if (end.ok) {
		// What failed while this answer was under way is newer than what the answer proves.
		const begunAt = now - event.tookMs;
		const proven = blames
			.map((blame) => blameKey(blame, provider, profile))
			.filter((key) => (ownOf(health.cooldowns, key)?.at ?? begunAt) <= begunAt);
		const rest = proven.reduce((each, key) => cleared(each, key, now), health);
		return { ...rest, stats };
	}
	const { cools } = consequences[end.failure.kind];
	if (cools === null || provider.exempt || end.failure.ambiguous === true) {
		return { ...health, stats };
	}
	const key = blameKey(cools, provider, profile);
	return {
		...health,
		stats,
		cooldowns: {
			...health.cooldowns,
			[key]: cooled(health.cooldowns[key], event, end.failure, now),
		},
	};
}

/**
 * The provider's own time counts in full; otherwise the kind's base doubles with each strike up to the kind's ceiling.
 * A cooldown that already lasts longer stays, unless it was our guess and the provider now names the time itself.
 */
function cooled(
	before: Cooldown | undefined,
	{ jitter = 1, tookMs }: AttemptEnded,
	failure: Extract<AttemptEnded['end'], { ok: false }>['failure'],
	now: number,
): Cooldown {
	const { cooldownMs, longestMs } = consequences[failure.kind];
	const base = Math.max(cooldownMs, tookMs * timesTheAttempt);
	const strikes = strikesBefore(before, failure.kind, now) + 1;
	const at = changedAt(before, now);
	if (failure.kind === 'unauthorized' && strikes >= mostRefusals) {
		return { until: forGood, reason: failure.kind, stated: false, strikes, at };
	}
	const ceiling = Math.max(longestMs, tookMs * mostTimes);
	const own = Math.round(Math.max(shortestMs, Math.min(ceiling, base * 2 ** (strikes - 1) * jitter)));
	const stated = waitOf(failure.retryAfterMs);
	const until = now + (stated ?? own);
	const better = stated !== null && before?.stated === false && before.reason === failure.kind;
	if (before !== undefined && before.until > until && !better) {
		return { ...before, strikes: isRefusal(before.reason) === isRefusal(failure.kind) ? strikes : before.strikes, at };
	}
	return { until, reason: failure.kind, stated: stated !== null, strikes, at };
}

/** The failures in a row that still count. A key that is refused is counted apart from everything else. */
function strikesBefore(before: Cooldown | undefined, kind: FailureKind, now: number): number {
	return before === undefined || isRefusal(before.reason) !== isRefusal(kind) ? 0 : strikesLeft(before, now);
}

function isRefusal(kind: FailureKind): boolean {
	return kind === 'unauthorized';
}

/** A time that can be counted with; a server can say anything. */
function waitOf(ms: number | null): number | null {
	return isAmount(ms) ? ms : null;
}

/** A number that can be added up. */
function isAmount(value: number | null): value is number {
	return Number.isFinite(value) && Number(value) >= 0;
}

function withReadiness(health: Health, event: Extract<RouterEvent, { type: 'readiness' }>): Health {
	const { notReady } = event;
	const others = without(health.notReady, event.provider);
	return { ...health, notReady: notReady === null ? others : { ...others, [event.provider]: notReady } };
}

/** A cooldown that was cleared is remembered as such: other windows may still hold it. */
function cleared(health: Health, key: string, now: number): Health {
	const before = ownOf(health.cooldowns, key);
	if (before === undefined) {
		return health;
	}
	const none: Cooldown = { ...before, until: 0, stated: false, strikes: 0, at: changedAt(before, now) };
	return { ...health, cooldowns: { ...health.cooldowns, [key]: none } };
}

/** What is known here and what another window knows. */
function learnt(known: Cooldowns, told: Cooldowns, now: number): Cooldowns {
	return withoutStale(mergeCooldowns(known, told, now), now);
}

/** The route's attempt is over: what it was to find out is known. */
function withoutProbesOf(health: Health, route: string): Health {
	const { probes, ...rest } = health;
	if (probes === undefined || !Object.values(probes).includes(route)) {
		return health;
	}
	const left = Object.entries(probes).filter(([, each]) => each !== route);
	return left.length === 0 ? rest : { ...rest, probes: Object.fromEntries(left) };
}

function without<T>(all: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> {
	return Object.fromEntries(Object.entries(all).filter(([each]) => each !== key));
}
