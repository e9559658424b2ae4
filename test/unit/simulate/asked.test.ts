import assert from 'node:assert/strict';
import { requestsOf, traceStart } from '../../../scripts/simulate/asked.ts';

const day = 86_400_000;

describe('the requests of a trace', () => {
	const make = (seed: number, windows = 1) =>
		requestsOf({ load: { perHour: 60 }, windows }, { count: 5000, seed, deadlineMs: 1000 });

	it('are as many as asked for, in the order of their time, the same for the same seed', () => {
		const requests = make(1);
		assert.equal(requests.length, 5000);
		assert.ok(
			requests.every(
				({ at, number, deadline }) => number === 0 || (at >= requests[number - 1]!.at && deadline === at + 1000),
			),
		);
		assert.deepEqual(make(1), requests);
		assert.notDeepEqual(make(2), requests);
	});

	it('come by day more than by night', () => {
		const hours = make(1).map(({ at }) => Math.floor(((at - traceStart) % day) / 3_600_000));
		const within = (from: number, until: number) => hours.filter((hour) => hour >= from && hour < until).length;
		assert.ok(within(9, 17) > 10 * within(0, 6), `${within(9, 17)} and ${within(0, 6)}`);
	});

	it('come from every window of the editor', () => {
		const windows = make(1, 2).map(({ window }) => window);
		assert.deepEqual([...new Set(windows)].sort(), [0, 1]);
	});

	it('come many at once where there are bursts', () => {
		const most = (bursts: boolean) => {
			const load = {
				perHour: 60,
				...(bursts ? { bursts: { meanGapMs: 3_600_000, median: 40, withinMs: 60_000 } } : {}),
			};
			const times = requestsOf({ load }, { count: 3000, seed: 1, deadlineMs: 1000 }).map(({ at }) => at);
			return Math.max(...times.map((at, place) => times.slice(place).filter((each) => each < at + 60_000).length));
		};
		assert.ok(most(false) < 12, String(most(false)));
		assert.ok(most(true) > 30, String(most(true)));
	});
});
