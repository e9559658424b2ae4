import * as vscode from 'vscode';
import { createCodeReview } from './codeReview.ts';
import type { AnswerDocuments } from './documents.ts';
import { lateReview } from './lateReview.ts';
import type { Question } from './question.ts';
import type { Review } from './review.ts';
import { createTextReview } from './textReview.ts';

export interface ReviewsParts {
	readonly documents: AnswerDocuments;
	/** Loads how changes are reviewed. `decided`: to be called when nothing of them is left to decide. */
	changesReview(route: string, title: string, decided: () => void): Promise<Review>;
}

/** How the answer to a question is shown: by what comes back and where it goes. */
export function reviewOf(question: Question, route: string, parts: ReviewsParts, decided: () => void): Review {
	const { title, target } = question;
	if (question.task === 'changes') {
		return lateReview(() => parts.changesReview(route, title, decided));
	}
	return target === null
		? createTextReview(route, title, parts.documents)
		: createCodeReview(route, target, parts.documents);
}

/** Whether some tab of the window is a view of this answer. */
export function isShown(review: Review): boolean {
	return vscode.window.tabGroups.all.some((group) => group.tabs.some((tab) => review.shownBy(tab)));
}
