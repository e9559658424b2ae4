import type { Permission } from '../core/agent.ts';
import type { AcpProgress, AcpStep, Habits } from './acpUpdate.ts';
import { claude as claudeLines } from './dialects/claude.ts';
import { fieldsOf } from './dialects/verdict.ts';

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
	/** Set on every run: no telemetry, no update by itself, few retries of its own. */
	readonly fixedEnvironment: Readonly<Record<string, string>>;
	launch(input: AcpLaunchInput): AcpLaunch;
	/** Whether `launch` names the model; else the session is told. */
	readonly modelByLaunch: boolean;
	/** The modes of a session that fit a permission, the best first: those that ask before they do something. */
	readonly modes: Readonly<Record<Permission, readonly string[]>>;
	/** What goes along with the request for a session; `null`: nothing. */
	sessionMeta(permission: Permission): Readonly<Record<string, unknown>> | null;
	/** Ways to log in that ask nobody anything: by their ids, the variables one of which must be there. */
	readonly silentLogins: Readonly<Record<string, readonly string[]>>;
	/** Completes "Log in with …" for people; `null`: not known. */
	readonly loginCommand: string | null;
	/** Whether it can be offered to read and write files through us. */
	readonly takesFiles: boolean;
	/** Whether it ends its turn, and calls that its end, when it may not do something. */
	readonly stopsWhenDenied: boolean;
	readonly habits: Habits;
	/** Takes a notification that is no `session/update`. */
	readNotification(progress: AcpProgress, method: string, params: unknown, now: number): AcpStep;
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

/** For a program that nobody knows: started with the user's own arguments and nothing else. */
export function unknownAgent(command: string): AcpAgent {
	return { ...usual, command };
}

/** The agent of that name; `null` when it is not among those that are known. */
export function knownAcpAgent(name: string): AcpAgent | null {
	return agents.find(([names]) => names.includes(name))?.[1] ?? null;
}

const asking: readonly string[] = ['default', 'ask'];

const usual: AcpAgent = {
	command: '',
	inner: null,
	keyVariable: null,
	keyVariables: [],
	variables: [],
	fixedEnvironment: {},
	launch: () => ({ arguments: [] }),
	modelByLaunch: false,
	modes: { 'read-only': asking, edit: asking, 'edit-and-run': asking },
	sessionMeta: () => null,
	silentLogins: {},
	loginCommand: null,
	takesFiles: true,
	stopsWhenDenied: false,
	habits: { noticesHaveNoId: false, notices: null },
	readNotification: (progress) => ({ progress, parts: [{ type: 'activity' }] }),
	politely: 'SIGTERM',
};

/** Claude Code behind `claude-agent-acp`. Its modes that ask are told apart by the tools that it is given. */
const claude: AcpAgent = {
	...usual,
	command: 'claude-agent-acp',
	inner: { agent: 'claude', variable: 'CLAUDE_CODE_EXECUTABLE' },
	keyVariable: claudeLines.keyVariable,
	keyVariables: claudeLines.keyVariables,
	variables: claudeLines.variables,
	fixedEnvironment: claudeLines.fixedEnvironment,
	modes: { 'read-only': ['default'], edit: ['default'], 'edit-and-run': ['default'] },
	sessionMeta: (permission) => ({
		claudeCode: {
			options: {
				tools: claudeTools[permission],
				// The folder's own settings could run hooks and servers, and send the key to an address of their choice.
				settingSources: ['user'],
				strictMcpConfig: true,
				persistSession: false,
				promptSuggestions: false,
			},
			// What it would try again by itself is told here only.
			emitRawSDKMessages: [{ type: 'system', subtype: 'api_retry' }, { type: 'rate_limit_event' }],
		},
	}),
	loginCommand: claudeLines.loginCommand,
	readNotification(progress, method, params, now) {
		if (method !== '_claude/sdkMessage') {
			return usual.readNotification(progress, method, params, now);
		}
		const step = claudeLines.line(progress, fieldsOf(params)['message'], now);
		return { progress: { ...progress, ...step.progress }, parts: step.parts };
	},
};

const claudeTools: Readonly<Record<Permission, readonly string[]>> = {
	'read-only': ['Read', 'Glob', 'Grep'],
	edit: ['Read', 'Glob', 'Grep', 'Edit', 'Write', 'NotebookEdit'],
	'edit-and-run': ['Read', 'Glob', 'Grep', 'Edit', 'Write', 'NotebookEdit', 'Bash'],
};

/** Codex behind `codex-acp`. Reads inside its sandbox without asking; in `read-only` an edit is asked for. */
const codex: AcpAgent = {
	...usual,
	command: 'codex-acp',
	inner: { agent: 'codex', variable: 'CODEX_PATH' },
	keyVariable: 'CODEX_API_KEY',
	keyVariables: ['CODEX_API_KEY'],
	variables: ['CODEX_HOME', 'OPENAI_API_KEY'],
	fixedEnvironment: { NO_BROWSER: '1' },
	launch: ({ model }) => ({
		arguments: [],
		environment: {
			CODEX_CONFIG: JSON.stringify({
				check_for_update_on_startup: false,
				analytics: { enabled: false },
				...(model === null ? {} : { model }),
			}),
		},
	}),
	modelByLaunch: true,
	modes: { 'read-only': ['read-only'], edit: ['read-only'], 'edit-and-run': ['workspace-write', 'agent'] },
	loginCommand: 'codex login',
	habits: { noticesHaveNoId: true, notices: null },
};

