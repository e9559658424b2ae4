import type { Failure } from '../core/failure.ts';
import type { Kind, Provider } from '../core/provider.ts';
import type { Settings } from '../core/settings.ts';
import type { OpenQuestion } from '../core/situation.ts';
import type { PermissionQuestion } from '../providers/provider.ts';
import type { AttemptParts } from './attempt.ts';
import type { Journal } from './journal.ts';

/** Whoever asked: sees the answer grow, and can stop the route. */
export interface Asker {
	/** Aborted: the whole route ends at once. */
	readonly cancelled: AbortSignal;
	/** Called with a way to stop the running attempt and go on with the next provider; `null` when none is running. */
	onSkippable(skip: (() => void) | null): void;
	/** The text of the running attempt so far from its beginning, up to `longestGrowing`, at most 20 times a second. */
	onText(text: string, provider: Provider): void;
	/** What has been shown of this provider does not stand. */
	onWithdrawn(provider: Provider, failure: Failure): void;
	/** What the user says to a question without whose answer the route can't go on. */
	answer(question: OpenQuestion): Promise<boolean>;
	/** What the user says to something that a running agent wants to do. */
	permit(question: PermissionQuestion, provider: Provider): Promise<boolean>;
}

export interface RouterParts
	extends Pick<AttemptParts, 'clock' | 'adapter' | 'workspace' | 'describe' | 'folder' | 'readKey' | 'prepare'> {
	readonly journal: Journal;
	/** Serves the whole route, whatever the user changes meanwhile. */
	readonly settings: Settings;
	readonly kinds: readonly Kind[];
	/** The accounts for which a key is at hand. Names, never keys. */
	accounts(): Promise<readonly string[]>;
}
