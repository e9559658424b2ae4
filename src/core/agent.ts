/** What an agent may do in the tree it works in; one model over all agents, mapped to the flags of each. */
export const permissions = ['read-only', 'edit', 'edit-and-run'] as const;
export type Permission = (typeof permissions)[number];

/**
 * Where an agent works. `worktree`: in a copy of the repository. `inPlace`: in the folder itself, after a snapshot to
 * which it is put back, for folders without git.
 */
export const isolations = ['worktree', 'inPlace'] as const;
export type Isolation = (typeof isolations)[number];

/** How an agent of the user's own talks: lines of text, or events of ours as lines of JSON. */
export const outputs = ['text', 'json-lines'] as const;
export type Output = (typeof outputs)[number];

/** How an agent of the user's own is given the prompt: as its input, or in a file named by `{promptFile}`. */
export const promptWays = ['stdin', 'file'] as const;
export type PromptWay = (typeof promptWays)[number];

/** What a user sets for one agent program. Read from the user's own settings, never from a folder's. */
export interface AgentSettings {
	/** The program; `null`: the agent's usual command, looked up on PATH. */
	readonly path: string | null;
	/** Go before the arguments that Switchyard gives by itself. */
	readonly args: readonly string[];
	/** Names of environment variables that this agent may see besides the usual ones. */
	readonly env: readonly string[];
	/** `null`: as the folder is. */
	readonly isolation: Isolation | null;
	/** What it may do when it is asked to change files; for anything else it may only read. */
	readonly permission: Permission;
	/** For an agent of the user's own. */
	readonly output: Output;
	/** For an agent of the user's own. */
	readonly prompt: PromptWay;
}

/** What holds for an agent that nothing is set for. */
export const usualAgentSettings: AgentSettings = {
	path: null,
	args: [],
	env: [],
	isolation: null,
	permission: 'edit',
	output: 'text',
	prompt: 'stdin',
};

/** The agents whose programs are known. Others can be named in `switchyard.agents`, with the program and its arguments. */
export const knownAgents = [
	'claude',
	'codex',
	'gemini',
	'opencode',
	'qwen',
	'copilot',
	'cline',
	'cn',
	'cursor',
	'aider',
	'goose',
	'amp',
	'crush',
] as const;

/** After an agent failed: the next one goes on from its partial work, or begins anew, or the user is asked. */
export const agentOnFailures = ['handOff', 'startClean', 'ask'] as const;
export type AgentOnFailure = (typeof agentOnFailures)[number];

/**
 * How an ignored folder such as `node_modules` gets into the copy that an agent works in. `clone`: where the file system
 * copies without reading, else not at all. `link`: a link to the user's own folder, which the agent can write through.
 */
export const folderRules = ['clone', 'copy', 'link', 'none'] as const;
export type FolderRule = (typeof folderRules)[number];
