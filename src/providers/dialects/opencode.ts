import { join } from 'node:path';
import type { Permission } from '../../core/agent.ts';
import type { Failure } from '../../core/failure.ts';
import type { OutputPart, Usage } from '../provider.ts';
import { quote } from '../said.ts';
import type { Dialect, LaunchInput, Progress, Step } from './dialect.ts';
import { failureTold } from './told.ts';
import { fieldsOf, numberIn, textIn, verdict, withFailure, withMessage, withParts } from './verdict.ts';

/** opencode in its `run` mode with JSON lines. While it tries again it says so in its log alone. */
export const opencode: Dialect = {
	command: 'opencode',
	keyVariable: 'OPENCODE_API_KEY',
	// Its own service's. It takes those of every other vendor too, which are the user's to name.
	keyVariables: ['OPENCODE_API_KEY'],
	variables: ['OPENCODE_CONFIG', 'OPENCODE_CONFIG_DIR'],
	fixedEnvironment: {
		OPENCODE_DISABLE_AUTOUPDATE: 'true',
		OPENCODE_DISABLE_LSP_DOWNLOAD: 'true',
		// Neither `opencode.json` nor `.opencode` of the folder: they name servers, addresses, plugins and commands.
		OPENCODE_DISABLE_PROJECT_CONFIG: 'true',
		OPENCODE_DISABLE_SHARE: 'true',
		// No plugins but its own.
		OPENCODE_PURE: 'true',
	},
	// Neither of the two variables above keeps version 1.18.33 from running what these hold.
	refusedBy: [
		'opencode.json',
		'opencode.jsonc',
		'.opencode/opencode.json',
		'.opencode/opencode.jsonc',
		'.opencode/plugin',
		'.opencode/plugins',
		'.opencode/tool',
		'.opencode/tools',
		'.opencode/package.json',
	],
	loginArguments: null,
	loginCommand: 'opencode auth login',
	leastVersion: '1.0.0',
	prompt: 'stdin',
	output: 'json-lines',
	politely: 'SIGTERM',
	launch: (input) => ({
		arguments: [
			'run',
			'--format',
			'json',
			'--print-logs',
			'--log-level',
			'INFO',
			'--dir',
			input.cwd,
			'--agent',
			agentName,
			...(input.model === null ? [] : ['--model', input.model]),
		],
		// The last of its sources of configuration.
		environment: { OPENCODE_CONFIG_CONTENT: JSON.stringify(configurationOf(input)) },
	}),
	line(progress, event, now) {
		const fields = fieldsOf(event);
		return readers.get(textIn(fields.type))?.(progress, fields, now) ?? withParts(progress, activity);
	},
	errorLine: readLogLine,
	end(progress, ending) {
		return verdict(progress, ending, (errorOutput) => {
			const words = errorOutput.split('\n').filter((line) => !/^timestamp=\S+ level=/.test(line));
			const failure = failureTold({ status: null, words: words.join('\n').trim() }, ending.now);
			return failure.kind === 'unknown' ? null : failure;
		});
	},
};

/** Rules are looked through in order, those of the agent last: an agent of our own has no rules of the user's behind them. */
const agentName = 'switchyard';

/** The most requests of one run, against an agent that goes in circles. It then sums up what it has. */
const mostSteps = 200;

const readRules = { '*': 'deny', read: 'allow', glob: 'allow', grep: 'allow', list: 'allow', todowrite: 'allow' };

const rules: Readonly<Record<Permission, Readonly<Record<string, string>>>> = {
	'read-only': readRules,
	edit: { ...readRules, edit: 'allow' },
	'edit-and-run': { ...readRules, edit: 'allow', bash: 'allow', webfetch: 'allow' },
};

function configurationOf({ cwd, model, permission }: LaunchInput) {
	return {
		autoupdate: false,
		share: 'disabled',
		snapshot: false,
		// Both would run programs of the folder.
		formatter: false,
		lsp: false,
		// With the folder's configuration its instructions are left out, too.
		instructions: [join(cwd, 'AGENTS.md')],
		agent: { [agentName]: { mode: 'primary', steps: mostSteps, permission: rules[permission] } },
		// Its own free service, where it goes when no model is named anywhere.
		...(model === null ? { disabled_providers: ['opencode'] } : {}),
	};
}

type Fields = Readonly<Record<string, unknown>>;

const activity: OutputPart = { type: 'activity' };

type Reader = (progress: Progress, fields: Fields, now: number) => Step | null;

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
	['step_start', (progress) => withParts({ ...progress, finished: false }, activity)],
	['text', (progress, fields) => withMessage(progress, textIn(fieldsOf(fields.part).text))],
	['tool_use', (progress, fields) => readTool(progress, fieldsOf(fields.part))],
	['step_finish', (progress, fields) => readStepEnd(progress, fieldsOf(fields.part))],
	['error', (progress, fields, now) => withFailure(progress, errorFailure(fieldsOf(fields.error), now))],
]);

