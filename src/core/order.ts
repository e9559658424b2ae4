import { refusal, type Standing, standingsOf } from './eligible.ts';
import type { Provider } from './provider.ts';
import type { Capability, RequestFacts } from './request.ts';
import type { RoutingSettings } from './settings.ts';
import type { PassedOver, PassedOverReason, Situation } from './situation.ts';
import { ranked, takesTurns } from './strategy.ts';

/** The chain that the user wrote for what a request needs most. */
export interface Chain {
	readonly capability: Capability;
	/** How sure that need is, from 0 to 1. */
	readonly score: number;
	/** Ids of providers, the first to be asked first. */
	readonly providers: readonly string[];
}

/** The chain for the need that is surest; `null` when there is none for it. */
export function chainOf(request: RequestFacts, settings: RoutingSettings): Chain | null {
	const [first, ...others] = request.needs;
	if (first === undefined) {
		return null;
	}
	const { capability, score } = others.reduce((best, need) => (need.score > best.score ? need : best), first);
	const providers = settings.chains[capability];
	return providers === undefined ? null : { capability, score, providers };
}

/**
 * The providers in the order in which they are tried: those that the user named in the prompt; after a context was too
 * small the largest ones; the chain as the user wrote it; those with a keyword that stands in the prompt; then the rest
 * by strategy.
 */
export function inOrder<T extends { readonly provider: Provider }>(
	all: readonly T[],
	situation: Situation,
): readonly T[] {
	const { request, settings, health, tried } = situation;
	const { preferred, keywords } = request;
	const order = ranked(all, request, settings.strategy, health);
	const chain = chainOf(request, settings)?.providers ?? [];
	const larger = tried.at(-1)?.failure === 'context-exceeded';
	if (preferred.length === 0 && chain.length === 0 && keywords.length === 0 && !larger) {
		return order;
	}
	const places = (ids: readonly string[]) => new Map(ids.map((id, place) => [id, place]));
	const named = places(preferred);
	const chained = places(chain);
	const matched = new Set(keywords.map(({ provider }) => provider));
	return order
		.map((who) => ({
			who,
			named: named.get(who.provider.id) ?? preferred.length,
			size: larger ? (who.provider.contextTokens ?? 0) : 0,
			chained: chained.get(who.provider.id) ?? chain.length,
			matched: Number(!matched.has(who.provider.id)),
		}))
		.sort(
			(one, other) =>
				one.named - other.named || other.size - one.size || one.chained - other.chained || one.matched - other.matched,
		)
		.map(({ who }) => who);
}

/**
 * Who would have been asked if nothing had failed and nobody were cooling; `null` when nobody could. An answer from
 * anyone else is degraded. Where providers take turns, whoever cools has no turn and is no first choice.
 */
export function firstChoice(situation: Situation): string | null {
	return inOrder(able(standingsOf(situation), situation), { ...situation, tried: [] })[0]?.provider.id ?? null;
}

/**
 * Everybody who could have been asked at the beginning of the route: so also who is too small, too dear or cooling only
 * since then, and who was asked and then excluded because the user would not wait for it.
 */
export function able(standings: readonly Standing[], situation: Situation): readonly Standing[] {
	const { settings, tried, skipped = [] } = situation;
	const passing = takesTurns(settings.strategy) ? passingTurns : passingAll;
	const passes = (why: PassedOver | null) => why === null || passing.includes(why.reason);
	const beginning = { ...situation, tried: [] };
	return standings.filter(({ provider, refusal: why }) => {
		switch (why?.reason) {
			case 'excluded':
				return skipped.includes(provider.id) || tried.some((attempt) => attempt.provider === provider.id);
			case 'too-small':
			case 'too-dear':
			case 'cooling':
				return passes(why) || (tried.length > 0 && passes(refusal(provider, beginning)));
			default:
				return passes(why ?? null);
		}
	});
}

const passingTurns: readonly PassedOverReason[] = ['tried', 'probing'];
const passingAll: readonly PassedOverReason[] = ['tried', 'cooling', 'probing'];
