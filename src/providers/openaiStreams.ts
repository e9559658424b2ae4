import type OpenAI from 'openai';
import { type CallPiece, createCallCollector, type WrittenCall } from './openaiCalls.ts';
import { endedEarly, failed, isComplete, usageOf, verdict } from './openaiEnd.ts';
import { failureOfBody } from './openaiFailure.ts';
import type { Answer, OutputPart, Usage } from './provider.ts';
import { errorIn } from './said.ts';

export interface ReadingContext {
	output(part: OutputPart): void;
	readonly key: string | null;
	/** Milliseconds since the epoch. */
	readonly now: () => number;
	/** Whether we limited the length of the answer ourselves. */
	readonly limited: boolean;
	/** Whether the model was offered tools; what it calls without that is left out. */
	readonly tools: boolean;
}

/** What is read of a chunk. Servers that only resemble the original leave out anything. */
export interface ChatChunk {
	readonly model?: string | null;
	readonly usage?: TokenCount | null;
	readonly choices?: readonly {
		readonly finish_reason?: string | null;
		readonly delta?: {
			readonly content?: string | null;
			readonly refusal?: string | null;
			readonly tool_calls?: readonly CallPiece[] | null;
		} | null;
	}[];
}

interface TokenCount {
	readonly prompt_tokens?: number;
	readonly completion_tokens?: number;
}

/** Success only with the server's own word that the answer is complete, and with text in it. */
export async function readChat(stream: AsyncIterable<ChatChunk | null>, context: ReadingContext): Promise<Answer> {
	let text = '';
	let refusal = '';
	const calls = createCallCollector();
	let model: string | null = null;
	let usage: Usage | null = null;
	let finish: string | null = null;
	let chunks = 0;
	try {
		for await (const chunk of stream) {
			const error = errorIn(chunk);
			if (error !== null) {
				return failed(failureIn(error, context));
			}
			chunks += 1;
			model = chunk?.model ?? model;
			usage = chunk?.usage ? usageOf(chunk.usage.prompt_tokens, chunk.usage.completion_tokens) : usage;
			const choice = chunk?.choices?.[0];
			// Some servers send an empty reason with every chunk.
			const reason = choice?.finish_reason ?? '';
			finish = reason === '' ? finish : reason;
			refusal += choice?.delta?.refusal ?? '';
			choice?.delta?.tool_calls?.forEach((piece) => {
				calls.add(piece);
			});
			const piece = choice?.delta?.content ?? '';
			text += piece;
			context.output(piece === '' ? { type: 'activity' } : { type: 'text', text: piece });
		}
	} catch (error) {
		// Once the answer is complete, all that can be lost is the count of tokens.
		if (!isComplete(finish) || (text === '' && calls.written().length === 0)) {
			throw error;
		}
	}
	const { limited, key, tools } = context;
	const asked = tools ? calls.written() : null;
	return finish === null
		? endedEarly(chunks)
		: verdict({ text, refusal, model, usage, limited, key, finish, calls: asked });
}

/** As `readChat`, for the Responses API. */
export async function readResponse(
	stream: AsyncIterable<OpenAI.Responses.ResponseStreamEvent>,
	context: ReadingContext,
): Promise<Answer> {
	const { limited, key, tools } = context;
	const calls: WrittenCall[] = [];
	let text = '';
	let refusal = '';
	let chunks = 0;
	for await (const event of stream) {
		const error = errorIn(event);
		if (error !== null) {
			return failed(failureIn(error, context));
		}
		chunks += 1;
		if (event.type === 'response.output_text.delta') {
			text += event.delta;
			context.output({ type: 'text', text: event.delta });
			continue;
		}
		context.output({ type: 'activity' });
		if (event.type === 'response.refusal.delta') {
			refusal += event.delta;
		} else if (event.type === 'response.output_item.done' && event.item.type === 'function_call') {
			const { call_id: id, name, arguments: written } = event.item;
			calls.push({ id, name, arguments: written });
		} else if (event.type === 'response.completed' || event.type === 'response.incomplete') {
			const { response } = event;
			const { model } = response;
			const usage = response.usage ? usageOf(response.usage.input_tokens, response.usage.output_tokens) : null;
			const finish =
				event.type === 'response.completed' ? 'completed' : (response.incomplete_details?.reason ?? 'incomplete');
			return verdict({ text, refusal, model, usage, limited, key, finish, calls: tools ? calls : null });
		} else if (event.type === 'response.failed') {
			return failed(failureIn(event.response.error, context));
		}
	}
	return endedEarly(chunks);
}

function failureIn(error: unknown, { now, key }: ReadingContext) {
	return failureOfBody(error, { now: now(), key, started: true });
}
