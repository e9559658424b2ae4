import { type BigIntStats, lstatSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { isMissing } from './paths.ts';

export const big = { bigint: true } as const;

export interface Folders {
	/** Whether a folder is a real one, reached through real ones only; its copy is made on the way. */
	ready(folder: string): boolean;
}

export function createFolders(from: string, to: string | null): Folders {
	const known = new Map<string, boolean>([['.', true]]);
	const ready = (folder: string): boolean => {
		const answer = known.get(folder);
		if (answer !== undefined) {
			return answer;
		}
		const real = ready(path.posix.dirname(folder)) && lookOrNull(path.join(from, folder))?.isDirectory() === true;
		if (real && to !== null) {
			mkdirSync(path.join(to, folder), { recursive: true });
		}
		known.set(folder, real);
		return real;
	};
	return { ready };
}

/** What is there, to the nanosecond; `null` when nothing is. Links are not followed. */
export function lookOrNull(file: string): BigIntStats | null {
	try {
		return lstatSync(file, big);
	} catch (error) {
		if (isMissing(error)) {
			return null;
		}
		throw error;
	}
}
