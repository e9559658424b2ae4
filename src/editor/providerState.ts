import type { Decision } from '../core/decision.ts';
import type { Health, NotReady } from '../core/health.ts';
import type { PassedOver } from '../core/situation.ts';
import type { RouteStory } from './stories.ts';

/** How one provider stands just now, whatever the user has chosen for the window. */
export type ProviderState =
	| { readonly type: 'working' }
	| { readonly type: 'ready' }
	/** Its program is not there, or could not work. */
	| { readonly type: 'not-ready'; readonly notReady: NotReady }
	/** It is not asked, for this reason. */
	| { readonly type: 'passed-over'; readonly passed: PassedOver };

/** `decision`: for an ordinary request for which the user has chosen nothing. `story`: of the route that is news. */
export function stateOf(
	provider: string,
	decision: Decision,
	story: RouteStory | null,
	{ notReady }: Pick<Health, 'notReady'>,
): ProviderState {
	const last = story?.attempts.at(-1);
	if (story?.end === null && last?.endedAt === null && last.provider === provider) {
		return { type: 'working' };
	}
	const passed = decision.passedOver.find((each) => each.provider === provider);
	if (passed === undefined || passed.reason === 'ranked-lower') {
		return { type: 'ready' };
	}
	const missing = Object.hasOwn(notReady, provider) ? notReady[provider] : undefined;
	return passed.reason === 'not-ready' && missing !== undefined
		? { type: 'not-ready', notReady: missing }
		: { type: 'passed-over', passed };
}
