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

/** The phase after one more event of the route; `null`: it can't come here. */
export function nextPhase(phase: Phase, event: RouterEvent): Phase | null {
	const { name, attempts } = phase;
	const to = (next: Phase['name'], when: boolean) => (when ? { name: next, attempts } : null);
	switch (event.type) {
		case 'request-start':
			return null;
		case 'attempt-start': {
			const { attempt } = event;
			return undecided.includes(name) && attempt === attempts + 1 ? { name: 'attempting', attempts: attempt } : null;
		}
		case 'attempt-end':
			return to(event.end.ok ? 'answered' : 'deciding', name === 'attempting' && event.attempt === attempts);
		case 'request-wait':
			return to('waiting', undecided.includes(name));
		case 'request-skip':
			return to('deciding', name === 'waiting');
		case 'request-ask':
			return to('asking', undecided.includes(name));
		case 'request-consent':
			return to('deciding', name === 'asking');
		case 'request-end': {
			const fits = event.end.answered ? name === 'answered' : undecided.includes(name);
			return to('ended', fits && event.attempts === attempts);
		}
		default:
			return phase;
	}
}

/** Where a route goes on after an event that could not come there, so that each gap is found once. */
export function resumedBy(event: RouterEvent, { attempts }: Phase): Phase {
	switch (event.type) {
		case 'attempt-start':
			return { name: 'attempting', attempts: event.attempt };
		case 'attempt-end':
			return { name: event.end.ok ? 'answered' : 'deciding', attempts: event.attempt };
		case 'request-end':
			return { name: 'ended', attempts: event.attempts };
		case 'request-wait':
			return { name: 'waiting', attempts };
		case 'request-ask':
			return { name: 'asking', attempts };
		default:
			return { name: 'deciding', attempts };
	}
}
