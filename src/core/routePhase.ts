import type { RouterEvent } from './events.ts';

/** Where a route stands, as far as it says which events can come next. */
export interface Phase {
	readonly name: 'deciding' | 'waiting' | 'asking' | 'attempting' | 'answered' | 'ended';
	/** The attempts that were begun. */
	readonly attempts: number;
}

export const begun: Phase = { name: 'deciding', attempts: 0 };

/** Whom a decision can follow. */
const undecided: readonly Phase['name'][] = ['deciding', 'waiting', 'asking'];

/** Whether an event of a route can come in this phase. */
export function canCome(event: RouterEvent, { name, attempts }: Phase): boolean {
	switch (event.type) {
		case 'request-start':
			return false;
		case 'attempt-start':
			return undecided.includes(name) && event.attempt === attempts + 1;
		case 'attempt-end':
			return name === 'attempting' && event.attempt === attempts;
		case 'request-wait':
		case 'request-ask':
			return undecided.includes(name);
		case 'request-skip':
			return name === 'waiting';
		case 'request-consent':
			return name === 'asking';
		case 'request-end':
			return (event.end.answered ? name === 'answered' : undecided.includes(name)) && event.attempts === attempts;
		default:
			return true;
	}
}

/** The phase after an event of the route. One that could not come leads where it always does: each gap is found once. */
export function phaseAfter(event: RouterEvent, phase: Phase): Phase {
	const { attempts } = phase;
	switch (event.type) {
		case 'attempt-start':
			return { name: 'attempting', attempts: event.attempt };
		case 'attempt-end':
			return { name: event.end.ok ? 'answered' : 'deciding', attempts: event.attempt };
		case 'request-wait':
			return { name: 'waiting', attempts };
		case 'request-ask':
			return { name: 'asking', attempts };
		case 'request-start':
		case 'request-skip':
		case 'request-consent':
			return { name: 'deciding', attempts };
		case 'request-end':
			return { name: 'ended', attempts: event.attempts };
		default:
			return phase;
	}
}
