import { constants } from 'node:fs';
import {
	chmod,
	copyFile,
	lchown,
	link,
	lstat,
	lutimes,
	mkdir,
	rename,
	rm,
	rmdir,
	symlink,
	unlink,
	utimes,
} from 'node:fs/promises';
import path from 'node:path';
import { inParallel } from './inParallel.ts';
import { type Difference, differences } from './inPlaceCompare.ts';
import { parentsOf, scan, type Scan, type Scope } from './inPlaceScan.ts';
import { codeOrThrow, type Kept, type Manifest, type Store } from './inPlaceStore.ts';
import { follow, lstatOrNull } from './paths.ts';
import { removeFolder } from './removeFolder.ts';

export interface RestoreInput {
	readonly root: string;
	/** How it is to be. Asked again for each round: what the user saves meanwhile is to stay. */
	wanted(): Manifest;
	readonly store: Store;
	readonly temporary: string;
	/** What is put back; left out: everything below the folder. */
	readonly scope?: Scope;
	/** See `CompareInput`; what is put back is read to the last byte in any case. */
	readonly believedUntil: number | null;
}

/** So many times what differs is mended and all of it looked at again. */
const rounds = 3;

/**
 * Puts a folder back and then reads every byte of it. Gives the paths that are still not as they were; none means that
 * all is as it was: bytes, types, permissions, owners, times to the microsecond, links and what is linked to what.
 */
export async function restore(input: RestoreInput): Promise<string[]> {
	let left: string[] = [];
	for (let round = 0; round <= rounds; round++) {
		const wanted = input.wanted();
		const found = await scan({ ...input, force: true });
		const believedUntil = round === 0 ? input.believedUntil : null;
		const differing = await differences({ root: input.root, wanted, found, believedUntil, force: true });
		left = [...differing.map((each) => each.path), ...found.odd.map((each) => each.path), ...found.temporary];
		if (left.length === 0 && round > 0) {
			return [];
		}
		if (round < rounds) {
			await mend(input, wanted, found, differing);
		}
	}
	return left.sort();
}

/** Changes what differs. What can't be changed stays as it is, for the next look to find. */
async function mend(
	input: RestoreInput,
	wanted: Manifest,
	found: Scan,
	differing: readonly Difference[],
): Promise<void> {
	const { root } = input;
	const at = (relative: string) => path.join(root, relative);
	const touched = new Set<string>();
	const opening = [...differing, ...found.odd, ...found.temporary.map((name) => ({ path: name }))];
	for (const folder of new Set(opening.flatMap((each) => parentsOf(each.path)))) {
		touched.add(folder);
		await trying(() => openFolder(at(folder)));
	}
	for (const relative of found.temporary) {
		await trying(() => rm(at(relative), { force: true }));
	}
	for (const { why, at: place } of found.odd) {
		if (why !== 'unreadable') {
			await trying(() => rm(place, { recursive: true, force: true }));
		}
	}
	await removeWrong(input, differing);
	for (const { path: relative, wanted: want } of differing) {
		if (want !== null && isFolder(want)) {
			touched.add(relative);
			await trying(() => makeFolder(at(relative)));
		}
	}
	await mendFiles(input, wanted, differing);
	for (const { path: relative, wanted: want } of differing) {
		if (want !== null && !isFolder(want)) {
			await trying(() => setAttributes(at(relative), want));
		}
	}
	// From the deepest up, because what is done in a folder changes its time.
	for (const relative of [...touched].sort().reverse()) {
		const want = wanted.get(relative);
		if (want !== undefined && isFolder(want)) {
			await trying(() => setAttributes(at(relative), want));
		}
	}
}

