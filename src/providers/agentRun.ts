import type { ChildProcess } from 'node:child_process';
import { execa } from 'execa';
import type { Failure } from '../core/failure.ts';
import type { Task } from '../core/request.ts';
import { pipeInput } from './agentInput.ts';
import { type Dialect, noProgress, type Progress, type Step } from './dialects/dialect.ts';
import { asks } from './dialects/verdict.ts';
import { jsonLines, textLines } from './jsonLines.ts';
import { watchTree } from './processTree.ts';
import type { Answer, OutputPart, RunIo } from './provider.ts';
import { evidenceOf } from './said.ts';
import { inSlices } from './slices.ts';

export interface AgentRun {
	readonly program: string;
	readonly arguments: readonly string[];
	readonly cwd: string;
	readonly environment: Readonly<Record<string, string>>;
	/** A variable of `environment` whose value no other process has. */
	readonly marker: string;
	/** What the program is given as its input; nothing when it reads the prompt from a file. */
	readonly input: string;
	/** Where a pipe can be made that it is given its input through; `null`: it takes any. */
	readonly pipe: string | null;
	readonly task: Task;
	readonly dialect: Dialect;
	/** Milliseconds since the epoch. */
	readonly now: () => number;
}

/**
 * Runs an agent program to its end, to its first failure or to the abort, whichever comes first. When it resolves, no
 * process that the program started is left.
 */
export async function runAgent(run: AgentRun, io: RunIo): Promise<Answer> {
	const pipe = run.pipe === null ? null : await pipeInput(run.pipe);
	const subprocess = execa(run.program, [...run.arguments], {
		cwd: run.cwd,
		env: { ...run.environment },
		extendEnv: false,
		// A group of its own, so that a signal reaches all of it and nothing else.
		detached: process.platform !== 'win32',
		windowsHide: true,
		// Given, and then closed: agents wait for ever on an input that stays open.
		...(pipe === null ? { input: run.input } : { stdin: pipe.descriptor }),
		encoding: 'buffer',
		buffer: false,
		reject: false,
	});
	const given = pipe?.give(run.input);
	const { pid } = subprocess;
	if (pid === undefined) {
		const { code } = await subprocess;
		await given;
		const message = 'The program of the agent cannot be started.';
		return failed({ kind: 'agent-crashed', message, evidence: evidenceOf({ code }, null), neverSent: true });
	}
	const tree = watchTree({ root: pid, marker: { name: run.marker, value: run.environment[run.marker] ?? '' } });
	const exit = exitOf(subprocess.nodeChildProcess);
	const broken = new AbortController();
	const over = AbortSignal.any([io.signal, broken.signal]);
	const talk = createTalk(run, io, () => broken.abort());
	const errors = lastOf(subprocess.stderr, errorTail, talk);
	const stray = createTail(strayTail);
	const output = listen(subprocess.stdout, talk, run.dialect.output, stray);
	await Promise.race([exit.done, abortOf(over)]);
	const left = await tree.end(exit.hasExited() ? null : run.dialect.politely);
	if (left.length > 0) {
		// What can't be ended may hold the pipes open for ever.
		subprocess.stdout.destroy();
		subprocess.stderr.destroy();
		subprocess.nodeChildProcess.unref();
		return failed(undead(left));
	}
	await output;
	await given;
	const { exitCode, signal } = await exit.done;
	const errorOutput = [await errors, stray.text()].filter((text) => text !== '').join('\n');
	const said = talk.progress();
	await subprocess;
	if (io.signal.aborted) {
		return failed(stopped([errorOutput, said.messages.at(-1) ?? '']));
	}
	return finish(run, io, run.dialect.end(said, { task: run.task, exitCode, signal, errorOutput, now: run.now() }));
}

/** In bytes. */
const errorTail = 4096;
/** Of what stands between the lines of JSON, in characters. */
const strayTail = 1000;
/** In bytes. */
const longestErrorLine = 64 * 1024;

interface Exit {
	readonly exitCode: number | null;
	readonly signal: string | null;
}

function exitOf(subprocess: ChildProcess): { readonly done: Promise<Exit>; hasExited(): boolean } {
	let exited = false;
	const done = new Promise<Exit>((resolve) => {
		subprocess.once('exit', (exitCode, signal) => {
			exited = true;
			resolve({ exitCode, signal });
		});
	});
	return { done, hasExited: () => exited };
}

