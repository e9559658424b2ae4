import { mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { becomeOwner, isAlive, type Owner, ownerNow, readOwner } from './inPlaceOwner.ts';
import type { Kept } from './inPlaceStore.ts';
import { isMissing, lstatOrNull } from './paths.ts';

/**
 * How far a run has come. `taking`: its snapshot is not whole, and the folder untouched. `working`: somebody works in the
 * folder, or was stopped there. `settled`: the folder is the user's again. `committing`: changes are being written.
 */
export type Phase = 'taking' | 'working' | 'settled' | 'committing';

/** Our own folder for one run. */
export interface Place {
	readonly folder: string;
	readonly owner: Owner;
	readonly phase: Phase;
	/** Whether putting the folder back was tried and failed. */
	readonly failed: boolean;
}

/** The first line of `manifest`; each other is a `Kept`. */
export interface ManifestHead {
	/** Milliseconds since the epoch; see `CompareInput`. */
	readonly believedUntil: number;
}

/** What one path of the agent's was and became. */
export interface Result {
	readonly path: string;
	readonly before: Kept | null;
	/** Like an entry: `executable` and `stored` for a file, `target` for a link. */
	readonly after:
		| { readonly type: 'file'; readonly executable: boolean; readonly stored: number; readonly digest: string }
		| { readonly type: 'link'; readonly target: string }
		| null;
}

/** The first line of `undo`; each other is a `Kept`. */
export interface UndoHead {
	readonly paths: readonly string[];
}

/** The files of a place. What is written there is whole from the moment its name exists. */
export const parts = {
	/** The snapshot. Without it nobody has worked in the folder. */
	manifest: 'manifest.jsonl',
	/** What the user saved meanwhile: lines of `Kept`, the last one of a path counts. */
	saved: 'saved.jsonl',
	/** What the agent left. */
	results: 'results.jsonl',
	/** Empty; the folder has been put back and verified. */
	settled: 'settled',
	/** Empty; it could not be put back. */
	failed: 'failed',
	/** How the places of a commit were before it; there while it writes. */
	undo: 'undo.jsonl',
	/** The bytes of all these. */
	files: 'files',
} as const;

export function partOf(place: string, part: keyof typeof parts): string {
	return path.join(place, parts[part]);
}

export async function mark(place: string, part: 'settled' | 'failed'): Promise<void> {
	await writeFile(partOf(place, part), '', { mode: 0o600 });
}

export async function unmark(place: string, part: keyof typeof parts): Promise<void> {
	await rm(partOf(place, part), { force: true });
}

/** Begins the names of files that exist only on the way to their places in the user's folder. */
export function temporaryOf(place: string): string {
	return `.switchyard-${path.basename(place)}-`;
}

const beginning = 'new-';
const running = 'run-';
const dropped = 'dropped-';

/** Makes the folder for a run of this process; others see it when it has its owner. */
export async function makePlace(storage: string, folder: string, at: number): Promise<string> {
	const made = await mkdtemp(path.join(storage, `${beginning}${process.pid}-`));
	await becomeOwner(made, await ownerNow(folder, at), null);
	const place = path.join(storage, `${running}${path.basename(made).slice(beginning.length)}`);
	await rename(made, place);
	return place;
}

/** All runs that lie in the storage, whoever's they are. */
export async function placesIn(storage: string): Promise<Place[]> {
	const places: Place[] = [];
	for (const name of await namesIn(storage)) {
		const folder = path.join(storage, name);
		const owner = name.startsWith(running) ? await readOwner(folder) : null;
		if (owner !== null) {
			const failed = (await lstatOrNull(partOf(folder, 'failed'))) !== null;
			places.push({ folder, owner, phase: await phaseOf(folder), failed });
		}
	}
	return places;
}

async function phaseOf(place: string): Promise<Phase> {
	const has = async (part: keyof typeof parts) => (await lstatOrNull(partOf(place, part))) !== null;
	if (!(await has('manifest'))) {
		return 'taking';
	}
	if (!(await has('settled'))) {
		return 'working';
	}
	return (await has('undo')) ? 'committing' : 'settled';
}

/** Who else has the folder, one above it or one below it. `interrupted`: what was begun there has to be put back first. */
export async function othersAt(
	storage: string,
	folder: string,
	own: string | null,
): Promise<'nobody' | 'busy' | 'interrupted'> {
	let found: 'nobody' | 'interrupted' = 'nobody';
	for (const place of await placesIn(storage)) {
		if (place.folder === own || place.phase === 'settled' || !overlap(place.owner.folder, folder)) {
			continue;
		}
		if (!place.failed && (await isAlive(place.owner))) {
			return 'busy';
		}
		if (place.phase !== 'taking') {
			found = 'interrupted';
		}
	}
	return found;
}

export function overlap(left: string, right: string): boolean {
	const [one, other] = [withSeparator(left), withSeparator(right)];
	return one.startsWith(other) || other.startsWith(one);
}

function withSeparator(folder: string): string {
	return folder.endsWith(path.sep) ? folder : `${folder}${path.sep}`;
}

/** Takes a run out of the storage, in one step, and then its files. Nothing of it is offered to anybody any more. */
export async function dropPlace(place: string, remove: (folder: string) => Promise<void>): Promise<void> {
	const gone = path.join(path.dirname(place), `${dropped}${path.basename(place)}`);
	try {
		await rename(place, gone);
	} catch (error) {
		if (!isMissing(error)) {
			throw error;
		}
	}
	await remove(gone);
}

/** Removes what somebody was about to remove, or never began to use, when he was ended. */
export async function sweep(storage: string, remove: (folder: string) => Promise<void>): Promise<void> {
	for (const name of await namesIn(storage)) {
		const pid = new RegExp(`^${beginning}(\\d+)-`).exec(name)?.[1];
		const abandoned = pid !== undefined && !(await isAlive({ pid: Number(pid), started: null, folder: '', at: 0 }));
		if (name.startsWith(dropped) || abandoned) {
			await remove(path.join(storage, name));
		}
	}
	for (const place of await placesIn(storage)) {
		if (place.phase === 'taking' && !(await isAlive(place.owner))) {
			await dropPlace(place.folder, remove);
		}
	}
}

async function namesIn(storage: string): Promise<string[]> {
	try {
		return (await readdir(storage)).sort();
	} catch (error) {
		if (isMissing(error)) {
			return [];
		}
		throw error;
	}
}
