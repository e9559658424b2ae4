import { consequences, type FailureKind } from './failure.ts';
import { type Cooldown, type CooldownIndex, coolingOf, forGood, type Health, indexOf, longestOf } from './health.ts';
import { latencyOf } from './latency.ts';
import { estimatedCost } from './price.ts';
import { blameKey, blames, isAgent, keysOf, type Profile, type ProfileKeys, type Provider } from './provider.ts';
import { isNoDearer, type RequestFacts, staysWithin } from './request.ts';
import type { PassedOver, PassedOverReason, Situation, Tried } from './situation.ts';

/** How one provider stands at a decision. */
export interface Standing {
	readonly provider: Provider;
	/** `null`: eligible. */
	readonly refusal: PassedOver | null;
}

/** How every provider stands, in the order of the settings. */
export function standingsOf(situation: Situation): readonly Standing[] {
	const known = knownOf(situation);
	return situation.settings.providers.map((provider) => ({ provider, refusal: refusalOf(provider, situation, known) }));
}

/** The reason to refuse one provider, those that waiting can't change first. `null`: eligible. */
export function refusal(provider: Provider, situation: Situation): PassedOver | null {
	return refusalOf(provider, situation, knownOf(situation));
}

/** What is looked up for everybody. */
interface Known {
	readonly accounts: ReadonlySet<string>;
	readonly cooldowns: CooldownIndex;
}

function knownOf({ accounts, health }: Situation): Known {
	return { accounts: setOf(accounts), cooldowns: indexOf(health.cooldowns) };
}

/** The accounts of a route never change: their set is made once. */
const sets = new WeakMap<readonly string[], ReadonlySet<string>>();

function setOf(accounts: readonly string[]): ReadonlySet<string> {
	const before = sets.get(accounts);
	if (before !== undefined) {
		return before;
	}
	const set = new Set(accounts);
	sets.set(accounts, set);
	return set;
}

/** The first profile that has its key, was not tried and is not cooling; one that another route probes comes last. */
export function openProfile(provider: Provider, situation: Situation): Profile | null {
	const { request, health, now } = situation;
	const open = untried(provider, situation).filter((profile) => coolingOf(health, provider, profile, now) === null);
	const free = keysOf(provider).find(
		({ profile, blames }) => open.includes(profile) && !isProbed(blames, provider, request.id, health),
	);
	return free?.profile ?? open[0] ?? null;
}

/** The profiles that have their key and were not tried, in order. */
export function untried(provider: Provider, situation: Situation): readonly Profile[] {
	const accounts = setOf(situation.accounts);
	return keysOf(provider)
		.filter((keys) => isAtHand(keys, accounts) && !wasTried(situation.tried, provider.id, keys.profile.name))
		.map(({ profile }) => profile);
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
		.filter((cooldown) => cooldown !== undefined)
		.filter((cooldown) => cooldown.until > at);
}

/** Whether a failure says nothing against the other profiles of its provider. */
export function blamesProfile(failure: FailureKind): boolean {
	return consequences[failure].cools === 'profile';
}

function refusalOf(provider: Provider, situation: Situation, known: Known): PassedOver | null {
	const keys = keysOf(provider);
	const reason = lastingRefusal(provider, situation, keys, known);
	return reason === null
		? (triedRefusal(provider, situation) ?? passingRefusal(provider, situation, keys, known))
		: { provider: provider.id, reason };
}

function lastingRefusal(
	provider: Provider,
	situation: Situation,
	keys: readonly ProfileKeys[],
	{ accounts }: Known,
): PassedOverReason | null {
	const { request, health, kinds } = situation;
	const agent = isAgent(provider.kind);
	if (request.pinned !== null && request.pinned !== provider.id) {
		return 'not-picked';
	}
	if (!provider.enabled) {
		return 'disabled';
	}
	if (!kinds.includes(provider.kind)) {
		return 'cannot';
	}
	if (request.kind !== 'any' && agent !== (request.kind === 'agent')) {
		return 'not-the-kind';
	}
	if (agent && request.isolation !== 'available') {
		return request.isolation;
	}
	if (agent && request.needs.length === 0 && !isNamed(provider, request)) {
		return 'edits-files';
	}
	if (!staysWithin(provider.reach, request.reach)) {
		return 'reach';
	}
	if (!isNoDearer(provider.billing, request.billing)) {
		return 'billing';
	}
	if (isTooSmall(provider, situation)) {
		return 'too-small';
	}
	if (Object.hasOwn(health.notReady, provider.id)) {
		return 'not-ready';
	}
	if (!keys.some((each) => isAtHand(each, accounts))) {
		return 'no-key';
	}
	return request.excluded.includes(provider.id) ? 'excluded' : limitRefusal(provider, situation);
}

