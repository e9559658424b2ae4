import type { AttemptEnd, RouterEvent } from '../../src/core/events.ts';
import type { FailureKind } from '../../src/core/failure.ts';
import type { Provider } from '../../src/core/provider.ts';

/** One ended attempt with the provider's first profile. */
export function attemptEnd(provider: Provider, end: AttemptEnd): Extract<RouterEvent, { type: 'attempt-end' }> {
	const profile = provider.profiles[0];
	return {
		type: 'attempt-end',
		route: 'route-1',
		attempt: 1,
		provider,
		profile,
		end,
		tookMs: 10,
		firstOutputMs: null,
		cost: null,
	};
}

/** One begun attempt with the provider's first profile. */
export function attemptStart(provider: Provider): Extract<RouterEvent, { type: 'attempt-start' }> {
	return {
		type: 'attempt-start',
		route: 'route-1',
		attempt: 1,
		provider,
		profile: provider.profiles[0],
		because: 'fits',
		estimatedCost: 0,
		passedOver: [],
	};
}

export const answered: AttemptEnd = { ok: true, model: null, usage: null, changedFiles: null };

export function failed(kind: FailureKind, retryAfterMs: number | null = null): AttemptEnd {
	return { ok: false, failure: { kind, message: kind, retryAfterMs } };
}
