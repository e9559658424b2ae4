import type { RequestFacts } from './request.ts';

/** When nobody else is left, a route waits so long for a provider that named a time, in milliseconds. */
export const patienceMs = 10_000;

/** How long one provider is left alone before it is asked once more in the same route, in milliseconds: first, then later. */
const retryWaits = [500, 2000] as const;

/**
 * A factor from 0.85 to 1.15, so that windows and machines that failed together do not come back together. The same
 * request and attempt give the same factor: a replay repeats it.
 */
export function jitterOf({ seed }: Pick<RequestFacts, 'seed'>, attempt: number): number {
	return 0.85 + 0.3 * chanceOf(seed, attempt);
}

/** How long to wait before the given retry, counted from 1, of an attempt. */
export function retryWaitMs(request: Pick<RequestFacts, 'seed'>, attempt: number, retry: number): number {
	const [first, later] = retryWaits;
	return Math.round((retry === 1 ? first : later) * jitterOf(request, attempt));
}

/** From 0 to 1, 1 excluded: two numbers mixed until none of their bits shows (the finisher of MurmurHash3). */
export function chanceOf(seed: number, attempt: number): number {
	let bits = (Math.trunc(seed) ^ Math.imul(attempt, 0x9e3779b1)) >>> 0;
	bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
	bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
	return ((bits ^ (bits >>> 16)) >>> 0) / 2 ** 32;
}
