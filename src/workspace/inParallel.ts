/** More file operations at once than this gain nothing, and run out of file handles on some systems. */
const atOnce = 16;

/**
 * Works through all items, several at a time. The first error ends it; it is thrown when nothing runs any more, so that
 * whoever cleans up afterwards is alone.
 */
export async function inParallel<Item>(items: Iterable<Item>, work: (item: Item) => Promise<void>): Promise<void> {
	const remaining = items[Symbol.iterator]();
	let stopped = false;
	const worker = async () => {
		for (let next = remaining.next(); !stopped && next.done !== true; next = remaining.next()) {
			try {
				await work(next.value);
			} catch (error) {
				stopped = true;
				throw error;
			}
		}
	};
	const ends = await Promise.allSettled(Array.from({ length: atOnce }, worker));
	for (const end of ends) {
		if (end.status === 'rejected') {
			throw end.reason;
		}
	}
}
