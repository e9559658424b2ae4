import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import type { Provider } from '../../../src/core/provider.ts';
import { createOpenAiAdapter } from '../../../src/providers/openai.ts';
import type { Answer, RunInput } from '../../../src/providers/provider.ts';
import { bundled } from '../../support/bundled.ts';
import type * as openaiRoom from '../../../src/lazy/openai.ts';
import { type LlmServer, refusedOrigin, type Reply, startLlmServer } from '../../support/llmServer.ts';
import { codeRequest, kindOf, type Listener, listenTo, providerOf, runInput } from './inputs.ts';

const key = 'sk-test-1234567890';
const now = Date.UTC(2026, 10, 21, 9, 0, 0);
const adapter = createOpenAiAdapter(() => now);
/** The one that users get: without the parts of the SDK that nothing should ask for. */
const room = await bundled<typeof openaiRoom>('src/lazy/openai.ts');
const cases = (['chat', 'responses'] as const).flatMap((api) => [
	{ api, form: '', adapter },
	{ api, form: ', as it is bundled', adapter: room.createOpenAiAdapter(() => now) },
]);

for (const { api, form, adapter } of cases) {
	describe(`the adapter for OpenAI-compatible servers, over ${api}${form}`, () => {
		let server: LlmServer;
		let provider: Provider;
		beforeEach(async () => {
			server = await startLlmServer();
			provider = providerOf({ baseUrl: `${server.origin}/a/v1`, api });
		});
		afterEach(() => server.close());

		async function run(reply: Reply, listener = listenTo(), settings: Partial<RunInput> = {}): Promise<Answer> {
			server.script('a', reply);
			return adapter.run(runInput(provider, { key, ...settings }), listener);
		}

		it('streams the text and gives the whole answer with its model and its tokens (U8)', async () => {
			const listener = listenTo();
			const usage = { inputTokens: 11, outputTokens: 7 };
			const answer = await run({ type: 'answer', text: 'Hello, dear world', model: 'real-model', usage }, listener);
			assert.deepEqual(answer, {
				ok: true,
				text: 'Hello, dear world',
				model: 'real-model',
				usage: { ...usage, cost: null },
			});
			assert.equal(listener.text(), 'Hello, dear world');
			assert.ok(listener.parts.filter((part) => part.type === 'text').length > 1);
		});

		it('sends the model, the prompt and the key, and asks for a stream', async () => {
			await run({ type: 'answer', text: 'x' }, listenTo(), {
				request: codeRequest('text', { instruction: 'Why is this null?' }),
			});
			const [request] = server.requests;
			assert.equal(request?.model, 'test-model');
			assert.equal(request.stream, true);
			assert.match(request.prompt, /Why is this null\?/);
			assert.match(request.prompt, /Answer in Markdown/);
			assert.equal(request.headers.authorization, `Bearer ${key}`);
		});

		it('sends no key where there is none', async () => {
			assert.equal(kindOf(await run({ type: 'answer', text: 'x' }, listenTo(), { key: null })), 'ok');
			assert.equal(server.requests[0]?.headers.authorization, undefined);
		});

		const faults: readonly [kind: string, reply: Reply][] = [
			['unauthorized', { type: 'error', error: 'unauthorized' }],
			['billing', { type: 'error', error: 'payment' }],
			['model-missing', { type: 'error', error: 'missing-model' }],
			['context-exceeded', { type: 'error', error: 'too-large' }],
			['context-exceeded', { type: 'error', error: 'context' }],
			['rate-limited', { type: 'error', error: 'rate-limit', retryAfterSeconds: 7 }],
			['quota-exhausted', { type: 'error', error: 'quota' }],
			['quota-exhausted', { type: 'error', error: 'usage-limit' }],
			['overloaded', { type: 'error', error: 'server-error' }],
			['overloaded', { type: 'error', error: 'unavailable' }],
			['overloaded', { type: 'error', error: 'overloaded' }],
			['overloaded', { type: 'error', error: 'html-502' }],
			['bad-request', { type: 'error', error: 'bad-request' }],
			['refused', { type: 'error', error: 'refused-content' }],
			['output-limit', { type: 'error', error: 'answer-too-long' }],
			['overloaded', { type: 'stream-error' }],
			['bad-output', { type: 'malformed' }],
			['bad-output', { type: 'empty' }],
			['bad-output', { type: 'length', text: 'half of' }],
			['unreachable', { type: 'cut', afterChunks: 2, text: 'one two three four' }],
			['unreachable', { type: 'reset', afterChunks: 2, text: 'one two three four' }],
			['unreachable', { type: 'reset' }],
		];
		for (const [kind, reply] of faults) {
			it(`calls ${describeReply(reply)} ${kind}, after a single request (A1, R14, U14, U16, U18)`, async () => {
				assert.equal(kindOf(await run(reply)), kind);
				assert.equal(server.requests.length, 1);
			});
		}

		it('says that a truncated answer was cut at the length limit', async () => {
			const answer = await run({ type: 'length', text: 'half of' });
			assert.match(answer.ok ? '' : answer.failure.message, /length limit/);
		});

		it('limits the answer by the name that the server knows, and only where it is told to (A1)', async () => {
			const newer = providerOf({ baseUrl: `${server.origin}/a/v1`, api, endpoint: 'https://api.openai.com' });
			await run({ type: 'answer', text: 'x' });
			await run({ type: 'answer', text: 'x' }, listenTo(), { maxOutputTokens: 1000 });
			await run({ type: 'answer', text: 'x' }, listenTo(), { maxOutputTokens: 1000, provider: newer });
			const names = ['max_tokens', 'max_completion_tokens', 'max_output_tokens'];
			const limits = server.requests.map(({ body }) =>
				Object.entries(body as object).filter(([name]) => names.includes(name)),
			);
			const usual = api === 'chat' ? 'max_tokens' : 'max_output_tokens';
			const ofOpenAi = api === 'chat' ? 'max_completion_tokens' : 'max_output_tokens';
			assert.deepEqual(limits, [[], [[usual, 1000]], [[ofOpenAi, 1000]]]);
		});

		it('tells an answer that our own limit cut from one that the model’s limit cut (A1)', async () => {
			const cut: Reply = { type: 'length', text: 'half of' };
			const ours = await run(cut, listenTo(), { maxOutputTokens: 1000 });
			assert.equal(kindOf(ours), 'output-limit');
			assert.match(ours.ok ? '' : ours.failure.message, /limit that the settings give/);
			assert.equal(kindOf(await run(cut)), 'bad-output');
		});

		it('gives the wait that the server asks for (U6)', async () => {
			const answer = await run({ type: 'error', error: 'rate-limit', retryAfterSeconds: 1.5 });
			assert.ok(!answer.ok && answer.failure.kind === 'rate-limited');
			assert.equal(answer.failure.retryAfterMs, 1500);
		});

		it('cannot reach an address where nothing listens, and sent nothing (A2)', async () => {
			provider = providerOf({ baseUrl: `${await refusedOrigin()}/v1`, api });
			const answer = await adapter.run(runInput(provider, { key }), listenTo());
			assert.ok(!answer.ok);
			assert.equal(answer.failure.kind, 'unreachable');
			assert.deepEqual(answer.failure.evidence, { code: 'ECONNREFUSED', sent: 'no' });
			assert.equal(answer.failure.neverSent, true);
		});

		it('leaves no socket behind after an answer', async () => {
			await run({ type: 'answer', text: 'x' });
			assert.equal(server.requests[0]?.headers.connection, 'close');
			await server.waitFor((it) => it.openSockets() === 0);
		});

		it('leaves no socket behind after a failure', async () => {
			await run({ type: 'error', error: 'rate-limit' });
			await server.waitFor((it) => it.openSockets() === 0);
		});

		const stalls: readonly [when: string, reply: Reply, isStalled: (listener: Listener) => boolean][] = [
			['before the headers', { type: 'stall' }, () => server.requests.length === 1],
			['in the middle of the answer', { type: 'stall', afterChunks: 1, text: 'one two' }, (it) => it.text() !== ''],
		];
		for (const [when, reply, isStalled] of stalls) {
			it(`ends at once and closes its socket when aborted ${when}`, async () => {
				const abort = new AbortController();
				const listener = listenTo(abort.signal);
				const watched: Listener = {
					...listener,
					output: (part) => {
						listener.output(part);
						if (isStalled(listener)) {
							abort.abort();
						}
					},
				};
				const running = run(reply, watched);
				if (reply.type === 'stall' && reply.afterChunks === undefined) {
					await server.waitFor((it) => it.requests.length === 1);
					abort.abort();
				}
				assert.equal(kindOf(await running), 'cancelled');
				await server.waitFor((it) => it.openSockets() === 0);
				assert.equal(server.requests[0]?.ended, 'client-closed');
			});
		}

		it('sends nothing when it was aborted before it began', async () => {
			assert.equal(kindOf(await run({ type: 'answer', text: 'x' }, listenTo(AbortSignal.abort()))), 'cancelled');
			assert.equal(server.requests.length, 0);
		});

		it('is steered by no environment variable', async () => {
			const trap = await startLlmServer();
			const steering = {
				OPENAI_BASE_URL: `${trap.origin}/v1`,
				OPENAI_API_KEY: 'sk-from-environment',
				OPENAI_ADMIN_KEY: 'sk-admin',
				OPENAI_ORG_ID: 'org-environment',
				OPENAI_PROJECT_ID: 'proj-environment',
				OPENAI_CUSTOM_HEADERS: 'X-Trap: yes\nAuthorization: Bearer sk-trap',
			};
			const before = { ...process.env };
			Object.assign(process.env, steering);
			try {
				assert.equal(kindOf(await run({ type: 'answer', text: 'x' }, listenTo(), { key: null })), 'ok');
			} finally {
				process.env = before;
			}
			assert.equal(trap.requests.length, 0);
			await trap.close();
			assert.deepEqual(
				Object.keys(server.requests[0]?.headers ?? {}).filter((name) => /trap|auth|org|proj/.test(name)),
				[],
			);
		});
	});
}

