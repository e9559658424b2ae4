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
		progress: { ...progress, messages: [...progress.messages, message] },
		parts: [{ type: 'text', text: `${separator}${message}` }],
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
		return { kind: 'bad-output', message: 'The agent ended without saying that it is done.' };
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

function crashed({ exitCode, signal, errorOutput }: Ending): Failure {
	const how = exitCode === null ? `by signal ${signal ?? 'unknown'}` : `with exit code ${exitCode}`;
	return {
		kind: 'agent-crashed',
		message: `The agent ended ${how}.`,
		evidence: evidenceOf({ exitCode, signal }, null),
		said: quote(errorOutput.slice(-500), null),
	};
}
