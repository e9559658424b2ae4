import { chmod } from 'node:fs/promises';
import path from 'node:path';
import { inParallel } from './inParallel.ts';
import type { Entry, Scan } from './inPlaceScan.ts';
import { codeOrThrow, digestOf, type Kept, type Manifest } from './inPlaceStore.ts';

/** One path that is not as it is to be. */
export interface Difference {
	readonly path: string;
	/** `null`: nothing is to be there. */
	readonly wanted: Kept | null;
	/** `null`: nothing is there. */
	readonly found: Entry | null;
	/**
	 * `content`: bytes, type or target, or it is there or not. `names`: the same bytes, with other names for them than
	 * there were. `attributes`: permissions, owner or time.
	 */
	readonly what: 'content' | 'names' | 'attributes';
}

export interface CompareInput {
	readonly root: string;
	readonly wanted: Manifest;
	readonly found: Scan;
	/**
	 * Whether a file whose stamp is that of the snapshot is believed to have its bytes. A stamp from this moment on is
	 * never believed, in milliseconds since the epoch: clocks of file systems are coarse. `null`: every byte is read.
	 */
	readonly believedUntil: number | null;
	/** Whether files that can't be read are made readable, in a folder that is to be put back anyway. */
	readonly force: boolean;
}

/** Everything that differs, sorted by path. A file that can't be read differs. */
export async function differences({ root, wanted, found, believedUntil, force }: CompareInput): Promise<Difference[]> {
	const differing: Difference[] = [];
	for (const entry of found.entries.values()) {
		if (!wanted.has(entry.path)) {
			differing.push({ path: entry.path, wanted: null, found: entry, what: 'content' });
		}
	}
	const twins = twinsOf(found);
	await inParallel(wanted.values(), async (want) => {
		const entry = found.entries.get(want.path) ?? null;
		const file = path.join(root, want.path);
		const differs = (what: Difference['what']) => differing.push({ path: want.path, wanted: want, found: entry, what });
		if (entry === null || !(await hasContent(file, want, entry, believedUntil, force))) {
			differs('content');
		} else if (!hasNames(want, entry)) {
			differs('names');
		} else if (!hasAttributes(want, entry)) {
			differs('attributes');
		}
	});
	return differing.sort((left, right) => (left.path < right.path ? -1 : 1));

	function hasNames(want: Kept, entry: Entry): boolean {
		if (want.type !== 'file' || want.names === anyNames) {
			return true;
		}
		return entry.names === want.names && (want.twin === null || twins.get(want.twin) === entry.inode);
	}
}

/** In place of a number of names: how many a file has is not looked at. */
export const anyNames = 0;

/** Which file each path is. */
function twinsOf(found: Scan): Map<string, string> {
	const files = [...found.entries.values()].filter((entry) => entry.type === 'file' && entry.names > 1);
	return new Map(files.map((entry) => [entry.path, entry.inode]));
}

async function hasContent(
	file: string,
	want: Kept,
	entry: Entry,
	believedUntil: number | null,
	force: boolean,
): Promise<boolean> {
	if (want.type !== entry.type || want.size !== entry.size || want.target !== entry.target) {
		return false;
	}
	if (want.type !== 'file' || (believedUntil !== null && want.stamp === entry.stamp && entry.ctimeMs < believedUntil)) {
		return true;
	}
	return (await readDigest(file, entry, force)) === want.digest;
}

/** `null` when the file can't be read. */
async function readDigest(file: string, entry: Entry, force: boolean): Promise<string | null> {
	try {
		return await digestOf(file, entry.size);
	} catch (error) {
		if (codeOrThrow(error) !== 'EACCES' || !force) {
			return null;
		}
		return chmod(file, entry.mode | 0o400).then(
			() => readDigest(file, entry, false),
			() => null,
		);
	}
}

function hasAttributes(want: Kept, entry: Entry): boolean {
	const same = want.uid === entry.uid && want.gid === entry.gid && want.mtime === entry.mtime;
	// The permissions of a link mean nothing, and can't be set.
	return same && (want.type === 'link' || want.mode === entry.mode);
}
