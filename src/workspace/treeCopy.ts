import {
	type BigIntStats,
	closeSync,
	constants,
	copyFileSync,
	fchmodSync,
	fstatSync,
	futimesSync,
	lstatSync,
	openSync,
	readFileSync,
	readlinkSync,
	symlinkSync,
	utimesSync,
	writeSync,
} from 'node:fs';
import path from 'node:path';
import { kinds, row, rowAt, writeRow } from './files.ts';
import { big, createFolders, lookOrNull } from './folders.ts';
import { blobId, createStore, type Store } from './kept.ts';
import { type CopyWork, emptyResult, largest, type Making, type TreeResult } from './treeResult.ts';

export function copyFiles(work: CopyWork): TreeResult {
	const { from, to, names } = work;
	const result = emptyResult(names.length, true);
	const folders = createFolders(from, to);
	const store = createStore(work.contents);
	try {
		for (const [place, name] of names.entries()) {
			const stats = folders.ready(path.posix.dirname(name)) ? lookOrNull(path.join(from, name)) : null;
			if (stats !== null) {
				writeRow(result.rows, place, stats);
				copyOne(work, place, name, stats, store, result);
			}
		}
	} finally {
		store.close();
	}
	return result;
}

function copyOne(work: CopyWork, place: number, name: string, stats: BigIntStats, store: Store, result: Making): void {
	const [source, target] = [path.join(work.from, name), path.join(work.to, name)];
	if (stats.isSymbolicLink()) {
		const leads = readlinkSync(source);
		const copied = redirected(leads, work.trees);
		symlinkSync(copied, target);
		const id = blobId(Buffer.from(leads), work.idLength);
		result.read.push({ place, id, kept: null, target: leads, copied: copied === leads ? null : copied });
		writeRow(result.copies, place, lstatSync(target, big));
		return;
	}
	if (!stats.isFile()) {
		return;
	}
	if (stats.size > largest) {
		result.large.push(place);
		return;
	}
	const known = isAsKnown(rowAt(result.rows, place), rowAt(work.known, place));
	if (known && work.clones) {
		copyFileSync(source, target, constants.COPYFILE_FICLONE);
		utimesSync(target, seconds(stats.atimeNs), seconds(stats.mtimeNs));
		writeRow(result.copies, place, lstatSync(target, big));
		return;
	}
	const bytes = readFileSync(source);
	// Written to between the look and the reading: what was known of it holds no more.
	const asKnown = known && bytes.length === Number(stats.size);
	writeCopy(target, bytes, stats, (copy) => writeRow(result.copies, place, copy));
	if (!asKnown) {
		const id = blobId(bytes, work.idLength);
		result.read.push({ place, id, kept: store.put(bytes), target: null, copied: null });
	}
}

/** As the system calls for times want it. */
function seconds(nanoseconds: bigint): number {
	return Number(nanoseconds) / 1e9;
}

function writeCopy(target: string, bytes: Buffer, from: BigIntStats, seen: (stats: BigIntStats) => void): void {
	const mode = Number(from.mode) & 0o7777;
	const file = openSync(target, 'wx', mode);
	try {
		for (let at = 0; at < bytes.length; ) {
			at += writeSync(file, bytes, at);
		}
		futimesSync(file, seconds(from.atimeNs), seconds(from.mtimeNs));
		let stats = fstatSync(file, big);
		if ((Number(stats.mode) & 0o7777) !== mode) {
			fchmodSync(file, mode);
			stats = fstatSync(file, big);
		}
		seen(stats);
	} finally {
		closeSync(file);
	}
}

/** Where the file system tells less than git wants to know (Windows), the rest must do. */
const compared =
	process.platform === 'win32'
		? [row.mtime, row.mtimeNs, row.size]
		: [row.ctime, row.ctimeNs, row.mtime, row.mtimeNs, row.ino, row.size];

/** Whether a file is what git took it for. Git cuts its numbers to 32 bits. */
function isAsKnown(now: Float64Array, known: Float64Array): boolean {
	const executable = (mode: number | undefined) => ((mode ?? 0) & 0o100) !== 0;
	return (
		known[row.kind] === kinds.file &&
		executable(known[row.mode]) === executable(now[row.mode]) &&
		compared.every((field) => (now[field] ?? 0) % 2 ** 32 === known[field])
	);
}

/** An absolute link into the user's tree, made to lead into the copy. */
function redirected(target: string, { user, copy }: CopyWork['trees']): string {
	if (!path.isAbsolute(target)) {
		return target;
	}
	const inside = path.relative(user, path.normalize(target));
	return inside === '..' || inside.startsWith(`..${path.sep}`) || path.isAbsolute(inside)
		? target
		: path.join(copy, inside);
}
