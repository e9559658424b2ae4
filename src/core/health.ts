import { keysOf, type Profile, type Provider } from './provider.ts';
import type { FailureKind } from './failure.ts';

/** The time during which a model, a profile or an endpoint is not tried. */
export interface Cooldown {
	/** Milliseconds since the epoch. */
	readonly until: number;
	readonly reason: FailureKind;
	/** Whether the provider itself named the time. */
	readonly stated: boolean;
	/** Failures in a row; outlives the window, so that the next one is longer. Cleared by a success. */
	readonly strikes: number;
	/**
	 * When it was last changed, milliseconds since the epoch. One that was cleared stays for a day with `until` and
	 * `strikes` at 0, so that what another window remembers from before can't bring it back.
	 */
	readonly at: number;
}

/** By blame key. The part of health that outlives a window and is shared by all of them. */
export type Cooldowns = Readonly<Record<string, Cooldown>>;

/** What became of the attempts at one provider since the memory began. */
export interface Statistics {
	readonly attempts: number;
	readonly successes: number;
	/** Attempts that ended without an answer and without the user's doing. */
	readonly failures: number;
	/** The failures by their kind. */
	readonly failedFor?: Readonly<Partial<Record<FailureKind, number>>>;
	/** How often a route went on to somebody else after a failure here. */
	readonly spillovers?: number;
	/** How often a route came here after a failure of somebody else. */
	readonly takeovers?: number;
	/** The latest failure, and when it was counted, milliseconds since the epoch. */
	readonly lastFailure?: { readonly kind: FailureKind; readonly at: number };
	/** When counting began, milliseconds since the epoch; left out where that was not written down. */
	readonly since?: number;
	/** How long the latest answers took until their first output, in milliseconds, oldest first; 20 at most. */
	readonly firstOutputMs?: readonly number[];
	/** How long the latest answers took as a whole, in milliseconds, oldest first; 20 at most. */
	readonly tookMs?: readonly number[];
	/** As reported by the provider, summed up. */
	readonly inputTokens?: number;
	readonly outputTokens?: number;
	/** US dollars, reported or estimated, failed attempts included. */
	readonly cost?: number;
}

/** Why a provider can't be asked until something outside of routing changes. */
export interface NotReady {
	readonly reason: 'not-installed' | 'not-logged-in' | 'too-old' | 'unreachable' | 'no-key';
	readonly message: string;
}

/** What is remembered between routes. Plain JSON: saved as it is. */
export interface Health {
	readonly cooldowns: Cooldowns;
	/** By provider id. */
	readonly stats: Readonly<Record<string, Statistics>>;
	/** By provider id. */
	readonly notReady: Readonly<Record<string, NotReady>>;
	/** By provider id: whose turn it is when providers take turns. The one with the most is next. */
	readonly credits?: Readonly<Record<string, number>>;
	/**
	 * By blame key: the route whose attempt finds out whether what cooled works again. The others let it go first. Of this
	 * window only.
	 */
	readonly probes?: Readonly<Record<string, string>>;
}

/** The end of a cooldown that time alone does not end; the last moment that a date can name. */
export const forGood = 8_640_000_000_000_000;

export const healthy: Health = { cooldowns: {}, stats: {}, notReady: {} };

/** The cooldown that keeps a provider's profile from being tried at `now`: the one that lasts longest, or `null`. */
export function coolingOf(
	{ cooldowns }: Pick<Health, 'cooldowns'>,
	provider: Provider,
	profile: Profile,
	now: number,
): Cooldown | null {
	const keys = keysOf(provider).find((each) => each.profile.name === profile.name);
	return provider.exempt || keys === undefined ? null : longestOf(indexOf(cooldowns), keys.blames, now);
}

