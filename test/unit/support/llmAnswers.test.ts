import assert from 'node:assert/strict';
import OpenAI from 'openai';
import { type LlmServer, startLlmServer } from '../../support/llmServer.ts';
import { ask, eventsIn } from './asking.ts';

const usage = { inputTokens: 10, outputTokens: 4 };

describe('an answer of the scripted LLM server', () => {
	let server: LlmServer;
	let client: OpenAI;
	beforeEach(async () => {
		server = await startLlmServer();
		client = new OpenAI({ apiKey: 'key', baseURL: `${server.origin}/a/v1`, maxRetries: 0 });
	});
	afterEach(() => server.close());

	it('is a whole chat completion', async () => {
		server.script('a', { type: 'answer', text: 'Hello you', model: 'model-2', usage });
		const answer = await client.chat.completions.create({ model: 'm', messages: [] });
		assert.equal(answer.model, 'model-2');
		assert.deepEqual(
			answer.choices.map(({ message, finish_reason }) => [message.content, finish_reason]),
			[['Hello you', 'stop']],
		);
		assert.equal(answer.usage?.total_tokens, 14);
	});

	it('is a chat stream, with the usage only when it is asked for', async () => {
		server.script('a', { type: 'answer', text: 'Hello you', usage });
		for (const include_usage of [true, false]) {
			const stream = await client.chat.completions.create({
				model: 'm',
				messages: [],
				stream: true,
				stream_options: { include_usage },
			});
			const chunks = await collected(stream);
			assert.equal(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join(''), 'Hello you');
			assert.deepEqual(
				chunks.flatMap((chunk) => chunk.choices[0]?.finish_reason ?? []),
				['stop'],
			);
			assert.equal(chunks.at(-1)?.usage?.completion_tokens, include_usage ? 4 : undefined);
		}
	});

	it('is a whole response', async () => {
		server.script('a', { type: 'answer', text: 'Hello you', usage });
		const answer = await client.responses.create({ model: 'm', input: 'Hi' });
		assert.equal(answer.output_text, 'Hello you');
		assert.equal(answer.status, 'completed');
		assert.equal(answer.model, 'm');
		assert.equal(answer.usage?.output_tokens, 4);
	});

	it('is a stream of response events that the SDK can put together', async () => {
		server.script('a', { type: 'answer', text: 'Hello you', usage });
		const answer = await client.responses.stream({ model: 'm', input: 'Hi' }).finalResponse();
		assert.equal(answer.output_text, 'Hello you');
		assert.equal(answer.usage?.input_tokens, 10);
	});

	it('numbers the events of a response without a gap', async () => {
		server.script('a', { type: 'answer', text: 'Hello you' });
		const events = await collected(await client.responses.create({ model: 'm', input: 'Hi', stream: true }));
		assert.deepEqual(
			events.map((event) => event.sequence_number),
			events.map((_, index) => index),
		);
	});

	it('is a whole message of Anthropic and a stream of one', async () => {
		server.script('a', { type: 'answer', text: 'Hello you', usage });
		const message = await (await ask(server, 'anthropic')).text();
		assert.match(message, /"content":\[\{"type":"text","text":"Hello you"\}\],"stop_reason":"end_turn"/);
		const types = eventsIn(await (await ask(server, 'anthropic', { stream: true })).text()).map(
			(event) => /"type":"(\w+)"/.exec(JSON.stringify(event))?.[1],
		);
		assert.deepEqual(types, [
			'message_start',
			'content_block_start',
			'content_block_delta',
			'content_block_delta',
			'content_block_stop',
			'message_delta',
			'message_stop',
		]);
	});

	it('is a whole answer of Google and a stream of one, with the usage at its end', async () => {
		server.script('a', { type: 'answer', text: 'Hello you', usage });
		const message = await (await ask(server, 'gemini')).text();
		assert.match(message, /"parts":\[\{"text":"Hello you"\}\]\},"index":0,"finishReason":"STOP"/);
		const events = eventsIn(await (await ask(server, 'gemini', { stream: true })).text()).map((event) =>
			JSON.stringify(event),
		);
		assert.deepEqual(
			events.map((event) => /"text":"([^"]*)"/.exec(event)?.[1]),
			['Hello', ' you', ''],
		);
		assert.match(events.at(-1) ?? '', /"finishReason":"STOP".*"candidatesTokenCount":4/);
		assert.deepEqual(
			server.requests.map(({ model, stream }) => [model, stream]),
			[
				['model-1', false],
				['model-1', true],
			],
		);
	});

	it('is cut into pieces of the wanted length, never within a character', async () => {
		server.script('a', { type: 'answer', text: 'ab😀cd', chunkCharacters: 3 });
		const stream = await client.chat.completions.create({ model: 'm', messages: [], stream: true });
		const pieces = (await collected(stream))
			.flatMap((chunk) => chunk.choices[0]?.delta.content ?? [])
			.filter((piece) => piece !== '');
		assert.deepEqual(pieces, ['ab😀', 'cd']);
	});

	it('keeps every space and line end of its text', async () => {
		const text = '\n  one\n\n\ttwo  three \n';
		server.script('a', { type: 'answer', text });
		const stream = await client.chat.completions.create({ model: 'm', messages: [], stream: true });
		const pieces = (await collected(stream)).map((chunk) => chunk.choices[0]?.delta.content ?? '');
		assert.equal(pieces.join(''), text);
	});

	it('can be empty and finished', async () => {
		server.script('a', { type: 'empty' });
		const whole = await client.chat.completions.create({ model: 'm', messages: [] });
		assert.deepEqual(
			whole.choices.map(({ message, finish_reason }) => [message.content, finish_reason]),
			[['', 'stop']],
		);
		const response = await client.responses.stream({ model: 'm', input: 'Hi' }).finalResponse();
		assert.deepEqual([response.status, response.output], ['completed', []]);
		assert.match(await (await ask(server, 'anthropic')).text(), /"content":\[\],"stop_reason":"end_turn"/);
	});

	it('can end at the length limit', async () => {
		server.script('a', { type: 'length', text: 'too much' });
		const whole = await client.chat.completions.create({ model: 'm', messages: [] });
		assert.equal(whole.choices[0]?.finish_reason, 'length');
		const response = await client.responses.create({ model: 'm', input: 'Hi' });
		assert.deepEqual([response.status, response.incomplete_details?.reason], ['incomplete', 'max_output_tokens']);
		const stream = await client.responses.create({ model: 'm', input: 'Hi', stream: true });
		assert.equal((await collected(stream)).at(-1)?.type, 'response.incomplete');
		assert.match(await (await ask(server, 'anthropic')).text(), /"stop_reason":"max_tokens"/);
	});
});

async function collected<T>(stream: AsyncIterable<T>): Promise<readonly T[]> {
	const items: T[] = [];
	for await (const item of stream) {
		items.push(item);
	}
	return items;
}
