import OpenAI from 'openai';
import type { Failure, FailureKind } from '../core/failure.ts';
import { type ErrorReport, isRedirect, kindOf } from './failureKind.ts';
import { evidenceOf, fieldOf, longestRead, quote, readErrorBody, textOf } from './said.ts';
import { waitFromLimits, waitFromRetryAfter, waitFromSentence } from './waits.ts';

export interface FailureContext {
	/** Milliseconds since the epoch. */
	readonly now: number;
	/** Removed from everything that is kept. */
	readonly key: string | null;
	/** Whether a part of the answer had arrived. */
	readonly started: boolean;
	/** The user's time zone, as `Europe/Berlin`; that of this machine when it is left out. */
	readonly zone?: string;
}

/** Why a call over the SDK failed. Status, code and type decide; words only where the body has no code that is known. */
export function failureFrom(error: unknown, context: FailureContext): Failure {
	if (error instanceof SyntaxError) {
		return { kind: 'bad-output', message: 'The answer is not a well-formed event stream.' };
	}
	if (!(error instanceof OpenAI.APIError) || error instanceof OpenAI.APIConnectionError) {
		return connectionFailure(error, context);
	}
	return failureOf(reportOf(error, context.now), context);
}

export function failureOf(told: ErrorReport, context: FailureContext): Failure {
	const report = { ...told, words: told.words.slice(0, longestRead) };
	const kind = kindOf(report);
	const details = {
		message: isRedirect(report)
			? `The server answers with a redirect (status ${report.status}), which is not followed: the key stays at its address.`
			: `${sentences[kind] ?? 'The provider failed'}${report.status === null ? '' : ` (status ${report.status})`}.`,
		evidence: evidenceOf({ status: report.status, code: report.code, type: report.type }, context.key),
		said: quote(report.words, context.key),
	};
	switch (kind) {
		case 'rate-limited':
		case 'quota-exhausted':
		case 'overloaded':
			return { kind, retryAfterMs: waitOf(report, kind, context), ...details };
		case 'timeout':
			return { kind, phase: 'total', ...details };
		default:
			return { kind, ...details };
	}
}

/**
 * What is said of this request outranks what is said of limits in general: a body that names a time, Retry-After, a
 * sentence. The state of the limits comes with every answer, so it explains nothing but a rate limit.
 */
function waitOf(report: ErrorReport, kind: FailureKind, { now, zone }: FailureContext): number | null {
	const told = report.waitMs ?? waitFromRetryAfter(report.headers, now);
	if (told !== null || (kind === 'overloaded' && report.status !== 429)) {
		return told;
	}
	return (
		waitFromSentence(report.words, now, zone) ?? (kind === 'rate-limited' ? waitFromLimits(report.headers, now) : null)
	);
}

const sentences: Readonly<Partial<Record<FailureKind, string>>> = {
	'rate-limited': 'The rate limit is reached',
	'quota-exhausted': 'The quota is used up',
	overloaded: 'The server is overloaded or failing',
	timeout: 'The server gave up waiting',
	unauthorized: 'The key was refused',
	billing: 'The account cannot pay',
	'model-missing': 'The server has no such model',
	'context-exceeded': 'The request is longer than the model takes',
	'output-limit': 'The server refuses an answer of that length',
	'bad-request': 'The server refuses the request as it is',
	refused: 'The provider declined for its content policy',
	unknown: 'The server refuses the request for a reason of its own',
};

function connectionFailure(error: unknown, context: FailureContext): Failure {
	const causes = causesOf(error);
	const codes = causes.flatMap((cause) => textOf(fieldOf(cause, 'code')) ?? []);
	if (codes.some((code) => code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT')) {
		return timedOut(context.started);
	}
	const message = context.started
		? 'The connection was lost in the middle of the answer.'
		: 'The server cannot be reached.';
	const sent = !context.started && causes.some(isBeforeSending) ? 'no' : 'maybe';
	const evidence = evidenceOf({ code: codes.at(-1), sent }, context.key);
	return { kind: 'unreachable', message, evidence, ...(sent === 'no' ? { neverSent: true } : {}) };
}

const neverSent =
	/^(?:ECONNREFUSED|ENOTFOUND|EAI_\w+|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|EPROTO|UND_ERR_CONNECT_TIMEOUT|ERR_INVALID_URL|ERR_TLS_\w+|ERR_SSL_\w+|CERT_\w+|\w+_CERT_\w+|\w*SELF_SIGNED_CERT\w*|UNABLE_TO_\w+|HOSTNAME_MISMATCH)$/;

/** Whether this failed on the way to a connection: a name, an address, a handshake. Of all else we cannot know. */
function isBeforeSending(cause: unknown): boolean {
	if (cause instanceof AggregateError) {
		return cause.errors.length > 0 && cause.errors.every(isBeforeSending);
	}
	const code = textOf(fieldOf(cause, 'code')) ?? '';
	const words = textOf(fieldOf(cause, 'message')) ?? '';
	const inHandshake = code === 'ECONNRESET' && words.includes('before secure TLS connection was established');
	return neverSent.test(code) || fieldOf(cause, 'syscall') === 'connect' || inHandshake;
}

function timedOut(started: boolean): Failure {
	return {
		kind: 'timeout',
		phase: started ? 'idle' : 'first-output',
		message: started ? 'The answer stopped arriving.' : 'The server did not begin to answer.',
	};
}

/** From the outermost error to the innermost cause. */
function causesOf(error: unknown): Error[] {
	const causes: Error[] = [];
	for (let cause = error; cause instanceof Error && causes.length < 8; cause = cause.cause) {
		causes.push(cause);
	}
	return causes;
}

/** What the body of an error says, where no status came with it: in a stream, or behind a status of success. */
export function failureOfBody(error: unknown, context: FailureContext, headers = new Headers()): Failure {
	return failureOf({ ...readErrorBody(error, context.now), headers }, context);
}

/** In the middle of a stream there is no status, and some gateways put it into `code`. */
function reportOf(error: Error, now: number): ErrorReport {
	const status = fieldOf(error, 'status');
	const headers = fieldOf(error, 'headers');
	const body = readErrorBody(fieldOf(error, 'error'), now);
	return {
		...body,
		status: typeof status === 'number' ? status : body.status,
		words: body.words === '' ? error.message : body.words,
		headers: headers instanceof Headers ? headers : new Headers(),
	};
}
