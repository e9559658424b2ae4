import { type Asked, type Dialect, type Frames, frame, type Said, type ToolCall } from './dialect.ts';
import { listOf, recordOf, stringOf, textsOf } from './json.ts';

/** OpenAI Chat Completions. */
export const chat: Dialect = { asked, whole, frames, errorFrames };

function asked(body: unknown): Asked {
	const request = recordOf(body);
	const roles = listOf(request['messages']).map((message) => recordOf(message)['role']);
	return {
		texts: textsOf(request['messages']),
		toolResults: roles.slice(roles.lastIndexOf('user') + 1).filter((role) => role === 'tool').length,
		tools: listOf(request['tools']).map((tool) => ({
			name: stringOf(recordOf(recordOf(tool)['function'])['name']) ?? '',
			custom: false,
			namespace: null,
		})),
		wantsUsage: recordOf(request['stream_options'])['include_usage'] === true,
	};
}

function whole(said: Said): unknown {
	const text = said.pieces.join('');
	return {
		id: said.newId('chatcmpl'),
		object: 'chat.completion',
		created: said.created,
		model: said.model,
		choices: [
			{
				index: 0,
				message: {
					role: 'assistant',
					content: text === '' && said.calls.length > 0 ? null : text,
					refusal: null,
					...(said.calls.length === 0 ? {} : { tool_calls: said.calls.map((call) => callOf(call, said)) }),
				},
				logprobs: null,
				finish_reason: finishReason(said),
			},
		],
		usage: usageOf(said),
	};
}

function frames(said: Said): Frames {
	const id = said.newId('chatcmpl');
	const head = { id, object: 'chat.completion.chunk', created: said.created, model: said.model };
	const chunk = (delta: unknown, finish: string | null = null): string =>
		frame({ ...head, choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }] });
	return {
		opening: [chunk({ role: 'assistant', content: '', refusal: null })],
		pieces: said.pieces.map((content) => chunk({ content })),
		closing: [
			...said.calls.map((call, index) => chunk({ tool_calls: [{ index, ...callOf(call, said) }] })),
			chunk({}, finishReason(said)),
			...(said.wantsUsage ? [frame({ ...head, choices: [], usage: usageOf(said) })] : []),
			frame('[DONE]'),
		],
	};
}

function errorFrames(): readonly string[] {
	const message = 'The server had an error processing your request. Sorry about that!';
	return [frame({ error: { message, type: 'server_error', param: null, code: null } })];
}

function callOf(call: ToolCall, said: Said): object {
	const input = typeof call.input === 'string' ? { input: call.input } : call.input;
	return {
		id: said.newId('call'),
		type: 'function',
		function: { name: call.tool.name, arguments: JSON.stringify(input) },
	};
}

function finishReason(said: Said): string {
	return said.calls.length > 0 ? 'tool_calls' : said.finish;
}

function usageOf({ usage }: Said): object {
	return {
		prompt_tokens: usage.inputTokens,
		completion_tokens: usage.outputTokens,
		total_tokens: usage.inputTokens + usage.outputTokens,
		prompt_tokens_details: { cached_tokens: 0 },
		completion_tokens_details: { reasoning_tokens: 0 },
	};
}
