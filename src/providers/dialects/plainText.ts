import type { Answer } from '../provider.ts';
import type { Ending, Progress, Step } from './dialect.ts';
import { limitIn } from './own.ts';
import { knownReport } from './reported.ts';
import { verdict, withFailure, withMore } from './verdict.ts';

/** A line of a program that prints its answer and nothing else. */
export function textLine(progress: Progress, line: unknown): Step {
	return typeof line === 'string'
		? withMore(progress, progress.messages.length === 0 ? line : `\n${line}`)
		: withFailure(progress, { kind: 'bad-output', message: 'The agent wrote a line too long to be an answer.' });
}

/** The end of such a program. It has no word for it: an exit with 0 and a text that is more than a limit count as one. */
export function textEnd(progress: Progress, ending: Ending): Answer {
	const text = progress.messages.join('');
	const isGood = ending.exitCode === 0;
	const failure = progress.failure ?? (isGood ? limitIn(text, ending.now) : null);
	return textVerdict({ ...progress, finished: isGood && text.trim() !== '', failure }, ending);
}

/** What a run comes to whose failures are among the text. */
export function textVerdict(progress: Progress, ending: Ending): Answer {
	const errorOutput = `${ending.errorOutput}\n${progress.messages.join('').slice(-wordsRead)}`;
	return verdict(progress, { ...ending, errorOutput }, (words) => knownReport(words, ending.now));
}

/** How much of the end of an answer is looked through for the reason of a failure, in characters. */
const wordsRead = 2000;
