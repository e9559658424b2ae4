import { parseDuration, untilEpoch, untilTimeOfDay, waitFromLimits } from './waits.ts';

const longest = 500;

/** How much of what a provider said is looked through, in characters: patterns take their time with more. */
export const longestRead = 4000;

const identifier = /^[\w.-]{1,64}$/;

/** A provider's own words for `Failure.said`: cut, and without the key, which some servers repeat. */
export function quote(words: string, key: string | null): string {
	const clean = key === null || key === '' ? words : words.replaceAll(key, '•••');
	return clean.trim().slice(0, longest);
}

/** For `Failure.evidence`: keeps numbers and short identifiers and drops whatever could be a sentence, or the key. */
export function evidenceOf(
	facts: Readonly<Record<string, unknown>>,
	key: string | null,
): Readonly<Record<string, string | number>> {
	const kept: Record<string, string | number> = {};
	for (const [name, value] of Object.entries(facts)) {
		const isName =
			typeof value === 'string' && identifier.test(value) && (key === null || key === '' || !value.includes(key));
		if ((typeof value === 'number' && Number.isFinite(value)) || isName) {
			kept[name] = value;
		}
	}
	return kept;
}

/** What the body of an error says, whichever vendor's shape it has. */
export interface ErrorBody {
	/** For errors inside a stream, which have no status of their own. */
	readonly status: number | null;
	readonly code: string | null;
	readonly type: string | null;
	/** The parameter of the request that it is about. */
	readonly param: string | null;
	/** Further names for what happened, the most exact first. */
	readonly names: readonly string[];
	/** The wait that it names in a field, in milliseconds. */
	readonly waitMs: number | null;
	/** Not longer than `longestRead`; empty when it has none. */
	readonly words: string;
}

/** The name for a quota that comes back with the next day, whatever wait is written beside it. */
export const dailyQuota = 'quota_per_day';

export function readErrorBody(body: unknown, now: number): ErrorBody {
	const error = innermost(body, 0);
	if (typeof error === 'string') {
		return { ...empty, names: classesIn(error), words: error.slice(0, longestRead) };
	}
	const code = fieldOf(error, 'code');
	const details = [...listOf(error, 'details'), ...listOf(error, 'errors')];
	const metadata = fieldOf(error, 'metadata');
	const words = wordsOf(error, metadata);
	const grpc = textOf(fieldOf(error, 'status'));
	const validations = listOf(error, 'detail').concat(listOf(fieldOf(error, 'message'), 'detail'));
	const names = [...details.flatMap(detailNames), ...metadataNames(metadata), ...classesIn(words)].concat(
		validations.flatMap((each) => textOf(fieldOf(each, 'type')) ?? []),
	);
	return {
		status: statusOf(code) ?? statusOf(fieldOf(error, 'status')),
		code: textOf(code),
		type: textOf(fieldOf(error, 'type')) ?? (grpc !== null && /^[A-Z_]+$/.test(grpc) ? grpc : null),
		param: textOf(fieldOf(error, 'param')),
		names,
		waitMs: waitIn(error, { details, metadata, isDaily: names.includes(dailyQuota) }, now),
		words: words.slice(0, longestRead),
	};
}

const empty: ErrorBody = { status: null, code: null, type: null, param: null, names: [], waitMs: null, words: '' };

/**
 * The error that a part of an answer holds, `null` when it holds none. Beside the field `error` there are a list around
 * it (Google), an object that is the error itself (Mistral, vLLM, the Responses API), one inside of a choice
 * (OpenRouter) and one beside the choices (Groq).
 */
export function errorIn(value: unknown): unknown {
	const body: unknown = Array.isArray(value) ? value[0] : value;
	if (fieldOf(body, 'object') === 'error' || fieldOf(body, 'type') === 'error') {
		return body;
	}
	const [choice] = listOf(body, 'choices');
	const holders = [body, choice, fieldOf(body, 'x_groq')];
	return holders.map((holder) => fieldOf(holder, 'error')).find(Boolean) ?? alone(body);
}

/** A body that is nothing but words about a failure, as Mistral and Portkey have them. */
function alone(body: unknown): unknown {
	const isAnswer = fieldOf(body, 'choices') !== undefined || fieldOf(body, 'output') !== undefined;
	const isWords = (fieldOf(body, 'detail') ?? null) !== null || fieldOf(body, 'status') === 'failure';
	return isWords && !isAnswer ? body : null;
}

