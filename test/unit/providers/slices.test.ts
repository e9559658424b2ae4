import assert from 'node:assert/strict';
import { inSlices } from '../../../src/providers/slices.ts';

async function* numbers(count: number): AsyncGenerator<number, void> {
	for (let number = 0; number < count; number++) {
		yield number;
	}
}

/** What is read, and between which items the event loop turned, when each of them takes so many milliseconds. */
async function read(count: number, itemMs: number) {
	let now = 0;
	// Written by what the event loop does between two items.
	const loop = { turned: false };
	const items: number[] = [];
	const turns: number[] = [];
	const turn = () => {
		loop.turned = true;
	};
	let pending = setImmediate(turn);
	for await (const item of inSlices(numbers(count), () => now)) {
		if (loop.turned) {
			turns.push(item);
			loop.turned = false;
			pending = setImmediate(turn);
		}
		items.push(item);
		now += itemMs;
	}
	clearImmediate(pending);
	return { items, turns };
}

describe('work in slices', () => {
	it('lets the event loop turn whenever a slice is used up, and loses nothing', async () => {
		const { items, turns } = await read(12, 2);
		assert.deepEqual(items, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
		assert.deepEqual(turns, [4, 8]);
	});

	it('lets it turn after each item that takes longer by itself', async () => {
		assert.deepEqual((await read(4, 20)).turns, [1, 2, 3]);
	});

	it('goes on without a pause while there is time', async () => {
		assert.deepEqual((await read(1000, 0)).turns, []);
	});

	it('ends what it reads when nobody wants more', async () => {
		let ended = false;
		const source = async function* () {
			try {
				yield* numbers(10);
			} finally {
				ended = true;
			}
		};
		for await (const item of inSlices(source(), () => 0)) {
			if (item === 3) {
				break;
			}
		}
		assert.equal(ended, true);
	});
});
