import type { Failure } from '../../src/core/failure.ts';
import type { Asked } from './asked.ts';
import { chanceOf, normalOf } from './chance.ts';
import type { Lane, Stage } from './lanes.ts';
import { createLimit } from './limits.ts';
import { nextFrom, touches, windowAt } from './windows.ts';

/** What stood in the way of an attempt, and when it is over. Chance alone is nothing that anybody could have known. */
export interface Obstacle {
	/** The same for everything that the same incident or limit is to blame for. */
	readonly name: string;
	/** Milliseconds since the epoch. */
	readonly until: number;
}

/** How one attempt goes. */
export interface Outcome {
	/** `null`: it answers. As an adapter would report it. */
	readonly failure: Failure | null;
	/** From the start of the attempt; `null`: there was none. */
	readonly firstOutputMs: number | null;
	readonly tookMs: number;
	/** What the vendor charges for it, in US dollars, answered or not. */
	readonly cost: number;
	readonly inputTokens: number | null;
	readonly outputTokens: number | null;
	readonly obstacle: Obstacle | null;
}

/** The providers as they behave under one router. What is random depends on the request alone: everyone meets the same luck. */
export interface World {
	readonly lanes: readonly Lane[];
	/** How an attempt would go. Changes nothing. `made`: how often this request was sent this way before. */
	foresee(lane: Lane, asked: Asked, at: number, made: number): Outcome;
	/** It is sent: it draws on the limits. */
	send(lane: Lane, asked: Asked, at: number, made: number): Outcome;
}

/** What the draws of a request are for. */
const draws = { first: 1, second: 2, refusal: 3, flaky: 4, flakyKind: 5, stall: 6, stallPlace: 7 } as const;

/** A refusal of a limit, an error of a full server, and a connection that does not come about, in milliseconds; from 0.6 to 1.8 times that. */
const quickMs = { limit: 250, errors: 800, refused: 400 } as const;

export function createWorld({ trace, settings, lanes, seed }: Stage): World {
	const limits = trace.limits.map(({ rule }) => createLimit(rule));
	const draw = (lane: Lane, asked: Asked, what: keyof typeof draws, made = 0) =>
		chanceOf(seed ^ asked.number, lane.place, draws[what], made);

	const world: World = {
		lanes,
		foresee(lane, asked, at, made) {
			const quick = (failure: Failure, ms: number, obstacle: Obstacle | null): Outcome => {
				const tookMs = Math.round(ms * (0.6 + 1.2 * draw(lane, asked, 'refusal')));
				return failed(failure, Math.min(tookMs, asked.deadline - at), obstacle);
			};
			const down = outageAt(lane, at);
			if (down !== null && down.how !== 'silent') {
				return down.how === 'refused'
					? quick({ kind: 'unreachable', message: 'no connection' }, quickMs.refused, down.obstacle)
					: quick({ kind: 'overloaded', retryAfterMs: null, message: 'full' }, quickMs.errors, down.obstacle);
			}
			if (down !== null) {
				// Nobody is there to read the prompt, or to charge for it.
				return { ...late(lane, asked, at, 'first-output', settings.firstOutputMs, null, down.obstacle), cost: 0 };
			}
			const refused = refusalAt(lane, asked, at);
			if (refused !== null) {
				return quick(refused.failure, quickMs.limit, refused.obstacle);
			}
			return answerOf(lane, asked, at, made, quick);
		},
		send(lane, asked, at, made) {
			const outcome = world.foresee(lane, asked, at, made);
			const kind = outcome.failure?.kind;
			if (kind !== 'rate-limited' && kind !== 'quota-exhausted' && kind !== 'unreachable') {
				for (const number of lane.limits) {
					limits[number]?.take(at, amountOf(number, asked));
				}
			}
			return outcome;
		},
	};

	const amountOf = (number: number, { inputTokens, outputTokens }: Asked) =>
		trace.limits[number]?.counts === 'tokens' ? inputTokens + outputTokens : 1;

	const refusalAt = (lane: Lane, asked: Asked, at: number) => {
		for (const number of lane.limits) {
			const model = trace.limits[number];
			const until = limits[number]?.opensAt(at, amountOf(number, asked)) ?? at;
			if (model !== undefined && until > at) {
				// Servers round up to whole seconds.
				const retryAfterMs = model.stated ? Math.ceil((until - at) / 1000) * 1000 : null;
				const failure: Failure = { kind: model.as, retryAfterMs, message: 'a limit is reached' };
				return { failure, obstacle: { name: `limit ${number}`, until } };
			}
		}
		return null;
	};

	const answerOf = (
		lane: Lane,
		asked: Asked,
		at: number,
		made: number,
		quick: (failure: Failure, ms: number, obstacle: Obstacle | null) => Outcome,
	): Outcome => {
		const { model } = lane;
		const slow = slowAt(lane, at);
		const spread = normalOf(draw(lane, asked, 'first'), draw(lane, asked, 'second'));
		const first = Math.round(model.firstOutputMs * slow.factor * Math.exp(model.sigma * spread));
		const rest = Math.round((asked.outputTokens * 1000) / model.tokensPerSecond);
		const flaky = model.flaky;
		const bad = flaky !== undefined && draw(lane, asked, 'flaky', made) < flaky.share;
		const kind = bad ? flaky.as[Math.floor(draw(lane, asked, 'flakyKind', made) * flaky.as.length)] : undefined;
		if (kind === 'overloaded') {
			return quick({ kind, retryAfterMs: null, message: 'full' }, quickMs.errors, null);
		}
		if (kind === 'unreachable' || kind === 'unknown') {
			return quick({ kind, message: 'failed by chance' }, quickMs.errors, null);
		}
		const stalls = stallAt(lane, asked, at);
		if (first > settings.firstOutputMs || stalls?.place === 0) {
			const obstacle = stalls?.obstacle ?? slow.obstacle;
			return late(lane, asked, at, 'first-output', settings.firstOutputMs, null, obstacle);
		}
		const broken = nextRefusal(lane, at);
		if (broken !== null && broken.from < at + first + rest) {
			const shown = broken.from >= at + first ? first : null;
			return {
				...failed({ kind: 'unreachable', message: 'broke off' }, broken.from - at, broken.obstacle),
				firstOutputMs: shown,
				...spent(lane, asked, shown === null ? 0 : 0.5),
			};
		}
		if (stalls !== null) {
			const silent = first + Math.round(rest * stalls.place) + settings.idleMs;
			return late(lane, asked, at, 'idle', silent, first, stalls.obstacle);
		}
		if (at + first + rest > asked.deadline) {
			return late(lane, asked, at, 'total', asked.deadline - at, at + first > asked.deadline ? null : first, null);
		}
		const whole = { firstOutputMs: first, tookMs: first + rest, ...spent(lane, asked, 1), obstacle: null };
		return { ...whole, failure: kind === 'bad-output' ? { kind, message: 'nothing of use' } : null };
	};

	const stallAt = (lane: Lane, asked: Asked, at: number) => {
		for (const { model, windows, number } of lane.incidents) {
			const place = model.fault.kind === 'stall' ? windowAt(windows, at) : -1;
			if (place >= 0 && model.fault.kind === 'stall' && draw(lane, asked, 'stall') < model.fault.share) {
				const drawn = draw(lane, asked, 'stallPlace');
				const obstacle = { name: `fault ${number}.${place}`, until: windows.until[place] ?? at };
				// Half of them fall silent before the first output, the others somewhere in the answer.
				return { place: drawn < 0.5 ? 0 : drawn * 2 - 1, obstacle };
			}
		}
		return null;
	};

	return world;
}

