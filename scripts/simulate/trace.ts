import type { Rhythm, Windows } from './windows.ts';
import type { LimitRule } from './limits.ts';

/** A provider as a user's settings name it, and how it really behaves. */
export interface ProviderModel {
	/** An entry of `switchyard.providers`. */
	readonly entry: Readonly<Record<string, unknown>> & { readonly id: string };
	/** The median time until the first output, in milliseconds; the times are log-normal. */
	readonly firstOutputMs: number;
	/** The spread of the logarithm of that time. */
	readonly sigma: number;
	readonly tokensPerSecond: number;
	/** The share of answers that fail by chance, and as what in turn; left out: none. */
	readonly flaky?: { readonly share: number; readonly as: readonly FlakyKind[] };
}

export type FlakyKind = 'overloaded' | 'unreachable' | 'unknown' | 'bad-output';

/** Whom something concerns: what is left out concerns everybody. */
export interface Reached {
	/** The host of the endpoint. */
	readonly host?: string;
	readonly provider?: string;
	readonly profile?: string;
}

/** A limit of one account: everything that it reaches draws on the same. */
export interface LimitModel extends Reached {
	readonly rule: LimitRule;
	readonly as: 'rate-limited' | 'quota-exhausted';
	readonly counts: 'requests' | 'tokens';
	/** Whether a refusal says when to come back. */
	readonly stated: boolean;
}

/**
 * What can be wrong for a while. Of an outage: `refused`, no connection, and answers break off when it begins;
 * `errors`, a quick 503; `silent`, no output ever. `slow`: so many times slower. `stall`: that share of answers falls
 * silent, before the first output or in the middle.
 */
export type Fault =
	| { readonly kind: 'outage'; readonly how: 'refused' | 'errors' | 'silent' }
	| { readonly kind: 'slow'; readonly factor: number }
	| { readonly kind: 'stall'; readonly share: number };

/** A fault that comes and goes. */
export interface FaultModel extends Reached {
	readonly fault: Fault;
	readonly rhythm: Rhythm;
	/** With it the rhythm holds only within these phases. */
	readonly phases?: Rhythm;
}

/** Requests come by chance, more by day than by night, and now and then many at once. */
export interface Load {
	/** In the busiest hour. */
	readonly perHour: number;
	/** Left out: none. So many requests within `withinMs`, log-normal around the median. */
	readonly bursts?: { readonly meanGapMs: number; readonly median: number; readonly withinMs: number };
}

export interface Trace {
	readonly name: string;
	/** What happens in it, for people. */
	readonly about: string;
	/** In the order of the settings: the first is the user's favourite. */
	readonly providers: readonly ProviderModel[];
	readonly limits: readonly LimitModel[];
	readonly faults: readonly FaultModel[];
	readonly load: Load;
	/** How many windows of the editor share what they learn; left out: one. */
	readonly windows?: number;
}

/** A fault with the times at which it happened. */
export interface Incidents {
	readonly model: FaultModel;
	readonly windows: Windows;
}
