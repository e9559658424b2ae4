import { join } from 'node:path';
import type { Permission } from '../../core/agent.ts';
import type { Failure } from '../../core/failure.ts';
import type { OutputPart, Usage } from '../provider.ts';
import type { Dialect, Progress, Step } from './dialect.ts';
import { failureTold } from './told.ts';
import { fieldsOf, numberIn, textIn, verdict, withFailure, withMessage, withParts } from './verdict.ts';

/** Qwen Code without its screen, with JSON lines, which are much like those of Claude Code. Its failures are sentences. */
export const qwen: Dialect = {
	command: 'qwen',
	keyVariable: 'OPENAI_API_KEY',
	keyVariables: ['OPENAI_API_KEY', 'BAILIAN_CODING_PLAN_API_KEY', 'DASHSCOPE_API_KEY'],
	variables: ['OPENAI_MODEL', 'QWEN_HOME', 'QWEN_RUNTIME_DIR'],
	fixedEnvironment: {
		// In a process of its own it outlives the one that is told to end.
		QWEN_CODE_NO_RELAUNCH: 'true',
		QWEN_CODE_SUPPRESS_YOLO_WARNING: '1',
	},
	loginArguments: null,
	loginCommand: 'qwen',
	leastVersion: '0.20.0',
	prompt: 'stdin',
	output: 'json-lines',
	politely: 'SIGTERM',
	launch: ({ cwd, permission, model, runFolder }) => ({
		arguments: [
			'--output-format',
			'stream-json',
			'--approval-mode',
			'default',
			'--core-tools',
			tools[permission].join(','),
			'--allowed-tools',
			tools[permission].join(','),
			// Those that it has whatever is asked for; what they start has rules of its own.
			'--exclude-tools',
			unwantedTools.join(','),
			'--extensions',
			'none',
			'--allowed-mcp-server-names',
			'none',
			'--max-session-turns',
			String(mostTurns),
			...(model === null ? [] : ['--model', model]),
		],
		environment: {
			QWEN_CODE_SYSTEM_SETTINGS_PATH: join(runFolder, settingsFile),
			QWEN_CODE_TRUSTED_FOLDERS_PATH: join(runFolder, trustFile),
		},
		files: {
			[settingsFile]: JSON.stringify(settings),
			[trustFile]: JSON.stringify({ [cwd]: 'DO_NOT_TRUST' }),
		},
	}),
	line(progress, event, now) {
		const fields = fieldsOf(event);
		return readers.get(textIn(fields.type))?.(progress, fields, now) ?? withParts(progress, activity);
	},
	errorLine: readErrorLine,
	end(progress, ending) {
		return verdict(progress, ending, (errorOutput) => {
			const failure = failureIn(errorOutput, ending.now);
			return failure.kind === 'unknown' ? null : failure;
		});
	},
};

const settingsFile = 'settings.json';
const trustFile = 'trustedFolders.json';

/** The most answers of the model in one run, against an agent that goes in circles. */
const mostTurns = 200;

/** Above the settings of the user and of the folder. In a folder that is not trusted, nothing of it takes effect. */
const settings = {
	security: { folderTrust: { enabled: true } },
	general: { enableAutoUpdate: false, disableAutoUpdate: true, disableUpdateNag: true },
	privacy: { usageStatisticsEnabled: false },
	telemetry: { enabled: false },
	disableAllHooks: true,
	// After an answer it would start agents of its own, with a shell, that write down what they learnt.
	memory: { enableManagedAutoMemory: false, enableManagedAutoDream: false, enableAutoSkill: false },
	// It would wait a minute and more before it says a word.
	model: { generationConfig: { maxRetries: 0 } },
};

const unwantedTools = [
	'agent',
	'enter_worktree',
	'exit_worktree',
	'monitor',
	'record_artifact',
	'send_message',
	'skill',
	'tool_call',
	'tool_search',
];

const readTools = ['read_file', 'read_many_files', 'glob', 'grep_search', 'list_directory', 'todo_write'];
const editTools = ['edit', 'write_file', 'notebook_edit'];

