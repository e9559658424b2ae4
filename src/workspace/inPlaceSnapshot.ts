import { statfs } from 'node:fs/promises';
import path from 'node:path';
import type { Failure } from '../core/failure.ts';
import { inParallel } from './inParallel.ts';
import { anyNames } from './inPlaceCompare.ts';
import { type Entry, type Odd, scan, type Scan } from './inPlaceScan.ts';
import { codeOrThrow, digestOf, type Kept, type Manifest, type Store } from './inPlaceStore.ts';

/** How large a folder may be that is worked in in place. */
export interface Bounds {
	readonly entries: number;
	readonly bytes: number;
	/** How much of the disk must stay free, in bytes. */
	readonly spare: number;
}

/**
 * The whole folder is read three times before the agent starts and once after it, and its list is held in memory.
 * 200,000 entries are about 100 MB of it, and 5 GB are read in well under a minute from a usual disk. What is larger is
 * hardly ever without git.
 */
export const usualBounds: Bounds = { entries: 200_000, bytes: 5_000_000_000, spare: 500_000_000 };

export interface SnapshotInput {
	readonly root: string;
	/** Absolute path of our own folder on the same disk as the store. */
	readonly place: string;
	readonly temporary: string;
	readonly store: Store;
	readonly bounds: Bounds;
	readonly signal: AbortSignal;
}

/** Why there is no snapshot; thrown. `said` names paths, which are the user's and not for the log. */
export class NoSnapshot extends Error {
	readonly failure: Failure;
	constructor(message: string, paths: readonly string[] = []) {
		super(message);
		this.name = 'NoSnapshot';
		const said = paths.slice(0, 5).join('\n').slice(0, 500);
		this.failure = { kind: 'no-snapshot', message, ...(said === '' ? {} : { said }) };
	}
}

/**
 * Copies everything below the folder into the store and sees that it is still so afterwards: each copy has the bytes of
 * its original, and nothing in the folder was touched meanwhile. A folder in which somebody writes is tried once more.
 */
export async function takeSnapshot(input: SnapshotInput): Promise<Manifest> {
	const copies = new Map<string, Copy>();
	for (let tries = 0; tries < 2; tries++) {
		const before = await lookAt(input);
		await copyAll(input, before, copies);
		const after = await lookAt(input);
		if (isSame(before, after)) {
			const manifest = keep(before, copies);
			if (manifest !== null) {
				return manifest;
			}
		}
	}
	throw new NoSnapshot(
		'Files in the folder changed while it was being secured, twice. Stop what writes there, such as a build that watches, and try again.',
	);
}

interface Copy {
	readonly stored: number;
	readonly digest: string;
	/** Of the original, when it was copied. */
	readonly stamp: string;
}

async function lookAt({ root, temporary, bounds, signal }: SnapshotInput): Promise<Scan> {
	let entries = 0;
	let bytes = 0;
	const seen = (entry: Entry) => {
		entries += 1;
		bytes += entry.size;
		if (entries > bounds.entries) {
			throw new NoSnapshot(`The folder holds more than ${bounds.entries} files. ${useGit}`);
		}
		if (bytes > bounds.bytes) {
			throw new NoSnapshot(`The folder holds more than ${Math.round(bounds.bytes / 1e9)} GB. ${useGit}`);
		}
	};
	const found = await scan({ root, temporary, seen, signal });
	refuseOdd(found.odd);
	refuseForeign([...found.entries.values()]);
	return found;
}

const useGit = 'Open a smaller folder, or run "git init" in it, so that agents work in a copy.';

function refuseOdd(odd: readonly Odd[]): void {
	const of = (why: Odd['why']) => odd.filter((each) => each.why === why).map(({ path: name }) => name);
	const [special, names, unreadable] = [of('special'), of('name'), of('unreadable')];
	if (unreadable.length > 0) {
		throw new NoSnapshot('The folder holds another one that can not be read. See to its permissions.', unreadable);
	}
	if (names.length > 0) {
		throw new NoSnapshot('A file name in the folder is not UTF-8. Rename the file.', names);
	}
	if (special.length > 0) {
		throw new NoSnapshot(
			'The folder holds a socket, a pipe or a device, which can not be put back. End the program that made it, or remove it.',
			special,
		);
	}
}