/** Takes off what was put around an error: a list, `error` fields, and JSON inside a message. */
function innermost(value: unknown, depth: number): unknown {
	if (depth > 5) {
		return value;
	}
	if (Array.isArray(value)) {
		return innermost(value[0], depth + 1);
	}
	if (typeof value === 'string') {
		const inner = parsed(value);
		return inner === null ? value : innermost(inner, depth + 1);
	}
	const inside = fieldOf(value, 'error');
	if (inside !== undefined && inside !== null) {
		return innermost(inside, depth + 1);
	}
	const message = parsed(textOf(fieldOf(value, 'message')) ?? '');
	if (fieldOf(message, 'detail') !== undefined) {
		return { ...objectOf(value), message };
	}
	const holdsError = Array.isArray(message) || fieldOf(message, 'error') !== undefined;
	return holdsError ? innermost(message, depth + 1) : value;
}

/** `null` for all that is no JSON object or list. */
function parsed(text: string): unknown {
	if (!/^\s*[[{]/.test(text)) {
		return null;
	}
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}

function wordsOf(error: unknown, metadata: unknown): string {
	const message = fieldOf(error, 'message');
	const raw = fieldOf(metadata, 'raw');
	const parts = [
		message,
		fieldOf(message, 'detail'),
		fieldOf(message, 'error'),
		fieldOf(error, 'detail'),
		fieldOf(error, 'html-message'),
		raw,
	];
	return parts.flatMap(sentencesIn).join(' ');
}

function sentencesIn(value: unknown): readonly string[] {
	if (typeof value === 'string') {
		return [value];
	}
	const each: readonly unknown[] = Array.isArray(value) ? value : [value];
	return each.flatMap((entry) => textOf(fieldOf(entry, 'msg')) ?? textOf(fieldOf(entry, 'message')) ?? []);
}

/** Of Google’s details: the quota, and the reason. */
function detailNames(detail: unknown): readonly string[] {
	const quotas = listOf(detail, 'violations').map((violation) => textOf(fieldOf(violation, 'quotaId')) ?? '');
	const reason = textOf(fieldOf(detail, 'reason'));
	return [...(quotas.some((quota) => /PerDay/i.test(quota)) ? [dailyQuota] : []), ...(reason === null ? [] : [reason])];
}

/** OpenRouter’s: whose limit it is, what kind of error, and that its moderation has reasons. */
function metadataNames(metadata: unknown): readonly string[] {
	const named = ['limit_source', 'error_type'].flatMap((field) => textOf(fieldOf(metadata, field)) ?? []);
	return listOf(metadata, 'reasons').length > 0 ? [...named, 'moderated'] : named;
}

/** LiteLLM puts the class of its exception before the message. */
function classesIn(words: string): readonly string[] {
	const name = /^litellm\.(?:exceptions\.)?(\w+Error|Timeout)\b/.exec(words)?.[1];
	return name === undefined ? [] : [name];
}

function waitIn(
	error: unknown,
	parts: { readonly details: readonly unknown[]; readonly metadata: unknown; readonly isDaily: boolean },
	now: number,
): number | null {
	if (parts.isDaily) {
		// Google’s days begin at midnight there. Its RetryInfo speaks of seconds all the same.
		return untilTimeOfDay(0, 'America/Los_Angeles', now);
	}
	const [delay] = parts.details.flatMap((detail) => textOf(fieldOf(detail, 'retryDelay')) ?? []);
	if (delay !== undefined) {
		return parseDuration(delay);
	}
	const seconds = fieldOf(error, 'resets_in_seconds');
	if (typeof seconds === 'number') {
		return parseDuration(`${seconds}s`);
	}
	const moment = fieldOf(error, 'resets_at');
	return typeof moment === 'number' ? untilEpoch(moment, now) : waitFromLimits(headersIn(parts.metadata), now);
}

/** OpenRouter repeats the headers of a limit in the body. */
function headersIn(metadata: unknown): Headers {
	const headers = new Headers();
	for (const name of ['X-RateLimit-Reset', 'X-RateLimit-Remaining']) {
		const value = fieldOf(fieldOf(metadata, 'headers'), name);
		if (typeof value === 'string' && /^[\w:.+-]+$/.test(value)) {
			headers.set(name, value);
		}
	}
	return headers;
}

/** A status of HTTP, also where it was written as text. Mistral’s 1300 and the like are none. */
function statusOf(value: unknown): number | null {
	const status = typeof value === 'string' && /^\d{3}$/.test(value) ? Number(value) : value;
	return typeof status === 'number' && status >= 300 && status < 600 ? status : null;
}

export function listOf(value: unknown, name: string): readonly unknown[] {
	const list = fieldOf(value, name);
	return Array.isArray(list) ? list : [];
}

function objectOf(value: unknown): object {
	return typeof value === 'object' && value !== null ? value : {};
}

export function fieldOf(value: unknown, name: string): unknown {
	return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

export function textOf(value: unknown): string | null {
	return typeof value === 'string' ? value : null;
}
