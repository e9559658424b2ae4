import type { Decision, PassedOver, StopReason } from './decide.ts';
import type { FailureKind } from './failure.ts';
import type { NotReady } from './health.ts';
import type { Profile, Provider } from './provider.ts';
import type { RequestFacts } from './request.ts';
import type { OnFailure } from './settings.ts';
import type { Strategy } from './strategy.ts';

/** A failure as it may be written down: without the provider's own words, which can quote the prompt. */
export interface LoggedFailure {
	readonly kind: FailureKind;
	readonly message: string;
	/** How long the provider itself said to stay away, in milliseconds. */
	readonly retryAfterMs: number | null;
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
	| { readonly ok: false; readonly failure: LoggedFailure };

/** How a route ended. */
export type RouteEnd =
	| { readonly answered: true; readonly provider: string; readonly degraded: boolean }
	| { readonly answered: false; readonly because: StopReason; readonly passedOver: readonly PassedOver[] };

/**
 * What happened, in the order in which it happened. Every view is made from these; none holds a prompt, code, a path,
 * a key or an environment value.
 */
export type RouterEvent =
	| {
			readonly type: 'request-start';
			readonly route: string;
			readonly request: RequestFacts;
			readonly strategy: Strategy;
			readonly onFailure: OnFailure;
			readonly maxAttempts: number;
	  }
	| {
			readonly type: 'attempt-start';
			readonly route: string;
			/** Counted from 1. */
			readonly attempt: number;
			readonly provider: Provider;
			readonly profile: Profile;
			readonly because: Extract<Decision, { type: 'attempt' }>['because'];
			readonly passedOver: readonly PassedOver[];
	  }
	| { readonly type: 'first-output'; readonly route: string; readonly attempt: number; readonly afterMs: number }
	| {
			readonly type: 'tool';
			readonly route: string;
			readonly attempt: number;
			readonly tool: 'edit' | 'command' | 'other';
	  }
	| {
			readonly type: 'attempt-end';
			readonly route: string;
			readonly attempt: number;
			readonly provider: Provider;
			readonly profile: Profile;
			readonly end: AttemptEnd;
			readonly tookMs: number;
			readonly firstOutputMs: number | null;
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
	  }
	| { readonly type: 'readiness'; readonly provider: string; readonly notReady: NotReady | null }
	| { readonly type: 'keys-changed'; readonly account: string }
	| { readonly type: 'settings-problem'; readonly path: string; readonly message: string };

/** An event with the time at which the journal took it, milliseconds since the epoch. */
export type StampedEvent = RouterEvent & { readonly at: number };
