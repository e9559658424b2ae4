import { type FSWatcher, mkdirSync, watch } from 'node:fs';
import * as path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type Cooldowns, healthy } from '../core/health.ts';
import type { Clock } from '../router/clock.ts';
import type { Journal } from '../router/journal.ts';
import { createHealthFile } from './healthFile.ts';

/**
 * Keeps the cooldowns of the journal in a file that all windows of this machine share: a reload forgets none, and what
 * one window learns the others know. Statistics and readiness are not shared: they stay with their window.
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

/** `onLearnt` is called whenever another window knew something new. */
export function createHealthStore(file: string, clock: Clock, journal: Journal, onLearnt: () => void): HealthStore {
	const shared = createHealthFile(file, clock);
	const own = () => journal.health().cooldowns;
	/** The cooldowns that the file held when it was last looked at. Immutable, so that being the same says it all. */
	let held = healthy.cooldowns;
	let cancelWrite: (() => void) | null = null;
	let lastWrite: Promise<boolean> = Promise.resolve(true);
	let ended = false;
	const learn = (known: Cooldowns) => {
		if (journal.adopt(known) && !ended) {
			onLearnt();
		}
	};
	const schedule = () => {
		if (!ended) {
			cancelWrite ??= clock.after(togetherMs, () => void flush());
		}
	};
	const write = async (): Promise<boolean> => {
		let offered = own();
		const result = await shared.update((known) => {
			learn(known);
			offered = own();
			return offered;
		});
		if (result === 'written') {
			held = offered;
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
		const reading = await shared.read();
		if (reading.state === 'unknown') {
			return;
		}
		const known = reading.state === 'whole' ? reading.cooldowns : {};
		learn(known);
		if (reading.state === 'bad' || !isDeepStrictEqual(own(), known)) {
			schedule();
		} else {
			held = own();
		}
	};
	const stopReading = journal.read(({ type }, { cooldowns }) => {
		// What was learnt from the file is in it.
		if (cooldowns !== held && type !== 'cooldowns-learnt') {
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
			if (own() !== held) {
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
