import type { AgentOnFailure } from './agent.ts';
import { consequences, type FailureKind } from './failure.ts';
import { isAgent } from './provider.ts';
import type { OpenQuestion, Situation } from './situation.ts';

/** Unfinished work of an agent that somebody else can go on from. */
export interface Work {
	readonly provider: string;
	/** Which attempt of the route left it, counted from 1. */
	readonly attempt: number;
	/** How many files differ from the user's. */
	readonly files: number;
}

/** What becomes of the work of an agent that failed: the next one goes on from it, or begins anew, or the user says. */
export type Fate = 'kept' | 'dropped' | 'asked';

const fates: Readonly<Record<AgentOnFailure, Fate>> = { handOff: 'kept', startClean: 'dropped', ask: 'asked' };

/** `setting: null`: by the cause. Where nobody comes next there is nothing to keep. */
export function fateOf(failure: FailureKind, setting: AgentOnFailure | null): Fate {
	const { failover, workStands } = consequences[failure];
	if (!failover) {
		return 'dropped';
	}
	return setting === null ? (workStands ? 'kept' : 'dropped') : fates[setting];
}

/**
 * The work that the next attempt goes on from; `null`: it begins with the user's files as they are. Work that is
 * dropped does not take that before it along: who began from it only added what is dropped now.
 */
export function workOf({ request, settings, tried, consents }: Situation): Work | null {
	if (request.task !== 'changes') {
		return null;
	}
	let work: Work | null = null;
	for (const [index, { provider, kind, failure, leftFiles }] of tried.entries()) {
		if (!isAgent(kind) || leftFiles === 0) {
			continue;
		}
		const attempt = index + 1;
		const fate = fateOf(failure, settings.agentOnFailure);
		const said = consents.findLast((each) => each.question.about === 'hand-off' && each.attempts === attempt);
		if (fate === 'kept' || (fate === 'asked' && said?.granted === true)) {
			work = { provider, attempt, files: leftFiles };
		} else if (fate === 'asked' && said !== undefined) {
			work = null;
		}
	}
	return work;
}

/** What the user has to say about the work of the last attempt before `provider` may begin; `null`: nothing. */
export function handOffQuestion(
	provider: string,
	{ request, settings, tried, consents }: Situation,
): Extract<OpenQuestion, { about: 'hand-off' }> | null {
	const last = tried.at(-1);
	if (last === undefined || request.task !== 'changes' || !isAgent(last.kind) || last.leftFiles === 0) {
		return null;
	}
	const said = consents.some((each) => each.question.about === 'hand-off' && each.attempts === tried.length);
	return said || fateOf(last.failure, settings.agentOnFailure) !== 'asked'
		? null
		: { about: 'hand-off', provider, from: last.provider };
}