/** Whether the user asked for this one, or for an agent, by name. */
function isNamed({ id }: Provider, { pinned, preferred, kind }: RequestFacts): boolean {
	return pinned === id || preferred.includes(id) || kind === 'agent';
}

/** Too small for what is sent, or no larger than one that said it was too small. */
function isTooSmall({ contextTokens }: Provider, { request, tried, settings }: Situation): boolean {
	if (contextTokens === null) {
		return false;
	}
	const sizeOf = (provider: string) => settings.providers.find(({ id }) => id === provider)?.contextTokens ?? 0;
	return (
		contextTokens < request.contextTokens ||
		tried.some(({ provider, failure }) => failure === 'context-exceeded' && contextTokens <= sizeOf(provider))
	);
}

/** Limits fail closed: what nobody knows counts as too much. */
function limitRefusal(provider: Provider, { request, tried, health }: Situation): PassedOverReason | null {
	const { cost, firstOutputMs } = request.limits;
	if (cost !== null) {
		const spent = tried.reduce((sum, attempt) => sum + (attempt.cost ?? 0), 0);
		const expected = estimatedCost(provider, request);
		if (expected === null || spent + expected > cost) {
			return 'too-dear';
		}
	}
	if (firstOutputMs !== null) {
		const expected = latencyOf(provider, health);
		return expected === null || expected > firstOutputMs ? 'too-slow' : null;
	}
	return null;
}

/** A failure that blames the profile sets only the profile aside; any other one the whole provider. */
function triedRefusal(provider: Provider, situation: Situation): PassedOver | null {
	let last: Tried | null = null;
	let aside = false;
	for (const attempt of situation.tried) {
		if (attempt.provider === provider.id) {
			last = attempt;
			aside ||= !blamesProfile(attempt.failure);
		}
	}
	if (last === null || (!aside && untried(provider, situation).length > 0)) {
		return null;
	}
	return { provider: provider.id, reason: 'tried', failure: last.failure };
}

/**
 * Cooling, or half-open with another route's attempt under way. A provider that the user picked is tried all the same:
 * picking it is asking for just that.
 */
function passingRefusal(
	provider: Provider,
	{ request, health, tried, now }: Situation,
	allKeys: readonly ProfileKeys[],
	{ accounts, cooldowns }: Known,
): PassedOver | null {
	if (request.pinned === provider.id) {
		return null;
	}
	let soonest: Cooldown | null = null;
	let probing = false;
	for (const keys of allKeys) {
		if (!isAtHand(keys, accounts) || wasTried(tried, provider.id, keys.profile.name)) {
			continue;
		}
		const longest = provider.exempt ? null : longestOf(cooldowns, keys.blames, now);
		if (longest === null) {
			if (!isProbed(keys.blames, provider, request.id, health)) {
				return null;
			}
			probing = true;
		} else if (soonest === null || longest.until < soonest.until) {
			soonest = longest;
		}
	}
	if (probing || soonest === null) {
		return { provider: provider.id, reason: 'probing' };
	}
	const passed = { provider: provider.id, reason: 'cooling', failure: soonest.reason } as const;
	return soonest.until >= forGood ? passed : { ...passed, until: soonest.until };
}

/** Whether another route is finding out whether this works again. */
function isProbed(keys: readonly string[], { exempt }: Provider, route: string, { probes }: Health): boolean {
	return probes !== undefined && !exempt && keys.some((key) => Object.hasOwn(probes, key) && probes[key] !== route);
}

/** Whether a profile needs no key, or its key is there. */
function isAtHand({ profile, account }: ProfileKeys, accounts: ReadonlySet<string>): boolean {
	return profile.key.from === 'none' || accounts.has(account);
}

function wasTried(tried: readonly Tried[], id: string, profile: string): boolean {
	return tried.some((each) => each.provider === id && each.profile === profile);
}
