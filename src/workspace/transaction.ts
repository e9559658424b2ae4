import type { Failure } from '../core/failure.ts';

/** One file as it was or as it became. */
export type FileState =
	| { readonly type: 'file'; readonly executable: boolean; read(): Promise<Uint8Array> }
	| { readonly type: 'link'; readonly target: string };

/** One file that the work in a tree touched, in the user's terms. */
export interface Change {
	/** Relative to the transaction's `root`, with forward slashes. */
	readonly path: string;
	/** `null`: did not exist. */
	readonly before: FileState | null;
	/** `null`: deleted. */
	readonly after: FileState | null;
}

export type Commit =
	| { readonly ok: true; readonly paths: readonly string[] }
	/** Nothing was written: these files of the user's are no longer as they were when the work began. */
	| { readonly ok: false; readonly reason: 'conflict'; readonly paths: readonly string[] }
	/** Writing failed half-way; what had been written was put back, but for `paths`. */
	| {
			readonly ok: false;
			readonly reason: 'write-failed';
			readonly message: string;
			readonly paths: readonly string[];
	  };

/** An isolated copy of the user's folder. Nothing outside `root` changes before `commit`. */
export interface Transaction {
	/** The folder to work in: the copy of the folder that was given to `begin`. */
	readonly cwd: string;
	/** The user's folder that paths of changes are relative to: the top level of the repository. */
	readonly root: string;
	/** Everything that differs from the beginning, sorted by path. May be called again. */
	changes(): Promise<readonly Change[]>;
	/**
	 * Writes one file of the copy, for a provider that answers with edits instead of editing by itself.
	 * Relative to the folder that was given to `begin`, the only one an author of edits knows. Refuses a path outside the
	 * copy, below `.git` or behind a link.
	 */
	write(
		path: string,
		content: string,
	): Promise<{ readonly ok: true } | { readonly ok: false; readonly message: string }>;
	/** Reads one text file of the copy; `null` when there is none. Refuses like `write`. */
	read(
		path: string,
	): Promise<{ readonly ok: true; readonly text: string | null } | { readonly ok: false; readonly message: string }>;
	/** Brings the changes into the user's folder, all or none. Fails closed on a file that changed meanwhile. */
	commit(): Promise<Commit>;
	/** Drops the copy. May be called again. */
	rollback(): Promise<{ readonly ok: true } | { readonly ok: false; readonly failure: Failure }>;
}

/** Makes transactions for one kind of folder. */
export interface Workspace {
	/** No whole copy, no agent: resolves to a failure of kind `no-snapshot` when the folder can't be copied as it is. */
	begin(
		folder: string,
		signal: AbortSignal,
	): Promise<
		{ readonly ok: true; readonly transaction: Transaction } | { readonly ok: false; readonly failure: Failure }
	>;
	/**
	 * The files below the folder that git tracks or would track, relative to it, with forward slashes. Ignored ones are
	 * not among them. `null` where git can't tell.
	 */
	paths(folder: string): Promise<readonly string[] | null>;
}
