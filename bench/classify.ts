import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { classify } from '../src/core/classify.ts';
import { readShippedModel } from '../src/lazy/classify.ts';
import type { Measured } from './measured.ts';

const file = resolve(import.meta.dirname, '../scripts/classifier/data/dev.jsonl');

/** A recognition by the length of the prompt, another prompt each time. */
export function recognitions(): readonly Measured[] {
	const model = readShippedModel();
	const said = readFileSync(file, 'utf8')
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => String((JSON.parse(line) as { prompt: unknown }).prompt));
	return [100, 1000, 10_000].map((length) => {
		let turn = 0;
		let prompt = '';
		return {
			what: 'classify',
			size: `${length} characters`,
			count: length,
			prepare() {
				const text = Array.from({ length: 60 }, (_, next) => said[(turn + next * 7) % said.length]).join(' ');
				prompt = text.repeat(2).slice(0, length);
				turn++;
			},
			run() {
				classify(prompt, {}, model);
			},
		};
	});
}
