import { readFile, readlink, rename, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { codeOf, isMissing } from './paths.ts';

/** Whose work lies in a place. Never holds what was asked. */
export interface Owner {
	readonly pid: number;
	/** Where that number means something: a machine, and a container on it. `null`: not known. */
	readonly machine: string | null;
	/** When that process started, in whatever unit: with the pid it names one process for ever. `null`: not known. */
	readonly started: string | null;
	/** The user's folder that was asked for. */
	readonly folder: string;
	/** Milliseconds since the epoch; `null`: not known. */
	readonly at: number | null;
}

const file = 'owner.json';

export async function writeOwner(place: string, folder: string, at: number | null): Promise<void> {
	const owner: Owner = {
		pid: process.pid,
		machine: await machineNow(),
		started: await startOf(process.pid),
		folder,
		at,
	};
	const temporary = path.join(place, `${file}.${process.pid}`);
	await writeFile(temporary, JSON.stringify(owner), { mode: 0o600 });
	await rename(temporary, path.join(place, file));
}

/** `null` where none was written, or it can't be read. */
export async function readOwner(place: string): Promise<Owner | null> {
	try {
		return JSON.parse(await readFile(path.join(place, file), 'utf8')) as Owner;
	} catch (error) {
		if (isMissing(error) || error instanceof SyntaxError) {
			return null;
		}
		throw error;
	}
}

/**
 * Whether the owner's process still runs. Where that can't be told for sure it counts as running: on another machine
 * that shares this home, and in another container.
 */
export async function isAlive({ pid, machine, started }: Pick<Owner, 'pid' | 'machine' | 'started'>): Promise<boolean> {
	if (machine !== null && machine !== (await machineNow())) {
		return true;
	}
	try {
		process.kill(pid, 0);
	} catch (error) {
		if (codeOf(error) === 'ESRCH') {
			return false;
		}
	}
	const now = await startOf(pid);
	return started === null || now === null || now === started;
}

async function machineNow(): Promise<string> {
	const space = await readlink('/proc/self/ns/pid').catch(() => '');
	return `${hostname()} ${space}`;
}

/** When a process started; `null` where the system does not tell. */
async function startOf(pid: number): Promise<string | null> {
	if (process.platform === 'win32') {
		return null;
	}
	try {
		if (process.platform === 'linux') {
			const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
			const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
			// The name of the program stands in parentheses and may hold anything, parentheses too.
			const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
			return ticks === undefined ? null : `${boot.trim()} ${ticks}`;
		}
		const { stdout } = await execa('ps', ['-o', 'lstart=', '-p', String(pid)], { reject: false, env: { LC_ALL: 'C' } });
		return stdout.trim() || null;
	} catch {
		return null;
	}
}
