import assert from 'node:assert/strict';
import { coalesceText, longestGrowing } from '../../../src/router/coalesceText.ts';
import { FakeClock } from '../../support/fakeClock.ts';

describe('a growing text', () => {
	let clock: FakeClock;
	let shown: string[];
	let text: ReturnType<typeof coalesceText>;

	beforeEach(() => {
		clock = new FakeClock(0);
		shown = [];
		text = coalesceText(clock, (grown) => shown.push(grown));
	});

	it('is shown at its first piece, then twenty times a second at most', async () => {
		text.add('a');
		text.add('b');
		text.add('c');
		assert.deepEqual(shown, ['a']);
		await clock.advance(49);
		assert.deepEqual(shown, ['a']);
		await clock.advance(1);
		assert.deepEqual(shown, ['a', 'abc']);
		await clock.advance(1000);
		text.add('d');
		assert.deepEqual(shown, ['a', 'abc', 'abcd']);
		assert.equal(clock.pending, 0);
	});

	it('is shown in its last state at the end, once, and leaves no timer', () => {
		text.add('a');
		text.add('b');
		text.end();
		text.end();
		assert.deepEqual(shown, ['a', 'ab']);
		assert.equal(clock.pending, 0);
	});

	it('is not shown for nothing', async () => {
		text.add('');
		await clock.advance(100);
		text.end();
		assert.deepEqual(shown, []);
	});

	it('is shown the more seldom the longer it is, so that a hundred megabytes are no more work than the time they take', async () => {
		const piece = 'x'.repeat(1000);
		for (let at = 0; at < 100_000; at++) {
			text.add(piece);
			if (at % 1000 === 999) {
				await clock.advance(100);
			}
		}
		text.end();
		const looked = shown.reduce((sum, each) => sum + each.length, 0);
		assert.ok(looked <= 3 * longestGrowing, String(looked));
		assert.equal(shown.at(-1)?.length, longestGrowing);
	});

	it('keeps its beginning only, whatever comes', () => {
		text.add('a');
		text.add('b'.repeat(2 * longestGrowing));
		text.add('c');
		text.end();
		assert.equal(shown.at(-1), `a${'b'.repeat(longestGrowing - 1)}`);
	});
});
