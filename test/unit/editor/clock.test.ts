import assert from 'node:assert/strict';
import { timeOfDay } from '../../../src/editor/clock.ts';

describe('the time at which somebody is back', () => {
	const noon = new Date(2026, 10, 21, 12, 0).getTime();
	const minute = 60_000;

	it('is the time of day, to the minute', () => {
		assert.equal(timeOfDay(noon + 152 * minute, noon), '14:32');
	});

	it('says the day when that is not today', () => {
		const later = timeOfDay(noon + 3 * 24 * 60 * minute, noon);
		assert.match(later, /24/);
		assert.match(later, /12:00$/);
	});

	it('is left open when it is no time at all', () => {
		assert.equal(timeOfDay(Number.POSITIVE_INFINITY, noon), '…');
	});
});
