import net from 'node:net';
import type { DialectName } from '../../support/llm/dialect.ts';
import type { LlmServer } from '../../support/llmServer.ts';

export const dialectNames: readonly DialectName[] = ['chat', 'responses', 'anthropic', 'gemini'];

const paths: Readonly<Record<DialectName, string>> = {
	chat: 'v1/chat/completions',
	responses: 'v1/responses',
	anthropic: 'v1/messages',
	gemini: 'v1beta/models/model-1:generateContent',
};

/** A path under the name of a script. Google's API has the kind of answer in it. */
function pathOf(dialect: DialectName, name: string, stream: boolean): string {
	const path = `/${name}/${paths[dialect]}`;
	return stream ? path.replace(':generateContent', ':streamGenerateContent?alt=sse') : path;
}

function bodyOf(dialect: DialectName, stream: boolean, more: object = {}): string {
	if (dialect === 'gemini') {
		return JSON.stringify({ contents: [{ role: 'user', parts: [{ text: 'Hi' }] }], ...more });
	}
	const content = dialect === 'responses' ? { input: 'Hi' } : { messages: [{ role: 'user', content: 'Hi' }] };
	return JSON.stringify({ model: 'model-1', stream, ...content, ...more });
}

/** Asks as a plain HTTP client does. */
export function ask(
	server: LlmServer,
	dialect: DialectName,
	options: {
		readonly stream?: boolean;
		readonly name?: string;
		readonly more?: object;
		readonly init?: RequestInit;
	} = {},
): Promise<Response> {
	return fetch(server.origin + pathOf(dialect, options.name ?? 'a', options.stream ?? false), {
		method: 'POST',
		body: bodyOf(dialect, options.stream ?? false, options.more),
		...options.init,
	});
}

/** Everything that arrives on a bare connection, and how it ends: the code of the error, or `null` for a clean end. */
export function askBare(
	server: LlmServer,
	dialect: DialectName,
	stream: boolean,
): Promise<{ text: string; error: string | null }> {
	const body = bodyOf(dialect, stream);
	const head = `POST ${pathOf(dialect, 'a', stream)} HTTP/1.1\r\nhost: localhost\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`;
	return new Promise((resolve) => {
		let text = '';
		let error: string | null = null;
		const socket = net.connect(Number(new URL(server.origin).port), '127.0.0.1', () => socket.write(head + body));
		socket.on('data', (chunk) => {
			text += chunk.toString('utf8');
		});
		socket.on('error', (failure: NodeJS.ErrnoException) => {
			error = failure.code ?? failure.message;
		});
		socket.on('close', () => resolve({ text, error }));
	});
}

/** The data of each event of a stream; `null` for one that is no JSON. */
export function eventsIn(text: string): readonly unknown[] {
	return [...text.matchAll(/^data: (.*)$/gm)].map(([, data]) => {
		try {
			const event: unknown = JSON.parse(data ?? '');
			return event;
		} catch {
			return data === '[DONE]' ? data : null;
		}
	});
}

/** Whether the stream has the event that says the answer is whole. */
export function isTerminated(dialect: DialectName, text: string): boolean {
	const marks = {
		chat: 'data: [DONE]',
		responses: 'event: response.completed',
		anthropic: 'event: message_stop',
		gemini: '"finishReason":"STOP"',
	};
	return text.includes(marks[dialect]);
}
