import type { Review } from './review.ts';

/**
 * A review of changes that is made when there is something to show, since what it takes is large: on the way there is
 * nothing to see of it.
 */
export function lateReview(make: () => Promise<Review>): Review {
	let made: Review | null = null;
	return {
		acceptable: true,
		kept: true,
		shownBy: (tab) => made?.shownBy(tab) ?? false,
		grow() {
			// An agent's words on the way are not its answer.
		},
		withdraw: () => Promise.resolve(),
		async finish(answer, label) {
			try {
				made = await make();
			} catch (error) {
				await answer.proposal?.transaction.rollback();
				throw error;
			}
			await made.finish(answer, label);
		},
		reveal: async () => made?.reveal(),
		accept: async (wanted) => (made === null ? 'undecided' : made.accept(wanted)),
		progress: () => made?.progress?.() ?? null,
		close: async () => made?.close(),
	};
}
