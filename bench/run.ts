// node bench/run.ts [--write]
// How long a decision and a recognition take, and how that grows. With `--write` the table of docs/BENCHMARKS.md is made
// anew: on a machine that does nothing else.
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { resolve } from 'node:path';
import { Bench } from 'tinybench';
import { recognitions } from './classify.ts';
import { decisions } from './decide.ts';
import type { Measured } from './measured.ts';

const page = resolve(import.meta.dirname, '../docs/BENCHMARKS.md');
const begin = '<!-- begin: npm run bench -- --write -->';
const end = '<!-- end -->';

/** In milliseconds for each of them: to warm up, and to be measured. */
const [warmupTime, time] = [500, 2000];

/** How long one run took, in microseconds. */
interface Times {
	readonly measured: Measured;
	readonly median: number;
	readonly p99: number;
	readonly runs: number;
}

async function timesOf(all: readonly Measured[]): Promise<readonly Times[]> {
	const bench = new Bench({ time, warmupTime });
	for (const [place, { prepare, run }] of all.entries()) {
		bench.add(String(place), run, { beforeEach: prepare });
	}
	await bench.run();
	return all.map((measured, place) => {
		const result = bench.getTask(String(place))?.result;
		if (result?.state !== 'completed') {
			throw new Error(`${measured.what}, ${measured.size}: ${result?.state ?? 'not measured'}`);
		}
		const { p50, p99, samplesCount } = result.latency;
		return { measured, median: p50 * 1000, p99: p99 * 1000, runs: samplesCount };
	});
}

function tableOf(all: readonly Times[]): string {
	const rows = all.map(({ measured, median, p99, runs }, place) => {
		const before = all[place - 1];
		const growth =
			before?.measured.what === measured.what
				? `${(median / before.median).toFixed(1)} times for ${measured.count / before.measured.count} times as much`
				: '';
		return `| ${measured.what} | ${measured.size} | ${shown(median)} | ${shown(p99)} | ${growth} | ${runs} |`;
	});
	const head = ['| what | of | median | p99 | growth of the median | runs |', '| --- | --- | --- | --- | --- | --- |'];
	return [...head, ...rows].join('\n');
}

function shown(microseconds: number): string {
	return `${microseconds < 100 ? microseconds.toFixed(1) : microseconds.toFixed(0)} µs`;
}

const table = tableOf([...(await timesOf(decisions())), ...(await timesOf(recognitions()))]);
console.log(table);
if (process.argv.includes('--write')) {
	const [cpu] = cpus();
	const day = new Date().toISOString().slice(0, 10);
	const where = `Measured on ${day} with Node ${process.version}, ${cpus().length} × ${cpu?.model ?? 'unknown'}.`;
	const text = readFileSync(page, 'utf8');
	const [before, after] = [text.indexOf(begin) + begin.length, text.indexOf(end)];
	writeFileSync(page, `${text.slice(0, before)}\n${where}\n\n${table}\n${text.slice(after)}`);
}
