// node bench/classify.ts
// How long a recognition takes by the length of the prompt: median and p99 in microseconds.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { classify, readModel } from '../src/core/classify.ts';
import { learnedWeights } from '../src/core/classifyModel.ts';

const runs = 3000;
const model = readModel(learnedWeights);
const file = resolve(import.meta.dirname, '../scripts/classifier/data/dev.jsonl');
const said = readFileSync(file, 'utf8')
	.split('\n')
	.filter((line) => line !== '')
	.map((line) => String((JSON.parse(line) as { prompt: unknown }).prompt));

for (const length of [100, 1000, 10_000]) {
	const times: number[] = [];
	for (let run = 0; run < 2 * runs; run++) {
		const text = Array.from({ length: 60 }, (_, next) => said[(run + next * 7) % said.length]).join(' ');
		const prompt = text.repeat(2).slice(0, length);
		const start = performance.now();
		classify(prompt, {}, model);
		// The first half warms up.
		if (run >= runs) {
			times.push(performance.now() - start);
		}
	}
	times.sort((one, other) => one - other);
	const at = (part: number) => Math.round(1000 * (times[Math.floor(part * times.length)] ?? 0));
	console.log(`${length} characters: median ${at(0.5)} us, p99 ${at(0.99)} us`);
}
