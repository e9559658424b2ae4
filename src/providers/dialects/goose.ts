import type { Permission } from '../../core/agent.ts';
import type { OutputPart } from '../provider.ts';
import type { Dialect, LaunchInput, Launch, Progress, Step } from './dialect.ts';
import { knownReport, reportedFailure } from './reported.ts';
import { fieldsOf, textIn, verdict, withFailure, withMessage, withMore, withParts } from './verdict.ts';

/**
 * Goose with JSON lines. From its documentation (block.github.io/goose, “Running Tasks”, “Goose Permissions”) and its
 * source (block/goose, crates/goose-cli/src/session/mod.rs at 5152a340, 2026), not driven. It ends with `complete` and an
 * exit code of 0 after a failure too, and most failures of its server are a message of the assistant.
 */
export const goose: Dialect = {
	command: 'goose',
	// One of the many vendors it can talk to; the user names the variable of another one in `env`.
	keyVariable: 'OPENAI_API_KEY',
	keyVariables: ['OPENAI_API_KEY', 'ANTHROPIC_API_KEY', 'GOOGLE_API_KEY', 'OPENROUTER_API_KEY', 'GROQ_API_KEY'],
	variables: ['GOOSE_PROVIDER', 'GOOSE_MODEL', 'GOOSE_PATH_ROOT', 'GOOSE_DISABLE_KEYRING'],
	fixedEnvironment: { GOOSE_TELEMETRY_ENABLED: 'false' },
	loginArguments: null,
	loginCommand: 'goose configure',
	leastVersion: null,
	prompt: 'stdin',
	output: 'json-lines',
	politely: 'SIGINT',
	launch,
	line(progress, event, now) {
		const fields = fieldsOf(event);
		return readers.get(textIn(fields.type))?.(progress, fields, now) ?? withParts(progress, activity);
	},
	end: (progress, ending) => verdict(progress, ending, (errorOutput) => knownReport(errorOutput, ending.now)),
};

/** Its one set of tools for developers brings the shell with it: without the shell there is only a chat. */
const modes: Readonly<Record<Permission, string>> = { 'read-only': 'chat', edit: 'chat', 'edit-and-run': 'auto' };

function launch({ permission, model }: LaunchInput): Launch {
	return {
		arguments: [
			'run',
			'--instructions',
			'-',
			'--no-session',
			'--quiet',
			'--output-format',
			'stream-json',
			'--max-turns',
			mostTurns,
			...(model === null ? [] : ['--model', model]),
		],
		environment: { GOOSE_MODE: modes[permission] },
		...(permission === 'edit' ? { refusal: 'Goose cannot edit files without being allowed to run commands.' } : {}),
	};
}

/** Its own limit is 1000, which is no help against a model that goes in circles. */
const mostTurns = '200';

type Fields = Readonly<Record<string, unknown>>;

const activity: OutputPart = { type: 'activity' };

const readers: ReadonlyMap<string, (progress: Progress, fields: Fields, now: number) => Step> = new Map([
	['message', (progress, fields, now) => readMessage(progress, fieldsOf(fields.message), now)],
	['model_change', (progress, fields) => withParts({ ...progress, model: textIn(fields.model) }, activity)],
	['error', (progress, fields, now) => withFailure(progress, reportedFailure({ words: textIn(fields.error) }, now))],
	['complete', (progress) => withParts({ ...progress, finished: true }, activity)],
]);

const told = /^(?:Ran into this error|Error): ([^]*?)\.?\s*(?:Please retry if you think|Please start a new|$)/;

function readMessage(progress: Progress, message: Fields, now: number): Step {
	const items = Array.isArray(message.content) ? message.content.map(fieldsOf) : [];
	const notice = items.find((item) => item.type === 'systemNotification');
	if (notice?.notificationType === 'creditsExhausted') {
		return withFailure(progress, { kind: 'billing', message: 'The account cannot pay.' });
	}
	if (message.role !== 'assistant') {
		const denials = items.filter(isDeclined).length;
		return withParts({ ...progress, denials: progress.denials + denials }, activity);
	}
	const text = items.map((item) => (item.type === 'text' ? textIn(item.text) : '')).join('');
	const words = told.exec(text)?.[1];
	if (words !== undefined) {
		return withFailure(progress, reportedFailure({ words }, now));
	}
	const said = text === '' ? withParts(progress) : withPiece(progress, textIn(message.id), text);
	const tools = items.filter((item) => item.type === 'toolRequest').map(toolPart);
	return { progress: said.progress, parts: [...said.parts, ...tools, activity] };
}

/** A message may arrive in pieces, each with the same id. */
function withPiece(progress: Progress, messageId: string, text: string): Step {
	return messageId !== '' && progress.messageId === messageId
		? withMore(progress, text)
		: withMessage({ ...progress, messageId }, text);
}

function isDeclined(item: Fields): boolean {
	return item.type === 'toolResponse' && /declined to run this tool/i.test(JSON.stringify(item.toolResult ?? ''));
}

/** Tools are named after the extension that brings them: `developer__shell`. */
function toolPart(item: Fields): OutputPart {
	const call = fieldsOf(fieldsOf(item.toolCall).value);
	const [extension = '', tool = extension] = textIn(call.name).split('__');
	const input = fieldsOf(call.arguments);
	if (['shell', 'bash'].includes(tool)) {
		return { type: 'tool', tool: 'command', detail: textIn(input.command) };
	}
	if (['text_editor', 'write', 'edit', 'write_file', 'edit_file'].includes(tool)) {
		return { type: 'tool', tool: input.command === 'view' ? 'other' : 'edit', detail: textIn(input.path) };
	}
	const isOwn = ['developer', 'platform', 'todo', 'skills', 'analyze'].includes(extension);
	return { type: 'tool', tool: isOwn ? 'other' : 'outside', detail: textIn(call.name) };
}
