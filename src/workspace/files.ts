import type { BigIntStats } from 'node:fs';

/**
 * How one file lay there, as a row of numbers that fits into an array shared by 100,000 of them. The order of the first
 * ten is that of git's index.
 */
export const row = {
	ctime: 0,
	ctimeNs: 1,
	mtime: 2,
	mtimeNs: 3,
	dev: 4,
	ino: 5,
	mode: 6,
	uid: 7,
	gid: 8,
	size: 9,
	/** One of `kinds`. */
	kind: 10,
} as const;
export const rowLength = 11;

/** Other things, such as sockets, are nothing. */
export const kinds = { nothing: 0, file: 1, link: 2, folder: 3 } as const;

const second = 1_000_000_000n;

export function writeRow(rows: Float64Array, place: number, stats: BigIntStats): void {
	const at = place * rowLength;
	rows[at + row.ctime] = Number(stats.ctimeNs / second);
	rows[at + row.ctimeNs] = Number(stats.ctimeNs % second);
	rows[at + row.mtime] = Number(stats.mtimeNs / second);
	rows[at + row.mtimeNs] = Number(stats.mtimeNs % second);
	rows[at + row.dev] = Number(stats.dev);
	rows[at + row.ino] = Number(stats.ino);
	rows[at + row.mode] = Number(stats.mode);
	rows[at + row.uid] = Number(stats.uid);
	rows[at + row.gid] = Number(stats.gid);
	rows[at + row.size] = Number(stats.size);
	rows[at + row.kind] = kindOf(stats);
}

/** Whether the same content must be there: every write moves the second time, which nobody can set back. */
export function sameRow(left: Float64Array, right: Float64Array, place: number): boolean {
	const at = place * rowLength;
	for (let field = at; field < at + rowLength; field++) {
		if (left[field] !== right[field]) {
			return false;
		}
	}
	return true;
}

export function rowAt(rows: Float64Array, place: number): Float64Array {
	return rows.subarray(place * rowLength, (place + 1) * rowLength);
}

function kindOf(stats: BigIntStats): number {
	if (stats.isFile()) {
		return kinds.file;
	}
	return stats.isSymbolicLink() ? kinds.link : stats.isDirectory() ? kinds.folder : kinds.nothing;
}
