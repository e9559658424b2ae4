import { retryOf, withoutLimitOf } from './again.ts';
import { billingQuestion, crossingOf, firstBilling } from './consent.ts';
import { blamesProfile, openProfile, refusal, type Standing, standingsOf, untried } from './eligible.ts';
import { handOffQuestion, workOf } from './handOff.ts';
import { lastResort } from './lastResort.ts';
import { consequences } from './failure.ts';
import { able, chainOf, inOrder } from './order.ts';
import { estimatedCost } from './price.ts';
import { isAgent, type Provider } from './provider.ts';
import type { Attempt, Decision, StopReason } from './decision.ts';
import type { Billing } from './request.ts';
import type { PassedOver, OpenQuestion, Situation } from './situation.ts';
import { fitOf, foremost, sharesOf, takesTurns } from './strategy.ts';

/** Who gets the next attempt, and why each of the others does not. */
export function decide(situation: Situation): Decision {
	const decision = choose(situation);
	return decision.type === 'attempt' ? begun(decision, situation) : decision;
}

/** The attempt with what it begins from, or what has to be said before it. */
function begun(decision: Attempt & Pick<Decision, 'passedOver'>, situation: Situation): Decision {
	const { passedOver } = decision;
	const work = workOf(situation);
	const attempt = work === null ? decision : { ...decision, goesOnFrom: work };
	const question = openQuestion(decision.provider, situation);
	const start = handOffQuestion(decision.provider, situation);
	if (question === null) {
		return start === null ? attempt : { type: 'ask', provider: start.provider, question: start, passedOver };
	}
	const said = situation.consents.findLast(
		(consent) => consent.question.about === question.about && consent.attempts === situation.tried.length,
	);
	if (said === undefined) {
		return { type: 'ask', provider: question.provider, question, passedOver };
	}
	if (said.granted && start !== null) {
		return { type: 'ask', provider: start.provider, question: start, passedOver };
	}
	return said.granted
		? attempt
		: { type: 'stop', because: 'not-confirmed', passedOver: asides(situation.settings.providers, situation) };
}

function choose(situation: Situation): Decision {
	const { settings, tried, now } = situation;
	const stop = stopReason(situation);
	if (stop !== null) {
		return { type: 'stop', because: stop, passedOver: asides(settings.providers, situation) };
	}
	const again = withoutLimitOf(situation) ?? retryOf(situation);
	if (again !== null) {
		const { provider, profile, until, because } = again;
		const others = settings.providers.filter((each) => each !== provider);
		const named = { provider: provider.id, passedOver: asides(others, situation) };
		const cost = estimatedCost(provider, situation.request);
		return now < until
			? { type: 'wait', until, ...named }
			: { type: 'attempt', profile: profile.name, because, estimatedCost: cost, ...named };
	}
	const { candidates, passedOver, first, primary } = fieldOf(situation);
	const [chosen, ...rest] = sameProviderFirst(candidates, situation);
	if (chosen === undefined) {
		return (
			lastResort(passedOver, first, primary, situation) ?? {
				type: 'stop',
				because: settings.onFailure === 'primary-only' && tried.length > 0 ? 'primary-only' : 'nobody-left',
				passedOver,
			}
		);
	}
	const everybody = [...passedOver, ...rest.map(({ id }) => ({ provider: id, reason: 'ranked-lower' as const }))];
	const question = billingQuestion(chosen, first, situation);
	if (question !== null) {
		return { type: 'ask', provider: chosen.id, question, passedOver: everybody };
	}
	// Only a provider that the user picked can be without an open profile.
	const profile = openProfile(chosen, situation) ?? untried(chosen, situation)[0] ?? chosen.profiles[0];
	return {
		type: 'attempt',
		provider: chosen.id,
		profile: profile.name,
		...reasonFor(chosen, candidates, situation),
		estimatedCost: estimatedCost(chosen, situation.request),
		passedOver: everybody,
	};
}

