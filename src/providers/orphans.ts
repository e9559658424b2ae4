import { randomUUID } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { markerVariable } from './agentEnvironment.ts';
import { environmentOf, listFromProc, startOf } from './processList.ts';

/**
 * What marks the processes of one run, and whose they are: `SPACE-PID-START-RANDOM`, with the process that started the
 * run, when that one itself was started, and the container whose numbers these are. Where that can't be told, it is
 * empty and the run is nobody's to end.
 */
export function newMarker(): string {
	return `${ownSpace() ?? ''}-${process.pid}-${startOf(process.pid) ?? ''}-${randomUUID()}`;
}

const forceMs = 5000;
const stepMs = 20;

/**
 * Ends by force the processes of agents whose window is dead: it can't ask for their answer any more, and they may go on
 * changing its copies. Found by their marker, where the system tells the environment of a process. Gives how many there
 * were.
 */
export async function endOrphans(): Promise<number> {
	const ended = new Set<number>();
	for (let waited = 0; process.platform === 'linux' && waited < forceMs; waited += stepMs) {
		const left = await orphans();
		if (left.length === 0) {
			break;
		}
		for (const pid of left) {
			ended.add(pid);
			kill(pid);
		}
		await pause(stepMs);
	}
	return ended.size;
}

async function orphans(): Promise<readonly number[]> {
	const running = await listFromProc();
	const alive = new Set(running.map(({ pid, started }) => `${pid}-${started}`));
	const space = ownSpace();
	return running.map(({ pid }) => pid).filter((pid) => isOrphan(environmentOf(pid)[markerVariable], space, alive));
}

function isOrphan(marker: string | undefined, space: string | null, alive: ReadonlySet<string>): boolean {
	const [, theirs, owner] = /^(\d+)-(\d+-\d+)-/.exec(marker ?? '') ?? [];
	// In another container the same number is another process, which may well be alive.
	return owner !== undefined && theirs === space && !alive.has(owner);
}

/** The number of the container that this process's own numbers belong to; `null` where there is no `/proc`. */
function ownSpace(): string | null {
	try {
		return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? null;
	} catch {
		return null;
	}
}

/** It may be gone by now; that is what is wanted. */
function kill(pid: number): void {
	try {
		process.kill(pid, 'SIGKILL');
	} catch {
		// Nothing to end.
	}
}