const tools: Readonly<Record<Permission, readonly string[]>> = {
	'read-only': readTools,
	edit: [...readTools, ...editTools],
	'edit-and-run': [...readTools, ...editTools, 'run_shell_command', 'web_fetch'],
};

type Fields = Readonly<Record<string, unknown>>;

const activity: OutputPart = { type: 'activity' };

type Reader = (progress: Progress, fields: Fields, now: number) => Step | null;

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
	['system', readSystem],
	['assistant', readAssistant],
	['result', readResult],
]);

function readSystem(progress: Progress, fields: Fields): Step | null {
	return fields.subtype === 'init' ? withParts({ ...progress, model: textIn(fields.model) || null }, activity) : null;
}

function readAssistant(progress: Progress, fields: Fields): Step | null {
	if (fields.parent_tool_use_id !== null && fields.parent_tool_use_id !== undefined) {
		return null;
	}
	const message = fieldsOf(fields.message);
	const blocks = Array.isArray(message.content) ? message.content.map(fieldsOf) : [];
	const text = blocks.map((block) => (block.type === 'text' ? textIn(block.text) : '')).join('');
	const named = { ...progress, model: textIn(message.model) || progress.model };
	// A failure is told as if the model had said it. The result says it once more.
	const said = text === '' || failed.test(text) ? withParts(named) : withMessage(named, text);
	const calls = blocks.filter((block) => block.type === 'tool_use').map(toolPart);
	return {
		progress: said.progress,
		parts: [...said.parts, ...calls, ...(said.parts.length + calls.length === 0 ? [activity] : [])],
	};
}

const failed = /\[API Error: [^]*\]\s*$/;

function readResult(progress: Progress, fields: Fields, now: number): Step {
	const denials = Array.isArray(fields.permission_denials) ? fields.permission_denials.length : 0;
	const usage = usageOf(fieldsOf(fields.usage));
	const ended = { ...progress, usage, denials: progress.denials + denials };
	if (fields.is_error === false && fields.subtype === 'success') {
		return withParts({ ...ended, finished: true }, { type: 'usage', usage });
	}
	const words = textIn(fieldsOf(fields.error).message);
	if (fields.subtype === 'error_max_turns' || stopped.test(words)) {
		return withFailure(ended, { kind: 'bad-output', message: 'The agent stopped before it was done.' });
	}
	return withFailure(ended, failureIn(words, now));
}

const stopped = /^Loop detection halted|max(?:imum)? session turns/i;

/** What it would try again by itself; whether to is the router's to decide. */
function readErrorLine(progress: Progress, line: string, now: number): Step {
	if (/^Retrying provider attempt\b/.test(line)) {
		return withFailure(progress, {
			kind: 'unreachable',
			message: 'The connection was lost in the middle of the answer.',
		});
	}
	const retry = /^Retrying in \d+s \(attempt \d+\/\d+\): (.*)$/.exec(line);
	return retry === null ? withParts(progress) : withFailure(progress, failureIn(retry[1] ?? '', now));
}

/** The status stands before the words: `[API Error: 429 …]`. */
function failureIn(words: string, now: number): Failure {
	const told = /\[API Error: (?:(\d{3}) )?([^]*?)\](?=\n|$)/.exec(words);
	const status = told?.[1] === undefined ? null : Number(told[1]);
	return failureTold({ status, words: told?.[2] ?? words }, now);
}

function toolPart(block: Fields): OutputPart {
	const name = textIn(block.name);
	const input = fieldsOf(block.input);
	if (editTools.includes(name)) {
		return { type: 'tool', tool: 'edit', detail: textIn(input.file_path) || textIn(input.notebook_path) };
	}
	if (name === 'run_shell_command') {
		return { type: 'tool', tool: 'command', detail: textIn(input.command) };
	}
	return { type: 'tool', tool: name.startsWith('mcp__') ? 'outside' : 'other', detail: name };
}

function usageOf(usage: Fields): Usage {
	return { inputTokens: numberIn(usage.input_tokens), outputTokens: numberIn(usage.output_tokens), cost: null };
}
