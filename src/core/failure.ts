import type { Blame } from './provider.ts';

/** Why one attempt did not give an answer. Only adapters make these out of errors, statuses and exit codes. */
export type Failure = {
	/**
	 * Our own words, safe to log: never a prompt, code, a key or an environment value.
	 */
	readonly message: string;
	/** Facts for the log, such as `{ status: 429, code: 'rate_limit_exceeded' }`. Numbers and short identifiers only. */
	readonly evidence?: Readonly<Record<string, string | number>>;
	/**
	 * What the provider itself said, cut to 500 characters. Shown to the user on request, never logged: it may quote the
	 * prompt. The journal leaves it out.
	 */
	readonly said?: string;
	/** It says nothing against the provider: the time of the whole request was over, whoever was asked. */
	readonly ambiguous?: true;
	/** Something was done outside of the isolated copy, which nothing here can take back. */
	readonly sideEffect?: true;
	/** The request never left this machine. Left out: it may have been carried out. */
	readonly neverSent?: true;
} & (
	| { readonly kind: 'rate-limited'; readonly retryAfterMs: number | null }
	| { readonly kind: 'quota-exhausted'; readonly retryAfterMs: number | null }
	| { readonly kind: 'overloaded'; readonly retryAfterMs: number | null }
	| { readonly kind: 'timeout'; readonly phase: 'first-output' | 'idle' | 'total' }
	| { readonly kind: PlainFailureKind }
);

type PlainFailureKind =
	| 'unreachable'
	| 'unauthorized'
	| 'billing'
	| 'model-missing'
	| 'context-exceeded'
	| 'output-limit'
	| 'bad-request'
	| 'refused'
	| 'bad-output'
	| 'agent-crashed'
	| 'no-snapshot'
	| 'rollback-failed'
	| 'not-allowed'
	| 'skipped'
	| 'cancelled'
	| 'unknown'
	| 'bug';

export type FailureKind = Failure['kind'];

/** What follows from a failure. */
export interface Consequence {
	/** Whether another provider may answer instead. */
	readonly failover: boolean;
	/** What cools down; `null` blames nobody. */
	readonly cools: Blame | null;
	/** How long the first time, in milliseconds, when the provider names no time of its own. */
	readonly cooldownMs: number;
	/** The longest that repeated failures can make it, in milliseconds. */
	readonly longestMs: number;
	/** Whether it may pass by itself within moments, so that the same provider can be asked again. */
	readonly again: boolean;
	/** Whether the only provider left may be tried although it cools for this. */
	readonly soft: boolean;
	/** Whether the provider may have worked, so that the attempt counts as spend. */
	readonly charged: boolean;
	/** Whether what an agent did until then is as good as if it had gone on: it was stopped, and did not go wrong. */
	readonly workStands: boolean;
	/** For people: completes "codex: …" in the status bar. */
	readonly word: string;
}

const second = 1000;
const transient = {
	cooldownMs: 10 * second,
	longestMs: 300 * second,
	again: true,
	soft: true,
	charged: true,
	workStands: true,
};
const limit = {
	cooldownMs: 30 * second,
	longestMs: 300 * second,
	again: false,
	soft: true,
	charged: false,
	workStands: true,
};
const account = {
	cooldownMs: 60 * second,
	longestMs: 3600 * second,
	again: false,
	soft: false,
	charged: false,
	workStands: true,
};
const nobody = {
	cools: null,
	cooldownMs: 0,
	longestMs: 0,
	again: false,
	soft: true,
	charged: false,
	workStands: false,
} as const;

/**
 * The whole policy on one screen; a new kind needs a row to compile. Times are those of rows A1 and R6 of the routing
 * specification: 30 s for limits, 10 s for what passes by itself, 60 s for what a person must mend.
 */
export const consequences: Readonly<Record<FailureKind, Consequence>> = {
	'rate-limited': { failover: true, cools: 'profile', ...limit, word: 'limit' },
	'quota-exhausted': { failover: true, cools: 'profile', ...account, word: 'quota used up' },
	overloaded: { failover: true, cools: 'model', ...transient, word: 'overloaded' },
	unreachable: { failover: true, cools: 'endpoint', ...transient, word: 'unreachable' },
	timeout: { failover: true, cools: 'model', ...transient, word: 'timeout' },
	unauthorized: { failover: true, cools: 'profile', ...account, word: 'key refused' },
	billing: { failover: true, cools: 'profile', ...account, word: 'billing' },
	'model-missing': { failover: true, cools: 'model', ...account, word: 'no such model' },
	'context-exceeded': { failover: true, ...nobody, workStands: true, word: 'too long for it' },
	'output-limit': { failover: true, ...nobody, charged: true, word: 'answer too long for it' },
	'bad-request': { failover: false, ...nobody, word: 'request refused' },
	refused: { failover: true, ...nobody, charged: true, word: 'declined' },
	'bad-output': { failover: true, ...nobody, charged: true, word: 'unusable answer' },
	'agent-crashed': { failover: true, cools: 'endpoint', ...transient, workStands: false, word: 'crashed' },
	'no-snapshot': { failover: true, ...nobody, word: 'no isolated copy' },
	'rollback-failed': { failover: false, ...nobody, charged: true, word: 'clean-up failed' },
	'not-allowed': { failover: true, cools: 'profile', ...account, word: 'not allowed by you' },
	skipped: { failover: true, ...nobody, charged: true, word: 'skipped by you' },
	cancelled: { failover: false, ...nobody, charged: true, word: 'cancelled' },
	unknown: { failover: true, ...nobody, again: true, charged: true, word: 'unknown failure' },
	bug: { failover: true, ...nobody, charged: true, word: 'internal error' },
};

/** How long the provider itself said to stay away, in milliseconds; `null` when it said nothing. */
export function statedWaitMs(failure: Failure): number | null {
	return 'retryAfterMs' in failure ? failure.retryAfterMs : null;
}
