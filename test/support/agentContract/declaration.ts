import type { AgentSettings, Permission } from '../../../src/core/agent.ts';
import type { FailureKind } from '../../../src/core/failure.ts';

/**
 * What the program of a vendor says in each of these, out of a recording or out of its documentation:
 * `answer`: answers a question. `edit`: makes a file. `limit`: too many requests. `quota`: the account is used up.
 * `auth`: the key or login is refused. `overload`: the server is busy. `model`: there is no such model. `context`: the
 * prompt is too long. `cut`: the connection ends in the middle of an answer.
 */
export const vendorScenarios = [
	'answer',
	'edit',
	'limit',
	'quota',
	'auth',
	'overload',
	'model',
	'context',
	'cut',
] as const;
export type VendorScenario = (typeof vendorScenarios)[number];

/** What a process may do whoever made it, and what is made of it where a declaration says nothing else. */
export const processScenarios = {
	hang: 'timeout',
	silence: 'timeout',
	cancel: 'cancelled',
	flood: 'ok',
	'long line': 'ok',
	garbage: 'ok',
	'non-UTF-8': 'ok',
	'exit code': 'agent-crashed',
	'killed by a signal': 'agent-crashed',
	grandchild: 'ok',
	'grandchild, cancelled': 'cancelled',
	'nothing done': 'bad-output',
	'quota on stdout': 'quota-exhausted',
	'asks and ends': 'agent-crashed',
	'asks and waits': 'timeout',
	'crash after edits': 'agent-crashed',
} as const satisfies Readonly<Record<string, Outcome>>;
export type ProcessScenario = keyof typeof processScenarios;

/** What the real programs go through: the LLM behind them does this, or, in the last three, their caller. */
export const realScenarios = [...vendorScenarios, 'hang', 'cancel', 'grandchild'] as const;
export type RealScenario = (typeof realScenarios)[number];

export type Outcome = 'ok' | FailureKind;

/** What the program writes in one scenario, how it ends, and what is to be made of it. */
export interface VendorCase {
	/**
	 * The beginning of the names of files in `test/fixtures/recordings/<agent>/`: `.stdout` or `.jsonl`, and `.stderr` where
	 * there is one. They are replayed byte by byte, the error output first.
	 */
	readonly recording?: string;
	/** In place of a recording: what is written, as documented. */
	readonly stdout?: string;
	readonly stderr?: string;
	/** With which the program ends by itself; 0 where left out. */
	readonly exitCode?: number;
	readonly outcome: Outcome;
	/** How long the failure says to stay away, in milliseconds, where that is told relative to now. */
	readonly retryAfterMs?: number;
}

/** One agent program as the contract suite knows it. */
export interface AgentContract {
	/** As a provider's `agent` names it. */
	readonly agent: string;
	/** For people. */
	readonly title: string;
	/** Whether the real program is driven by tests, or the dialect rests on what its makers document, or the format is ours. */
	readonly basis: 'driven for real' | 'from documentation' | 'our own format';
	/** The version that was driven or documented. */
	readonly version: string;
	readonly settings?: Partial<AgentSettings>;
	readonly vendor: Readonly<Record<VendorScenario, VendorCase>>;
	/** Written to stdout: a sign of life and nothing more. Ends with a newline. */
	readonly alive: string;
	/** Where something else is made of it than of most, each with its reason in the declaration. */
	readonly process?: Partial<Readonly<Record<ProcessScenario, Outcome>>>;
	/** It tells nothing about its edits while it works. */
	readonly silentEdits?: true;
	/** What each permission comes to with this program, in a few words for the table of permissions. */
	readonly permissions: Readonly<Record<Permission, string>>;
	/** What is made of the real program in each scenario, driven against a scripted LLM. */
	readonly real?: Partial<Readonly<Record<RealScenario, Outcome>>>;
}
