import { decide } from './decide.ts';
import type { Decision } from './decision.ts';
import { standingsOf } from './eligible.ts';
import { latencyOf } from './latency.ts';
import { able, chainOf, inOrder } from './order.ts';
import { estimatedCost } from './price.ts';
import { isAgent, type Provider } from './provider.ts';
import type { Billing, Capability, Reach } from './request.ts';
import { type Remedy, remedyFor } from './remedy.ts';
import type { PassedOver, Situation } from './situation.ts';
import { creditOf, fitOf, priceOf, type Strategy } from './strategy.ts';

/** By what the strategy compared a provider with the others. */
export type Measure =
	/** Its place in the settings, counted from 1. */
	| { readonly by: 'order'; readonly listed: number }
	| { readonly by: 'fit' }
	/** `perMillion`: US dollars per million tokens of a typical request; `null`: not known. */
	| { readonly by: 'price'; readonly billing: Billing; readonly perMillion: number | null }
	/** Until its first output, in milliseconds; `null`: not known. `measured`: how many answers were measured. */
	| { readonly by: 'latency'; readonly ms: number | null; readonly measured: number }
	| { readonly by: 'reach'; readonly reach: Reach }
	/** What it has saved up for this turn; the most is next. */
	| { readonly by: 'turn'; readonly credit: number };

/** What brings a provider to the front or to the back, whatever the strategy says. */
export type Rule =
	| { readonly type: 'named' }
	| { readonly type: 'chain'; readonly capability: Capability }
	/** The word itself, as the user wrote it into the settings. */
	| { readonly type: 'keyword'; readonly word: string }
	/** An LLM, for a task that changes files: agents come first. */
	| { readonly type: 'unsuited' }
	/** It declares nothing of what is needed. */
	| { readonly type: 'fits-nothing' };

/** How one provider stands at a decision. */
export interface Explained {
	readonly provider: Provider;
	/** `null`: it is the one that the decision names. */
	readonly passed: PassedOver | null;
	/** With `passed`: what would have to change. */
	readonly remedy: Remedy | null;
	/**
	 * Its place among those who could have been asked when nothing had failed yet, counted from 1. `null`: it has none,
	 * for a reason that waiting does not change.
	 */
	readonly place: number | null;
	/** How well it fits what is needed, 0 to 1; `null` when it declares nothing, or nothing is needed in particular. */
	readonly fit: number | null;
	readonly measure: Measure;
	readonly rules: readonly Rule[];
	/** US dollars; `null`: not known. */
	readonly expectedCost: number | null;
}

/** A decision with every provider, each of them once: those with a place in their order, then the others as listed. */
export interface Explanation {
	readonly decision: Decision;
	readonly providers: readonly Explained[];
}

/** Why a decision is as it is. `decision`: the one that was taken in this situation, if it is known. */
export function explain(situation: Situation, decision: Decision = decide(situation)): Explanation {
	const { settings, request, health } = situation;
	const order = inOrder(able(standingsOf(situation), situation), situation).map((each) => each.provider.id);
	const passedOver = new Map(decision.passedOver.map((passed) => [passed.provider, passed]));
	const providers = settings.providers.map((provider, index): Explained => {
		const passed = passedOver.get(provider.id) ?? null;
		const place = order.indexOf(provider.id);
		const declared = provider.capabilities !== null && request.needs.length > 0;
		return {
			provider,
			passed,
			remedy: passed === null ? null : remedyFor(provider, passed, situation),
			place: place < 0 ? null : place + 1,
			fit: declared ? fitOf(provider, request.needs) : null,
			measure: measureOf(provider, index, settings.strategy, health),
			rules: rulesFor(provider, situation),
			expectedCost: estimatedCost(provider, request),
		};
	});
	return { decision, providers: providers.sort((one, other) => compared(one, other)) };
}

function measureOf(provider: Provider, index: number, strategy: Strategy, health: Situation['health']): Measure {
	switch (strategy) {
		case 'ordered':
			return { by: 'order', listed: index + 1 };
		case 'capability-first':
			return { by: 'fit' };
		case 'cost-optimized': {
			const price = priceOf(provider);
			return { by: 'price', billing: provider.billing, perMillion: Number.isFinite(price) ? price : null };
		}
		case 'latency-optimized': {
			const stats = Object.hasOwn(health.stats, provider.id) ? health.stats[provider.id] : undefined;
			return { by: 'latency', ms: latencyOf(provider, health), measured: stats?.firstOutputMs?.length ?? 0 };
		}
		case 'local-first':
			return { by: 'reach', reach: provider.reach };
		case 'round-robin':
		case 'weighted':
			return { by: 'turn', credit: creditOf(provider, strategy, health) };
	}
}

function rulesFor(provider: Provider, { request, settings }: Situation): readonly Rule[] {
	const { id, kind, keywords } = provider;
	const chain = chainOf(request, settings);
	const places = new Set(request.keywords.filter((match) => match.provider === id).map(({ keyword }) => keyword));
	return [
		...(request.preferred.includes(id) ? [{ type: 'named' } as const] : []),
		...(chain?.providers.includes(id) === true ? [{ type: 'chain', capability: chain.capability } as const] : []),
		...keywords.flatMap((word, place) => (places.has(place) ? [{ type: 'keyword', word } as const] : [])),
		...(request.task === 'changes' && !isAgent(kind) ? [{ type: 'unsuited' } as const] : []),
		...(fitOf(provider, request.needs) === 0 ? [{ type: 'fits-nothing' } as const] : []),
	];
}

/** Those with a place first; the others keep the order of the settings. */
function compared(one: Explained, other: Explained): number {
	const last = Number.MAX_SAFE_INTEGER;
	return (one.place ?? last) - (other.place ?? last);
}
