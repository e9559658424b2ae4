import type { BigIntStats } from 'node:fs';
import { chmod, lstat, readdir, readlink } from 'node:fs/promises';
import path from 'node:path';
import { codeOf, isMissing } from './paths.ts';

/** One file, folder or link as it lies there. */
export interface Entry {
	/** Relative to the folder, with forward slashes; empty for the folder itself. */
	readonly path: string;
	readonly type: 'file' | 'folder' | 'link';
	/** The permissions, with the bits for set-user, set-group and sticky. */
	readonly mode: number;
	readonly uid: number;
	readonly gid: number;
	/** Bytes of a file; 0 for the others. */
	readonly size: number;
	/** Microseconds since the epoch: what can be set again; finer parts of the time can't. */
	readonly mtime: number;
	/** When anything of it was last changed, in milliseconds since the epoch. No program can set it. */
	readonly ctimeMs: number;
	/** Where a link leads; `null` for the others, and for a target that is not UTF-8. */
	readonly target: string | null;
	/** Names one file of this machine; two names of one file share it. */
	readonly inode: string;
	/** How many names the file has, wherever they are. */
	readonly names: number;
	/** Everything that changes when somebody changes the file, its permissions or its time. */
	readonly stamp: string;
}

/** Something that a snapshot can't hold. */
export interface Odd {
	/** `special`: a socket, a pipe, a device. `name`: not UTF-8. `unreadable`: a folder that can't be listed. */
	readonly why: 'special' | 'name' | 'unreadable';
	/** Relative to the folder, for people: what is not UTF-8 shows as question marks. */
	readonly path: string;
	/** The same, absolute, as the system spells it. */
	readonly at: Buffer;
}

export interface Scan {
	readonly entries: ReadonlyMap<string, Entry>;
	readonly odd: readonly Odd[];
	/** Relative paths of files that were laid down on the way to their places by somebody who was ended there. */
	readonly temporary: readonly string[];
}

export interface ScanInput {
	readonly root: string;
	/** Begins the name of every file that exists only on the way to its place. */
	readonly temporary: string;
	/** What to look at; left out: everything. */
	readonly scope?: Scope;
	/** Opens folders that can't be listed, for a folder that is to be put back anyway. */
	readonly force?: boolean;
	/** Called for each entry, in no order; may throw to end the walk. */
	seen?(entry: Entry): void;
	readonly signal?: AbortSignal;
}

/** A part of a folder: some paths with all that is below them, and the folders on the way to them. */
export interface Scope {
	/** `all`: it and everything below. `way`: a folder on the way to such a path. */
	of(relative: string): 'all' | 'way' | 'nothing';
}

const whole: Scope = { of: () => 'all' };

/** The scope of these paths. */
export function scopeOf(paths: readonly string[]): Scope {
	const wanted = new Set(paths);
	const ways = new Set(paths.flatMap(parentsOf));
	return {
		of: (relative) =>
			wanted.has(relative) || parentsOf(relative).some((parent) => wanted.has(parent))
				? 'all'
				: ways.has(relative)
					? 'way'
					: 'nothing',
	};
}

/** The folders above a path, the nearest first; the last is the empty path. */
export function parentsOf(relative: string): string[] {
	const parents: string[] = [];
	for (let at = relative; at !== ''; ) {
		at = at.includes('/') ? at.slice(0, at.lastIndexOf('/')) : '';
		parents.push(at);
	}
	return parents;
}

/** So many entries of one folder are looked at together. */
const together = 64;

/** Looks at everything below a folder. Links are not followed. What vanishes meanwhile is left out. */
export async function scan(input: ScanInput): Promise<Scan> {
	const { root, scope = whole } = input;
	const entries = new Map<string, Entry>();
	const odd: Odd[] = [];
	const temporary: string[] = [];
	const add = (entry: Entry) => {
		entries.set(entry.path, entry);
		input.seen?.(entry);
	};
	const top = await look(Buffer.from(root), '');
	if (top === null || top === 'special') {
		return { entries, odd, temporary };
	}
	add(top);
	const folders: string[] = top.type === 'folder' ? [''] : [];
	const lookAt = async (folder: string, name: Buffer) => {
		const text = asText(name);
		const shown = below(folder, text ?? name.toString());
		const at = Buffer.concat([Buffer.from(`${path.join(root, folder)}${path.sep}`), name]);
		const isTemporary = text?.startsWith(input.temporary) === true;
		if (!isTemporary && scope.of(shown) === 'nothing') {
			return;
		}
		if (text === null) {
			odd.push({ why: 'name', path: shown, at });
			return;
		}
		const entry = await look(at, shown);
		if (isTemporary) {
			temporary.push(shown);
		} else if (entry === 'special') {
			odd.push({ why: 'special', path: shown, at });
		} else if (entry !== null) {
			add(entry);
			if (entry.type === 'folder') {
				folders.push(shown);
			}
		}
	};
	for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
		input.signal?.throwIfAborted();
		const current = folder;
		const mode = entries.get(current)?.mode ?? 0;
		if (input.force === true && (mode & 0o500) !== 0o500 && process.geteuid?.() !== 0) {
			await chmod(path.join(root, current), 0o700).catch(() => undefined);
		}
		const names = await list(path.join(root, current));
		if (names === null) {
			odd.push({ why: 'unreadable', path: current, at: Buffer.from(path.join(root, current)) });
			continue;
		}
		for (let index = 0; index < names.length; index += together) {
			await Promise.all(names.slice(index, index + together).map((name) => lookAt(current, name)));
		}
	}
	return { entries, odd, temporary };
}

export function below(folder: string, name: string): string {
	return folder === '' ? name : `${folder}/${name}`;
}

/** `null` for bytes that are not UTF-8. */
function asText(bytes: Buffer): string | null {
	const text = bytes.toString();
	return Buffer.from(text).equals(bytes) ? text : null;
}

/** The names in a folder; `null` when it can't be listed. */
async function list(folder: string): Promise<Buffer[] | null> {
	try {
		return await readdir(folder, { encoding: 'buffer' });
	} catch (error) {
		if (isMissing(error)) {
			return [];
		}
		if (codeOf(error) === null) {
			throw error;
		}
		return null;
	}
}

/** `null`: nothing is there, or it may not be looked at. */
async function look(at: Buffer, relative: string): Promise<Entry | 'special' | null> {
	try {
		const stats = await lstat(at, { bigint: true });
		const type = typeOf(stats);
		if (type === null) {
			return 'special';
		}
		const target = type === 'link' ? asText(await readlink(at, { encoding: 'buffer' })) : null;
		return entryOf(relative, type, stats, target);
	} catch (error) {
		if (isMissing(error)) {
			return null;
		}
		throw error;
	}
}

function typeOf(stats: BigIntStats): Entry['type'] | null {
	return stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : stats.isSymbolicLink() ? 'link' : null;
}

function entryOf(relative: string, type: Entry['type'], stats: BigIntStats, target: string | null): Entry {
	return {
		path: relative,
		type,
		mode: Number(stats.mode & 0o7777n),
		uid: Number(stats.uid),
		gid: Number(stats.gid),
		size: type === 'file' ? Number(stats.size) : 0,
		mtime: Number(stats.mtimeNs / 1000n),
		ctimeMs: Number(stats.ctimeNs / 1_000_000n),
		target,
		inode: `${stats.dev}:${stats.ino}`,
		names: Number(stats.nlink),
		stamp: [stats.ino, stats.mode, stats.size, stats.mtimeNs, stats.ctimeNs, stats.nlink].join(' '),
	};
}
