/** How much may be asked of an account. Time never runs backwards in it. */
export interface Limit {
	/** When so much may be asked, milliseconds since the epoch: `at` itself, or later. Changes nothing. */
	opensAt(at: number, amount: number): number;
	/** So much was asked. */
	take(at: number, amount: number): void;
}

export interface BucketRule {
	readonly type: 'bucket';
	/** So much may be asked at once. */
	readonly holds: number;
	/** So much comes back each minute, evenly. */
	readonly perMinute: number;
}

export interface WindowRule {
	readonly type: 'window';
	/** So much may be asked in each window. */
	readonly holds: number;
	/** How long a window lasts, in milliseconds. */
	readonly everyMs: number;
	/** When the first window of the epoch begins, in milliseconds: the time of day at which a daily quota comes back. */
	readonly offsetMs: number;
}

export type LimitRule = BucketRule | WindowRule;

const minuteMs = 60_000;

export function createLimit(rule: LimitRule): Limit {
	return rule.type === 'bucket' ? createBucket(rule) : createWindow(rule);
}

/** What is asked drains it; it fills evenly. Who asks for more than it can ever hold is let in when it is full. */
function createBucket({ holds, perMinute }: BucketRule): Limit {
	let level = holds;
	let last = Number.NEGATIVE_INFINITY;
	const levelAt = (at: number) => Math.min(holds, level + ((at - last) * perMinute) / minuteMs);
	return {
		opensAt(at, amount) {
			const missing = Math.min(amount, holds) - levelAt(at);
			// A millisecond covers what is lost by rounding.
			return missing <= 0 ? at : at + 1 + (missing * minuteMs) / perMinute;
		},
		take(at, amount) {
			level = levelAt(at) - amount;
			last = at;
		},
	};
}

/** It counts from zero when a window begins. */
function createWindow({ holds, everyMs, offsetMs }: WindowRule): Limit {
	const windowOf = (at: number) => Math.floor((at - offsetMs) / everyMs);
	let used = 0;
	let window = Number.NEGATIVE_INFINITY;
	const usedAt = (at: number) => (windowOf(at) === window ? used : 0);
	return {
		opensAt: (at, amount) => {
			const before = usedAt(at);
			return before === 0 || before + amount <= holds ? at : (windowOf(at) + 1) * everyMs + offsetMs;
		},
		take(at, amount) {
			used = usedAt(at) + amount;
			window = windowOf(at);
		},
	};
}
