import type { Failure } from '../../src/core/failure.ts';
import type { Adapter, Answer, OutputPart, RunInput, RunIo } from '../../src/providers/provider.ts';
import type { FakeClock } from './fakeClock.ts';

/** What one provider does when it is asked. */
export type Play = (io: RunIo, input: RunInput, clock: FakeClock) => Promise<Answer>;

/** An adapter that runs in this process: each provider plays its part, and everybody who was asked is remembered. */
export class PlayedAdapter implements Adapter {
	/** Each run in the order in which it began. */
	readonly asked: RunInput[] = [];
	readonly #clock: FakeClock;
	readonly #plays: ReadonlyMap<string, Play>;

	constructor(clock: FakeClock, plays: ReadonlyMap<string, Play>) {
		this.#clock = clock;
		this.#plays = plays;
	}

	check() {
		return Promise.resolve({ ready: true, version: null } as const);
	}

	run(input: RunInput, io: RunIo): Promise<Answer> {
		this.asked.push(input);
		const play = this.#plays.get(input.provider.id);
		if (play === undefined) {
			throw new Error(`nobody told ${input.provider.id} what to play`);
		}
		return play(io, input, this.#clock);
	}
}

/** Streams the text in these pieces and ends well. */
export function says(...pieces: readonly string[]): Play {
	return async (io) => {
		for (const text of pieces) {
			io.output({ type: 'text', text });
		}
		return whole(pieces.join(''));
	};
}

/** Shows these parts first, if any, then fails. */
export function fails(failure: Failure, ...parts: readonly OutputPart[]): Play {
	return async (io) => {
		parts.forEach((part) => io.output(part));
		return { ok: false, failure };
	};
}

/** Shows these parts, then nothing more until it is stopped. */
export function stalls(...parts: readonly OutputPart[]): Play {
	return async (io) => {
		parts.forEach((part) => io.output(part));
		await aborted(io.signal);
		return { ok: false, failure: { kind: 'unknown', message: 'stopped' } };
	};
}

export function aborted(signal: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		if (signal.aborted) {
			resolve();
		} else {
			signal.addEventListener('abort', () => resolve(), { once: true });
		}
	});
}

/** Resolves once so many milliseconds have passed. */
export function passed(clock: FakeClock, ms: number): Promise<void> {
	return new Promise((resolve) => void clock.after(ms, resolve));
}

/** A complete answer. */
export function whole(text: string): Answer {
	return { ok: true, text, model: null, usage: null };
}

export const overloaded: Failure = { kind: 'overloaded', message: 'it is overloaded', retryAfterMs: null };
