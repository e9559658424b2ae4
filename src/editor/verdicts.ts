import type { Journal } from '../router/journal.ts';
import type { Wanted } from './changesState.ts';
import type { Review } from './review.ts';

export interface VerdictParts {
	readonly route: string;
	readonly review: Review;
	readonly journal: Pick<Journal, 'append'>;
	/** Whether there is an answer to say anything about. */
	readonly ready: () => boolean;
	/** Leaves nothing of the answer. */
	readonly end: () => Promise<void>;
}

/** What becomes of an answer that waits. */
export interface Verdicts {
	/** One verdict, and one at a time: a second click must not write twice. */
	settle(verdict: () => Promise<void>): Promise<void>;
	/** The last word: the answer is gone after it. */
	close(verdict: 'accepted' | 'discarded' | 'sent-back'): Promise<void>;
	accept(wanted?: Wanted): Promise<void>;
	/** What was accepted before is not undone by leaving the rest. */
	discard(): Promise<void>;
}

export function createVerdicts({ route, review, journal, ready, end }: VerdictParts): Verdicts {
	let settling = false;
	let settled = false;
	const settle = async (verdict: () => Promise<void>) => {
		if (settling || settled || !ready()) {
			return;
		}
		settling = true;
		try {
			await verdict();
		} finally {
			settling = false;
		}
	};
	const close = async (verdict: 'accepted' | 'discarded' | 'sent-back') => {
		settled = true;
		journal.append({ type: 'review-end', route, verdict, ...review.progress?.() });
		await end();
	};
	return {
		settle,
		close,
		async accept(wanted) {
			if (!review.acceptable) {
				return;
			}
			await settle(async () => {
				const verdict = await review.accept(wanted);
				if (verdict === 'accepted') {
					await close('accepted');
				} else if (verdict === 'conflict' || verdict === 'write-failed') {
					journal.append({ type: 'review-end', route, verdict });
				}
			});
		},
		discard: () => settle(() => close((review.progress?.()?.files ?? 0) > 0 ? 'accepted' : 'discarded')),
	};
}
