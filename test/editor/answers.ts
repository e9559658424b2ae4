import type { Answered } from '../../src/editor/review.ts';

/** What a route came to that was answered. */
export function answer(different: Partial<Answered> = {}): Answered {
	return { text: '', proposal: null, ...different };
}
