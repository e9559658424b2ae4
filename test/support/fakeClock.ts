import type { Clock } from '../../src/router/clock.ts';

/** A clock that stands still until it is told to go on. */
export class FakeClock implements Clock {
	#now: number;
	#timers: readonly Timer[] = [];

	constructor(now = Date.UTC(2026, 0, 1)) {
		this.#now = now;
	}

	now(): number {
		return this.#now;
	}

	after(ms: number, action: () => void): () => void {
		const timer: Timer = { due: this.#now + Math.max(0, ms), action };
		this.#timers = [...this.#timers, timer];
		return () => this.#remove(timer);
	}

	/** How many timers wait. */
	get pending(): number {
		return this.#timers.length;
	}

	/**
	 * Goes on by `ms` milliseconds. Timers that come due run in the order of their times, those of the same time in the order
	 * in which they were set, including timers set on the way. What each of them sets off runs before the next one.
	 */
	async advance(ms: number): Promise<void> {
		const target = this.#now + ms;
		await settle();
		for (let timer = this.#next(target); timer !== null; timer = this.#next(target)) {
			this.#remove(timer);
			this.#now = timer.due;
			timer.action();
			await settle();
		}
		this.#now = target;
	}

	#next(target: number): Timer | null {
		const due = this.#timers.filter((timer) => timer.due <= target);
		return due.reduce<Timer | null>((first, timer) => (first === null || timer.due < first.due ? timer : first), null);
	}

	#remove(timer: Timer): void {
		this.#timers = this.#timers.filter((other) => other !== timer);
	}
}

interface Timer {
	readonly due: number;
	readonly action: () => void;
}

/** Turns of the event loop: enough for promises that follow each other and for loopback traffic already under way. */
const turns = 10;

async function settle(): Promise<void> {
	for (let turn = 0; turn < turns; turn += 1) {
		await new Promise((resolve) => setImmediate(resolve));
	}
}
