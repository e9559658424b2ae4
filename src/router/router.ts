import { decide } from '../core/decide.ts';
import type { Attempt, Decision } from '../core/decision.ts';
import type { AttemptEnd, RouterEvent } from '../core/events.ts';
import { consequences, type Failure, statedWaitMs } from '../core/failure.ts';
import { firstChoice } from '../core/order.ts';
import { jitterOf } from '../core/patience.ts';
import { costOf } from '../core/price.ts';
import type { Kind, Profile, Provider } from '../core/provider.ts';
import type { CodeRequest } from '../core/request.ts';
import { advanced, begunBy, type RouteState, situationOf } from '../core/routeState.ts';
import { type RoutingSettings, routingOf, type Settings } from '../core/settings.ts';
import type { OpenQuestion } from '../core/situation.ts';
import type { OutputPart } from '../providers/provider.ts';
import { attempt, type AttemptParts, type AttemptResult } from './attempt.ts';
import type { Clock } from './clock.ts';
import type { Journal } from './journal.ts';
import type { AttemptRecord, Outcome } from './outcome.ts';
import { answeredInTime, pause } from './pauses.ts';

type AttemptStart = Extract<RouterEvent, { type: 'attempt-start' }>;

/** Whoever asked: sees the answer grow, and can stop the route. */
export interface Asker {
	/** Aborted: the whole route ends at once. */
	readonly cancelled: AbortSignal;
	/** Called with a way to stop the running attempt and go on with the next provider; `null` when none is running. */
	onSkippable(skip: (() => void) | null): void;
	/** The text of the running attempt so far, whole. */
	onText(text: string, provider: Provider): void;
	/** What has been shown of this provider does not stand. */
	onWithdrawn(provider: Provider, failure: Failure): void;
	/** What the user says to a question without whose answer the route can't go on. */
	answer(question: OpenQuestion): Promise<boolean>;
}

export interface RouterParts extends Pick<AttemptParts, 'clock' | 'adapter' | 'workspace' | 'folder' | 'readKey'> {
	readonly journal: Journal;
	/** Serves the whole route, whatever the user changes meanwhile. */
	readonly settings: Settings;
	readonly kinds: readonly Kind[];
	/** The accounts for which a key is at hand. Names, never keys. */
	accounts(): Promise<readonly string[]>;
}

/**
 * The whole life of one request: decide, attempt, record, until an answer or a stop. Never rejects and never retries
 * behind `decide`'s back.
 */
export async function route(request: CodeRequest, asker: Asker, parts: RouterParts): Promise<Outcome> {
	const { clock, journal, settings, kinds } = parts;
	const { facts } = request;
	const route = facts.id;
	const startedAt = clock.now();
	const attempts: AttemptRecord[] = [];
	let first: string | null = null;
	// Keys that can't be looked up are not at hand: who needs none can still answer.
	const accounts = await parts.accounts().catch(() => []);
	const start = {
		type: 'request-start',
		route,
		request: facts,
		settings: routingOf(settings),
		kinds,
		accounts,
	} as const;
	let state = begunBy(start);
	const tell = (event: RouterEvent, at = clock.now()) => {
		journal.append(event, at);
		state = advanced(state, event, at);
	};
	tell(start);
	for (;;) {
		const now = clock.now();
		const situation = situationOf(state, { health: journal.health(), now, cancelled: asker.cancelled.aborted });
		first ??= firstChoice(situation);
		const decision = decide(situation);
		const { passedOver } = decision;
		if (decision.type === 'stop') {
			const { because } = decision;
			const tookMs = now - startedAt;
			const end = { answered: false, because, passedOver } as const;
			tell({ type: 'request-end', route, end, attempts: attempts.length, tookMs }, now);
			const exhausted = because === 'nobody-left' || because === 'max-attempts';
			return { route, attempts, tookMs, passedOver, answered: false, because, exhausted };
		}
		if (decision.type === 'wait') {
			const { provider, until } = decision;
			tell({ type: 'request-wait', route, provider, until, passedOver }, now);
			if (await skippedWhile(until, asker, clock)) {
				tell({ type: 'request-skip', route, provider });
			}
			continue;
		}
		if (decision.type === 'ask') {
			const { question } = decision;
			tell({ type: 'request-ask', route, question, passedOver }, now);
			const ask = () => asker.answer(question);
			const granted = await answeredInTime(ask, clock, facts.deadline, asker.cancelled);
			if (granted !== null) {
				tell({ type: 'request-consent', route, question, granted });
			}
			continue;
		}
		const started = startOf(decision, state, attempts.length + 1);
		const { attempt: number, provider, profile } = started;
		tell(started, now);
		const { result, tookMs, firstOutputMs } = await make(request, asker, parts, started);
		const failure = result.ok ? null : result.failure;
		tell({
			type: 'attempt-end',
			route,
			attempt: number,
			provider,
			profile,
			end: logged(result),
			tookMs,
			firstOutputMs,
			cost: costOfAttempt(result, provider, decision.estimatedCost),
			...(result.ok ? {} : { jitter: jitterOf(facts, number) }),
		});
		attempts.push({
			provider: provider.id,
			profile: profile.name,
			kind: provider.kind,
			tookMs,
			firstOutputMs,
			failure,
		});
		if (!result.ok) {
			asker.onWithdrawn(provider, result.failure);
			continue;
		}
		const degraded = provider.id !== first;
		const terminus = decision.because === 'terminus';
		const whole = clock.now() - startedAt;
		const end = { answered: true, provider: provider.id, degraded, ...(terminus ? { terminus } : {}) } as const;
		tell({ type: 'request-end', route, end, attempts: attempts.length, tookMs: whole });
		const { text, model, usage, proposal } = result;
		const answer = { answered: true, provider, degraded, terminus, text, model, usage, proposal } as const;
		return { route, attempts, tookMs: whole, passedOver, ...answer };
	}
}

