/** The routes that a chat has under way, which end with the window. */
export function createUnderWay() {
	const running = new Map<AbortController, Promise<unknown>>();
	let closed = false;
	return {
		/** Runs with a signal that the window's end aborts too. */
		async run<T>(work: (stop: AbortController) => Promise<T>): Promise<T> {
			const stop = new AbortController();
			if (closed) {
				stop.abort();
			}
			const working = work(stop);
			running.set(stop, working);
			try {
				return await working;
			} finally {
				running.delete(stop);
			}
		},
		/** Ends everything; resolves when nothing runs any more. */
		async dispose(): Promise<void> {
			closed = true;
			for (const stop of running.keys()) {
				stop.abort();
			}
			await Promise.allSettled(running.values());
		},
	};
}
