import type { Permission } from '../../core/agent.ts';
import type { Failure } from '../../core/failure.ts';
import type { OutputPart, Usage } from '../provider.ts';
import { evidenceOf, quote } from '../said.ts';
import { failureFrom, sentences, signedOut } from './claudeFailure.ts';
import type { Dialect, Progress, Step } from './dialect.ts';
import { knownFailureFrom } from './sentences.ts';
import { fieldsOf, numberIn, textIn, verdict, withFailure, withMessage, withParts } from './verdict.ts';

/** Claude Code in its print mode with JSON lines. */
export const claude: Dialect = {
	command: 'claude',
	keyVariable: 'ANTHROPIC_API_KEY',
	keyVariables: ['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN', 'CLAUDE_CODE_OAUTH_TOKEN'],
	variables: ['CLAUDE_CONFIG_DIR'],
	fixedEnvironment: {
		CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
		// One, so that the first failure is told with the wait that the server asked for.
		CLAUDE_CODE_MAX_RETRIES: '1',
		DISABLE_AUTOUPDATER: '1',
		DISABLE_ERROR_REPORTING: '1',
		DISABLE_TELEMETRY: '1',
	},
	loginArguments: ['auth', 'status'],
	loginCommand: 'claude auth login',
	leastVersion: '2.0.0',
	prompt: 'stdin',
	output: 'json-lines',
	politely: 'SIGINT',
	launch: ({ permission, model }) => ({
		arguments: [
			'--print',
			'--output-format',
			'stream-json',
			'--verbose',
			'--include-partial-messages',
			'--no-session-persistence',
			// The folder's own settings could run hooks and servers, and send the key to an address of their choice.
			'--setting-sources',
			'user',
			'--strict-mcp-config',
			'--permission-mode',
			permission === 'read-only' ? 'dontAsk' : 'acceptEdits',
			...(model === null ? [] : ['--model', model]),
			...(permission === 'edit-and-run' ? ['--allowedTools', 'Bash'] : []),
			// A shell only on the user's word: this agent does not confine one to the folder. Comes last because it takes any
			// number of values.
			'--tools',
			tools[permission],
		],
	}),
	line(progress, event, now) {
		const fields = fieldsOf(event);
		return readers.get(textIn(fields.type))?.(progress, fields, now) ?? withParts(progress, { type: 'activity' });
	},
	end: (progress, ending) =>
		verdict(progress, ending, (errorOutput) => signedOut(errorOutput) ?? knownFailureFrom(errorOutput, ending.now)),
};

const tools: Readonly<Record<Permission, string>> = {
	'read-only': 'Read,Glob,Grep',
	edit: 'Read,Glob,Grep,Edit,Write,NotebookEdit',
	'edit-and-run': 'Read,Glob,Grep,Edit,Write,NotebookEdit,Bash',
};

type Fields = Readonly<Record<string, unknown>>;

const readers: ReadonlyMap<string, (progress: Progress, fields: Fields, now: number) => Step | null> = new Map([
	['system', readSystem],
	['assistant', readAssistant],
	['rate_limit_event', readRateLimit],
	['result', readResult],
]);

function readSystem(progress: Progress, fields: Fields, now: number): Step | null {
	if (fields.subtype === 'init') {
		return withParts({ ...progress, model: textIn(fields.model) || null }, { type: 'activity' });
	}
	if (fields.subtype === 'api_retry') {
		return withFailure(progress, retryFailure(progress, fields, now));
	}
	return null;
}

/** The program would try again by itself; whether to is the router's to decide. */
function retryFailure(progress: Progress, fields: Fields, now: number): Failure {
	const failure = failureFrom(
		progress,
		{ error: textIn(fields.error), apiError: '', status: numberIn(fields.error_status), words: '' },
		now,
	);
	const delay = numberIn(fields.retry_delay_ms) ?? 0;
	// The program's own first pause is about half a second; a longer one is what the server asked for.
	const isTold = fields.attempt === 1 && delay > 2000;
	return 'retryAfterMs' in failure && failure.retryAfterMs === null && isTold
		? { ...failure, retryAfterMs: delay }
		: failure;
}

