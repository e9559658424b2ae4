import { decide, type StopReason } from '../core/decide.ts';
import type { Consent, PassedOver, Situation, Tried } from '../core/eligible.ts';
import type { AttemptEnd } from '../core/events.ts';
import { type Failure, statedWaitMs } from '../core/failure.ts';
import { firstChoice } from '../core/order.ts';
import { jitterOf } from '../core/patience.ts';
import type { Kind, Profile, Provider } from '../core/provider.ts';
import type { Billing, CodeRequest } from '../core/request.ts';
import type { Settings } from '../core/settings.ts';
import type { OutputPart, Usage } from '../providers/provider.ts';
import { attempt, type AttemptParts, type AttemptResult, type Proposal } from './attempt.ts';
import type { Journal } from './journal.ts';
import { answeredInTime, pause } from './pauses.ts';

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
	/** Whether the route may go on with this provider, which is dearer than what it set out with. */
	consent(provider: Provider, from: Billing, to: Billing): Promise<boolean>;
}

export interface RouterParts extends Pick<AttemptParts, 'clock' | 'adapter' | 'workspace' | 'folder' | 'readKey'> {
	readonly journal: Journal;
	/** Serves the whole route, whatever the user changes meanwhile. */
	readonly settings: Settings;
	readonly kinds: readonly Kind[];
	/** The accounts for which a key is at hand. Names, never keys. */
	accounts(): Promise<readonly string[]>;
}

/** One attempt, as the final word tells it. */
export interface AttemptRecord {
	readonly provider: string;
	readonly profile: string;
	readonly kind: Kind;
	readonly tookMs: number;
	readonly firstOutputMs: number | null;
	/** `null`: this one answered. */
	readonly failure: Failure | null;
}

export type Outcome = {
	readonly route: string;
	/** In order, the one that answered included. */
	readonly attempts: readonly AttemptRecord[];
	readonly tookMs: number;
	/** Who was not asked at the last decision, and why. */
	readonly passedOver: readonly PassedOver[];
} & (
	| {
			readonly answered: true;
			readonly provider: Provider;
			/** Somebody other than the first choice answered. */
			readonly degraded: boolean;
			/** The only one left answered although it was cooling. */
			readonly terminus: boolean;
			readonly text: string;
			/** As the provider reports it. */
			readonly model: string | null;
			readonly usage: Usage | null;
			/** With a task that changes files; whoever takes it ends it by `commit` or `rollback`. */
			readonly proposal: Proposal | null;
	  }
	| {
			readonly answered: false;
			readonly because: StopReason;
			/** Everybody who could have answered was asked, or may not be asked now. */
			readonly exhausted: boolean;
	  }
);

/**
 * The whole life of one request: decide, attempt, record, until an answer or a stop. Never rejects and never retries
 * behind `decide`'s back.
 */
