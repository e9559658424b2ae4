import { crossingOf, firstBilling } from './consent.ts';
import { blamesProfile, coolings, openProfile, type PassedOver, refusal, type Situation, untried } from './eligible.ts';
import { consequences } from './failure.ts';
import { chainOf, firstChoice, inOrder } from './order.ts';
import { retryWaitMs } from './patience.ts';
import { isAgent, type Profile, type Provider } from './provider.ts';
import type { Billing, Capability, RequestFacts } from './request.ts';
import { fitOf, foremost, sharesOf, takesTurns } from './strategy.ts';

export type StopReason =
	| 'no-provider-configured'
	| 'picked-provider-unknown'
	| 'nobody-left'
	| 'max-attempts'
	| 'deadline'
	| 'cancelled'
	| 'fail-fast'
	| 'primary-only'
	| 'failure-stops';

/** Why this provider and no other gets the attempt. */
export type AttemptReason = 'picked' | 'retry' | 'next-profile' | 'chain' | 'terminus' | 'fits' | 'next-in-order';

/** Every provider is in exactly one place: named by the decision itself, or passed over with its reason. */
export type Decision = { readonly passedOver: readonly PassedOver[] } & (
	| {
			readonly type: 'attempt';
			readonly provider: string;
			readonly profile: string;
			readonly because: AttemptReason;
			/** With `chain`: for which capability. */
			readonly chain?: Capability;
			/** Where providers take turns and this is one: the shares of those who were in line for it. */
			readonly turn?: Readonly<Record<string, number>>;
	  }
	/** Nobody is asked before `until`, milliseconds since the epoch; then this provider once more. */
	| { readonly type: 'wait'; readonly provider: string; readonly until: number }
	/** The user has to say whether this provider may be asked, which is dearer than the route set out with. */
	| { readonly type: 'ask'; readonly provider: string; readonly from: Billing; readonly to: Billing }
	| { readonly type: 'stop'; readonly because: StopReason }
);

