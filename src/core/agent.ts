/** What a user sets for one agent program. Read from the user's own settings, never from a folder's. */
export interface AgentSettings {
	/** The program; `null`: the agent's usual command, looked up on PATH. */
	readonly path: string | null;
	/** Go before the arguments that Switchyard gives by itself. */
	readonly args: readonly string[];
	/** Names of environment variables that this agent may see besides the usual ones. */
	readonly env: readonly string[];
}

/** The agents whose programs can be driven. */
export const knownAgents = ['claude', 'codex'] as const;
