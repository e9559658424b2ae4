/** What a model asks to be done with a tool that it was offered. */
export interface ToolCall {
	/** Names this call in the result that answers it. */
	readonly id: string;
	readonly name: string;
	/** The arguments, as plain JSON. */
	readonly input: object;
}

/** A tool that a model may ask for; whoever offers it runs it. */
export interface ToolDefinition {
	readonly name: string;
	readonly description: string;
	/** A JSON schema of the arguments; `null`: it takes none. */
	readonly schema: object | null;
}

export type ConversationPart =
	| { readonly type: 'text'; readonly text: string }
	/** By the assistant. */
	| { readonly type: 'call'; readonly call: ToolCall }
	/** By the user, with the `id` of the call that it answers. */
	| { readonly type: 'result'; readonly id: string; readonly text: string };

export interface Message {
	readonly role: 'system' | 'user' | 'assistant';
	readonly parts: readonly ConversationPart[];
}

/** What was said before, or all that is said. Holds the user's words and code: never logged, never in an event. */
export interface Conversation {
	/** Oldest first. */
	readonly messages: readonly Message[];
	/** `true`: these messages are all that is sent, as whoever asks wrote them; `false`: they stand before the request. */
	readonly whole: boolean;
	/** What the model may ask for; only where `whole`. */
	readonly tools: readonly ToolDefinition[];
	/** `required`: the model has to call a tool. */
	readonly toolMode: 'auto' | 'required';
}

/** A conversation of earlier turns, before what is asked now. */
export function earlier(messages: readonly Message[]): Conversation {
	return { messages, whole: false, tools: [], toolMode: 'auto' };
}

/** The text of a message, without its calls and results. */
export function textOfMessage({ parts }: Message): string {
	return parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
}

/** Everything in it as one text, message by message, for who reads it or counts its tokens. */
export function conversationText({ messages, tools }: Pick<Conversation, 'messages' | 'tools'>): string {
	const said = messages.map(({ role, parts }) => `[${role}]\n${parts.map(partText).join('\n')}`);
	return [...said, ...(tools.length === 0 ? [] : [`[tools]\n${JSON.stringify(tools, null, '\t')}`])].join('\n\n');
}

function partText(part: ConversationPart): string {
	switch (part.type) {
		case 'text':
			return part.text;
		case 'result':
			return `[result of ${part.id}]\n${part.text}`;
		case 'call':
			return `[call ${part.call.id}] ${part.call.name} ${JSON.stringify(part.call.input)}`;
	}
}

/** How long it is as it is sent, in characters, tools included. */
export function conversationLength({ messages, tools }: Conversation): number {
	const said = messages.flatMap(({ parts }) => parts).reduce((sum, part) => sum + partLength(part), 0);
	return said + (tools.length === 0 ? 0 : JSON.stringify(tools).length);
}

function partLength(part: ConversationPart): number {
	switch (part.type) {
		case 'text':
		case 'result':
			return part.text.length;
		case 'call':
			return part.call.name.length + JSON.stringify(part.call.input).length;
	}
}
