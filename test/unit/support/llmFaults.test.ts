import assert from 'node:assert/strict';
import OpenAI from 'openai';
import { type ErrorName, type LlmServer, startLlmServer } from '../../support/llmServer.ts';
import { ask, askBare, dialectNames, eventsIn, isTerminated } from './asking.ts';

const statuses: Readonly<Record<ErrorName, readonly [openai: number, anthropic: number, google: number]>> = {
	unauthorized: [401, 401, 400],
	payment: [402, 402, 403],
	'missing-model': [404, 404, 404],
	'too-large': [413, 413, 413],
	context: [400, 400, 400],
	'rate-limit': [429, 429, 429],
	quota: [429, 400, 429],
	'usage-limit': [429, 429, 429],
	'server-error': [500, 500, 500],
	unavailable: [503, 503, 503],
	overloaded: [529, 529, 503],
	'bad-request': [400, 400, 400],
	'refused-content': [400, 400, 400],
	'answer-too-long': [400, 400, 400],
	'html-502': [502, 502, 502],
};
const columns = { chat: 0, responses: 0, anthropic: 1, gemini: 2 } as const;
const errorNames = Object.keys(statuses) as readonly ErrorName[];

describe('a fault of the scripted LLM server', () => {
	let server: LlmServer;
	let client: OpenAI;
	beforeEach(async () => {
		server = await startLlmServer({ now: () => 1_000_000 });
		client = new OpenAI({ apiKey: 'key', baseURL: `${server.origin}/a/v1`, maxRetries: 0 });
	});
	afterEach(() => server.close());

	for (const error of errorNames) {
		it(`${error} has its true status in every dialect, streamed or not`, async () => {
			server.script('a', { type: 'error', error });
			for (const dialect of dialectNames) {
				const expected = statuses[error][columns[dialect]];
				assert.equal((await ask(server, dialect)).status, expected);
				assert.equal((await ask(server, dialect, { stream: true })).status, expected);
			}
		});
	}

	const codes = {
		unauthorized: 'invalid_api_key',
		'missing-model': 'model_not_found',
		context: 'context_length_exceeded',
		'rate-limit': 'rate_limit_exceeded',
		quota: 'insufficient_quota',
		'refused-content': 'content_filter',
	} as const;
	for (const [error, code] of Object.entries(codes)) {
		it(`${error} reaches the OpenAI SDK with the code ${code}`, async () => {
			server.script('a', { type: 'error', error: error as keyof typeof codes });
			await assert.rejects(client.responses.create({ model: 'm', input: 'Hi' }), { code });
			await assert.rejects(client.chat.completions.create({ model: 'm', messages: [] }), { code });
		});
	}

	it('of Anthropic carries the type of the error', async () => {
		server.script('a', { type: 'error', error: 'rate-limit' }, { type: 'error', error: 'overloaded' });
		assert.match(await (await ask(server, 'anthropic')).text(), /"type":"error","error":\{"type":"rate_limit_error"/);
		assert.match(await (await ask(server, 'anthropic')).text(), /"type":"error","error":\{"type":"overloaded_error"/);
	});

	it('has a Retry-After header only when the script says so, and as it says', async () => {
		const date = 'Wed, 25 Nov 2026 07:28:00 GMT';
		for (const retryAfterSeconds of [7, '1.5', date]) {
			server.script('a', { type: 'error', error: 'rate-limit', retryAfterSeconds });
			assert.equal((await ask(server, 'chat')).headers.get('retry-after'), String(retryAfterSeconds));
		}
		server.script('a', { type: 'error', error: 'rate-limit' });
		assert.equal((await ask(server, 'chat')).headers.get('retry-after'), null);
	});

	it('usage-limit says when the limit ends', async () => {
		server.script('a', { type: 'error', error: 'usage-limit', retryAfterSeconds: 60 });
		assert.match(await (await ask(server, 'responses')).text(), /"resets_at":1060,"resets_in_seconds":60/);
		const headers = (await ask(server, 'anthropic')).headers;
		assert.equal(headers.get('anthropic-ratelimit-unified-reset'), '1060');
		assert.equal(headers.get('retry-after'), '60');
	});

	it('can have a message of its own', async () => {
		server.script('a', { type: 'error', error: 'rate-limit', message: 'Please try again in 20s' });
		for (const dialect of dialectNames) {
			assert.match(await (await ask(server, dialect)).text(), /"message":"Please try again in 20s"/);
		}
	});

	for (const dialect of dialectNames) {
		it(`malformed ends in no JSON in ${dialect}, streamed or not`, async () => {
			server.script('a', { type: 'malformed' });
			const stream = await (await ask(server, dialect, { stream: true })).text();
			assert.equal(eventsIn(stream).at(-1), null);
			assert.notEqual(eventsIn(stream)[0], null);
			assert.ok(!isTerminated(dialect, stream));
			await assert.rejects((await ask(server, dialect)).json(), SyntaxError);
		});

		it(`cut ends a stream in ${dialect} cleanly after so many pieces, without the terminal event`, async () => {
			server.script('a', { type: 'cut', text: 'one two three', afterChunks: 2 });
			const response = await ask(server, dialect, { stream: true });
			assert.equal(response.status, 200);
			const text = await response.text();
			assert.match(text, / two/);
			assert.doesNotMatch(text, /three/);
			assert.ok(!isTerminated(dialect, text));
			await server.waitFor(({ requests }) => requests[0]?.ended === 'cut');
		});

		it(`cut leaves half of a body in ${dialect}`, async () => {
			server.script('a', { type: 'cut', text: 'one two three', afterChunks: 2 });
			await assert.rejects((await ask(server, dialect)).json(), SyntaxError);
		});

		it(`reset breaks the connection of ${dialect} before the headers`, async () => {
			server.script('a', { type: 'reset' });
			for (const stream of [true, false]) {
				assert.deepEqual(await askBare(server, dialect, stream), { text: '', error: 'ECONNRESET' });
			}
			await server.waitFor(({ requests }) => requests.every((request) => request.ended === 'cut'));
		});

		it(`reset breaks the connection of ${dialect} after so many pieces`, async () => {
			server.script('a', { type: 'reset', text: 'one two three', afterChunks: 2 });
			const { text, error } = await askBare(server, dialect, true);
			assert.equal(error, 'ECONNRESET');
			assert.match(text, /^HTTP\/1.1 200 OK[^]* two/);
			assert.doesNotMatch(text, /three/);
			const whole = await askBare(server, dialect, false);
			assert.equal(whole.error, 'ECONNRESET');
			assert.match(whole.text, /^HTTP\/1.1 200 OK/);
		});

		it(`stall holds ${dialect} after so many pieces until the client goes`, async () => {
			server.script('a', { type: 'stall', text: 'one two three', afterChunks: 1 });
			const abort = new AbortController();
			const response = await ask(server, dialect, { stream: true, init: { signal: abort.signal } });
			const text = await readUntil(response, 'one');
			assert.doesNotMatch(text, /two/);
			assert.equal(server.requests[0]?.ended, 'open');
			abort.abort();
			await server.waitFor((now) => now.requests[0]?.ended === 'client-closed' && now.openSockets() === 0);
		});

		it(`a drip in ${dialect} sends one piece at a time`, async () => {
			server.script('a', { type: 'answer', text: 'one two', dripMs: 3_600_000 });
			const abort = new AbortController();
			const response = await ask(server, dialect, { stream: true, init: { signal: abort.signal } });
			assert.doesNotMatch(await readUntil(response, 'one'), /two/);
			abort.abort();
			await server.waitFor(({ requests }) => requests[0]?.ended === 'client-closed');
		});

		it(`stream-error comes after a beginning in ${dialect}, and is a plain error without a stream`, async () => {
			server.script('a', { type: 'stream-error' });
			const stream = await (await ask(server, dialect, { stream: true })).text();
			assert.match(stream, /Here[^]*(server_error|overloaded_error|UNAVAILABLE)/);
			assert.ok(!isTerminated(dialect, stream));
			assert.ok((await ask(server, dialect)).status >= 500);
		});
	}

	it('stall without a number of pieces sends not even the headers', async () => {
		server.script('a', { type: 'stall' });
		const abort = new AbortController();
		let answered = false;
		const asking = ask(server, 'chat', { init: { signal: abort.signal } }).then(() => {
			answered = true;
		});
		await server.waitFor(({ requests }) => requests.length === 1);
		abort.abort();
		await assert.rejects(asking);
		assert.equal(answered, false);
		await server.waitFor(({ requests }) => requests[0]?.ended === 'client-closed');
	});

	it('stream-error is thrown by the OpenAI SDK in mid-stream', async () => {
		server.script('a', { type: 'stream-error' });
		const stream = await client.chat.completions.create({ model: 'm', messages: [], stream: true });
		let text = '';
		await assert.rejects(async () => {
			for await (const chunk of stream) {
				text += chunk.choices[0]?.delta.content ?? '';
			}
		}, /The server had an error/);
		assert.equal(text, 'Here');
	});
});

async function readUntil(response: Response, wanted: string): Promise<string> {
	assert.ok(response.body);
	let text = '';
	for await (const chunk of response.body.values({ preventCancel: true })) {
		text += Buffer.from(chunk).toString('utf8');
		if (text.includes(wanted)) {
			return text;
		}
	}
	return assert.fail(`The stream ended before ${wanted}`);
}
