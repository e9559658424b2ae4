import type { Stats } from 'node:fs';
import { copyFile, lstat } from 'node:fs/promises';
import path from 'node:path';

/**
 * Whether some part of a path names a git folder, in any letter case and in every disguise that one of the usual file
 * systems sees through: invisible characters, dots and blanks at the end, a short name.
 */
export function namesGitFolder(relative: string): boolean {
	return relative.split(/[\\/]/).some((part) => {
		const plain = part.replace(invisible, '').toLowerCase();
		return /^(\.git|git~1)[. ]*(:.*)?$/.test(plain);
	});
}

const invisible = /\u200c|\u200d|[\u200e-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g;

export type SafePath =
	| { readonly ok: true; readonly relative: string; readonly stats: Stats | null }
	| { readonly ok: false; readonly message: string };

/**
 * Brings a path that somebody else wrote into the shape `a/b/c`, relative to `root`. Refuses what could lead out of
 * `root`, into a git folder or through a link. `stats` is what is there now.
 */
export async function safePath(root: string, base: string, asked: string): Promise<SafePath> {
	const slashed = asked.replaceAll('\\', '/');
	if (path.posix.isAbsolute(slashed) || path.win32.isAbsolute(slashed) || /^[a-z]:/i.test(slashed)) {
		return { ok: false, message: `The path is absolute; it must be relative to the folder: ${asked}` };
	}
	if (slashed.split('/').includes('..')) {
		return { ok: false, message: `The path must not contain "..": ${asked}` };
	}
	const relative = path.posix.join(base, path.sep === '\\' ? slashed : asked).replace(/\/$/, '');
	if (asked.includes('\0') || relative === '.' || relative === base || asked.endsWith('/')) {
		return { ok: false, message: `The path does not name a file: ${asked}` };
	}
	if (namesGitFolder(relative)) {
		return { ok: false, message: `The path leads into a git folder: ${asked}` };
	}
	const met = await follow(root, relative).catch((error: unknown) => codeOf(error));
	if (met === null || typeof met === 'string') {
		return { ok: false, message: `The path can't be looked at (${met ?? 'unknown'}): ${asked}` };
	}
	if (met.type === 'blocked') {
		return { ok: false, message: `The path leads through something that is not a folder: ${asked}` };
	}
	const stats = met.type === 'found' ? met.stats : null;
	if (stats?.isSymbolicLink() === true) {
		return { ok: false, message: `The path is a link: ${asked}` };
	}
	return { ok: true, relative, stats };
}

export type Met =
	| { readonly type: 'found'; readonly stats: Stats }
	| { readonly type: 'nothing' }
	/** `at` is a parent that is a link or a file; what is behind it is not looked at. */
	| { readonly type: 'blocked'; readonly at: string };

/** What is at `root/relative`, reached through real folders only. */
export async function follow(root: string, relative: string): Promise<Met> {
	const parts = relative.split('/');
	for (let length = 1; length < parts.length; length++) {
		const at = parts.slice(0, length).join('/');
		const stats = await lstatOrNull(path.join(root, at));
		if (stats === null) {
			return { type: 'nothing' };
		}
		if (!stats.isDirectory()) {
			return { type: 'blocked', at };
		}
	}
	const stats = await lstatOrNull(path.join(root, relative));
	return stats === null ? { type: 'nothing' } : { type: 'found', stats };
}

export async function lstatOrNull(file: string): Promise<Stats | null> {
	try {
		return await lstat(file);
	} catch (error) {
		if (isMissing(error)) {
			return null;
		}
		throw error;
	}
}

/** Copies a file that may just as well be missing; tells whether it was there. */
export async function copyIfThere(from: string, to: string): Promise<boolean> {
	try {
		await copyFile(from, to);
		return true;
	} catch (error) {
		if (isMissing(error)) {
			return false;
		}
		throw error;
	}
}

/** Whether a file-system error says that nothing is there. */
export function isMissing(error: unknown): boolean {
	const code = codeOf(error);
	return code === 'ENOENT' || code === 'ENOTDIR';
}

/** The code of a file-system error, such as `ENOSPC`; `null` for every other error. */
export function codeOf(error: unknown): string | null {
	return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
