import { isDeepStrictEqual } from 'node:util';
import type { RouterEvent, StampedEvent } from '../core/events.ts';
import { type Cooldowns, type Health, healthy } from '../core/health.ts';
import { record } from '../core/record.ts';
import type { Clock } from './clock.ts';

export type Reader = (event: StampedEvent, health: Health) => void;

/**
 * The one record of what happens: append, stamp, learn, tell the readers. Nothing logs, counts or redraws except as
 * its reader.
 */
export interface Journal {
	/** `at`: when it happened, if that is known better than by the clock; milliseconds since the epoch. */
	append(event: RouterEvent, at?: number): void;
	/** Takes over what other windows learnt, and tells whether any of it was news. */
	adopt(learnt: Cooldowns): boolean;
	/** What has been learnt so far. */
	health(): Health;
	/** Everything appended, oldest first; the oldest are forgotten beyond the limit. */
	events(): readonly StampedEvent[];
	/** What was known before the first of `events()`: with them it gives `health()`. */
	before(): Health;
	/** The reader is told of every later event. The function returned ends that. */
	read(reader: Reader): () => void;
}

/** So many events are some 500 routes with failovers. */
const remembered = 5000;

/**
 * A reader that throws has a bug of its own: `onReaderBug` hears of it, while the route and the other readers go on.
 */
export function createJournal(clock: Clock, start: Health = healthy, onReaderBug = throwLater): Journal {
	const readers = new Set<Reader>();
	let health = start;
	let before = start;
	let events: StampedEvent[] = [];
	const append = (event: RouterEvent, at = clock.now()) => {
		const stamped = { ...event, at };
		health = record(health, event, at);
		events.push(stamped);
		if (events.length > remembered * 2) {
			before = events.slice(0, -remembered).reduce((known, each) => record(known, each, each.at), before);
			events = events.slice(-remembered);
		}
		for (const reader of readers) {
			try {
				reader(stamped, health);
			} catch (error) {
				onReaderBug(error);
			}
		}
	};
	return {
		append,
		adopt(cooldowns) {
			const event = { type: 'cooldowns-learnt', cooldowns } as const;
			const at = clock.now();
			if (isDeepStrictEqual(record(health, event, at).cooldowns, health.cooldowns)) {
				return false;
			}
			append(event, at);
			return true;
		},
		health: () => health,
		events: () => events,
		before: () => before,
		read(reader) {
			readers.add(reader);
			return () => readers.delete(reader);
		},
	};
}

function throwLater(error: unknown): void {
	queueMicrotask(() => {
		throw error instanceof Error ? error : new Error(String(error));
	});
}
