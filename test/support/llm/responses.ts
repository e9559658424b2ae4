import { type Asked, type Dialect, type Frames, frame, type Said, type Tool, type ToolCall } from './dialect.ts';
import { listOf, recordOf, stringOf, textsOf } from './json.ts';

/** OpenAI Responses. */
export const responses: Dialect = { asked, whole, frames, errorFrames };

type Event = readonly [type: string, data: object];

function asked(body: unknown): Asked {
	const request = recordOf(body);
	const items = listOf(request['input']).map(recordOf);
	const sinceUser = items.slice(items.findLastIndex((item) => item['role'] === 'user') + 1);
	return {
		texts: [...textsOf(request['instructions']), ...textsOf(request['input'])],
		toolResults: sinceUser.filter((item) => stringOf(item['type'])?.endsWith('_call_output') === true).length,
		tools: listOf(request['tools']).flatMap((tool) => toolsOf(tool, null)),
		wantsUsage: true,
	};
}

function toolsOf(value: unknown, namespace: string | null): readonly Tool[] {
	const tool = recordOf(value);
	const name = stringOf(tool['name']) ?? stringOf(tool['type']) ?? '';
	if (tool['type'] === 'namespace') {
		return listOf(tool['tools']).flatMap((member) => toolsOf(member, name));
	}
	return [{ name, custom: tool['type'] === 'custom', namespace }];
}

function whole(said: Said): unknown {
	const text = said.pieces.join('');
	const output = [...(text === '' ? [] : [messageOf(said.newId('msg'), text)]), ...callsOf(said)];
	return responseOf(said, said.newId('resp'), finalStatus(said), output);
}

function frames(said: Said): Frames {
	const id = said.newId('resp');
	const messageId = said.newId('msg');
	const text = said.pieces.join('');
	const message = messageOf(messageId, text);
	const started = { ...message, status: 'in_progress', content: [] };
	const part = { item_id: messageId, output_index: 0, content_index: 0 };
	const hasText = said.pieces.length > 0;
	const calls = callsOf(said);
	const output = [...(hasText ? [message] : []), ...calls];
	const opening: readonly Event[] = [
		['response.created', { response: responseOf(said, id, 'in_progress', []) }],
		['response.in_progress', { response: responseOf(said, id, 'in_progress', []) }],
		...(hasText
			? ([
					['response.output_item.added', { output_index: 0, item: started }],
					['response.content_part.added', { ...part, part: textPart('') }],
				] as const)
			: []),
	];
	const pieces = said.pieces.map((delta): Event => ['response.output_text.delta', { ...part, delta, logprobs: [] }]);
	const closing: readonly Event[] = [
		...(hasText
			? ([
					['response.output_text.done', { ...part, text, logprobs: [] }],
					['response.content_part.done', { ...part, part: textPart(text) }],
					['response.output_item.done', { output_index: 0, item: message }],
				] as const)
			: []),
		...calls.flatMap((call, index) => callEvents(call, index + (hasText ? 1 : 0))),
		[`response.${finalStatus(said)}`, { response: responseOf(said, id, finalStatus(said), output) }],
	];
	return {
		opening: numbered(opening, 0),
		pieces: numbered(pieces, opening.length),
		closing: numbered(closing, opening.length + pieces.length),
	};
}

function errorFrames(said: Said): readonly string[] {
	const error = { code: 'server_error', message: 'The server had an error processing your request. Sorry about that!' };
	const response = { ...responseOf(said, said.newId('resp'), 'failed', []), error };
	return numbered([['response.failed', { response }]], 1000);
}

function numbered(events: readonly Event[], first: number): readonly string[] {
	return events.map(([type, data], index) => frame({ type, sequence_number: first + index, ...data }, type));
}

function callEvents(item: CallItem, outputIndex: number): readonly Event[] {
	const place = { item_id: item.id, output_index: outputIndex };
	const added = { output_index: outputIndex, item: { ...item, ...withInput(item, ''), status: 'in_progress' } };
	const kind = item.type === 'custom_tool_call' ? 'custom_tool_call_input' : 'function_call_arguments';
	return [
		['response.output_item.added', added],
		[`response.${kind}.delta`, { ...place, delta: item.input ?? item.arguments }],
		[`response.${kind}.done`, { ...place, ...withInput(item, item.input ?? item.arguments ?? '') }],
		['response.output_item.done', { output_index: outputIndex, item }],
	];
}

function withInput(item: CallItem, input: string): object {
	return item.type === 'custom_tool_call' ? { input } : { arguments: input };
}

interface CallItem {
	readonly id: string;
	readonly type: 'custom_tool_call' | 'function_call';
	readonly status: 'completed';
	readonly call_id: string;
	readonly name: string;
	readonly namespace?: string;
	readonly input?: string;
	readonly arguments?: string;
}

function callsOf(said: Said): readonly CallItem[] {
	return said.calls.map((call) => callOf(call, said));
}

function callOf(call: ToolCall, said: Said): CallItem {
	const { name, custom, namespace } = call.tool;
	const head = {
		status: 'completed',
		call_id: said.newId('call'),
		name,
		...(namespace === null ? {} : { namespace }),
	} as const;
	if (custom && typeof call.input === 'string') {
		return { id: said.newId('ctc'), type: 'custom_tool_call', ...head, input: call.input };
	}
	return { id: said.newId('fc'), type: 'function_call', ...head, arguments: JSON.stringify(call.input) };
}

function messageOf(id: string, text: string): object {
	return { id, type: 'message', status: 'completed', role: 'assistant', content: [textPart(text)] };
}

function textPart(text: string): object {
	return { type: 'output_text', text, annotations: [], logprobs: [] };
}

type Status = 'in_progress' | 'completed' | 'incomplete' | 'failed';

function finalStatus(said: Said): Status {
	return said.finish === 'length' ? 'incomplete' : 'completed';
}

function responseOf({ usage, ...said }: Said, id: string, status: Status, output: readonly object[]): object {
	return {
		id,
		object: 'response',
		created_at: said.created,
		status,
		error: null,
		incomplete_details: status === 'incomplete' ? { reason: 'max_output_tokens' } : null,
		instructions: null,
		model: said.model,
		output,
		parallel_tool_calls: true,
		previous_response_id: null,
		store: false,
		temperature: 1,
		text: { format: { type: 'text' } },
		tool_choice: 'auto',
		tools: [],
		top_p: 1,
		usage:
			status === 'completed' || status === 'incomplete'
				? {
						input_tokens: usage.inputTokens,
						input_tokens_details: { cached_tokens: 0 },
						output_tokens: usage.outputTokens,
						output_tokens_details: { reasoning_tokens: 0 },
						total_tokens: usage.inputTokens + usage.outputTokens,
					}
				: null,
		metadata: {},
	};
}