function abortOf(signal: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		if (signal.aborted) {
			resolve();
		}
		signal.addEventListener('abort', () => resolve(), { once: true });
	});
}

/** What the program says on both of its outputs, as one story. */
interface Talk {
	progress(): Progress;
	/** Whether more of it matters. */
	over(): boolean;
	hear(step: (progress: Progress, now: number) => Step): void;
	/** Whether lines of the error output tell something too. */
	readonly errorLine: Dialect['errorLine'];
	readonly line: Dialect['line'];
	/** Milliseconds since the epoch. */
	readonly now: () => number;
}

function createTalk({ dialect, now, task }: AgentRun, io: RunIo, stop: () => void): Talk {
	let progress = noProgress;
	return {
		progress: () => progress,
		over: () => io.signal.aborted || progress.failure !== null,
		hear(step) {
			const next = step(progress, now());
			progress = next.progress;
			for (const part of next.parts) {
				io.output(shown(part, task));
			}
			if (progress.failure !== null) {
				stop();
			}
		},
		errorLine: dialect.errorLine?.bind(dialect),
		line: dialect.line.bind(dialect),
		now,
	};
}

async function listen(
	stdout: AsyncIterable<Uint8Array>,
	talk: Talk,
	output: Dialect['output'],
	stray: Tail,
): Promise<void> {
	try {
		const events = output === 'lines' ? textLines(stdout) : jsonLines(stdout, undefined, stray.add);
		for await (const event of inSlices(events, talk.now)) {
			if (talk.over()) {
				// It may be the question that the program waits with, which has no end of line.
				stray.add(output === 'lines' && typeof event === 'string' ? event : '');
				break;
			}
			talk.hear((progress, now) => talk.line(progress, event, now));
		}
	} catch (error) {
		const failure: Failure = { kind: 'bug', message: `Reading the agent failed: ${nameOf(error)}.` };
		talk.hear((progress) => ({ progress: { ...progress, failure }, parts: [] }));
	}
}

/** The end of a text that may be endless. */
interface Tail {
	readonly add: (line: string) => void;
	text(): string;
}

function createTail(length: number): Tail {
	let last = '';
	return {
		add(line) {
			last = `${last}\n${line.slice(-length)}`.slice(-length);
		},
		text: () => last.trim(),
	};
}

/** What an agent says on its way to code is not part of the code: only its last message is shown, by `finish`. */
function shown(part: OutputPart, task: Task): OutputPart {
	return task === 'code' && part.type === 'text' ? { type: 'activity' } : part;
}

function finish(run: AgentRun, io: RunIo, answer: Answer): Answer {
	if (answer.ok && run.task === 'code') {
		io.output({ type: 'text', text: answer.text });
	}
	return answer;
}

/** The end of a stream, read to its own end so that the program never waits for us. */
async function lastOf(stream: AsyncIterable<Uint8Array>, length: number, talk: Talk): Promise<string> {
	let last = Buffer.alloc(0);
	const kept = async function* () {
		for await (const chunk of stream) {
			last = Buffer.concat([last, chunk]).subarray(-length);
			yield chunk;
		}
	};
	try {
		for await (const line of textLines(kept(), longestErrorLine)) {
			const { errorLine } = talk;
			if (errorLine !== undefined && line !== null && line.trim() !== '' && !talk.over()) {
				talk.hear((progress, now) => errorLine(progress, line.trim(), now));
			}
		}
	} catch {
		// The stream was closed under us: what was read so far is all there is.
	}
	return last.toString('utf8');
}

/** Whoever stopped it knows why; what it was at is for them to add. */
function stopped(words: readonly string[]): Failure {
	return words.some(asks)
		? { kind: 'cancelled', message: 'The agent had asked for input and waited.', evidence: { waiting: 'input' } }
		: { kind: 'cancelled', message: 'The agent was stopped.' };
}

function undead(left: readonly number[]): Failure {
	return {
		kind: 'agent-crashed',
		message: `Processes of the agent could not be ended: ${left.join(', ')}.`,
		evidence: { left: left.length },
	};
}

function nameOf(error: unknown): string {
	return error instanceof Error ? error.name : 'unknown';
}

function failed(failure: Failure): Answer {
	return { ok: false, failure };
}
