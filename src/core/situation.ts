import type { FailureKind } from './failure.ts';
import type { Health } from './health.ts';
import type { Kind } from './provider.ts';
import type { Billing, RequestFacts } from './request.ts';
import type { RoutingSettings } from './settings.ts';

/** One attempt of this route that has ended without an answer. */
export interface Tried {
	readonly provider: string;
	readonly profile: string;
	readonly kind: Kind;
	readonly failure: FailureKind;
	/** When it ended, milliseconds since the epoch. */
	readonly at: number;
	/** What it cost, in US dollars; `null` when nobody knows. */
	readonly cost: number | null;
	/** Whether the length of the answer was limited. */
	readonly limited: boolean;
	/** Whether it did something outside of the isolated copy. */
	readonly sideEffect: boolean;
	/** How many files differed from the user's when it ended, where that work was kept at first; else 0. */
	readonly leftFiles: number;
}

/** What the user has to say before a route may go on. */
export type OpenQuestion =
	/** Whether this provider may be asked, which is dearer than what the route set out with. */
	| { readonly about: 'billing'; readonly provider: string; readonly from: Billing; readonly to: Billing }
	/** Whether this provider may begin anew although the one before did something that can't be taken back. */
	| { readonly about: 'side-effect'; readonly provider: string }
	/** Whether this provider may be asked for what another one declined to do. */
	| { readonly about: 'refused'; readonly provider: string }
	/** Whether this provider goes on from the work that the one before left. A no lets it begin anew. */
	| { readonly about: 'hand-off'; readonly provider: string; readonly from: string };

/** What the user said. */
export interface Consent {
	readonly question: OpenQuestion;
	readonly granted: boolean;
	/** How many attempts had failed by then: what fails later is a question of its own. */
	readonly attempts: number;
}

/** Everything a decision rests on. Plain JSON: the same situation gives the same decision, anywhere. */
export interface Situation {
	readonly request: RequestFacts;
	readonly settings: RoutingSettings;
	readonly health: Health;
	readonly tried: readonly Tried[];
	/** Those that the user would not wait for: they are excluded since then, and were first choices all the same. */
	readonly skipped?: readonly string[];
	/** In the order in which they were asked for. */
	readonly consents: readonly Consent[];
	readonly cancelled: boolean;
	/** The kinds that can be driven here. */
	readonly kinds: readonly Kind[];
	/** The accounts for which a key is at hand. Names, never keys. */
	readonly accounts: readonly string[];
	/** Milliseconds since the epoch. */
	readonly now: number;
}

/** Why a provider does not get the next attempt. */
export type PassedOverReason =
	| 'not-picked'
	| 'disabled'
	| 'not-the-kind'
	| 'cannot'
	| 'no-folder'
	| 'no-git'
	| 'edits-files'
	| 'reach'
	| 'billing'
	| 'too-small'
	| 'too-dear'
	| 'too-slow'
	| 'not-ready'
	| 'no-key'
	| 'excluded'
	| 'tried'
	| 'not-primary'
	| 'llm-preferred'
	| 'cooling'
	| 'probing'
	| 'ranked-lower';

export interface PassedOver {
	readonly provider: string;
	readonly reason: PassedOverReason;
	/** With `cooling`: until when, milliseconds since the epoch. Left out when time alone does not end it. */
	readonly until?: number;
	/** With `cooling` and `tried`: the failure behind it. */
	readonly failure?: FailureKind;
}
