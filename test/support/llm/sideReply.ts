import type { Asked } from './dialect.ts';
import type { Received } from './received.ts';
import type { Reply } from './reply.ts';

export interface PlainReply {
	readonly status: number;
	readonly contentType: string;
	readonly body: string;
}

/** What a request outside of the conversation gets; `null` for a path that nobody serves. */
export function sideReply(
	received: Received,
	asked: Asked | null,
	models: readonly string[],
): Reply | PlainReply | null {
	if (asked !== null) {
		return { type: 'answer', text: 'Side request' };
	}
	if (received.headers.upgrade !== undefined) {
		return { status: 426, contentType: 'text/plain', body: '' };
	}
	const path = received.path.split('?', 1)[0] ?? '';
	if (received.method === 'HEAD' || (received.method === 'GET' && path === '/')) {
		return json({});
	}
	if (received.method === 'GET' && path.endsWith('/models')) {
		return json({
			object: 'list',
			data: models.map((id) => ({ id, object: 'model', created: 1, owned_by: 'scripted' })),
			has_more: false,
		});
	}
	if (received.method === 'POST' && (path.endsWith('/count_tokens') || path.endsWith('/input_tokens'))) {
		return json({ input_tokens: 1234 });
	}
	return null;
}

function json(value: unknown): PlainReply {
	return { status: 200, contentType: 'application/json', body: JSON.stringify(value) };
}
