import { endedEarly, failed, usageOf, verdict } from './openaiEnd.ts';
import { failureOfBody } from './openaiFailure.ts';
import type { WrittenCall } from './openaiCalls.ts';
import type { ReadingContext } from './openaiStreams.ts';
import type { Answer } from './provider.ts';
import { errorIn, fieldOf, listOf, textOf } from './said.ts';

/** How much of an answer that is no stream is read, in bytes: far more than a model writes at once. */
const longestBody = 1024 * 1024;

/** What a response is read by. */
type Body = Pick<Response, 'body' | 'headers' | 'status'>;

/** Whether the server began the stream that was asked for; a server that names no type is believed to have. */
export function isStream({ headers }: Pick<Response, 'headers'>): boolean {
	const type = headers.get('content-type') ?? '';
	return type === '' || /^text\/event-stream\b/i.test(type);
}

/**
 * What came in place of a stream, with a status that promised success: an error as JSON, the whole answer as JSON from a
 * server that does not know `stream`, or anything else, such as a page that asks for a login.
 */
export async function readWhole(response: Body, context: ReadingContext): Promise<Answer> {
	const body = parsed(await textOfBody(response));
	const error = errorIn(body);
	if (error !== null) {
		return failed(failureOfBody(error, { now: context.now(), key: context.key, started: false }, response.headers));
	}
	const answer = chatAnswer(body, context) ?? responseAnswer(body, context);
	if (answer === null) {
		const message = 'The server answered with something other than an event stream.';
		return failed({ kind: 'bad-output', message, evidence: { status: response.status, code: 'no-stream' } });
	}
	if (answer.ok) {
		context.output({ type: 'text', text: answer.text });
	}
	return answer;
}

/** A chat completion; `null` for anything else. */
function chatAnswer(body: unknown, { limited, key, tools }: ReadingContext): Answer | null {
	const [choice] = listOf(body, 'choices');
	const message = fieldOf(choice, 'message');
	const finish = textOf(fieldOf(choice, 'finish_reason'));
	// Google leaves out the message of an answer that it held back.
	if (finish === null && (typeof message !== 'object' || message === null)) {
		return null;
	}
	return finish === null
		? endedEarly(0)
		: verdict({
				text: textOf(fieldOf(message, 'content')) ?? '',
				refusal: textOf(fieldOf(message, 'refusal')) ?? '',
				model: textOf(fieldOf(body, 'model')),
				usage: usageIn(fieldOf(body, 'usage'), 'prompt_tokens', 'completion_tokens'),
				limited,
				key,
				finish,
				calls: tools
					? listOf(message, 'tool_calls').map((call) => writtenIn(call, 'id', fieldOf(call, 'function')))
					: null,
			});
}

/** An answer of the Responses API; `null` for anything else. */
function responseAnswer(body: unknown, { limited, key, tools }: ReadingContext): Answer | null {
	const status = textOf(fieldOf(body, 'status'));
	if (status === null || !Array.isArray(fieldOf(body, 'output'))) {
		return null;
	}
	const items = listOf(body, 'output');
	const parts = items.flatMap((item) => listOf(item, 'content'));
	const calls = items.filter((item) => fieldOf(item, 'type') === 'function_call');
	const joined = (name: string) => parts.map((part) => textOf(fieldOf(part, name)) ?? '').join('');
	return verdict({
		text: joined('text'),
		refusal: joined('refusal'),
		model: textOf(fieldOf(body, 'model')),
		usage: usageIn(fieldOf(body, 'usage'), 'input_tokens', 'output_tokens'),
		limited,
		key,
		finish: textOf(fieldOf(fieldOf(body, 'incomplete_details'), 'reason')) ?? status,
		calls: tools ? calls.map((call) => writtenIn(call, 'call_id', call)) : null,
	});
}

/** A tool call that came in one piece; `named` has its name and arguments. */
function writtenIn(call: unknown, id: string, named: unknown): WrittenCall {
	const text = (value: unknown, name: string) => textOf(fieldOf(value, name)) ?? '';
	return { id: text(call, id), name: text(named, 'name'), arguments: text(named, 'arguments') };
}

function usageIn(usage: unknown, input: string, output: string) {
	const count = (name: string) => {
		const value = fieldOf(usage, name);
		return typeof value === 'number' ? value : undefined;
	};
	return typeof usage === 'object' && usage !== null ? usageOf(count(input), count(output)) : null;
}

/** Reads no further than is allowed, and leaves the connection closed. */
async function textOfBody({ body }: Body): Promise<string> {
	const decoder = new TextDecoder();
	let text = '';
	let bytes = 0;
	const chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array> = body ?? [];
	for await (const chunk of chunks) {
		bytes += chunk.byteLength;
		if (bytes > longestBody) {
			return '';
		}
		text += decoder.decode(chunk, { stream: true });
	}
	return text + decoder.decode();
}

/** `null` for all that is no JSON. */
function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}