/** What could not be put back as it is: links that are not text, files of others, files with names elsewhere. */
function refuseForeign(entries: readonly Entry[]): void {
	const odd = entries.filter((entry) => entry.type === 'link' && entry.target === null);
	if (odd.length > 0) {
		throw new NoSnapshot('A link in the folder leads to a name that is not UTF-8. Remove it.', pathsOf(odd));
	}
	const me = process.geteuid?.() ?? 0;
	const groups = new Set([process.getegid?.() ?? 0, ...(process.getgroups?.() ?? [])]);
	const foreign = entries.filter((entry) => entry.uid !== me || !groups.has(entry.gid));
	if (me !== 0 && foreign.length > 0) {
		throw new NoSnapshot(
			'Files in the folder belong to another user or group, and could not be given back to them. Change their owner, or run "git init" in the folder.',
			pathsOf(foreign),
		);
	}
	const names = new Map<string, number>();
	const files = entries.filter((entry) => entry.type === 'file' && entry.names > 1);
	for (const { inode } of files) {
		names.set(inode, (names.get(inode) ?? 0) + 1);
	}
	const shared = files.filter((entry) => names.get(entry.inode) !== entry.names && !isGitObject(entry));
	if (shared.length > 0) {
		throw new NoSnapshot(
			'Files in the folder are hard links to files outside of it, which an agent could write through. Copy them, or run "git init" in the folder.',
			pathsOf(shared),
		);
	}
}

/**
 * A clone of a repository on the same disk shares its objects with it. Git never writes to an object that is there; one
 * that was removed comes back as a file of its own.
 */
function isGitObject({ path: relative, mode }: Entry): boolean {
	return /(^|\/)\.git\/(.+\/)?objects\//.test(relative) && (mode & 0o222) === 0;
}

function pathsOf(entries: readonly Entry[]): string[] {
	return entries.map((entry) => entry.path).sort();
}

async function copyAll(input: SnapshotInput, found: Scan, copies: Map<string, Copy>): Promise<void> {
	const { root, store, signal } = input;
	const files = [...new Map(filesOf(found).map((entry) => [entry.inode, entry])).values()];
	const wanted = files.filter((entry) => copies.get(entry.inode)?.stamp !== entry.stamp);
	await refuseFull(input, wanted);
	await inParallel(wanted, async ({ path: relative, inode, size, stamp }) => {
		signal.throwIfAborted();
		const file = path.join(root, relative);
		try {
			const copied = await store.take(file);
			// Reading the original once more tells a copy that went wrong, and a file that somebody writes to.
			if ((await digestOf(file, size)) === copied.digest) {
				copies.set(inode, { ...copied, stamp });
			}
		} catch (error) {
			const code = codeOrThrow(error);
			if (code === 'EACCES' || code === 'EPERM') {
				throw new NoSnapshot('The folder holds a file that can not be read. See to its permissions.', [relative]);
			}
			if (code !== 'ENOENT') {
				throw error;
			}
		}
	});
}

async function refuseFull({ place, bounds }: SnapshotInput, files: readonly Entry[]): Promise<void> {
	const needed = files.reduce((sum, { size }) => sum + size, 0) + bounds.spare;
	const { bavail, bsize } = await statfs(place);
	if (bavail * bsize < needed) {
		const megabytes = Math.ceil(needed / 1e6);
		throw new NoSnapshot(`The disk has no room for a copy of the folder: ${megabytes} MB have to be free.`);
	}
}

function isSame(before: Scan, after: Scan): boolean {
	return (
		before.entries.size === after.entries.size &&
		[...before.entries.values()].every((entry) => after.entries.get(entry.path)?.stamp === entry.stamp)
	);
}

/** `null` when some file has no copy that is as it is. */
function keep(found: Scan, copies: ReadonlyMap<string, Copy>): Manifest | null {
	const manifest = new Map<string, Kept>();
	const firsts = new Map<string, string>();
	for (const relative of [...found.entries.keys()].sort()) {
		const entry = found.entries.get(relative);
		if (entry === undefined) {
			continue;
		}
		if (entry.type !== 'file') {
			manifest.set(relative, { ...entry, digest: null, stored: null, twin: null });
			continue;
		}
		const copy = copies.get(entry.inode);
		if (copy?.stamp !== entry.stamp) {
			return null;
		}
		const first = firsts.get(entry.inode) ?? relative;
		firsts.set(entry.inode, first);
		const bytes = { digest: copy.digest, stored: copy.stored };
		const twin = entry.names > 1 ? first : null;
		manifest.set(
			relative,
			isGitObject(entry) ? { ...entry, ...bytes, names: anyNames, twin: null } : { ...entry, ...bytes, twin },
		);
	}
	return manifest;
}

function filesOf(found: Scan): Entry[] {
	return [...found.entries.values()].filter((entry) => entry.type === 'file');
}
