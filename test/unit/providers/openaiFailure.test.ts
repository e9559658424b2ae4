import assert from 'node:assert/strict';
import { type ErrorReport, failureFrom, failureOf } from '../../../src/providers/openaiFailure.ts';

const context = { now: Date.UTC(2026, 10, 21, 9, 0, 0), key: null, started: false };

function report(settings: Partial<ErrorReport>): ErrorReport {
	return { status: null, code: null, type: null, words: '', headers: new Headers(), ...settings };
}

function kindOf(settings: Partial<ErrorReport>): string {
	return failureOf(report(settings), context).kind;
}

function waitOf(settings: Partial<ErrorReport>): number | null {
	const failure = failureOf(report(settings), context);
	return 'retryAfterMs' in failure ? failure.retryAfterMs : null;
}

describe('the kind of a failure of an OpenAI-compatible server (A1, R14, R17)', () => {
	const rows: readonly [kind: string, report: Partial<ErrorReport>][] = [
		['bad-request', { status: 400 }],
		['unauthorized', { status: 401 }],
		['billing', { status: 402 }],
		['unauthorized', { status: 403 }],
		['model-missing', { status: 404 }],
		['timeout', { status: 408 }],
		['context-exceeded', { status: 413 }],
		['bad-request', { status: 422 }],
		['rate-limited', { status: 429 }],
		['overloaded', { status: 500 }],
		['overloaded', { status: 502 }],
		['overloaded', { status: 504 }],
		['overloaded', { status: 529 }],
		['unknown', { status: 409 }],
		['bad-request', { status: 302 }],
		['quota-exhausted', { status: 429, code: 'insufficient_quota' }],
		['quota-exhausted', { status: 429, type: 'insufficient_quota' }],
		['rate-limited', { status: 403, code: 'rate_limit_exceeded' }],
		['model-missing', { status: 400, code: 'model_not_found' }],
		['model-missing', { status: 400, code: 'DeploymentNotFound' }],
		['refused', { status: 400, code: 'content_policy_violation' }],
		['unknown', { status: 400, code: 'unsupported_parameter' }],
		['overloaded', { code: 'server_error' }],
		['context-exceeded', { status: 400, words: "This model's maximum context length is 4096 tokens." }],
		['billing', { status: 429, words: 'Your account has insufficient balance' }],
		['output-limit', { status: 400, words: 'max_tokens is too large: 32768. It supports at most 16384' }],
		['unknown', { status: 400, words: 'Unrecognized request argument supplied: stream_options' }],
		['unknown', {}],
		['unknown', { code: 'constructor' }],
	];
	for (const [kind, settings] of rows) {
		it(`is ${kind} for ${JSON.stringify(settings)}`, () => {
			assert.equal(kindOf(settings), kind);
		});
	}

	it('trusts a known code over the words beside it', () => {
		assert.equal(kindOf({ status: 429, code: 'rate_limit_exceeded', words: 'insufficient balance' }), 'rate-limited');
	});

	it('looks for no words where the status says enough', () => {
		assert.equal(kindOf({ status: 500, words: 'maximum context length of the content policy' }), 'overloaded');
		assert.equal(kindOf({ status: 401, words: 'context window' }), 'unauthorized');
	});

	it('reads a wait out of the words only for a rate limit, and only without a header (U6)', () => {
		const words = 'Please try again in 20s.';
		assert.equal(waitOf({ status: 429, words }), 20_000);
		assert.equal(waitOf({ status: 429, words, headers: new Headers({ 'retry-after': '7' }) }), 7000);
		assert.equal(waitOf({ status: 503, words }), null);
		assert.equal(waitOf({ status: 503, words, headers: new Headers({ 'retry-after': '7' }) }), 7000);
	});

	it('cuts what the provider said to 500 characters', () => {
		assert.equal(failureOf(report({ status: 400, words: 'x'.repeat(900) }), context).said?.length, 500);
	});

	it('tells a server that does not begin to answer from an answer that stops arriving', () => {
		const stalled = (code: string) => new TypeError('fetch failed', { cause: Object.assign(new Error(), { code }) });
		const silent = failureFrom(stalled('UND_ERR_HEADERS_TIMEOUT'), context);
		const stopped = failureFrom(stalled('UND_ERR_BODY_TIMEOUT'), { ...context, started: true });
		assert.equal(silent.kind === 'timeout' && silent.phase, 'first-output');
		assert.equal(stopped.kind === 'timeout' && stopped.phase, 'idle');
	});

	it('calls a lost connection unreachable, with the innermost code', () => {
		const cause = Object.assign(new Error(), { code: 'ENOTFOUND' });
		const failure = failureFrom(new TypeError('fetch failed', { cause }), context);
		assert.equal(failure.kind, 'unreachable');
		assert.deepEqual(failure.evidence, { code: 'ENOTFOUND' });
	});
});
