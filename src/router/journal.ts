import { isDeepStrictEqual } from 'node:util';
import type { RouterEvent, StampedEvent } from '../core/events.ts';
import { type Cooldowns, type Health, healthy } from '../core/health.ts';
import type { Sums } from '../core/ledger.ts';
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
	/** Takes over what other windows learnt, and the sums of all windows; tells whether any of it was news. */
	adopt(learnt: Cooldowns, sums?: Sums): boolean;
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
		adopt(cooldowns, sums = noSums) {
			const stats = different(sums.stats, health.stats);
			const credits = different(sums.credits, health.credits ?? {});
			const at = clock.now();
			const learnt: RouterEvent = { type: 'cooldowns-learnt', cooldowns };
			const isNews = !isDeepStrictEqual(record(health, learnt, at).cooldowns, health.cooldowns);
			const counted = Object.keys(stats).length + Object.keys(credits).length > 0;
			if (isNews) {
				append(learnt, at);
			}
			if (counted) {
				append({ type: 'statistics-learnt', stats, credits }, at);
			}
			return isNews || counted;
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

const noSums: Sums = { stats: {}, credits: {} };

/** What is told otherwise than it is known. */
function different<T>(told: Readonly<Record<string, T>>, known: Readonly<Record<string, T>>) {
	return Object.fromEntries(
		Object.entries(told).filter(([id, each]) => !Object.hasOwn(known, id) || !isDeepStrictEqual(each, known[id])),
	);
}

function throwLater(error: unknown): void {
	queueMicrotask(() => {
		throw error instanceof Error ? error : new Error(String(error));
	});
}
