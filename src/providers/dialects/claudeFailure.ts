import type { Failure } from '../../core/failure.ts';
import { evidenceOf, quote } from '../said.ts';
import { waitFromSentence } from '../waits.ts';
import type { Progress } from './dialect.ts';

/** What Claude Code says about a failure, in typed fields; an empty string where a field is missing. */
export interface Report {
	readonly error: string;
	readonly apiError: string;
	readonly status: number | null;
	readonly words: string;
}

export function failureFrom(progress: Progress, report: Report, now: number): Failure {
	const kind = kindOf(progress, report);
	const details = {
		message: sentences[kind],
		evidence: evidenceOf({ status: report.status, code: report.apiError, type: report.error }, null),
		...(report.words === '' ? {} : { said: quote(report.words, null) }),
	};
	switch (kind) {
		case 'quota-exhausted':
		case 'rate-limited':
		case 'overloaded': {
			const told = progress.limitEndsAt === null ? null : Math.max(0, progress.limitEndsAt - now);
			return { kind, retryAfterMs: told ?? waitFromSentence(report.words, now), ...details };
		}
		case 'timeout':
			return { kind, phase: 'total', ...details };
		default:
			return { kind, ...details };
	}
}

/** For a program that ended without a result. */
export function signedOut(errorOutput: string): Failure | null {
	return /not logged in|invalid api key|please run \/login/i.test(errorOutput)
		? { kind: 'unauthorized', message: sentences.unauthorized, said: quote(errorOutput, null) }
		: null;
}

type Kind = keyof typeof sentences;

const byApiError: ReadonlyMap<string, Kind> = new Map([
	['usage_limit_reached', 'quota-exhausted'],
	['connection_failed', 'unreachable'],
]);

const byError: ReadonlyMap<string, Kind> = new Map([
	['rate_limit', 'rate-limited'],
	['overloaded', 'overloaded'],
	['server_error', 'overloaded'],
	['billing_error', 'billing'],
	['authentication_failed', 'unauthorized'],
	['model_not_found', 'model-missing'],
	['max_output_tokens', 'bad-output'],
]);

const byStatus: ReadonlyMap<number | null, Kind> = new Map([
	[401, 'unauthorized'],
	[402, 'billing'],
	[403, 'unauthorized'],
	[404, 'model-missing'],
	[408, 'timeout'],
	[413, 'context-exceeded'],
	[429, 'rate-limited'],
]);

export const sentences = {
	'rate-limited': 'The rate limit is reached.',
	'quota-exhausted': 'The limit of the account is used up.',
	overloaded: 'The server is overloaded or failing.',
	unreachable: 'The server cannot be reached, or the connection was lost.',
	timeout: 'The server gave up waiting.',
	unauthorized: 'The agent is not logged in, or its key was refused.',
	billing: 'The account cannot pay.',
	'model-missing': 'There is no such model for this account.',
	'context-exceeded': 'The request is longer than the model takes.',
	'bad-output': 'The answer was cut at the length limit of the model.',
	unknown: 'The agent failed for a reason of its own.',
} as const;

function kindOf(progress: Progress, { error, apiError, status }: Report): Kind {
	const known = byApiError.get(apiError) ?? byError.get(error) ?? byStatus.get(status);
	if (known !== undefined) {
		return known === 'rate-limited' && progress.limitEndsAt !== null ? 'quota-exhausted' : known;
	}
	if (status === null) {
		return error === 'unknown' ? 'unreachable' : 'unknown';
	}
	return status >= 500 ? 'overloaded' : 'unknown';
}
