import type { FailureKind } from '../core/failure.ts';
import { dailyQuota } from './said.ts';

/** What a failed answer says about itself, wherever in the body or the stream it says so. */
export interface ErrorReport {
	readonly status: number | null;
	readonly code: string | null;
	readonly type: string | null;
	readonly words: string;
	readonly headers: Headers;
	/** The parameter of the request that it is about. */
	readonly param?: string | null;
	/** Further names for what happened, the most exact first. */
	readonly names?: readonly string[];
	/** The wait that a field of the body names, in milliseconds. */
	readonly waitMs?: number | null;
}

/** Names first; words only where there is no name that is known; then the status. */
export function kindOf(report: ErrorReport): FailureKind {
	const { status, code, type, names = [], param } = report;
	const row = finer.find((each) => matches(each, report));
	if (row !== undefined) {
		return row.kind;
	}
	// What a gateway adds is more exact than the code, which it may have taken over from a failure that is not ours.
	for (const name of [...names, `${code} ${param}`, code, type]) {
		const named = byName.get(name?.toLowerCase() ?? '');
		if (named !== undefined) {
			return named;
		}
	}
	if (isRedirect(report)) {
		return 'bad-request';
	}
	const worded = byWords.find((each) => matches(each, report));
	if (worded !== undefined) {
		return worded.kind;
	}
	if (status === null) {
		return withoutStatus.get(type ?? '') ?? 'unknown';
	}
	return byStatus[status] ?? (status >= 500 ? 'overloaded' : 'unknown');
}

export function isRedirect({ status }: ErrorReport): boolean {
	return status !== null && status >= 300 && status < 400;
}

const namesOf: readonly (readonly [kind: FailureKind, names: readonly string[]])[] = [
	[
		'quota-exhausted',
		[dailyQuota, 'insufficient_quota', 'usage_limit_reached', 'exceeded_current_quota_error', 'budget_exceeded'],
	],
	[
		'billing',
		['billing_hard_limit_reached', 'billing_not_active', 'billing_error', 'insufficient_balance', 'payment_required'],
	],
	[
		'rate-limited',
		[
			'openrouter_in_flight_budget',
			'rate_limit_exceeded',
			'rate_limit_error',
			'rate_limited',
			'ratelimiterror',
			'throttling_error',
			'too_many_requests',
			'resource_exhausted',
		],
	],
	[
		'context-exceeded',
		[
			'context_length_exceeded',
			'contextwindowexceedederror',
			'exceed_context_size_error',
			'request_too_large',
			'string_above_max_length',
		],
	],
	['output-limit', ['max_tokens_exceeded', 'integer_above_max_value max_output_tokens', 'invalid_value max_tokens']],
	[
		'unauthorized',
		[
			'invalid_api_key',
			'api_key_invalid',
			'invalid_authentication',
			'authentication_error',
			'authenticationerror',
			'auth_error',
			'expired_key',
			'token_not_found_in_db',
			'unauthenticated',
			'permission_error',
			'permission_denied',
			'account_deactivated',
		],
	],
	[
		'model-missing',
		[
			'model_not_found',
			'model_not_available',
			'model_decommissioned',
			'model_terms_required',
			'invalid_model',
			'key_model_access_denied',
			'team_model_access_denied',
			'deploymentnotfound',
			'not_found_error',
			'notfounderror',
			'not_found',
		],
	],
	[
		'refused',
		[
			'content_policy_violation',
			'contentpolicyviolationerror',
			'content_filter',
			'moderation_blocked',
			'moderated',
			'hooks_failed',
		],
	],
	// Of OpenRouter's limits the pool is shared by all its users: the model is busy, and the account is not to blame.
	[
		'overloaded',
		[
			'upstream_provider_shared_pool',
			'provider_unavailable',
			'model_capacity_exhausted',
			'capacity_exceeded',
			'service_tier_capacity_exceeded',
			'server_error',
			'server_is_overloaded',
			'overloaded_error',
			'engine_overloaded_error',
			'service_unavailable',
			'service_unavailable_error',
			'serviceunavailableerror',
			'internalservererror',
			'unavailable',
			'slow_down',
		],
	],
	['timeout', ['deadline_exceeded', 'timeout_error', 'timeout']],
	// The next provider may know the parameter that this one does not, or be allowed where the user is.
	[
		'unknown',
		[
			'unknown_parameter',
			'unsupported_parameter',
			'extra_forbidden',
			'unsupportedparamserror',
			'failed_precondition',
			'unsupported_country_region_territory',
		],
	],
];

