import { randomUUID } from 'node:crypto';
import { renameSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import * as path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../router/clock.ts';
import { nothingShared, type Shared, sharedFrom, textOf } from './healthContent.ts';
import { type Lease, takeLease } from './lease.ts';

export type Reading =
	| { readonly state: 'whole'; readonly shared: Shared }
	| { readonly state: 'missing' }
	/** Damaged, or not ours. The next update sets it aside. */
	| { readonly state: 'bad' }
	/** It can't be read just now. */
	| { readonly state: 'unknown' };

/** The file that all windows share. It is whole at any moment, whoever is killed in the middle of writing it. */
export interface HealthFile {
	/** Never rejects. */
	read(): Promise<Reading>;
	/**
	 * Puts what `change` makes of the content of the file into it; nobody else writes meanwhile. `written`: it is on the
	 * disk, and no other update can lose it. `busy`: another window kept the file for too long. `failed`: it can't be
	 * written. Never rejects for what a file system does.
	 */
	update(change: (known: Shared) => Shared): Promise<'written' | 'busy' | 'failed'>;
}

export function createHealthFile(file: string, clock: Clock): HealthFile {
	const folder = path.dirname(file);
	const read = () => readFile(file, 'utf8').then(readingOf, unreadable);
	return {
		read,
		async update(change) {
			let lease: Lease | null = null;
			const fresh = `${file}.${randomUUID()}.tmp`;
			try {
				await mkdir(folder, { recursive: true });
				lease = await takeLease(`${file}.lock`, clock);
				if (lease === null) {
					return 'busy';
				}
				// Whoever lost the lease in the middle of an update can't finish it any more, and so undoes nothing of ours.
				await removeUnfinished(file);
				const reading = await read();
				if (reading.state === 'unknown') {
					return 'failed';
				}
				const known = reading.state === 'whole' ? reading.shared : nothingShared;
				const shared = change(known);
				if (reading.state === 'whole' && isDeepStrictEqual(shared, known)) {
					return 'written';
				}
				await writeThrough(fresh, textOf(shared));
				if (!lease.held()) {
					return 'busy';
				}
				if (reading.state === 'bad') {
					renameSync(file, `${file}.bad`);
				}
				renameSync(fresh, file);
				return 'written';
			} catch (error) {
				return outcomeOf(error);
			} finally {
				await rm(fresh, { force: true }).catch(() => undefined);
				lease?.release();
			}
		},
	};
}

function readingOf(text: string): Reading {
	const shared = sharedFrom(text);
	return shared === null ? { state: 'bad' } : { state: 'whole', shared };
}

function unreadable(error: unknown): Reading {
	const code = codeOf(error);
	if (code === 'ENOENT') {
		return { state: 'missing' };
	}
	return { state: code === 'EISDIR' || code === 'EACCES' ? 'bad' : 'unknown' };
}

/** Resolves when the disk has it. */
async function writeThrough(file: string, text: string): Promise<void> {
	const handle = await open(file, 'wx', 0o600);
	try {
		await handle.writeFile(text);
		await handle.sync();
	} finally {
		await handle.close();
	}
}

/** Only the holder of the lease may call this: what lies there belongs to somebody who was killed, or lost the lease. */
async function removeUnfinished(file: string): Promise<void> {
	const folder = path.dirname(file);
	const unfinished = (await readdir(folder)).filter(
		(name) => name.startsWith(`${path.basename(file)}.`) && name.endsWith('.tmp'),
	);
	await Promise.all(unfinished.map((name) => rm(path.join(folder, name), { force: true })));
}

/** What the file system refused is a value, anything else a bug. */
function outcomeOf(error: unknown): 'busy' | 'failed' {
	const code = codeOf(error);
	if (code === null) {
		throw error;
	}
	// The unfinished file is gone: another window holds the lease by now.
	return code === 'ENOENT' ? 'busy' : 'failed';
}

function codeOf(error: unknown): string | null {
	return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
