import type { Work } from './handOff.ts';
import type { Capability } from './request.ts';
import type { PassedOver, OpenQuestion } from './situation.ts';

export type StopReason =
	| 'no-provider-configured'
	| 'picked-provider-unknown'
	| 'nobody-left'
	| 'max-attempts'
	| 'deadline'
	| 'cancelled'
	| 'fail-fast'
	| 'primary-only'
	| 'failure-stops'
	| 'not-confirmed';

/** Why this provider and no other gets the attempt. */
export type AttemptReason =
	| 'picked'
	| 'named'
	| 'retry'
	| 'without-limit'
	| 'next-profile'
	| 'larger-context'
	| 'chain'
	| 'keyword'
	| 'terminus'
	| 'fits'
	| 'next-in-order';

/** The choice of one provider, with its reason. */
export interface Attempt {
	readonly type: 'attempt';
	readonly provider: string;
	readonly profile: string;
	readonly because: AttemptReason;
	/** How well it fits what was recognised, 0 to 1; only what matches counts. Left out where fit was no reason. */
	readonly confidence?: number;
	/** With `chain`: for which capability. */
	readonly chain?: Capability;
	/** With `keyword`: the place of the first that matched in the provider's `keywords`. */
	readonly keyword?: number;
	/** Where providers take turns and this is one: the shares of those who were in line for it. */
	readonly turn?: Readonly<Record<string, number>>;
	/** The unfinished work that it goes on from; left out: it begins with the user's files as they are. */
	readonly goesOnFrom?: Work;
	/** What it is expected to cost, in US dollars; `null` when nobody knows. */
	readonly estimatedCost: number | null;
}

/** Every provider is in exactly one place: named by the decision itself, or passed over with its reason. */
export type Decision = { readonly passedOver: readonly PassedOver[] } & (
	| Attempt
	/** Nobody is asked before `until`, milliseconds since the epoch; then this provider once more. */
	| { readonly type: 'wait'; readonly provider: string; readonly until: number }
	/** The user has to say whether this provider may be asked. */
	| { readonly type: 'ask'; readonly provider: string; readonly question: OpenQuestion }
	| { readonly type: 'stop'; readonly because: StopReason }
);
