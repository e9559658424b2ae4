import { type PassedOverReason, refusal, type Situation } from './eligible.ts';
import type { Provider } from './provider.ts';
import type { Capability, RequestFacts } from './request.ts';
import type { RoutingSettings } from './settings.ts';
import { ranked, takesTurns } from './strategy.ts';

/** The chain that the user wrote for what a request needs most. */
export interface Chain {
	readonly capability: Capability;
	/** Ids of providers, the first to be asked first. */
	readonly providers: readonly string[];
}

/** The chain for the need that is surest; `null` when there is none for it. */
export function chainOf(request: RequestFacts, settings: RoutingSettings): Chain | null {
	const [first, ...others] = request.needs;
	if (first === undefined) {
		return null;
	}
	const { capability } = others.reduce((best, need) => (need.score > best.score ? need : best), first);
	const providers = settings.chains[capability];
	return providers === undefined ? null : { capability, providers };
}

/** The providers in the order in which they are tried: the chain as the user wrote it, then the rest by strategy. */
export function inOrder(providers: readonly Provider[], situation: Situation): readonly Provider[] {
	const { request, settings, health } = situation;
	const order = ranked(providers, request, settings.strategy, health);
	const chain = chainOf(request, settings)?.providers ?? [];
	const chained = chain.flatMap((id) => order.filter((provider) => provider.id === id));
	return [...chained, ...order.filter((provider) => !chain.includes(provider.id))];
}

/**
 * Who would have been asked if nothing had failed and nobody were cooling; `null` when nobody could. An answer from
 * anyone else is degraded. Where providers take turns, whoever cools has no turn and is no first choice.
 */
export function firstChoice(situation: Situation): string | null {
	return inOrder(able(situation), situation)[0]?.id ?? null;
}

/** Everybody who could have been asked at the beginning of the route. */
export function able(situation: Situation): readonly Provider[] {
	const passing: readonly (PassedOverReason | undefined)[] = takesTurns(situation.settings.strategy)
		? [undefined, 'tried']
		: [undefined, 'tried', 'cooling'];
	return situation.settings.providers.filter((provider) => passing.includes(refusal(provider, situation)?.reason));
}
