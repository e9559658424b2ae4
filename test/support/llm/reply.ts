/** What goes wrong before an answer begins. Each one has the true status and body of the API that was asked. */
export type ErrorName =
	| 'unauthorized'
	| 'payment'
	| 'missing-model'
	| 'too-large'
	| 'context'
	| 'rate-limit'
	| 'quota'
	| 'usage-limit'
	| 'server-error'
	| 'unavailable'
	| 'overloaded'
	| 'bad-request'
	| 'refused-content'
	| 'answer-too-long'
	| 'html-502';

export interface ReplyUsage {
	readonly inputTokens: number;
	readonly outputTokens: number;
}

/** How a text is cut into pieces of a stream: by words, unless `chunkCharacters` says how long each piece is. */
export interface Pace {
	readonly chunkCharacters?: number;
	/** Milliseconds between two pieces. */
	readonly dripMs?: number;
}

/** A tool call that the agent is asked to make; `say` is the text in front of it. */
export type CallReply =
	/** `path` is absolute, or relative to the folder that the agent says it works in. */
	| { readonly type: 'write'; readonly path: string; readonly content: string; readonly say?: string }
	| { readonly type: 'shell'; readonly command: string; readonly say?: string };

/** One scripted reply. Plain data, so that it can also come from a JSON file. */
export type Reply =
	| ({ readonly type: 'answer'; readonly text: string; readonly model?: string; readonly usage?: ReplyUsage } & Pace)
	| CallReply
	| {
			readonly type: 'error';
			readonly error: ErrorName;
			/** The Retry-After header, sent as it is; without it there is none. For `usage-limit` also the time of the reset. */
			readonly retryAfterSeconds?: number | string;
			/** Instead of the usual message. */
			readonly message?: string;
	  }
	/** A well-formed beginning, then something that is no JSON. */
	| { readonly type: 'malformed' }
	/** Ends cleanly, without the terminal event. Not streamed: half of the body. */
	| ({ readonly type: 'cut'; readonly afterChunks: number; readonly text: string } & Pace)
	/** The connection is reset: after some pieces, or, without `afterChunks`, before the headers. */
	| ({ readonly type: 'reset'; readonly afterChunks?: number; readonly text?: string } & Pace)
	/** The connection is held until the client closes it. Without `afterChunks` not even the headers are sent. */
	| ({ readonly type: 'stall'; readonly afterChunks?: number; readonly text?: string } & Pace)
	/** An error event in mid-stream. Not streamed: a plain error. */
	| { readonly type: 'stream-error' }
	/** Well-formed and finished, without any text. */
	| { readonly type: 'empty' }
	/** Finished because the answer reached the length limit. */
	| ({ readonly type: 'length'; readonly text: string } & Pace);

/** The pieces of `text` in a stream. Never splits a character. */
export function piecesOf(text: string, pace: Pace): readonly string[] {
	const size = pace.chunkCharacters;
	if (size === undefined) {
		return text.match(/\s*\S+\s*$|\s*\S+|\s+/g) ?? [];
	}
	const characters = Array.from(text);
	const pieces: string[] = [];
	for (let start = 0; start < characters.length; start += size) {
		pieces.push(characters.slice(start, start + size).join(''));
	}
	return pieces;
}
