import type { RouterEvent } from './events.ts';
import { consequences } from './failure.ts';
import type { Cooldown, Health, Statistics } from './health.ts';
import { blameKey, blames } from './provider.ts';

/** The shortest cooldown, in milliseconds, unless the provider names its own time. */
const shortestMs = 5000;

/** What an event teaches. Total: an event that teaches nothing gives the same health back. */
export function record(health: Health, event: RouterEvent, now: number): Health {
	switch (event.type) {
		case 'attempt-end':
			return afterAttempt(health, event, now);
		case 'readiness':
			return withReadiness(health, event);
		case 'keys-changed':
			return withoutCooldown(health, `profile ${event.account}`);
		case 'request-start':
		case 'attempt-start':
		case 'first-output':
		case 'tool':
		case 'request-end':
		case 'review-end':
		case 'settings-problem':
			return health;
	}
}

type AttemptEnded = Extract<RouterEvent, { type: 'attempt-end' }>;

function afterAttempt(health: Health, { provider, profile, end }: AttemptEnded, now: number): Health {
	const none: Statistics = { attempts: 0, successes: 0, failures: 0 };
	const before = Object.hasOwn(health.stats, provider.id) ? (health.stats[provider.id] ?? none) : none;
	const byUser = !end.ok && (end.failure.kind === 'cancelled' || end.failure.kind === 'skipped');
	const stats = {
		...health.stats,
		[provider.id]: {
			attempts: before.attempts + 1,
			successes: before.successes + Number(end.ok),
			failures: before.failures + Number(!end.ok && !byUser),
		},
	};
	if (end.ok) {
		const cleared = blames.reduce((rest, blame) => withoutCooldown(rest, blameKey(blame, provider, profile)), health);
		return { ...cleared, stats };
	}
	const { cools } = consequences[end.failure.kind];
	if (cools === null) {
		return { ...health, stats };
	}
	const key = blameKey(cools, provider, profile);
	return {
		...health,
		stats,
		cooldowns: { ...health.cooldowns, [key]: cooled(health.cooldowns[key], end.failure, now) },
	};
}

/**
 * The provider's own time counts in full; otherwise the kind's base doubles with each strike up to the kind's ceiling.
 * A cooldown that already lasts longer stays, unless it was our guess and the provider now names the time itself.
 */
function cooled(
	before: Cooldown | undefined,
	failure: Extract<AttemptEnded['end'], { ok: false }>['failure'],
	now: number,
): Cooldown {
	const { cooldownMs, longestMs } = consequences[failure.kind];
	const strikes = (before?.strikes ?? 0) + 1;
	const own = Math.max(shortestMs, Math.min(longestMs, cooldownMs * 2 ** (strikes - 1)));
	const stated = waitOf(failure.retryAfterMs);
	const until = now + (stated ?? own);
	const better = stated !== null && before?.stated === false && before.reason === failure.kind;
	if (before !== undefined && before.until > until && !better) {
		return { ...before, strikes };
	}
	return { until, reason: failure.kind, stated: stated !== null, strikes };
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

function withoutCooldown(health: Health, key: string): Health {
	return Object.hasOwn(health.cooldowns, key) ? { ...health, cooldowns: without(health.cooldowns, key) } : health;
}

function without<T>(all: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> {
	return Object.fromEntries(Object.entries(all).filter(([each]) => each !== key));
}
