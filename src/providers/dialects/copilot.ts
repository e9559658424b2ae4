import type { Permission } from '../../core/agent.ts';
import type { OutputPart } from '../provider.ts';
import type { Dialect, Progress, Step } from './dialect.ts';
import { knownReport, reportedFailure } from './reported.ts';
import { fieldsOf, numberIn, textIn, verdict, withFailure, withMessage, withParts } from './verdict.ts';

/** Keys of GitHub, in the order in which the program looks for them. */
const tokens = ['COPILOT_GITHUB_TOKEN', 'GH_TOKEN', 'GITHUB_TOKEN'];

/**
 * GitHub Copilot CLI with JSON lines. An endpoint of the user's own (`COPILOT_PROVIDER_BASE_URL` and its like) gets
 * through only where the user names the variables. Without `--trust-folder` the program takes neither hooks nor servers,
 * extensions or settings from the folder, and reads no `.env`.
 */
export const copilot: Dialect = {
	command: 'copilot',
	keyVariable: 'COPILOT_GITHUB_TOKEN',
	keyVariables: tokens,
	variables: ['COPILOT_HOME', 'COPILOT_MODEL', 'COPILOT_GH_HOST'],
	fixedEnvironment: { COPILOT_AUTO_UPDATE: 'false' },
	loginArguments: null,
	loginCommand: 'copilot login',
	leastVersion: '1.0.0',
	prompt: 'stdin',
	output: 'json-lines',
	politely: 'SIGTERM',
	launch: ({ permission, model }) => ({
		arguments: [
			'--output-format=json',
			'--no-ask-user',
			'--no-auto-update',
			'--no-color',
			'--no-remote',
			'--disable-client-telemetry',
			// Would give it issues and pull requests to write to.
			'--disable-builtin-mcps',
			'--disallow-temp-dir',
			// Its commands see none of them.
			`--secret-env-vars=${[...tokens, 'COPILOT_PROVIDER_API_KEY', 'COPILOT_PROVIDER_BEARER_TOKEN'].join(',')}`,
			...leave[permission],
			...(model === null ? [] : [`--model=${model}`]),
		],
	}),
	line(progress, event, now) {
		const fields = fieldsOf(event);
		return readers.get(textIn(fields.type))?.(progress, fields, now) ?? withParts(progress, activity);
	},
	end: (progress, ending) => verdict(progress, ending, (errorOutput) => knownReport(errorOutput, ending.now)),
};

/** On Linux and macOS, and on Windows. A tool that is only refused, not hidden, is tried in vain. */
const shellTools = ['bash', 'powershell'].flatMap((shell) => [
	shell,
	...['read', 'write', 'stop', 'list'].map((verb) => `${verb}_${shell}`),
]);
const editTools = ['create', 'edit', 'apply_patch', 'str_replace_editor'];

const hidden = (tools: readonly string[]) => tools.map((tool) => `--excluded-tools=${tool}`);

/** Denials go before whatever else allows. Servers that the user set up are allowed in none: they reach outside. */
const leave: Readonly<Record<Permission, readonly string[]>> = {
	'read-only': ['--deny-tool=write', '--deny-tool=shell', ...hidden([...shellTools, ...editTools])],
	edit: ['--allow-tool=write', '--deny-tool=shell', ...hidden(shellTools)],
	'edit-and-run': ['--allow-tool=write', '--allow-tool=shell'],
};

type Fields = Readonly<Record<string, unknown>>;

const activity: OutputPart = { type: 'activity' };

const readers: ReadonlyMap<string, (progress: Progress, fields: Fields, now: number) => Step> = new Map([
	['assistant.message', readMessage],
	['tool.execution_start', (progress, fields) => withParts(progress, toolPart(fieldsOf(fields.data)))],
	['tool.execution_complete', readToolEnd],
	['model.call_failure', readCallFailure],
	['session.error', readError],
	['result', readResult],
]);

function readMessage(progress: Progress, fields: Fields): Step {
	const data = fieldsOf(fields.data);
	const named = { ...progress, model: textIn(data.model) || progress.model };
	const content = textIn(data.content);
	// What an agent of the agent says is not for the user.
	const isOwn = textIn(data.parentToolCallId) === '' && textIn(fields.agentId) === '';
	return content === '' || !isOwn ? withParts(named, activity) : withMessage(named, content);
}

function readToolEnd(progress: Progress, fields: Fields): Step {
	const { code } = fieldsOf(fieldsOf(fields.data).error);
	const isDenied = code === 'denied' || code === 'rejected';
	return withParts(isDenied ? { ...progress, denials: progress.denials + 1 } : progress, activity);
}

/** The program would try up to five times more; whether to is the router's to decide. */
function readCallFailure(progress: Progress, fields: Fields, now: number): Step {
	const data = fieldsOf(fields.data);
	if (data.source !== undefined && data.source !== 'top_level') {
		return withParts(progress, activity);
	}
	return withFailure(
		progress,
		reportedFailure({ status: numberIn(data.statusCode), words: textIn(data.errorMessage) }, now),
	);
}

function readError(progress: Progress, fields: Fields, now: number): Step {
	const data = fieldsOf(fields.data);
	return withFailure(
		progress,
		reportedFailure({ status: numberIn(data.statusCode), words: textIn(data.message) }, now),
	);
}

/** Tells no tokens: premium requests, time and lines changed are all that it counts. */
function readResult(progress: Progress, fields: Fields): Step {
	return withParts({ ...progress, finished: fields.exitCode === 0 }, activity);
}

function toolPart(data: Fields): OutputPart {
	const name = textIn(data.toolName);
	const input = fieldsOf(data.arguments);
	if (editTools.includes(name)) {
		return { type: 'tool', tool: 'edit', detail: textIn(input.path) };
	}
	if (name === 'bash' || name === 'powershell') {
		return { type: 'tool', tool: 'command', detail: textIn(input.command) };
	}
	return textIn(data.mcpServerName) === ''
		? { type: 'tool', tool: 'other', detail: name }
		: { type: 'tool', tool: 'outside', detail: textIn(data.mcpServerName) };
}
