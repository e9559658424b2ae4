import type { Provider } from './provider.ts';
import type { RequestFacts } from './request.ts';

/** More tokens than this never go along with what must be sent: they would cost more than they help. */
export const mostOptionalTokens = 24_000;

/**
 * The context that is reckoned with, in tokens, where nobody knows it. Servers on one's own machine are often set to
 * little; what must be sent is sent all the same.
 */
const unknownContext = 16_000;

/** The part of a context that is filled. Counts of tokens are estimates, and every vendor counts in its own way. */
const filled = 0.9;

/** How many tokens of a request may be taken at this provider by what could also be left out. Never negative. */
export function optionalRoom(
	{ contextTokens }: Pick<Provider, 'contextTokens'>,
	request: Pick<RequestFacts, 'contextTokens'>,
): number {
	const room = Math.floor((contextTokens ?? unknownContext) * filled) - request.contextTokens;
	return Math.max(0, Math.min(mostOptionalTokens, room));
}
