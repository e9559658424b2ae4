import { coolings, refusal, standingsOf, untried } from './eligible.ts';
import { consequences } from './failure.ts';
import { retryWaitMs } from './patience.ts';
import type { Profile, Provider } from './provider.ts';
import type { PassedOverReason, Situation, Tried } from './situation.ts';

/** Asking the same provider once more, before anybody else. */
export interface Again {
	readonly provider: Provider;
	readonly profile: Profile;
	readonly because: 'retry' | 'without-limit';
	/** Milliseconds since the epoch. */
	readonly until: number;
}

/** Whom an attempt asked, if it could be asked with that profile today. */
function askedIn(last: Tried, situation: Situation): Pick<Again, 'provider' | 'profile'> | null {
	const provider = situation.settings.providers.find(({ id }) => id === last.provider);
	if (provider === undefined) {
		return null;
	}
	const profile = untried(provider, { ...situation, tried: [] }).find(({ name }) => name === last.profile);
	return profile === undefined ? null : { provider, profile };
}

/** The provider whose limit for the length of an answer did not suit it: once more, at once, without the limit. */
export function withoutLimitOf(situation: Situation): Again | null {
	const last = situation.tried.at(-1);
	if (last?.failure !== 'output-limit' || !last.limited || wasWithoutLimit(last, situation)) {
		return null;
	}
	const asked = askedIn(last, situation);
	const open =
		asked !== null &&
		gateOf(asked.provider, situation) === null &&
		coolings(asked.provider, asked.profile, situation).length === 0;
	return open ? { ...asked, because: 'without-limit', until: situation.now } : null;
}

/** Whether the last provider had its attempt without the limit before: a retry since then had the limit again. */
function wasWithoutLimit(last: Tried, { tried }: Situation): boolean {
	return tried.slice(0, -1).some(({ provider, failure }) => provider === last.provider && failure === 'output-limit');
}

/**
 * The provider that failed last, when what happened may pass within moments and it was not asked too often. Its own
 * word to stay away longer is respected, and nobody waits beyond the deadline.
 */
export function retryOf(situation: Situation): Again | null {
	const { request, settings, tried } = situation;
	const last = tried.at(-1);
	if (last === undefined || settings.onFailure !== 'retry') {
		return null;
	}
	const asked = askedIn(last, situation);
	if (asked === null) {
		return null;
	}
	const { provider, profile } = asked;
	const made = tried.filter((each) => each.provider === provider.id && each.profile === profile.name).length;
	if (!consequences[last.failure].again || made > settings.retry) {
		return null;
	}
	// The last attempt is somebody else's, where there is anybody: who failed in this way is refused as tried.
	const isLast = tried.length + 1 >= settings.maxAttempts;
	if (isLast && standingsOf(situation).some((each) => each.refusal === null)) {
		return null;
	}
	const until = last.at + retryWaitMs(request, tried.length, made);
	const gate = gateOf(provider, situation);
	const still = coolings(provider, profile, situation, until);
	const stays = still.some(({ stated, reason }) => stated || !consequences[reason].again);
	const open = (gate === null || gate === 'cooling' || gate === 'probing') && !stays && until < request.deadline;
	return open ? { provider, profile, because: 'retry', until } : null;
}

/** What stands in a provider's way besides that it was asked already. */
function gateOf(provider: Provider, situation: Situation): PassedOverReason | null {
	const spent = situation.tried.map((attempt) => ({ ...attempt, provider: '' }));
	return refusal(provider, { ...situation, tried: spent })?.reason ?? null;
}
