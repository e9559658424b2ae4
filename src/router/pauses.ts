import type { Clock } from './clock.ts';

/** Resolves at `until`, milliseconds since the epoch, or at once when the signal aborts. Leaves no timer and no listener. */
export function pause(clock: Clock, until: number, signal: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		const end = () => {
			cancel();
			signal.removeEventListener('abort', end);
			resolve();
		};
		const cancel = clock.after(Math.max(0, until - clock.now()), end);
		if (signal.aborted) {
			end();
		} else {
			signal.addEventListener('abort', end);
		}
	});
}

/** What is answered before `until` and before the signal aborts, else `null`. A question that fails was answered no. */
export async function answeredInTime(
	ask: () => Promise<boolean>,
	clock: Clock,
	until: number,
	signal: AbortSignal,
): Promise<boolean | null> {
	const over = new AbortController();
	const stop = () => {
		over.abort();
	};
	signal.addEventListener('abort', stop);
	if (signal.aborted) {
		stop();
	}
	const asked = Promise.resolve().then(ask);
	const late = pause(clock, until, over.signal).then(() => null);
	try {
		return await Promise.race([asked.catch(() => false), late]);
	} finally {
		stop();
		signal.removeEventListener('abort', stop);
	}
}