const gemini: AcpAgent = {
	...usual,
	command: 'gemini',
	keyVariable: 'GEMINI_API_KEY',
	keyVariables: ['GEMINI_API_KEY', 'GOOGLE_API_KEY'],
	variables: [
		'GEMINI_CLI_HOME',
		'GOOGLE_APPLICATION_CREDENTIALS',
		'GOOGLE_CLOUD_LOCATION',
		'GOOGLE_CLOUD_PROJECT',
		'GOOGLE_GENAI_USE_GCA',
		'GOOGLE_GENAI_USE_VERTEXAI',
	],
	fixedEnvironment: { GEMINI_CLI_NO_RELAUNCH: 'true', GEMINI_TELEMETRY_ENABLED: 'false' },
	launch: ({ model, runFolder }) => ({
		arguments: ['--acp', ...(model === null ? [] : ['-m', model])],
		environment: { GEMINI_CLI_SYSTEM_SETTINGS_PATH: `${runFolder}/gemini.json` },
		files: {
			'gemini.json': JSON.stringify({
				general: { enableAutoUpdate: false, enableAutoUpdateNotification: false, maxAttempts: 1 },
				hooksConfig: { enabled: false },
				privacy: { usageStatisticsEnabled: false },
				security: { folderTrust: { enabled: true } },
				telemetry: { enabled: false },
			}),
		},
	}),
	modelByLaunch: true,
	modes: { 'read-only': ['default'], edit: ['default'], 'edit-and-run': ['default'] },
	loginCommand: 'gemini',
	// A file that is not there yet can't be written through us: it takes the answer that there is none for an error.
	takesFiles: false,
};

const qwen: AcpAgent = {
	...usual,
	command: 'qwen',
	keyVariable: 'OPENAI_API_KEY',
	keyVariables: ['OPENAI_API_KEY'],
	variables: ['QWEN_HOME', 'OPENAI_MODEL'],
	fixedEnvironment: { QWEN_CODE_NO_RELAUNCH: 'true' },
	launch: ({ model }) => ({ arguments: ['--acp', ...(model === null ? [] : ['-m', model])] }),
	modelByLaunch: true,
	modes: { 'read-only': ['default'], edit: ['default'], 'edit-and-run': ['default'] },
	loginCommand: 'qwen',
};

/** Does everything unasked unless its configuration says otherwise, and the environment outranks every file of that. */
const opencode: AcpAgent = {
	...usual,
	command: 'opencode',
	variables: ['OPENCODE_CONFIG', 'OPENCODE_CONFIG_DIR'],
	fixedEnvironment: {
		OPENCODE_DISABLE_AUTOUPDATE: 'true',
		OPENCODE_DISABLE_LSP_DOWNLOAD: 'true',
		OPENCODE_DISABLE_PROJECT_CONFIG: 'true',
		OPENCODE_DISABLE_SHARE: 'true',
		OPENCODE_PERMISSION: JSON.stringify({
			edit: 'ask',
			bash: 'ask',
			webfetch: 'ask',
			websearch: 'ask',
			external_directory: 'ask',
		}),
	},
	launch: () => ({ arguments: ['acp'] }),
	modes: { 'read-only': ['build'], edit: ['build'], 'edit-and-run': ['build'] },
	loginCommand: 'opencode auth login',
};

const modeOfCopilot = 'https://agentclientprotocol.com/protocol/session-modes#';

const copilot: AcpAgent = {
	...usual,
	command: 'copilot',
	keyVariable: 'COPILOT_GITHUB_TOKEN',
	keyVariables: ['COPILOT_GITHUB_TOKEN', 'COPILOT_PROVIDER_API_KEY'],
	variables: ['COPILOT_HOME', 'COPILOT_MODEL', 'COPILOT_OFFLINE'],
	fixedEnvironment: { COPILOT_AUTO_UPDATE: 'false' },
	launch: ({ model }) => ({
		arguments: ['--acp', '--no-auto-update', ...(model === null ? [] : ['--model', model])],
	}),
	modelByLaunch: true,
	modes: {
		'read-only': [`${modeOfCopilot}agent`],
		edit: [`${modeOfCopilot}agent`],
		'edit-and-run': [`${modeOfCopilot}agent`],
	},
	loginCommand: 'copilot login',
	stopsWhenDenied: true,
	habits: { noticesHaveNoId: false, notices: /^Info: / },
};

/** From documentation. */
const goose: AcpAgent = {
	...usual,
	command: 'goose',
	variables: ['GOOSE_MODEL', 'GOOSE_PROVIDER'],
	fixedEnvironment: { GOOSE_MODE: 'approve' },
	launch: ({ model }) => ({
		arguments: ['acp'],
		...(model === null ? {} : { environment: { GOOSE_MODEL: model } }),
	}),
	modelByLaunch: true,
	loginCommand: 'goose configure',
};

/** From documentation. */
const cursor: AcpAgent = {
	...usual,
	command: 'cursor-agent',
	keyVariable: 'CURSOR_API_KEY',
	keyVariables: ['CURSOR_API_KEY'],
	launch: ({ model }) => ({ arguments: ['acp', ...(model === null ? [] : ['--model', model])] }),
	modelByLaunch: true,
	loginCommand: 'cursor-agent login',
};

/** By the names that a provider's `agent` can give: those of the agent and of its program. */
const agents: readonly (readonly [names: readonly string[], agent: AcpAgent])[] = [
	[['claude', 'claude-agent-acp'], claude],
	[['codex', 'codex-acp'], codex],
	[['gemini'], gemini],
	[['qwen'], qwen],
	[['opencode'], opencode],
	[['copilot'], copilot],
	[['goose'], goose],
	[['cursor', 'cursor-agent'], cursor],
];
