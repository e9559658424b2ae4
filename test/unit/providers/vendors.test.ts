import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Failure } from '../../../src/core/failure.ts';
import { createOpenAiAdapter } from '../../../src/providers/openai.ts';
import { failureFrom } from '../../../src/providers/openaiFailure.ts';
import { readErrorBody } from '../../../src/providers/said.ts';
import { failureTable, situations, type VendorCase, vendorsIn } from '../../support/vendors.ts';
import { listenTo, providerOf, runInput } from './inputs.ts';

const vendors = vendorsIn();
const usual = '2026-11-21T09:00:00Z';

for (const { vendor, cases } of vendors) {
	describe(`the failures of ${vendor} (A1, R14, R17, U6)`, () => {
		for (const each of cases) {
			const { kind, waitMs } = each.expect;
			it(`calls ${each.title} ${kind}${typeof waitMs === 'number' ? ` for ${waitMs} ms` : ''}`, async () => {
				const failure = await failureOn(each);
				assert.deepEqual(
					{ kind: failure.kind, ...('retryAfterMs' in failure ? { waitMs: failure.retryAfterMs } : {}) },
					each.expect,
				);
				assert.match(each.source, /https:\/\/|from memory|\.(?:ts|go)\b|public (?:test|log|code|client)/);
			});
		}
	});
}

describe('what is kept of a vendor’s error', () => {
	const all = vendors.flatMap(({ vendor, cases }) => cases.map((each) => ({ vendor, each })));

	it('is one fixture at least of each vendor', () => {
		const names = 'anthropic deepseek gemini groq litellm lmstudio mistral ollama openai openrouter portkey vllm';
		assert.deepEqual(vendors.map(({ vendor }) => vendor).sort(), names.split(' '));
	});

	it('is evidence without sentences, and words for the user', async () => {
		for (const { vendor, each } of all) {
			const { evidence, said } = await failureOn(each);
			for (const value of Object.values(evidence ?? {})) {
				assert.match(String(value), /^[\w.-]+$/, `${vendor}: ${each.title}`);
			}
			const body = JSON.stringify(each.body);
			const hasWords = body.includes('"error":') || !body.includes('"finish_reason"');
			assert.equal(said !== undefined && said !== '', hasWords, `${vendor}: ${each.title}`);
			// What follows JSON in a message leaves it as it is.
			assert.doesNotMatch(said ?? '', /^(?:\d{3} )?\{.*\}$/s, `${vendor}: ${each.title}`);
		}
	});

	it('is never a wait that is not finite', async () => {
		for (const { each } of all) {
			const failure = await failureOn(each);
			assert.ok(!('retryAfterMs' in failure) || failure.retryAfterMs === null || failure.retryAfterMs >= 0);
		}
	});

	it('is read from a body of any shape without throwing', () => {
		const cycle: Record<string, unknown> = {};
		cycle['error'] = cycle;
		const shapes = [undefined, null, 0, '', '{', '[]', [], {}, [[[[[[[['deep']]]]]]]], { error: null }, cycle];
		const odd = [
			{ message: 7, code: {}, type: [], details: {}, metadata: 1 },
			{ details: [null, { violations: [null] }, { retryDelay: 'NaNs' }], resets_in_seconds: Number.NaN },
			{ resets_at: Number.POSITIVE_INFINITY, metadata: { headers: { 'X-RateLimit-Reset': 'bad\nvalue' } } },
		];
		for (const shape of [...shapes, ...odd]) {
			assert.equal(readErrorBody(shape, Date.parse(usual)).waitMs, null);
		}
	});
});

describe('the failure table (A1)', () => {
	for (const { vendor, cases, absent = {} } of vendors) {
		for (const [situation, is] of Object.entries(situations)) {
			it(`has ${situation} of ${vendor}, or says why there is none`, () => {
				const reason = absent[situation];
				assert.equal(cases.some(is), reason === undefined, reason);
				assert.notEqual(reason, '');
			});
		}
	}

	it('stands in docs/FAILURES.md as the fixtures have it; `npm run failures` writes it anew', () => {
		const file = new URL('../../../docs/FAILURES.md', import.meta.url);
		assert.equal(readFileSync(file, 'utf8'), failureTable(vendors));
	});
});

describe('numbers in the words of an error (R17)', () => {
	const traps = [
		'connect to 127.0.0.1:4290 failed',
		'request req_401a429b402 at host 10.4.0.1:5000 was not accepted',
		'model gpt-404-turbo at line 413 column 529',
		'see ticket 429, 401 and 402',
	];
	for (const words of traps) {
		it(`mean nothing by themselves: “${words}”`, async () => {
			const body = { error: { message: words, type: 'invalid_request_error', param: null, code: null } };
			assert.equal((await answered(400, body)).kind, 'bad-request');
			assert.equal((await answered(500, body)).kind, 'overloaded');
			assert.equal((await answered(418, body)).kind, 'unknown');
			assert.equal((await streamed([body])).kind, 'unknown');
			const refused = Object.assign(new Error(words), { code: 'ECONNREFUSED' });
			assert.equal(failureFrom(new TypeError('fetch failed', { cause: refused }), at(usual)).kind, 'unreachable');
		});
	}
});

function failureOn({ stream, status, headers, body, now }: VendorCase): Promise<Failure> {
	return stream === true ? streamed(body, now) : answered(status ?? 0, body, headers, now);
}

/** Through the SDK, which takes every body apart in its own way. */
async function answered(status: number, body: unknown, headers = {}, now = usual): Promise<Failure> {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	const type = typeof body === 'string' ? 'text/plain' : 'application/json';
	return caught(new Response(text, { status, headers: { 'content-type': type, ...headers } }), now);
}

async function streamed(events: unknown, now = usual): Promise<Failure> {
	assert.ok(Array.isArray(events));
	const text = events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('');
	return caught(new Response(text, { headers: { 'content-type': 'text/event-stream' } }), now);
}

/** What the adapter makes of an answer. */
async function caught(response: Response, now: string): Promise<Failure> {
	const before = globalThis.fetch;
	globalThis.fetch = () => Promise.resolve(response);
	try {
		const adapter = createOpenAiAdapter(() => Date.parse(now));
		const answer = await adapter.run(runInput(providerOf({ baseUrl: 'http://127.0.0.1:1/v1' })), listenTo());
		assert.ok(!answer.ok, 'The fixture is no failure.');
		return answer.failure;
	} finally {
		globalThis.fetch = before;
	}
}

function at(now: string): { readonly now: number; readonly key: null; readonly started: false } {
	return { now: Date.parse(now), key: null, started: false };
}
