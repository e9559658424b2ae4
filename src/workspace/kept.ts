import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import path from 'node:path';

/** Where content is kept: part of a file that holds the content of many. */
export interface Kept {
	readonly file: string;
	readonly at: number;
	readonly length: number;
}

/** What git calls these bytes, in a repository whose object ids have `idLength` bytes. */
export function blobId(bytes: Uint8Array, idLength: number): string {
	const hash = createHash(idLength === 20 ? 'sha1' : 'sha256');
	return hash.update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

export interface Store {
	put(bytes: Buffer): Kept;
	close(): void;
}

/** One file that grows; made when something is put into it. */
export function createStore(file: string): Store {
	let open: number | null = null;
	let end = 0;
	return {
		put(bytes) {
			if (open === null) {
				open = openSync(file, 'a', 0o600);
				end = fstatSync(open).size;
			}
			const at = end;
			for (let written = 0; written < bytes.length; ) {
				written += writeSync(open, bytes, written);
			}
			end += bytes.length;
			return { file: path.basename(file), at, length: bytes.length };
		},
		close() {
			if (open !== null) {
				closeSync(open);
			}
		},
	};
}

/** Reads kept content. */
export function readKept(folder: string, { file, at, length }: Kept): Buffer {
	const open = openSync(path.join(folder, file), 'r');
	try {
		const bytes = Buffer.alloc(length);
		for (let read = 0; read < length; ) {
			const more = readSync(open, bytes, read, length - read, at + read);
			if (more === 0) {
				throw new Error('Kept content is cut off.');
			}
			read += more;
		}
		return bytes;
	} finally {
		closeSync(open);
	}
}