describe('the adapter for OpenAI-compatible servers', () => {
	/** A server whose one answer a test writes by hand. */
	async function withServer(answer: http.RequestListener, use: (origin: string) => Promise<void>): Promise<void> {
		const server = http.createServer(answer).listen(0, '127.0.0.1');
		await once(server, 'listening');
		const address = server.address();
		assert.ok(address !== null && typeof address === 'object');
		try {
			await use(`http://127.0.0.1:${address.port}/v1`);
		} finally {
			server.closeAllConnections();
			server.close();
		}
	}

	function ask(baseUrl: string): Promise<Answer> {
		return adapter.run(runInput(providerOf({ baseUrl }), { key }), listenTo());
	}

	it('never follows a redirect with the key', async () => {
		const asked: string[] = [];
		const redirect: http.RequestListener = (request, response) => {
			asked.push(request.url ?? '');
			response.writeHead(307, { location: '/elsewhere' }).end();
		};
		await withServer(redirect, async (baseUrl) => {
			const answer = await ask(baseUrl);
			assert.ok(!answer.ok);
			assert.equal(answer.failure.kind, 'bad-request');
			assert.match(answer.failure.message, /redirect \(status 307\)/);
			assert.deepEqual(asked, ['/v1/chat/completions']);
		});
	});

	it('takes a page in place of the stream for bad output', async () => {
		const page: http.RequestListener = (_request, response) => {
			response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>');
		};
		await withServer(page, async (baseUrl) => {
			assert.equal(kindOf(await ask(baseUrl)), 'bad-output');
		});
	});

	it('keeps the key out of what the provider said, and sentences out of the evidence', async () => {
		const body = { error: { message: `Wrong key ${key}`, code: `the key ${key} is wrong`, type: key } };
		const refuse: http.RequestListener = (_request, response) => {
			response.writeHead(401, { 'content-type': 'application/json' }).end(JSON.stringify(body));
		};
		await withServer(refuse, async (baseUrl) => {
			const answer = await ask(baseUrl);
			assert.ok(!answer.ok);
			assert.equal(answer.failure.said, 'Wrong key •••');
			assert.deepEqual(answer.failure.evidence, { status: 401 });
			assert.doesNotMatch(JSON.stringify(answer), /sk-test/);
		});
	});

	it('takes an answer for complete when only the count of tokens is lost after it', async () => {
		const chunk = { model: 'm', choices: [{ index: 0, delta: { content: 'whole' }, finish_reason: 'stop' }] };
		const cutAfter: http.RequestListener = (_request, response) => {
			response.writeHead(200, { 'content-type': 'text/event-stream' });
			response.write(`data: ${JSON.stringify(chunk)}\n\n`, () => response.destroy());
		};
		await withServer(cutAfter, async (baseUrl) => {
			const answer = await ask(baseUrl);
			assert.deepEqual(answer, { ok: true, text: 'whole', model: 'm', usage: null });
		});
	});

	it('is ready without asking the server anything', async () => {
		assert.equal((await adapter.check(providerOf({ baseUrl: 'http://127.0.0.1:2/v1' }))).ready, true);
		assert.equal((await adapter.check(providerOf({ baseUrl: null }))).ready, false);
	});
});

function describeReply(reply: Reply): string {
	const detail = reply.type === 'error' ? ` “${reply.error}”` : 'afterChunks' in reply ? ' in mid-stream' : '';
	return `${reply.type}${detail}`;
}