/** Removes what nothing, or something of another kind, is to be in place of. */
async function removeWrong({ root, scope }: RestoreInput, differing: readonly Difference[]): Promise<void> {
	const removed = new Set<string>();
	const ways: string[] = [];
	for (const { path: relative, wanted: want, found: entry } of differing) {
		const goes = entry !== null && want?.type !== entry.type && (want === null || isFolder(want) || isFolder(entry));
		if (!goes || parentsOf(relative).some((parent) => removed.has(parent))) {
			continue;
		}
		if (!isFolder(entry)) {
			await trying(() => unlink(path.join(root, relative)));
		} else if (scope?.of(relative) === 'way') {
			ways.push(relative);
		} else {
			removed.add(relative);
			await trying(() => removeFolder(path.join(root, relative)));
		}
	}
	// A folder that may hold more than what is put back goes only when it is empty.
	for (const relative of ways.reverse()) {
		await trying(() => rmdir(path.join(root, relative)));
	}
}

async function mendFiles(input: RestoreInput, wanted: Manifest, differing: readonly Difference[]): Promise<void> {
	const { root, store, temporary } = input;
	let count = 0;
	const replace = async (relative: string, lay: (file: string) => Promise<unknown>) => {
		const target = path.join(root, relative);
		const laid = path.join(path.dirname(target), `${temporary}back-${count++}`);
		if ((await follow(root, relative)).type === 'blocked') {
			return;
		}
		try {
			await rm(laid, { force: true });
			await lay(laid);
			await rename(laid, target);
		} finally {
			await rm(laid, { force: true });
		}
	};
	const wrong = differing
		.filter(({ what }) => what !== 'attributes')
		.flatMap(({ wanted: want }) => (want === null ? [] : [want]));
	const twins = new Set(wrong.flatMap(({ twin }) => (twin === null ? [] : [twin])));
	const together = [...wanted.values()]
		.filter(({ twin }) => twin !== null && twins.has(twin))
		.sort((left, right) => (left.path < right.path ? -1 : 1));
	const put = (want: Kept) =>
		trying(async () => {
			if (want.type === 'link') {
				await replace(want.path, (laid) => symlink(want.target ?? '', laid));
			} else if (want.type === 'file' && want.twin !== null && want.twin !== want.path) {
				const first = path.join(root, want.twin);
				await replace(want.path, (laid) => link(first, laid));
			} else if (want.type === 'file') {
				await replace(want.path, async (laid) => {
					await copyFile(store.fileOf(want.stored ?? -1), laid, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
					await setAttributes(laid, want);
				});
			}
		});
	await inParallel(
		wrong.filter(({ twin }) => twin === null),
		put,
	);
	// One after the other: the first of them brings the bytes.
	for (const want of together) {
		await put(want);
	}
}

function isFolder({ type }: { readonly type: string }): boolean {
	return type === 'folder';
}

/** Some folders deny their owner to change what is in them; whoever left one so is undone anyway. */
async function openFolder(folder: string): Promise<void> {
	const stats = await lstatOrNull(folder);
	if (stats?.isDirectory() === true && (stats.mode & 0o700) !== 0o700) {
		await chmod(folder, (stats.mode & 0o7777) | 0o700);
	}
}

async function makeFolder(folder: string): Promise<void> {
	if ((await lstatOrNull(folder))?.isDirectory() !== true) {
		await mkdir(folder, { mode: 0o700 });
	}
}

async function setAttributes(target: string, want: Kept): Promise<void> {
	const stats = await lstat(target);
	if (stats.uid !== want.uid || stats.gid !== want.gid) {
		await lchown(target, want.uid, want.gid);
	}
	if (want.type !== 'link') {
		await chmod(target, want.mode);
	}
	// Half a microsecond more, because the number of seconds is cut off to whole ones and may be a little too small.
	const seconds = (want.mtime + 0.5) / 1e6;
	await (want.type === 'link' ? lutimes : utimes)(target, stats.atimeMs / 1000, seconds);
}

/** What fails is found by looking again. */
async function trying(work: () => Promise<unknown>): Promise<void> {
	try {
		await work();
	} catch (error) {
		codeOrThrow(error);
	}
}
