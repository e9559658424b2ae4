import type { Provider } from './provider.ts';
import type { RequestFacts } from './request.ts';

/** Prices are given for so many tokens. */
const perTokens = 1_000_000;

/**
 * What this request is expected to cost there, in US dollars; `null` when nobody knows. Nothing where only time or a
 * flat rate is paid for. The answer counts with all the tokens that are kept free for it, so that it errs upwards.
 */
export function estimatedCost(
	{ billing, cost }: Pick<Provider, 'billing' | 'cost'>,
	{ contextTokens, answerTokens }: Pick<RequestFacts, 'contextTokens' | 'answerTokens'>,
): number | null {
	if (billing !== 'metered') {
		return 0;
	}
	return cost === null ? null : priceOf(cost, Math.max(0, contextTokens - answerTokens), answerTokens);
}

/** What the tokens that were used cost there, in US dollars; `null` when nobody knows. */
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

function priceOf({ input, output }: NonNullable<Provider['cost']>, inputTokens: number, outputTokens: number): number {
	return (input * inputTokens + output * outputTokens) / perTokens;
}
