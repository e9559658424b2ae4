import assert from 'node:assert/strict';
import {
	type AcpError,
	failureFromCodex,
	failureFromError,
	failureFromWords,
} from '../../../src/providers/acpFailure.ts';

/** As the agents sent it, each to the same answer of a server. */
const errors: readonly [agent: string, what: string, error: AcpError, kind: string][] = [
	[
		'Gemini CLI',
		'a refused key',
		{
			code: 400,
			message:
				'{"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID","domain":"googleapis.com"}]}}',
		},
		'unauthorized',
	],
	[
		'Gemini CLI',
		'a quota',
		{ code: 429, message: 'You have exhausted your daily quota on this model.' },
		'quota-exhausted',
	],
	[
		'Gemini CLI',
		'a limit',
		{
			code: 429,
			message:
				'You exceeded your current quota, please check your plan and billing details. * Quota exceeded for metric: free_tier_requests, limit: 5 Please retry in 7s.',
		},
		'rate-limited',
	],
	[
		'Gemini CLI',
		'an overflow',
		{
			code: 400,
			message:
				'{"error":{"code":400,"message":"The input token count (1100012) exceeds the maximum number of tokens allowed (1048576).","status":"INVALID_ARGUMENT"}}',
		},
		'context-exceeded',
	],
	[
		'Gemini CLI',
		'a missing model, with the status of something else',
		{ code: 500, message: 'models/x is not found for API version v1beta, or is not supported for generateContent.' },
		'model-missing',
	],
	[
		'Gemini CLI',
		'an overload',
		{ code: 500, message: '{"error":{"code":500,"message":"An internal error has occurred.","status":"INTERNAL"}}' },
		'overloaded',
	],
	[
		'Gemini CLI',
		'a cut stream, with the status of something else',
		{ code: 500, message: 'terminated' },
		'unreachable',
	],
	[
		'Qwen Code',
		'a refused key',
		{ code: -32603, message: 'Internal error', data: { details: '401 Incorrect API key provided: sk-dummy.' } },
		'unauthorized',
	],
	[
		'Qwen Code',
		'an overload',
		{ code: -32603, message: 'Internal error', data: { details: '503 Our servers are currently overloaded.' } },
		'overloaded',
	],
	[
		'opencode',
		'a limit',
		{
			code: -32603,
			message: 'Internal error: Rate limit reached for fake-model. Please try again in 7s.',
			data: { service: 'session', errorName: 'APIError' },
		},
		'rate-limited',
	],
	[
		'Claude Code',
		'a limit',
		{ code: -32603, message: 'Internal error', data: { errorKind: 'rate_limit' } },
		'rate-limited',
	],
	[
		'Claude Code',
		'an account that can’t pay',
		{ code: -32603, message: 'Internal error: Credit balance is too low', data: { errorKind: 'billing_error' } },
		'billing',
	],
	[
		'Claude Code',
		'an overflow, which has the name of any bad request',
		{ code: -32603, message: 'Internal error: Prompt is too long', data: { errorKind: 'invalid_request' } },
		'context-exceeded',
	],
	['Claude Code', 'a login', { code: -32000, message: 'Authentication required' }, 'unauthorized'],
	[
		'Codex',
		'a quota',
		{
			code: -32603,
			message: 'Internal error',
			data: { message: 'Quota exceeded. Check your plan and billing details.', codexErrorInfo: 'usageLimitExceeded' },
		},
		'quota-exhausted',
	],
	['any agent', 'nothing at all', { code: -32603, message: 'Internal error' }, 'unknown'],
	['any agent', 'a number that is no status', { code: -32603, message: 'port 4290, id 401' }, 'unknown'],
	['any agent', 'a bad request', { code: 400, message: 'Bad Request' }, 'unknown'],
];

describe('an error of the Agent Client Protocol', () => {
	for (const [agent, what, error, kind] of errors) {
		it(`of ${agent} about ${what} is ${kind} (R14, R17, A1)`, () => {
			const failure = failureFromError(error, 0);
			assert.equal(failure.kind, kind);
			assert.doesNotMatch(failure.message, /sk-|fake-model/);
		});
	}

	const fromCodex: readonly [info: unknown, kind: string][] = [
		['usageLimitExceeded', 'quota-exhausted'],
		['contextWindowExceeded', 'context-exceeded'],
		['serverOverloaded', 'overloaded'],
		['modelNotFound', 'model-missing'],
		[{ httpConnectionFailed: { httpStatusCode: 401 } }, 'unauthorized'],
		[{ responseTooManyFailedAttempts: { httpStatusCode: 429 } }, 'rate-limited'],
		[{ responseStreamDisconnected: { httpStatusCode: 503 } }, 'overloaded'],
		['other', 'unknown'],
	];
	for (const [info, kind] of fromCodex) {
		it(`that Codex would try again, ${JSON.stringify(info)}, is ${kind} (R14)`, () => {
			assert.equal(failureFromCodex({ message: 'Reconnecting... 1/5', codexErrorInfo: info }, 0).kind, kind);
		});
	}

	const told: readonly [words: string, kind: string][] = [
		['exceeded retry limit, last status: 429 Too Many Requests, request id: req_fake', 'rate-limited'],
		['Error: Authentication failed with provider at http://127.0.0.1:36727/v1 (HTTP 401).', 'unauthorized'],
		[
			'Error: Failed to get response from the AI model; retried 5 times. Last error: 429 Rate limit reached.',
			'rate-limited',
		],
		['The model `fake-model` does not exist or you do not have access to it.', 'model-missing'],
		['Missing environment variable: `KEY`.', 'unauthorized'],
		['stream disconnected before completion', 'unreachable'],
		['Something else happened.', 'unknown'],
	];
	for (const [words, kind] of told) {
		it(`told as an answer, “${words.slice(0, 40)}…”, is ${kind} (R17)`, () => {
			assert.equal(failureFromWords(words, 0).kind, kind);
		});
	}

	it('keeps the wait that the words name (U6)', () => {
		const failure = failureFromWords('Error: Rate limit reached. Please try again in 7s.', 0);
		assert.equal('retryAfterMs' in failure && failure.retryAfterMs, 7000);
	});
});
