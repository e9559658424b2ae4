import type { Clock } from '../router/clock.ts';

/** One drawing that is to come. */
export interface Redraw {
	/** Draws within this time, in milliseconds: once, however often it is asked for meanwhile. */
	within(ms: number): void;
	stop(): void;
}

export function createRedraw(clock: Clock, draw: () => void): Redraw {
	let due = Number.POSITIVE_INFINITY;
	let cancel: (() => void) | null = null;
	const stop = () => {
		cancel?.();
		cancel = null;
		due = Number.POSITIVE_INFINITY;
	};
	return {
		within(ms) {
			const at = clock.now() + ms;
			if (at < due) {
				stop();
				due = at;
				cancel = clock.after(ms, () => {
					stop();
					draw();
				});
			}
		},
		stop,
	};
}