const byName = new Map(namesOf.flatMap(([kind, names]) => names.map((name) => [name, kind] as const)));

interface WordRow {
	readonly statuses: readonly number[];
	readonly words: RegExp;
	readonly kind: FailureKind;
}

/** Where one name stands for two things that ask for different consequences, and only the words tell them apart. */
const finer: readonly WordRow[] = [
	// OpenAI, Groq: larger than a whole minute's allowance, so that waiting does not help.
	{ statuses: [413, 429], words: /\brequest too large for .+ on .*tokens per/i, kind: 'context-exceeded' },
	// LiteLLM has one class of error for both.
	{
		statuses: [429],
		words: /^litellm\.RateLimitError: .*exceeded your current quota, please check your plan/i,
		kind: 'quota-exhausted',
	},
];

/**
 * For bodies without a known name. Only statuses that servers use for several things are looked into, and failures in
 * the middle of a stream, which have none.
 */
const byWords: readonly WordRow[] = [
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
	// Anthropic: the limit that the customer set.
	{ statuses: [400], words: /reached your specified api usage limits/i, kind: 'quota-exhausted' },
	// Ollama's cloud; a key of OpenRouter's with a limit of its own.
	{ statuses: [429], words: /reached your (?:\w+ )?usage limit/i, kind: 'quota-exhausted' },
	{ statuses: [403], words: /^key limit exceeded/i, kind: 'quota-exhausted' },
	// Mistral.
	{ statuses: [429], words: /service tier capacity exceeded/i, kind: 'overloaded' },
	// vLLM: the prompt alone would have fit. It counts what is left for the answer, and a negative rest is a long prompt.
	{
		statuses: [400],
		words: /^(?:'?max_tokens'? or '?max_completion_tokens'?|max_tokens|max_completion_tokens)\S* is too large/i,
		kind: 'output-limit',
	},
	{
		statuses: [400, 422],
		words:
			/maximum context length|max_tokens must be at least 1, got -|context (?:length|window|size|limit)|n_keep .*n_ctx|prompt is too long|too many (?:input )?tokens|input token count/i,
		kind: 'context-exceeded',
	},
	{
		statuses: [400, 422],
		words:
			/max(?:_?(?:completion|output|new))?_?tokens\b.*(?:too large|at most|exceed|maximum allowed|maximum value|valid range|supported range|less than or equal)/i,
		kind: 'output-limit',
	},
	// Google; LM Studio, OpenRouter, Ollama, DeepSeek, LiteLLM, Google; Ollama's cloud.
	{ statuses: [400], words: /\bapi key not valid/i, kind: 'unauthorized' },
	{
		statuses: [400],
		words:
			/\bno models? loaded|is not a valid model id|not found, try pulling it|does not support chat\b|\bmodel not exist|invalid model name passed|model name is invalid/i,
		kind: 'model-missing',
	},
	{ statuses: [403], words: /model requires a subscription/i, kind: 'model-missing' },
	// Azure and its like; DeepSeek; OpenAI.
	{
		statuses: [400, 403],
		words:
			/content (?:management )?policy|content filter|safety system|content exists risk|violating our usage policy/i,
		kind: 'refused',
	},
	// OpenRouter.
	{ statuses: [404], words: /endpoints found that can handle the requested parameters/i, kind: 'unknown' },
	{
		statuses: [400, 422],
		words:
			/(?:unknown|unrecognized|unsupported|unexpected|extra) (?:request )?(?:parameter|argument|field|input|variant|name|value)s?\b|is not supported with this model|property '[\w.]+' is unsupported/i,
		kind: 'unknown',
	},
];

/** Errors in the middle of a stream whose name says that the server failed, and who is to blame for them elsewhere not. */
const withoutStatus: ReadonlyMap<string, FailureKind> = new Map([['api_error', 'overloaded']]);

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
	// Portkey's guardrails; Groq's flexible tier.
	446: 'refused',
	498: 'overloaded',
};

function matches(row: WordRow, { status, words }: ErrorReport): boolean {
	return (status === null || row.statuses.includes(status)) && row.words.test(words);
}
