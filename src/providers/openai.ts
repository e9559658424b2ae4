import OpenAI from 'openai';
import type { Failure } from '../core/failure.ts';
import type { Provider } from '../core/provider.ts';
import { failureFrom } from './openaiFailure.ts';
import { readChat, readResponse } from './openaiStreams.ts';
import { isStream, readWhole } from './openaiWhole.ts';
import { chatMessages, chatTools, responseInput, responseTools } from './openaiMessages.ts';
import { llmMessages } from './prompt.ts';
import type { Adapter, Answer, OutputPart, RunInput, RunIo } from './provider.ts';

/** Any OpenAI-compatible HTTP API, over the `openai` SDK. `now` gives milliseconds since the epoch. */
export function createOpenAiAdapter(now: () => number): Adapter {
	return {
		check(provider) {
			return Promise.resolve(
				provider.baseUrl === null
					? { ready: false, reason: 'unreachable', message: noAddress }
					: { ready: true, version: null },
			);
		},
		run: (input, io) => run(input, io, now),
	};
}

const noAddress = 'This provider has no base URL.';

/** The longest that a timer takes: the deadlines belong to the caller, who aborts. */
const noTimeout = 2 ** 31 - 1;

async function run(input: RunInput, io: RunIo, now: () => number): Promise<Answer> {
	if (isAborted(io.signal)) {
		return { ok: false, failure: { ...stopped, neverSent: true } };
	}
	if (input.provider.baseUrl === null) {
		// The SDK would take its own address for a missing one, and the key with it.
		return { ok: false, failure: { kind: 'unreachable', message: noAddress, neverSent: true } };
	}
	let started = false;
	const output = (part: OutputPart) => {
		started = true;
		io.output(part);
	};
	try {
		const reading = await ask(input, { ...io, output }, now);
		return isAborted(io.signal) ? cancelled() : reading;
	} catch (error) {
		if (isAborted(io.signal)) {
			return cancelled();
		}
		return { ok: false, failure: failureFrom(error, { now: now(), key: input.key, started }) };
	}
}

async function ask(input: RunInput, io: RunIo, now: () => number): Promise<Answer> {
	const { provider, request, handOff, key, maxOutputTokens: most } = input;
	const client = createClient(provider, key);
	const messages = llmMessages(request, handOff);
	const model = provider.model ?? 'default';
	const context = {
		output: (part: OutputPart) => io.output(part),
		key,
		now,
		limited: most !== null,
		tools: messages.tools.length > 0,
	};
	if (provider.api === 'responses') {
		const { data, response } = await client.responses
			.create(
				{
					model,
					...(messages.system === null ? {} : { instructions: messages.system }),
					input: responseInput(messages),
					...responseTools(messages),
					stream: true,
					store: false,
					...(most === null ? {} : { max_output_tokens: most }),
				},
				{ signal: io.signal },
			)
			.withResponse();
		return isStream(response) ? readResponse(data, context) : readWhole(response, context);
	}
	const { data, response } = await client.chat.completions
		.create(
			{
				model,
				messages: chatMessages(messages),
				...chatTools(messages),
				stream: true,
				stream_options: { include_usage: true },
				...lengthLimit(provider, most),
			},
			{ signal: io.signal },
		)
		.withResponse();
	return isStream(response) ? readChat(data, context) : readWhole(response, context);
}

/** OpenAI itself refuses the older name for its newer models; most compatible servers know no other. */
function lengthLimit({ endpoint }: Provider, most: number | null): Readonly<Record<string, number>> {
	if (most === null) {
		return {};
	}
	return endpoint === 'https://api.openai.com' ? { max_completion_tokens: most } : { max_tokens: most };
}

/**
 * A client that nothing but the provider's settings and the key can steer: the SDK would also read its address, its
 * organisation and whole headers from environment variables.
 */
function createClient(provider: Provider, key: string | null): OpenAI {
	return new OpenAI({
		baseURL: provider.baseUrl ?? '',
		apiKey: key ?? 'none',
		adminAPIKey: null,
		organization: null,
		project: null,
		webhookSecret: null,
		maxRetries: 0,
		timeout: noTimeout,
		logLevel: 'off',
		fetch: (url, init) => globalThis.fetch(url, { ...init, headers: headersFor(key), redirect: 'manual' }),
	});
}

/** The whole set of headers, whatever the SDK had in mind. The connection is closed with the answer. */
function headersFor(key: string | null): Record<string, string> {
	return {
		accept: 'text/event-stream',
		'content-type': 'application/json',
		'user-agent': 'Switchyard',
		connection: 'close',
		...(key === null ? {} : { authorization: `Bearer ${key}` }),
	};
}

const stopped: Failure = { kind: 'cancelled', message: 'The request was stopped.' };

function cancelled(): Answer {
	return { ok: false, failure: stopped };
}

/** Asked anew each time: it changes while we wait. */
function isAborted(signal: AbortSignal): boolean {
	return signal.aborted;
}
