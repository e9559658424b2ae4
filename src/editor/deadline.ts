import type { Clock } from '../router/clock.ts';

/** A time at which whatever is not there yet is done without. */
export interface Deadline {
	/** Whether it cut anything short. */
	missed(): boolean;
	/** What comes in time; else `late`, and after that time nothing is asked for any more. What fails is `late` too. Never rejects. */
	within<T>(ask: () => PromiseLike<T>, late: T): Promise<T>;
	/** Lets go of its timer. */
	dispose(): void;
}

/** For what is asked of a language server, and, a little later, for looking into what it named. */
export interface Deadlines {
	readonly asking: Deadline;
	readonly reading: Deadline;
}

export function createDeadline(ms: number, clock: Pick<Clock, 'after'>): Deadline {
	let over = false;
	let missed = false;
	let end: () => void = () => undefined;
	const passed = new Promise<void>((resolve) => {
		end = resolve;
	});
	const stop = clock.after(ms, () => {
		over = true;
		end();
	});
	return {
		missed: () => missed,
		async within(ask, late) {
			let came = false;
			const asked = async () => {
				try {
					return await ask();
				} catch {
					return late;
				} finally {
					came = true;
				}
			};
			const first = over ? late : await Promise.race([asked(), passed.then(() => late)]);
			missed ||= !came;
			return first;
		},
		dispose: stop,
	};
}
