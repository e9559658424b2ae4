import { readdirSync, readFileSync } from 'node:fs';

/** The processes of this machine whose environment holds all of these `NAME=value` or `NAME=` beginnings, from /proc. */
export function processesWith(...entries: readonly string[]): readonly number[] {
	return readdirSync('/proc')
		.filter((name) => /^\d+$/.test(name))
		.filter((pid) => {
			const environment = textOf(`/proc/${pid}/environ`).split('\0');
			return entries.every((entry) => environment.some((variable) => variable.startsWith(entry)));
		})
		.map(Number);
}

/** Those of them that were started with this argument. */
export function processesStartedWith(argument: string, ...entries: readonly string[]): readonly number[] {
	return processesWith(...entries).filter((pid) => textOf(`/proc/${pid}/cmdline`).split('\0').includes(argument));
}

/** The established TCP connections to a port of this machine, from /proc/net/tcp. */
export function connectionsTo(port: number): number {
	const established = '01';
	const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
	return textOf('/proc/net/tcp')
		.split('\n')
		.map((line) => line.trim().split(/\s+/))
		.filter(([, , remote, state]) => remote?.endsWith(wanted) === true && state === established).length;
}

/** Empty for a process that has ended, or that is somebody else's. */
function textOf(file: string): string {
	try {
		return readFileSync(file, 'latin1');
	} catch {
		return '';
	}
}
