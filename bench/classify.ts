// node bench/classify.ts
// How long a recognition takes by the length of the prompt: median and p99 in microseconds, of every run and of the
// shortest of five runs with the same prompt, which what else runs on the machine disturbs less.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { classify, readModel } from '../src/core/classify.ts';
import { learnedWeights } from '../src/core/classifyModel.ts';

const prompts = 1000;
const runs = 5;
const model = readModel(learnedWeights);
const file = resolve(import.meta.dirname, '../scripts/classifier/data/dev.jsonl');
const said = readFileSync(file, 'utf8')
	.split('\n')
	.filter((line) => line !== '')
	.map((line) => String((JSON.parse(line) as { prompt: unknown }).prompt));

for (const length of [100, 1000, 10_000]) {
	const all: number[] = [];
	const shortest: number[] = [];
	for (let at = 0; at < 2 * prompts; at++) {
		const text = Array.from({ length: 60 }, (_, next) => said[(at + next * 7) % said.length]).join(' ');
		const prompt = text.repeat(2).slice(0, length);
		const times = Array.from({ length: runs }, () => timed(prompt));
		// The first half warms up.
		if (at >= prompts) {
			all.push(...times);
			shortest.push(Math.min(...times));
		}
	}
	console.log(`${length} characters: ${summary(all)}; shortest of ${runs}: ${summary(shortest)}`);
}

function timed(prompt: string): number {
	const start = performance.now();
	classify(prompt, {}, model);
	return 1000 * (performance.now() - start);
}

function summary(times: readonly number[]): string {
	const sorted = [...times].sort((one, other) => one - other);
	const at = (part: number) => Math.round(sorted[Math.floor(part * sorted.length)] ?? 0);
	return `median ${at(0.5)} us, p99 ${at(0.99)} us`;
}
