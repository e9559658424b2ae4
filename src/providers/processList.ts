import { readdirSync, readFileSync } from 'node:fs';
import { execa } from 'execa';

/** A running process. */
export interface RunningProcess {
	readonly pid: number;
	readonly parent: number;
	readonly group: number;
	/** `null` where the system does not tell. */
	readonly session: number | null;
	/** When it started, in whatever unit: with the pid it names one process for ever. */
	readonly started: string;
}

/** Everything that runs; those that are dead and only wait to be collected are left out. */
export type ProcessList = () => Promise<readonly RunningProcess[]>;

/** From `/proc`: cheap, and exact to a hundredth of a second. */
export const listFromProc: ProcessList = () => {
	const processes: RunningProcess[] = [];
	for (const name of readdirSync('/proc')) {
		const stat = /^\d+$/.test(name) ? readProc(name, 'stat') : null;
		// The name of the program stands in parentheses and may hold anything, parentheses too.
		const [state, parent, group, session, ...rest] = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
		if (state !== undefined && state !== 'Z' && state !== 'X') {
			processes.push({
				pid: Number(name),
				parent: Number(parent),
				group: Number(group),
				session: Number(session),
				started: rest[15] ?? '',
			});
		}
	}
	return Promise.resolve(processes);
};

/** From `ps`, where there is no `/proc`. */
export const listFromPs: ProcessList = async () => {
	const { stdout } = await execa('ps', ['-A', '-o', 'pid=,ppid=,pgid=,stat=,lstart='], {
		reject: false,
		env: { LC_ALL: 'C' },
	});
	const processes: RunningProcess[] = [];
	for (const line of stdout.split('\n')) {
		const [, pid, parent, group, state, started] = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(.+?)\s*$/.exec(line) ?? [];
		if (state !== undefined && !state.startsWith('Z')) {
			processes.push({
				pid: Number(pid),
				parent: Number(parent),
				group: Number(group),
				session: null,
				started: started ?? '',
			});
		}
	}
	return processes;
};

/** Whether a process was started with this in its environment; false where that can't be seen. */
export function wasStartedWith(pid: number, name: string, value: string): boolean {
	return readProc(String(pid), 'environ')?.split('\0').includes(`${name}=${value}`) ?? false;
}

/** What a process was started with; empty where that can't be seen. */
export function environmentOf(pid: number): Readonly<Record<string, string>> {
	const entries = readProc(String(pid), 'environ')?.split('\0') ?? [];
	return Object.fromEntries(
		entries.map((entry) => {
			const end = entry.indexOf('=');
			return [entry.slice(0, Math.max(0, end)), entry.slice(end + 1)];
		}),
	);
}

/** When a process started, as `listFromProc` tells it; `null` where there is no `/proc`. */
export function startOf(pid: number): string | null {
	const stat = readProc(String(pid), 'stat');
	return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}

/** `null` when the process is gone or not ours to look into. */
function readProc(pid: string, file: string): string | null {
	try {
		return readFileSync(`/proc/${pid}/${file}`, 'utf8');
	} catch {
		return null;
	}
}
