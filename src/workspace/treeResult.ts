import { rowLength } from './files.ts';
import type { Kept } from './kept.ts';

/** Files below `from` are copied to `to`, with bytes, mode and modification time. */
export interface CopyWork {
	readonly type: 'copy';
	readonly from: string;
	readonly to: string;
	/** Relative, with forward slashes. */
	readonly names: readonly string[];
	/** How each lay there when its object id was found out; kind `nothing` where that is not known. */
	readonly known: Float64Array;
	/** The user's tree and its copy, both by their real paths: an absolute link into one is to lead into the other. */
	readonly trees: { readonly user: string; readonly copy: string };
	/** Of an object id, in bytes. */
	readonly idLength: number;
	/** Takes the content of files whose object id was not known. */
	readonly contents: string;
	/** Whether the file system copies without reading. */
	readonly clones: boolean;
}

/** Files below `tree` are looked at. */
export interface LookWork {
	readonly type: 'look';
	readonly tree: string;
	readonly names: readonly string[];
}

/** The content of files below `tree` is kept as it is now, unless its id is the expected one. */
export interface KeepWork {
	readonly type: 'keep';
	readonly tree: string;
	readonly names: readonly string[];
	/** Object ids; an empty text where none is expected. */
	readonly expected: readonly string[];
	readonly idLength: number;
	readonly contents: string;
}

export type TreeWork = CopyWork | LookWork | KeepWork;

/** What was read of one file. */
export interface Read {
	readonly place: number;
	readonly id: string;
	/** `null` for a link, and for content that was expected. */
	readonly kept: Kept | null;
	/** Of a link, as it stands in the user's tree. */
	readonly target: string | null;
	/** Of a link that leads elsewhere in the copy. */
	readonly copied: string | null;
}

export interface TreeResult {
	/** Rows of what was looked at: of the user's files with `copy`. */
	readonly rows: Float64Array;
	/** Rows of the copies; empty without `copy`. */
	readonly copies: Float64Array;
	readonly read: readonly Read[];
	/** Places of the files that are too large to be held in memory: nothing was done about them. */
	readonly large: readonly number[];
}

/** In bytes: what is larger is streamed. */
export const largest = 16 * 1024 * 1024;

/** While it is being made. */
export interface Making extends TreeResult {
	readonly read: Read[];
	readonly large: number[];
}

export function emptyResult(count: number, copies: boolean): Making {
	const rows = new Float64Array(count * rowLength);
	return { rows, copies: new Float64Array(copies ? count * rowLength : 0), read: [], large: [] };
}
