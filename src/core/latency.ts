import type { Health, Statistics } from './health.ts';
import type { Provider } from './provider.ts';

/** So many answers have to be measured before the measure outranks what is configured. */
const samplesNeeded = 3;

/** So many of the latest count: a provider that became slow, or quick again, is soon known as such. */
const latestCounted = 9;

/** Statistics never change: the median is found once for each, since every decision may ask for all of them. */
const medians = new WeakMap<Statistics, number>();

/** How long until its first output, in milliseconds: the median of what was measured, else what is configured. */
export function latencyOf(
	{ id, latency }: Pick<Provider, 'id' | 'latency'>,
	{ stats }: Pick<Health, 'stats'>,
): number | null {
	const measured = measuredOf(id, stats);
	const samples = (measured?.firstOutputMs ?? []).slice(-latestCounted);
	// Who failed at some of its first attempts is judged by the others.
	if (measured === undefined || samples.length === 0 || measured.attempts < samplesNeeded) {
		return latency;
	}
	const before = medians.get(measured);
	if (before !== undefined) {
		return before;
	}
	const median = percentile(samples, 0.5) ?? 0;
	medians.set(measured, median);
	return median;
}

/** Whether too little was asked of a provider to know how quick it is: asking it first is the only way to find out. */
export function isUntested({ id }: Pick<Provider, 'id'>, { stats }: Pick<Health, 'stats'>): boolean {
	return (measuredOf(id, stats)?.attempts ?? 0) < samplesNeeded;
}

function measuredOf(id: string, stats: Health['stats']): Statistics | undefined {
	return Object.hasOwn(stats, id) ? stats[id] : undefined;
}

/** The value below which this part of the samples lies, between two of them as on a straight line; `null` without any. */
export function percentile(samples: readonly number[], part: number): number | null {
	const sorted = [...samples].sort((left, right) => left - right);
	const place = (sorted.length - 1) * part;
	const lower = sorted[Math.floor(place)];
	const upper = sorted[Math.ceil(place)];
	return lower === undefined || upper === undefined ? null : lower + (upper - lower) * (place - Math.floor(place));
}
