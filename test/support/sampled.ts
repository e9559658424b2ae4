import fc from 'fast-check';
import { runsOf } from './runs.ts';

/** The seed makes every run the same; change it to look elsewhere. */
export const runs = { numRuns: runsOf(10_000), seed: 20260101 };

/**
 * Values that several properties share, made once, since making them takes far longer than looking at one. What fails is
 * looked for again and made as small as can be.
 */
export class Sampled<T> {
	readonly #arbitrary: fc.Arbitrary<T>;
	#values: readonly T[] | null = null;

	constructor(arbitrary: fc.Arbitrary<T>) {
		this.#arbitrary = arbitrary;
	}

	/** Holds the promise against each of them. */
	all(promise: (value: T) => void): void {
		this.#values ??= fc.sample(this.#arbitrary, runs);
		for (const value of this.#values) {
			try {
				promise(value);
			} catch (error) {
				fc.assert(fc.property(this.#arbitrary, promise), runs);
				throw error;
			}
		}
	}
}
