import { randomUUID } from 'node:crypto';
import { readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import type { Clock } from '../router/clock.ts';

/** The right to replace a file, held by one process of this machine at a time. */
export interface Lease {
	/** Whether nobody took it away meanwhile. What follows without waiting may rely on it. */
	held(): boolean;
	/** Safe to call when it is no longer held. Never throws. */
	release(): void;
}

/** One that is older than this was forgotten, in milliseconds: what it is held for takes a few. */
const staleMs = 5000;
/** How often one that somebody else holds is tried, and how long between two tries, in milliseconds. */
const tries = 100;
const betweenMs = 10;

/**
 * Takes the lease that is the file `lock`; `null` when it can't be had within a second. One whose owner has ended, or that
 * is too old, is broken. Throws when the file can't be written at all.
 */
export async function takeLease(lock: string, clock: Clock): Promise<Lease | null> {
	const own = `${process.pid} ${randomUUID()}`;
	for (let left = tries; left > 0; left--) {
		if (taken(lock, own)) {
			const held = () => textOf(lock) === own;
			return {
				held,
				release() {
					try {
						if (held()) {
							remove(lock);
						}
					} catch {
						// One that lies there for too long is broken by the next one who wants it.
					}
				},
			};
		}
		if (isStale(lock, clock.now())) {
			remove(lock);
		} else {
			await new Promise<void>((resolve) => clock.after(betweenMs, resolve));
		}
	}
	return null;
}

function taken(lock: string, own: string): boolean {
	try {
		writeFileSync(lock, own, { flag: 'wx', mode: 0o600 });
		return true;
	} catch (error) {
		if (hasCode(error, 'EEXIST')) {
			return false;
		}
		throw error;
	}
}

function isStale(lock: string, now: number): boolean {
	const owner = Number(textOf(lock)?.split(' ')[0]);
	if (Number.isInteger(owner) && owner > 0 && !isRunning(owner)) {
		return true;
	}
	const writtenAt = statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
	// Either way: after the clock jumped, a lock can be from the future.
	return writtenAt !== undefined && Math.abs(now - writtenAt) > staleMs;
}

function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return !hasCode(error, 'ESRCH');
	}
}

/** `null`: there is no such file. */
function textOf(file: string): string | null {
	try {
		return readFileSync(file, 'utf8');
	} catch (error) {
		if (hasCode(error, 'ENOENT')) {
			return null;
		}
		throw error;
	}
}

function remove(file: string): void {
	try {
		unlinkSync(file);
	} catch (error) {
		if (!hasCode(error, 'ENOENT')) {
			throw error;
		}
	}
}

/** Whether an error of the file system or of the system is of this kind. */
function hasCode(error: unknown, code: string): boolean {
	return error instanceof Error && 'code' in error && error.code === code;
}
