import type { AgentSettings, Permission } from '../../core/agent.ts';
import type { Failure } from '../../core/failure.ts';
import type { OutputPart, ToolKind, Usage } from '../provider.ts';
import { evidenceOf, quote } from '../said.ts';
import type { Dialect, LaunchInput, Progress, Step } from './dialect.ts';
import { failureFrom, knownFailureFrom } from './sentences.ts';
import { fieldsOf, numberIn, textIn, verdict, withFailure, withMessage, withMore, withParts } from './verdict.ts';

/** An agent of the user's own: a program, its arguments with places to fill in, and one of two ways to answer. */
export function ownDialect(settings: AgentSettings): Dialect {
	return {
		command: settings.path ?? '',
		keyVariable: 'SWITCHYARD_AGENT_KEY',
		keyVariables: [],
		variables: [],
		fixedEnvironment: {},
		// Nobody knows what a program makes of arguments that it was not made for: it could start to work.
		versionArguments: null,
		loginArguments: null,
		loginCommand: '',
		leastVersion: null,
		prompt: asksForFile(settings.args) ? 'file' : settings.prompt,
		politely: 'SIGTERM',
		launch: (input) => ({ arguments: filledIn(settings.args, input), isComplete: true }),
		...(settings.output === 'text' ? inText : inEvents),
	};
}

function asksForFile(parameters: readonly string[]): boolean {
	return parameters.some((parameter) => parameter.includes('{promptFile}'));
}

/**
 * The arguments with their places filled in. Without a model those that name `{model}` are left out, and where such a one
 * is a value, not a flag with its value, the flag before it too.
 */
function filledIn(parameters: readonly string[], input: LaunchInput): readonly string[] {
	const { model, cwd, permission, promptFile } = input;
	const isLeftOut = (parameter: string) => model === null && parameter.includes('{model}');
	const kept = parameters.filter((parameter, index) => {
		const next = parameters[index + 1] ?? '';
		const namesModel = isFlag(parameter) && !isFlag(next) && isLeftOut(next);
		return !isLeftOut(parameter) && !namesModel;
	});
	const values: Readonly<Record<string, string>> = {
		model: model ?? '',
		folder: cwd,
		permission: permission satisfies Permission,
		promptFile,
	};
	// In one go, so that a value that looks like a place is not filled in again.
	return kept.map((parameter) =>
		parameter.replace(/\{(model|folder|permission|promptFile)\}/g, (_, name: string) => values[name] ?? ''),
	);
}

function isFlag(parameter: string): boolean {
	return parameter.startsWith('-');
}

type Talk = Pick<Dialect, 'output' | 'line' | 'end'>;

const activity: OutputPart = { type: 'activity' };

/** Every line is the answer. An exit with 0 is its word that it is done: there is no other. */
const inText: Talk = {
	output: 'lines',
	line(progress, line) {
		if (typeof line !== 'string') {
			return withFailure(progress, { kind: 'bad-output', message: 'The agent wrote a line too long to be an answer.' });
		}
		return withMore(progress, progress.messages.length === 0 ? line : `\n${line}`);
	},
	end(progress, ending) {
		const text = progress.messages.join('');
		const limit = ending.exitCode === 0 ? limitIn(text, ending.now) : null;
		const ended = { ...progress, finished: ending.exitCode === 0, failure: progress.failure ?? limit };
		const errorOutput = `${ending.errorOutput}\n${text.slice(-wordsRead)}`;
		return verdict(ended, { ...ending, errorOutput }, (words) => knownFailureFrom(words, ending.now));
	},
};

/** How much of the end of an answer is looked through for the reason of a failure, in characters. */
const wordsRead = 2000;

