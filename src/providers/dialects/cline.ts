import { join } from 'node:path';
import type { Permission } from '../../core/agent.ts';
import type { OutputPart, Usage } from '../provider.ts';
import type { Dialect, Progress, Step } from './dialect.ts';
import { knownReport, reportedFailure } from './reported.ts';
import { fieldsOf, numberIn, textIn, verdict, withFailure, withMessage, withParts } from './verdict.ts';

/**
 * Cline CLI with JSON lines. Its own login and choice of provider are used, and it remembers the model it was given. What
 * it keeps of a run goes into the folder of that run. It tells nothing of what it tries again, and hangs without a word
 * when nobody is logged in: its first two lines are therefore no sign of life, so that the deadline for the first output
 * holds for it.
 */
export const cline: Dialect = {
	command: 'cline',
	keyVariable: 'CLINE_API_KEY',
	keyVariables: ['CLINE_API_KEY'],
	variables: ['CLINE_DIR', 'CLINE_DATA_DIR', 'CLINE_PROVIDER_SETTINGS_PATH'],
	fixedEnvironment: {
		CLINE_NO_AUTO_UPDATE: '1',
		// Otherwise a daemon stays behind.
		CLINE_SESSION_BACKEND_MODE: 'local',
		CLINE_TELEMETRY_DISABLED: '1',
	},
	loginArguments: null,
	loginCommand: 'cline auth',
	leastVersion: '3.0.0',
	prompt: 'pipe',
	output: 'json-lines',
	// It ignores the first SIGTERM.
	politely: 'SIGINT',
	// Started by it without asking, and there is no way to tell it not to.
	refusedBy: ['.cline/hooks', '.cline/plugins', '.clinerules/hooks'],
	launch: ({ permission, model, cwd, runFolder }) => ({
		// It reads `.env` and `bunfig.toml` of the folder it is started in, which can run code and send the key elsewhere.
		cwd: runFolder,
		arguments: [
			'--json',
			'--cwd',
			cwd,
			'--auto-approve',
			'true',
			...(model === null ? [] : ['--model', model]),
			// Without one it reads no input; with the input it makes one prompt of both.
			'Carry out this task:',
		],
		environment: {
			CLINE_GLOBAL_SETTINGS_PATH: join(runFolder, settingsFile),
			CLINE_SESSION_DATA_DIR: join(runFolder, 'sessions'),
			CLINE_DB_DATA_DIR: join(runFolder, 'db'),
			CLINE_TEAM_DATA_DIR: join(runFolder, 'teams'),
		},
		files: {
			[settingsFile]: JSON.stringify({
				autoUpdateEnabled: false,
				telemetryOptOut: true,
				disabledTools: [...alwaysDisabled, ...disabled[permission]],
			}),
		},
	}),
	line(progress, event, now) {
		const fields = fieldsOf(event);
		if (fields.type === 'hook_event') {
			return withParts(progress);
		}
		const inner = fieldsOf(fields.event);
		const name = fields.type === 'agent_event' ? textIn(inner.type) : textIn(fields.type);
		const read = readers.get(name);
		return read?.(progress, fields.type === 'agent_event' ? inner : fields, now) ?? withParts(progress, activity);
	},
	end: (progress, ending) => verdict(progress, ending, (errorOutput) => knownReport(errorOutput, ending.now)),
};

const settingsFile = 'cline.json';

/** Nobody is there to answer, and agents that it starts work on after it. */
const alwaysDisabled = ['ask_question', 'spawn_agent', 'team_spawn_teammate'];
const editTools = ['editor', 'apply_patch'];

const disabled: Readonly<Record<Permission, readonly string[]>> = {
	'read-only': ['run_commands', 'fetch_web_content', ...editTools],
	edit: ['run_commands'],
	'edit-and-run': [],
};

type Fields = Readonly<Record<string, unknown>>;

const activity: OutputPart = { type: 'activity' };

const readers: ReadonlyMap<string, (progress: Progress, fields: Fields, now: number) => Step> = new Map([
	['iteration_start', readStart],
	['content_start', readContentStart],
	['content_end', readContentEnd],
	['usage', readUsage],
	['error', readError],
	['run_result', readResult],
]);

/** The first comes before anything was sent. */
function readStart(progress: Progress, fields: Fields): Step {
	return fields.iteration === 1 ? withParts(progress) : withParts(progress, activity);
}

function readContentStart(progress: Progress, fields: Fields): Step {
	return withParts(progress, fields.contentType === 'tool' ? toolPart(fields) : activity);
}

function readContentEnd(progress: Progress, fields: Fields): Step {
	const text = textIn(fields.text);
	return fields.contentType === 'text' && text !== '' ? withMessage(progress, text) : withParts(progress, activity);
}

function readUsage(progress: Progress, fields: Fields): Step {
	const usage: Usage = {
		inputTokens: numberIn(fields.totalInputTokens),
		outputTokens: numberIn(fields.totalOutputTokens),
		cost: numberIn(fields.totalCost),
	};
	return withParts({ ...progress, usage }, { type: 'usage', usage });
}

function readError(progress: Progress, fields: Fields, now: number): Step {
	if (fields.recoverable === true) {
		return withParts(progress, activity);
	}
	const words = textIn(fieldsOf(fields.error).message) || textIn(fields.message);
	const status = fields.errorClass === 'auth' ? 401 : null;
	return withFailure(progress, reportedFailure({ status, words }, now));
}

/** Exits with 0 when it stopped itself for going in circles: only `completed` is an end. */
function readResult(progress: Progress, fields: Fields, now: number): Step {
	const model = textIn(fieldsOf(fields.model).id) || progress.model;
	if (fields.finishReason === 'completed') {
		return withParts({ ...progress, model, finished: true }, activity);
	}
	if (fields.finishReason === 'error') {
		return withFailure({ ...progress, model }, reportedFailure({ words: textIn(fields.text) }, now));
	}
	return withFailure({ ...progress, model }, { kind: 'bad-output', message: 'The agent stopped before it was done.' });
}

function toolPart(fields: Fields): OutputPart {
	const name = textIn(fields.toolName);
	const input = fieldsOf(fields.input);
	if (editTools.includes(name)) {
		return { type: 'tool', tool: 'edit', detail: textIn(input.path) };
	}
	if (name === 'run_commands') {
		const commands: readonly unknown[] = Array.isArray(input.commands) ? input.commands : [];
		return { type: 'tool', tool: 'command', detail: commands.map(textIn).join('; ') };
	}
	// Tools of servers are named after both.
	return { type: 'tool', tool: name.includes('__') ? 'outside' : 'other', detail: name };
}