/** As `coolingOf`, for the keys of one profile: every decision asks it of everybody. */
export function longestOf(index: CooldownIndex, keys: readonly string[], now: number): Cooldown | null {
	if (index.size === 0) {
		return null;
	}
	let longest: Cooldown | null = null;
	for (const key of keys) {
		const cooldown = index.get(key);
		if (cooldown !== undefined && cooldown.until > now && (longest === null || cooldown.until > longest.until)) {
			longest = cooldown;
		}
	}
	return longest;
}

/** Cooldowns never change: they are indexed once, since a map finds a long key far quicker than an object does. */
const indexes = new WeakMap<Cooldowns, CooldownIndex>();

export type CooldownIndex = ReadonlyMap<string, Cooldown>;

/** The same cooldowns, to be looked up often. */
export function indexOf(cooldowns: Cooldowns): CooldownIndex {
	const before = indexes.get(cooldowns);
	if (before !== undefined) {
		return before;
	}
	const index = new Map(Object.entries(cooldowns));
	indexes.set(cooldowns, index);
	return index;
}

/** Whether a cooldown is over that no success has cleared yet: whether it works again is to be found out. */
export function isHalfOpen(cooldown: Cooldown | undefined, now: number): boolean {
	return cooldown !== undefined && cooldown.until <= now && strikesLeft(cooldown, now) > 0;
}

/** A strike is forgotten for each of these that passes without a failure, in milliseconds. */
const strikeLastsMs = 3_600_000;

/** The failures in a row that still count. Time mends what passes by itself; it mends no key. */
export function strikesLeft({ reason, strikes, at }: Cooldown, now: number): number {
	const forgotten = reason === 'unauthorized' ? 0 : Math.floor(Math.max(0, now - at) / strikeLastsMs);
	return Math.max(0, strikes - forgotten);
}

/** The time of a change to `before`: later than it was even when the clock slipped back, so that the change is the newer one. */
export function changedAt(before: Cooldown | undefined, now: number): number {
	return before === undefined ? now : Math.max(now, before.at + 1);
}

/**
 * What two windows know together: of each key whatever was changed last. In whichever order and however often windows
 * tell each other, they come to the same.
 */
export function mergeCooldowns(one: Cooldowns, other: Cooldowns, now: number): Cooldowns {
	const merged = new Map<string, Cooldown>();
	for (const [key, told] of [...Object.entries(one), ...Object.entries(other)]) {
		const cooldown = notFromTheFuture(told, now);
		const known = merged.get(key);
		merged.set(key, known === undefined || isNewer(cooldown, known) ? cooldown : known);
	}
	return Object.fromEntries(merged);
}

/** Without what no window can learn anything from any more: over for a day, with no strikes, or over for a month. */
export function withoutStale(cooldowns: Cooldowns, now: number): Cooldowns {
	return Object.fromEntries(
		Object.entries(cooldowns).filter(([, { at, until, strikes }]) => {
			const overFor = now - Math.max(at, until);
			return overFor <= (strikes === 0 ? dayMs : monthMs);
		}),
	);
}

/** Clocks that are set right now and then differ by less than this, in milliseconds. */
const toleratedMs = 60_000;
const dayMs = 86_400_000;
const monthMs = 30 * dayMs;

/** A clock that jumped back: the cooldown counts as made now, and lasts no longer than it was given. */
function notFromTheFuture(cooldown: Cooldown, now: number): Cooldown {
	const { at, until } = cooldown;
	if (at <= now + toleratedMs) {
		return cooldown;
	}
	const given = until === forGood ? until : now + Math.max(0, until - at);
	return { ...cooldown, at: now, until: Math.min(until, given) };
}

/** A total order: of two that were changed at the same time the longer one counts. */
function isNewer(one: Cooldown, other: Cooldown): boolean {
	const differences = [
		one.at - other.at,
		one.until - other.until,
		one.strikes - other.strikes,
		Number(one.stated) - Number(other.stated),
		Number(one.reason > other.reason),
	];
	return (differences.find((difference) => difference !== 0) ?? 0) > 0;
}