/** What the last failure leaves for the user to say, whoever comes next. */
function openQuestion(provider: string, { tried, settings }: Situation): OpenQuestion | null {
	const last = tried.at(-1);
	if (last === undefined) {
		return null;
	}
	if (last.sideEffect) {
		return { about: 'side-effect', provider };
	}
	return last.failure === 'refused' && settings.onRefused === 'ask' ? { about: 'refused', provider } : null;
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
	if (last?.failure === 'refused' && settings.onRefused === 'stop') {
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

/** Who may be asked now, best first, and everybody else with the reason. */
function fieldOf(situation: Situation): {
	readonly candidates: readonly Provider[];
	readonly passedOver: readonly PassedOver[];
	/** The billing of the first choice. */
	readonly first: Billing | null;
	/** The only one that is ever asked; `null`: anybody. */
	readonly primary: string | null;
} {
	const { settings, tried } = situation;
	const standings = standingsOf(situation);
	// The measure is the beginning: who is too small or too dear only by now was a first choice all the same.
	const all = able(standings, situation);
	const order = inOrder(all, situation);
	// Nothing but a context that was too small changes the order of a route that is under way.
	const reordered = tried.at(-1)?.failure === 'context-exceeded';
	const initial = reordered ? inOrder(all, { ...situation, tried: [] }) : order;
	const first = firstBilling(initial, situation);
	const isOpen = openTo(standings);
	const passedOver: PassedOver[] = [];
	for (const { refusal: why } of standings) {
		if (why !== null && !isOpen(why)) {
			passedOver.push(why);
		}
	}
	let candidates: readonly Provider[] = order.filter(({ refusal: why }) => isOpen(why)).map(({ provider }) => provider);
	const keep = (reason: PassedOver['reason'], stays: (provider: Provider) => boolean) => {
		const kept: Provider[] = [];
		for (const provider of candidates) {
			if (stays(provider)) {
				kept.push(provider);
			} else {
				passedOver.push({ provider: provider.id, reason });
			}
		}
		candidates = kept;
	};
	const primary =
		settings.onFailure === 'primary-only' ? (tried[0]?.provider ?? initial[0]?.provider.id ?? null) : null;
	if (primary !== null) {
		keep('not-primary', (provider) => provider.id === primary);
	}
	keep('billing', (provider) => crossingOf(provider, first, situation) !== 'closed');
	const agentFailed = tried.some((attempt) => isAgent(attempt.kind));
	if (settings.onFailure === 'prefer-llm' && agentFailed && candidates.some((each) => !isAgent(each.kind))) {
		keep('llm-preferred', (provider) => !isAgent(provider.kind));
	}
	return { candidates, passedOver, first, primary };
}

/** Whether this refusal leaves a provider open: none does, but being probed where everybody is refused. */
function openTo(standings: readonly Standing[]): (why: PassedOver | null) => boolean {
	const nobody = standings.every(({ refusal: why }) => why !== null);
	return (why) => why === null || (nobody && why.reason === 'probing');
}

/** After a failure that blames the profile its provider's next profile comes before every other provider. */
function sameProviderFirst(order: readonly Provider[], { tried }: Situation): readonly Provider[] {
	const last = tried.at(-1);
	const same = last === undefined ? undefined : order.find((provider) => provider.id === last.provider);
	return same === undefined ? order : [same, ...order.filter((provider) => provider !== same)];
}

function reasonFor(
	chosen: Provider,
	candidates: readonly Provider[],
	{ request, settings, tried }: Situation,
): Pick<Attempt, 'because' | 'confidence' | 'chain' | 'keyword' | 'turn'> {
	const last = tried.at(-1);
	if (request.pinned !== null) {
		return { because: 'picked' };
	}
	if (last?.provider === chosen.id && blamesProfile(last.failure)) {
		return { because: 'next-profile' };
	}
	if (request.preferred.includes(chosen.id)) {
		return { because: 'named' };
	}
	if (last?.failure === 'context-exceeded' && chosen.contextTokens !== null) {
		return { because: 'larger-context' };
	}
	const chain = chainOf(request, settings);
	if (chain?.providers.includes(chosen.id) === true) {
		return { because: 'chain', chain: chain.capability, confidence: chain.score };
	}
	const match = request.keywords.find(({ provider }) => provider === chosen.id);
	if (match !== undefined) {
		return { because: 'keyword', keyword: match.keyword };
	}
	const fits = chosen.capabilities !== null && request.needs.length > 0;
	const confidence = fits ? fitOf(chosen, request.needs) : 0;
	const because = confidence > 0 ? ({ because: 'fits', confidence } as const) : ({ because: 'next-in-order' } as const);
	return takesTurns(settings.strategy) && tried.length === 0
		? { ...because, turn: sharesOf(foremost(candidates, request), settings.strategy) }
		: because;
}

/** How providers stand when none of them is asked: each its refusal, or that its turn did not come. */
function asides(providers: readonly Provider[], situation: Situation): readonly PassedOver[] {
	return providers.map((provider) => refusal(provider, situation) ?? { provider: provider.id, reason: 'ranked-lower' });
}
