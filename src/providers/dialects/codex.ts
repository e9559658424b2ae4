import { dirname } from 'node:path';
import type { Failure } from '../../core/failure.ts';
import type { OutputPart, Usage } from '../provider.ts';
import { evidenceOf, quote } from '../said.ts';
import { waitFromSentence } from '../waits.ts';
import type { Dialect, Progress, Step } from './dialect.ts';
import { fieldsOf, numberIn, textIn, verdict, withFailure, withMessage, withParts } from './verdict.ts';

/** Codex in its `exec` mode with JSON lines. Its failures are sentences, so the rows below were made from recordings. */
export const codex: Dialect = {
	command: 'codex',
	keyVariable: 'CODEX_API_KEY',
	keyVariables: ['CODEX_API_KEY'],
	variables: ['CODEX_HOME', 'OPENAI_API_KEY'],
	fixedEnvironment: {},
	loginArguments: ['login', 'status'],
	loginCommand: 'codex login',
	leastVersion: '0.100.0',
	prompt: 'stdin',
	output: 'json-lines',
	politely: 'SIGINT',
	launch: ({ permission, model, cwd }) => ({
		arguments: [
			'exec',
			'--json',
			'--ephemeral',
			'--skip-git-repo-check',
			'--sandbox',
			permission === 'read-only' ? 'read-only' : 'workspace-write',
			'-c',
			'approval_policy="never"',
			'-c',
			'check_for_update_on_startup=false',
			'-c',
			'analytics.enabled=false',
			// A work tree inherits the trust of its repository, whose own settings could start programs outside the sandbox.
			'-c',
			`projects={${withParents(cwd)
				.map((folder) => `${JSON.stringify(folder)}={trust_level="untrusted"}`)
				.join(',')}}`,
			'-C',
			cwd,
			...(model === null ? [] : ['--model', model]),
			'-',
		],
	}),
	line(progress, event, now) {
		const fields = fieldsOf(event);
		return readers.get(textIn(fields.type))?.(progress, fields, now) ?? withParts(progress, activity);
	},
	end(progress, ending) {
		const rejected = ending.errorOutput.match(/patch rejected/g)?.length ?? 0;
		return verdict({ ...progress, denials: progress.denials + rejected }, ending, (errorOutput) => {
			const failure = failureFrom(errorOutput, ending.now);
			return failure.kind === 'unknown' ? null : failure;
		});
	},
};

type Fields = Readonly<Record<string, unknown>>;

const activity: OutputPart = { type: 'activity' };

type Reader = (progress: Progress, fields: Fields, now: number) => Step;

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
	['item.started', (progress, fields) => withParts(progress, toolPart(fieldsOf(fields.item)))],
	['item.completed', readItem],
	[
		'turn.completed',
		(progress, fields) => withParts({ ...progress, finished: true, usage: usageOf(fieldsOf(fields.usage)) }, activity),
	],
	[
		'turn.failed',
		(progress, fields, now) => withFailure(progress, failureFrom(textIn(fieldsOf(fields.error).message), now)),
	],
	// "Reconnecting... 1/5" as well: whether to try again is the router's to decide.
	['error', (progress, fields, now) => withFailure(progress, failureFrom(textIn(fields.message), now))],
]);

function readItem(progress: Progress, fields: Fields): Step {
	const item = fieldsOf(fields.item);
	const isMessage = item.type === 'agent_message' && textIn(item.text) !== '';
	return isMessage ? withMessage(progress, textIn(item.text)) : withParts(progress, activity);
}

type Kind =
	| 'quota-exhausted'
	| 'billing'
	| 'rate-limited'
	| 'unauthorized'
	| 'context-exceeded'
	| 'model-missing'
	| 'overloaded'
	| 'refused'
	| 'bad-output'
	| 'unreachable';

interface Row {
	readonly kind: Kind;
	/** Of the HTTP status that the sentence names as one: never of another number in it. */
	readonly status: RegExp;
	readonly words: RegExp;
	readonly message: string;
}

