import { isDeepStrictEqual } from 'node:util';
import type { RouterEvent, StampedEvent } from '../core/events.ts';
import { type Cooldowns, type Health, healthy, mergeCooldowns, withoutStale } from '../core/health.ts';
import { record } from '../core/record.ts';
import type { Clock } from './clock.ts';

export type Reader = (event: StampedEvent, health: Health) => void;

/**
 * The one record of what happens: append, stamp, learn, tell the readers. Nothing logs, counts or redraws except as
 * its reader.
 */
export interface Journal {
	append(event: RouterEvent): void;
	/**
	 * Takes over what other windows learnt, and tells whether any of it was news. It is no event: nothing happened here.
	 */
	adopt(learnt: Cooldowns): boolean;
	/** What has been learnt so far. */
	health(): Health;
	/** Everything appended, oldest first; the oldest are forgotten beyond the limit. */
	events(): readonly StampedEvent[];
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
	let events: StampedEvent[] = [];
	return {
		append(event) {
			const at = clock.now();
			const stamped = { ...event, at };
			health = record(health, event, at);
			events.push(stamped);
			if (events.length > remembered * 2) {
				events = events.slice(-remembered);
			}
			for (const reader of readers) {
				try {
					reader(stamped, health);
				} catch (error) {
					onReaderBug(error);
				}
			}
		},
		adopt(learnt) {
			const now = clock.now();
			const cooldowns = withoutStale(mergeCooldowns(health.cooldowns, learnt, now), now);
			if (isDeepStrictEqual(cooldowns, health.cooldowns)) {
				return false;
			}
			health = { ...health, cooldowns };
			return true;
		},
		health: () => health,
		events: () => events,
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
