import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import type { Failure } from '../../../src/core/failure.ts';
import { createOpenAiAdapter } from '../../../src/providers/openai.ts';
import type { Answer } from '../../../src/providers/provider.ts';
import { kindOf, type Listener, listenTo, providerOf, runInput } from './inputs.ts';

const now = Date.UTC(2026, 10, 21, 9, 0, 0);
const adapter = createOpenAiAdapter(() => now);

/** What an adapter makes of an answer that a test writes by hand. */
interface Told {
	readonly answer: Answer;
	readonly listener: Listener;
}

interface Sent {
	readonly api?: 'chat' | 'responses';
	readonly type?: string;
	readonly limited?: boolean;
}

async function told(body: string, { api = 'chat', type = 'application/json', limited = false }: Sent): Promise<Told> {
	const server = http.createServer((request, response) => {
		request.resume();
		response.writeHead(200, { 'content-type': type }).end(body);
	});
	await once(server.listen(0, '127.0.0.1'), 'listening');
	const address = server.address();
	assert.ok(address !== null && typeof address === 'object');
	const listener = listenTo();
	try {
		const provider = providerOf({ baseUrl: `http://127.0.0.1:${address.port}/v1`, api });
		const input = runInput(provider, { key: 'sk-test-1234567890', maxOutputTokens: limited ? 100 : null });
		return { answer: await adapter.run(input, listener), listener };
	} finally {
		server.closeAllConnections();
		server.close();
	}
}

async function whole(body: unknown, sent: Sent = {}): Promise<Told> {
	return told(typeof body === 'string' ? body : JSON.stringify(body), sent);
}

function streamed(events: readonly unknown[], sent: Sent = {}): Promise<Told> {
	const text = events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('');
	return told(`${text}data: [DONE]\n\n`, { ...sent, type: 'text/event-stream' });
}

function failureOf({ answer }: Told): Failure {
	assert.ok(!answer.ok, 'It is an answer.');
	return answer.failure;
}

function completion(finish: string | null, content: string | null = 'whole'): object {
	const message = { role: 'assistant', content, refusal: null };
	const usage = { prompt_tokens: 11, completion_tokens: 7 };
	return { object: 'chat.completion', model: 'm', choices: [{ index: 0, message, finish_reason: finish }], usage };
}

function response(status: string, reason: string | null = null): object {
	const output = [
		{ type: 'reasoning', summary: [] },
		{ type: 'message', content: [{ type: 'output_text', text: 'whole' }] },
	];
	const usage = { input_tokens: 11, output_tokens: 7 };
	return {
		object: 'response',
		status,
		model: 'm',
		output,
		usage,
		incomplete_details: reason === null ? null : { reason },
	};
}