export async function route(request: CodeRequest, asker: Asker, parts: RouterParts): Promise<Outcome> {
	const { clock, journal, settings } = parts;
	const { facts } = request;
	const startedAt = clock.now();
	const attempts: AttemptRecord[] = [];
	const tried: Tried[] = [];
	const consents: Consent[] = [];
	let first: string | null = null;
	journal.append({
		type: 'request-start',
		route: facts.id,
		request: facts,
		strategy: settings.strategy,
		onFailure: settings.onFailure,
		maxAttempts: settings.maxAttempts,
	});
	// Keys that can't be looked up are not at hand: who needs none can still answer.
	const accounts = await parts.accounts().catch(() => []);
	for (;;) {
		const situation: Situation = {
			request: facts,
			settings,
			health: journal.health(),
			tried: [...tried],
			consents: [...consents],
			cancelled: asker.cancelled.aborted,
			kinds: parts.kinds,
			accounts,
			now: clock.now(),
		};
		first ??= firstChoice(situation);
		const decision = decide(situation);
		const { passedOver } = decision;
		if (decision.type === 'stop') {
			const { because } = decision;
			const tookMs = clock.now() - startedAt;
			const end = { answered: false, because, passedOver } as const;
			journal.append({ type: 'request-end', route: facts.id, end, attempts: attempts.length, tookMs });
			const exhausted = because === 'nobody-left' || because === 'max-attempts';
			return { route: facts.id, attempts, tookMs, passedOver, answered: false, because, exhausted };
		}
		if (decision.type === 'wait') {
			const { until } = decision;
			journal.append({ type: 'request-wait', route: facts.id, provider: decision.provider, until });
			await pause(clock, until, asker.cancelled);
			continue;
		}
		if (decision.type === 'ask') {
			const { from, to } = decision;
			const provider = providerOf(settings, decision.provider);
			const question = () => asker.consent(provider, from, to);
			const granted = await answeredInTime(question, clock, facts.deadline, asker.cancelled);
			if (granted !== null) {
				journal.append({ type: 'request-consent', route: facts.id, provider: provider.id, from, to, granted });
				consents.push({ billing: to, granted });
			}
			continue;
		}
		const { provider, profile } = chosen(settings, decision.provider, decision.profile);
		const number = attempts.length + 1;
		const named = { route: facts.id, attempt: number, provider, profile };
		journal.append({ ...decision, type: 'attempt-start', ...named });
		const made = await make(request, asker, parts, provider, profile, number);
		const { result, tookMs, firstOutputMs } = made;
		journal.append({
			type: 'attempt-end',
			...named,
			end: logged(result),
			tookMs,
			firstOutputMs,
			...(result.ok ? {} : { jitter: jitterOf(facts, number) }),
		});
		const failure = result.ok ? null : result.failure;
		attempts.push({
			provider: provider.id,
			profile: profile.name,
			kind: provider.kind,
			tookMs,
			firstOutputMs,
			failure,
		});
		if (!result.ok) {
			tried.push({
				provider: provider.id,
				profile: profile.name,
				kind: provider.kind,
				failure: result.failure.kind,
				at: clock.now(),
			});
			asker.onWithdrawn(provider, result.failure);
			continue;
		}
		const degraded = provider.id !== first;
		const terminus = decision.because === 'terminus';
		const whole = clock.now() - startedAt;
		const end = { answered: true, provider: provider.id, degraded, ...(terminus ? { terminus } : {}) } as const;
		journal.append({ type: 'request-end', route: facts.id, end, attempts: attempts.length, tookMs: whole });
		const { text, model, usage, proposal } = result;
		const answer = { answered: true, provider, degraded, terminus, text, model, usage, proposal } as const;
		return { route: facts.id, attempts, tookMs: whole, passedOver, ...answer };
	}
}

async function make(
	request: CodeRequest,
	asker: Asker,
	parts: RouterParts,
	provider: Provider,
	profile: Profile,
	number: number,
): Promise<{ readonly result: AttemptResult; readonly tookMs: number; readonly firstOutputMs: number | null }> {
	const { clock, journal, settings } = parts;
	const startedAt = clock.now();
	const controller = new AbortController();
	const cancel = () => {
		controller.abort('cancelled');
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
	asker.cancelled.addEventListener('abort', cancel, { once: true });
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
	const { kind, message, evidence } = failure;
	const retryAfterMs = statedWaitMs(failure);
	return { ok: false, failure: { kind, message, retryAfterMs, ...(evidence === undefined ? {} : { evidence }) } };
}

/** A model's name as it may be written down: a server can put anything there, and only a plain name is let through. */
function nameIn(model: string | null): string | null {
	return model !== null && /^[\w.:/@+-]{1,100}$/.test(model) ? model : null;
}

function chosen(
	settings: Settings,
	id: string,
	name: string,
): { readonly provider: Provider; readonly profile: Profile } {
	const provider = providerOf(settings, id);
	const profile = provider.profiles.find((each) => each.name === name);
	if (profile === undefined) {
		throw new Error(`decide() chose "${id}" with profile "${name}", which the settings do not have`);
	}
	return { provider, profile };
}

function providerOf(settings: Settings, id: string): Provider {
	const provider = settings.providers.find((each) => each.id === id);
	if (provider === undefined) {
		throw new Error(`decide() named "${id}", which the settings do not have`);
	}
	return provider;
}
