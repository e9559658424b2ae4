import type { Situation } from './eligible.ts';
import { able, firstChoice } from './order.ts';
import type { Provider } from './provider.ts';
import { type Billing, billings, isNoDearer } from './request.ts';
import { takesTurns } from './strategy.ts';

/** Whether a provider may be asked as for its billing, only after the user said so, or not at all. */
export type Crossing = 'open' | 'ask' | 'closed';

/**
 * The billing that the request set out with: that of its first choice, and the dearest where everybody is a first
 * choice in turn. `null` when nobody could be asked.
 */
export function firstBilling(situation: Situation): Billing | null {
	const { settings, tried } = situation;
	const first = firstChoice(situation);
	const chosen = takesTurns(settings.strategy)
		? able(situation)
		: settings.providers.filter((provider) => provider.id === first);
	const asked = settings.providers.filter((provider) => provider.id === tried[0]?.provider);
	return [...chosen, ...asked].map(({ billing }) => billing).reduce<Billing | null>(dearer, null);
}

/** What stands between this route and a provider. One that the user picked is the first choice: picking it is consent. */
export function crossingOf(provider: Provider, first: Billing | null, situation: Situation): Crossing {
	const { settings, consents } = situation;
	if (settings.consent === 'allow' || first === null) {
		return 'open';
	}
	if (isNoDearer(provider.billing, first)) {
		return 'open';
	}
	if (settings.consent === 'never-cross') {
		return 'closed';
	}
	if (consents.some(({ billing, granted }) => !granted && isNoDearer(billing, provider.billing))) {
		return 'closed';
	}
	return consents.some(({ billing, granted }) => granted && isNoDearer(provider.billing, billing)) ? 'open' : 'ask';
}

function dearer(one: Billing | null, other: Billing): Billing {
	return one !== null && billings.indexOf(one) > billings.indexOf(other) ? one : other;
}
