import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { codeOf, isMissing } from './paths.ts';

/** Which process a run in a folder belongs to, and where it is. */
export interface Owner {
	readonly pid: number;
	/** When that process started, in whatever unit: tells it apart from a later one with its number. `null`: not known. */
	readonly started: string | null;
	/** The user's folder by its real path. */
	readonly folder: string;
	/** When the run began, in milliseconds since the epoch. */
	readonly at: number;
}

/** This process, at work in a folder. */
export async function ownerNow(folder: string, at: number): Promise<Owner> {
	return { pid: process.pid, started: await startOf(process.pid), folder, at };
}

/** Whether the owner's process still runs. Where that can't be told for sure it counts as running. */
export async function isAlive({ pid, started }: Owner): Promise<boolean> {
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

/** The owner of a run, the last of all who have been; `null` when it never had one. */
export async function readOwner(place: string): Promise<Owner | null> {
	const last = await lastNumber(place);
	if (last === 0) {
		return null;
	}
	try {
		return JSON.parse(await readFile(path.join(place, nameOf(last)), 'utf8')) as Owner;
	} catch (error) {
		if (isMissing(error) || error instanceof SyntaxError) {
			return null;
		}
		throw error;
	}
}

/**
 * Takes over a run whose owner was `before`, or that has none. `false` when somebody else was first: of two who try, the
 * file system lets one create the next number.
 */
export async function becomeOwner(place: string, owner: Owner, before: Owner | null): Promise<boolean> {
	const last = await lastNumber(place);
	if (JSON.stringify(await readOwner(place)) !== JSON.stringify(before)) {
		return false;
	}
	try {
		await writeFile(path.join(place, nameOf(last + 1)), JSON.stringify(owner), { flag: 'wx', mode: 0o600 });
		return true;
	} catch (error) {
		if (codeOf(error) === 'EEXIST') {
			return false;
		}
		throw error;
	}
}

function nameOf(number: number): string {
	return `owner-${number}.json`;
}

async function lastNumber(place: string): Promise<number> {
	try {
		const names = await readdir(place);
		return Math.max(0, ...names.map((name) => Number(/^owner-(\d+)\.json$/.exec(name)?.[1] ?? 0)));
	} catch (error) {
		if (isMissing(error)) {
			return 0;
		}
		throw error;
	}
}

/** The start of a process, in ticks since the machine's own start; `null` where there is no `/proc`. */
async function startOf(pid: number): Promise<string | null> {
	try {
		const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
		// The name of the program stands in parentheses and may hold anything, parentheses too.
		return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
	} catch {
		return null;
	}
}
