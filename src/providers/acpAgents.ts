import type { Permission } from '../core/agent.ts';
import type { Failure } from '../core/failure.ts';
import { failureFromWords } from './acpFailure.ts';
import { type AcpAgent, usualAgent } from './acpAgent.ts';
import type { AcpProgress, AcpStep } from './acpUpdate.ts';
import { claude as claudeLines } from './dialects/claude.ts';
import { codex as codexLines, withParents } from './dialects/codex.ts';
import { copilot as copilotLines } from './dialects/copilot.ts';
import { cursor as cursorLines } from './dialects/cursor.ts';
import type { Dialect } from './dialects/dialect.ts';
import { gemini as geminiLines } from './dialects/gemini.ts';
import { goose as gooseLines } from './dialects/goose.ts';
import { opencode as opencodeLines } from './dialects/opencode.ts';
import { qwen as qwenLines } from './dialects/qwen.ts';
import { fieldsOf } from './dialects/verdict.ts';

/** For a program that nobody knows: started with the user's own arguments and nothing else. */
export function unknownAgent(command: string): AcpAgent {
	return { ...usualAgent, command };
}

/** The agent of that name; `null` when it is not among those that are known. */
export function knownAcpAgent(name: string): AcpAgent | null {
	return agents.find(([names]) => names.includes(name))?.[1] ?? null;
}

/** What holds for an agent however it is driven. */
function alike(dialect: Dialect) {
	const { command, keyVariable, keyVariables, variables, reservedVariables, fixedEnvironment, loginCommand } = dialect;
	const { refusedBy, politely } = dialect;
	return {
		...{ command, keyVariable, keyVariables, variables, fixedEnvironment, loginCommand, politely },
		reservedVariables: reservedVariables ?? [],
		refusedBy: refusedBy ?? [],
	};
}

/** What an agent tells that it would try again: whether to is the router's to decide. */
function withFailure(progress: AcpProgress, failure: Failure): AcpStep {
	return { progress: { ...progress, failure }, parts: [] };
}

/** Claude Code behind `claude-agent-acp`. Its modes that ask are told apart by the tools that it is given. */
const claude: AcpAgent = {
	...usualAgent,
	...alike(claudeLines),
	command: 'claude-agent-acp',
	inner: { agent: 'claude', variable: 'CLAUDE_CODE_EXECUTABLE' },
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
	...alike(codexLines),
	command: 'codex-acp',
	inner: { agent: 'codex', variable: 'CODEX_PATH' },
	fixedEnvironment: { ...codexLines.fixedEnvironment, NO_BROWSER: '1' },
	launch: ({ model, cwd }) => ({
		arguments: [],
		environment: {
			CODEX_CONFIG: JSON.stringify({
				check_for_update_on_startup: false,
				analytics: { enabled: false },
				// A work tree inherits the trust of its repository, whose own settings could start programs outside the sandbox.
				projects: Object.fromEntries(withParents(cwd).map((folder) => [folder, { trust_level: 'untrusted' }])),
				...(model === null ? {} : { model }),
			}),
		},
	}),
	modelByLaunch: true,
	modes: { 'read-only': ['read-only'], edit: ['read-only'], 'edit-and-run': ['workspace-write', 'agent'] },
	habits: { noticesHaveNoId: true, notices: null },
};

const gemini: AcpAgent = {
	...usualAgent,
	...alike(geminiLines),
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
	// A file that is not there yet can't be written through us: it takes the answer that there is none for an error.
	takesFiles: false,
};

/** Servers and extensions that the user set up for other work: they can do anything, out of the tree too. */
const withoutServers: readonly string[] = ['--extensions', 'none', '--allowed-mcp-server-names', 'none'];

const qwen: AcpAgent = {
	...usualAgent,
	...alike(qwenLines),
	launch: ({ model, permission, cwd, runFolder }) => ({
		arguments: ['--acp', ...withoutServers, ...hiddenFromQwen[permission], ...(model === null ? [] : ['-m', model])],
		environment: {
			QWEN_CODE_SYSTEM_SETTINGS_PATH: `${runFolder}/qwen.json`,
			QWEN_CODE_TRUSTED_FOLDERS_PATH: `${runFolder}/trust.json`,
		},
		files: {
			// In a folder that is not trusted, nothing of it takes effect.
			'trust.json': JSON.stringify({ [cwd]: 'DO_NOT_TRUST' }),
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
	...alike(opencodeLines),
	launch: ({ permission, cwd }) => ({
		arguments: ['acp', '--print-logs', '--log-level', 'INFO'],
		environment: {
			OPENCODE_PERMISSION: JSON.stringify(leaveOfOpencode[permission]),
			OPENCODE_CONFIG_CONTENT: JSON.stringify({
				autoupdate: false,
				share: 'disabled',
				snapshot: false,
				// Both would run programs of the folder.
				formatter: false,
				lsp: false,
				// With the folder's configuration its instructions are left out, too.
				instructions: [`${cwd}/AGENTS.md`],
			}),
		},
	}),
	modes: { 'read-only': ['build'], edit: ['build'], 'edit-and-run': ['build'] },
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
	...alike(copilotLines),
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
	...alike(gooseLines),
	fixedEnvironment: { ...gooseLines.fixedEnvironment, GOOSE_MODE: 'approve' },
	launch: ({ model }) => ({
		arguments: ['acp'],
		...(model === null ? {} : { environment: { GOOSE_MODEL: model } }),
	}),
	modelByLaunch: true,
};

/** From documentation. */
const cursor: AcpAgent = {
	...usualAgent,
	...alike(cursorLines),
	launch: ({ model }) => ({ arguments: ['acp', ...(model === null ? [] : ['--model', model])] }),
	modelByLaunch: true,
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
