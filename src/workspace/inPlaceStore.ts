import { createHash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { appendFile, chmod, copyFile, mkdir, open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { codeOf, isMissing } from './paths.ts';
import type { Entry } from './inPlaceScan.ts';

/** An entry as it is to be put back. */
export interface Kept extends Entry {
	/** SHA-256 of a file's bytes, in hexadecimal; `null` for folders and links. */
	readonly digest: string | null;
	/** Which stored file holds the bytes; `null` for folders and links. */
	readonly stored: number | null;
	/** The first of several names of one file, all of them in the folder; `null` when it has one name. */
	readonly twin: string | null;
}

/** Many entries by path. */
export type Manifest = ReadonlyMap<string, Kept>;

/** The bytes of files, by number, in a folder of our own. */
export interface Store {
	/** Copies a file in, as a clone of its blocks where the file system can do that. Gives its number and what was copied. */
	take(file: string): Promise<{ readonly stored: number; readonly digest: string }>;
	/** Where the bytes with this number lie. */
	fileOf(stored: number): string;
}

/** So many files share a folder of the store. */
const perFolder = 1000;

/** `first`: greater than every number that is in use. */
export function createStore(folder: string, first: number): Store {
	let next = first;
	const made = new Map<string, Promise<unknown>>();
	const fileOf = (stored: number) =>
		path.join(folder, String(Math.floor(stored / perFolder)), String(stored % perFolder));
	return {
		fileOf,
		take: async (file) => {
			const stored = next++;
			const to = fileOf(stored);
			const parent = path.dirname(to);
			const making = made.get(parent) ?? mkdir(parent, { recursive: true, mode: 0o700 });
			made.set(parent, making);
			await making;
			await copyFile(file, to, constants.COPYFILE_FICLONE);
			// The copy has the permissions of the original, which may forbid us to read it.
			await chmod(to, 0o600);
			return { stored, digest: await digestOf(to) };
		},
	};
}

/** Larger files are read in pieces. In bytes. */
const atATime = 1 << 20;

/** SHA-256 of a file's bytes, in hexadecimal. */
export async function digestOf(file: string, size = 0): Promise<string> {
	const hash = createHash('sha256');
	if (size > atATime) {
		await pipeline(createReadStream(file, { highWaterMark: atATime }), hash);
		return hash.digest('hex');
	}
	const handle = await open(file);
	try {
		const buffer = Buffer.allocUnsafe(Math.min(atATime, Math.max(size, 1 << 14)));
		for (;;) {
			const { bytesRead } = await handle.read(buffer, 0, buffer.length);
			if (bytesRead === 0) {
				return hash.digest('hex');
			}
			hash.update(buffer.subarray(0, bytesRead));
		}
	} finally {
		await handle.close();
	}
}

/** So many lines are written at a time. */
const linesAtATime = 2000;

/** Writes values as lines of JSON. The file has its name only when it is whole. */
export async function writeLines(file: string, values: readonly unknown[]): Promise<void> {
	const handle = await open(`${file}.part`, 'w', 0o600);
	try {
		for (let index = 0; index < values.length; index += linesAtATime) {
			await handle.writeFile(joined(values.slice(index, index + linesAtATime)));
		}
	} finally {
		await handle.close();
	}
	await rename(`${file}.part`, file);
}

/** Adds values to such a file. */
export async function appendLines(file: string, values: readonly unknown[]): Promise<void> {
	await appendFile(file, joined(values), { mode: 0o600 });
}

/** The values of such a file; `null` when there is none. What was cut at the end is left out. */
export async function readLines<Value>(file: string): Promise<Value[] | null> {
	try {
		const text = await readFile(file, 'utf8');
		const lines = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
		return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Value);
	} catch (error) {
		if (isMissing(error)) {
			return null;
		}
		throw error;
	}
}

/** Whether a file operation failed for a reason that the file system gave; a bug goes on its way. */
export function codeOrThrow(error: unknown): string {
	const code = codeOf(error);
	if (code === null) {
		throw error;
	}
	return code;
}

function joined(values: readonly unknown[]): string {
	return values.map((value) => `${JSON.stringify(value)}\n`).join('');
}
