import type { Answered } from '../../src/editor/review.ts';
import { llm } from '../support/providers.ts';

/** The end of a route that was answered. */
export function answer(different: Partial<Answered> = {}): Answered {
	return {
		answered: true,
		route: 'route-1',
		attempts: [],
		tookMs: 1,
		passedOver: [],
		provider: llm('alpha'),
		degraded: false,
		terminus: false,
		text: '',
		model: null,
		usage: null,
		proposal: null,
		...different,
	};
}
