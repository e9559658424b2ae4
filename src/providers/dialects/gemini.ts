import { join } from 'node:path';
import type { Permission } from '../../core/agent.ts';
import type { Failure } from '../../core/failure.ts';
import type { OutputPart, Usage } from '../provider.ts';
import { untilTimeOfDay } from '../waits.ts';
import type { Dialect, Progress, Step } from './dialect.ts';
import { failureTold } from './told.ts';
import { fieldsOf, numberIn, textIn, verdict, withFailure, withMessage, withMore, withParts } from './verdict.ts';

/** Gemini CLI without its screen, with JSON lines. */
export const gemini: Dialect = {
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
		// In a process of its own it hears no signal.
		GEMINI_CLI_NO_RELAUNCH: 'true',
		// While it reads its settings: neither those of the folder nor its `.env` count then. Its argument for trust, without
		// which it does not run at all, takes effect after that.
		GEMINI_CLI_TRUST_WORKSPACE: 'false',
		GEMINI_TELEMETRY_ENABLED: 'false',
	},
	// Those of a `.env` that are let through all the same, and where requests go.
	reservedVariables: [
		'CODE_ASSIST_ENDPOINT',
		'GEMINI_API_KEY',
		'GEMINI_CLI_HOME',
		'GOOGLE_API_KEY',
		'GOOGLE_CLOUD_LOCATION',
		'GOOGLE_CLOUD_PROJECT',
		'GOOGLE_GEMINI_BASE_URL',
		'GOOGLE_VERTEX_BASE_URL',
	],
	loginArguments: null,
	loginCommand: 'gemini',
	leastVersion: '0.50.0',
	prompt: 'stdin',
	output: 'json-lines',
	politely: 'SIGTERM',
	launch: ({ permission, model, runFolder }) => ({
		arguments: [
			'--output-format',
			'stream-json',
			'--skip-trust',
			'--approval-mode',
			approvalModes[permission],
			// Above the folder's own rules, which could allow a shell.
			'--policy',
			join(runFolder, policyFile),
			'--extensions',
			'none',
			'--allowed-mcp-server-names',
			'none',
			...(model === null ? [] : ['--model', model]),
		],
		files: { [policyFile]: policyOf(permission) },
	}),
	line(progress, event, now) {
		const fields = fieldsOf(event);
		return readers.get(textIn(fields.type))?.(progress, fields, now) ?? withParts(progress, activity);
	},
	errorLine: readErrorLine,
	end(progress, ending) {
		return verdict(withoutMark(progress), ending, (errorOutput) => {
			const failure = failureAtExit(ending.exitCode, errorOutput, ending.now);
			return failure.kind === 'unknown' ? null : failure;
		});
	},
};

const policyFile = 'policy.toml';

const approvalModes: Readonly<Record<Permission, string>> = {
	'read-only': 'default',
	edit: 'auto_edit',
	'edit-and-run': 'yolo',
};

const readTools = ['glob', 'grep_search', 'list_directory', 'read_file', 'read_many_files', 'update_topic'];
const editTools = ['write_file', 'replace'];

const tools: Readonly<Record<Permission, readonly string[]>> = {
	'read-only': readTools,
	edit: [...readTools, ...editTools, 'write_todos'],
	'edit-and-run': [...readTools, ...editTools, 'write_todos', 'run_shell_command', 'google_web_search', 'web_fetch'],
};

/** Rules of the user's own level, the highest there is without being root; a higher priority outranks a lower. */
function policyOf(permission: Permission): string {
	const names = tools[permission].map((name) => JSON.stringify(name)).join(', ');
	return [
		'[[rule]]',
		'toolName = "*"',
		'decision = "deny"',
		'priority = 998',
		'',
		'[[rule]]',
		`toolName = [${names}]`,
		'decision = "allow"',
		'priority = 999',
		'',
	].join('\n');
}

type Fields = Readonly<Record<string, unknown>>;

const activity: OutputPart = { type: 'activity' };

type Reader = (progress: Progress, fields: Fields, now: number) => Step | null;

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
	['init', (progress, fields) => withParts({ ...progress, model: textIn(fields.model) || null }, activity)],
	['message', readMessage],
	['tool_use', (progress, fields) => withParts(withMark(progress), toolPart(fields))],
	['tool_result', readToolResult],
	['error', readError],
	['result', readResult],
]);

function readMessage(progress: Progress, fields: Fields): Step | null {
	const text = textIn(fields.content);
	if (fields.role !== 'assistant' || text === '') {
		return null;
	}
	return isMarked(progress) ? withMessage(withoutMark(progress), text) : withMore(progress, text);
}

/** An empty message at the end: what follows is a new one. Texts arrive in pieces, and nothing says where one ends. */
function withMark(progress: Progress): Progress {
	return isMarked(progress) || progress.messages.length === 0
		? progress
		: { ...progress, messages: [...progress.messages, ''] };
}

function isMarked({ messages }: Progress): boolean {
	return messages.at(-1) === '';
}

function withoutMark(progress: Progress): Progress {
	return isMarked(progress) ? { ...progress, messages: progress.messages.slice(0, -1) } : progress;
}

