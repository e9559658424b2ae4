import type { ToolCall } from '../core/conversation.ts';
import type { Failure } from '../core/failure.ts';
import { type ModelSelector, ownVendor, type Provider } from '../core/provider.ts';
import { type LlmMessages, llmMessages } from './prompt.ts';
import type { Adapter, Answer, Readiness, RunInput, RunIo } from './provider.ts';
import { notAllowed, vscodeLmFailure } from './vscodeLmFailure.ts';
import type { VscodeModel, VscodeModelAccess, VscodeModels, VscodeToken } from './vscodeLmHost.ts';
import { textToCount, vscodeMessages, vscodeOptions } from './vscodeLmMessages.ts';

export interface VscodeLmParts {
	readonly models: VscodeModels;
	readonly access: VscodeModelAccess;
	/** Milliseconds since the epoch. */
	now(): number;
}

/**
 * The models that VS Code itself offers. VS Code may ask the user for leave at the first request, so `run` is for what a
 * user asked for; `check` never makes it ask. VS Code does not say why an answer ended: one that its model cut can't be
 * told from a whole one, and no limit for its length can be set.
 */
export function createVscodeLmAdapter(parts: VscodeLmParts): Adapter {
	return { check: (provider) => check(provider, parts), run: (input, io) => run(input, io, parts) };
}

const any: ModelSelector = { vendor: null, family: null, id: null, version: null };

async function check(provider: Provider, { models, access }: VscodeLmParts): Promise<Readiness> {
	const model = await modelOf(provider, models).catch(() => null);
	if (model === null) {
		return { ready: false, reason: 'unreachable', message: missing(provider) };
	}
	return access.canSendRequest(model) === false
		? { ready: false, reason: 'not-logged-in', message: notAllowed }
		: { ready: true, version: model.version };
}

/** The first model that is meant, and is not one of our own. */
async function modelOf({ selector = any }: Provider, { lm }: VscodeModels): Promise<VscodeModel | null> {
	const wanted = Object.entries(selector).filter(([, value]) => value !== null);
	const found = await lm.selectChatModels(Object.fromEntries(wanted));
	return found.find(({ vendor }) => vendor !== ownVendor) ?? null;
}

function missing({ selector = any }: Provider): string {
	const named = [selector.vendor, selector.family, selector.id, selector.version].filter((each) => each !== null);
	const which = named.length === 0 ? '' : ` ${named.join(' ')}`;
	return `VS Code offers no model${which} now. Is the extension that brings it installed, and are you signed in to it?`;
}

async function run(input: RunInput, io: RunIo, parts: VscodeLmParts): Promise<Answer> {
	if (io.signal.aborted) {
		return failed({ ...stopped, neverSent: true });
	}
	const source = new parts.models.CancellationTokenSource();
	const over = new AbortController();
	const ended = new Promise<Answer>((resolve) => {
		const stop = () => {
			source.cancel();
			resolve(failed(stopped));
		};
		io.signal.addEventListener('abort', stop, { signal: over.signal });
	});
	try {
		// A question of VS Code's that stands open does not end with the token.
		return await Promise.race([ask(input, io, source.token, parts), ended]);
	} finally {
		over.abort();
		source.dispose();
	}
}

/** Never rejects. */
async function ask(input: RunInput, io: RunIo, token: VscodeToken, parts: VscodeLmParts): Promise<Answer> {
	const { models, access } = parts;
	const asked = llmMessages(input.request, input.handOff);
	let started = false;
	let allowed = false;
	try {
		const model = await modelOf(input.provider, models);
		if (model === null) {
			return failed({ kind: 'model-missing', message: missing(input.provider), neverSent: true });
		}
		allowed = access.canSendRequest(model) === true;
		const inputTokens = await tokensIn(model, textToCount(asked), token);
		const tooLong = longer(inputTokens, model);
		if (tooLong !== null || isStopped(token)) {
			return failed(tooLong ?? stopped);
		}
		const response = await send(model, asked, { allowed, io, token, models });
		const output: RunIo['output'] = (part) => {
			started = true;
			io.output(part);
		};
		const { text, calls } = await read(response.stream, output, token, models);
		const failure = isStopped(token) ? stopped : problemOf(text, calls, asked);
		if (failure !== null) {
			return failed(failure);
		}
		const outputTokens = await tokensIn(model, text, token);
		const usage = { inputTokens, outputTokens, cost: null };
		return { ok: true, text, model: nameOf(model, input.provider), usage, ...(calls.length === 0 ? {} : { calls }) };
	} catch (error) {
		return failed(isStopped(token) ? stopped : vscodeLmFailure(error, { now: parts.now(), started, allowed }));
	}
}

/** VS Code may ask the user first, who is given the time to read. */
async function send(
	model: VscodeModel,
	asked: LlmMessages,
	{
		allowed,
		io,
		token,
		models,
	}: {
		readonly allowed: boolean;
		readonly io: RunIo;
		readonly token: VscodeToken;
		readonly models: VscodeModels;
	},
) {
	if (!allowed) {
		io.asking?.(true);
	}
	try {
		return await model.sendRequest(vscodeMessages(asked, models), vscodeOptions(asked, models), token);
	} finally {
		if (!allowed) {
			io.asking?.(false);
		}
	}
}

async function read(
	stream: AsyncIterable<unknown>,
	output: RunIo['output'],
	token: VscodeToken,
	{ LanguageModelTextPart, LanguageModelToolCallPart }: VscodeModels,
): Promise<{ readonly text: string; readonly calls: readonly ToolCall[] }> {
	let text = '';
	const calls: ToolCall[] = [];
	for await (const part of stream) {
		if (isStopped(token)) {
			break;
		}
		if (part instanceof LanguageModelTextPart && part.value !== '') {
			text += part.value;
			output({ type: 'text', text: part.value });
			continue;
		}
		if (part instanceof LanguageModelToolCallPart) {
			calls.push({ id: part.callId, name: part.name, input: part.input });
		}
		output({ type: 'activity' });
	}
	return { text, calls };
}

/** What is wrong with an answer that came to its end; `null`: nothing. */
function problemOf(text: string, calls: readonly ToolCall[], { tools }: LlmMessages): Failure | null {
	if (calls.length > 0 && tools.length === 0) {
		return { kind: 'bad-output', message: 'The model called a tool, and none was offered to it.' };
	}
	return text.trim() === '' && calls.length === 0 ? { kind: 'bad-output', message: 'The answer is empty.' } : null;
}

function longer(tokens: number | null, { maxInputTokens }: VscodeModel): Failure | null {
	return tokens === null || tokens <= maxInputTokens
		? null
		: {
				kind: 'context-exceeded',
				message: 'The request is longer than the model takes.',
				evidence: { tokens, most: maxInputTokens },
				neverSent: true,
			};
}

/** `null`: the model can't count, which keeps nobody from asking it. */
async function tokensIn(model: VscodeModel, text: string, token: VscodeToken): Promise<number | null> {
	try {
		return await model.countTokens(text, token);
	} catch {
		return null;
	}
}

/** As the settings call it, where they name a model: only another one is worth a word. */
function nameOf(model: VscodeModel, { selector = any }: Provider): string {
	return selector.id === null && selector.family !== null ? model.family : model.id;
}

/** Asked anew each time: it changes while we wait. */
function isStopped(token: VscodeToken): boolean {
	return token.isCancellationRequested;
}

const stopped: Failure = { kind: 'cancelled', message: 'The request was stopped.' };

function failed(failure: Failure): Answer {
	return { ok: false, failure };
}