const never = /(?!)/;

/** In this order: a quota that is used up arrives as 429 too. */
const rows: readonly Row[] = [
	{
		kind: 'quota-exhausted',
		status: never,
		words: /usage limit|quota exceeded|exceeded your current quota|insufficient_quota/i,
		message: 'The limit of the account is used up.',
	},
	{
		kind: 'billing',
		status: /^402$/,
		words: /credit balance|insufficient balance|payment required|billing details/i,
		message: 'The account cannot pay.',
	},
	{ kind: 'rate-limited', status: /^429$/, words: /rate limit/i, message: 'The rate limit is reached.' },
	{
		kind: 'unauthorized',
		status: /^40[13]$/,
		words:
			/not logged in|log ?in again|sign in again|incorrect api key|invalid api key|missing environment variable|refresh token/i,
		message: 'The agent is not logged in, or its key was refused.',
	},
	{
		kind: 'context-exceeded',
		status: /^413$/,
		words: /context window|context length|prompt is too long/i,
		message: 'The request is longer than the model takes.',
	},
	{
		kind: 'model-missing',
		status: /^404$/,
		words: /model\b.{0,80}\b(?:does not exist|not found|is not supported|not available)/i,
		message: 'There is no such model for this account.',
	},
	{
		kind: 'overloaded',
		status: /^5\d\d$/,
		words: /high demand|at capacity|overloaded|server had an error|internal server error/i,
		message: 'The server is overloaded or failing.',
	},
	{
		kind: 'refused',
		status: never,
		words: /reason: content_filter|content policy/i,
		message: 'The provider declined for its content policy.',
	},
	{
		kind: 'bad-output',
		status: never,
		words: /reason: max_output_tokens/i,
		message: 'The answer was cut at the length limit of the model.',
	},
	{
		kind: 'unreachable',
		status: never,
		words:
			/stream disconnected|stream closed|connection failed|error sending request|waiting for network|timed out|network error/i,
		message: 'The server cannot be reached, or the connection was lost.',
	},
];

function failureFrom(words: string, now: number): Failure {
	const status = /\bstatus:? (\d{3})\b/.exec(words)?.[1] ?? '';
	const row = rows.find((candidate) => candidate.status.test(status) || candidate.words.test(words));
	const details = {
		evidence: evidenceOf({ status: status === '' ? null : Number(status) }, null),
		said: quote(words, null),
	};
	if (row === undefined) {
		return { kind: 'unknown', message: 'The agent failed for a reason of its own.', ...details };
	}
	const { kind, message } = row;
	if (kind === 'quota-exhausted' || kind === 'rate-limited' || kind === 'overloaded') {
		return { kind, message, retryAfterMs: waitFromSentence(words, now), ...details };
	}
	return { kind, message, ...details };
}

/** The folder and all that it lies in: settings are looked for in every one up to the root of the repository. */
function withParents(folder: string): readonly string[] {
	const parent = dirname(folder);
	return parent === folder ? [folder] : [folder, ...withParents(parent)];
}

function toolPart(item: Fields): OutputPart {
	if (item.type === 'file_change') {
		const changes = Array.isArray(item.changes) ? item.changes : [];
		return { type: 'tool', tool: 'edit', detail: changes.map((change) => textIn(fieldsOf(change).path)).join(', ') };
	}
	if (item.type === 'command_execution') {
		return { type: 'tool', tool: 'command', detail: textIn(item.command) };
	}
	if (item.type === 'mcp_tool_call') {
		return { type: 'tool', tool: 'outside', detail: textIn(item.server) };
	}
	return { type: 'tool', tool: 'other', detail: textIn(item.type) };
}

function usageOf(usage: Fields): Usage {
	return { inputTokens: numberIn(usage.input_tokens), outputTokens: numberIn(usage.output_tokens), cost: null };
}
