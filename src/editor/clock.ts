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

/** The time of day as the user writes it, to the minute; with the day when that is not today. */
export function timeOfDay(at: number, now = Date.now()): string {
	const date = new Date(at);
	if (Number.isNaN(date.getTime())) {
		return '…';
	}
	const time = date.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
	const today = date.toDateString() === new Date(now).toDateString();
	return today ? time : `${date.toLocaleDateString([], { month: 'short', day: 'numeric' })} ${time}`;
}
