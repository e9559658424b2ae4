import { EventEmitter, once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import type { Asked, DialectName } from './llm/dialect.ts';
import { play } from './llm/play.ts';
import { dialects, type Received, readRequest } from './llm/received.ts';
import type { Reply } from './llm/reply.ts';
import { sideReply } from './llm/sideReply.ts';

export type { Received } from './llm/received.ts';
export type { ErrorName, Reply } from './llm/reply.ts';

export type ScriptedReply = Reply | ((received: Received) => Reply);

/** A server on loopback that answers as scripted and remembers what it was asked. */
export interface LlmServer {
	/** Without a trailing slash. */
	readonly origin: string;
	/** In the order of their arrival, side requests too. */
	readonly requests: readonly Received[];
	/** The requests that took a scripted reply of `name`, or found none. */
	asked(name: string): readonly Received[];
	/**
	 * Sets the replies to the requests under `/<name>/`: in order, and the last one again and again. The name `''` is for
	 * every path without a scripted name.
	 */
	script(name: string, ...replies: readonly ScriptedReply[]): void;
	/**
	 * Resolves when the predicate holds, which is looked at whenever a request arrives or ends or a socket closes. Rejects
	 * when the server closes before.
	 */
	waitFor(predicate: (server: LlmServer) => boolean): Promise<void>;
	openSockets(): number;
	/** Ends every connection. Rejects when a script was wrong, for example a tool call that no tool can carry out. */
	close(): Promise<void>;
}

export interface LlmServerOptions {
	/** A free one by default. */
	readonly port?: number;
	/** Milliseconds since the epoch. */
	readonly now?: () => number;
	/** What the list of models names. */
	readonly models?: readonly string[];
}

export async function startLlmServer(options: LlmServerOptions = {}): Promise<LlmServer> {
	const now = options.now ?? Date.now;
	const requests: Mutable<Received>[] = [];
	const scripts = new Map<string, { readonly replies: readonly ScriptedReply[]; next: number }>();
	const changes = new EventEmitter().setMaxListeners(0);
	const sockets = new Set<net.Socket>();
	const faults: unknown[] = [];
	let closing = false;
	let closed = false;
	let identifiers = 0;

	const listener = http.createServer((request, response) => {
		answer(request, response).catch((fault: unknown) => {
			faults.push(fault);
			response.destroy();
			changed();
		});
	});
	// Longer than any test, so that no idle connection closes under a client that is about to use it.
	listener.keepAliveTimeout = 600_000;
	listener.on('connection', (socket) => {
		sockets.add(socket);
		socket.on('close', () => {
			sockets.delete(socket);
			changed();
		});
	});

	async function answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
		const text = await bodyOf(request);
		if (text === null) {
			return;
		}
		const { received: reading, asked } = readRequest(request, text, (name) => scripts.has(name));
		const received: Mutable<Received> = { ...reading, index: requests.length, ended: 'open' };
		const gone = new AbortController();
		let cut = false;
		response.on('close', () => {
			received.ended = cut || (closing && !response.writableFinished) ? 'cut' : endOf(response);
			gone.abort();
			changed();
		});
		requests.push(received);
		const reply = received.side
			? sideReply(received, asked, options.models ?? ['scripted-model'])
			: nextReply(received);
		changed();
		if (reply === null || !('type' in reply)) {
			const plain = reply ?? { status: 404, contentType: 'text/plain', body: 'Not Found' };
			response.writeHead(plain.status, { 'content-type': plain.contentType }).end(plain.body);
			return;
		}
		await play(reply, {
			response,
			received,
			...inDialect(received.dialect, asked),
			now: Math.floor(now() / 1000),
			newId: (prefix) => `${prefix}_${++identifiers}`,
			gone: gone.signal,
			markCut: () => {
				cut = true;
			},
		});
	}

	function nextReply(received: Received): Reply | null {
		const script = scripts.get(received.name);
		const reply = script?.replies[Math.min(script.next++, script.replies.length - 1)];
		return typeof reply === 'function' ? reply(received) : (reply ?? null);
	}

	function changed(): void {
		changes.emit('change');
	}

	const server: LlmServer = {
		get origin() {
			return originOf(listener);
		},
		requests,
		asked: (name) => requests.filter((request) => request.name === name && !request.side),
		script: (name, ...replies) => {
			scripts.set(name, { replies, next: 0 });
		},
		waitFor: async (predicate) => {
			while (!predicate(server)) {
				if (closed) {
					throw new Error('The server closed before it happened');
				}
				await once(changes, 'change');
			}
		},
		openSockets: () => sockets.size,
		close: async () => {
			closing = true;
			if (listener.listening) {
				const ended = once(listener, 'close');
				listener.close();
				listener.closeAllConnections();
				await ended;
			}
			closed = true;
			changed();
			if (faults.length > 0) {
				throw new AggregateError(faults, `The script went wrong: ${faults.map(String).join('; ')}`);
			}
		},
	};
	listener.listen(options.port ?? 0, '127.0.0.1');
	await once(listener, 'listening');
	return server;
}

/**
 * An origin on loopback where nothing listens. Its port is one that the system gives to nobody by itself, unlike the port
 * of a server just closed. Throws when something does listen there.
 */
export async function refusedOrigin(): Promise<string> {
	const port = 2;
	const socket = net.connect(port, '127.0.0.1');
	const refused = await Promise.race([
		once(socket, 'connect').then(() => false),
		once(socket, 'close').then(() => true),
	]).catch(() => true);
	socket.destroy();
	if (!refused) {
		throw new Error(`Something listens on port ${port}`);
	}
	return `http://127.0.0.1:${port}`;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function originOf(listener: http.Server): string {
	const address = listener.address();
	if (address === null || typeof address === 'string') {
		throw new Error('The server does not listen');
	}
	return `http://127.0.0.1:${address.port}`;
}

function inDialect(name: DialectName | null, asked: Asked | null) {
	if (name === null || asked === null) {
		throw new Error('A request of no dialect takes no reply');
	}
	return { name, asked, dialect: dialects[name] };
}

function endOf(response: http.ServerResponse): Received['ended'] {
	return response.writableFinished ? 'replied' : 'client-closed';
}

/** `null` when the client went away before it had sent everything. */
async function bodyOf(request: http.IncomingMessage): Promise<string | null> {
	const chunks: Buffer[] = [];
	request.on('data', (chunk: Buffer) => chunks.push(chunk));
	return new Promise((resolve) => {
		request.once('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
		request.once('close', () => resolve(null));
	});
}
