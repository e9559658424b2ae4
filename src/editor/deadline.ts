import type { Clock } from '../router/clock.ts';

/** A time at which whatever is not there yet is done without. */
export interface Deadline {
	/** Whether it cut anything short. */
	missed(): boolean;
	/** What comes in time; else `late`. What fails counts as `late` too, and does not as missed. Never rejects. */
	within<T>(coming: PromiseLike<T>, late: T): Promise<T>;
	/** Lets go of its timer. */
	dispose(): void;
}

export function createDeadline(ms: number, clock: Pick<Clock, 'after'>): Deadline {
	let missed = false;
	let end: () => void = () => undefined;
	const passed = new Promise<void>((resolve) => {
		end = resolve;
	});
	const stop = clock.after(ms, () => {
		end();
	});
	return {
		missed: () => missed,
		async within(coming, late) {
			let came = false;
			const kept = Promise.resolve(coming)
				.catch(() => late)
				.finally(() => {
					came = true;
				});
			const first = await Promise.race([kept, passed.then(() => late)]);
			missed ||= !came;
			return first;
		},
		dispose: stop,
	};
}
