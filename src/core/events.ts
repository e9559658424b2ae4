import type { Attempt, StopReason } from './decision.ts';
import type { FailureKind } from './failure.ts';
import type { Work } from './handOff.ts';
import type { Cooldowns, Health, NotReady } from './health.ts';
import type { Kind, Profile, Provider } from './provider.ts';
import type { Capability, RequestFacts } from './request.ts';
import type { RoutingSettings } from './settings.ts';
import type { PassedOver, OpenQuestion } from './situation.ts';

/** A failure as it may be written down: without the provider's own words, which can quote the prompt. */
export interface LoggedFailure {
	readonly kind: FailureKind;
	readonly message: string;
	/** How long the provider itself said to stay away, in milliseconds. */
	readonly retryAfterMs: number | null;
	readonly ambiguous?: true;
	readonly sideEffect?: true;
	readonly neverSent?: true;
	readonly evidence?: Readonly<Record<string, string | number>>;
}

export interface LoggedUsage {
	readonly inputTokens: number | null;
	readonly outputTokens: number | null;
	/** US dollars. */
	readonly cost: number | null;
}

/** How one attempt ended. */
export type AttemptEnd =
	| {
			readonly ok: true;
			readonly model: string | null;
			readonly usage: LoggedUsage | null;
			readonly changedFiles: number | null;
	  }
	| {
			readonly ok: false;
			readonly failure: LoggedFailure;
			/** How many files differ from the user's in the tree that is kept for the next one; left out: none. */
			readonly leftFiles?: number;
	  };

/** How a route ended. */
export type RouteEnd =
	| { readonly answered: true; readonly provider: string; readonly degraded: boolean; readonly terminus?: true }
	| { readonly answered: false; readonly because: StopReason; readonly passedOver: readonly PassedOver[] };

/**
 * What happened, in the order in which it happened. Every view is made from these; none holds a prompt, code, a key or
 * an environment value. A tool call may name a file of the folder, and nothing else names a path.
 */
export type RouterEvent =
	| {
			readonly type: 'request-start';
			readonly route: string;
			readonly request: RequestFacts;
			/** What every decision of this route rests on besides the request and health. */
			readonly settings: RoutingSettings;
			readonly kinds: readonly Kind[];
			/** The accounts for which a key is at hand. Names, never keys. */
			readonly accounts: readonly string[];
	  }
	| {
			readonly type: 'attempt-start';
			readonly route: string;
			/** Counted from 1. */
			readonly attempt: number;
			readonly provider: Provider;
			readonly profile: Profile;
			/** The decision that led to it. */
			readonly because: Attempt['because'];
			readonly confidence?: number;
			readonly chain?: Capability;
			readonly keyword?: number;
			readonly turn?: Readonly<Record<string, number>>;
			readonly estimatedCost: number | null;
			/** The most tokens that the answer may have; left out: not limited. */
			readonly maxOutputTokens?: number;
			/** The unfinished work that it goes on from; left out: it begins with the user's files as they are. */
			readonly goesOnFrom?: Work;
			/** Who was asked before, in vain, when that was somebody else. */
			readonly spilledFrom?: string;
			readonly passedOver: readonly PassedOver[];
	  }
	/** The route waits until then, milliseconds since the epoch, to ask this provider once more. */
	| {
			readonly type: 'request-wait';
			readonly route: string;
			readonly provider: string;
			readonly until: number;
			readonly passedOver: readonly PassedOver[];
	  }
	/** While the route waited to ask this provider once more the user asked for the next one. */
	| { readonly type: 'request-skip'; readonly route: string; readonly provider: string }
	/** The route can't go on before the user has said something. */
	| {
			readonly type: 'request-ask';
			readonly route: string;
			readonly question: OpenQuestion;
			readonly passedOver: readonly PassedOver[];
	  }
	| {
			readonly type: 'request-consent';
			readonly route: string;
			readonly question: OpenQuestion;
			readonly granted: boolean;
	  }
	/** The work that an attempt should go on from does not fit the user's files any more: it begins anew. */
	| { readonly type: 'hand-off-failed'; readonly route: string; readonly attempt: number; readonly from: string }
	/** Something of ours could not be removed after a route; nothing of the user's is touched by that. */
	| { readonly type: 'clean-up-failed'; readonly route: string; readonly message: string }
	| { readonly type: 'first-output'; readonly route: string; readonly attempt: number; readonly afterMs: number }
	| {
			readonly type: 'tool';
			readonly route: string;
			readonly attempt: number;
			readonly tool: 'edit' | 'command' | 'outside' | 'other';
			/** How many calls of this kind with this target there were since the last such event; at least 1. */
			readonly count: number;
			/**
			 * Of an edit the file, as `touchedFiles` names it; of a command its name, as `commandLabel` gives it. Left out where
			 * there is none, or where too many different ones came at once.
			 */
			readonly target?: string;
	  }
	/** What the attempt has used so far, as far as the agent tells before its end. */
	| { readonly type: 'usage'; readonly route: string; readonly attempt: number; readonly usage: LoggedUsage }
	| {
			readonly type: 'attempt-end';
			readonly route: string;
			readonly attempt: number;
			readonly provider: Provider;
			readonly profile: Profile;
			readonly end: AttemptEnd;
			readonly tookMs: number;
			readonly firstOutputMs: number | null;
			/** US dollars, as reported or else as reckoned; `null` when nobody knows. */
			readonly cost: number | null;
			/** What our own cooldown is multiplied with; left out: 1. */
			readonly jitter?: number;
	  }
	| {
			readonly type: 'request-end';
			readonly route: string;
			readonly end: RouteEnd;
			readonly attempts: number;
			readonly tookMs: number;
	  }
	| {
			readonly type: 'review-end';
			readonly route: string;
			readonly verdict: 'accepted' | 'discarded' | 'sent-back' | 'conflict' | 'write-failed';
			/** In how many of the changed files something was accepted, of how many; with changes of files alone. */
			readonly files?: number;
			readonly of?: number;
	  }
	| { readonly type: 'readiness'; readonly provider: string; readonly notReady: NotReady | null }
	| { readonly type: 'keys-changed'; readonly account: string }
	/** What other windows have learnt. */
	| { readonly type: 'cooldowns-learnt'; readonly cooldowns: Cooldowns }
	/** What all windows have counted, where it differs from what is known here. By provider id. */
	| {
			readonly type: 'statistics-learnt';
			readonly stats: Health['stats'];
			readonly credits: Readonly<Record<string, number>>;
	  }
	/** The user wants everything counted so far to be forgotten, in all windows. */
	| { readonly type: 'statistics-reset' }
	/** The user wants these blame keys to be tried again; `null`: all of them. */
	| { readonly type: 'cooldowns-reset'; readonly keys: readonly string[] | null }
	| { readonly type: 'settings-problem'; readonly path: string; readonly message: string };

/** An event with the time at which the journal took it, milliseconds since the epoch. */
export type StampedEvent = RouterEvent & { readonly at: number };
