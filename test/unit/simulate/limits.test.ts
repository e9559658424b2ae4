import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createLimit, type LimitRule } from '../../../scripts/simulate/limits.ts';
import { start } from '../../support/requests.ts';

const minute = 60_000;

describe('a bucket', () => {
	it('holds so much at once, and fills evenly', () => {
		const limit = createLimit({ type: 'bucket', holds: 2, perMinute: 6 });
		assert.equal(limit.opensAt(start, 1), start);
		limit.take(start, 1);
		limit.take(start, 1);
		const opens = limit.opensAt(start, 1);
		assert.ok(Math.abs(opens - start - 10_000) <= 1, String(opens - start));
		assert.equal(limit.opensAt(start + 10_001, 1), start + 10_001);
	});

	it('never holds more than it can, however long nothing was asked', () => {
		const limit = createLimit({ type: 'bucket', holds: 2, perMinute: 60 });
		limit.take(start, 1);
		const later = start + 60 * minute;
		limit.take(later, 1);
		limit.take(later, 1);
		assert.ok(limit.opensAt(later, 1) > later);
	});
});

describe('a window', () => {
	const rule: LimitRule = { type: 'window', holds: 2, everyMs: 60 * minute, offsetMs: 8 * 60 * minute };

	it('counts from zero at its time of the day', () => {
		const limit = createLimit({ ...rule, everyMs: 24 * 60 * minute });
		const evening = start + 20 * 60 * minute;
		limit.take(evening, 1);
		limit.take(evening, 1);
		assert.equal(limit.opensAt(evening, 1), start + 32 * 60 * minute);
		assert.equal(limit.opensAt(start + 32 * 60 * minute, 1), start + 32 * 60 * minute);
	});

	it('lets in one that alone is more than it holds, or it could never be asked', () => {
		assert.equal(createLimit(rule).opensAt(start, 100), start);
	});
});

describe('every limit', () => {
	const rules: readonly LimitRule[] = [
		{ type: 'bucket', holds: 5, perMinute: 10 },
		{ type: 'window', holds: 5, everyMs: minute, offsetMs: 0 },
	];

	it('never lets more in than its rule within any window, when everyone waits until it opens', () => {
		fc.assert(
			fc.property(fc.constantFrom(...rules), fc.array(fc.integer({ min: 0, max: 20_000 })), (rule, gaps) => {
				const limit = createLimit(rule);
				let now = start;
				const taken: number[] = [];
				for (const gap of gaps) {
					now = Math.ceil(limit.opensAt(now + gap, 1));
					assert.equal(limit.opensAt(now, 1), now);
					limit.take(now, 1);
					taken.push(now);
				}
				for (const from of taken) {
					const within = taken.filter((at) => at >= from && at < from + minute).length;
					assert.ok(within <= (rule.type === 'bucket' ? 5 + 10 : 2 * 5), String(within));
				}
			}),
			{ seed: 20260101 },
		);
	});
});
