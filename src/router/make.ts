import type { AttemptEnd, RouterEvent } from '../core/events.ts';
import { consequences, statedWaitMs } from '../core/failure.ts';
import { fateOf } from '../core/handOff.ts';
import { costOf } from '../core/price.ts';
import type { Provider } from '../core/provider.ts';
import type { CodeRequest } from '../core/request.ts';
import type { OutputPart } from '../providers/provider.ts';
import { attempt, type AttemptResult } from './attempt.ts';
import { coalesceText } from './coalesceText.ts';
import { coalesceTools } from './coalesceTools.ts';
import type { Kept } from './kept.ts';
import type { Asker, RouterParts } from './parts.ts';

type AttemptStart = Extract<RouterEvent, { type: 'attempt-start' }>;

/** What one attempt came to. */
export interface Made {
	readonly result: AttemptResult;
	readonly tookMs: number;
	readonly firstOutputMs: number | null;
	/** The work that it really began from. */
	readonly begunFrom: Kept | null;
}

/** What an attempt cost, in US dollars: as reported, else by the tokens, else as expected; `null` when nobody knows. */
export function costOfAttempt(result: AttemptResult, provider: Provider, expected: number | null): number | null {
	if (result.ok) {
		return (result.usage === null ? null : costOf(provider, result.usage)) ?? expected;
	}
	const { kind, neverSent } = result.failure;
	return neverSent === true || !consequences[kind].charged ? 0 : expected;
}

/** Makes one attempt and tells what happens in it. */
export async function make(
	request: CodeRequest,
	asker: Asker,
	parts: RouterParts,
	started: AttemptStart,
	base: Kept | null,
): Promise<Made> {
	const route = request.facts.id;
	const { clock, journal, settings } = parts;
	const { provider, profile, attempt: number, maxOutputTokens } = started;
	const startedAt = clock.now();
	const controller = new AbortController();
	const cancel = () => {
		controller.abort();
	};
	const named = { route, attempt: number };
	const text = coalesceText(clock, (grown) => asker.onText(grown, provider));
	const tools = coalesceTools(clock, (event) => journal.append({ ...event, ...named }));
	let firstOutputMs: number | null = null;
	let begunFrom = base;
	const onPart = (part: OutputPart, tree: string | null) => {
		if (part.type === 'text') {
			text.add(part.text);
		} else if (part.type !== 'activity') {
			tools.take(part, tree);
		}
	};
	asker.cancelled.addEventListener('abort', cancel);
	if (asker.cancelled.aborted) {
		cancel();
	}
	asker.onSkippable(() => {
		controller.abort('skipped');
	});
	try {
		const limits = { firstOutputMs: settings.firstOutputMs, idleMs: settings.idleMs };
		const result = await attempt(
			{
				request,
				provider,
				profile,
				maxOutputTokens: maxOutputTokens ?? null,
				isolation: settings.agents[provider.agent ?? '']?.isolation ?? null,
				base,
				keeps: (failure) =>
					request.facts.task === 'changes' && fateOf(failure.kind, settings.agentOnFailure) !== 'dropped',
				signal: controller.signal,
				onPart,
				onFirstOutput(afterMs) {
					firstOutputMs = afterMs;
					journal.append({ type: 'first-output', ...named, afterMs });
				},
				onHandOffFailed({ provider: from }) {
					begunFrom = null;
					journal.append({ type: 'hand-off-failed', ...named, from });
				},
				permit: (question) => asker.permit(question, provider),
			},
			{ ...parts, ...limits },
		);
		return { result, tookMs: clock.now() - startedAt, firstOutputMs, begunFrom };
	} finally {
		text.end();
		tools.end();
		asker.cancelled.removeEventListener('abort', cancel);
		asker.onSkippable(null);
	}
}

export function logged(result: AttemptResult): AttemptEnd {
	if (result.ok) {
		const { model, usage, proposal } = result;
		return { ok: true, model: nameIn(model), usage, changedFiles: proposal?.changes.length ?? null };
	}
	const { failure, left } = result;
	const { kind, message, evidence, ambiguous, sideEffect, neverSent } = failure;
	return {
		ok: false,
		failure: {
			kind,
			message,
			retryAfterMs: statedWaitMs(failure),
			...(evidence === undefined ? {} : { evidence }),
			...(ambiguous === undefined ? {} : { ambiguous }),
			...(sideEffect === undefined ? {} : { sideEffect }),
			...(neverSent === undefined ? {} : { neverSent }),
		},
		...(left === null ? {} : { leftFiles: left.changes.length }),
	};
}

/** A model's name as it may be written down: a server can put anything there, and only a plain name is let through. */
function nameIn(model: string | null): string | null {
	return model !== null && /^[\w.:/@+-]{1,100}$/.test(model) ? model : null;
}
