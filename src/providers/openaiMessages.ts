import type OpenAI from 'openai';
import type { ConversationPart, Message, ToolDefinition } from '../core/conversation.ts';
import type { LlmMessages } from './prompt.ts';

type ChatMessage = OpenAI.Chat.Completions.ChatCompletionMessageParam;
type ChatTools = Pick<OpenAI.Chat.Completions.ChatCompletionCreateParams, 'tools' | 'tool_choice'>;
type ResponseItem = OpenAI.Responses.ResponseInputItem;
type ResponseTools = Pick<OpenAI.Responses.ResponseCreateParams, 'tools' | 'tool_choice'>;

/** The messages for a chat completion. */
export function chatMessages({ system, messages }: LlmMessages): ChatMessage[] {
	const ours: ChatMessage[] = system === null ? [] : [{ role: 'system', content: system }];
	return [...ours, ...messages.flatMap(chatMessage)];
}

/** The results of calls come right after the message that asked for them, before what else the user says. */
function chatMessage(message: Message): ChatMessage[] {
	const { role, parts } = message;
	const text = textOf(parts);
	if (role === 'assistant') {
		const calls = parts.flatMap((part) =>
			part.type === 'call'
				? [
						{
							id: part.call.id,
							type: 'function' as const,
							function: { name: part.call.name, arguments: JSON.stringify(part.call.input) },
						},
					]
				: [],
		);
		return [
			{
				role,
				content: text === '' && calls.length > 0 ? null : text,
				...(calls.length === 0 ? {} : { tool_calls: calls }),
			},
		];
	}
	const results = parts.flatMap((part): ChatMessage[] =>
		part.type === 'result' ? [{ role: 'tool', tool_call_id: part.id, content: part.text }] : [],
	);
	return text === '' && results.length > 0 ? results : [...results, { role, content: text }];
}

export function chatTools({ tools, toolMode }: LlmMessages): ChatTools {
	return tools.length === 0
		? {}
		: {
				tools: tools.map((tool) => ({ type: 'function', function: { ...described(tool), ...schemaOf(tool) } })),
				...(toolMode === 'required' ? { tool_choice: 'required' } : {}),
			};
}

/** The items for the Responses API; what the system says goes into its `instructions`. */
export function responseInput({ messages }: LlmMessages): ResponseItem[] {
	return messages.flatMap(responseItems);
}

function responseItems({ role, parts }: Message): ResponseItem[] {
	const text = textOf(parts);
	const others = parts.flatMap((part): ResponseItem[] => {
		switch (part.type) {
			case 'text':
				return [];
			case 'call': {
				const { id, name, input } = part.call;
				return [{ type: 'function_call', call_id: id, name, arguments: JSON.stringify(input) }];
			}
			case 'result':
				return [{ type: 'function_call_output', call_id: part.id, output: part.text }];
		}
	});
	const said: ResponseItem[] = text === '' && others.length > 0 ? [] : [{ role, content: text }];
	return role === 'assistant' ? [...said, ...others] : [...others, ...said];
}

export function responseTools({ tools, toolMode }: LlmMessages): ResponseTools {
	return tools.length === 0
		? {}
		: {
				tools: tools.map((tool) => ({
					type: 'function',
					...described(tool),
					parameters: { ...(tool.schema ?? noArguments) },
					strict: false,
				})),
				...(toolMode === 'required' ? { tool_choice: 'required' } : {}),
			};
}

const noArguments = { type: 'object', properties: {} };

function described({ name, description }: ToolDefinition) {
	return { name, description };
}

function schemaOf({ schema }: ToolDefinition): { readonly parameters?: Record<string, unknown> } {
	return schema === null ? {} : { parameters: { ...schema } };
}

function textOf(parts: readonly ConversationPart[]): string {
	return parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
}
