import type { Permission } from '../../core/agent.ts';
import type { Failure } from '../../core/failure.ts';
import type { Task } from '../../core/request.ts';
import type { Answer, OutputPart, Usage } from '../provider.ts';

/** What an agent program has said so far. */
export interface Progress {
	/** What the agent said to the user, one message per entry. */
	readonly messages: readonly string[];
	/** Whether the beginning of `messages` was dropped, because an agent that never ends must not fill the memory. */
	readonly isCut: boolean;
	/** Of the last message, for agents that send one in pieces. */
	readonly messageId?: string;
	readonly model: string | null;
	readonly usage: Usage | null;
	/** Whether the agent itself has said that it is done and that it went well. An exit code alone proves nothing. */
	readonly finished: boolean;
	/** How often the agent was not allowed to do something. It goes on and exits with 0 all the same. */
	readonly denials: number;
	/** When the limit of the account ends, as the agent has it from its server, in milliseconds since the epoch. */
	readonly limitEndsAt: number | null;
	/** How many requests in a row ended without an end, where the agent asks again by itself. */
	readonly openSteps?: number;
	/** Once there is one the run is over, whatever the program would still try by itself. */
	readonly failure: Failure | null;
}

/** What one line of output adds. */
export interface Step {
	readonly progress: Progress;
	readonly parts: readonly OutputPart[];
}

export interface LaunchInput {
	readonly task: Task;
	readonly model: string | null;
	/** The tree that the agent works in. */
	readonly cwd: string;
	/** For every task but `changes` it is `read-only`, whatever the user set. */
	readonly permission: Permission;
	/** Absolute path of a folder of this run alone, outside of the tree and gone after the run. */
	readonly runFolder: string;
	/** With `prompt: 'file'`: where the prompt lies, absolute. */
	readonly promptFile: string;
}

/** How the program is started for one run. */
export interface Launch {
	/** What follows the user's own arguments. Never holds the prompt: everybody on the machine can read it. */
	readonly arguments: readonly string[];
	/** The user's own arguments are among `arguments` already, so that none go before them. */
	readonly isComplete?: true;
	/** Set for this run, over `fixedEnvironment`. */
	readonly environment?: Readonly<Record<string, string>>;
	/**
	 * Where it is started, when that is not the tree: some take code and variables from the folder they are started in,
	 * and are told by an argument which tree to work in.
	 */
	readonly cwd?: string;
	/** Why it can't be held to what it may do: it is not started. For people. */
	readonly refusal?: string;
	/** Written into `runFolder` before the start, by path relative to it: a configuration that no folder can redirect. */
	readonly files?: Readonly<Record<string, string>>;
}

/** How the program ended. */
export interface Ending {
	readonly task: Task;
	/** `null` when a signal ended it. */
	readonly exitCode: number | null;
	readonly signal: string | null;
	/**
	 * The end of its error output, and after it the end of what it wrote between its lines of JSON. Only for finding out
	 * why it failed; never logged.
	 */
	readonly errorOutput: string;
	/** Milliseconds since the epoch. */
	readonly now: number;
}

/** One agent's way of talking, as pure functions and data. */
export interface Dialect {
	/** The program's usual name. */
	readonly command: string;
	/** Variables that hold a key of this agent; with one of them set, no login is asked for. */
	readonly keyVariables: readonly string[];
	/** Further variables that this agent needs, such as the place of its login. */
	readonly variables: readonly string[];
	/** Set to nothing where they are not set, for programs that would then take them from a file `.env` of the folder. */
	readonly reservedVariables?: readonly string[];
	/** Set on every run: no telemetry, no update by itself, few retries of its own. */
	readonly fixedEnvironment: Readonly<Record<string, string>>;
	/** The variable that a profile's key is handed over in. */
	readonly keyVariable: string;
	/** Asks for the version; `['--version']` where left out, `null`: the program can't be asked. */
	readonly versionArguments?: readonly string[] | null;
	/**
	 * Asks for the login state without a paid request; the program exits with 0 when logged in. `null`: the program
	 * can't be asked.
	 */
	readonly loginArguments: readonly string[] | null;
	/** Completes "Log in with …" for people. */
	readonly loginCommand: string;
	/** The oldest version whose output this dialect was made for; `null`: any. */
	readonly leastVersion: string | null;
	/**
	 * How the prompt is given: as its input, in a file that an argument names, or as its input through a pipe of the
	 * system, for a program that reads no other.
	 */
	readonly prompt: 'stdin' | 'file' | 'pipe';
	/**
	 * Paths in a folder by which a repository makes this program run its code or send requests elsewhere, where no switch
	 * helps. Fails closed: in a folder with one of them it is not started.
	 */
	readonly refusedBy?: readonly string[];
	/** What the program writes: JSON values, one per line, or plain lines. */
	readonly output: 'json-lines' | 'lines';
	/** The signal on which it tidies up best before it is ended by force. */
	readonly politely: 'SIGINT' | 'SIGTERM';
	launch(input: LaunchInput): Launch;
	/**
	 * Takes one line: the parsed value with `json-lines`; with `lines` the text with the space in it, blank lines too;
	 * `null` for one that can't be read or kept. Anything unknown is a sign of life and nothing more.
	 */
	line(progress: Progress, event: unknown, now: number): Step;
	/** Takes one line of the error output, for programs that tell there what they try again. */
	errorLine?(progress: Progress, line: string, now: number): Step;
	end(progress: Progress, ending: Ending): Answer;
}

export const noProgress: Progress = {
	messages: [],
	isCut: false,
	model: null,
	usage: null,
	finished: false,
	denials: 0,
	limitEndsAt: null,
	failure: null,
};
