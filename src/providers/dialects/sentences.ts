import type { Failure } from '../../core/failure.ts';
import { evidenceOf, quote } from '../said.ts';
import { waitFromSentence } from '../waits.ts';

type Kind =
	| 'quota-exhausted'
	| 'billing'
	| 'rate-limited'
	| 'unauthorized'
	| 'context-exceeded'
	| 'model-missing'
	| 'overloaded'
	| 'refused'
	| 'bad-output'
	| 'unreachable';

interface Row {
	readonly kind: Kind;
	/** Of the HTTP status that the sentence names as one: never of another number in it. */
	readonly status: RegExp;
	readonly words: RegExp;
	readonly message: string;
}

const never = /(?!)/;

/** In this order: a quota that is used up arrives as 429 too. */
const rows: readonly Row[] = [
	{
		kind: 'quota-exhausted',
		status: never,
		words: /usage limit|quota exceeded|exceeded your current quota|insufficient_quota/i,
		message: 'The limit of the account is used up.',
	},
	{
		kind: 'billing',
		status: /^402$/,
		words: /credit balance|insufficient balance|payment required|billing details/i,
		message: 'The account cannot pay.',
	},
	{ kind: 'rate-limited', status: /^429$/, words: /rate limit/i, message: 'The rate limit is reached.' },
	{
		kind: 'unauthorized',
		status: /^40[13]$/,
		words:
			/not logged in|log ?in again|sign in again|incorrect api key|invalid api key|missing environment variable|refresh token/i,
		message: 'The agent is not logged in, or its key was refused.',
	},
	{
		kind: 'context-exceeded',
		status: /^413$/,
		words: /context window|context length|prompt is too long/i,
		message: 'The request is longer than the model takes.',
	},
	{
		kind: 'model-missing',
		status: /^404$/,
		words: /model\b.{0,80}\b(?:does not exist|not found|is not supported|not available)/i,
		message: 'There is no such model for this account.',
	},
	{
		kind: 'overloaded',
		status: /^5\d\d$/,
		words: /high demand|at capacity|overloaded|server had an error|internal server error/i,
		message: 'The server is overloaded or failing.',
	},
	{
		kind: 'refused',
		status: never,
		words: /reason: content_filter|content policy/i,
		message: 'The provider declined for its content policy.',
	},
	{
		kind: 'bad-output',
		status: never,
		words: /reason: max_output_tokens/i,
		message: 'The answer was cut at the length limit of the model.',
	},
	{
		kind: 'unreachable',
		status: never,
		words:
			/stream disconnected|stream closed|connection failed|error sending request|waiting for network|timed out|network error/i,
		message: 'The server cannot be reached, or the connection was lost.',
	},
];

/** The same; `null` when nothing in it is known. For error outputs, which hold much besides a failure. */
export function knownFailureFrom(words: string, now: number): Failure | null {
	const failure = failureFrom(words, now);
	return failure.kind === 'unknown' ? null : failure;
}

/**
 * A failure out of a sentence, for agents that tell theirs in words; of kind `unknown` when nothing in it is known. The
 * rows were made from recordings of Codex.
 */
export function failureFrom(words: string, now: number): Failure {
	const status = /\bstatus:? (\d{3})\b/.exec(words)?.[1] ?? '';
	const row = rows.find((candidate) => candidate.status.test(status) || candidate.words.test(words));
	const details = {
		evidence: evidenceOf({ status: status === '' ? null : Number(status) }, null),
		said: quote(words, null),
	};
	if (row === undefined) {
		return { kind: 'unknown', message: 'The agent failed for a reason of its own.', ...details };
	}
	const { kind, message } = row;
	if (kind === 'quota-exhausted' || kind === 'rate-limited' || kind === 'overloaded') {
		return { kind, message, retryAfterMs: waitFromSentence(words, now), ...details };
	}
	return { kind, message, ...details };
}
