import { type FSWatcher, mkdirSync, watch } from 'node:fs';
import * as path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { healthy } from '../core/health.ts';
import { bounded, emptyLedger, isCounted, sumsOf } from '../core/ledger.ts';
import type { Clock } from '../router/clock.ts';
import type { Journal } from '../router/journal.ts';
import { createCounting } from './counting.ts';
import { nothingShared, type Shared } from './healthContent.ts';
import { createHealthFile } from './healthFile.ts';

/**
 * Keeps the journal's cooldowns, statistics and turns in a file that all windows of this machine share: a reload forgets
 * none, and what one window learns the others know. Readiness is not shared: it stays with its window.
 */
export interface HealthStore {
	/** Takes over what other windows learnt. Never rejects. */
	refresh(): Promise<void>;
	/** Writes at once what is not written yet; resolves with whether the file holds everything. */
	flush(): Promise<boolean>;
	/** Writes what is left and ends all that was started. */
	dispose(): Promise<void>;
}

/** What is learnt within this time is written together, in milliseconds. */
const togetherMs = 250;

/**
 * `onLearnt` is called whenever another window knew something new. `named` tells the ids of the providers in the
 * settings, which are never forgotten.
 */
export function createHealthStore(
	file: string,
	clock: Clock,
	journal: Journal,
	onLearnt: () => void,
	named: () => readonly string[] = () => [],
): HealthStore {
	const shared = createHealthFile(file, clock);
	const own = () => journal.health().cooldowns;
	/** The cooldowns that the file held when it was last looked at. Immutable, so that being the same says it all. */
	let held = healthy.cooldowns;
	const counting = createCounting();
	let cancelWrite: (() => void) | null = null;
	let lastWrite: Promise<boolean> = Promise.resolve(true);
	let ended = false;
	/** What the file says, with what this window has to add to it. */
	const learn = (known: Shared): Shared => {
		const ledger = counting.total();
		if (journal.adopt(known.cooldowns, sumsOf(ledger)) && !ended) {
			onLearnt();
		}
		const kept = bounded(ledger, named(), clock.now());
		return { cooldowns: own(), ledger: known.ledger === null && ledger === emptyLedger ? null : kept };
	};
	const schedule = () => {
		if (!ended) {
			cancelWrite ??= clock.after(togetherMs, () => void flush());
		}
	};
	const write = async (): Promise<boolean> => {
		let offered = nothingShared;
		const result = await shared.update((known) => {
			counting.told(known.ledger, counting.look());
			offered = learn(known);
			return offered;
		});
		if (result === 'written') {
			held = offered.cooldowns;
			counting.told(offered.ledger, counting.look());
		}
		// What can't be written at all is tried again with the next thing that is learnt, not before.
		if (result === 'busy') {
			schedule();
		}
		return result === 'written';
	};
	const flush = (): Promise<boolean> => {
		cancelWrite?.();
		cancelWrite = null;
		lastWrite = lastWrite.then(write, write);
		return lastWrite;
	};
	const refresh = async () => {
		const look = counting.look();
		const reading = await shared.read();
		if (reading.state === 'unknown') {
			return;
		}
		const known = reading.state === 'whole' ? reading.shared : nothingShared;
		counting.told(known.ledger, look);
		const total = learn(known);
		if (reading.state === 'bad' || !isDeepStrictEqual(total, known)) {
			schedule();
		} else {
			held = own();
		}
	};
	const stopReading = journal.read((event, { cooldowns }) => {
		const counts = isCounted(event);
		if (counts) {
			counting.add(event);
		}
		// What was learnt from the file is in it.
		if (counts || (cooldowns !== held && event.type !== 'cooldowns-learnt' && event.type !== 'statistics-learnt')) {
			schedule();
		}
	});
	const watcher = watchFile(file, () => void refresh());
	return {
		refresh,
		flush,
		async dispose() {
			stopReading();
			watcher?.close();
			ended = true;
			cancelWrite?.();
			await lastWrite;
			if (own() !== held || counting.isLeft()) {
				await flush();
			}
		},
	};
}

/** `null` where a folder can't be watched: what others learnt is then seen when the next route starts. */
function watchFile(file: string, onChange: () => void): FSWatcher | null {
	try {
		mkdirSync(path.dirname(file), { recursive: true });
		// The folder and not the file: each update puts a new file in its place.
		const watcher = watch(path.dirname(file), { persistent: false }, (_, name) => {
			if (name === null || name === path.basename(file)) {
				onChange();
			}
		});
		watcher.on('error', () => {
			watcher.close();
		});
		return watcher;
	} catch {
		return null;
	}
}
