import { failureFromCodex, failureFromWords } from './acpFailure.ts';
import { noProgress, type Progress } from './dialects/dialect.ts';
import { fieldsOf, numberIn, textIn, withMessage, withMore } from './dialects/verdict.ts';
import type { OutputPart, ToolKind, Usage } from './provider.ts';

/** What an agent has told about its turn so far. */
export interface AcpProgress extends Progress {
	/** The message that the next text goes on with, by its id; `null`: the next text begins a new one. */
	readonly open: string | null;
	/** The tool calls by their ids, and whether each has been shown. */
	readonly calls: ReadonlyMap<string, { readonly tool: ToolKind; readonly shown: boolean }>;
}

export interface AcpStep {
	readonly progress: AcpProgress;
	readonly parts: readonly OutputPart[];
}

/** What sets one agent's updates apart from those of all others. */
export interface Habits {
	/** A text without the id of a message is a word of the agent's own about a failure, not of the model's. */
	readonly noticesHaveNoId: boolean;
	/** Texts of the agent's own between those of the model: neither shown nor part of the answer. */
	readonly notices: RegExp | null;
}

export const noAcpProgress: AcpProgress = { ...noProgress, open: null, calls: new Map() };

/** Takes one `session/update`. Anything unknown is a sign of life and nothing more. */
export function readUpdate(progress: AcpProgress, update: unknown, habits: Habits, now: number): AcpStep {
	const fields = fieldsOf(update);
	switch (fields['sessionUpdate']) {
		case 'agent_message_chunk':
			return readText(progress, fields, habits, now);
		case 'tool_call':
		case 'tool_call_update':
			return readCall({ ...progress, open: null }, fields);
		case 'usage_update':
			return readUsage(progress, fields);
		case 'session_info_update':
			return readInfo(progress, fields, now);
		case 'agent_thought_chunk':
		case 'plan':
			return alive({ ...progress, open: null });
		default:
			return alive(progress);
	}
}

/** Takes the answer to `session/prompt`: what was used, and by which model. */
export function readEnd(progress: AcpProgress, response: unknown): AcpProgress {
	const fields = fieldsOf(response);
	const quota = fieldsOf(fieldsOf(fields['_meta'])['quota']);
	const models = Array.isArray(quota['model_usage']) ? quota['model_usage'].map(fieldsOf) : [];
	const cost = progress.usage?.cost ?? null;
	const usage = usageOf(fieldsOf(fields['usage']), cost) ?? usageOf(inCamelCase(fieldsOf(quota['token_count'])), cost);
	return { ...progress, model: textIn(models[0]?.['model']) || progress.model, usage: usage ?? progress.usage };
}

type Fields = Readonly<Record<string, unknown>>;

const activity: OutputPart = { type: 'activity' };

function alive(progress: AcpProgress): AcpStep {
	return { progress, parts: [activity] };
}

function readText(progress: AcpProgress, fields: Fields, habits: Habits, now: number): AcpStep {
	const text = textIn(fieldsOf(fields['content'])['text']);
	const id = textIn(fields['messageId']);
	if (text === '' || habits.notices?.test(text) === true) {
		return alive(progress);
	}
	if ((habits.noticesHaveNoId && id === '') || (progress.open === null && text.startsWith(failureMark))) {
		const failure = failureFromWords(text, now);
		return { progress: { ...progress, open: null, failure }, parts: [] };
	}
	const message = id === '' ? anonymous : id;
	const step = progress.open === message ? withMore(progress, text) : withMessage(progress, text);
	return { progress: { ...progress, ...step.progress, open: message }, parts: step.parts };
}

const anonymous = 'the message without an id';

/** How agents without errors of their own tell one: as a whole text. */
const failureMark = 'Error: ';

