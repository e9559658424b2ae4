import { dirname } from 'node:path';
import type { OutputPart, Usage } from '../provider.ts';
import type { Dialect, Progress, Step } from './dialect.ts';
import { failureFrom, knownFailureFrom } from './sentences.ts';
import { fieldsOf, numberIn, textIn, verdict, withFailure, withMessage, withParts } from './verdict.ts';

/** Codex in its `exec` mode with JSON lines. Its failures are sentences. */
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
		return verdict({ ...progress, denials: progress.denials + rejected }, ending, (errorOutput) =>
			knownFailureFrom(errorOutput, ending.now),
		);
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

/** The folder and all that it lies in: settings are looked for in every one up to the root of the repository. */
export function withParents(folder: string): readonly string[] {
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
