import type { Provider } from './provider.ts';
import { type Billing, billings, isNoDearer } from './request.ts';
import type { OpenQuestion, Situation } from './situation.ts';
import { takesTurns } from './strategy.ts';

/** Whether a provider may be asked as for its billing, only after the user said so, or not at all. */
export type Crossing = 'open' | 'ask' | 'closed';

/**
 * The billing that the request set out with: that of its first choice, and the dearest where everybody is a first
 * choice in turn; of a route that goes on from another one that of those who were asked before, unless the user has
 * picked somebody. `null` when nobody
 * could be asked. `order`: everybody who could have been asked at the beginning, best first.
 */
export function firstBilling(
	order: readonly { readonly provider: Provider }[],
	{ request, settings, tried }: Situation,
): Billing | null {
	if (request.setOut !== null && request.pinned === null) {
		return request.setOut;
	}
	const chosen = takesTurns(settings.strategy) ? order : order.slice(0, 1);
	const asked = settings.providers.filter(({ id }) => id === tried[0]?.provider);
	return dearestOf([...asked, ...chosen.map(({ provider }) => provider)], null);
}

/** The dearest billing among these providers and `least`; `null` when there is none at all. */
export function dearestOf(providers: readonly Pick<Provider, 'billing'>[], least: Billing | null): Billing | null {
	const all = [...providers.map(({ billing }) => billing), ...(least === null ? [] : [least])];
	return billings[Math.max(...all.map((billing) => billings.indexOf(billing)))] ?? null;
}

/** What stands between this route and a provider. One that the user picked is the first choice: picking it is consent. */
export function crossingOf(provider: Provider, first: Billing | null, { settings, consents }: Situation): Crossing {
	if (settings.consent === 'allow' || first === null) {
		return 'open';
	}
	if (isNoDearer(provider.billing, first)) {
		return 'open';
	}
	if (settings.consent === 'never-cross') {
		return 'closed';
	}
	let open = false;
	for (const { question, granted } of consents) {
		if (question.about !== 'billing') {
			continue;
		}
		if (!granted && isNoDearer(question.to, provider.billing)) {
			return 'closed';
		}
		open ||= granted && isNoDearer(provider.billing, question.to);
	}
	return open ? 'open' : 'ask';
}

/** What the user has to say before a provider may be asked; `null`: nothing. */
export function billingQuestion(
	provider: Provider,
	first: Billing | null,
	situation: Situation,
): Extract<OpenQuestion, { about: 'billing' }> | null {
	return first === null || crossingOf(provider, first, situation) !== 'ask'
		? null
		: { about: 'billing', provider: provider.id, from: first, to: provider.billing };
}
