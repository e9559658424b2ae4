import { randomUUID } from 'node:crypto';
import type { StampedEvent } from '../core/events.ts';
import { type Counted, emptyLedger, type Ledger, notCounted, withCounted } from '../core/ledger.ts';

/** What this window has counted, on top of what all windows have. */
export interface Counting {
	/** One more event of this window's own. */
	add(event: StampedEvent): void;
	/** Begins to look at the shared ledger. Hand the result in with what was seen: an older look does not count any more. */
	look(): number;
	/** What was seen; `null` where nothing was: then the last one that was seen stands. */
	told(ledger: Ledger | null, look: number): void;
	/** The latest ledger that was seen, with what this window has to add. */
	total(): Ledger;
	/** Whether there is something to add. */
	isLeft(): boolean;
}

export function createCounting(): Counting {
	const window = randomUUID();
	let ledger = emptyLedger;
	let left: readonly Counted[] = [];
	let added = 0;
	let looks = 0;
	let latest = 0;
	return {
		add(event) {
			added++;
			left = [...left, { number: added, event }];
		},
		look() {
			looks++;
			return looks;
		},
		told(seen, look) {
			if (seen !== null && look >= latest) {
				latest = look;
				ledger = seen;
				left = notCounted(ledger, window, left);
			}
		},
		total: () => withCounted(ledger, window, left),
		isLeft: () => left.length > 0,
	};
}