/** The event with which a decided attempt begins. */
function startOf(decision: Attempt & Pick<Decision, 'passedOver'>, state: RouteState, attempt: number): AttemptStart {
	const { provider, profile } = chosen(state.settings, decision.provider, decision.profile);
	const { maxOutputTokens } = provider;
	const last = state.tried.at(-1);
	const spilled = last !== undefined && last.provider !== provider.id && last.failure !== 'skipped';
	return {
		...decision,
		type: 'attempt-start',
		route: state.request.id,
		attempt,
		provider,
		profile,
		...(maxOutputTokens === null || decision.because === 'without-limit' ? {} : { maxOutputTokens }),
		...(spilled ? { spilledFrom: last.provider } : {}),
	};
}

/** Waits, and tells whether the user rather had the next provider. */
async function skippedWhile(until: number, asker: Asker, clock: Clock): Promise<boolean> {
	const over = new AbortController();
	const stop = () => {
		over.abort();
	};
	let skipped = false;
	asker.cancelled.addEventListener('abort', stop);
	if (asker.cancelled.aborted) {
		stop();
	}
	asker.onSkippable(() => {
		skipped = true;
		stop();
	});
	await pause(clock, until, over.signal);
	asker.onSkippable(null);
	asker.cancelled.removeEventListener('abort', stop);
	return skipped;
}

/** What an attempt cost, in US dollars: as reported, else by the tokens, else as expected; `null` when nobody knows. */
function costOfAttempt(result: AttemptResult, provider: Provider, expected: number | null): number | null {
	if (result.ok) {
		return (result.usage === null ? null : costOf(provider, result.usage)) ?? expected;
	}
	const { kind, neverSent } = result.failure;
	return neverSent === true || !consequences[kind].charged ? 0 : expected;
}

async function make(
	request: CodeRequest,
	asker: Asker,
	parts: RouterParts,
	started: AttemptStart,
): Promise<{ readonly result: AttemptResult; readonly tookMs: number; readonly firstOutputMs: number | null }> {
	const { clock, journal, settings } = parts;
	const { provider, profile, attempt: number, maxOutputTokens } = started;
	const startedAt = clock.now();
	const controller = new AbortController();
	const cancel = () => {
		controller.abort();
	};
	let text = '';
	let firstOutputMs: number | null = null;
	const onPart = (part: OutputPart) => {
		if (part.type === 'text') {
			text += part.text;
			asker.onText(text, provider);
		} else if (part.type === 'tool') {
			journal.append({ type: 'tool', route: request.facts.id, attempt: number, tool: part.tool });
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
				signal: controller.signal,
				onPart,
				onFirstOutput(afterMs) {
					firstOutputMs = afterMs;
					journal.append({ type: 'first-output', route: request.facts.id, attempt: number, afterMs });
				},
			},
			{ ...parts, ...limits },
		);
		return { result, tookMs: clock.now() - startedAt, firstOutputMs };
	} finally {
		asker.cancelled.removeEventListener('abort', cancel);
		asker.onSkippable(null);
	}
}

function logged(result: AttemptResult): AttemptEnd {
	if (result.ok) {
		const { model, usage, proposal } = result;
		return { ok: true, model: nameIn(model), usage, changedFiles: proposal?.changes.length ?? null };
	}
	const { failure } = result;
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
	};
}

/** A model's name as it may be written down: a server can put anything there, and only a plain name is let through. */
function nameIn(model: string | null): string | null {
	return model !== null && /^[\w.:/@+-]{1,100}$/.test(model) ? model : null;
}

function chosen(
	settings: RoutingSettings,
	id: string,
	name: string,
): { readonly provider: Provider; readonly profile: Profile } {
	const provider = settings.providers.find((each) => each.id === id);
	const profile = provider?.profiles.find((each) => each.name === name);
	if (provider === undefined || profile === undefined) {
		throw new Error(`decide() chose "${id}" with profile "${name}", which the settings do not have`);
	}
	return { provider, profile };
}
