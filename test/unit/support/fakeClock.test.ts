import assert from 'node:assert/strict';
import { FakeClock } from '../../support/fakeClock.ts';

describe('the fake clock', () => {
	it('stands still until it is told to go on', async () => {
		const clock = new FakeClock(1000);
		assert.equal(clock.now(), 1000);
		await clock.advance(250);
		assert.equal(clock.now(), 1250);
	});

	it('runs what is due, in order of time and then of setting, at its own time', async () => {
		const clock = new FakeClock(0);
		const seen: string[] = [];
		const note = (name: string) => () => seen.push(`${name} at ${clock.now()}`);
		clock.after(20, note('late'));
		clock.after(10, note('first'));
		clock.after(10, note('second'));
		clock.after(31, note('never'));
		await clock.advance(30);
		assert.deepEqual(seen, ['first at 10', 'second at 10', 'late at 20']);
		assert.equal(clock.pending, 1);
		assert.equal(clock.now(), 30);
	});

	it('runs a timer once', async () => {
		const clock = new FakeClock();
		let runs = 0;
		clock.after(5, () => (runs += 1));
		await clock.advance(5);
		await clock.advance(5);
		assert.equal(runs, 1);
	});

	it('runs timers that are set on the way when they come due', async () => {
		const clock = new FakeClock(0);
		const seen: number[] = [];
		clock.after(10, () => clock.after(10, () => seen.push(clock.now())));
		await clock.advance(20);
		assert.deepEqual(seen, [20]);
	});

	it('does not run what was called off', async () => {
		const clock = new FakeClock();
		let ran = false;
		const callOff = clock.after(10, () => {
			ran = true;
		});
		callOff();
		assert.equal(clock.pending, 0);
		await clock.advance(10);
		assert.equal(ran, false);
	});

	it('lets promises settle between two timers', async () => {
		const clock = new FakeClock(0);
		const seen: string[] = [];
		clock.after(1, () => {
			void Promise.resolve()
				.then(() => undefined)
				.then(() => seen.push('settled'));
		});
		clock.after(2, () => seen.push('next'));
		await clock.advance(2);
		assert.deepEqual(seen, ['settled', 'next']);
	});
});
