import { type Asked, type Dialect, type Frames, frame, type Said } from './dialect.ts';
import { type JsonRecord, listOf, recordOf, stringOf, textsOf } from './json.ts';

/** Anthropic Messages. */
export const anthropic: Dialect = { asked, whole, frames, errorFrames };

function asked(body: unknown): Asked {
	const request = recordOf(body);
	return {
		texts: [...textsOf(request['system']), ...textsOf(request['messages'])],
		toolResults: resultsSinceUser(listOf(request['messages']).map(recordOf)),
		tools: listOf(request['tools']).map((tool) => ({
			name: stringOf(recordOf(tool)['name']) ?? '',
			custom: false,
			namespace: null,
		})),
		wantsUsage: true,
	};
}

/** Reminders that a program adds to the user's turn are no text of the user. */
function resultsSinceUser(messages: readonly JsonRecord[]): number {
	let results = 0;
	for (const message of messages.filter(({ role }) => role === 'user').reverse()) {
		const content =
			typeof message['content'] === 'string' ? [{ type: 'text', text: message['content'] }] : message['content'];
		const parts = listOf(content).map(recordOf);
		const found = parts.filter((part) => part['type'] === 'tool_result').length;
		results += found;
		const isReminder = (text: string | null): boolean => text?.trimStart().startsWith('<system-reminder>') ?? true;
		if (found === 0 && parts.some((part) => part['type'] === 'text' && !isReminder(stringOf(part['text'])))) {
			break;
		}
	}
	return results;
}

function whole(said: Said): unknown {
	const text = said.pieces.join('');
	return messageOf(said, [...(text === '' ? [] : [{ type: 'text', text }]), ...blocksOf(said)], stopReason(said));
}

function frames(said: Said): Frames {
	const hasText = said.pieces.length > 0;
	const first = hasText ? 1 : 0;
	return {
		opening: [
			event('message_start', { message: messageOf(said, [], null) }),
			...(hasText ? [event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } })] : []),
		],
		pieces: said.pieces.map((text) => event('content_block_delta', { index: 0, delta: { type: 'text_delta', text } })),
		closing: [
			...(hasText ? [event('content_block_stop', { index: 0 })] : []),
			...blocksOf(said).flatMap((block, position) => [
				event('content_block_start', { index: first + position, content_block: { ...block, input: {} } }),
				event('content_block_delta', {
					index: first + position,
					delta: { type: 'input_json_delta', partial_json: JSON.stringify(block.input) },
				}),
				event('content_block_stop', { index: first + position }),
			]),
			event('message_delta', {
				delta: { stop_reason: stopReason(said), stop_sequence: null },
				usage: { output_tokens: said.usage.outputTokens },
			}),
			event('message_stop', {}),
		],
	};
}

function errorFrames(): readonly string[] {
	return [event('error', { error: { type: 'overloaded_error', message: 'Overloaded' }, request_id: 'req_1' })];
}

function event(type: string, data: object): string {
	return frame({ type, ...data }, type);
}

function blocksOf(
	said: Said,
): readonly { readonly type: 'tool_use'; readonly id: string; readonly name: string; readonly input: unknown }[] {
	return said.calls.map((call) => ({
		type: 'tool_use',
		id: said.newId('toolu'),
		name: call.tool.name,
		input: typeof call.input === 'string' ? { input: call.input } : call.input,
	}));
}

function stopReason(said: Said): string {
	if (said.calls.length > 0) {
		return 'tool_use';
	}
	return said.finish === 'length' ? 'max_tokens' : 'end_turn';
}

function messageOf(said: Said, content: readonly object[], stop: string | null): object {
	return {
		id: said.newId('msg'),
		type: 'message',
		role: 'assistant',
		model: said.model,
		content,
		stop_reason: stop,
		stop_sequence: null,
		usage: {
			input_tokens: said.usage.inputTokens,
			cache_creation_input_tokens: 0,
			cache_read_input_tokens: 0,
			output_tokens: stop === null ? 1 : said.usage.outputTokens,
		},
	};
}
