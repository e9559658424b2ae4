import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Failure } from '../core/failure.ts';
import { isAlive, type Owner, readOwner } from './owner.ts';
import { isMissing } from './paths.ts';
import type { Transaction } from './transaction.ts';

/** Work that a window left behind when it died. */
export interface Leftover {
	/** The folder that holds it. */
	readonly place: string;
	/** `null` where nothing tells whose it was. */
	readonly owner: Owner | null;
	/** Whether the copy had been made: only then it can be opened again. */
	readonly complete: boolean;
}

/** Finds, opens and removes what windows left behind. Nothing is removed by itself. */
export interface Leftovers {
	leftovers(): Promise<readonly Leftover[]>;
	/** Its changes can be read and committed, and it can be dropped, as if it had just ended. This process owns it now. */
	reopen(
		leftover: Leftover,
	): Promise<
		{ readonly ok: true; readonly transaction: Transaction } | { readonly ok: false; readonly failure: Failure }
	>;
	/** The failure, if there is one. */
	remove(leftover: Leftover): Promise<Failure | null>;
}

/** How the name of a place begins: with whose it is, from its first moment on. */
export const placePrefix = () => `copy-${process.pid}-`;

const placeName = /^copy-(\d+)-/;

/** Places whose owner is no longer alive. */
export async function findLeftovers(
	storage: string,
	isComplete: (place: string) => boolean,
): Promise<readonly Leftover[]> {
	const found: Leftover[] = [];
	for (const name of await namesIn(storage)) {
		const place = path.join(storage, name);
		const pid = placeName.exec(name)?.[1];
		if (pid === undefined) {
			continue;
		}
		const owner = await readOwner(place);
		if (!(await isAlive(owner ?? { pid: Number(pid), machine: null, started: null }))) {
			found.push({ place, owner, complete: isComplete(place) });
		}
	}
	return found.sort((left, right) => (left.owner?.at ?? 0) - (right.owner?.at ?? 0));
}

async function namesIn(folder: string): Promise<readonly string[]> {
	try {
		return await readdir(folder);
	} catch (error) {
		if (isMissing(error)) {
			return [];
		}
		throw error;
	}
}
