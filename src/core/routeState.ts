import type { RouterEvent } from './events.ts';
import type { Health } from './health.ts';
import type { Consent, Situation, Tried } from './situation.ts';

type RequestStart = Extract<RouterEvent, { type: 'request-start' }>;

/** What a route knows by itself. Made of its events alone, so that whoever reads them later comes to the same. */
export interface RouteState extends Pick<Situation, 'request' | 'settings' | 'kinds' | 'accounts'> {
	readonly tried: readonly Tried[];
	readonly consents: readonly Consent[];
	/** Whom the user would not wait for. */
	readonly skipped: readonly string[];
	/** Whether the attempt that runs has a limit for the length of its answer. */
	readonly limited: boolean;
}

export function begunBy({ request, settings, kinds, accounts }: RequestStart): RouteState {
	return { request, settings, kinds, accounts, tried: [], consents: [], skipped: [], limited: false };
}

/** The route after one more event of its own, which happened at `at`, milliseconds since the epoch. */
export function advanced(state: RouteState, event: RouterEvent, at: number): RouteState {
	switch (event.type) {
		case 'attempt-start':
			return { ...state, limited: event.maxOutputTokens !== undefined };
		case 'attempt-end': {
			const { end, provider, profile, cost } = event;
			if (end.ok) {
				return state;
			}
			const { limited } = state;
			const { kind: failure, sideEffect = false } = end.failure;
			const { leftFiles = 0 } = end;
			const named = { provider: provider.id, profile: profile.name, kind: provider.kind };
			return { ...state, tried: [...state.tried, { ...named, failure, at, cost, limited, sideEffect, leftFiles }] };
		}
		case 'request-consent': {
			const { question, granted } = event;
			return { ...state, consents: [...state.consents, { question, granted, attempts: state.tried.length }] };
		}
		case 'request-skip': {
			const { request, skipped } = state;
			return {
				...state,
				request: { ...request, excluded: [...request.excluded, event.provider] },
				skipped: [...skipped, event.provider],
			};
		}
		default:
			return state;
	}
}

/** What the next decision of a route rests on. */
export function situationOf(
	{ request, settings, kinds, accounts, tried, consents, skipped }: RouteState,
	now: { readonly health: Health; readonly now: number; readonly cancelled: boolean },
): Situation {
	return { request, settings, kinds, accounts, tried, consents, skipped, ...now };
}
