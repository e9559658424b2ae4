import { contextMessages } from './contextMessages.ts';
import type { DialectName } from './dialect.ts';
import { geminiErrors } from './geminiErrors.ts';
import type { ErrorName } from './reply.ts';

export interface ErrorContext {
	readonly dialect: DialectName;
	readonly model: string;
	/** As scripted. */
	readonly retryAfter: number | string | undefined;
	readonly message: string | undefined;
	/** Seconds since the epoch. */
	readonly now: number;
}

export interface ErrorReply {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}

/** An error as the API of that dialect sends it. */
export function errorReply(name: ErrorName, context: ErrorContext): ErrorReply {
	if (name === 'html-502') {
		return { status: 502, headers: { 'content-type': 'text/html' }, body: badGateway };
	}
	const row = tables[context.dialect][name](context);
	const retryAfter = context.dialect === 'gemini' ? undefined : (context.retryAfter ?? row.retryAfter);
	const error = { ...row.error, ...(context.message === undefined ? {} : { message: context.message }) };
	return {
		status: row.status,
		headers: {
			'content-type': 'application/json',
			...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
			...row.headers,
		},
		body: JSON.stringify(context.dialect === 'anthropic' ? { type: 'error', error, request_id: 'req_1' } : { error }),
	};
}

/** One error of an API. */
export interface ErrorRow {
	readonly status: number;
	readonly error: object;
	readonly headers?: Readonly<Record<string, string>>;
	/** Sent when the script names no other. */
	readonly retryAfter?: number;
}

export type ErrorTable = Readonly<Record<Exclude<ErrorName, 'html-502'>, (context: ErrorContext) => ErrorRow>>;

const badGateway =
	'<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n';

const openaiErrors: ErrorTable = {
	unauthorized: () =>
		openai(
			401,
			'Incorrect API key provided. Check the key in your account settings.',
			'invalid_request_error',
			'invalid_api_key',
		),
	payment: () => openai(402, 'Insufficient Balance', 'unknown_error', 'invalid_request_error'),
	'missing-model': ({ model }) =>
		openai(
			404,
			`The model \`${model}\` does not exist or you do not have access to it.`,
			'invalid_request_error',
			'model_not_found',
		),
	'too-large': () => openai(413, 'Request too large. Reduce the size of the request.', 'invalid_request_error', null),
	context: ({ dialect }) =>
		openai(
			400,
			contextMessages[dialect],
			'invalid_request_error',
			'context_length_exceeded',
			dialect === 'chat' ? 'messages' : 'input',
		),
	'rate-limit': ({ model, retryAfter }) =>
		openai(
			429,
			`Rate limit reached for ${model} in organization org-1 on tokens per min (TPM): Limit 30000, Used 29900, Requested 1234.${typeof retryAfter === 'number' ? ` Please try again in ${retryAfter}s.` : ''}`,
			'tokens',
			'rate_limit_exceeded',
		),
	quota: () =>
		openai(
			429,
			'You exceeded your current quota, please check your plan and billing details.',
			'insufficient_quota',
			'insufficient_quota',
		),
	'usage-limit': (context) => codexUsageLimit(context),
	'server-error': () =>
		openai(500, 'The server had an error while processing your request. Sorry about that!', 'server_error', null),
	unavailable: () =>
		openai(
			503,
			'Our servers are currently overloaded. Please try again later.',
			'service_unavailable_error',
			'server_is_overloaded',
		),
	overloaded: () => openai(529, 'Overloaded', 'overloaded_error', null),
	'bad-request': () =>
		openai(
			400,
			"Invalid value: 'purple'. Supported values are: 'low' and 'high'.",
			'invalid_request_error',
			'invalid_value',
			'effort',
		),
	'refused-content': () =>
		openai(
			400,
			"The response was filtered due to the prompt triggering the service's content management policy.",
			null,
			'content_filter',
			'prompt',
		),
	'answer-too-long': ({ dialect }) =>
		dialect === 'chat'
			? openai(
					400,
					'max_tokens is too large: 100000. This model supports at most 16384 completion tokens, whereas you provided 100000.',
					'invalid_request_error',
					'invalid_value',
					'max_tokens',
				)
			: openai(
					400,
					"Invalid 'max_output_tokens': integer above maximum value. Expected a value <= 16384, but got 100000 instead.",
					'invalid_request_error',
					'integer_above_max_value',
					'max_output_tokens',
				),
};

