import { consequences, type FailureKind } from './failure.ts';
import { type Cooldown, forGood, type Health } from './health.ts';
import { accountOf, blameKey, blames, isAgent, type Kind, type Profile, type Provider } from './provider.ts';
import { type Billing, isNoDearer, type RequestFacts, staysWithin } from './request.ts';
import type { RoutingSettings } from './settings.ts';

/** One attempt of this route that has ended without an answer. */
export interface Tried {
	readonly provider: string;
	readonly profile: string;
	readonly kind: Kind;
	readonly failure: FailureKind;
	/** When it ended, milliseconds since the epoch. */
	readonly at: number;
}

/** What the user said when asked whether this route may go on with a dearer billing. */
export interface Consent {
	readonly billing: Billing;
	readonly granted: boolean;
}

/** Everything a decision rests on. Plain JSON: the same situation gives the same decision, anywhere. */
export interface Situation {
	readonly request: RequestFacts;
	readonly settings: RoutingSettings;
	readonly health: Health;
	readonly tried: readonly Tried[];
	/** In the order in which they were asked for. */
	readonly consents: readonly Consent[];
	readonly cancelled: boolean;
	/** The kinds that can be driven here. */
	readonly kinds: readonly Kind[];
	/** The accounts for which a key is at hand. Names, never keys. */
	readonly accounts: readonly string[];
	/** Milliseconds since the epoch. */
	readonly now: number;
}

/** Why a provider does not get the next attempt. */
export type PassedOverReason =
	| 'not-picked'
	| 'disabled'
	| 'cannot'
	| 'no-folder'
	| 'no-git'
	| 'edits-files'
	| 'reach'
	| 'billing'
	| 'too-small'
	| 'not-ready'
	| 'no-key'
	| 'excluded'
	| 'tried'
	| 'not-primary'
	| 'llm-preferred'
	| 'cooling'
	| 'ranked-lower';

export interface PassedOver {
	readonly provider: string;
	readonly reason: PassedOverReason;
	/** With `cooling`: until when, milliseconds since the epoch. Left out when time alone does not end it. */
	readonly until?: number;
	/** With `cooling` and `tried`: the failure behind it. */
	readonly failure?: FailureKind;
}

/** The reason to refuse a provider, those that waiting can't change first. `null`: eligible. */
export function refusal(provider: Provider, situation: Situation): PassedOver | null {
	const reason = lastingRefusal(provider, situation);
	return reason === null
		? (triedRefusal(provider, situation) ?? coolingRefusal(provider, situation))
		: { provider: provider.id, reason };
}

/** The first profile that has its key, was not tried and is not cooling. */
export function openProfile(provider: Provider, situation: Situation): Profile | null {
	return untried(provider, situation).find((profile) => coolings(provider, profile, situation).length === 0) ?? null;
}

/** The profiles that have their key and were not tried, in order. */
export function untried(provider: Provider, situation: Situation): readonly Profile[] {
	const asked = situation.tried.filter((each) => each.provider === provider.id).map((each) => each.profile);
	return provider.profiles.filter((profile) => hasKey(provider, profile, situation) && !asked.includes(profile.name));
}

/** All that keeps a profile from being tried at `at`. */
export function coolings(
	provider: Provider,
	profile: Profile,
	{ health, now }: Pick<Situation, 'health' | 'now'>,
	at = now,
): readonly Cooldown[] {
	if (provider.exempt) {
		return [];
	}
	return blames
		.map((blame) => health.cooldowns[blameKey(blame, provider, profile)])
		.filter((cooldown) => cooldown !== undefined && cooldown.until > at)
		.filter((cooldown) => cooldown !== undefined);
}

/** Whether a failure says nothing against the other profiles of its provider. */
export function blamesProfile(failure: FailureKind): boolean {
	return consequences[failure].cools === 'profile';
}

function lastingRefusal(provider: Provider, situation: Situation): PassedOverReason | null {
	const { request, health, kinds } = situation;
	if (request.pinned !== null && request.pinned !== provider.id) {
		return 'not-picked';
	}
	if (!provider.enabled) {
		return 'disabled';
	}
	if (!kinds.includes(provider.kind)) {
		return 'cannot';
	}
	if (isAgent(provider.kind) && request.isolation !== 'available') {
		return request.isolation;
	}
	if (isAgent(provider.kind) && request.needs.length === 0 && request.pinned === null) {
		return 'edits-files';
	}
	if (!staysWithin(provider.reach, request.reach)) {
		return 'reach';
	}
	if (!isNoDearer(provider.billing, request.billing)) {
		return 'billing';
	}
	if (provider.contextTokens !== null && provider.contextTokens < request.contextTokens) {
		return 'too-small';
	}
	if (Object.hasOwn(health.notReady, provider.id)) {
		return 'not-ready';
	}
	if (!provider.profiles.some((profile) => hasKey(provider, profile, situation))) {
		return 'no-key';
	}
	return request.excluded.includes(provider.id) ? 'excluded' : null;
}

/** A failure that blames the profile sets only the profile aside; any other one the whole provider. */
function triedRefusal(provider: Provider, situation: Situation): PassedOver | null {
	const attempts = situation.tried.filter((each) => each.provider === provider.id);
	const last = attempts.at(-1);
	const aside = attempts.some((each) => !blamesProfile(each.failure));
	if (last === undefined || (!aside && untried(provider, situation).length > 0)) {
		return null;
	}
	return { provider: provider.id, reason: 'tried', failure: last.failure };
}

/** A provider that the user picked is tried although it cools: picking it is asking for just that. */
function coolingRefusal(provider: Provider, situation: Situation): PassedOver | null {
	if (situation.request.pinned === provider.id || openProfile(provider, situation) !== null) {
		return null;
	}
	const longest = untried(provider, situation).map((profile) =>
		coolings(provider, profile, situation).reduce((one, other) => (other.until > one.until ? other : one)),
	);
	const soonest = longest.reduce((one, other) => (other.until < one.until ? other : one));
	const passed = { provider: provider.id, reason: 'cooling', failure: soonest.reason } as const;
	return soonest.until >= forGood ? passed : { ...passed, until: soonest.until };
}

function hasKey(provider: Provider, profile: Profile, situation: Situation): boolean {
	return profile.key.from === 'none' || situation.accounts.includes(accountOf(provider, profile));
}
