import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';

/**
 * What git remembers about the files of a work tree, as `gitformat-index(5)` describes versions 2 and 3. An entry's
 * numbers are read where they stand; nothing is made of 100,000 entries but their names.
 */
export interface GitIndex {
	readonly bytes: Buffer;
	/** Length of an object id in bytes: 20 or 32. */
	readonly idLength: number;
	/** One for each entry, in the order of the file. A name has several while it is in conflict. */
	readonly names: readonly string[];
	/** Where the entries begin in `bytes`. */
	readonly places: Uint32Array;
	/** Where the last entry ends. */
	readonly end: number;
}

/** How a file lay there when git looked at it. All numbers are cut to 32 bits. */
export const statFields = ['ctime', 'ctimeNs', 'mtime', 'mtimeNs', 'dev', 'ino', 'mode', 'uid', 'gid', 'size'] as const;

const headerLength = 12;
const statLength = 40;

/** `null` for what only git itself can read: version 4, a split index, folders in place of files. */
export function parseIndex(bytes: Buffer, idLength: number): GitIndex | null {
	const version = bytes.length < headerLength + idLength ? 0 : bytes.readUInt32BE(4);
	if (bytes.toString('latin1', 0, 4) !== 'DIRC' || (version !== 2 && version !== 3)) {
		return null;
	}
	const count = bytes.readUInt32BE(8);
	const names: string[] = [];
	const places = new Uint32Array(count);
	let at = headerLength;
	for (let entry = 0; entry < count; entry++) {
		const flags = bytes.readUInt16BE(at + statLength + idLength);
		const start = at + statLength + idLength + 2 + ((flags & extended) === 0 ? 0 : 2);
		const end = bytes.indexOf(0, start);
		const name = bytes.subarray(start, end);
		if (!isUtf8(name)) {
			throw notText();
		}
		names.push(name.toString());
		places[entry] = at;
		// Padded with one to eight zeros to a multiple of eight.
		at += ((end - at) & ~7) + 8;
	}
	const parsed = { bytes, idLength, names, places, end: at };
	const foreign = [...extensions(parsed)].some(({ name }) => name === 'link' || name === 'sdir');
	return foreign ? null : parsed;
}

const extended = 0x4000;

/** A name that could not be given back unharmed. */
function notText(): Error {
	return Object.assign(new Error('A name is not UTF-8.'), { code: 'ERR_ENCODING_INVALID_ENCODED_DATA' });
}

export function modeOf(index: GitIndex, entry: number): number {
	return index.bytes.readUInt32BE((index.places[entry] ?? 0) + 24);
}

/** The object id as git writes it. */
export function idOf(index: GitIndex, entry: number): string {
	const at = (index.places[entry] ?? 0) + statLength;
	return index.bytes.toString('hex', at, at + index.idLength);
}

/** 0, or which side of a conflict the entry is. */
export function stageOf(index: GitIndex, entry: number): number {
	const at = (index.places[entry] ?? 0) + statLength + index.idLength;
	return (index.bytes.readUInt16BE(at) >> 12) & 3;
}

/** Whether the entry stands for a file that is to be added one day: its object id means nothing. */
export function isIntent(index: GitIndex, entry: number): boolean {
	const at = (index.places[entry] ?? 0) + statLength + index.idLength;
	return (index.bytes.readUInt16BE(at) & extended) !== 0 && (index.bytes.readUInt16BE(at + 2) & 0x2000) !== 0;
}

/** The numbers of `statFields`. */
export function statOf(index: GitIndex, entry: number): number[] {
	const at = index.places[entry] ?? 0;
	return statFields.map((_, field) => index.bytes.readUInt32BE(at + 4 * field));
}

/**
 * The same index for another tree: `stat` gives the numbers of an entry there, `null` for one that git has to look at
 * anew. What an index remembers besides its entries and their trees is left out.
 */
export function rewritten(index: GitIndex, stat: (entry: number) => ArrayLike<number> | null): Buffer {
	const bytes = Buffer.from(index.bytes.subarray(0, index.end));
	for (const [entry, at] of index.places.entries()) {
		const numbers = stat(entry);
		for (const [field, name] of statFields.entries()) {
			// What git staged is told by the mode; it is no property of the file.
			if (name !== 'mode') {
				bytes.writeUInt32BE((numbers?.[field] ?? 0) >>> 0, at + 4 * field);
			}
		}
	}
	const kept = [...extensions(index)].filter(({ name }) => name === 'TREE').map(({ whole }) => whole);
	const body = Buffer.concat([bytes, ...kept]);
	const sum = createHash(index.idLength === 20 ? 'sha1' : 'sha256')
		.update(body)
		.digest();
	return Buffer.concat([body, sum]);
}

/** A text that is equal for two indexes that hold the same content, whatever they know about files. */
export function contentOf(index: GitIndex): string {
	const hash = createHash('sha256');
	for (const [entry, at] of index.places.entries()) {
		hash.update(index.bytes.subarray(at + 24, at + 28));
		hash.update(index.bytes.subarray(at + statLength, at + statLength + index.idLength));
		hash.update(`${stageOf(index, entry)}${index.names[entry] ?? ''}\0`);
	}
	return hash.digest('hex');
}

function* extensions({ bytes, end, idLength }: GitIndex): Generator<{ readonly name: string; readonly whole: Buffer }> {
	for (let at = end; at + 8 <= bytes.length - idLength; ) {
		const next = at + 8 + bytes.readUInt32BE(at + 4);
		yield { name: bytes.toString('latin1', at, at + 4), whole: bytes.subarray(at, next) };
		at = next;
	}
}
