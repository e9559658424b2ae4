import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { answeredInTime, pause } from '../../../src/router/pauses.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { start } from '../../support/requests.ts';

describe('waiting', () => {
	const clock = new FakeClock(start);
	let stop: AbortController;

	beforeEach(() => {
		stop = new AbortController();
	});

	afterEach(() => {
		assert.equal(clock.pending, 0, 'no timer is left');
		assert.deepEqual(getEventListeners(stop.signal, 'abort'), [], 'no listener is left');
	});

	it('ends at its time, and leaves nothing behind', async () => {
		const until = clock.now() + 100;
		const ended = pause(clock, until, stop.signal).then(() => clock.now());
		assert.equal(getEventListeners(stop.signal, 'abort').length, 1);
		await clock.advance(200);
		assert.equal(await ended, until);
	});

	it('[G9] ends with the signal, also with one that was aborted before', async () => {
		const early = pause(clock, clock.now() + 100, stop.signal);
		stop.abort();
		await early;
		await pause(clock, clock.now() + 100, stop.signal);
	});

	it('[U23] a question that fails is answered with a no', async () => {
		const failing = [() => Promise.reject(new Error('closed')), () => assert.fail('closed')];
		for (const ask of failing) {
			assert.equal(await answeredInTime(ask, clock, clock.now() + 100, stop.signal), false);
		}
		assert.equal(await answeredInTime(() => Promise.resolve(true), clock, clock.now() + 100, stop.signal), true);
	});
});
