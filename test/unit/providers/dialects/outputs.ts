import { existsSync, readFileSync } from 'node:fs';
import { type Dialect, noProgress, type Progress } from '../../../../src/providers/dialects/dialect.ts';
import type { OutputPart } from '../../../../src/providers/provider.ts';
import type { Ended, Replay } from './replay.ts';

/** In which order the two outputs of a program are read; how they were mixed was not recorded. */
export type Order = 'errors first' | 'errors last';

/** Plays both outputs of a recording, as far as the adapter would have read them. */
export function replayOutputs(
	dialect: Dialect,
	name: string,
	ended: Ended = {},
	order: Order = 'errors first',
): Replay {
	const lines = recorded(dialect, `${name}.stdout`);
	const errors = recorded(dialect, `${name}.stderr`);
	return replayLines(dialect, { lines, errors }, ended, order);
}

export function replayLines(
	dialect: Dialect,
	{ lines = [], errors = [] }: { readonly lines?: readonly string[]; readonly errors?: readonly string[] },
	{ task = 'changes', exitCode = 0, signal = null, now = 0 }: Ended = {},
	order: Order = 'errors first',
): Replay {
	let progress: Progress = noProgress;
	let read = 0;
	const parts: OutputPart[] = [];
	const fromErrors = errors.map((line) => (before: Progress) => dialect.errorLine?.(before, line, now));
	const fromLines = lines.map((line) => (before: Progress) => dialect.line(before, JSON.parse(line), now));
	for (const step of order === 'errors first' ? [...fromErrors, ...fromLines] : [...fromLines, ...fromErrors]) {
		const next = step(progress);
		read += 1;
		progress = next?.progress ?? progress;
		parts.push(...(next?.parts ?? []));
		if (progress.failure !== null) {
			break;
		}
	}
	const errorOutput = errors.join('\n').slice(-4096);
	return { answer: dialect.end(progress, { task, exitCode, signal, errorOutput, now }), parts, read };
}

function recorded(dialect: Dialect, file: string): readonly string[] {
	const url = new URL(`../../../fixtures/recordings/${dialect.command}/${file}`, import.meta.url);
	return existsSync(url)
		? readFileSync(url, 'utf8')
				.split('\n')
				.filter((line) => line.trim() !== '')
		: [];
}
