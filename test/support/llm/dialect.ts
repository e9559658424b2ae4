import type { ReplyUsage } from './reply.ts';

export type DialectName = 'chat' | 'responses' | 'anthropic' | 'gemini';

/** A tool that the client offers to the model. */
export interface Tool {
	readonly name: string;
	/** `custom` takes free text instead of JSON arguments. */
	readonly custom: boolean;
	/** The group the tool is in, which a call has to name too. */
	readonly namespace: string | null;
}

export interface ToolCall {
	readonly tool: Tool;
	/** Free text for a custom tool, arguments for any other. */
	readonly input: string | Readonly<Record<string, unknown>>;
}

/** What a request says, the same for every dialect. */
export interface Asked {
	readonly texts: readonly string[];
	/** Tool results since the last text of the user. */
	readonly toolResults: number;
	readonly tools: readonly Tool[];
	/** Whether the client wants to hear the usage at the end of a stream. */
	readonly wantsUsage: boolean;
}

/** What the model says, before it is put into a dialect. */
export interface Said {
	readonly model: string;
	/** Joined they are the text; empty for an answer without text. */
	readonly pieces: readonly string[];
	readonly calls: readonly ToolCall[];
	readonly finish: 'stop' | 'length';
	readonly usage: ReplyUsage;
	readonly wantsUsage: boolean;
	/** Seconds since the epoch. */
	readonly created: number;
	/** A new identifier at every call. */
	readonly newId: (prefix: string) => string;
}

/** The frames of a server-sent event stream. The terminal event is in `closing`. */
export interface Frames {
	readonly opening: readonly string[];
	/** One for each piece of the text. */
	readonly pieces: readonly string[];
	readonly closing: readonly string[];
}

export interface Dialect {
	asked(body: unknown): Asked;
	/** The whole answer as one JSON value. */
	whole(said: Said): unknown;
	frames(said: Said): Frames;
	/** An error in mid-stream. */
	errorFrames(said: Said): readonly string[];
}

export function frame(data: unknown, event?: string): string {
	return `${event === undefined ? '' : `event: ${event}\n`}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;
}