/** Who gets the next attempt, and why each of the others does not. */
export function decide(situation: Situation): Decision {
	const { settings, tried, now } = situation;
	const stop = stopReason(situation);
	if (stop !== null) {
		return { type: 'stop', because: stop, passedOver: asides(settings.providers, situation) };
	}
	const again = retryOf(situation);
	if (again !== null) {
		const others = settings.providers.filter((provider) => provider !== again.provider);
		const named = { provider: again.provider.id, passedOver: asides(others, situation) };
		return now < again.until
			? { type: 'wait', until: again.until, ...named }
			: { type: 'attempt', profile: again.profile.name, because: 'retry', ...named };
	}
	const { candidates, passedOver, first } = fieldOf(situation);
	const [chosen, ...rest] = sameProviderFirst(inOrder(candidates, situation), situation);
	if (chosen === undefined) {
		return (
			terminus(passedOver, situation) ?? {
				type: 'stop',
				because: settings.onFailure === 'primary-only' && tried.length > 0 ? 'primary-only' : 'nobody-left',
				passedOver,
			}
		);
	}
	const everybody = [...passedOver, ...rest.map(({ id }) => ({ provider: id, reason: 'ranked-lower' as const }))];
	if (first !== null && crossingOf(chosen, first, situation) === 'ask') {
		return { type: 'ask', provider: chosen.id, from: first, to: chosen.billing, passedOver: everybody };
	}
	// Only a provider that the user picked can be without an open profile.
	const profile = openProfile(chosen, situation) ?? untried(chosen, situation)[0] ?? chosen.profiles[0];
	return {
		type: 'attempt',
		provider: chosen.id,
		profile: profile.name,
		...reasonFor(chosen, candidates, situation),
		passedOver: everybody,
	};
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

/**
 * The provider that failed last, when what happened may pass within moments and it was not asked too often. Its own
 * word to stay away longer is respected, and nobody waits beyond the deadline.
 */
function retryOf(
	situation: Situation,
): { readonly provider: Provider; readonly profile: Profile; readonly until: number } | null {
	const { request, settings, tried } = situation;
	const last = tried.at(-1);
	const provider = settings.providers.find(({ id }) => id === last?.provider);
	const profile = provider?.profiles.find(({ name }) => name === last?.profile);
	if (settings.onFailure !== 'retry' || last === undefined || provider === undefined || profile === undefined) {
		return null;
	}
	const made = tried.filter((each) => each.provider === provider.id && each.profile === profile.name).length;
	if (!consequences[last.failure].again || made > settings.retry) {
		return null;
	}
	const until = last.at + retryWaitMs(request, tried.length, made);
	const gate = refusal(provider, { ...situation, tried: [] })?.reason;
	const still = coolings(provider, profile, situation, until);
	const stays = still.some(({ stated, reason }) => stated || !consequences[reason].again);
	const open = (gate === undefined || gate === 'cooling') && !stays && until < request.deadline;
	return open ? { provider, profile, until } : null;
}

/** Who may be asked now, in no order, and everybody else with the reason; `first`: the billing of the first choice. */
function fieldOf(situation: Situation): {
	readonly candidates: readonly Provider[];
	readonly passedOver: readonly PassedOver[];
	readonly first: Billing | null;
} {
	const { settings, tried } = situation;
	const first = firstBilling(situation);
	const passedOver: PassedOver[] = [];
	let candidates: readonly Provider[] = settings.providers.filter((provider) => {
		const reason = refusal(provider, situation);
		if (reason !== null) {
			passedOver.push(reason);
		}
		return reason === null;
	});
	const keep = (reason: PassedOver['reason'], stays: (provider: Provider) => boolean) => {
		passedOver.push(...candidates.filter((each) => !stays(each)).map(({ id }) => ({ provider: id, reason })));
		candidates = candidates.filter(stays);
	};
	if (settings.onFailure === 'primary-only') {
		const primary = tried[0]?.provider ?? firstChoice(situation);
		keep('not-primary', (provider) => provider.id === primary);
	}
	keep('billing', (provider) => crossingOf(provider, first, situation) !== 'closed');
	const agentFailed = tried.some((attempt) => isAgent(attempt.kind));
	if (settings.onFailure === 'prefer-llm' && agentFailed && candidates.some((each) => !isAgent(each.kind))) {
		keep('llm-preferred', (provider) => !isAgent(provider.kind));
	}
	return { candidates, passedOver, first };
}

/** After a failure that blames the profile its provider's next profile comes before every other provider. */
function sameProviderFirst(order: readonly Provider[], { tried }: Situation): readonly Provider[] {
	const last = tried.at(-1);
	const same = order.find((provider) => provider.id === last?.provider);
	return same === undefined ? order : [same, ...order.filter((provider) => provider !== same)];
}

/**
 * The last way out: the only provider that is left and was not tried, although it cools; never when it named the time
 * itself, or when what is wrong is for a person to mend. Nobody else may have been tried, or be only cooling too; so
 * it is the first choice, and no question of consent.
 */
function terminus(passedOver: readonly PassedOver[], situation: Situation): Decision | null {
	const [only, ...others] = passedOver.filter(({ reason }) => reason === 'cooling');
	const provider = situation.settings.providers.find(({ id }) => id === only?.provider);
	const alone = others.length === 0 && passedOver.every(({ reason }) => reason !== 'tried' && reason !== 'not-primary');
	if (provider === undefined || !alone) {
		return null;
	}
	const profile = untried(provider, situation).find((each) =>
		coolings(provider, each, situation).every(({ stated, reason }) => !stated && consequences[reason].soft),
	);
	return profile === undefined
		? null
		: {
				type: 'attempt',
				provider: provider.id,
				profile: profile.name,
				because: 'terminus',
				passedOver: passedOver.filter((each) => each !== only),
			};
}

function reasonFor(
	chosen: Provider,
	candidates: readonly Provider[],
	{ request, settings, tried }: Situation,
): Pick<Extract<Decision, { type: 'attempt' }>, 'because' | 'chain' | 'turn'> {
	const last = tried.at(-1);
	if (request.pinned !== null) {
		return { because: 'picked' };
	}
	if (last?.provider === chosen.id && blamesProfile(last.failure)) {
		return { because: 'next-profile' };
	}
	const chain = chainOf(request, settings);
	if (chain?.providers.includes(chosen.id) === true) {
		return { because: 'chain', chain: chain.capability };
	}
	const because = whyFirst(chosen, request);
	return takesTurns(settings.strategy) && tried.length === 0
		? { because, turn: sharesOf(foremost(candidates, request), settings.strategy) }
		: { because };
}

function whyFirst(provider: Provider, request: RequestFacts): 'fits' | 'next-in-order' {
	const matched = provider.capabilities !== null && request.needs.length > 0 && fitOf(provider, request.needs) > 0;
	return matched ? 'fits' : 'next-in-order';
}

/** How providers stand when none of them is asked: each its refusal, or that its turn did not come. */
function asides(providers: readonly Provider[], situation: Situation): readonly PassedOver[] {
	return providers.map((provider) => refusal(provider, situation) ?? { provider: provider.id, reason: 'ranked-lower' });
}
