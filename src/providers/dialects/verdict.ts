import type { Failure } from '../../core/failure.ts';
import type { Answer, OutputPart } from '../provider.ts';
import { evidenceOf, quote } from '../said.ts';
import type { Ending, Progress, Step } from './dialect.ts';

/**
 * What a run comes to, the same for every agent: success is an exit with 0, and the agent's own word that it is done, and
 * nothing denied where edits were asked for. Whether files changed is for the caller to see.
 */
export function verdict(progress: Progress, ending: Ending, classify: (errorOutput: string) => Failure | null): Answer {
	const failure = progress.failure ?? failureAtEnd(progress, ending, classify);
	if (failure !== null) {
		return { ok: false, failure };
	}
	const { model, usage } = progress;
	return { ok: true, text: answerText(progress, ending), model, usage };
}

/** A message of the agent to the user, apart from the one before. */
export function withMessage(progress: Progress, message: string): Step {
	const separator = progress.messages.length > 0 ? messageSeparator : '';
	return {
		progress: bounded({ ...progress, messages: [...progress.messages, message] }),
		parts: [{ type: 'text', text: `${separator}${message}` }],
	};
}

/** More of the message that was begun last, or the beginning of the first one. */
export function withMore(progress: Progress, text: string): Step {
	const { messages } = progress;
	return {
		progress: bounded({ ...progress, messages: [...messages.slice(0, -1), `${messages.at(-1) ?? ''}${text}`] }),
		parts: [{ type: 'text', text }],
	};
}

export function withFailure(progress: Progress, failure: Failure): Step {
	return { progress: { ...progress, failure }, parts: [] };
}

export function withParts(progress: Progress, ...parts: readonly OutputPart[]): Step {
	return { progress, parts };
}

/** An object of unknown fields, or an empty one: agents change their events from version to version. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null ? { ...value } : {};
}

export function textIn(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

export function numberIn(value: unknown): number | null {
	return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

const messageSeparator = '\n\n';

/** The most that is kept of what an agent says, in messages and in characters. */
const mostMessages = 2000;
const mostCharacters = 4 * 1024 * 1024;

/** Keeps the last half of what has become too much to be kept. */
function bounded(progress: Progress): Progress {
	const { messages } = progress;
	const length = messages.reduce((sum, message) => sum + message.length, 0);
	if (messages.length <= mostMessages && length <= mostCharacters) {
		return progress;
	}
	const last: string[] = [];
	let left = mostCharacters / 2;
	for (const message of messages.slice(-mostMessages / 2).reverse()) {
		if (left > 0) {
			last.unshift(message.slice(-left));
			left -= message.length;
		}
	}
	return { ...progress, messages: last, isCut: true };
}

/** Code is the last message alone: what an agent says on its way there is not part of it. */
function answerText({ messages }: Progress, { task }: Ending): string {
	return task === 'code' ? (messages.at(-1) ?? '') : messages.join(messageSeparator);
}

function failureAtEnd(
	progress: Progress,
	ending: Ending,
	classify: (errorOutput: string) => Failure | null,
): Failure | null {
	if (ending.exitCode !== 0) {
		return classify(ending.errorOutput) ?? crashed(ending);
	}
	if (!progress.finished) {
		return classify(ending.errorOutput) ?? unfinished(ending);
	}
	if (ending.task !== 'changes' && progress.isCut) {
		return { kind: 'bad-output', message: 'The agent said more than an answer can hold.' };
	}
	if (ending.task === 'changes' && progress.denials > 0) {
		return {
			kind: 'bad-output',
			message: 'The agent was not allowed to do something that it needed.',
			evidence: { denials: progress.denials },
		};
	}
	if (ending.task !== 'changes' && answerText(progress, ending).trim() === '') {
		return { kind: 'bad-output', message: 'The answer is empty.' };
	}
	return null;
}

function unfinished({ errorOutput }: Ending): Failure {
	const message = asks(errorOutput)
		? 'The agent asked for input, which nobody can give, and ended without saying that it is done.'
		: 'The agent ended without saying that it is done.';
	return { kind: 'bad-output', message, said: quote(errorOutput.slice(-500), null) };
}

/** Whether words end in a question to whoever sits at a terminal. */
export function asks(words: string): boolean {
	return /(?:\[y\/n\]|\(y\/n\)|\(yes\/no\)|press (?:enter|return|any key)\b.{0,40}|(?:password|passphrase|username|api key|token|code): ?|\? ?[›>]?|waiting for (?:input|approval|your)\b.{0,40})[\s:›>]*$/i.test(
		words.slice(-400).trimEnd(),
	);
}

function crashed({ exitCode, signal, errorOutput }: Ending): Failure {
	const how = exitCode === null ? `by signal ${signal ?? 'unknown'}` : `with exit code ${exitCode}`;
	const why = asks(errorOutput) ? ' after it had asked for input, which nobody can give' : '';
	return {
		kind: 'agent-crashed',
		message: `The agent ended ${how}${why}.`,
		evidence: evidenceOf({ exitCode, signal }, null),
		said: quote(errorOutput.slice(-500), null),
	};
}
