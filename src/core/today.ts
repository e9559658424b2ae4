import { decide } from './decide.ts';
import type { Decision } from './decision.ts';
import { ownOf } from './ownOf.ts';
import type { Decided } from './replay.ts';
import type { RequestFacts } from './request.ts';
import type { Settings } from './settings.ts';
import type { Situation } from './situation.ts';

/** How everything stands at the time of a replay. */
export interface Today extends Pick<Situation, 'health' | 'kinds' | 'accounts' | 'now'> {
	readonly settings: Situation['settings'] & Pick<Settings, 'reach' | 'limits'>;
}

/** A decision as it was taken, and as it would be taken today. */
export interface Redecided {
	readonly then: Decided;
	readonly today: Decided;
	/** Whether somebody else, or nobody, would be asked, waited for or asked about. */
	readonly differs: boolean;
}

/**
 * A decision of an earlier route taken once more: the same question, and the same that had happened in the route until
 * then, with today's settings, keys and health. Nothing is sent for it.
 */
export function redecided(then: Decided, today: Today): Redecided {
	const laterMs = today.now - then.at;
	const { situation } = then;
	const again: Situation = {
		...today,
		request: requestToday(situation, today, laterMs),
		tried: situation.tried.map((each) => ({ ...each, at: each.at + laterMs })),
		consents: situation.consents,
		cancelled: situation.cancelled,
	};
	const decision = decide(again);
	return {
		then,
		today: { at: today.now, situation: again, decision },
		differs: outcomeOf(decision) !== outcomeOf(then.decision),
	};
}

function requestToday({ request, settings }: Situation, today: Today, laterMs: number): RequestFacts {
	const keywordOf = (providers: Situation['settings']['providers'], id: string, place: number) =>
		providers.find((provider) => provider.id === id)?.keywords[place];
	return {
		...request,
		reach: today.settings.reach,
		limits: today.settings.limits,
		deadline: request.deadline + laterMs,
		// A place in a list that has changed since says nothing about the prompt any more.
		keywords: request.keywords.filter(
			({ provider, keyword }) =>
				keywordOf(settings.providers, provider, keyword) === keywordOf(today.settings.providers, provider, keyword),
		),
	};
}

/** What a decision comes to, apart from its reasons. */
function outcomeOf(decision: Decision): string {
	switch (decision.type) {
		case 'attempt':
			return JSON.stringify([decision.type, decision.provider, decision.profile]);
		case 'wait':
			return JSON.stringify([decision.type, decision.provider]);
		case 'ask':
			return JSON.stringify([decision.type, decision.provider, decision.question.about]);
		case 'stop':
			return JSON.stringify([decision.type, decision.because]);
	}
}

/** The ids of those who stand otherwise today: gone, new, asked or passed over for another reason. */
export function changedStandings({ then, today }: Redecided): ReadonlySet<string> {
	const [before, after] = [standings(then.decision), standings(today.decision)];
	const ids = new Set([...Object.keys(before), ...Object.keys(after)]);
	return new Set([...ids].filter((id) => ownOf(before, id) !== ownOf(after, id)));
}

function standings(decision: Decision): Readonly<Record<string, string>> {
	const named = decision.type === 'stop' ? [] : [[decision.provider, decision.type]];
	const passed = decision.passedOver.map(({ provider, reason, failure = '' }) => [provider, `${reason} ${failure}`]);
	return Object.fromEntries([...named, ...passed]) as Readonly<Record<string, string>>;
}