function readToolResult(progress: Progress, fields: Fields): Step {
	const error = fieldsOf(fields.error);
	const isDenied = fields.status === 'error' && /policy|denied|not allowed|confirmation/i.test(textIn(error.type));
	return withParts(isDenied ? { ...progress, denials: progress.denials + 1 } : progress, activity);
}

/** Told on the way to an end that can look like a success. */
function readError(progress: Progress, fields: Fields, now: number): Step {
	const words = textIn(fields.message);
	if (/loop detected|max(?:imum)? session turns/i.test(words)) {
		return withFailure(progress, { kind: 'bad-output', message: 'The agent stopped before it was done.' });
	}
	return fields.severity === 'error'
		? withFailure(progress, failureIn(words, null, now))
		: withParts(progress, activity);
}

function readResult(progress: Progress, fields: Fields, now: number): Step {
	const stats = fieldsOf(fields.stats);
	const usage = usageOf(stats);
	const ended = { ...progress, usage, model: modelIn(stats) ?? progress.model };
	if (fields.status === 'success') {
		return withParts({ ...ended, finished: true }, { type: 'usage', usage });
	}
	return withFailure(ended, failureIn(textIn(fieldsOf(fields.error).message), null, now));
}

/** What it would try again by itself. The words of a server can have several lines; the last one says how long it waits. */
function readErrorLine(progress: Progress, line: string, now: number): Step {
	const retry = /^Attempt \d+ failed(?: with status (\d{3}))?\. Retrying with backoff\.\.\.(.*)$/.exec(line);
	if (retry !== null) {
		return withFailure(progress, failureIn(retry[2] ?? '', retry[1] === undefined ? null : Number(retry[1]), now));
	}
	const wait = /Retrying after (\d+)ms/.exec(line);
	if (wait === null) {
		return withParts(progress);
	}
	// Only a limit is answered with a wait. What its server asked for stands before the pause that it makes of that.
	return withFailure(progress, limitFailure(line, Number(wait[1]), now));
}

function limitFailure(line: string, pauseMs: number, now: number): Failure {
	const failure = failureTold({ status: 429, words: line.replace(/\.?\.? Retrying after.*$/, '') }, now);
	const told = 'retryAfterMs' in failure ? failure.retryAfterMs : null;
	return {
		kind: 'rate-limited',
		message: 'The rate limit is reached.',
		retryAfterMs: told ?? pauseMs,
		evidence: { status: 429 },
		said: 'said' in failure ? (failure.said ?? '') : '',
	};
}

/** 128 and a little: the status of HTTP, of which an exit code keeps the last eight bits. */
const statusOfExit: ReadonlyMap<number | null, number> = new Map(
	[400, 401, 402, 403, 404, 408, 413, 429, 500, 502, 503, 504].map((status) => [status % 256, status]),
);
const noLogin = 41;

function failureAtExit(exitCode: number | null, errorOutput: string, now: number): Failure {
	if (exitCode === noLogin) {
		return { kind: 'unauthorized', message: 'The agent is not logged in, or its key was refused.' };
	}
	return failureIn(errorOutput, statusOfExit.get(exitCode) ?? null, now);
}

function failureIn(words: string, status: number | null, now: number): Failure {
	const said = words.replace(/^\s*\[API Error: /, '').replace(/\](?=\n|$)/, '');
	const exhausted = /exhausted your (daily quota|capacity)/i.exec(said)?.[1];
	const failure = failureTold({ status: exhausted === undefined ? status : 429, words: said }, now);
	const told = 'retryAfterMs' in failure ? failure.retryAfterMs : null;
	if (exhausted !== undefined) {
		const retryAfterMs = told ?? (exhausted === 'capacity' ? null : untilTimeOfDay(0, 'America/Los_Angeles', now));
		return { ...failure, kind: 'quota-exhausted', message: 'The limit of the account is used up.', retryAfterMs };
	}
	// With a wait beside it the words mean the minute's quota.
	return failure.kind === 'quota-exhausted' && told !== null
		? { ...failure, kind: 'rate-limited', message: 'The rate limit is reached.' }
		: failure;
}

function toolPart(fields: Fields): OutputPart {
	const name = textIn(fields.tool_name);
	const input = fieldsOf(fields.parameters);
	if (editTools.includes(name)) {
		return { type: 'tool', tool: 'edit', detail: textIn(input.file_path) };
	}
	if (name === 'run_shell_command') {
		return { type: 'tool', tool: 'command', detail: textIn(input.command) };
	}
	return { type: 'tool', tool: name.startsWith('mcp_') ? 'outside' : 'other', detail: name };
}

function usageOf(stats: Fields): Usage {
	return { inputTokens: numberIn(stats.input_tokens), outputTokens: numberIn(stats.output_tokens), cost: null };
}

/** The one that answered, which is not always the one that was asked. */
function modelIn(stats: Fields): string | null {
	const models = Object.entries(fieldsOf(stats.models));
	return models.find(([, used]) => (numberIn(fieldsOf(used).output_tokens) ?? 0) > 0)?.[0] ?? null;
}
