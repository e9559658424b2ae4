import type { TraceResult } from './simulate.ts';

/** How one policy did in one trace, or in all of them. */
export interface Measures {
	readonly requests: number;
	readonly answered: number;
	/** Requests that some provider could have answered at any time until the deadline, and that nobody answered. */
	readonly missed: number;
	/** Requests that some provider could have answered at any time until the deadline. */
	readonly steady: number;
	/** From the start of a request to the first output of its answer, in milliseconds; `NaN`: none was answered. */
	readonly meanMs: number;
	readonly p95Ms: number;
	/** The mean against that of another policy, over the requests that both answered. By the other's name. */
	readonly against: Readonly<Record<string, Against>>;
	/** Failed attempts for each thousand requests. */
	readonly wasted: number;
	/** US dollars for each thousand requests. */
	readonly spend: number;
}

export interface Against {
	/** How many times as long. */
	readonly times: number;
	/** How much longer, in milliseconds. */
	readonly regretMs: number;
	/** How much dearer, in US dollars for each thousand requests. */
	readonly regretSpend: number;
	/** The share of the requests for which somebody answered who comes later in the order of the settings. */
	readonly later: number;
}

/** The measures of a policy over some traces, all requests taken together. */
export function measure(traces: readonly TraceResult[], name: string, others: readonly string[]): Measures {
	const own = traces.map((trace) => ({ trace, ledger: ledgerOf(trace, name) }));
	const requests = sum(own, ({ trace }) => trace.asked.length);
	const times = own.flatMap(({ ledger }) => [...ledger.firstOutputMs].filter((ms) => !Number.isNaN(ms)));
	times.sort((one, other) => one - other);
	const steady = own.map(({ trace, ledger }) => {
		const which = [...trace.steady.keys()].filter((number) => trace.steady[number] === 1);
		return { all: which.length, missed: which.filter((number) => Number.isNaN(ledger.firstOutputMs[number])).length };
	});
	return {
		requests,
		answered: times.length,
		missed: sum(steady, ({ missed }) => missed),
		steady: sum(steady, ({ all }) => all),
		meanMs: sum(times, (ms) => ms) / times.length,
		p95Ms: times[Math.ceil(times.length * 0.95) - 1] ?? Number.NaN,
		against: Object.fromEntries(others.map((other) => [other, compare(traces, name, other)])),
		wasted: (sum(own, ({ ledger }) => ledger.wasted()) * 1000) / requests,
		spend: (sum(own, ({ ledger }) => sum(ledger.cost, (cost) => cost)) * 1000) / requests,
	};
}

function compare(traces: readonly TraceResult[], name: string, other: string): Against {
	let both = 0;
	let mine = 0;
	let theirs = 0;
	let dearer = 0;
	let later = 0;
	for (const trace of traces) {
		const one = ledgerOf(trace, name);
		const two = ledgerOf(trace, other);
		for (const [number, ms] of one.firstOutputMs.entries()) {
			const otherMs = two.firstOutputMs[number] ?? Number.NaN;
			if (!Number.isNaN(ms) && !Number.isNaN(otherMs)) {
				both++;
				later += Number((one.by[number] ?? 0) > (two.by[number] ?? 0));
				mine += ms;
				theirs += otherMs;
				dearer += (one.cost[number] ?? 0) - (two.cost[number] ?? 0);
			}
		}
	}
	return {
		times: mine / theirs,
		regretMs: (mine - theirs) / both,
		regretSpend: (dearer * 1000) / both,
		later: later / both,
	};
}

function ledgerOf({ results, trace }: TraceResult, name: string) {
	const result = results.find(({ policy }) => policy.name === name);
	if (result === undefined) {
		throw new Error(`"${name}" did not route "${trace.name}"`);
	}
	return result.ledger;
}

function sum<T>(all: Iterable<T>, number: (each: T) => number): number {
	let whole = 0;
	for (const each of all) {
		whole += number(each);
	}
	return whole;
}
