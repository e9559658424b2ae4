import assert from 'node:assert/strict';
import { createDeadline } from '../../../src/editor/deadline.ts';
import { FakeClock } from '../../support/fakeClock.ts';

describe('a deadline', () => {
	const never = () => new Promise<string>(() => undefined);

	it('lets through what comes in time, and has missed nothing then', async () => {
		const clock = new FakeClock();
		const deadline = createDeadline(100, clock);
		assert.equal(await deadline.within(() => Promise.resolve('here'), 'late'), 'here');
		assert.equal(deadline.missed(), false);
		deadline.dispose();
		assert.equal(clock.pending, 0);
	});

	it('does without what comes later, and asks for nothing more', async () => {
		const clock = new FakeClock();
		const deadline = createDeadline(100, clock);
		const waiting = deadline.within(never, 'late');
		await clock.advance(99);
		assert.equal(deadline.missed(), false);
		await clock.advance(1);
		assert.equal(await waiting, 'late');
		assert.equal(deadline.missed(), true);
		let asked = 0;
		const after = await deadline.within(() => {
			asked++;
			return Promise.resolve('here');
		}, 'late');
		assert.deepEqual([after, asked], ['late', 0]);
	});

	it('takes what fails for what is not there, at once or later, and has not missed it', async () => {
		const deadline = createDeadline(100, new FakeClock());
		const thrown = () => {
			throw new Error('at once');
		};
		assert.equal(await deadline.within<string>(thrown, 'late'), 'late');
		assert.equal(await deadline.within<string>(() => Promise.reject(new Error('later')), 'late'), 'late');
		assert.equal(deadline.missed(), false);
	});
});
