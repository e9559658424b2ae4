import type { Failure } from '../core/failure.ts';
import { fieldsOf, numberIn, textIn } from './dialects/verdict.ts';
import { kindOf } from './failureKind.ts';
import { evidenceOf, quote, readErrorBody } from './said.ts';
import { waitFromSentence } from './waits.ts';

/** An error as JSON-RPC has it. */
export interface AcpError {
	readonly code: number;
	readonly message: string;
	readonly data?: unknown;
}

/**
 * The failure behind an error of the protocol. Agents tell the reason in different places: in names of their own, in the
 * code, as the status of HTTP, or in nothing but words. The most exact comes first.
 */
export function failureFromError({ code, message, data }: AcpError, now: number): Failure {
	const fields = fieldsOf(data);
	const name = textIn(fields['errorKind']) || textIn(fields['codexErrorInfo']) || textIn(fields['errorName']);
	const words = [message, ...['details', 'message', 'additionalDetails'].map((key) => textIn(fields[key]))].join(' ');
	const status = httpStatus(code) ?? statusIn(fields['codexErrorInfo']) ?? statusInWords(words);
	const kind =
		byName.get(name) ??
		byName.get(onlyKey(fields['codexErrorInfo'])) ??
		bodyKind(message, httpStatus(code)) ??
		kindOfWords(words) ??
		(code === authenticationRequired ? 'unauthorized' : null) ??
		kindOfStatus(status) ??
		'unknown';
	return failure(kind, { words, evidence: { code, status, name }, now });
}

/** A failure that an agent tells as if it were its answer. `unknown` when nothing in it is known. */
export function failureFromWords(words: string, now: number): Failure {
	const status = statusInWords(words);
	const kind = kindOfWords(words) ?? kindOfStatus(status) ?? 'unknown';
	return failure(kind, { words, evidence: { status }, now });
}

/** A failure that Codex tells in a field beside its updates: `{ message, codexErrorInfo, additionalDetails }`. */
export function failureFromCodex(error: unknown, now: number): Failure {
	return failureFromError({ code: internalError, message: '', data: error }, now);
}

/** Why a turn ended, where that is no success; `null` for `end_turn`. */
export function failureFromStop(reason: string): Failure | null {
	switch (reason) {
		case 'end_turn':
			return null;
		case 'refusal':
			return { kind: 'refused', message: sentences.refused };
		case 'max_tokens':
			return { kind: 'bad-output', message: 'The answer was cut at the length limit of the model.' };
		case 'max_turn_requests':
			return { kind: 'bad-output', message: 'The agent made as many requests as one turn may have, and was not done.' };
		case 'cancelled':
			return { kind: 'bad-output', message: 'The agent ended its turn before it was done.' };
		default:
			return { kind: 'bad-output', message: 'The agent ended its turn for a reason that is not known.' };
	}
}

/** As the protocol has it: the agent wants to be logged in first. */
export const authenticationRequired = -32000;
const internalError = -32603;

type Kind = keyof typeof sentences;

const sentences = {
	'quota-exhausted': 'The limit of the account is used up.',
	billing: 'The account cannot pay.',
	'rate-limited': 'The rate limit is reached.',
	unauthorized: 'The agent is not logged in, or its key was refused.',
	'context-exceeded': 'The request is longer than the model takes.',
	'output-limit': 'The model gives no answer as long as that.',
	'model-missing': 'There is no such model for this account.',
	overloaded: 'The server is overloaded or failing.',
	timeout: 'The server gave up waiting.',
	refused: 'The provider declined for its content policy.',
	'bad-output': 'The answer of the server was cut or cannot be used.',
	'bad-request': 'The server cannot make sense of the request.',
	unreachable: 'The server cannot be reached, or the connection was lost.',
	unknown: 'The agent failed for a reason of its own.',
} as const;

/** Claude Code: `errorKind`. Codex: `codexErrorInfo`, a name or an object with that name as its key. */
const byName: ReadonlyMap<string, Kind> = new Map([
	['rate_limit', 'rate-limited'],
	['overloaded', 'overloaded'],
	['server_error', 'overloaded'],
	['billing_error', 'billing'],
	['account_on_hold', 'billing'],
	['authentication_failed', 'unauthorized'],
	['oauth_org_not_allowed', 'unauthorized'],
	['verification_required', 'unauthorized'],
	['cloud_credential_error', 'unauthorized'],
	['model_not_found', 'model-missing'],
	['max_output_tokens', 'bad-output'],
	['no_result', 'bad-output'],
	['incomplete_tool_call', 'bad-output'],
	['transport_lost', 'unreachable'],
	['usageLimitExceeded', 'quota-exhausted'],
	['contextWindowExceeded', 'context-exceeded'],
	['serverOverloaded', 'overloaded'],
	['internalServerError', 'overloaded'],
	['unauthorized', 'unauthorized'],
	['modelNotFound', 'model-missing'],
	['cyberPolicy', 'refused'],
]);

