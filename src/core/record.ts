import type { RouterEvent } from './events.ts';
import { consequences, type FailureKind } from './failure.ts';
import { changedAt, type Cooldown, forGood, type Health, type Statistics } from './health.ts';
import { blameKey, blames } from './provider.ts';

/** The shortest cooldown, in milliseconds, unless the provider names its own time. */
const shortestMs = 5000;
/** A strike is forgotten for each of these that passes without a failure. */
const strikeLastsMs = 3_600_000;
/** After so many refusals in a row only a new key can help. */
const mostRefusals = 3;
/** So many first outputs are remembered of each provider. */
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
			return afterTurn(health, event);
		case 'request-start':
		case 'request-wait':
		case 'request-consent':
		case 'first-output':
		case 'tool':
		case 'request-end':
		case 'review-end':
		case 'settings-problem':
			return health;
	}
}

type AttemptEnded = Extract<RouterEvent, { type: 'attempt-end' }>;

/** Smooth weighted turns: everybody in line gains its share, and whoever was chosen pays for all of them. */
function afterTurn(health: Health, { provider, turn }: Extract<RouterEvent, { type: 'attempt-start' }>): Health {
	if (turn === undefined) {
		return health;
	}
	const shares = Object.entries(turn);
	const all = shares.reduce((sum, [, share]) => sum + share, 0);
	const before = health.credits ?? {};
	const gained = shares.map(([id, share]): [string, number] => {
		const saved = Object.hasOwn(before, id) ? (before[id] ?? 0) : 0;
		return [id, saved + share - (id === provider.id ? all : 0)];
	});
	return { ...health, credits: Object.fromEntries([...Object.entries(before), ...gained]) };
}

function afterAttempt(health: Health, event: AttemptEnded, now: number): Health {
	const { provider, profile, end, firstOutputMs } = event;
	const none: Statistics = { attempts: 0, successes: 0, failures: 0 };
	const before = Object.hasOwn(health.stats, provider.id) ? (health.stats[provider.id] ?? none) : none;
	const samples = before.firstOutputMs ?? [];
	const measured = end.ok && firstOutputMs !== null ? [...samples, firstOutputMs].slice(-samplesKept) : samples;
	const byUser = !end.ok && (end.failure.kind === 'cancelled' || end.failure.kind === 'skipped');
	const stats = {
		...health.stats,
		[provider.id]: {
			attempts: before.attempts + 1,
			successes: before.successes + Number(end.ok),
			failures: before.failures + Number(!end.ok && !byUser),
			...(measured.length === 0 ? {} : { firstOutputMs: measured }),
		},
	};
	if (end.ok) {
		const rest = blames.reduce((each, blame) => cleared(each, blameKey(blame, provider, profile), now), health);
		return { ...rest, stats };
	}
	const { cools } = consequences[end.failure.kind];
	if (cools === null || provider.exempt) {
		return { ...health, stats };
	}
	const key = blameKey(cools, provider, profile);
	return {
		...health,
		stats,
		cooldowns: {
			...health.cooldowns,
			[key]: cooled(health.cooldowns[key], end.failure, event.jitter ?? 1, now),
		},
	};
}

/**
 * The provider's own time counts in full; otherwise the kind's base doubles with each strike up to the kind's ceiling.
 * A cooldown that already lasts longer stays, unless it was our guess and the provider now names the time itself.
 */
function cooled(
	before: Cooldown | undefined,
	failure: Extract<AttemptEnded['end'], { ok: false }>['failure'],
	jitter: number,
	now: number,
): Cooldown {
	const { cooldownMs, longestMs } = consequences[failure.kind];
	const strikes = strikesBefore(before, failure.kind, now) + 1;
	const at = changedAt(before, now);
	if (failure.kind === 'unauthorized' && strikes >= mostRefusals) {
		return { until: forGood, reason: failure.kind, stated: false, strikes, at };
	}
	const own = Math.round(Math.max(shortestMs, Math.min(longestMs, cooldownMs * 2 ** (strikes - 1) * jitter)));
	const stated = waitOf(failure.retryAfterMs);
	const until = now + (stated ?? own);
	const better = stated !== null && before?.stated === false && before.reason === failure.kind;
	if (before !== undefined && before.until > until && !better) {
		return { ...before, strikes: isRefusal(before.reason) === isRefusal(failure.kind) ? strikes : before.strikes, at };
	}
	return { until, reason: failure.kind, stated: stated !== null, strikes, at };
}

/**
 * The failures in a row that still count. Time mends what passes by itself; it mends no key, so refusals are counted
 * apart from everything else and are not forgotten.
 */
function strikesBefore(before: Cooldown | undefined, kind: FailureKind, now: number): number {
	if (before === undefined || isRefusal(before.reason) !== isRefusal(kind)) {
		return 0;
	}
	const forgotten = isRefusal(kind) ? 0 : Math.floor(Math.max(0, now - before.at) / strikeLastsMs);
	return Math.max(0, before.strikes - forgotten);
}

function isRefusal(kind: FailureKind): boolean {
	return kind === 'unauthorized';
}

/** A time that can be counted with; a server can say anything. */
function waitOf(ms: number | null): number | null {
	return ms !== null && Number.isFinite(ms) && ms >= 0 ? ms : null;
}

function withReadiness(health: Health, event: Extract<RouterEvent, { type: 'readiness' }>): Health {
	const { notReady } = event;
	const others = without(health.notReady, event.provider);
	return { ...health, notReady: notReady === null ? others : { ...others, [event.provider]: notReady } };
}

/** A cooldown that was cleared is remembered as such: other windows may still hold it. */
function cleared(health: Health, key: string, now: number): Health {
	const before = Object.hasOwn(health.cooldowns, key) ? health.cooldowns[key] : undefined;
	if (before === undefined) {
		return health;
	}
	const none: Cooldown = { ...before, until: 0, stated: false, strikes: 0, at: changedAt(before, now) };
	return { ...health, cooldowns: { ...health.cooldowns, [key]: none } };
}

function without<T>(all: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> {
	return Object.fromEntries(Object.entries(all).filter(([each]) => each !== key));
}
