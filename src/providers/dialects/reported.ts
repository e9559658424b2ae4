import type { Failure, FailureKind } from '../../core/failure.ts';
import { kindOf } from '../failureKind.ts';
import { evidenceOf, quote, readErrorBody } from '../said.ts';
import { waitFromSentence } from '../waits.ts';
import { failureFrom } from './sentences.ts';

/** What an agent passes on of the error that its server sent. */
export interface Reported {
	/** Of HTTP, where the agent tells it in a field of its own. */
	readonly status?: number | null;
	/** A sentence, or the body of the error as JSON. */
	readonly words: string;
}

/** The same; `null` when nothing in it is known. For error outputs, which hold much besides a failure. */
export function knownReport(words: string, now: number): Failure | null {
	const failure = reportedFailure({ words }, now);
	return failure.kind === 'unknown' ? null : failure;
}

/**
 * A failure out of what an agent passes on: status, code and type decide, as for a server that is asked directly; words
 * only where they tell nothing. Of kind `unknown` when nothing in it is known. What the agent itself got wrong in its
 * request is `unknown` too: another agent makes another request.
 */
export function reportedFailure({ status = null, words }: Reported, now: number): Failure {
	const body = readErrorBody(unquoted(words), now);
	const report = { ...body, status: status ?? body.status ?? statusAhead(body.words), headers: new Headers() };
	const typed = kindOf(report);
	const kind = typed === 'unknown' || typed === 'bad-request' ? kindOfWords(body.words, now) : typed;
	const details = {
		message: sentences[kind] ?? 'The agent failed for a reason of its own.',
		evidence: evidenceOf({ status: report.status, code: body.code, type: body.type }, null),
		said: quote(body.words, null),
	};
	switch (kind) {
		case 'rate-limited':
		case 'quota-exhausted':
		case 'overloaded':
			return { kind, retryAfterMs: body.waitMs ?? waitFromSentence(body.words, now), ...details };
		case 'timeout':
			return { kind, phase: 'total', ...details };
		default:
			return { kind, ...details };
	}
}

const sentences: Readonly<Partial<Record<FailureKind, string>>> = {
	'rate-limited': 'The rate limit is reached.',
	'quota-exhausted': 'The limit of the account is used up.',
	overloaded: 'The server is overloaded or failing.',
	unreachable: 'The server cannot be reached, or the connection was lost.',
	timeout: 'The server gave up waiting.',
	unauthorized: 'The agent is not logged in, or its key was refused.',
	billing: 'The account cannot pay.',
	'model-missing': 'There is no such model for this account.',
	'context-exceeded': 'The request is longer than the model takes.',
	'output-limit': 'The server refuses an answer of that length.',
	refused: 'The provider declined for its content policy.',
	'bad-output': 'The answer was cut at the length limit of the model.',
};

/** Made from recordings of Copilot, Cline and Continue, and from what the others document. */
const rows: readonly { readonly kind: FailureKind; readonly words: RegExp }[] = [
	{
		kind: 'quota-exhausted',
		words: /(?:usage|monthly|spend(?:ing)?|premium requests?|budget)\b.{0,30}\b(?:limit|exceeded|exhausted|reached)/i,
	},
	{ kind: 'billing', words: /insufficient (?:credits?|funds)|out of (?:free )?credits|add credits|no credits/i },
	{ kind: 'rate-limited', words: /too many requests|rate.?limit/i },
	{
		kind: 'unauthorized',
		words:
			/no authentication information|authentication (?:required|failed|error)|not (?:authenticated|signed in)|unauthorized|(?:api[ _-]?key|token)\b.{0,40}\b(?:missing|not (?:set|found|provided|configured)|invalid|expired|required)|no (?:api key|providers configured)|please (?:log|sign) ?in/i,
	},
	{
		kind: 'context-exceeded',
		words: /context (?:limit|size|exceeded)|hit a token limit|exceeds? .{0,30}\bcontext\b|too many tokens/i,
	},
	{ kind: 'model-missing', words: /(?:unknown|no such|invalid) model/i },
	{ kind: 'overloaded', words: /service unavailable|bad gateway|server error|temporarily unavailable/i },
	{
		kind: 'unreachable',
		words:
			/cannot connect|could not connect|unable to connect|connection (?:error|refused|reset|closed|lost|aborted)|connection was closed|premature close|without a finish reason|missing finish_reason|error decoding response body|\bE(?:CONN[A-Z]+|TIMEDOUT|NOTFOUND|AI_AGAIN|PIPE)\b|fetch failed|socket hang up|interceptors did not return/i,
	},
];

function kindOfWords(words: string, now: number): FailureKind {
	const { kind } = failureFrom(words, now);
	return kind === 'unknown' ? (rows.find((row) => row.words.test(words))?.kind ?? kind) : kind;
}

/** Some agents write a sentence as a JSON string. */
function unquoted(words: string): string {
	if (!words.startsWith('"')) {
		return words;
	}
	try {
		const value: unknown = JSON.parse(words);
		return typeof value === 'string' ? value : words;
	} catch {
		return words;
	}
}

/** The status at the beginning of a sentence, as in “429 Rate limit reached”, or named as one. */
function statusAhead(words: string): number | null {
	const found =
		/^(?:\w+(?: \w+)?: )*(?:HTTP )?([45]\d\d)\b(?!\.)/.exec(words) ??
		/\b(?:status(?: code)?:?|HTTP) ([45]\d\d)\b/i.exec(words);
	return found === null ? null : Number(found[1]);
}
