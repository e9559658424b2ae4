import assert from 'node:assert/strict';
import { createRedraw } from '../../../src/editor/redraw.ts';
import { FakeClock } from '../../support/fakeClock.ts';

describe('a drawing that is to come', () => {
	const clock = new FakeClock();
	let drawn = 0;
	const redraw = createRedraw(clock, () => {
		drawn++;
	});
	beforeEach(() => {
		redraw.stop();
		drawn = 0;
	});

	it('comes once, however often it is asked for', async () => {
		redraw.within(250);
		await clock.advance(200);
		redraw.within(250);
		await clock.advance(50);
		assert.equal(drawn, 1);
		await clock.advance(1000);
		assert.equal(drawn, 1);
	});

	it('comes sooner when something happens before it was due', async () => {
		redraw.within(5000);
		redraw.within(250);
		await clock.advance(250);
		assert.equal(drawn, 1);
		await clock.advance(5000);
		assert.equal(drawn, 1);
	});

	it('does not come after all when it is stopped, and can be asked for again', async () => {
		redraw.within(250);
		redraw.stop();
		await clock.advance(250);
		assert.equal(drawn, 0);
		redraw.within(10);
		await clock.advance(10);
		assert.equal(drawn, 1);
	});
});
