import { contextMessages } from './contextMessages.ts';
import type { ErrorContext, ErrorRow, ErrorTable } from './errors.ts';

/** What Google's API says. It has no Retry-After: a wait stands among the details. */
export const geminiErrors: ErrorTable = {
	unauthorized: () =>
		google(400, 'INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key.', [
			{
				'@type': typeOf('ErrorInfo'),
				reason: 'API_KEY_INVALID',
				domain: 'googleapis.com',
				metadata: { service: 'generativelanguage.googleapis.com' },
			},
		]),
	payment: () => google(403, 'PERMISSION_DENIED', 'Billing is disabled for this project. Enable it and retry.'),
	'missing-model': ({ model }) =>
		google(
			404,
			'NOT_FOUND',
			`models/${model} is not found for API version v1beta, or is not supported for generateContent.`,
		),
	'too-large': () => google(413, 'INVALID_ARGUMENT', 'Request payload size exceeds the limit: 20971520 bytes.'),
	context: () => google(400, 'INVALID_ARGUMENT', contextMessages.gemini),
	'rate-limit': (context) => limit(context, 'Minute', '5'),
	quota: (context) => limit({ ...context, retryAfter: undefined }, 'Day', '100'),
	'usage-limit': (context) => limit({ ...context, retryAfter: undefined }, 'Day', '100'),
	'server-error': () => google(500, 'INTERNAL', 'An internal error has occurred. Please retry.'),
	unavailable: () => google(503, 'UNAVAILABLE', 'The model is overloaded. Please try again later.'),
	overloaded: () => google(503, 'UNAVAILABLE', 'The model is overloaded. Please try again later.'),
	'bad-request': () => google(400, 'INVALID_ARGUMENT', 'Invalid value at temperature: must be between 0 and 2.'),
	'refused-content': () => google(400, 'INVALID_ARGUMENT', 'The prompt was blocked for safety reasons.'),
	'answer-too-long': () =>
		google(400, 'INVALID_ARGUMENT', 'Unable to submit request because it has a maxOutputTokens value of 100000.'),
};

function google(status: number, name: string, message: string, details: readonly object[] = []): ErrorRow {
	return { status, error: { code: status, message, status: name, ...(details.length === 0 ? {} : { details }) } };
}

function limit({ retryAfter, model }: ErrorContext, per: 'Minute' | 'Day', value: string): ErrorRow {
	const metric = 'generativelanguage.googleapis.com/generate_content_free_tier_requests';
	const wait = retryAfter === undefined ? '' : `\nPlease retry in ${retryAfter}s.`;
	return google(
		429,
		'RESOURCE_EXHAUSTED',
		`You exceeded your current quota, please check your plan and billing details.\n* Quota exceeded for metric: ${metric}, limit: ${value}${wait}`,
		[
			{
				'@type': typeOf('QuotaFailure'),
				violations: [
					{
						quotaMetric: metric,
						quotaId: `GenerateRequestsPer${per}PerProjectPerModel-FreeTier`,
						quotaDimensions: { location: 'global', model },
						quotaValue: value,
					},
				],
			},
			...(retryAfter === undefined ? [] : [{ '@type': typeOf('RetryInfo'), retryDelay: `${retryAfter}s` }]),
		],
	);
}

function typeOf(name: string): string {
	return `type.googleapis.com/google.rpc.${name}`;
}
