import { consequences, type FailureKind } from './failure.ts';
import { coolingOf, type Health } from './health.ts';
import { accountOf, isAgent, type Kind, type Profile, type Provider } from './provider.ts';
import { isNoDearer, type RequestFacts, staysWithin } from './request.ts';
import type { RoutingSettings } from './settings.ts';
import { fitOf, ranked } from './strategy.ts';

/** One attempt of this route that has ended without an answer. */
export interface Tried {
	readonly provider: string;
	readonly profile: string;
	readonly kind: Kind;
	readonly failure: FailureKind;
}

/** Everything a decision rests on. Plain JSON: the same situation gives the same decision, anywhere. */
export interface Situation {
	readonly request: RequestFacts;
	readonly settings: RoutingSettings;
	readonly health: Health;
	readonly tried: readonly Tried[];
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
	| 'llm-preferred'
	| 'cooling'
	| 'ranked-lower';

export interface PassedOver {
	readonly provider: string;
	readonly reason: PassedOverReason;
	/** With `cooling`: until when, milliseconds since the epoch. */
	readonly until?: number;
	/** With `cooling` and `tried`: the failure behind it. */
	readonly failure?: FailureKind;
}

export type StopReason =
	| 'no-provider-configured'
	| 'picked-provider-unknown'
	| 'nobody-left'
	| 'max-attempts'
	| 'deadline'
	| 'cancelled'
	| 'fail-fast'
	| 'failure-stops';

/** Every provider is in exactly one place: chosen, or passed over with its reason. */
export type Decision = { readonly passedOver: readonly PassedOver[] } & (
	| {
			readonly type: 'attempt';
			readonly provider: string;
			readonly profile: string;
			readonly because: 'picked' | 'fits' | 'next-in-order';
	  }
	| { readonly type: 'stop'; readonly because: StopReason }
);

/** Who gets the next attempt, and why each of the others does not. */
export function decide(situation: Situation): Decision {
	const { request, settings, tried } = situation;
	const stop = stopReason(situation);
	if (stop !== null) {
		return {
			type: 'stop',
			because: stop,
			passedOver: settings.providers.map((provider) => aside(provider, situation)),
		};
	}
	const passedOver: PassedOver[] = [];
	const eligible: Provider[] = [];
	for (const provider of settings.providers) {
		const reason = refusal(provider, situation);
		if (reason === null) {
			eligible.push(provider);
		} else {
			passedOver.push(reason);
		}
	}
	const agentFailed = tried.some((attempt) => isAgent(attempt.kind));
	const onlyLlms =
		settings.onFailure === 'prefer-llm' && agentFailed && eligible.some((provider) => !isAgent(provider.kind));
	const candidates = eligible.filter((provider) => !(onlyLlms && isAgent(provider.kind)));
	for (const provider of eligible.filter((each) => !candidates.includes(each))) {
		passedOver.push({ provider: provider.id, reason: 'llm-preferred' });
	}
	const [first, ...rest] = ranked(candidates, request, settings.strategy);
	if (first === undefined) {
		return { type: 'stop', because: 'nobody-left', passedOver };
	}
	for (const provider of rest) {
		passedOver.push({ provider: provider.id, reason: 'ranked-lower' });
	}
	// Everybody here has a key; only a provider that the user picked can be without an open profile.
	const profile = openProfile(first, situation) ?? first.profiles.find((each) => hasKey(first, each, situation));
	return {
		type: 'attempt',
		provider: first.id,
		profile: (profile ?? first.profiles[0]).name,
		because: request.pinned === null ? whyFirst(first, request) : 'picked',
		passedOver,
	};
}

/**
 * Who would have been asked if nothing had failed and nobody were cooling; `null` when nobody could. An answer from
 * anyone else is degraded.
 */
export function firstChoice(situation: Situation): string | null {
	const passing: readonly (PassedOverReason | undefined)[] = [undefined, 'tried', 'cooling'];
	const able = situation.settings.providers.filter((provider) =>
		passing.includes(refusal(provider, situation)?.reason),
	);
	return ranked(able, situation.request, situation.settings.strategy)[0]?.id ?? null;
}

function whyFirst(provider: Provider, request: RequestFacts): 'fits' | 'next-in-order' {
	const matched = provider.capabilities !== null && request.needs.length > 0 && fitOf(provider, request.needs) > 0;
	return matched ? 'fits' : 'next-in-order';
}

/** What ends the route whoever is left; the user's cancel before everything else. */
function stopReason({ request, settings, tried, cancelled, now }: Situation): StopReason | null {
	const last = tried.at(-1);
	if (cancelled) {
		return 'cancelled';
	}
	if (settings.providers.length === 0) {
		return 'no-provider-configured';
	}
	if (request.pinned !== null && !settings.providers.some((provider) => provider.id === request.pinned)) {
		return 'picked-provider-unknown';
	}
	if (last !== undefined && !consequences[last.failure].failover) {
		return 'failure-stops';
	}
	if (last !== undefined && settings.onFailure === 'fail-fast' && last.failure !== 'skipped') {
		return 'fail-fast';
	}
	if (tried.length >= settings.maxAttempts) {
		return 'max-attempts';
	}
	return now >= request.deadline ? 'deadline' : null;
}

/** The reason to refuse a provider, those that waiting can't change first. `null`: eligible. */
function refusal(provider: Provider, situation: Situation): PassedOver | null {
	const { request, health, tried, kinds } = situation;
	const because = (reason: PassedOverReason): PassedOver => ({ provider: provider.id, reason });
	if (request.pinned !== null && request.pinned !== provider.id) {
		return because('not-picked');
	}
	if (!provider.enabled) {
		return because('disabled');
	}
	if (!kinds.includes(provider.kind)) {
		return because('cannot');
	}
	if (isAgent(provider.kind) && request.isolation !== 'available') {
		return because(request.isolation);
	}
	if (isAgent(provider.kind) && request.needs.length === 0 && request.pinned === null) {
		return because('edits-files');
	}
	if (!staysWithin(provider.reach, request.reach)) {
		return because('reach');
	}
	if (!isNoDearer(provider.billing, request.billing)) {
		return because('billing');
	}
	if (provider.contextTokens !== null && provider.contextTokens < request.contextTokens) {
		return because('too-small');
	}
	if (Object.hasOwn(health.notReady, provider.id)) {
		return because('not-ready');
	}
	if (!provider.profiles.some((profile) => hasKey(provider, profile, situation))) {
		return because('no-key');
	}
	if (request.excluded.includes(provider.id)) {
		return because('excluded');
	}
	const attempt = tried.find((each) => each.provider === provider.id);
	if (attempt !== undefined) {
		return { ...because('tried'), failure: attempt.failure };
	}
	return coolingRefusal(provider, situation);
}

/** A provider that the user picked is tried although it cools: picking it is asking for just that. */
function coolingRefusal(provider: Provider, situation: Situation): PassedOver | null {
	if (situation.request.pinned === provider.id || openProfile(provider, situation) !== null) {
		return null;
	}
	const coolings = provider.profiles
		.filter((profile) => hasKey(provider, profile, situation))
		.map((profile) => coolingOf(situation.health, provider, profile, situation.now))
		.filter((cooldown) => cooldown !== null)
		.sort((left, right) => left.until - right.until);
	const soonest = coolings[0];
	return soonest === undefined
		? null
		: { provider: provider.id, reason: 'cooling', until: soonest.until, failure: soonest.reason };
}

/** The first profile that has its key and is not cooling. */
function openProfile(provider: Provider, situation: Situation): Profile | null {
	return (
		provider.profiles.find(
			(profile) =>
				hasKey(provider, profile, situation) && coolingOf(situation.health, provider, profile, situation.now) === null,
		) ?? null
	);
}

function hasKey(provider: Provider, profile: Profile, situation: Situation): boolean {
	return profile.key.from === 'none' || situation.accounts.includes(accountOf(provider, profile));
}

/** How a provider stands when the route stops: its refusal, or that its turn did not come. */
function aside(provider: Provider, situation: Situation): PassedOver {
	return refusal(provider, situation) ?? { provider: provider.id, reason: 'ranked-lower' };
}
