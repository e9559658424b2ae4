import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { markerVariable } from './agentEnvironment.ts';
import { environmentOf, listFromProc, startOf } from './processList.ts';

/**
 * What marks the processes of one run, and whose they are: `PID-START-RANDOM`, with the process that started the run and
 * when that one itself was started. Where the start can't be told, `START` is empty and the run is nobody's to end.
 */
export function newMarker(): string {
	return `${process.pid}-${startOf(process.pid) ?? ''}-${randomUUID()}`;
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
	return running.map(({ pid }) => pid).filter((pid) => isOrphan(environmentOf(pid)[markerVariable], alive));
}

function isOrphan(marker: string | undefined, alive: ReadonlySet<string>): boolean {
	const owner = /^(\d+-\d+)-/.exec(marker ?? '')?.[1];
	return owner !== undefined && !alive.has(owner);
}

/** It may be gone by now; that is what is wanted. */
function kill(pid: number): void {
	try {
		process.kill(pid, 'SIGKILL');
	} catch {
		// Nothing to end.
	}
}
