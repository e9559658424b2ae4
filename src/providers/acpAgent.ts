import type { Permission } from '../core/agent.ts';
import type { AcpProgress, AcpStep, Habits } from './acpUpdate.ts';

/** One agent that speaks the Agent Client Protocol: how it is started, and what sets it apart from all others. */
export interface AcpAgent {
	/** The program's usual name. Its settings stand under this name in `switchyard.agents`. */
	readonly command: string;
	/** The agent that the program starts, where it is not that agent itself: its path is handed over in this variable. */
	readonly inner: { readonly agent: string; readonly variable: string } | null;
	/** The variable that a profile's key is handed over in; `null`: it takes none. */
	readonly keyVariable: string | null;
	/** Variables that hold a key of this agent. */
	readonly keyVariables: readonly string[];
	/** Further variables that this agent needs, such as the place of its login. */
	readonly variables: readonly string[];
	/** Set to nothing where they are not set, for programs that would then take them from a file `.env` of the folder. */
	readonly reservedVariables: readonly string[];
	/** Files of the folder that it obeys whatever it is told: where one of them is, it is not started. Relative paths. */
	readonly refusedBy: readonly string[];
	/** Set on every run: no telemetry, no update by itself, few retries of its own. */
	readonly fixedEnvironment: Readonly<Record<string, string>>;
	launch(input: AcpLaunchInput): AcpLaunch;
	/** Whether `launch` names the model; else the session is told. */
	readonly modelByLaunch: boolean;
	/** The modes of a session that fit a permission, the best first: those that ask before they do something. */
	readonly modes: Readonly<Record<Permission, readonly string[]>>;
	/** What goes along with the request for a session; `null`: nothing. */
	sessionMeta(permission: Permission): Readonly<Record<string, unknown>> | null;
	/** Completes "Log in with …" for people; `null`: not known. */
	readonly loginCommand: string | null;
	/** Whether it can be offered to read and write files through us. */
	readonly takesFiles: boolean;
	/** Whether it ends its turn, and calls that its end, when it may not do something. */
	readonly stopsWhenDenied: boolean;
	readonly habits: Habits;
	/** Takes a notification that is no `session/update`. */
	readNotification(progress: AcpProgress, method: string, params: unknown, now: number): AcpStep;
	/** Takes a line of its error output, for agents that tell there what they try again; `null`: it says nothing. */
	readErrorLine(progress: AcpProgress, line: string, now: number): AcpStep | null;
	/** The signal on which it tidies up best before it is ended by force. */
	readonly politely: 'SIGINT' | 'SIGTERM';
}

export interface AcpLaunchInput {
	readonly model: string | null;
	/** Absolute. */
	readonly cwd: string;
	readonly permission: Permission;
	/** Absolute path of a folder of this run alone, outside of the tree and gone after the run. */
	readonly runFolder: string;
}

export interface AcpLaunch {
	/** What follows the user's own arguments. */
	readonly arguments: readonly string[];
	/** Set for this run, over `fixedEnvironment`. */
	readonly environment?: Readonly<Record<string, string>>;
	/** Written into `runFolder` before the start, by path relative to it. */
	readonly files?: Readonly<Record<string, string>>;
}

const asking: readonly string[] = ['default', 'ask'];

/** What holds for an agent that nothing is known of. */
export const usualAgent: AcpAgent = {
	command: '',
	inner: null,
	keyVariable: null,
	keyVariables: [],
	variables: [],
	reservedVariables: [],
	refusedBy: [],
	fixedEnvironment: {},
	launch: () => ({ arguments: [] }),
	modelByLaunch: false,
	modes: { 'read-only': asking, edit: asking, 'edit-and-run': asking },
	sessionMeta: () => null,
	loginCommand: null,
	takesFiles: true,
	stopsWhenDenied: false,
	habits: { noticesHaveNoId: false, notices: null },
	readNotification: (progress) => ({ progress, parts: [{ type: 'activity' }] }),
	readErrorLine: () => null,
	politely: 'SIGTERM',
};
