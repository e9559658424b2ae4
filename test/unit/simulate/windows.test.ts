import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createChance } from '../../../scripts/simulate/chance.ts';
import {
	endsWithin,
	nextFrom,
	touches,
	windowAt,
	windowsOf,
	windowsWithin,
} from '../../../scripts/simulate/windows.ts';

const windows = { from: [10, 30, 50], until: [20, 40, 60] };

describe('windows of time', () => {
	it('hold their beginning and not their end', () => {
		assert.deepEqual(
			[9, 10, 19, 20, 35, 60].map((time) => windowAt(windows, time)),
			[-1, 0, 0, -1, 1, -1],
		);
	});

	it('tell when the next one begins', () => {
		assert.deepEqual(
			[0, 10, 29, 50].map((time) => nextFrom(windows, time)),
			[10, 30, 30, Number.POSITIVE_INFINITY],
		);
	});

	it('touch a span of which they hold any moment', () => {
		assert.equal(touches(windows, { from: 20, until: 30 }), false);
		assert.equal(touches(windows, { from: 20, until: 31 }), true);
		assert.equal(touches(windows, { from: 15, until: 16 }), true);
	});

	it('end within a span', () => {
		assert.deepEqual(endsWithin(windows, { from: 15, until: 55 }), [20, 40]);
		assert.deepEqual(endsWithin(windows, { from: 20, until: 60 }), [40]);
	});

	it('come by chance one after the other, within their phases, the same for the same seed', () => {
		fc.assert(
			fc.property(fc.integer(), (seed) => {
				const rhythm = { meanGapMs: 100, medianMs: 50, sigma: 1 };
				const make = () => windowsOf(createChance(seed), { from: 0, until: 5000 }, rhythm);
				const made = make();
				assert.deepEqual(made, make());
				const times = made.from.flatMap((from, place) => [from, made.until[place]!]);
				assert.deepEqual(
					times,
					[...times].sort((one, other) => one - other),
				);
				const inner = windowsWithin(createChance(seed), made, { meanGapMs: 5, medianMs: 5, sigma: 1 });
				for (const [place, from] of inner.from.entries()) {
					const phase = windowAt(made, from);
					assert.ok(phase >= 0 && inner.until[place]! <= made.until[phase]!);
				}
			}),
			{ seed: 20260101 },
		);
	});
});
