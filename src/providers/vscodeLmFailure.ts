import type { Failure, FailureKind } from '../core/failure.ts';
import { type ErrorReport, kindOf } from './failureKind.ts';
import { type ErrorBody, evidenceOf, fieldOf, longestRead, quote, readErrorBody, textOf } from './said.ts';
import { waitFromSentence } from './waits.ts';

export interface VscodeFailureContext {
	/** Milliseconds since the epoch. */
	readonly now: number;
	/** Whether a part of the answer had arrived. */
	readonly started: boolean;
	/** Whether the user had allowed this model before. */
	readonly allowed: boolean;
}

/** What to do about a model that the user did not allow. */
export const notAllowed =
	'You have not allowed Switchyard to use this model. Allow it when VS Code asks at the next request, or in the Accounts menu under "Manage Language Model Access".';

/**
 * Why a model of VS Code did not answer. VS Code knows four names of errors and no status, no code and no time: a limit
 * and a used up quota are both `Blocked`, and all else is `Unknown`, with whatever words the model's extension found.
 */
export function vscodeLmFailure(error: unknown, context: VscodeFailureContext): Failure {
	const said = wordsOf(error);
	const { report, network } = reportOf(said, context.now);
	const name = textOf(fieldOf(error, 'code')) ?? '';
	const details = {
		evidence: evidenceOf({ name, status: report.status, code: report.code ?? network }, null),
		said: quote(said, null),
	};
	const wait = () => report.waitMs ?? waitFromSentence(report.words, context.now);
	switch (name) {
		case 'NoPermissions':
			return context.allowed
				? { kind: 'unauthorized', message: 'VS Code says that this account may not use the model.', ...details }
				: { kind: 'not-allowed', message: notAllowed, neverSent: true, ...details };
		case 'NotFound':
			return { kind: 'model-missing', message: 'VS Code has no such model any more.', neverSent: true, ...details };
		case 'Blocked': {
			const kind = blockedKind(report);
			return { kind, message: `${sentences[kind]}.`, retryAfterMs: wait(), ...details };
		}
		default:
			return byWords(report, network, { wait, started: context.started, details });
	}
}

type Limit = 'rate-limited' | 'quota-exhausted';

/** A quota, unless it speaks of a rate. */
function blockedKind({ words }: ErrorReport): Limit {
	return /\brate.?limit|too many requests|requests? per (?:second|minute|hour)/i.test(words) &&
		!/quota|premium|allowance/i.test(words)
		? 'rate-limited'
		: 'quota-exhausted';
}

function byWords(
	report: ErrorReport,
	network: string | null,
	{
		wait,
		started,
		details,
	}: {
		readonly wait: () => number | null;
		readonly started: boolean;
		readonly details: Pick<Failure, 'evidence' | 'said'>;
	},
): Failure {
	if (network !== null) {
		const message = started ? 'The connection was lost in the middle of the answer' : sentences.unreachable;
		return { kind: 'unreachable', message: `${message}.`, ...details };
	}
	const kind = ownWords.find(([words]) => words.test(report.words))?.[1] ?? kindOf(report);
	const message = `${sentences[kind] ?? 'The model failed'}.`;
	switch (kind) {
		case 'rate-limited':
		case 'quota-exhausted':
		case 'overloaded':
			return { kind, message, retryAfterMs: wait(), ...details };
		case 'timeout':
			return { kind, message, phase: 'total', ...details };
		default:
			return { kind, message, ...details };
	}
}

/** Sentences that come through VS Code without any name or status of the server's. */
const ownWords: readonly (readonly [words: RegExp, kind: FailureKind])[] = [
	[
		/exceeds? (?:the )?(?:model'?s? )?(?:maximum )?(?:token|context|prompt) limit|prompt token count|token limit/i,
		'context-exceeded',
	],
	[/response (?:got|was|has been) filtered|content filter|responsible ai/i, 'refused'],
	[/exhausted your .*(?:quota|requests|allowance)|quota (?:is )?(?:exceeded|exhausted)/i, 'quota-exhausted'],
	[/\brate.?limit(?:ed|s)?\b|too many requests/i, 'rate-limited'],
	[
		/not (?:signed|logged) in|sign in to|not authenticated|no (?:active )?session|subscription (?:is )?required/i,
		'unauthorized',
	],
	[/service unavailable|temporarily unavailable|overloaded|bad gateway|internal server error/i, 'overloaded'],
];

const sentences: Readonly<Partial<Record<FailureKind, string>>> & Readonly<Record<Limit | 'unreachable', string>> = {
	'rate-limited': 'VS Code says that the rate limit of this model is reached',
	'quota-exhausted': 'VS Code says that the quota of this model is used up',
	overloaded: 'The server behind this model is overloaded or failing',
	timeout: 'The server behind this model gave up waiting',
	unreachable: 'The server behind this model cannot be reached',
	unauthorized: 'The account behind this model may not use it, or is not signed in',
	billing: 'The account behind this model cannot pay',
	'model-missing': 'The server behind this model does not have it',
	'context-exceeded': 'The request is longer than the model takes',
	'bad-request': 'The model refuses the request as it is',
	refused: 'The model declined for its content policy',
	unknown: 'The model failed, and VS Code does not say why',
};

/** The words of an error and of what caused it, the outermost first. */
function wordsOf(error: unknown): string {
	const found: string[] = [];
	for (let each = error, depth = 0; each !== undefined && each !== null && depth < 5; depth += 1) {
		const words = typeof each === 'string' ? each : (textOf(fieldOf(each, 'message')) ?? '');
		if (words !== '' && !found.some((other) => other.includes(words))) {
			found.push(words);
		}
		each = fieldOf(each, 'cause');
	}
	return found.join(' ').slice(0, longestRead);
}

/** A status in words: `Request Failed: 429`, `status code 503`, `HTTP 502`. */
const statusIn = /\b(?:failed|status(?: code)?|http|error|response)\b[:\s(]{1,3}([3-5]\d\d)\b/i;

const networkCode =
	/\b(?:ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE|net::ERR_\w+|UND_ERR_\w+)\b/;

/** What the words hold of a server's answer: a status, and its body where one is quoted. */
function reportOf(said: string, now: number): { readonly report: ErrorReport; readonly network: string | null } {
	const status = statusIn.exec(said)?.[1];
	const body = bodyIn(said, now);
	const report: ErrorReport = {
		...body,
		status: status === undefined ? (body?.status ?? null) : Number(status),
		code: body?.code ?? null,
		type: body?.type ?? null,
		words: body === null || body.words === '' ? said : body.words,
		headers: new Headers(),
	};
	return { report, network: networkCode.exec(said)?.[0] ?? null };
}

/** The JSON object that the words quote; `null`: none. */
function bodyIn(said: string, now: number): ErrorBody | null {
	const from = said.indexOf('{');
	const to = said.lastIndexOf('}');
	if (from === -1 || to < from) {
		return null;
	}
	try {
		return readErrorBody(JSON.parse(said.slice(from, to + 1)), now);
	} catch {
		return null;
	}
}