describe('an answer with status 200 that is no stream (A1, R14, U18)', () => {
	it('is an answer when a server that does not know `stream` sends a complete one', async () => {
		const expected = { ok: true, text: 'whole', model: 'm', usage: { inputTokens: 11, outputTokens: 7, cost: null } };
		const chat = await whole(completion('stop'));
		assert.deepEqual(chat.answer, expected);
		assert.equal(chat.listener.text(), 'whole');
		const other = await whole(response('completed'), { api: 'responses' });
		assert.deepEqual(other.answer, expected);
		assert.equal(other.listener.text(), 'whole');
	});

	const unfinished: readonly [kind: string, body: object, sent: Sent][] = [
		['unreachable', completion(null), {}],
		['bad-output', completion('length'), {}],
		['output-limit', completion('length'), { limited: true }],
		['refused', completion('content_filter'), {}],
		['bad-output', completion('stop', null), {}],
		['bad-output', completion('stop', ' '), {}],
		['bad-output', response('incomplete', 'max_output_tokens'), { api: 'responses' }],
		['output-limit', response('incomplete', 'max_output_tokens'), { api: 'responses', limited: true }],
		['refused', response('incomplete', 'content_filter'), { api: 'responses' }],
		['bad-output', response('in_progress'), { api: 'responses' }],
	];
	for (const [kind, body, sent] of unfinished) {
		it(`is ${kind} for ${JSON.stringify(body).slice(-120)}${sent.limited === true ? ', limited by us' : ''}`, async () => {
			const { answer, listener } = await whole(body, sent);
			assert.equal(kindOf(answer), kind);
			assert.equal(listener.text(), '');
		});
	}

	const errors: readonly [kind: string, body: unknown][] = [
		['rate-limited', { error: { message: 'Slow', type: 'requests', code: 'rate_limit_exceeded' } }],
		['unauthorized', { error: { message: 'Provider returned error', code: 401 } }],
		['overloaded', { error: { message: 'Provider returned error', code: 502 } }],
		['quota-exhausted', [{ error: { code: 429, message: 'x', status: 'RESOURCE_EXHAUSTED', details: daily() } }]],
		['rate-limited', { object: 'error', message: 'Rate limit exceeded', type: 'rate_limited', code: '1300' }],
		['overloaded', { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }],
		['context-exceeded', { error: 'the input length exceeds the context length' }],
		['unknown', { error: { message: 'Something' } }],
		['rate-limited', { detail: 'Slow down', status: 429 }],
		['unknown', { status: 'failure', message: 'Something' }],
	];
	for (const [kind, body] of errors) {
		it(`is the failure ${kind} that it tells about: ${JSON.stringify(body)}`, async () => {
			assert.equal(failureOf(await whole(body)).kind, kind);
			assert.equal(failureOf(await whole(body, { api: 'responses' })).kind, kind);
		});
	}

	it('keeps the words of such an error', async () => {
		assert.equal(failureOf(await whole({ error: { message: 'The reason' } })).said, 'The reason');
	});

	const others = [
		'',
		'null',
		'[]',
		'{}',
		'"text"',
		'{"choices":[]}',
		'{"choices":[{}]}',
		'{"id":',
		'<html>Sign in</html>',
	];
	for (const body of others) {
		it(`is bad output where it is neither: ${JSON.stringify(body)}`, async () => {
			const failure = failureOf(await whole(body));
			assert.equal(failure.kind, 'bad-output');
			assert.deepEqual(failure.evidence, { status: 200, code: 'no-stream' });
		});
	}

	it('is not read without end', async () => {
		const long = { ...completion('stop', 'x'.repeat(900_000)) };
		assert.equal(kindOf((await whole(long)).answer), 'ok');
		assert.equal(kindOf((await whole(completion('stop', 'x'.repeat(1_100_000)))).answer), 'bad-output');
	});
});

describe('why a stream ended (A1, U14, U18)', () => {
	const chunk = (finish: string | null) => ({
		model: 'm',
		choices: [{ index: 0, delta: { content: 'part' }, finish_reason: finish }],
	});

	const reasons: readonly [kind: string, reason: string][] = [
		['ok', 'stop'],
		['ok', 'STOP'],
		['ok', 'tool_calls'],
		['ok', 'function_call'],
		['ok', 'eos'],
		['ok', 'end_turn'],
		['bad-output', 'length'],
		['bad-output', 'max_tokens'],
		['bad-output', 'model_length'],
		['refused', 'content_filter'],
		['refused', 'SAFETY'],
		['overloaded', 'error'],
		['overloaded', 'insufficient_system_resource'],
		['overloaded', 'abort'],
		['bad-output', 'something_new'],
		['bad-output', 'constructor'],
	];
	for (const [kind, reason] of reasons) {
		it(`is ${kind} for the reason ${reason}, which is in the evidence of a failure`, async () => {
			const { answer } = await streamed([chunk(null), chunk(reason)]);
			assert.equal(kindOf(answer), kind);
			assert.ok(answer.ok || answer.failure.evidence?.['finish'] === reason);
		});
	}

	it('is a limit of our own only where we set one', async () => {
		assert.equal(kindOf((await streamed([chunk('length')], { limited: true })).answer), 'output-limit');
		assert.equal(kindOf((await streamed([chunk('length')])).answer), 'bad-output');
	});

	it('takes an empty reason for none', async () => {
		assert.equal(kindOf((await streamed([chunk(''), chunk('stop'), chunk('')])).answer), 'ok');
		assert.equal(failureOf(await streamed([chunk(''), chunk('')])).kind, 'unreachable');
	});

	it('is not disturbed by chunks that say nothing', async () => {
		const nothing = [null, {}, { choices: null }, { choices: [] }, { choices: [{ delta: null }] }, { detail: null }];
		assert.equal(kindOf((await streamed([...nothing, chunk('stop'), ...nothing])).answer), 'ok');
	});

	it('tells how far a stream came that ended early', async () => {
		const failure = failureOf(await streamed([chunk(null), chunk(null)]));
		assert.equal(failure.kind, 'unreachable');
		assert.deepEqual(failure.evidence, { code: 'ended-early', chunks: 2, sent: 'maybe' });
		const events = [{ type: 'response.created', response: {} }];
		const other = failureOf(await streamed(events, { api: 'responses' }));
		assert.deepEqual(other.evidence, { code: 'ended-early', chunks: 1, sent: 'maybe' });
	});
});

