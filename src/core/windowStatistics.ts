import type { StampedEvent } from './events.ts';
import { coolingOf, type Health, healthy } from './health.ts';
import type { Profile, Provider } from './provider.ts';
import { record } from './record.ts';
import type { RouteLog } from './replay.ts';

/** What the events of one window alone come to. By provider id. */
export function countedIn(events: readonly StampedEvent[]): Health['stats'] {
	return events
		.filter(({ type }) => type !== 'statistics-learnt' && type !== 'cooldowns-learnt')
		.reduce((health, event) => record(health, event, event.at), healthy).stats;
}

/** A profile that was left alone, as far as it is known. */
interface Away {
	readonly provider: Provider;
	readonly profile: Profile;
	/** Until when it is left alone; not later than `at` where it is not. Milliseconds since the epoch. */
	readonly until: number;
	/** How long it was, and will be, in milliseconds. */
	readonly sumMs: number;
}

/**
 * How long each provider that failed in this window was left alone until now, in milliseconds, by its id. Its profiles
 * count together. A time that was given and ended by the user or by a success counts until then; one without an end
 * counts as long as it has lasted.
 */
export function cooledIn({ before, events }: RouteLog, now: number): Readonly<Record<string, number>> {
	const known = new Map<string, Away>();
	let health = before;
	for (const event of events) {
		const { at } = event;
		health = record(health, event, at);
		if (event.type === 'attempt-end' && !event.end.ok) {
			const { provider, profile } = event;
			const key = `${provider.id}\n${profile.name}`;
			known.set(key, { until: at, sumMs: 0, ...known.get(key), provider, profile });
		}
		if (event.type === 'attempt-end' || event.type === 'cooldowns-reset' || event.type === 'cooldowns-learnt') {
			known.forEach((away, key) => known.set(key, awayAt(away, health, at)));
		}
	}
	const sums = new Map<string, number>();
	for (const { provider, until, sumMs } of known.values()) {
		sums.set(provider.id, (sums.get(provider.id) ?? 0) + sumMs - Math.max(0, until - now));
	}
	return Object.fromEntries(sums);
}

function awayAt(away: Away, health: Health, at: number): Away {
	const until = coolingOf(health, away.provider, away.profile, at)?.until ?? at;
	return { ...away, until, sumMs: away.sumMs + until - Math.max(away.until, at) };
}
