import type { Permission } from '../../core/agent.ts';
import type { OutputPart } from '../provider.ts';
import type { Dialect, Progress, Step } from './dialect.ts';
import { knownReport, reportedFailure } from './reported.ts';
import { fieldsOf, textIn, verdict, withFailure, withMessage, withParts } from './verdict.ts';

/**
 * Cursor CLI in its print mode with JSON lines. From documentation (cursor.com/docs/cli: “Output format”, “Parameters”,
 * “Permissions”, “Headless”, as of June 2026), not driven: a run ends with a `result` event, or fails with another exit
 * code and a sentence on the error output.
 */
export const cursor: Dialect = {
	command: 'cursor-agent',
	keyVariable: 'CURSOR_API_KEY',
	keyVariables: ['CURSOR_API_KEY'],
	variables: ['CURSOR_CONFIG_DIR'],
	fixedEnvironment: {},
	loginArguments: ['status'],
	loginCommand: 'cursor-agent login',
	leastVersion: null,
	prompt: 'stdin',
	output: 'json-lines',
	politely: 'SIGTERM',
	// Hooks are commands, and the permissions of a folder go before ours.
	refusedBy: ['.cursor/hooks.json', '.cursor/cli.json'],
	launch: ({ permission, model }) => ({
		arguments: [
			'--print',
			'--output-format',
			'stream-json',
			// Without it an unknown folder is not worked in. What it would let in is refused above.
			'--trust',
			...leave[permission],
			...(model === null ? [] : ['--model', model]),
		],
	}),
	line(progress, event, now) {
		const fields = fieldsOf(event);
		return readers.get(textIn(fields.type))?.(progress, fields, now) ?? withParts(progress, activity);
	},
	end: (progress, ending) => verdict(progress, ending, (errorOutput) => knownReport(errorOutput, ending.now)),
};

/** Without `--force` it proposes edits and makes none; with it, commands run too, and the sandbox keeps them inside. */
const leave: Readonly<Record<Permission, readonly string[]>> = {
	'read-only': ['--mode', 'ask'],
	edit: ['--force', '--sandbox', 'enabled'],
	'edit-and-run': ['--force'],
};

type Fields = Readonly<Record<string, unknown>>;

const activity: OutputPart = { type: 'activity' };

const readers: ReadonlyMap<string, (progress: Progress, fields: Fields, now: number) => Step> = new Map([
	['system', (progress, fields) => withParts({ ...progress, model: textIn(fields.model) || progress.model }, activity)],
	['assistant', readAssistant],
	['tool_call', readToolCall],
	['result', readResult],
]);

function readAssistant(progress: Progress, fields: Fields): Step {
	const { content } = fieldsOf(fields.message);
	const blocks = Array.isArray(content) ? content.map(fieldsOf) : [];
	const text = blocks.map((block) => (block.type === 'text' ? textIn(block.text) : '')).join('');
	return text === '' ? withParts(progress, activity) : withMessage(progress, text);
}

function readToolCall(progress: Progress, fields: Fields): Step {
	const [[name, call] = ['', null]] = Object.entries(fieldsOf(fields.tool_call));
	if (fields.subtype !== 'completed') {
		return withParts(progress, toolPart(name, fieldsOf(call)));
	}
	const result = fieldsOf(fieldsOf(call).result);
	const isDenied = 'rejected' in result || 'permissionDenied' in result;
	return withParts(isDenied ? { ...progress, denials: progress.denials + 1 } : progress, activity);
}

function readResult(progress: Progress, fields: Fields, now: number): Step {
	const isGood = fields.is_error === false && fields.subtype === 'success';
	return isGood
		? withParts({ ...progress, finished: true }, activity)
		: withFailure(progress, reportedFailure({ words: textIn(fields.result) || textIn(fields.error) }, now));
}

const editCalls = new Set(['writeToolCall', 'editToolCall', 'deleteToolCall']);

function toolPart(name: string, call: Fields): OutputPart {
	const input = fieldsOf(call.args);
	if (editCalls.has(name)) {
		return { type: 'tool', tool: 'edit', detail: textIn(input.path) };
	}
	if (name === 'shellToolCall') {
		return { type: 'tool', tool: 'command', detail: textIn(input.command) };
	}
	return { type: 'tool', tool: name === 'mcpToolCall' ? 'outside' : 'other', detail: textIn(call.name) || name };
}