describe('an error in the middle of a stream (A1, U18)', () => {
	const text = { model: 'm', choices: [{ index: 0, delta: { content: 'part' }, finish_reason: null }] };
	const inChoice = { index: 0, delta: {}, finish_reason: 'error', error: { code: 502, message: 'Bad gateway' } };
	const events: readonly [kind: string, event: unknown][] = [
		['overloaded', { error: { message: 'The server had an error', type: 'server_error', code: null } }],
		['overloaded', { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }],
		['rate-limited', [{ error: { code: 429, message: 'Quota', status: 'RESOURCE_EXHAUSTED' } }]],
		['overloaded', { choices: [inChoice] }],
		['overloaded', { error: { code: 'server_error', message: 'Down' }, choices: [{ ...inChoice, error: undefined }] }],
		['rate-limited', { object: 'error', message: 'Rate limit exceeded', type: 'rate_limited', code: '1300' }],
		['context-exceeded', { object: 'error', message: "This model's maximum context length is 4096", code: 400 }],
		['unknown', { choices: [], x_groq: { id: 'req_1', error: 'over' } }],
		['context-exceeded', { error: 'the input length exceeds the context length' }],
	];
	for (const [kind, event] of events) {
		it(`is ${kind} for ${JSON.stringify(event).slice(0, 110)}`, async () => {
			assert.equal(failureOf(await streamed([text, event, { choices: [{ finish_reason: 'stop' }] }])).kind, kind);
		});
	}

	it('is heard in both of the forms that the Responses API has', async () => {
		const bare = { type: 'error', code: 'rate_limit_exceeded', message: 'Slow', param: null, sequence_number: 3 };
		const failed = { type: 'response.failed', response: { error: { code: 'server_error', message: 'Down' } } };
		assert.equal(failureOf(await streamed([bare], { api: 'responses' })).kind, 'rate-limited');
		assert.equal(failureOf(await streamed([failed], { api: 'responses' })).kind, 'overloaded');
	});
});

describe('a provider without an address', () => {
	it('is sent nothing: the SDK would take the key to an address of its own (A2)', async () => {
		const answer = await adapter.run(runInput(providerOf({ baseUrl: null })), listenTo());
		assert.equal(kindOf(answer), 'unreachable');
		assert.match(answer.ok ? '' : answer.failure.message, /no base URL/);
		assert.equal(answer.ok || answer.failure.neverSent, true);
	});

	it('is not blamed, nor charged, for a request that was stopped before (A2)', async () => {
		const provider = providerOf({ baseUrl: 'http://127.0.0.1:1/v1' });
		const answer = await adapter.run(runInput(provider), listenTo(AbortSignal.abort()));
		assert.equal(answer.ok || answer.failure.neverSent, true);
	});
});

function daily(): unknown {
	return [{ violations: [{ quotaId: 'GenerateRequestsPerDayPerProjectPerModel-FreeTier' }] }];
}
