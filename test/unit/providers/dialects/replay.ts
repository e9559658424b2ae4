import { existsSync, readFileSync } from 'node:fs';
import type { Task } from '../../../../src/core/request.ts';
import {
	type Dialect,
	type LaunchInput,
	noProgress,
	type Progress,
} from '../../../../src/providers/dialects/dialect.ts';
import type { Answer, OutputPart } from '../../../../src/providers/provider.ts';

export interface Replay {
	readonly answer: Answer;
	readonly parts: readonly OutputPart[];
	/** How many lines were read until the run was over. */
	readonly read: number;
}

export interface Ended {
	readonly task?: Task;
	readonly exitCode?: number | null;
	readonly signal?: string | null;
	readonly errorOutput?: string;
	readonly now?: number;
}

/** Plays what a real program once printed, as far as the adapter would have read it. */
export function replayRecording(dialect: Dialect, name: string, ended: Ended = {}): Replay {
	const file = new URL(`../../../fixtures/recordings/${dialect.command}/${name}.jsonl`, import.meta.url);
	const events = readFileSync(file, 'utf8')
		.trim()
		.split('\n')
		.map((line): unknown => JSON.parse(line));
	return replayEvents(dialect, events, ended);
}

export function replayEvents(dialect: Dialect, events: readonly unknown[], ended: Ended = {}): Replay {
	const { task = 'changes', exitCode = 0, signal = null, errorOutput = '', now = 0 } = ended;
	let progress: Progress = noProgress;
	let read = 0;
	const parts: OutputPart[] = [];
	for (const event of events) {
		const step = dialect.line(progress, event, now);
		progress = step.progress;
		parts.push(...step.parts);
		read += 1;
		if (progress.failure !== null) {
			break;
		}
	}
	return { answer: dialect.end(progress, { task, exitCode, signal, errorOutput, now }), parts, read };
}

/**
 * Plays both outputs of a program that prints lines of text: the error output first, as it tells what is tried again
 * while nothing else is said.
 */
export function replayLines(dialect: Dialect, name: string, ended: Ended = {}): Replay {
	const folder = new URL(`../../../fixtures/recordings/${dialect.command}/`, import.meta.url);
	const errorFile = new URL(`${name}.stderr`, folder);
	const errorOutput = existsSync(errorFile) ? readFileSync(errorFile, 'utf8') : '';
	const lines = readFileSync(new URL(`${name}.stdout`, folder), 'utf8')
		.replace(/\n$/, '')
		.split('\n');
	return replayEvents(dialect, lines, { errorOutput, ...ended });
}

/** How long the failure says to stay away. */
export function waitOf(answer: Answer): number | null {
	return !answer.ok && 'retryAfterMs' in answer.failure ? answer.failure.retryAfterMs : null;
}

/** How a program could be started. */
export const launchInput: LaunchInput = {
	task: 'changes',
	model: null,
	cwd: '/work/tree',
	permission: 'edit',
	runFolder: '/work/run',
	promptFile: '/work/run/prompt.md',
};
