import { measure } from './measure.ts';
import { soonestOracle, orderedOracle, cheapestOracle } from './oracles.ts';
import type { TraceResult } from './simulate.ts';

const headers = [
	'policy',
	'answered',
	'missed',
	'first output, mean',
	'p95',
	'× soonest',
	'× in order',
	'later',
	'wasted per 1,000',
	'US$ per 1,000',
	'time lost',
	'US$ lost',
];

/** One table for all traces together, then one for each. Markdown. */
export function report(traces: readonly TraceResult[]): string {
	const parts = traces.map((trace) =>
		[`### ${trace.trace.name}`, '', `${upper(trace.trace.about)}. ${sizeOf([trace])}`, '', table([trace])].join('\n'),
	);
	return traces.length === 1
		? parts.join('\n')
		: ['### All traces', '', sizeOf(traces), '', table(traces), '', parts.join('\n\n')].join('\n');
}

/** How many requests there are, and for how many of them nobody can have an excuse. */
function sizeOf(traces: readonly TraceResult[]): string {
	const all = traces.reduce((sum, { asked }) => sum + asked.length, 0);
	const steady = traces.reduce((sum, trace) => sum + trace.steady.filter((each) => each === 1).length, 0);
	return `Of ${grouped(all)} requests ${grouped(steady)} could have been answered at any time until the deadline.`;
}

function table(traces: readonly TraceResult[]): string {
	const names = (traces[0]?.results ?? []).map(({ policy }) => policy.name);
	const rows = names.map((name) => rowOf(traces, name));
	const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
	return [line(headers), line(headers.map((_, index) => (index === 0 ? '---' : '--:'))), ...rows.map(line)].join('\n');
}

function rowOf(traces: readonly TraceResult[], name: string): readonly string[] {
	const bounds = [soonestOracle, orderedOracle, cheapestOracle].map((policy) => policy.name);
	const all = measure(traces, name, bounds);
	const [soonest, inOrder, cheapest] = bounds.map((bound) => all.against[bound]);
	return [
		name,
		percent(all.answered / all.requests),
		String(all.missed),
		seconds(all.meanMs),
		seconds(all.p95Ms),
		number(soonest?.times, 2),
		number(inOrder?.times, 2),
		inOrder === undefined ? '–' : `${(inOrder.later * 100).toFixed(1)} %`,
		number(all.wasted, 1),
		number(all.spend, 2),
		seconds(soonest?.regretMs),
		number(cheapest?.regretSpend, 2),
	];
}

function grouped(count: number): string {
	return count.toLocaleString('en-US');
}

function percent(share: number): string {
	return `${(Math.floor(share * 100_000) / 1000).toFixed(3)} %`;
}

function seconds(ms: number | undefined): string {
	return ms === undefined || Number.isNaN(ms) ? '–' : `${(ms / 1000).toFixed(2)} s`;
}

function number(value: number | undefined, digits: number): string {
	return value === undefined || Number.isNaN(value) ? '–' : value.toFixed(digits);
}

function upper(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}
