import { decide } from '../core/decide.ts';
import type { Attempt, Decision } from '../core/decision.ts';
import type { RouterEvent } from '../core/events.ts';
import { type Work, workOf } from '../core/handOff.ts';
import { firstChoice } from '../core/order.ts';
import { jitterOf } from '../core/patience.ts';
import type { Profile, Provider } from '../core/provider.ts';
import type { CodeRequest } from '../core/request.ts';
import { advanced, begunBy, type RouteState, situationOf } from '../core/routeState.ts';
import { type RoutingSettings, routingOf } from '../core/settings.ts';
import type { Clock } from './clock.ts';
import { chainOf, dropKept, type Kept, restingOn, unfinished } from './kept.ts';
import { costOfAttempt, logged, make } from './make.ts';
import type { AttemptRecord, Outcome } from './outcome.ts';
import type { Asker, RouterParts } from './parts.ts';
import { answeredInTime, pause } from './pauses.ts';

type AttemptStart = Extract<RouterEvent, { type: 'attempt-start' }>;

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
	const kept: Kept[] = [];
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
	/** Drops all unfinished work but that which these rest on. */
	const dropBut = async (stays: Kept | null) => {
		const chain = chainOf(stays);
		const messages = await dropKept(kept.filter((each) => !chain.includes(each)));
		for (const message of messages) {
			tell({ type: 'clean-up-failed', route, message });
		}
	};
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
			const work = because === 'cancelled' ? null : keptBy(workOf(situation), kept);
			await dropBut(work);
			const left = work === null ? null : unfinished(work);
			return { route, attempts, tookMs, passedOver, answered: false, because, exhausted, unfinished: left };
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
		const base = keptBy(decision.goesOnFrom ?? null, kept);
		const { result, tookMs, firstOutputMs, begunFrom } = await make(request, asker, parts, started, base);
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
		if (!result.ok && result.left !== null) {
			const stoppedBy = result.failure.kind;
			kept.push({ ...result.left, provider: provider.id, attempt: number, stoppedBy, base: begunFrom });
		}
		if (!result.ok) {
			asker.onWithdrawn(provider, result.failure);
			continue;
		}
		const degraded = provider.id !== first;
		const terminus = decision.because === 'terminus';
		const whole = clock.now() - startedAt;
		const end = { answered: true, provider: provider.id, degraded, ...(terminus ? { terminus } : {}) } as const;
		tell({ type: 'request-end', route, end, attempts: attempts.length, tookMs: whole });
		const { text, model, usage, calls } = result;
		await dropBut(result.proposal === null ? null : begunFrom);
		const proposal = result.proposal === null ? null : restingOn(result.proposal, begunFrom);
		const answer = { answered: true, provider, degraded, terminus, text, model, usage, proposal } as const;
		const asked = calls === undefined ? {} : { calls };
		return { route, attempts, tookMs: whole, passedOver, ...answer, ...asked };
	}
}

function keptBy(work: Work | null, kept: readonly Kept[]): Kept | null {
	return kept.find(({ attempt }) => attempt === work?.attempt) ?? null;
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
