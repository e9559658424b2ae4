import { blameKey, blames, type Profile, type Provider } from './provider.ts';
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
}

/** What became of the attempts at one provider since the memory began. */
export interface Statistics {
	readonly attempts: number;
	readonly successes: number;
	/** Attempts that ended without an answer and without the user's doing. */
	readonly failures: number;
}

/** Why a provider can't be asked until something outside of routing changes. */
export interface NotReady {
	readonly reason: 'not-installed' | 'not-logged-in' | 'too-old' | 'unreachable' | 'no-key';
	readonly message: string;
}

/** What is remembered between routes. Plain JSON: saved as it is. */
export interface Health {
	/** By blame key. */
	readonly cooldowns: Readonly<Record<string, Cooldown>>;
	/** By provider id. */
	readonly stats: Readonly<Record<string, Statistics>>;
	/** By provider id. */
	readonly notReady: Readonly<Record<string, NotReady>>;
}

export const healthy: Health = { cooldowns: {}, stats: {}, notReady: {} };

/** The cooldown that keeps a provider's profile from being tried at `now`: the one that lasts longest, or `null`. */
export function coolingOf(health: Health, provider: Provider, profile: Profile, now: number): Cooldown | null {
	let longest: Cooldown | null = null;
	for (const blame of blames) {
		const cooldown = health.cooldowns[blameKey(blame, provider, profile)];
		if (cooldown !== undefined && cooldown.until > now && (longest === null || cooldown.until > longest.until)) {
			longest = cooldown;
		}
	}
	return longest;
}
