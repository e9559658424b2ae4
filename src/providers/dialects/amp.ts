import { join } from 'node:path';
import type { Permission } from '../../core/agent.ts';
import type { OutputPart, Usage } from '../provider.ts';
import type { Dialect, Progress, Step } from './dialect.ts';
import { knownReport, reportedFailure } from './reported.ts';
import { fieldsOf, numberIn, textIn, verdict, withFailure, withMessage, withParts } from './verdict.ts';

/**
 * Amp in its execute mode with JSON lines. From documentation (ampcode.com/manual and its appendix, “Stream JSON output”
 * and “Permissions reference”, as of 2026), not driven: it needs its maker's server and a login. The events are those of
 * Claude Code. Its models are chosen by a mode.
 */
export const amp: Dialect = {
	command: 'amp',
	keyVariable: 'AMP_API_KEY',
	keyVariables: ['AMP_API_KEY'],
	variables: [],
	fixedEnvironment: { AMP_SKIP_UPDATE_CHECK: '1' },
	loginArguments: null,
	loginCommand: 'amp login',
	leastVersion: null,
	prompt: 'stdin',
	output: 'json-lines',
	politely: 'SIGINT',
	// Settings of the folder, which may name servers and other permissions, and programs that it would load.
	refusedBy: ['.amp/settings.json', '.amp/settings.jsonc', '.amp/plugins', '.agents/toolbox'],
	launch: ({ permission, model, runFolder }) => ({
		arguments: [
			'--execute',
			'--stream-json',
			'--no-ide',
			'--no-notifications',
			'--no-color',
			'--settings-file',
			join(runFolder, settingsFile),
			...(model === null ? [] : ['--mode', model]),
		],
		files: { [settingsFile]: JSON.stringify(settingsFor(permission)) },
	}),
	line(progress, event, now) {
		const fields = fieldsOf(event);
		return readers.get(textIn(fields.type))?.(progress, fields, now) ?? withParts(progress, activity);
	},
	end: (progress, ending) => verdict(progress, ending, (errorOutput) => knownReport(errorOutput, ending.now)),
};

const settingsFile = 'amp.json';

const editTools = ['edit_file', 'create_file', 'apply_patch', 'undo_edit'];

const rejected: Readonly<Record<Permission, readonly string[]>> = {
	'read-only': ['Bash', 'mcp__*', ...editTools],
	edit: ['Bash', 'mcp__*'],
	'edit-and-run': ['mcp__*'],
};

/** The first rule that fits a tool decides. */
function settingsFor(permission: Permission) {
	return {
		'amp.dangerouslyAllowAll': false,
		'amp.permissions': [
			...rejected[permission].map((tool) => ({ tool, action: 'reject' })),
			{ tool: '*', action: 'allow' },
		],
		'amp.updates.mode': 'disabled',
	};
}

type Fields = Readonly<Record<string, unknown>>;

const activity: OutputPart = { type: 'activity' };

const readers: ReadonlyMap<string, (progress: Progress, fields: Fields, now: number) => Step> = new Map([
	['assistant', readAssistant],
	['result', readResult],
]);

function readAssistant(progress: Progress, fields: Fields): Step {
	const message = fieldsOf(fields.message);
	const blocks = Array.isArray(message.content) ? message.content.map(fieldsOf) : [];
	const usage = added(progress.usage, fieldsOf(message.usage));
	const counted = { ...progress, usage, model: textIn(message.model) || progress.model };
	// What an agent of the agent says is not for the user.
	const isOwn = textIn(fields.parent_tool_use_id) === '';
	const text = isOwn ? blocks.map((block) => (block.type === 'text' ? textIn(block.text) : '')).join('') : '';
	const said = text === '' ? withParts(counted) : withMessage(counted, text);
	const tools = blocks.filter((block) => block.type === 'tool_use').map(toolPart);
	return { progress: said.progress, parts: [...said.parts, ...tools, { type: 'usage', usage }] };
}

function readResult(progress: Progress, fields: Fields, now: number): Step {
	const denials = Array.isArray(fields.permission_denials) ? fields.permission_denials.length : 0;
	const ended = { ...progress, denials: progress.denials + denials };
	if (fields.is_error === false && fields.subtype === 'success') {
		return withParts({ ...ended, finished: true }, activity);
	}
	if (fields.subtype === 'error_max_turns') {
		return withFailure(ended, { kind: 'bad-output', message: 'The agent stopped before it was done.' });
	}
	return withFailure(ended, reportedFailure({ words: textIn(fields.error) || textIn(fields.result) }, now));
}

/** It tells the tokens of each message, not their sum. */
function added(sum: Usage | null, usage: Fields): Usage {
	const input = [usage.input_tokens, usage.cache_read_input_tokens, usage.cache_creation_input_tokens];
	return {
		inputTokens: input.reduce<number>((total, tokens) => total + (numberIn(tokens) ?? 0), sum?.inputTokens ?? 0),
		outputTokens: (sum?.outputTokens ?? 0) + (numberIn(usage.output_tokens) ?? 0),
		cost: null,
	};
}

function toolPart(block: Fields): OutputPart {
	const name = textIn(block.name);
	const input = fieldsOf(block.input);
	if (editTools.includes(name)) {
		return { type: 'tool', tool: 'edit', detail: textIn(input.path) };
	}
	if (name === 'Bash') {
		return { type: 'tool', tool: 'command', detail: textIn(input.cmd) || textIn(input.command) };
	}
	return { type: 'tool', tool: name.startsWith('mcp__') ? 'outside' : 'other', detail: name };
}
