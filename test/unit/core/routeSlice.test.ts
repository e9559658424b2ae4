import assert from 'node:assert/strict';
import type { RouterEvent, StampedEvent } from '../../../src/core/events.ts';
import { healthy } from '../../../src/core/health.ts';
import { record } from '../../../src/core/record.ts';
import { sliceOf } from '../../../src/core/routeSlice.ts';
import { answered, attemptEnd, failed } from '../../support/events.ts';
import { llm } from '../../support/providers.ts';
import { start } from '../../support/requests.ts';
import { requestStart } from '../editor/telling.ts';

const a = llm('a');

describe('the part of a log that is about one route', () => {
	const told: readonly RouterEvent[] = [
		requestStart(),
		attemptEnd(a, failed('overloaded')),
		requestStart({ id: 'route-2' }),
		{ ...attemptEnd(a, answered), route: 'route-2' },
		{ type: 'cooldowns-reset', keys: null },
		{ type: 'review-end', route: 'route-2', verdict: 'accepted' },
		attemptEnd(a, failed('timeout')),
	];
	const events = told.map((event, place): StampedEvent => ({ ...event, at: start + place }));

	it('begins with what was known when it began, and ends with its last event', () => {
		const slice = sliceOf({ before: healthy, events }, 'route-2');
		const before = events.slice(0, 2).reduce((health, event) => record(health, event, event.at), healthy);
		assert.deepEqual(slice, { before, events: events.slice(2, 6) });
	});

	it('is none when its beginning is no longer in the log', () => {
		assert.equal(sliceOf({ before: healthy, events: events.slice(1) }, 'route-1'), null);
	});
});
