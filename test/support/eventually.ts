import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

/** How often a condition that sends no event is looked at, in milliseconds. */
const everyMs = 50;

/** Resolves once `read` gives `expected`; after `limitMs` fails with the difference that was seen last. */
export async function eventually<T>(read: () => T | Promise<T>, expected: T, limitMs = 30_000): Promise<void> {
	const end = performance.now() + limitMs;
	for (;;) {
		const actual = await read();
		try {
			assert.deepEqual(actual, expected);
			return;
		} catch (difference) {
			if (performance.now() > end) {
				throw difference;
			}
		}
		await pause(everyMs);
	}
}
