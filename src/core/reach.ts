import type { Decision } from './decision.ts';
import type { Provider } from './provider.ts';
import { type Reach, reaches } from './request.ts';
import type { PassedOverReason } from './situation.ts';

/** They do not keep a provider from answering later in the same route, or as soon as a cooldown is over. */
const passing: ReadonlySet<PassedOverReason> = new Set(['ranked-lower', 'llm-preferred', 'cooling', 'probing']);

/**
 * How far code may travel in effect: as far as the one of those who may still answer that lies farthest away; `null`
 * when nobody may. Never farther than the request may, since whoever is farther is passed over for it.
 */
export function effectiveReach(decision: Decision, providers: readonly Provider[]): Reach | null {
	const open = new Set(decision.passedOver.filter(({ reason }) => passing.has(reason)).map(({ provider }) => provider));
	if (decision.type !== 'stop') {
		open.add(decision.provider);
	}
	const far = providers.filter(({ id }) => open.has(id)).map(({ reach }) => reaches.indexOf(reach));
	return reaches[Math.max(...far)] ?? null;
}