function readAssistant(progress: Progress, fields: Fields, now: number): Step | null {
	const message = fieldsOf(fields.message);
	const blocks = Array.isArray(message.content) ? message.content.map(fieldsOf) : [];
	const text = blocks.map((block) => (block.type === 'text' ? textIn(block.text) : '')).join('');
	const error = textIn(fields.error);
	if (error !== '') {
		return readError(progress, fields, text, now);
	}
	if (fields.parent_tool_use_id !== null && fields.parent_tool_use_id !== undefined) {
		return null;
	}
	const named = { ...progress, model: textIn(message.model) || progress.model };
	const said = text === '' ? withParts(named) : withMessage(named, text);
	const tools = blocks.filter((block) => block.type === 'tool_use').map(toolPart);
	return {
		progress: said.progress,
		parts: [...said.parts, ...tools, ...(said.parts.length + tools.length === 0 ? [activity] : [])],
	};
}

function readError(progress: Progress, fields: Fields, words: string, now: number): Step {
	const limit = fieldsOf(fieldsOf(fields.api_error_params).rate_limit_info);
	const limited = withLimit(progress, limit);
	const report = {
		error: textIn(fields.error),
		apiError: textIn(fields.api_error),
		status: numberIn(fields.api_error_status),
		words,
	};
	// Only the result that follows tells which of the many invalid requests this was.
	if (report.error === 'invalid_request') {
		return withParts(limited, activity);
	}
	return withFailure(limited, failureFrom(limited, report, now));
}

function readRateLimit(progress: Progress, fields: Fields): Step {
	const limit = fieldsOf(fields.rate_limit_info);
	return withParts(limit.status === 'rejected' ? withLimit(progress, limit) : progress, activity);
}

/** A failure says `"subtype":"success"` too: `is_error` decides. */
function readResult(progress: Progress, fields: Fields, now: number): Step {
	const denials = Array.isArray(fields.permission_denials) ? fields.permission_denials.length : 0;
	const ended = { ...progress, usage: usageOf(fields), denials: progress.denials + denials };
	if (fields.is_error === false && fields.subtype === 'success') {
		if (fields.stop_reason === 'refusal') {
			return withFailure(ended, { kind: 'refused', message: 'The provider declined for its content policy.' });
		}
		return withParts({ ...ended, finished: true }, activity);
	}
	const words = textIn(fields.result);
	if (fields.terminal_reason === 'prompt_too_long') {
		return withFailure(ended, {
			kind: 'context-exceeded',
			message: sentences['context-exceeded'],
			said: quote(words, null),
		});
	}
	if (fields.subtype !== 'success') {
		const evidence = evidenceOf({ subtype: fields.subtype, reason: fields.terminal_reason }, null);
		return withFailure(ended, { kind: 'bad-output', message: 'The agent stopped before it was done.', evidence });
	}
	const report = { error: '', apiError: textIn(fields.api_error), status: numberIn(fields.api_error_status), words };
	return withFailure(ended, failureFrom(ended, report, now));
}

function withLimit(progress: Progress, limit: Fields): Progress {
	const seconds = numberIn(limit.resetsAt);
	return seconds === null ? progress : { ...progress, limitEndsAt: seconds * 1000 };
}

function usageOf(fields: Fields): Usage {
	const usage = fieldsOf(fields.usage);
	const input = [usage.input_tokens, usage.cache_read_input_tokens, usage.cache_creation_input_tokens];
	return {
		inputTokens: input.reduce<number>((sum, tokens) => sum + (numberIn(tokens) ?? 0), 0),
		outputTokens: numberIn(usage.output_tokens),
		cost: numberIn(fields.total_cost_usd),
	};
}

const activity: OutputPart = { type: 'activity' };
const editTools = new Set(['Edit', 'MultiEdit', 'Write', 'NotebookEdit']);

function toolPart(block: Fields): OutputPart {
	const name = textIn(block.name);
	const input = fieldsOf(block.input);
	if (editTools.has(name)) {
		return { type: 'tool', tool: 'edit', detail: textIn(input.file_path) || textIn(input.notebook_path) };
	}
	if (name === 'Bash') {
		return { type: 'tool', tool: 'command', detail: textIn(input.command) };
	}
	return { type: 'tool', tool: name.startsWith('mcp__') ? 'outside' : 'other', detail: name };
}
