import type { ChangesAsks } from './changesAsks.ts';
import type { ChangesReviewParts } from './changesReview.ts';
import type { ChangesView } from './changesView.ts';
import type { AnswerDocuments } from './documents.ts';
import type { Review } from './review.ts';

/** What is loaded with the first changes that wait for the user's word. */
export interface ChangesRoom {
	readonly changesAsks: ChangesAsks;
	createChangesView(): ChangesView;
	createChangesReview(route: string, title: string, parts: ChangesReviewParts): Review;
}

/** Reviews of changes, and the view that they share, from the first one on. */
export interface LateChanges {
	view(): ChangesView | null;
	/** `decided`: to be called when nothing of the changes is left to decide. */
	review(route: string, title: string, decided: () => void): Promise<Review>;
	dispose(): void;
}

export function lateChanges(load: () => Promise<ChangesRoom>, documents: AnswerDocuments): LateChanges {
	let view: ChangesView | null = null;
	return {
		view: () => view,
		async review(route, title, decided) {
			const room = await load();
			view ??= room.createChangesView();
			return room.createChangesReview(route, title, { documents, view, asks: room.changesAsks, decided });
		},
		dispose() {
			view?.dispose();
		},
	};
}
