import OpenAI from 'openai';
import type { Failure, FailureKind } from '../core/failure.ts';
import { evidenceOf, quote } from './said.ts';
import { waitFromHeaders, waitFromSentence } from './waits.ts';

export interface FailureContext {
	/** Milliseconds since the epoch. */
	readonly now: number;
	/** Removed from everything that is kept. */
	readonly key: string | null;
	/** Whether a part of the answer had arrived. */
	readonly started: boolean;
}

/** Why a call over the SDK failed. Status, code and type decide; words only where the body has no code that is known. */
export function failureFrom(error: unknown, context: FailureContext): Failure {
	if (error instanceof SyntaxError) {
		return { kind: 'bad-output', message: 'The answer is not a well-formed event stream.' };
	}
	if (!(error instanceof OpenAI.APIError) || error instanceof OpenAI.APIConnectionError) {
		return connectionFailure(error, context);
	}
	return failureOf(reportOf(error), context);
}

/** What a failed answer says about itself, wherever in the body or the stream it says so. */
export interface ErrorReport {
	readonly status: number | null;
	readonly code: string | null;
	readonly type: string | null;
	readonly words: string;
	readonly headers: Headers;
}

export function failureOf(report: ErrorReport, context: FailureContext): Failure {
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
		case 'overloaded': {
			const told = waitFromHeaders(report.headers, context.now);
			const read =
				report.status === 429 || kind === 'rate-limited' ? waitFromSentence(report.words, context.now) : null;
			return { kind, retryAfterMs: told ?? read, ...details };
		}
		case 'timeout':
			return { kind, phase: 'total', ...details };
		default:
			return { kind, ...details };
	}
}

const byCode: ReadonlyMap<string, FailureKind> = new Map(
	Object.entries<FailureKind>({
		insufficient_quota: 'quota-exhausted',
		usage_limit_reached: 'quota-exhausted',
		exceeded_current_quota_error: 'quota-exhausted',
		billing_hard_limit_reached: 'billing',
		billing_not_active: 'billing',
		billing_error: 'billing',
		insufficient_balance: 'billing',
		payment_required: 'billing',
		rate_limit_exceeded: 'rate-limited',
		rate_limit_error: 'rate-limited',
		too_many_requests: 'rate-limited',
		context_length_exceeded: 'context-exceeded',
		exceed_context_size_error: 'context-exceeded',
		request_too_large: 'context-exceeded',
		string_above_max_length: 'context-exceeded',
		invalid_api_key: 'unauthorized',
		invalid_authentication: 'unauthorized',
		authentication_error: 'unauthorized',
		permission_error: 'unauthorized',
		account_deactivated: 'unauthorized',
		model_not_found: 'model-missing',
		model_not_available: 'model-missing',
		deploymentnotfound: 'model-missing',
		not_found_error: 'model-missing',
		content_policy_violation: 'refused',
		content_filter: 'refused',
		moderation_blocked: 'refused',
		server_error: 'overloaded',
		server_is_overloaded: 'overloaded',
		overloaded_error: 'overloaded',
		engine_overloaded_error: 'overloaded',
		service_unavailable: 'overloaded',
		service_unavailable_error: 'overloaded',
		slow_down: 'overloaded',
		// The next provider may know the parameter that this one does not.
		unknown_parameter: 'unknown',
		unsupported_parameter: 'unknown',
	}),
);

/** For bodies without a known code. Only statuses that servers use for several things are looked into. */
const byWords: readonly { readonly statuses: readonly number[]; readonly words: RegExp; readonly kind: FailureKind }[] =
	[
		{
			statuses: [400, 403, 429],
			words: /insufficient (?:account )?balance|credit balance|balance is too low/i,
			kind: 'billing',
		},
		{
			statuses: [429],
			words: /exceeded your (?:current|monthly|daily) quota|insufficient quota/i,
			kind: 'quota-exhausted',
		},
		{
			statuses: [400, 422],
			words:
				/maximum context length|context (?:length|window|size)|prompt is too long|too many (?:input )?tokens|input token count/i,
			kind: 'context-exceeded',
		},
		{
			statuses: [400, 422],
			words: /max(?:_completion|_output)?_tokens.*(?:too large|at most|exceed)/i,
			kind: 'output-limit',
		},
		{ statuses: [400, 403], words: /content (?:management )?policy|content filter|safety system/i, kind: 'refused' },
		{
			statuses: [400, 422],
			words: /(?:unknown|unrecognized|unsupported|unexpected|extra) (?:request )?(?:parameter|argument|field|input)/i,
			kind: 'unknown',
		},
	];

const byStatus: Readonly<Record<number, FailureKind>> = {
	400: 'bad-request',
	401: 'unauthorized',
	402: 'billing',
	403: 'unauthorized',
	404: 'model-missing',
	408: 'timeout',
	413: 'context-exceeded',
	422: 'bad-request',
	429: 'rate-limited',
};

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

function kindOf(report: ErrorReport): FailureKind {
	const coded = byCode.get(report.code?.toLowerCase() ?? '') ?? byCode.get(report.type?.toLowerCase() ?? '');
	if (coded !== undefined) {
		return coded;
	}
	const { status, words } = report;
	if (status === null) {
		return 'unknown';
	}
	if (isRedirect(report)) {
		return 'bad-request';
	}
	const worded = byWords.find((row) => row.statuses.includes(status) && row.words.test(words));
	return worded?.kind ?? byStatus[status] ?? (status >= 500 ? 'overloaded' : 'unknown');
}

function isRedirect({ status }: ErrorReport): boolean {
	return status !== null && status >= 300 && status < 400;
}

function connectionFailure(error: unknown, context: FailureContext): Failure {
	const codes = causeCodes(error);
	if (codes.some((code) => code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT')) {
		return timedOut(context.started);
	}
	const message = context.started
		? 'The connection was lost in the middle of the answer.'
		: 'The server cannot be reached.';
	return { kind: 'unreachable', message, evidence: evidenceOf({ code: codes.at(-1) }, context.key) };
}

function timedOut(started: boolean): Failure {
	return {
		kind: 'timeout',
		phase: started ? 'idle' : 'first-output',
		message: started ? 'The answer stopped arriving.' : 'The server did not begin to answer.',
	};
}

/** From the outermost error to the innermost cause. */
function causeCodes(error: unknown): string[] {
	const codes: string[] = [];
	for (let cause = error, depth = 0; cause instanceof Error && depth < 8; cause = cause.cause, depth++) {
		if ('code' in cause && typeof cause.code === 'string') {
			codes.push(cause.code);
		}
	}
	return codes;
}

/** In the middle of a stream there is no status, and some gateways put it into `code`. */
function reportOf(error: Error): ErrorReport {
	const status = fieldOf(error, 'status') ?? fieldOf(error, 'code');
	const headers = fieldOf(error, 'headers');
	return {
		status: typeof status === 'number' && status >= 300 && status < 600 ? status : null,
		code: textOf(fieldOf(error, 'code')),
		type: textOf(fieldOf(error, 'type')),
		words: textOf(fieldOf(fieldOf(error, 'error'), 'message')) ?? error.message,
		headers: headers instanceof Headers ? headers : new Headers(),
	};
}

function fieldOf(value: unknown, name: string): unknown {
	return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function textOf(value: unknown): string | null {
	return typeof value === 'string' ? value : null;
}
