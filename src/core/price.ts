import { type Cost, isAgent, type Provider } from './provider.ts';
import type { RequestFacts } from './request.ts';
import { optionalRoom } from './room.ts';

/**
 * What this request costs at this provider by its list price, in US dollars; `null`: not known.
 *
 * An estimate before anything is sent: the prompt's tokens are themselves estimated, with all that goes along as far as
 * this provider has room for it, and the answer
 * counts with all the tokens that are kept free for it, which a model that thinks at length goes beyond. What is free or
 * paid by subscription costs nothing more for one request more, also where a list price is set. An agent that is paid by
 * use asks its model as often as it likes, so nobody knows beforehand.
 */
export function estimatedCost(
	provider: Pick<Provider, 'billing' | 'cost' | 'kind' | 'contextTokens'>,
	request: Pick<RequestFacts, 'contextTokens' | 'optionalTokens' | 'answerTokens'>,
): number | null {
	const { billing, cost, kind } = provider;
	if (billing !== 'metered') {
		return 0;
	}
	if (cost === null || isAgent(kind)) {
		return null;
	}
	const { contextTokens, optionalTokens = 0, answerTokens } = request;
	const promptTokens = contextTokens - answerTokens + Math.min(optionalTokens, optionalRoom(provider, request));
	return priceOf(cost, Math.max(0, promptTokens), answerTokens);
}

/** What the tokens that were used cost there, in US dollars, unless the provider says so itself; `null`: not known. */
export function costOf(
	{ billing, cost }: Pick<Provider, 'billing' | 'cost'>,
	used: { readonly inputTokens: number | null; readonly outputTokens: number | null; readonly cost: number | null },
): number | null {
	if (used.cost !== null) {
		return used.cost;
	}
	if (billing !== 'metered') {
		return 0;
	}
	return cost === null || used.inputTokens === null || used.outputTokens === null
		? null
		: priceOf(cost, used.inputTokens, used.outputTokens);
}

function priceOf(cost: Cost, promptTokens: number, answerTokens: number): number {
	const { input, output } = tierOf(cost, promptTokens);
	return (promptTokens * input + answerTokens * output) / 1_000_000;
}

/** The prices for a prompt of this length: all of it is paid by the highest tier that it exceeds. */
function tierOf(cost: Cost, promptTokens: number): Pick<Cost, 'input' | 'output'> {
	return cost.above?.findLast(({ tokens }) => promptTokens > tokens) ?? cost;
}