/** Whether nothing at all can hold up this request there, from its beginning to its deadline. */
export function isSteady(world: World, lane: Lane, asked: Asked): boolean {
	const span = { from: asked.at, until: asked.deadline };
	return (
		lane.limits.length === 0 &&
		lane.incidents.every(({ windows }) => !touches(windows, span)) &&
		world.foresee(lane, asked, asked.at, 0).failure === null
	);
}

function outageAt(lane: Lane, at: number) {
	for (const { model, windows, number } of lane.incidents) {
		const place = model.fault.kind === 'outage' ? windowAt(windows, at) : -1;
		if (place >= 0 && model.fault.kind === 'outage') {
			const obstacle = { name: `fault ${number}.${place}`, until: windows.until[place] ?? at };
			return { how: model.fault.how, obstacle };
		}
	}
	return null;
}

/** The next outage that breaks off what is under way. */
function nextRefusal(lane: Lane, at: number) {
	let next: { readonly from: number; readonly obstacle: Obstacle } | null = null;
	for (const { model, windows, number } of lane.incidents) {
		if (model.fault.kind === 'outage' && model.fault.how === 'refused') {
			const from = nextFrom(windows, at);
			if (from < (next?.from ?? Number.POSITIVE_INFINITY)) {
				const place = windowAt(windows, from);
				next = { from, obstacle: { name: `fault ${number}.${place}`, until: windows.until[place] ?? from } };
			}
		}
	}
	return next;
}

function slowAt(lane: Lane, at: number): { readonly factor: number; readonly obstacle: Obstacle | null } {
	for (const { model, windows, number } of lane.incidents) {
		const place = model.fault.kind === 'slow' ? windowAt(windows, at) : -1;
		if (place >= 0 && model.fault.kind === 'slow') {
			const obstacle = { name: `fault ${number}.${place}`, until: windows.until[place] ?? at };
			return { factor: model.fault.factor, obstacle };
		}
	}
	return { factor: 1, obstacle: null };
}

function failed(failure: Failure, tookMs: number, obstacle: Obstacle | null): Outcome {
	return { failure, firstOutputMs: null, tookMs, cost: 0, inputTokens: null, outputTokens: null, obstacle };
}

/** Nothing came in time; the deadline of the request comes before every other limit. The prompt was read, and is paid for. */
function late(
	lane: Lane,
	asked: Asked,
	at: number,
	phase: 'first-output' | 'idle' | 'total',
	afterMs: number,
	firstOutputMs: number | null,
	obstacle: Obstacle | null,
): Outcome {
	const left = asked.deadline - at;
	const total = afterMs >= left;
	const failure: Failure = total
		? { kind: 'timeout', phase: 'total', message: 'late', ambiguous: true }
		: { kind: 'timeout', phase, message: 'silent' };
	const tookMs = Math.min(afterMs, left);
	return {
		...failed(failure, tookMs, obstacle),
		firstOutputMs,
		...spent(lane, asked, firstOutputMs === null ? 0 : 0.5),
	};
}

/** What is charged when that share of the answer was written. */
function spent({ provider: { billing, cost } }: Lane, { inputTokens, outputTokens }: Asked, share: number) {
	const written = outputTokens * share;
	const price = billing === 'metered' && cost !== null ? cost : { input: 0, output: 0 };
	return { cost: (price.input * inputTokens + price.output * written) / 1_000_000, inputTokens, outputTokens: written };
}