function readTool(progress: Progress, part: Fields): Step {
	const state = fieldsOf(part.state);
	const isDenied = state.status === 'error' && denied.test(textIn(state.error));
	return withParts(isDenied ? { ...progress, denials: progress.denials + 1 } : progress, toolPart(part, state));
}

const denied = /rejected permission|rule which prevents|permission .{0,40}denied/i;

/** There is no event for the end of the whole: the last step says that it was the last. */
function readStepEnd(progress: Progress, part: Fields): Step {
	const usage = sumOf(progress.usage, part);
	const ended = { ...progress, usage };
	switch (part.reason) {
		case 'stop':
			return withParts({ ...ended, finished: true, openSteps: 0 }, { type: 'usage', usage });
		case 'length':
			return withFailure(ended, {
				kind: 'bad-output',
				message: 'The answer was cut at the length limit of the model.',
			});
		case 'content-filter':
			return withFailure(ended, { kind: 'refused', message: 'The provider declined for its content policy.' });
		case 'unknown':
			return readOpenEnd(ended, usage);
		default:
			return withParts({ ...ended, openSteps: 0 }, { type: 'usage', usage });
	}
}

/** It asks again when a stream ends without saying so, and never stops asking. */
function readOpenEnd(progress: Progress, usage: Usage): Step {
	const openSteps = (progress.openSteps ?? 0) + 1;
	const next = { ...progress, openSteps };
	return openSteps < 2
		? withParts(next, { type: 'usage', usage })
		: withFailure(next, { kind: 'unreachable', message: 'The answer ended in the middle, more than once.' });
}

function errorFailure(error: Fields, now: number): Failure {
	const data = fieldsOf(error.data);
	const words = textIn(data.message);
	switch (error.name) {
		case 'ContextOverflowError':
			return {
				kind: 'context-exceeded',
				message: 'The request is longer than the model takes.',
				said: quote(words, null),
			};
		case 'ProviderAuthError':
			return {
				kind: 'unauthorized',
				message: 'The agent is not logged in, or its key was refused.',
				said: quote(words, null),
			};
		case 'ProviderModelNotFoundError':
			return failureTold({ status: 404, words }, now);
		default: {
			const body = textIn(data.responseBody);
			const told = { status: numberIn(data.statusCode), headers: data.responseHeaders, words };
			return failureTold(body === '' ? told : { ...told, body }, now);
		}
	}
}

/**
 * A line of its log, about a request that it will make again or give up. What it gives up is told on its standard output,
 * with more: words that say nothing here are left to that. A title for the session is asked for on the side.
 */
function readLogLine(progress: Progress, line: string, now: number): Step {
	const stream = /\bmessage="?(stream(?: error)?)"? providerID=(\S+) modelID=(\S+) .*\bsmall=false\b/.exec(line);
	if (stream === null) {
		return withParts(progress);
	}
	if (stream[1] === 'stream') {
		return withParts({ ...progress, model: `${stream[2]}/${stream[3]}` });
	}
	const words = /\berror\.error=(?:"((?:[^"\\]|\\.)*)"|(\S+))/.exec(line);
	const failure = failureTold({ status: null, words: (words?.[1] ?? words?.[2] ?? '').replace(/^AI_\w+: /, '') }, now);
	return failure.kind === 'unknown' ? withParts(progress) : withFailure(progress, failure);
}

const editTools = new Set(['apply_patch', 'edit', 'multiedit', 'patch', 'write']);

/** Any other name is that of a server's tool. */
const otherTools = new Set([
	'batch',
	'codesearch',
	'glob',
	'grep',
	'invalid',
	'list',
	'lsp',
	'question',
	'read',
	'skill',
	'task',
	'todoread',
	'todowrite',
	'webfetch',
	'websearch',
]);

function toolPart(part: Fields, state: Fields): OutputPart {
	const name = textIn(part.tool);
	const input = fieldsOf(state.input);
	if (editTools.has(name)) {
		return { type: 'tool', tool: 'edit', detail: textIn(input.filePath) };
	}
	if (name === 'bash') {
		return { type: 'tool', tool: 'command', detail: textIn(input.command) };
	}
	return { type: 'tool', tool: otherTools.has(name) ? 'other' : 'outside', detail: name };
}

function sumOf(before: Usage | null, part: Fields): Usage {
	const tokens = fieldsOf(part.tokens);
	const cache = fieldsOf(tokens.cache);
	const sum = (...values: readonly unknown[]) =>
		values.reduce<number>((total, each) => total + (numberIn(each) ?? 0), 0);
	return {
		inputTokens: sum(before?.inputTokens, tokens.input, cache.read, cache.write),
		outputTokens: sum(before?.outputTokens, tokens.output, tokens.reasoning),
		cost: sum(before?.cost, part.cost),
	};
}
