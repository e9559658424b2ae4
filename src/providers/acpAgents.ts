import type { Permission } from '../core/agent.ts';
import type { Failure } from '../core/failure.ts';
import { failureFromWords } from './acpFailure.ts';
import { type AcpAgent, usualAgent } from './acpAgent.ts';
import type { AcpProgress, AcpStep } from './acpUpdate.ts';
import { claude as claudeLines } from './dialects/claude.ts';
import { fieldsOf } from './dialects/verdict.ts';

/** For a program that nobody knows: started with the user's own arguments and nothing else. */
export function unknownAgent(command: string): AcpAgent {
	return { ...usualAgent, command };
}

/** The agent of that name; `null` when it is not among those that are known. */
export function knownAcpAgent(name: string): AcpAgent | null {
	return agents.find(([names]) => names.includes(name))?.[1] ?? null;
}

/** What an agent tells that it would try again: whether to is the router's to decide. */
function withFailure(progress: AcpProgress, failure: Failure): AcpStep {
	return { progress: { ...progress, failure }, parts: [] };
}

/** Claude Code behind `claude-agent-acp`. Its modes that ask are told apart by the tools that it is given. */
const claude: AcpAgent = {
	...usualAgent,
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
			return usualAgent.readNotification(progress, method, params, now);
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
	...usualAgent,
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
	...usualAgent,
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
	fixedEnvironment: {
		GEMINI_CLI_NO_RELAUNCH: 'true',
		// Neither the settings of the folder nor its `.env` count then.
		GEMINI_CLI_TRUST_WORKSPACE: 'false',
		GEMINI_TELEMETRY_ENABLED: 'false',
	},
	launch: ({ model, runFolder }) => ({
		arguments: ['--acp', ...withoutServers, ...(model === null ? [] : ['-m', model])],
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

/** Servers and extensions that the user set up for other work: they can do anything, out of the tree too. */
const withoutServers: readonly string[] = ['--extensions', 'none', '--allowed-mcp-server-names', 'none'];

const qwen: AcpAgent = {
	...usualAgent,
	command: 'qwen',
	keyVariable: 'OPENAI_API_KEY',
	keyVariables: ['OPENAI_API_KEY'],
	variables: ['QWEN_HOME', 'OPENAI_MODEL'],
	fixedEnvironment: { QWEN_CODE_NO_RELAUNCH: 'true' },
	launch: ({ model, permission, runFolder }) => ({
		arguments: ['--acp', ...withoutServers, ...hiddenFromQwen[permission], ...(model === null ? [] : ['-m', model])],
		environment: { QWEN_CODE_SYSTEM_SETTINGS_PATH: `${runFolder}/qwen.json` },
		files: {
			'qwen.json': JSON.stringify({
				disableAllHooks: true,
				general: { enableAutoUpdate: false },
				memory: { enableManagedAutoDream: false, enableManagedAutoMemory: false },
				model: { generationConfig: { maxRetries: 0 } },
				privacy: { usageStatisticsEnabled: false },
				security: { folderTrust: { enabled: true } },
				telemetry: { enabled: false },
			}),
		},
	}),
	modelByLaunch: true,
	modes: { 'read-only': ['default'], edit: ['default'], 'edit-and-run': ['default'] },
	loginCommand: 'qwen',
	stopsWhenDenied: true,
};

/** A tool that is only refused, not hidden, is tried in vain. */
const hiddenFromQwen: Readonly<Record<Permission, readonly string[]>> = {
	'read-only': ['run_shell_command', 'write_file', 'edit'].flatMap((tool) => ['--exclude-tools', tool]),
	edit: ['--exclude-tools', 'run_shell_command'],
	'edit-and-run': [],
};

/** Does everything unasked unless its configuration says otherwise, and the environment outranks every file of that. */
const opencode: AcpAgent = {
	...usualAgent,
	command: 'opencode',
	variables: ['OPENCODE_CONFIG', 'OPENCODE_CONFIG_DIR'],
	fixedEnvironment: {
		OPENCODE_DISABLE_AUTOUPDATE: 'true',
		OPENCODE_DISABLE_LSP_DOWNLOAD: 'true',
		OPENCODE_DISABLE_PROJECT_CONFIG: 'true',
		OPENCODE_DISABLE_SHARE: 'true',
	},
	launch: ({ permission }) => ({
		arguments: ['acp', '--print-logs', '--log-level', 'INFO'],
		environment: { OPENCODE_PERMISSION: JSON.stringify(leaveOfOpencode[permission]) },
	}),
	modes: { 'read-only': ['build'], edit: ['build'], 'edit-and-run': ['build'] },
	loginCommand: 'opencode auth login',
	stopsWhenDenied: true,
	readErrorLine(progress, line, now) {
		const words = /\bmessage="stream error" .*\bsmall=false\b.*?\berror\.error=(?:"((?:[^"\\]|\\.)*)"|(\S+))/.exec(
			line,
		);
		return words === null ? null : withFailure(progress, failureFromWords(words[1] ?? words[2] ?? '', now));
	},
};

/** A tool that is denied is not offered to the model at all; what is asked for comes to us. */
const leaveOfOpencode: Readonly<Record<Permission, Readonly<Record<string, string>>>> = {
	'read-only': { edit: 'deny', bash: 'deny', webfetch: 'deny', websearch: 'deny', external_directory: 'deny' },
	edit: { edit: 'ask', bash: 'deny', webfetch: 'deny', websearch: 'deny', external_directory: 'deny' },
	'edit-and-run': { edit: 'ask', bash: 'ask', webfetch: 'ask', websearch: 'ask', external_directory: 'deny' },
};

const modeOfCopilot = 'https://agentclientprotocol.com/protocol/session-modes#';

const copilot: AcpAgent = {
	...usualAgent,
	command: 'copilot',
	keyVariable: 'COPILOT_GITHUB_TOKEN',
	keyVariables: ['COPILOT_GITHUB_TOKEN', 'COPILOT_PROVIDER_API_KEY'],
	variables: ['COPILOT_HOME', 'COPILOT_MODEL', 'COPILOT_OFFLINE'],
	fixedEnvironment: { COPILOT_AUTO_UPDATE: 'false' },
	launch: ({ model, permission }) => ({
		arguments: [
			'--acp',
			'--no-auto-update',
			'--no-ask-user',
			'--no-remote',
			'--disable-client-telemetry',
			// Would give it issues and pull requests to write to.
			'--disable-builtin-mcps',
			'--disallow-temp-dir',
			...hiddenFromCopilot[permission].map((tool) => `--excluded-tools=${tool}`),
			...(model === null ? [] : ['--model', model]),
		],
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

/** On Linux and macOS, and on Windows. */
const shellsOfCopilot = ['bash', 'powershell'].flatMap((shell) => [
	shell,
	...['read', 'write', 'stop', 'list'].map((verb) => `${verb}_${shell}`),
]);

const hiddenFromCopilot: Readonly<Record<Permission, readonly string[]>> = {
	'read-only': [...shellsOfCopilot, 'create', 'edit', 'apply_patch', 'str_replace_editor'],
	edit: shellsOfCopilot,
	'edit-and-run': [],
};

/** From documentation. */
const goose: AcpAgent = {
	...usualAgent,
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
	...usualAgent,
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
