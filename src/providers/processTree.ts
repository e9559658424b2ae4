import { setTimeout as pause } from 'node:timers/promises';
import { execa } from 'execa';
import { listFromProc, listFromPs, type ProcessList, type RunningProcess, wasStartedWith } from './processList.ts';

/** A program with everything it starts, whatever tries to get away from it. */
export interface ProcessTree {
	/**
	 * Ends all that is left: with `polite` a signal and a moment to tidy up first, then by force. Resolves when nothing is
	 * left; to the processes that could not be ended, which is none but in the gravest cases.
	 */
	end(polite: NodeJS.Signals | null): Promise<readonly number[]>;
}

export interface ProcessTreeInput {
	/** The first process, the leader of a group of its own. */
	readonly root: number;
	/** A variable that every process of this tree has in its environment, unless it cleared that. */
	readonly marker: { readonly name: string; readonly value: string };
	/** How long a polite signal is given. */
	readonly graceMs?: number;
	/** How long ending by force is tried. */
	readonly forceMs?: number;
	readonly list?: ProcessList;
}

/**
 * Watches from now on: a process that leaves the group, the session and the parent can be told only while its parent
 * lives, or by the marker.
 */
export function watchTree({
	root,
	marker,
	graceMs = 700,
	forceMs = 5000,
	list = systemList,
}: ProcessTreeInput): ProcessTree {
	const members = new Map<number, string>();
	let looking: Promise<unknown> = Promise.resolve();
	const look = async (thoroughly: boolean) => {
		const running = await list();
		return findMembers(running, members, (process) => {
			const isOfGroup = process.pid === root || process.group === root || process.session === root;
			return isOfGroup || (thoroughly && wasStartedWith(process.pid, marker.name, marker.value));
		});
	};
	const timer = setInterval(() => {
		looking = looking.then(() => look(false)).catch(() => undefined);
	}, watchMs);

	return {
		async end(polite) {
			clearInterval(timer);
			await looking;
			if (process.platform === 'win32') {
				await execa('taskkill', ['/PID', String(root), '/T', '/F'], { reject: false });
				return [];
			}
			let left = await look(true);
			if (polite !== null && left.length > 0) {
				send(-root, polite);
				left = await until(graceMs, () => look(true));
			}
			left = left.length === 0 ? left : await until(forceMs, async () => killed(await look(true)));
			return left.map((process) => process.pid);
		},
	};
}

const watchMs = 500;
const stepMs = 20;

const systemList: ProcessList = process.platform === 'linux' ? listFromProc : listFromPs;

/** Adds what belongs to the tree now to `members` and gives those that are alive. */
function findMembers(
	running: readonly RunningProcess[],
	members: Map<number, string>,
	belongs: (process: RunningProcess) => boolean,
): readonly RunningProcess[] {
	const byPid = new Map(running.map((process) => [process.pid, process]));
	const isMember = (process: RunningProcess | undefined) =>
		process !== undefined && members.get(process.pid) === process.started;
	let found = true;
	while (found) {
		found = false;
		for (const candidate of running) {
			if (candidate.pid === process.pid || isMember(candidate)) {
				continue;
			}
			if (isMember(byPid.get(candidate.parent)) || belongs(candidate)) {
				members.set(candidate.pid, candidate.started);
				found = true;
			}
		}
	}
	return running.filter(isMember);
}

/** Looks again and again until nothing is left or the time is over. */
async function until(ms: number, look: () => Promise<readonly RunningProcess[]>): Promise<readonly RunningProcess[]> {
	let left = await look();
	for (let waited = 0; left.length > 0 && waited < ms; waited += stepMs) {
		await pause(stepMs);
		left = await look();
	}
	return left;
}

function killed(left: readonly RunningProcess[]): readonly RunningProcess[] {
	for (const { pid } of left) {
		send(pid, 'SIGKILL');
	}
	return left;
}

/** It may be gone by now; that is what is wanted. */
function send(pid: number, signal: NodeJS.Signals): void {
	try {
		process.kill(pid, signal);
	} catch {
		// Nothing to end.
	}
}
