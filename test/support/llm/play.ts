import type http from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { Asked, Dialect, DialectName, Said, ToolCall } from './dialect.ts';
import { errorReply } from './errors.ts';
import type { Received } from './received.ts';
import { type Pace, piecesOf, type Reply } from './reply.ts';
import { callsFor } from './toolCalls.ts';

/** One request that waits for its reply. */
export interface Exchange {
	readonly response: http.ServerResponse;
	readonly received: Received;
	readonly name: DialectName;
	readonly dialect: Dialect;
	readonly asked: Asked;
	/** Seconds since the epoch. */
	readonly now: number;
	readonly newId: (prefix: string) => string;
	/** Aborted when the connection is gone. */
	readonly gone: AbortSignal;
	/** Says that what happens next is the server's doing. */
	readonly markCut: () => void;
}

/** A client that loses its connection may drop what it has not read yet; this lets it read first. */
const readingMs = 30;

/** Carries out `reply`. Rejects only when the script itself is wrong. */
export async function play(reply: Reply, exchange: Exchange): Promise<void> {
	switch (reply.type) {
		case 'error':
			sendError(reply, exchange);
			return;
		case 'answer':
		case 'length':
			return sendAnswer(saidBy(reply, exchange, []), reply, exchange);
		case 'empty':
			return sendAnswer(saidBy({ ...reply, text: '' }, exchange, []), {}, exchange);
		case 'write':
		case 'shell':
			return sendAnswer(
				saidBy({ type: 'answer', text: reply.say ?? '' }, exchange, callsOf(reply, exchange)),
				{},
				exchange,
			);
		case 'malformed':
			return sendMalformed(exchange);
		case 'stream-error':
			return sendStreamError(exchange);
		case 'cut':
		case 'reset':
		case 'stall':
			return breakOff(reply, exchange);
	}
}

type CallReply = Extract<Reply, { type: 'write' | 'shell' }>;
type BreakingReply = Extract<Reply, { type: 'cut' | 'reset' | 'stall' }>;
type Wording = { readonly type: string; readonly text: string } & Pick<
	Extract<Reply, { type: 'answer' }>,
	'model' | 'usage'
> &
	Pace;

function saidBy(reply: Wording, { received, asked, now, newId }: Exchange, calls: readonly ToolCall[]): Said {
	return {
		model: reply.model ?? received.model ?? 'scripted-model',
		pieces: piecesOf(reply.text, reply),
		calls,
		finish: reply.type === 'length' ? 'length' : 'stop',
		usage: reply.usage ?? { inputTokens: 1234, outputTokens: 56 },
		wantsUsage: asked.wantsUsage,
		created: now,
		newId,
	};
}

function callsOf(reply: CallReply, { received, asked }: Exchange): readonly ToolCall[] {
	const calls = callsFor(reply, asked.tools, received.workingDirectory);
	if (calls === null) {
		throw new Error(`No tool of the request can ${reply.type}: ${received.tools.join(', ') || 'it has none'}`);
	}
	return calls;
}

function sendError(reply: Extract<Reply, { type: 'error' }>, { response, received, name, now }: Exchange): void {
	const { status, headers, body } = errorReply(reply.error, {
		dialect: name,
		model: received.model ?? 'scripted-model',
		retryAfter: reply.retryAfterSeconds,
		message: reply.message,
		now,
	});
	response.writeHead(status, headers).end(body);
}

async function sendAnswer(said: Said, pace: Pace, exchange: Exchange): Promise<void> {
	const { response, received, dialect } = exchange;
	if (!received.stream) {
		startBody(response);
		response.end(JSON.stringify(dialect.whole(said)));
		return;
	}
	const frames = dialect.frames(said);
	startStream(response);
	await send(response, frames.opening.join(''));
	await sendPieces(frames.pieces, pace, exchange);
	response.end(frames.closing.join(''));
}

async function sendMalformed(exchange: Exchange): Promise<void> {
	const { response, received, dialect } = exchange;
	if (received.stream) {
		const frames = dialect.frames(saidBy({ type: 'answer', text: 'Here' }, exchange, []));
		startStream(response);
		await send(response, [...frames.opening, ...frames.pieces].join(''));
		response.end('data: {"id": "broken", "choices": [{"delta": {"conte\n\n');
		return;
	}
	startBody(response);
	response.end('{"id": "broken", "choices": [{"mess');
}

async function sendStreamError(exchange: Exchange): Promise<void> {
	const { response, received, name, dialect } = exchange;
	if (!received.stream) {
		sendError({ type: 'error', error: name === 'anthropic' ? 'overloaded' : 'server-error' }, exchange);
		return;
	}
	const said = saidBy({ type: 'answer', text: 'Here' }, exchange, []);
	const frames = dialect.frames(said);
	startStream(response);
	response.end([...frames.opening, ...frames.pieces, ...dialect.errorFrames(said)].join(''));
}

async function breakOff(reply: BreakingReply, exchange: Exchange): Promise<void> {
	const { response, received, dialect, gone, markCut } = exchange;
	if (reply.type === 'cut' || (reply.afterChunks ?? 0) > 0) {
		const said = saidBy({ ...reply, text: reply.text ?? 'Here is a beginning that goes on.' }, exchange, []);
		if (received.stream) {
			const frames = dialect.frames(said);
			startStream(response);
			await send(response, frames.opening.join(''));
			await sendPieces(frames.pieces.slice(0, reply.afterChunks), reply, exchange);
		} else {
			const body = JSON.stringify(dialect.whole(said));
			startBody(response);
			await send(response, body.slice(0, body.length / 2));
		}
	}
	if (reply.type === 'stall' || gone.aborted) {
		return;
	}
	if (reply.type === 'cut') {
		markCut();
		response.end();
		return;
	}
	await reset(exchange);
}

async function reset({ response, gone, markCut }: Exchange): Promise<void> {
	if (response.headersSent) {
		await pauseUntil(readingMs, gone);
	}
	if (!gone.aborted) {
		markCut();
		response.socket?.resetAndDestroy();
	}
}

async function sendPieces(pieces: readonly string[], pace: Pace, { response, gone }: Exchange): Promise<void> {
	for (const [index, piece] of pieces.entries()) {
		if (index > 0 && pace.dripMs !== undefined) {
			await pauseUntil(pace.dripMs, gone);
		}
		if (gone.aborted) {
			return;
		}
		await send(response, piece);
	}
}

function startBody(response: http.ServerResponse): void {
	response.writeHead(200, { 'content-type': 'application/json', 'x-request-id': 'req_1', 'request-id': 'req_1' });
}

function startStream(response: http.ServerResponse): void {
	response.writeHead(200, {
		'content-type': 'text/event-stream; charset=utf-8',
		'cache-control': 'no-cache',
		'x-request-id': 'req_1',
		'request-id': 'req_1',
	});
}

/** Resolves when the text is handed over, or can't be any more. */
function send(response: http.ServerResponse, text: string): Promise<void> {
	if (text === '' || response.destroyed) {
		return Promise.resolve();
	}
	return new Promise((resolve) => {
		response.once('close', resolve);
		response.write(text, () => {
			response.off('close', resolve);
			resolve();
		});
	});
}

async function pauseUntil(milliseconds: number, gone: AbortSignal): Promise<void> {
	// The one error is the abort, which the caller reads from the signal.
	await pause(milliseconds, undefined, { signal: gone }).catch(() => undefined);
}
