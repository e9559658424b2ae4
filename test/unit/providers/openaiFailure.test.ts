import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import OpenAI from 'openai';
import type { ErrorReport } from '../../../src/providers/failureKind.ts';
import { failureFrom, failureOf } from '../../../src/providers/openaiFailure.ts';

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

	it('looks only through the beginning of what a server said, which may be a whole page', () => {
		assert.equal(kindOf({ status: 400, words: `${' '.repeat(3900)}maximum context length` }), 'context-exceeded');
		assert.equal(kindOf({ status: 400, words: `${' '.repeat(4000)}maximum context length` }), 'bad-request');
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
		assert.deepEqual(failure.evidence, { code: 'ENOTFOUND', sent: 'no' });
	});

	it('lets a request that is too large be what it is, whatever its code says', () => {
		const words = 'Request too large for m in organization o on tokens per minute (TPM): Limit 6000, Requested 12328';
		assert.equal(kindOf({ status: 413, code: 'rate_limit_exceeded', words }), 'context-exceeded');
		assert.equal(kindOf({ status: 429, code: 'rate_limit_exceeded', words }), 'context-exceeded');
	});

	it('waits as long as is said of this request rather than of limits in general (U6)', () => {
		const headers = new Headers({ 'retry-after': '7', 'x-ratelimit-reset': '60' });
		const words = 'Please try again in 20s.';
		assert.equal(waitOf({ status: 429, waitMs: 3000, headers, words }), 3000);
		assert.equal(waitOf({ status: 429, headers, words }), 7000);
		headers.delete('retry-after');
		assert.equal(waitOf({ status: 429, headers, words }), 20_000);
		assert.equal(waitOf({ status: 429, headers }), 60_000);
		assert.equal(waitOf({ status: 429, code: 'insufficient_quota', headers }), null);
		assert.equal(waitOf({ status: 503, headers, words }), null);
	});

	it('reads a time of day in the user’s time zone (U6)', () => {
		const limited = report({ status: 429, words: 'Limit reached · resets 11pm' });
		const berlin = failureOf(limited, { ...context, zone: 'Europe/Berlin' });
		const newYork = failureOf(limited, { ...context, zone: 'America/New_York' });
		assert.equal(berlin.kind === 'rate-limited' && berlin.retryAfterMs, 13 * 3_600_000);
		assert.equal(newYork.kind === 'rate-limited' && newYork.retryAfterMs, 19 * 3_600_000);
	});

	it('keeps its evidence where the key is empty, and the key out of it where it is not', () => {
		const refused = report({ status: 401, code: 'bad_sk-123', type: 'auth' });
		assert.deepEqual(failureOf(refused, { ...context, key: '' }).evidence, {
			status: 401,
			code: 'bad_sk-123',
			type: 'auth',
		});
		assert.deepEqual(failureOf(refused, { ...context, key: 'sk-123' }).evidence, { status: 401, type: 'auth' });
	});
});

describe('whether a request that reached nobody was sent (A2)', () => {
	async function sentTo(url: string, started = false): Promise<unknown> {
		const error: unknown = await fetch(url, { method: 'POST', body: 'x' }).then(
			() => null,
			(thrown: unknown) => thrown,
		);
		const failure = failureFrom(new OpenAI.APIConnectionError({ cause: error as Error }), { ...context, started });
		assert.equal(failure.kind, 'unreachable');
		assert.equal(failure.neverSent ?? false, failure.evidence?.['sent'] === 'no');
		return failure.evidence?.['sent'];
	}

	/** Runs a server that does this with each connection; gives its port. */
	async function withServer(serve: (socket: net.Socket) => void, test: (port: number) => Promise<void>): Promise<void> {
		const server = net.createServer((socket) => {
			socket.on('error', () => {});
			serve(socket);
		});
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		const address = server.address();
		assert.ok(typeof address === 'object' && address !== null);
		try {
			await test(address.port);
		} finally {
			server.close();
		}
	}

	it('is a no where nobody listens', async () => {
		let port = 0;
		await withServer(
			() => {},
			async (opened) => {
				port = opened;
			},
		);
		assert.equal(await sentTo(`http://127.0.0.1:${port}`), 'no');
	});

	it('is a no where the handshake fails', async () => {
		await withServer(
			(socket) => socket.once('data', () => socket.end('this is no TLS\r\n\r\n')),
			async (port) => assert.equal(await sentTo(`https://127.0.0.1:${port}`), 'no'),
		);
		await withServer(
			(socket) => socket.once('data', () => socket.destroy()),
			async (port) => assert.equal(await sentTo(`https://127.0.0.1:${port}`), 'no'),
		);
	});

	it('is a maybe where the connection broke after the request', async () => {
		await withServer(
			(socket) => socket.once('data', () => socket.resetAndDestroy()),
			async (port) => assert.equal(await sentTo(`http://127.0.0.1:${port}`), 'maybe'),
		);
		await withServer(
			(socket) => socket.once('data', () => socket.end()),
			async (port) => assert.equal(await sentTo(`http://127.0.0.1:${port}`), 'maybe'),
		);
	});

	const causes: readonly [sent: string, cause: Error][] = [
		['no', Object.assign(new Error(), { code: 'EAI_AGAIN' })],
		['no', Object.assign(new Error(), { code: 'UND_ERR_CONNECT_TIMEOUT' })],
		['no', Object.assign(new Error(), { code: 'ETIMEDOUT', syscall: 'connect' })],
		['no', Object.assign(new Error(), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })],
		['no', Object.assign(new Error(), { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' })],
		['no', Object.assign(new Error(), { code: 'CERT_HAS_EXPIRED' })],
		['no', Object.assign(new Error(), { code: 'ERR_TLS_CERT_ALTNAME_INVALID' })],
		['no', new AggregateError([1, 2].map(() => Object.assign(new Error(), { syscall: 'connect', code: 'ETIMEDOUT' })))],
		['maybe', new AggregateError([])],
		['maybe', Object.assign(new Error(), { code: 'ETIMEDOUT', syscall: 'read' })],
		['maybe', Object.assign(new Error(), { code: 'ECONNRESET' })],
		['maybe', Object.assign(new Error(), { code: 'EPIPE' })],
		['maybe', Object.assign(new Error(), { code: 'UND_ERR_SOCKET' })],
		['maybe', new Error('connect ECONNREFUSED 127.0.0.1:4290')],
	];
	for (const [sent, cause] of causes) {
		it(`is a ${sent} for ${cause.name} ${String(Reflect.get(cause, 'code') ?? cause.message)}`, () => {
			const failure = failureFrom(new TypeError('fetch failed', { cause }), context);
			assert.equal(failure.evidence?.['sent'], sent);
			assert.equal(failure.neverSent, sent === 'no' ? true : undefined);
		});
	}

	it('is a no for a name that nobody knows', async () => {
		assert.equal(await sentTo('http://nobody.invalid/v1'), 'no');
	});

	it('is nothing that a stream tells which had begun', async () => {
		const failure = failureOf(report({ code: 'server_error' }), { ...context, started: true });
		assert.equal(failure.neverSent, undefined);
	});

	it('is a maybe once a part of the answer had come', () => {
		const cause = Object.assign(new Error(), { code: 'ECONNREFUSED' });
		const failure = failureFrom(new TypeError('fetch failed', { cause }), { ...context, started: true });
		assert.equal(failure.evidence?.['sent'], 'maybe');
	});
});
