/** In milliseconds: so long the event loop waits for one slice of the work. */
const sliceMs = 8;

/**
 * The same items, with a turn of the event loop in between whenever `sliceMs` have been used up since the last one: whoever
 * writes without an end must not keep everybody else waiting. What is not asked for yet stays where it comes from.
 *
 * @param now - milliseconds since any moment.
 */
export async function* inSlices<T>(items: AsyncIterable<T>, now: () => number): AsyncGenerator<T, void> {
	let beganAt = now();
	for await (const item of items) {
		yield item;
		if (now() - beganAt >= sliceMs) {
			await new Promise((resolve) => setImmediate(resolve));
			beganAt = now();
		}
	}
}
