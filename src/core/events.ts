import type { Decision, StopReason } from './decide.ts';
import type { PassedOver } from './eligible.ts';
import type { FailureKind } from './failure.ts';
import type { NotReady } from './health.ts';
import type { Profile, Provider } from './provider.ts';
import type { Billing, Capability, RequestFacts } from './request.ts';
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
	| { readonly answered: true; readonly provider: string; readonly degraded: boolean; readonly terminus?: true }
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
			/** With `chain`: for which capability. */
			readonly chain?: Capability;
			/** Where providers take turns and this is one: the shares of those who were in line for it. */
			readonly turn?: Readonly<Record<string, number>>;
			readonly passedOver: readonly PassedOver[];
	  }
	/** The route waits until then, milliseconds since the epoch, to ask this provider once more. */
	| { readonly type: 'request-wait'; readonly route: string; readonly provider: string; readonly until: number }
	/** The user was asked whether the route may go on with this provider, dearer than what it set out with. */
	| {
			readonly type: 'request-consent';
			readonly route: string;
			readonly provider: string;
			readonly from: Billing;
			readonly to: Billing;
			readonly granted: boolean;
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
	  }
	| { readonly type: 'readiness'; readonly provider: string; readonly notReady: NotReady | null }
	| { readonly type: 'keys-changed'; readonly account: string }
	| { readonly type: 'settings-problem'; readonly path: string; readonly message: string };

/** An event with the time at which the journal took it, milliseconds since the epoch. */
export type StampedEvent = RouterEvent & { readonly at: number };
