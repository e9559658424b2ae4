import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { parentsOf, scan, scopeOf } from './inPlaceScan.ts';
import type { Kept, Manifest, Store } from './inPlaceStore.ts';

export interface SavedInput {
	readonly root: string;
	readonly snapshot: Manifest;
	readonly temporary: string;
	readonly store: Store;
}

/**
 * Takes a file as the user has just saved it, so that it is put back like this. Gives what is to be kept: the file, and the
 * new folders on the way to it. Nothing when it is not a file of the folder, or where the snapshot has something else
 * than a file; then it is among the changes, as if the agent had written it.
 */
export async function keepSaved({ root, snapshot, temporary, store }: SavedInput, file: string): Promise<Kept[]> {
	// An editor may know the file by a way through links.
	const real = await realpath(file).catch(() => null);
	const relative = real === null ? '' : path.relative(root, real).split(path.sep).join('/');
	if (relative === '' || relative === '..' || relative.startsWith('../') || path.isAbsolute(relative)) {
		return [];
	}
	const { entries } = await scan({ root, temporary, scope: scopeOf([relative]) });
	const entry = entries.get(relative);
	const before = snapshot.get(relative);
	const parents = parentsOf(relative);
	const fits = parents.every((parent) => (snapshot.get(parent)?.type ?? 'folder') === 'folder');
	if (entry?.type !== 'file' || (before !== undefined && before.type !== 'file') || !fits) {
		return [];
	}
	const taken = await store.take(path.join(root, relative));
	const isTwin = before !== undefined && before.twin !== null && before.names === entry.names;
	const { mode, uid, gid } = before ?? entry;
	const kept: Kept = { ...entry, ...taken, mode, uid, gid, stamp: '', twin: isTwin ? before.twin : null };
	const twins = isTwin ? [...snapshot.values()].filter(({ twin }) => twin === before.twin) : [kept];
	const folders = parents.flatMap((parent): Kept[] => {
		const found = entries.get(parent);
		return found === undefined || snapshot.has(parent)
			? []
			: [{ ...found, digest: null, stored: null, twin: null, stamp: '' }];
	});
	return [...folders, ...twins.map((each) => ({ ...kept, path: each.path }))];
}

/** The snapshot with what the user saved since, the last of each path. */
export function withSaved(snapshot: Manifest, saved: readonly Kept[]): Manifest {
	const wanted = new Map(snapshot);
	for (const kept of saved) {
		wanted.set(kept.path, kept);
	}
	const left = saved.some(({ path: relative }) => (snapshot.get(relative)?.twin ?? null) !== null);
	return left ? recounted(wanted) : wanted;
}

/** How many names a file has, after some of them became files of their own. */
function recounted(wanted: Manifest): Manifest {
	const groups = new Map<string, string[]>();
	for (const { path: relative, twin } of wanted.values()) {
		if (twin !== null) {
			groups.set(twin, [...(groups.get(twin) ?? []), relative].sort());
		}
	}
	return new Map(
		[...wanted].map(([relative, kept]): [string, Kept] => {
			const names = kept.twin === null ? [relative] : (groups.get(kept.twin) ?? [relative]);
			if (kept.type !== 'file') {
				return [relative, kept];
			}
			return [relative, { ...kept, names: names.length, twin: names.length > 1 ? (names[0] ?? null) : null }];
		}),
	);
}
