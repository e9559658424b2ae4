import type OpenAI from 'openai';
import type { Failure } from '../core/failure.ts';
import { failureOf } from './openaiFailure.ts';
import type { Answer, OutputPart, Usage } from './provider.ts';

export interface ReadingContext {
	output(part: OutputPart): void;
	readonly key: string | null;
	/** Milliseconds since the epoch. */
	readonly now: () => number;
	/** Whether we limited the length of the answer ourselves. */
	readonly limited: boolean;
}

/** What is read of a chunk. Servers that only resemble the original leave out anything. */
export interface ChatChunk {
	readonly model?: string | null;
	readonly usage?: TokenCount | null;
	readonly choices?: readonly {
		readonly finish_reason?: string | null;
		readonly delta?: { readonly content?: string | null; readonly refusal?: string | null };
	}[];
}

interface TokenCount {
	readonly prompt_tokens?: number;
	readonly completion_tokens?: number;
}

/** Success only with the server's own word that the answer is complete, and with text in it. */
export async function readChat(stream: AsyncIterable<ChatChunk>, context: ReadingContext): Promise<Answer> {
	let text = '';
	let refusal = '';
	let model: string | null = null;
	let usage: Usage | null = null;
	let finish: string | null = null;
	try {
		for await (const chunk of stream) {
			model = chunk.model ?? model;
			usage = chunk.usage ? usageOf(chunk.usage.prompt_tokens, chunk.usage.completion_tokens) : usage;
			const choice = chunk.choices?.[0];
			finish = choice?.finish_reason ?? finish;
			refusal += choice?.delta?.refusal ?? '';
			const piece = choice?.delta?.content ?? '';
			text += piece;
			context.output(piece === '' ? { type: 'activity' } : { type: 'text', text: piece });
		}
	} catch (error) {
		// Once the answer is complete, all that can be lost is the count of tokens.
		if (finish !== 'stop' || text === '') {
			throw error;
		}
	}
	if (finish === null) {
		return failed(endedEarly);
	}
	const { limited } = context;
	return verdict({ text, refusal, model, usage, limited, end: chatEnds.get(finish) ?? 'complete' });
}

/** As `readChat`, for the Responses API. */
export async function readResponse(
	stream: AsyncIterable<OpenAI.Responses.ResponseStreamEvent>,
	context: ReadingContext,
): Promise<Answer> {
	let text = '';
	let refusal = '';
	for await (const event of stream) {
		if (event.type === 'response.output_text.delta') {
			text += event.delta;
			context.output({ type: 'text', text: event.delta });
			continue;
		}
		context.output({ type: 'activity' });
		if (event.type === 'response.refusal.delta') {
			refusal += event.delta;
		} else if (event.type === 'response.completed' || event.type === 'response.incomplete') {
			const { response } = event;
			const reason = response.incomplete_details?.reason;
			return verdict({
				text,
				refusal,
				model: response.model,
				usage: response.usage ? usageOf(response.usage.input_tokens, response.usage.output_tokens) : null,
				limited: context.limited,
				end: event.type === 'response.completed' ? 'complete' : reason === 'content_filter' ? 'filtered' : 'cut',
			});
		} else if (event.type === 'response.failed') {
			const error = event.response.error;
			const report = {
				status: null,
				code: error?.code ?? null,
				type: null,
				words: error?.message ?? '',
				headers: new Headers(),
			};
			return failed(failureOf(report, { now: context.now(), key: context.key, started: true }));
		}
	}
	return failed(endedEarly);
}

type End = 'complete' | 'cut' | 'filtered';

const chatEnds: ReadonlyMap<string, End> = new Map([
	['length', 'cut'],
	['content_filter', 'filtered'],
]);

const endedEarly: Failure = { kind: 'unreachable', message: 'The answer ended before it was complete.' };

interface Finished {
	readonly text: string;
	readonly refusal: string;
	readonly model: string | null;
	readonly usage: Usage | null;
	readonly limited: boolean;
	readonly end: End;
}

function verdict({ text, refusal, model, usage, limited, end }: Finished): Answer {
	if (end === 'filtered' || (text === '' && refusal !== '')) {
		return failed({ kind: 'refused', message: 'The provider declined for its content policy.' });
	}
	if (end === 'cut' && limited) {
		return failed({ kind: 'output-limit', message: 'The answer was cut at the limit that the settings give it.' });
	}
	if (end === 'cut') {
		return failed({ kind: 'bad-output', message: 'The answer was cut at the length limit of the model.' });
	}
	if (text.trim() === '') {
		return failed({ kind: 'bad-output', message: 'The answer is empty.' });
	}
	return { ok: true, text, model, usage };
}

function usageOf(inputTokens: number | undefined, outputTokens: number | undefined): Usage {
	return { inputTokens: inputTokens ?? null, outputTokens: outputTokens ?? null, cost: null };
}

function failed(failure: Failure): Answer {
	return { ok: false, failure };
}
