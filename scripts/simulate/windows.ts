import { type Chance, exponential, logNormal } from './chance.ts';

/** Spans of time that do not overlap, in order: each begins at `from` and is over at `until`, which it does not contain. */
export interface Windows {
	readonly from: readonly number[];
	readonly until: readonly number[];
}

export interface Span {
	readonly from: number;
	readonly until: number;
}

/** The place of the window that holds a time, or -1. */
export function windowAt({ from, until }: Windows, time: number): number {
	const place = lastFrom(from, time);
	return place >= 0 && (until[place] ?? time) > time ? place : -1;
}

/** When the next window begins that does so after `time`; infinity: none does. */
export function nextFrom({ from }: Windows, time: number): number {
	return from[lastFrom(from, time) + 1] ?? Number.POSITIVE_INFINITY;
}

/** Whether any window holds any moment of a span. */
export function touches(windows: Windows, span: Span): boolean {
	return windowAt(windows, span.from) >= 0 || nextFrom(windows, span.from) < span.until;
}

/** The ends of windows that lie within a span, in order. */
export function endsWithin({ from, until }: Windows, span: Span): readonly number[] {
	const ends: number[] = [];
	for (let place = Math.max(0, lastFrom(from, span.from)); place < until.length; place++) {
		const end = until[place] ?? span.until;
		if (end >= span.until) {
			break;
		}
		if (end > span.from) {
			ends.push(end);
		}
	}
	return ends;
}

/** How often something happens by itself, and how long it lasts: log-normal around the median. All in milliseconds. */
export interface Rhythm {
	readonly meanGapMs: number;
	readonly medianMs: number;
	readonly sigma: number;
}

export function windowsOf(chance: Chance, span: Span, { meanGapMs, medianMs, sigma }: Rhythm): Windows {
	const windows = { from: [] as number[], until: [] as number[] };
	let time = span.from + exponential(chance, meanGapMs);
	while (time < span.until) {
		const end = time + logNormal(chance, medianMs, sigma);
		windows.from.push(time);
		windows.until.push(end);
		time = end + exponential(chance, meanGapMs);
	}
	return windows;
}

/** Windows within windows: a phase in which something comes and goes. */
export function windowsWithin(chance: Chance, phases: Windows, rhythm: Rhythm): Windows {
	const windows = { from: [] as number[], until: [] as number[] };
	for (const [place, from] of phases.from.entries()) {
		const until = phases.until[place] ?? from;
		const inner = windowsOf(chance, { from, until }, rhythm);
		windows.from.push(...inner.from);
		windows.until.push(...inner.until.map((end) => Math.min(end, until)));
	}
	return windows;
}

/** The place of the last window that begins at `time` or before, or -1. */
function lastFrom(from: readonly number[], time: number): number {
	let low = 0;
	let high = from.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((from[middle] ?? time) <= time) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low - 1;
}
