import { type Readable, Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { execa } from 'execa';
import { type ProcessTree, watchTree } from './processTree.ts';

export interface ProcessInput {
	readonly program: string;
	readonly arguments: readonly string[];
	readonly cwd: string;
	readonly environment: Readonly<Record<string, string>>;
	/** A variable of `environment` whose value no process but those of this run has. */
	readonly marker: string;
	readonly stdin: 'pipe' | 'ignore';
}

/** How a program ended; both are `null` while it is not known. */
export interface Exit {
	readonly exitCode: number | null;
	/** What ended it; `null` when it ended by itself. */
	readonly signal: string | null;
}

/** A program that runs, with everything it starts. */
export interface StartedProcess {
	readonly tree: ProcessTree;
	/** Nothing may be written to it when the program was started without an input. */
	readonly stdin: Writable;
	readonly stdout: Readable;
	readonly stderr: Readable;
	/** Resolves when the program itself has ended, whatever it leaves behind. */
	readonly exit: Promise<Exit>;
	/** `null` while it runs. */
	ended(): Exit | null;
	/** Gives up what can't be ended: its pipes are closed, and nothing waits for it any more. */
	abandon(): void;
}

/** Starts a program in a group of its own. The name of the error, such as `ENOENT`, when it can't be started. */
export async function startProcess(
	input: ProcessInput,
): Promise<{ readonly ok: true; readonly started: StartedProcess } | { readonly ok: false; readonly code: unknown }> {
	const subprocess = execa(input.program, [...input.arguments], {
		cwd: input.cwd,
		env: { ...input.environment },
		extendEnv: false,
		// A group of its own, so that a signal reaches all of it and nothing else.
		detached: process.platform !== 'win32',
		windowsHide: true,
		stdin: input.stdin,
		encoding: 'buffer',
		buffer: false,
		reject: false,
	});
	const { pid } = subprocess;
	if (pid === undefined) {
		const { code } = await subprocess;
		return { ok: false, code };
	}
	const marker = { name: input.marker, value: input.environment[input.marker] ?? '' };
	const tree = watchTree({ root: pid, marker });
	let ended: Exit | null = null;
	const exit = new Promise<Exit>((resolve) => {
		subprocess.nodeChildProcess.once('exit', (exitCode, signal) => {
			ended = { exitCode, signal };
			resolve(ended);
		});
	});
	return {
		ok: true,
		started: {
			tree,
			stdin: subprocess.stdin ?? new Writable(),
			stdout: subprocess.stdout,
			stderr: subprocess.stderr,
			exit,
			ended: () => ended,
			abandon() {
				subprocess.stdout.destroy();
				subprocess.stderr.destroy();
				subprocess.nodeChildProcess.unref();
			},
		},
	};
}

/** The last bytes of streams, joined; reads them to their ends, so that the program never waits for us. */
export function lastOf(streams: readonly Readable[], most: number, onBytes: () => void = () => undefined) {
	let kept = Buffer.alloc(0);
	let cut = false;
	for (const stream of streams) {
		stream.on('data', (chunk: Buffer) => {
			const all = Buffer.concat([kept, chunk.subarray(-most)]);
			cut ||= all.length > most || chunk.length > most;
			kept = all.subarray(-most);
			onBytes();
		});
		stream.on('error', () => undefined);
	}
	return {
		/** Never begins in the middle of a character. */
		text: (): string => kept.subarray(cut ? firstCharacter(kept) : 0).toString('utf8'),
		isCut: (): boolean => cut,
		/** Resolves when nothing more can come. */
		whole: Promise.all(streams.map((stream) => new Promise((resolve) => void stream.once('close', resolve)))),
	};
}

/** Resolves when the promise has settled, or after so many milliseconds. Leaves no timer behind. */
export async function settled(promise: Promise<unknown>, ms: number): Promise<void> {
	const enough = new AbortController();
	const over = pause(ms, undefined, { signal: enough.signal }).catch(() => undefined);
	await Promise.race([promise.catch(() => undefined), over]);
	enough.abort();
}

/** Where the first whole character of UTF-8 begins. */
function firstCharacter(bytes: Buffer): number {
	const found = bytes.findIndex((byte) => (byte & 0xc0) !== 0x80);
	return found === -1 ? bytes.length : found;
}