/** In this order: a quota that is used up arrives with the status of a rate limit too. */
const byWords: readonly (readonly [Kind, RegExp])[] = [
	// Google has the same words for a minute's allowance as for a day's, and names a wait for the first.
	['rate-limited', /quota exceeded for metric.*please retry in/is],
	[
		'quota-exhausted',
		/usage limit|quota exceeded|exceeded your (?:current|monthly|daily) quota|insufficient_quota|exhausted your (?:daily |monthly )?quota|out of (?:premium )?requests|no quota/i,
	],
	['billing', /credit balance|insufficient (?:account )?balance|payment required|out of credits/i],
	['rate-limited', /rate.?limit|too many requests/i],
	[
		'unauthorized',
		/not logged in|log ?in again|sign in again|missing environment variable|(?:incorrect|invalid|missing) api key|api key (?:not valid|is required|is missing)|authentication (?:failed|required)|no authentication information|refresh token|unauthorized/i,
	],
	[
		'context-exceeded',
		/context (?:window|length|size)|maximum context|prompt is too long|input token count|too many (?:input )?tokens/i,
	],
	[
		'model-missing',
		/models?\b.{0,80}\b(?:does not exist|not exist|not found|not available|(?:not|isn't) supported|have access)/i,
	],
	['overloaded', /high demand|at capacity|overloaded|server had an error|internal server error|service unavailable/i],
	['refused', /content.?(?:filter|policy)/i],
	[
		'unreachable',
		/stream (?:disconnected|closed)|connection (?:failed|error|refused|reset|lost|closed)|cannot connect|unable to connect|error sending request|fetch failed|socket hang ?up|econn(?:refused|reset)|premature close|terminated|network error|timed out/i,
	],
];

/** Names of a body that an agent passes on as it came. Google's models: the whole body is the message. */
function bodyKind(message: string, status: number | null): Kind | null {
	if (!/^\s*[[{]/.test(message)) {
		return null;
	}
	const body = readErrorBody(message, 0);
	const kind = kindOf({ ...body, status: body.status ?? status, headers: new Headers() });
	return kind !== 'unknown' && isKind(kind) ? kind : null;
}

function kindOfWords(words: string): Kind | null {
	return byWords.find(([, pattern]) => pattern.test(words))?.[0] ?? null;
}

/** Without words that are known. A status of 400 says nothing: agents have it for all that servers can't make sense of. */
function kindOfStatus(status: number | null): Kind | null {
	const kind = status === null || status === 400 ? null : kindOf({ ...noReport, status });
	return kind !== null && isKind(kind) ? kind : null;
}

const noReport = { code: null, type: null, words: '', headers: new Headers() };

function isKind(kind: string): kind is Kind {
	return Object.hasOwn(sentences, kind);
}

function failure(
	kind: Kind,
	{
		words,
		evidence,
		now,
	}: { readonly words: string; readonly evidence: Readonly<Record<string, unknown>>; readonly now: number },
): Failure {
	const details = { message: sentences[kind], evidence: evidenceOf(evidence, null), said: quote(words, null) };
	switch (kind) {
		case 'quota-exhausted':
		case 'rate-limited':
		case 'overloaded':
			return { kind, retryAfterMs: waitFromSentence(words, now), ...details };
		case 'timeout':
			return { kind, phase: 'total', ...details };
		default:
			return { kind, ...details };
	}
}

function httpStatus(code: number): number | null {
	return code >= 400 && code < 600 ? code : null;
}

/** A status that the words name as one, or that stands at their beginning; never another number in them. */
function statusInWords(words: string): number | null {
	const found = /(?:^\s*|\bHTTP |\bstatus(?: code)?:? |\berror: |\blast error: )(\d{3})\b/i.exec(words)?.[1];
	return found === undefined ? null : httpStatus(Number(found));
}

/** Codex: `{ "httpConnectionFailed": { "httpStatusCode": 401 } }`. */
function statusIn(info: unknown): number | null {
	return numberIn(fieldsOf(fieldsOf(info)[onlyKey(info)])['httpStatusCode']);
}

function onlyKey(value: unknown): string {
	return Object.keys(fieldsOf(value))[0] ?? '';
}
