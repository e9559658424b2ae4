import assert from 'node:assert/strict';
import fc from 'fast-check';
import { jitterOf, retryWaitMs } from '../../../src/core/patience.ts';

describe('jitter', () => {
	it('[R6] lies between 0.85 and 1.15, whatever the seed and the attempt', () => {
		fc.assert(
			fc.property(fc.integer(), fc.integer({ min: 1, max: 10 }), (seed, attempt) => {
				const jitter = jitterOf({ seed }, attempt);
				assert.ok(jitter >= 0.85 && jitter < 1.15);
			}),
			{ seed: 20260101 },
		);
	});

	it('[R6] is the same for the same request and attempt, and spreads over others', () => {
		assert.equal(jitterOf({ seed: 7 }, 1), jitterOf({ seed: 7 }, 1));
		const all = Array.from({ length: 300 }, (_, seed) => jitterOf({ seed }, 1 + (seed % 3)));
		assert.ok(new Set(all).size > 290);
		for (const third of [0.95, 1.05, 1.15]) {
			const within = all.filter((jitter) => jitter < third && jitter >= third - 0.1).length;
			assert.ok(within > 60 && within < 140, `${within} of 300 below ${third}`);
		}
	});
});

describe('the wait before a retry', () => {
	it('[R8] is half a second, later two seconds, each jittered', () => {
		for (const [retry, ms] of [
			[1, 500],
			[2, 2000],
			[5, 2000],
		] as const) {
			assert.equal(retryWaitMs({ seed: 3 }, 2, retry), Math.round(ms * jitterOf({ seed: 3 }, 2)));
		}
	});
});
