import { readFileSync } from 'node:fs';

/** Whether a process runs; one that is dead and only waits to be collected does not. */
export function isRunning(pid: number): boolean {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
	} catch {
		return false;
	}
}

export function pidIn(file: string): number {
	return Number(readFileSync(file, 'utf8'));
}
