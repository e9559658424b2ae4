import { billingQuestion, crossingOf } from './consent.ts';
import type { Decision } from './decision.ts';
import { coolings, untried } from './eligible.ts';
import { consequences } from './failure.ts';
import { patienceMs } from './patience.ts';
import { estimatedCost } from './price.ts';
import type { Profile, Provider } from './provider.ts';
import type { Billing } from './request.ts';
import type { PassedOver, Situation } from './situation.ts';

/** A profile that nobody has tried, although it cools. */
interface Cooling {
	readonly provider: Provider;
	readonly profile: Profile;
	/** Milliseconds since the epoch. */
	readonly until: number;
	/** Whether trying it before then can help: the time is our own guess, and nothing is for a person to mend. */
	readonly soft: boolean;
	/** Whether the provider named the time itself, and nothing else is for a person to mend. */
	readonly named: boolean;
}

/**
 * The last way out when nobody may be asked: whoever is back soonest of those that cool only by our own guess is asked
 * now; else whoever named a time that is near is waited for. `passedOver`: everybody, with the reason; `first`: the
 * billing of the first choice; `primary`: the only one that is ever asked.
 */
export function lastResort(
	passedOver: readonly PassedOver[],
	first: Billing | null,
	primary: string | null,
	situation: Situation,
): Decision | null {
	const { now, request } = situation;
	const left = coolingOnes(passedOver, situation).filter(
		({ provider }) =>
			(primary === null || provider.id === primary) && crossingOf(provider, first, situation) !== 'closed',
	);
	const soft = soonest(left.filter((each) => each.soft));
	const near = left.filter(({ until, named }) => named && until <= now + patienceMs && until < request.deadline);
	const chosen = soft ?? soonest(near);
	if (chosen === null) {
		return null;
	}
	const { provider, profile, until } = chosen;
	const decided = { provider: provider.id, passedOver: passedOver.filter((each) => each.provider !== provider.id) };
	if (soft === null) {
		return { type: 'wait', until, ...decided };
	}
	const question = billingQuestion(provider, first, situation);
	if (question !== null) {
		return { type: 'ask', question, ...decided };
	}
	const cost = estimatedCost(provider, request);
	return { type: 'attempt', profile: profile.name, because: 'terminus', estimatedCost: cost, ...decided };
}

function coolingOnes(passedOver: readonly PassedOver[], situation: Situation): readonly Cooling[] {
	const ids = new Set(passedOver.filter(({ reason }) => reason === 'cooling').map(({ provider }) => provider));
	return situation.settings.providers
		.filter(({ id }) => ids.has(id))
		.flatMap((provider) =>
			untried(provider, situation).map((profile) => {
				const cooldowns = coolings(provider, profile, situation);
				return {
					provider,
					profile,
					until: cooldowns.reduce((longest, { until }) => Math.max(longest, until), 0),
					soft: cooldowns.every(({ stated, reason }) => !stated && consequences[reason].soft),
					named: cooldowns.every(({ stated, reason }) => stated || consequences[reason].soft),
				};
			}),
		);
}

/** The first of the soonest, by the order of the settings. */
function soonest(all: readonly Cooling[]): Cooling | null {
	return all.reduce<Cooling | null>((best, each) => (best === null || each.until < best.until ? each : best), null);
}
