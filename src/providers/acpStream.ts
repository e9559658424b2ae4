import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { AnyMessage, Stream } from '@agentclientprotocol/sdk';
import { fieldsOf, textIn } from './dialects/verdict.ts';
import { jsonLines } from './jsonLines.ts';

/** In bytes: a file that an agent writes through the client comes as one line. */
const longestLine = 32 * 1024 * 1024;

export interface StreamInput {
	readonly stdin: Writable;
	readonly stdout: Readable;
	/** Each notification, in order, and before any answer that follows it. */
	onNotification(method: string, params: unknown): void;
	/** Something that is no message of the protocol: a sign of life and nothing more. */
	onNoise(): void;
	/** Whether the turn is over: what is no answer is then read and dropped, so that the agent never waits for us. */
	isOver(): boolean;
}

/**
 * The messages of an agent that may write anything to its output: whatever is no message is dropped unanswered, and so is
 * an answer to a question that nobody asked.
 */
export function streamOf(input: StreamInput): Stream {
	const { stdin, stdout } = input;
	const asked = new Set<unknown>();
	const receive = async function* (): AsyncGenerator<AnyMessage, void> {
		for await (const value of jsonLines(stdout, longestLine)) {
			const message = fieldsOf(value);
			const isMessage = message['jsonrpc'] === '2.0';
			const isCall = isMessage && typeof message['method'] === 'string';
			if (isMessage && !isCall && asked.delete(message['id'])) {
				yield value as AnyMessage;
			} else if (input.isOver()) {
				continue;
			} else if (isCall && 'id' in message) {
				yield value as AnyMessage;
			} else if (isCall) {
				input.onNotification(textIn(message['method']), message['params']);
			} else {
				input.onNoise();
			}
		}
	};
	// A broken pipe is the end of the agent, which its exit tells.
	stdin.on('error', () => undefined);
	const send = async (message: AnyMessage) => {
		if ('method' in message && 'id' in message) {
			asked.add(message.id);
		}
		if (stdin.writable && !stdin.write(`${JSON.stringify(message)}\n`)) {
			const enough = new AbortController();
			await Promise.race(['drain', 'close'].map((event) => once(stdin, event, { signal: enough.signal }))).finally(() =>
				enough.abort(),
			);
		}
	};
	return { readable: ReadableStream.from(receive()), writable: new WritableStream({ write: send }) };
}