/** A call is shown once, as soon as it tells what it is about or is under way. */
function readCall(progress: AcpProgress, fields: Fields): AcpStep {
	const id = textIn(fields['toolCallId']);
	const before = progress.calls.get(id);
	const tool =
		before?.shown === true || fields['kind'] === undefined ? (before?.tool ?? toolOf(fields)) : toolOf(fields);
	const detail = detailOf(tool, fields);
	const isUnderWay = fields['status'] !== undefined && fields['status'] !== null && fields['status'] !== 'pending';
	const shows = before?.shown !== true && (detail !== '' || isUnderWay);
	if (before !== undefined && !shows && before.tool === tool) {
		return alive(progress);
	}
	const calls = new Map(progress.calls).set(id, { tool, shown: shows || before?.shown === true });
	const part: OutputPart = { type: 'tool', tool, detail: detail || textIn(fields['title']) };
	return { progress: { ...progress, calls }, parts: [shows ? part : activity] };
}

/** What a call is for. One to a server of the user's own can do anything, out of the tree too. */
export function toolOf(call: Fields): ToolKind {
	const meta = fieldsOf(call['_meta']);
	const names = [call['name'], call['title'], meta['toolName'], fieldsOf(meta['claudeCode'])['toolName']].map(textIn);
	if (meta['provenance'] === 'mcp' || names.some((name) => /^mcp(?:__|[.:])/.test(name))) {
		return 'outside';
	}
	switch (call['kind']) {
		case 'edit':
		case 'delete':
		case 'move':
			return 'edit';
		case 'execute':
			return 'command';
		default:
			return 'other';
	}
}

/** The paths that a call names, wherever it names them, without doubles: absolute, as the agent gives them. */
export function pathsOf(call: Fields): readonly string[] {
	const located = listIn(call['locations']).map((location) => textIn(location['path']));
	const changed = listIn(call['content']).flatMap((content) =>
		content['type'] === 'diff' ? [textIn(content['path'])] : [],
	);
	const input = fieldsOf(call['rawInput']);
	const named = ['file_path', 'filePath', 'fileName', 'path', 'notebook_path'].map((name) => textIn(input[name]));
	return [...new Set([...located, ...changed, ...named])].filter((path) => path !== '');
}

function detailOf(tool: ToolKind, call: Fields): string {
	if (tool === 'command') {
		return textIn(fieldsOf(call['rawInput'])['command']);
	}
	return tool === 'edit' ? pathsOf(call).join(', ') : '';
}

/** `used` is what lies in the context at this moment, no sum: only the cost is told. */
function readUsage(progress: AcpProgress, fields: Fields): AcpStep {
	const cost = fieldsOf(fields['cost']);
	const amount = cost['currency'] === 'USD' ? numberIn(cost['amount']) : null;
	const model = textIn(fieldsOf(fields['_meta'])['_claude/model']) || progress.model;
	if (amount === null) {
		return alive({ ...progress, model });
	}
	const usage: Usage = { inputTokens: null, outputTokens: null, cost: amount };
	return { progress: { ...progress, model, usage }, parts: [{ type: 'usage', usage }] };
}

/** Codex tells here what it would try again. */
function readInfo(progress: AcpProgress, fields: Fields, now: number): AcpStep {
	const error = fieldsOf(fieldsOf(fields['_meta'])['codex'])['error'];
	return error === undefined
		? alive(progress)
		: { progress: { ...progress, failure: failureFromCodex(error, now) }, parts: [] };
}

/** `null` when nothing is told. Some agents count what came from a cache among the input and some beside it. */
function usageOf(usage: Fields, cost: number | null): Usage | null {
	const input = numberIn(usage['inputTokens']);
	const output = numberIn(usage['outputTokens']);
	if (input === null && output === null) {
		return null;
	}
	const cached = (numberIn(usage['cachedReadTokens']) ?? 0) + (numberIn(usage['cachedWriteTokens']) ?? 0);
	const total = numberIn(usage['totalTokens']);
	const isBeside = total !== null && (input ?? 0) + cached + (output ?? 0) <= total;
	return { inputTokens: input === null ? null : input + (isBeside ? cached : 0), outputTokens: output, cost };
}

/** Gemini: `input_tokens`. */
function inCamelCase(fields: Fields): Fields {
	return {
		inputTokens: fields['inputTokens'] ?? fields['input_tokens'],
		outputTokens: fields['outputTokens'] ?? fields['output_tokens'],
	};
}

function listIn(value: unknown): readonly Fields[] {
	return Array.isArray(value) ? value.map(fieldsOf) : [];
}
