import type { Clock } from '../router/clock.ts';

/** The longest wait that `setTimeout` takes, in milliseconds. */
const longest = 2 ** 31 - 1;

/** The time of this machine. */
export const systemClock: Clock = {
	now: () => Date.now(),
	after(ms, action) {
		const timer = setTimeout(action, Math.min(ms, longest));
		return () => {
			clearTimeout(timer);
		};
	},
};

/** The time of day as the user writes it, to the minute. */
export function timeOfDay(at: number): string {
	return new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}
