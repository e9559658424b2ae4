import type { Hidden } from '../core/hiddenText.ts';
import type { Hunk } from '../core/hunks.ts';

/** One file of an answer that changes files, as it is reviewed. */
export interface ReviewedFile {
	/** Relative to the root of the transaction, with forward slashes. */
	readonly path: string;
	readonly kind: 'added' | 'deleted' | 'changed';
	/** What it is beside a text whose words changed. */
	readonly special: 'bytes' | 'link' | 'mode' | null;
	/** Acts beyond its own content: taken only after one more question. */
	readonly guarded: boolean;
	/** What the new text hides from its reader and the old one did not; left out: nothing. */
	readonly hides?: readonly Hidden[];
	/** Who has a part in the change. */
	readonly authors: readonly string[];
	/** What can be taken one by one; `null`: the file can only be taken whole. */
	readonly hunks: readonly ReviewedHunk[] | null;
	/** Lines. */
	readonly added: number;
	readonly removed: number;
}

export interface ReviewedHunk {
	readonly hunk: Hunk;
	readonly authors: readonly string[];
}

/** A file with what the user has said of it so far. Its parts are its hunks by index, or the whole as part 0. */
export interface FileInReview {
	readonly file: ReviewedFile;
	readonly checked: ReadonlySet<number>;
	/** Parts that are in the user's file. */
	readonly accepted: ReadonlySet<number>;
	/** The parts that could not be brought into the user's file; `null`: none could not. */
	readonly conflict: ReadonlySet<number> | null;
	/** The user keeps the own version. */
	readonly declined: boolean;
}

export type ChangesState = readonly FileInReview[];

/** Parts of files, by path. Never empty sets. */
export type Parts = ReadonlyMap<string, ReadonlySet<number>>;

/** What of an answer is meant: all that is left, what is checked, one file or one hunk of it. */
export type Wanted =
	| { readonly what: 'all' }
	| { readonly what: 'checked' }
	| { readonly what: 'file'; readonly path: string; readonly part: number | null };

/** Everything is checked at first but what is guarded. */
export function begun(files: readonly ReviewedFile[]): ChangesState {
	return files.map((file) => ({
		file,
		checked: new Set(file.guarded ? [] : partsOf(file)),
		accepted: new Set(),
		conflict: null,
		declined: false,
	}));
}

export function partsOf(file: ReviewedFile): readonly number[] {
	return file.hunks === null ? [0] : file.hunks.map((_, index) => index);
}

/** The parts about which nothing is decided yet. */
export function openParts({ file, accepted, declined }: FileInReview): readonly number[] {
	return declined ? [] : partsOf(file).filter((part) => !accepted.has(part));
}

/** Checks or unchecks one part, or all (`null`), of these files. */
export function withChecks(
	state: ChangesState,
	paths: ReadonlySet<string>,
	part: number | null,
	on: boolean,
): ChangesState {
	return state.map((each) => {
		if (!paths.has(each.file.path)) {
			return each;
		}
		const checked = new Set(each.checked);
		for (const one of part === null ? partsOf(each.file) : [part]) {
			if (on) {
				checked.add(one);
			} else {
				checked.delete(one);
			}
		}
		return { ...each, checked };
	});
}

export function wantedParts(state: ChangesState, wanted: Wanted): Parts {
	const parts = new Map<string, ReadonlySet<number>>();
	for (const each of state) {
		const { path } = each.file;
		const chosen = openParts(each).filter((part) => isWanted(wanted, each, part));
		if (chosen.length > 0) {
			parts.set(path, new Set(chosen));
		}
	}
	return parts;
}

function isWanted(wanted: Wanted, { file, checked }: FileInReview, part: number): boolean {
	switch (wanted.what) {
		case 'all':
			return true;
		case 'checked':
			return checked.has(part);
		case 'file':
			return file.path === wanted.path && (wanted.part === null || wanted.part === part);
	}
}

/** Without these files. */
export function without(parts: Parts, paths: readonly string[]): Parts {
	return new Map([...parts].filter(([path]) => !paths.includes(path)));
}

export function withAccepted(state: ChangesState, parts: Parts): ChangesState {
	return state.map((each) => {
		const chosen = parts.get(each.file.path);
		return chosen === undefined ? each : { ...each, accepted: new Set([...each.accepted, ...chosen]), conflict: null };
	});
}

/** These parts of these files did not fit what the user has. */
export function withConflicts(state: ChangesState, parts: Parts, paths: readonly string[]): ChangesState {
	return state.map((each) =>
		paths.includes(each.file.path) ? { ...each, conflict: parts.get(each.file.path) ?? null } : each,
	);
}

/** The user's own version of a file stays, whatever of it was not accepted yet. */
export function withDeclined(state: ChangesState, path: string): ChangesState {
	return state.map((each) => (each.file.path === path ? { ...each, conflict: null, declined: true } : each));
}

export function isDecided(state: ChangesState): boolean {
	return state.every((each) => openParts(each).length === 0);
}

/** In how many files something was accepted, of how many. */
export function acceptedFiles(state: ChangesState): { readonly files: number; readonly of: number } {
	return { files: state.filter(({ accepted }) => accepted.size > 0).length, of: state.length };
}
