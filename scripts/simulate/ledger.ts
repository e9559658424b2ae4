import type { Asked } from './asked.ts';
import type { Lane } from './lanes.ts';
import type { Outcome } from './world.ts';

/** What became of the requests of a trace under one policy. Each ends once: whatever else is said about it is an error. */
export interface Ledger {
	/** By the request's number: from its start to the first output of the answer, in milliseconds; `NaN`: not answered. */
	readonly firstOutputMs: Float64Array;
	/** By the request's number: what all of its attempts cost, in US dollars. */
	readonly cost: Float64Array;
	/** By the request's number: the place of the lane that answered; -1: none. */
	readonly by: Int16Array;
	/** Attempts that failed. */
	readonly wasted: () => number;
	/** By the kind of the failure. */
	readonly wastedFor: ReadonlyMap<string, number>;
	readonly attempts: () => number;
	/** Requests that ended, answered or not. */
	readonly ended: () => number;
	sent(asked: Asked, outcome: Outcome): void;
	/** The attempt that began then answered. */
	answered(asked: Asked, lane: Lane, outcome: Outcome, startedAt: number): void;
	unanswered(asked: Asked): void;
}

export function createLedger(count: number): Ledger {
	const firstOutputMs = new Float64Array(count).fill(Number.NaN);
	const cost = new Float64Array(count);
	const by = new Int16Array(count).fill(-1);
	const isOver = new Uint8Array(count);
	const wastedFor = new Map<string, number>();
	let wasted = 0;
	let attempts = 0;
	let ended = 0;
	const end = ({ number }: Asked) => {
		if (isOver[number] !== 0) {
			throw new Error(`request ${number} ended twice, or does not exist`);
		}
		isOver[number] = 1;
		ended++;
	};
	return {
		firstOutputMs,
		cost,
		by,
		wasted: () => wasted,
		wastedFor,
		attempts: () => attempts,
		ended: () => ended,
		sent({ number }, outcome) {
			attempts++;
			cost[number] = (cost[number] ?? 0) + outcome.cost;
			if (outcome.failure !== null) {
				const { kind } = outcome.failure;
				wasted++;
				wastedFor.set(kind, (wastedFor.get(kind) ?? 0) + 1);
			}
		},
		answered(asked, lane, outcome, startedAt) {
			end(asked);
			by[asked.number] = lane.place;
			firstOutputMs[asked.number] = startedAt + (outcome.firstOutputMs ?? outcome.tookMs) - asked.at;
		},
		unanswered: end,
	};
}
