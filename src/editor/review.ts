import type { Tab } from 'vscode';
import type { Outcome } from '../router/outcome.ts';
import type { Wanted } from './changesState.ts';

export type Answered = Pick<Extract<Outcome, { answered: true }>, 'text' | 'proposal'>;

/** `partly`: the rest still waits. `undecided`: the user thought better of it, and nothing was done. */
export type Verdict = 'accepted' | 'partly' | 'undecided' | 'conflict' | 'write-failed';

/** How the answer of one route is shown, and what becomes of it. One owner: the route's session. */
export interface Review {
	/** Whether `accept` means anything. */
	readonly acceptable: boolean;
	/** Whether the answer outlives its view. */
	readonly kept: boolean;
	/** Whether this tab is a view of this answer. */
	shownBy(tab: Tab): boolean;
	/** The running attempt's text so far, whole. `label` says who gives it, and who did not and why. */
	grow(text: string, label: string): void;
	/** What has been shown does not stand; nothing of it stays on the screen. */
	withdraw(): Promise<void>;
	/** The answer is complete. */
	finish(answer: Answered, label: string): Promise<void>;
	/** Brings the view of the answer to the front. */
	reveal(): Promise<void>;
	/**
	 * Writes the answer into the user's files: what is wanted of it, else what is chosen. With anything but `accepted` it
	 * stays open; with `conflict` or `write-failed` the user has been told.
	 */
	accept(wanted?: Wanted): Promise<Verdict>;
	/** In how many files something was accepted so far, of how many; `null` where an answer is no set of files. */
	progress?(): { readonly files: number; readonly of: number } | null;
	/** Leaves nothing: no tab, no document, no copy. */
	close(): Promise<void>;
}
