import type { ToolCall } from '../core/conversation.ts';

/** A piece of a tool call in a stream: the first one names it, the arguments come in any number of pieces. */
export interface CallPiece {
	readonly index?: number | null;
	readonly id?: string | null;
	readonly function?: { readonly name?: string | null; readonly arguments?: string | null } | null;
}

/** A call as it was written down by the server; the arguments are JSON, or should be. */
export interface WrittenCall {
	readonly id: string;
	readonly name: string;
	readonly arguments: string;
}

/** Puts the pieces of tool calls together, in the order in which the calls began. */
export function createCallCollector() {
	const calls = new Map<number | string, { id: string; name: string; text: string }>();
	let last: number | string | null = null;
	return {
		add(piece: CallPiece): void {
			// Some servers leave out the index: a new id or name then begins a call, and all else goes on with the last one.
			const begins = (piece.id ?? '') !== '' || (piece.function?.name ?? '') !== '';
			const key = piece.index ?? (begins || last === null ? (piece.id ?? `call ${calls.size}`) : last);
			last = key;
			const call = calls.get(key) ?? { id: '', name: '', text: '' };
			calls.set(key, {
				id: call.id === '' ? (piece.id ?? '') : call.id,
				name: call.name === '' ? (piece.function?.name ?? '') : call.name,
				text: call.text + (piece.function?.arguments ?? ''),
			});
		},
		written(): readonly WrittenCall[] {
			return [...calls.values()].map(({ id, name, text }) => ({ id, name, arguments: text }));
		},
	};
}

/** The calls with their arguments read; `null` when one has no name, or arguments that are no JSON object. */
export function readCalls(written: readonly WrittenCall[]): readonly ToolCall[] | null {
	const calls = written.map(({ id, name, arguments: text }, place): ToolCall | null => {
		const input = objectIn(text);
		return name === '' || input === null ? null : { id: id === '' ? `call-${place + 1}` : id, name, input };
	});
	const read = calls.filter((call) => call !== null);
	return read.length === calls.length ? read : null;
}

/** No arguments at all are an empty object: that is how several servers write a call without any. */
function objectIn(text: string): object | null {
	if (text.trim() === '') {
		return {};
	}
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
	} catch {
		return null;
	}
}
