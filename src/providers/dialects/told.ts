import type { Failure, FailureKind } from '../../core/failure.ts';
import { kindOf } from '../failureKind.ts';
import { evidenceOf, fieldOf, quote, readErrorBody } from '../said.ts';
import { waitFromLimits, waitFromRetryAfter, waitFromSentence } from '../waits.ts';
import { knownFailureFrom } from './sentences.ts';

/** What an agent passes on of its server's answer. */
export interface Told {
	/** Of HTTP; `null` when the agent does not tell it. */
	readonly status: number | null;
	/** The server's own, parsed or as text; `null` when the agent does not tell it. */
	readonly body?: unknown;
	/** Names to values, as the server sent them. */
	readonly headers?: unknown;
	/** The agent's own words, read when the body has none. */
	readonly words: string;
}

/** A failure of an agent's server: its body decides, then the status, then words. Never rejects the request as such. */
export function failureTold({ status, body, headers, words }: Told, now: number): Failure {
	const read = readErrorBody(body ?? jsonIn(words) ?? words, now);
	const told = headersOf(headers);
	const report = {
		...read,
		status: status ?? read.status,
		words: read.words === '' ? words : read.words,
		headers: told,
	};
	const kind = agentKind(kindOf(report), report.words);
	const worded = kind === 'unknown' && report.status === null ? knownFailureFrom(report.words, now) : null;
	if (worded !== null) {
		return worded;
	}
	const details = {
		message: sentences[kind],
		evidence: evidenceOf({ status: report.status, code: read.code, type: read.type }, null),
		said: quote(report.words, null),
	};
	switch (kind) {
		case 'rate-limited':
		case 'quota-exhausted':
		case 'overloaded': {
			const limits = kind === 'rate-limited' ? waitFromLimits(told, now) : null;
			const wait = read.waitMs ?? waitFromRetryAfter(told, now) ?? waitFromSentence(report.words, now) ?? limits;
			return { kind, retryAfterMs: wait, ...details };
		}
		case 'timeout':
			return { kind, phase: 'total', ...details };
		default:
			return { kind, ...details };
	}
}

const sentences = {
	'rate-limited': 'The rate limit is reached.',
	'quota-exhausted': 'The limit of the account is used up.',
	overloaded: 'The server is overloaded or failing.',
	unreachable: 'The server cannot be reached, or the connection was lost.',
	timeout: 'The server gave up waiting.',
	unauthorized: 'The agent is not logged in, or its key was refused.',
	billing: 'The account cannot pay.',
	'model-missing': 'There is no such model for this account.',
	'context-exceeded': 'The request is longer than the model takes.',
	refused: 'The provider declined for its content policy.',
	unknown: 'The agent failed for a reason of its own.',
} as const;

type Kind = keyof typeof sentences;

/**
 * Of all that a server can say, what holds for an agent: a request that it refuses was written by the agent, and another
 * agent writes another.
 */
function agentKind(kind: FailureKind, words: string): Kind {
	if (kind === 'unknown' && lostConnection.test(words)) {
		return 'unreachable';
	}
	if (kind === 'unknown' && unauthorized.test(words)) {
		return 'unauthorized';
	}
	if (kind === 'unknown' && missingModel.test(words)) {
		return 'model-missing';
	}
	if (kind === 'unknown' && busy.test(words)) {
		return 'overloaded';
	}
	return isKind(kind) ? kind : 'unknown';
}

function isKind(kind: FailureKind): kind is Kind {
	return Object.hasOwn(sentences, kind);
}

/** As the HTTP clients of Node and Bun say it, and as the three agents do when a stream has no end. */
const lostConnection =
	/fetch failed|connection error|^terminated\b|cannot connect|unable to connect|socket (?:connection was closed|hang up)|connection (?:reset|refused|closed)|other side closed|UND_ERR_|\bE(?:CONN\w+|NOTFOUND|PIPE|TIMEDOUT|AI_AGAIN)\b|stream ended without|premature close/i;

const unauthorized =
	/missing api key|api key (?:is )?(?:missing|not (?:valid|found))|incorrect api key|must specify the \w*API_KEY|not (?:logged|signed) in|no auth(?:entication)? (?:type|method)|set an auth method|token (?:is )?expired|invalid_grant/i;

const missingModel =
	/\bmodel\b.{0,80}\b(?:not found|does not exist|not available|is not supported)|models?\/\S+ is not found/i;

const busy =
	/\bbad gateway\b|gateway time-?out|service (?:is )?(?:temporarily )?unavailable|internal (?:server )?error/i;

/** The JSON that stands somewhere in a sentence, as in `[API Error: {…}]`; `null` when there is none. */
function jsonIn(words: string): unknown {
	const start = words.indexOf('{"');
	const end = words.lastIndexOf('}');
	if (start === -1 || end < start) {
		return null;
	}
	try {
		const value: unknown = JSON.parse(words.slice(start, end + 1));
		return value;
	} catch {
		return null;
	}
}

function headersOf(value: unknown): Headers {
	const headers = new Headers();
	for (const name of Object.keys(typeof value === 'object' && value !== null ? value : {})) {
		const text = fieldOf(value, name);
		if (typeof text === 'string' && /^[\w-]+$/.test(name) && /^[\x20-\x7e]*$/.test(text)) {
			headers.set(name, text);
		}
	}
	return headers;
}
