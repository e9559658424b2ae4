import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createTimeline } from '../../../scripts/simulate/timeline.ts';

describe('virtual time', () => {
	it('lets everything happen once, in the order of its time, and of being asked for at the same time', () => {
		fc.assert(
			fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 60 }), (times) => {
				const timeline = createTimeline(0);
				const happened: (readonly [number, number])[] = [];
				for (const [place, time] of times.entries()) {
					timeline.at(time, () => happened.push([timeline.now(), place]));
				}
				timeline.run();
				const expected = [...times.entries()].map(([place, time]) => [time, place] as const);
				assert.deepEqual(
					happened,
					expected.sort(([one, first], [other, second]) => one - other || first - second),
				);
			}),
			{ seed: 20260101 },
		);
	});

	it('never runs backwards: what comes too late happens at once', () => {
		const timeline = createTimeline(100);
		const times: number[] = [];
		timeline.at(200, () => {
			timeline.at(150, () => times.push(timeline.now()));
			timeline.at(300, () => times.push(timeline.now()));
		});
		timeline.run();
		assert.deepEqual(times, [200, 300]);
	});
});