/** A program that exits with 0 and has nothing to say but that a limit is reached. Longer texts may speak about limits. */
export function limitIn(text: string, now: number): Failure | null {
	const sentence = text.trim();
	const isShort = sentence.length <= 300 && !sentence.includes('\n');
	const isLimit =
		/^(?:error:? *)?(?:you(?:'|’)ve|you have) (?:hit|reached|exceeded|used up) your\b.*\b(?:limit|quota)\b/i.test(
			sentence,
		) ||
		/^(?:error:? *)?(?:\w+ )?(?:usage limit|quota|rate limit)\b.{0,20}\b(?:exceeded|reached|exhausted)\b/i.test(
			sentence,
		);
	return isShort && isLimit ? failureFrom(sentence, now) : null;
}

/** Our own events: `text`, `tool`, `usage`, `error` and `done`. They are documented in docs/AGENTS.md. */
const inEvents: Talk = {
	output: 'json-lines',
	line(progress, event, now) {
		const fields = fieldsOf(event);
		return readers.get(textIn(fields.type))?.(progress, fields, now) ?? withParts(progress, activity);
	},
	end: (progress, ending) => verdict(progress, ending, (errorOutput) => knownFailureFrom(errorOutput, ending.now)),
};

type Fields = Readonly<Record<string, unknown>>;

const readers: ReadonlyMap<string, (progress: Progress, fields: Fields, now: number) => Step> = new Map([
	[
		'text',
		(progress: Progress, fields: Fields) => {
			const text = textIn(fields.text);
			return text === '' ? withParts(progress, activity) : withMessage(progress, text);
		},
	],
	['tool', (progress: Progress, fields: Fields) => withParts(progress, toolPart(fields))],
	['usage', readUsage],
	['error', readError],
	[
		'done',
		(progress: Progress, fields: Fields) =>
			withParts({ ...progress, finished: true, model: textIn(fields.model) || progress.model }, activity),
	],
]);

const tools: ReadonlySet<string> = new Set(['edit', 'command', 'outside', 'other'] satisfies ToolKind[]);

function toolPart(fields: Fields): OutputPart {
	const tool = textIn(fields.tool);
	const detail = textIn(fields.path) || textIn(fields.command);
	return { type: 'tool', tool: tools.has(tool) ? (tool as ToolKind) : 'other', detail };
}

function readUsage(progress: Progress, fields: Fields): Step {
	const usage: Usage = {
		inputTokens: numberIn(fields.inputTokens),
		outputTokens: numberIn(fields.outputTokens),
		cost: numberIn(fields.cost),
	};
	return withParts({ ...progress, usage }, { type: 'usage', usage });
}

/** The kinds of failure that an agent can tell by itself. What the user or Switchyard did is not for it to say. */
const limits = ['rate-limited', 'quota-exhausted', 'overloaded'] as const;
const plain = [
	'unreachable',
	'unauthorized',
	'billing',
	'model-missing',
	'context-exceeded',
	'output-limit',
	'refused',
	'bad-output',
] as const;

function readError(progress: Progress, fields: Fields, now: number): Step {
	const name = textIn(fields.kind);
	const words = textIn(fields.message);
	const byWords = failureFrom(words, now);
	const details = {
		message: 'The agent told of a failure.',
		evidence: evidenceOf({ kind: name }, null),
		...(words === '' ? {} : { said: quote(words, null) }),
	};
	const limit = limits.find((kind) => kind === name);
	const wait = secondsOf(fields.retryAfterSeconds);
	if (limit !== undefined) {
		const told = 'retryAfterMs' in byWords ? byWords.retryAfterMs : null;
		return withFailure(progress, { kind: limit, retryAfterMs: wait ?? told, ...details });
	}
	const kind = plain.find((each) => each === name);
	if (kind !== undefined) {
		return withFailure(progress, { kind, ...details });
	}
	const hasWait = 'retryAfterMs' in byWords && wait !== null;
	return withFailure(progress, hasWait ? { ...byWords, retryAfterMs: wait } : byWords);
}

/** In milliseconds; `null` for what is no time to wait. */
function secondsOf(value: unknown): number | null {
	const seconds = numberIn(value);
	return seconds === null || seconds < 0 ? null : seconds * 1000;
}
