import type { AttemptReason, StopReason } from '../core/decision.ts';
import { consequences } from '../core/failure.ts';
import type { PassedOver } from '../core/situation.ts';
import { significantDigits } from './figures.ts';
import type { ClockFace } from './views.ts';

// The log is written in English, whatever the language of the editor: it goes into bug reports, and is searched.

/** Why a route ended without an answer. */
export const stopLogged: Readonly<Record<StopReason, string>> = {
	'no-provider-configured': 'no provider configured',
	'picked-provider-unknown': 'the picked provider is gone',
	'nobody-left': 'nobody could answer',
	'max-attempts': 'nobody answered, attempts used up',
	deadline: 'nobody answered in time',
	cancelled: 'cancelled',
	'fail-fast': 'the first failure ended it',
	'primary-only': 'the first choice could not answer',
	'failure-stops': 'stopped',
	'not-confirmed': 'stopped by you',
};

const passedOverLogged: Readonly<Record<PassedOver['reason'], string>> = {
	'not-picked': 'another one is picked',
	disabled: 'switched off in the settings',
	cannot: 'a model of VS Code is not asked for other extensions',
	'not-the-kind': 'you asked for another kind of provider',
	'no-folder': 'needs an open folder',
	'no-git': 'needs a git repository, to work in a copy',
	'edits-files': 'an agent is not asked when it is unclear what is needed',
	reach: 'your code may not travel that far',
	billing: 'dearer than allowed',
	'too-small': 'its context is too small',
	'too-dear': 'beyond the cost limit, or its price is not known',
	'too-slow': 'beyond the latency limit, or its latency is not known',
	'not-ready': 'not ready',
	'no-key': 'no key',
	excluded: 'excluded',
	tried: 'was asked already',
	'not-primary': 'only the first choice is asked',
	'llm-preferred': 'after an agent failed, LLMs come first',
	cooling: 'cooling down',
	probing: 'another request finds out whether it works again',
	'ranked-lower': 'next in line',
};

/** Why a provider was asked. */
export const becauseLogged: Readonly<Record<AttemptReason, string>> = {
	picked: 'picked by you',
	named: 'named in the prompt',
	retry: 'asked once more',
	'without-limit': 'asked once more without a limit for the answer',
	'next-profile': 'its next profile',
	'larger-context': 'it takes more',
	chain: 'first in its chain',
	keyword: 'one of its keywords is in the prompt',
	terminus: 'the only one left, although it cools down',
	fits: 'it fits',
	'next-in-order': 'next in order',
};

/** Providers that were not asked, each with the reason: `codex: limit, back 14:32; local: no key`. */
export function notAskedLogged(passedOver: readonly PassedOver[], clockFace: ClockFace): string {
	return passedOver
		.map(({ provider, reason, failure, until }) => {
			const words =
				reason === 'cooling' && failure !== undefined ? consequences[failure].word : passedOverLogged[reason];
			return `${provider}: ${words}${until === undefined ? '' : `, back ${clockFace(until)}`}`;
		})
		.join('; ');
}

/** `1 attempt`, `2 attempts`. */
export function countLogged(count: number, word: string): string {
	return `${count} ${word}${count === 1 ? '' : 's'}`;
}

/** `$0.0042`. */
export function dollarsLogged(amount: number): string {
	return `$${amount.toFixed(significantDigits(amount))}`;
}
