import * as vscode from 'vscode';
import type { Conversation, ConversationPart, Message } from '../core/conversation.ts';

/** VS Code's own chat sends what its agent is told as messages of this role, which its API has not named yet. */
const systemRole = 3;

/** A conversation as somebody else's extension, or VS Code's own chat, wrote it. */
export function conversationFrom(
	messages: readonly vscode.LanguageModelChatRequestMessage[],
	{ tools = [], toolMode }: Pick<vscode.ProvideLanguageModelChatResponseOptions, 'tools' | 'toolMode'>,
): Conversation {
	return {
		messages: messages.map(messageFrom).filter(({ parts }) => parts.length > 0),
		whole: true,
		tools: tools.map(({ name, description, inputSchema }) => ({ name, description, schema: inputSchema ?? null })),
		toolMode: toolMode === vscode.LanguageModelChatToolMode.Required ? 'required' : 'auto',
	};
}

function messageFrom({ role, content }: vscode.LanguageModelChatRequestMessage): Message {
	const parts = content.flatMap(partFrom);
	if (role === vscode.LanguageModelChatMessageRole.Assistant) {
		return { role: 'assistant', parts };
	}
	const number: number = role;
	return { role: number === systemRole ? 'system' : 'user', parts };
}

function partFrom(part: unknown): readonly ConversationPart[] {
	if (part instanceof vscode.LanguageModelTextPart) {
		return part.value === '' ? [] : [{ type: 'text', text: part.value }];
	}
	if (part instanceof vscode.LanguageModelToolCallPart) {
		return [{ type: 'call', call: { id: part.callId, name: part.name, input: part.input } }];
	}
	if (part instanceof vscode.LanguageModelToolResultPart) {
		return [{ type: 'result', id: part.callId, text: part.content.map(textOf).join('') }];
	}
	const text = textOf(part);
	return text === '' ? [] : [{ type: 'text', text }];
}

/** The text of a part. What only VS Code itself understands, marks for a cache for example, is left out. */
function textOf(part: unknown): string {
	if (part instanceof vscode.LanguageModelTextPart) {
		return part.value;
	}
	if (part instanceof vscode.LanguageModelPromptTsxPart) {
		return typeof part.value === 'string' ? part.value : JSON.stringify(part.value);
	}
	if (part instanceof vscode.LanguageModelDataPart) {
		return dataText(part);
	}
	return '';
}

function dataText({ mimeType, data }: vscode.LanguageModelDataPart): string {
	if (/^(?:text\/|application\/(?:[\w.-]+\+)?json\b)/.test(mimeType)) {
		return new TextDecoder().decode(data);
	}
	return /^(?:image|audio|video)\//.test(mimeType) ? `[${mimeType}, which this model does not take]` : '';
}

/** The text of all messages, to estimate their tokens by. */
export function textOfMessage({ content }: vscode.LanguageModelChatRequestMessage): string {
	return content
		.flatMap(partFrom)
		.map((part) => ('text' in part ? part.text : `${part.call.name} ${JSON.stringify(part.call.input)}`))
		.join('\n');
}
