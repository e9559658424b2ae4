import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { kindsOfWork } from '../../src/core/classify.ts';
import type { Capability } from '../../src/core/request.ts';

/** One labelled prompt. `accept` holds every label that counts as right. */
export interface Example {
	readonly prompt: string;
	readonly task: Capability;
	readonly accept: readonly Capability[];
	readonly language: string;
	readonly effort: string | null;
	/** The file it lies in: who wrote it, and which kinds of work they wrote about. */
	readonly source: string;
}

const folder = resolve(import.meta.dirname, 'data');

/** Our own examples, from every file that begins with `own`, or the development set. */
export function readExamples(name: 'own' | 'dev'): readonly Example[] {
	return readdirSync(folder)
		.filter((file) => file.startsWith(name) && file.endsWith('.jsonl'))
		.sort()
		.flatMap(readFile);
}

function readFile(file: string): readonly Example[] {
	return readFileSync(resolve(folder, file), 'utf8')
		.split('\n')
		.map((line, at) => ({ line, at }))
		.filter(({ line }) => line.trim() !== '')
		.map(({ line, at }) => exampleOf(JSON.parse(line), file, `${file}:${at + 1}`));
}

/** Numbers of the accepted labels, for learning. */
export function targetsOf(example: Example): readonly number[] {
	return example.accept.map((task) => kindsOfWork.indexOf(task));
}

function exampleOf(value: unknown, source: string, where: string): Example {
	if (typeof value !== 'object' || value === null || !('prompt' in value) || !('task' in value) || !('lang' in value)) {
		throw new Error(`${where}: not an example`);
	}
	const task = taskOf(value.task, where);
	if (typeof value.prompt !== 'string' || typeof value.lang !== 'string') {
		throw new Error(`${where}: prompt and lang have to be text`);
	}
	const accepted = 'accept' in value && Array.isArray(value.accept) ? value.accept : [task];
	return {
		prompt: value.prompt,
		task,
		accept: accepted.map((one: unknown) => taskOf(one, where)),
		language: value.lang,
		effort: 'effort' in value && typeof value.effort === 'string' ? value.effort : null,
		source,
	};
}

function taskOf(value: unknown, where: string): Capability {
	const task = kindsOfWork.find((one) => one === value);
	if (task === undefined) {
		throw new Error(`${where}: no such task: ${String(value)}`);
	}
	return task;
}