const anthropicErrors: ErrorTable = {
	unauthorized: () => ({
		...anthropic(401, 'invalid x-api-key', 'authentication_error'),
		headers: { 'x-should-retry': 'false' },
	}),
	payment: () => anthropic(402, 'There is an issue with your billing or payment information.', 'billing_error'),
	'missing-model': ({ model }) => anthropic(404, `model: ${model}`, 'not_found_error'),
	'too-large': () => anthropic(413, 'Request exceeds the maximum size', 'request_too_large'),
	context: ({ dialect }) => anthropic(400, contextMessages[dialect], 'invalid_request_error'),
	'rate-limit': () => ({
		...anthropic(
			429,
			'This request would exceed your organization’s rate limit of 30,000 input tokens per minute.',
			'rate_limit_error',
		),
		headers: { 'anthropic-ratelimit-requests-limit': '50', 'anthropic-ratelimit-requests-remaining': '0' },
	}),
	quota: () =>
		anthropic(
			400,
			'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.',
			'invalid_request_error',
		),
	'usage-limit': (context) => claudeUsageLimit(context),
	'server-error': () => anthropic(500, 'Internal server error', 'api_error'),
	unavailable: () => anthropic(503, 'Service unavailable', 'api_error'),
	overloaded: () => anthropic(529, 'Overloaded', 'overloaded_error'),
	'bad-request': () =>
		anthropic(400, 'max_tokens: Input should be greater than or equal to 1', 'invalid_request_error'),
	'refused-content': () => anthropic(400, 'Output blocked by content filtering policy', 'invalid_request_error'),
	'answer-too-long': ({ model }) =>
		anthropic(
			400,
			`max_tokens: 128001 > 64000, which is the maximum allowed number of output tokens for ${model}`,
			'invalid_request_error',
		),
};

function openai(
	status: number,
	message: string,
	type: string | null,
	code: string | null,
	param: string | null = null,
): ErrorRow {
	return { status, error: { message, type, param, code } };
}

function anthropic(status: number, message: string, type: string): ErrorRow {
	return { status, error: { type, message } };
}

const tables: Readonly<Record<DialectName, ErrorTable>> = {
	chat: openaiErrors,
	responses: openaiErrors,
	anthropic: anthropicErrors,
	gemini: geminiErrors,
};

const usageLimitSeconds = 3600;

/** The reset of a usage limit is a number of seconds ahead, whatever Retry-After says. */
function resetSeconds({ retryAfter }: ErrorContext): number {
	return typeof retryAfter === 'number' ? retryAfter : usageLimitSeconds;
}

function codexUsageLimit(context: ErrorContext): ErrorRow {
	const seconds = resetSeconds(context);
	return {
		status: 429,
		error: {
			type: 'usage_limit_reached',
			message: 'The usage limit has been reached',
			plan_type: 'plus',
			resets_at: context.now + seconds,
			resets_in_seconds: seconds,
		},
		headers: {
			'x-codex-primary-used-percent': '100.0',
			'x-codex-primary-window-minutes': '300',
			'x-codex-primary-reset-at': String(context.now + seconds),
			'x-codex-primary-reset-after-seconds': String(seconds),
		},
	};
}

function claudeUsageLimit(context: ErrorContext): ErrorRow {
	const seconds = resetSeconds(context);
	const reset = String(context.now + seconds);
	return {
		...anthropic(
			429,
			"This request would exceed your account's rate limit. Please try again later.",
			'rate_limit_error',
		),
		headers: {
			'anthropic-ratelimit-unified-status': 'rejected',
			'anthropic-ratelimit-unified-reset': reset,
			'anthropic-ratelimit-unified-representative-claim': 'five_hour',
			'anthropic-ratelimit-unified-5h-status': 'rejected',
			'anthropic-ratelimit-unified-5h-reset': reset,
		},
		retryAfter: seconds,
	};
}
