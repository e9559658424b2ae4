import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { build } from 'esbuild';
import { systemClock } from '../../src/editor/clock.ts';
import { nothingShared } from '../../src/editor/healthContent.ts';
import { createHealthFile } from '../../src/editor/healthFile.ts';
import { createSumsCheck } from './sums.ts';

export interface HammerRequest {
	/** An empty folder for the file and the writer's program. */
	readonly folder: string;
	/** How often a writer is killed and started again. */
	readonly rounds: number;
	/** The same seed kills the same writers after the same pauses; the machine's own timing stays its own. */
	readonly seed: number;
}

export interface HammerResult {
	readonly rounds: number;
	/** So many writes were said to be kept. */
	readonly acknowledged: number;
	/** The keys that were said to be kept and were not found afterwards, or only as they were before. */
	readonly lost: readonly string[];
	/** How often the file could not be read as a whole. */
	readonly unreadable: number;
	/** So many times the writers counted; those who were killed did not write the last of it. */
	readonly begun: number;
	/** So many times they were told that it is kept. */
	readonly counted: number;
	/** So many times are in the file. */
	readonly found: number;
	/** What was wrong with the sums, each fault once. */
	readonly wrong: readonly string[];
}

interface Writer {
	readonly child: ChildProcess;
	/** Resolves after so many further times that were said to be kept. */
	acknowledged(count: number): Promise<void>;
}

const writerSource = resolve(import.meta.dirname, '../hammerWriter.ts');
const names = ['one', 'two'] as const;
/** The longest pause between the last acknowledged write and the kill, in milliseconds: a write takes about as long. */
const longestPauseMs = 8;

/** Two windows write to one file while they are killed at random; nothing that was said to be kept may be lost. */
export async function hammerHealth(
	{ folder, rounds, seed }: HammerRequest,
	onRound: (done: number) => void = () => undefined,
): Promise<HammerResult> {
	const file = join(folder, 'shared/health.json');
	const shared = createHealthFile(file, systemClock);
	const random = randomFrom(seed);
	/** By key: when the latest write of it that was said to be kept was made. */
	const kept = new Map<string, number>();
	const lost = new Set<string>();
	const sums = createSumsCheck();
	const wrong = new Set<string>();
	const said = { begun: 0, kept: 0 };
	let acknowledged = 0;
	let unreadable = 0;
	const program = join(folder, 'writer.mjs');
	// As one file it starts several times faster, and it starts once a round.
	await build({ entryPoints: [writerSource], outfile: program, bundle: true, platform: 'node', format: 'esm' });
	const launch = (name: string, life: number) =>
		startWriter([program, file, name, String(life)], (what, at, key) => {
			if (what === 'begun') {
				said.begun++;
			} else if (what === 'counted') {
				said.kept++;
			} else {
				acknowledged++;
				kept.set(key, Math.max(at, kept.get(key) ?? 0));
			}
		});
	const check = async (over = false) => {
		const expected = [...kept];
		const expectedSums = { ...said };
		const reading = await shared.read();
		const { cooldowns: found, ledger } = reading.state === 'whole' ? reading.shared : nothingShared;
		for (const fault of sums.look(ledger, expectedSums, over)) {
			wrong.add(fault);
		}
		unreadable += Number(reading.state === 'bad' || existsSync(`${file}.bad`));
		for (const [key] of expected.filter(([key, at]) => (found[key]?.at ?? 0) < at)) {
			lost.add(key);
		}
	};
	const writers = names.map((name) => launch(name, 0));
	try {
		for (let round = 1; round <= rounds; round++) {
			const which = Math.floor(random() * writers.length);
			const writer = writers[which];
			const name = names[which];
			if (writer === undefined || name === undefined) {
				throw new Error(`there is no writer ${which}`);
			}
			await writer.acknowledged(1 + Math.floor(random() * 3));
			await pause(random() * longestPauseMs);
			await kill(writer.child);
			await check();
			writers[which] = launch(name, round);
			onRound(round);
		}
	} finally {
		await Promise.all(writers.map(({ child }) => kill(child)));
	}
	await check(true);
	const { begun, kept: counted } = said;
	return { rounds, acknowledged, lost: [...lost], unreadable, begun, counted, found: sums.found(), wrong: [...wrong] };
}

function startWriter(command: readonly string[], onLine: (what: string, at: number, key: string) => void): Writer {
	const child = spawn(process.execPath, command, { stdio: ['pipe', 'pipe', 'inherit'] });
	const lines = createInterface(child.stdout);
	lines.on('line', (line) => {
		const [what = '', at, ...key] = line.split(' ');
		onLine(what, Number(at), key.join(' '));
	});
	return {
		child,
		acknowledged: (count) =>
			new Promise((enough, ended) => {
				let left = count;
				lines.on('line', (line) => {
					left -= Number(line === 'counted');
					if (left === 0) {
						enough();
					}
				});
				const over = () => {
					ended(new Error(`a writer ended by itself: ${child.signalCode ?? child.exitCode ?? 'unknown'}`));
				};
				if (child.exitCode !== null || child.signalCode !== null) {
					over();
				}
				child.once('exit', over);
			}),
	};
}

/** Resolves when it has ended and everything that it said was read. */
async function kill(child: ChildProcess): Promise<void> {
	if (child.exitCode === null && child.signalCode === null) {
		const closed = once(child, 'close');
		child.kill('SIGKILL');
		await closed;
	}
}

/** Numbers from 0 to 1, always the same ones for a seed (mulberry32). */
function randomFrom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}
