import type { Isolation } from '../core/agent.ts';
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
	/** `merged`: the files in which the user had changed other lines meanwhile; left out when there are none. */
	| { readonly ok: true; readonly paths: readonly string[]; readonly merged?: readonly string[] }
	/** Nothing was written: the user changed these files meanwhile in the same places. */
	| { readonly ok: false; readonly reason: 'conflict'; readonly paths: readonly string[] }
	/** Writing failed half-way; what had been written was put back, but for `paths`. */
	| {
			readonly ok: false;
			readonly reason: 'write-failed';
			readonly message: string;
			readonly paths: readonly string[];
	  };

/** Work on the user's folder that can be taken back: in a copy of it (`worktree`), or in itself (`inPlace`). */
export interface Transaction {
	readonly form: Isolation;
	/** The folder to work in: the copy of the folder that was given to `begin`, or that folder itself. */
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
	/**
	 * Brings the work of an earlier transaction of the same folder into this one, which has just begun. Nothing of it when
	 * it does not fit because the user changed the files in between.
	 */
	adopt(changes: readonly Change[]): Promise<Commit>;
	/**
	 * Nobody works in it any more: the user's folder is as it was before, with `inPlace` after a verified restore, and the
	 * changes can still be read and committed. To be called before `commit`. May be called again.
	 *
	 * `outside`: what changed in the user's own folder while somebody worked in a copy, relative to `root`. It was the user,
	 * or it was the agent by a way around its copy: to be told, never to be undone.
	 */
	settle(): Promise<
		{ readonly ok: true; readonly outside?: readonly string[] } | { readonly ok: false; readonly failure: Failure }
	>;
	/**
	 * Brings changes into the user's folder, all or none: those given, else all. What the user changed meanwhile in other
	 * places of a file is kept; in the same places it is a conflict, and nothing is written.
	 */
	commit(changes?: readonly Change[]): Promise<Commit>;
	/** Drops everything; the user's folder is as it was. May be called again. */
	rollback(): Promise<{ readonly ok: true } | { readonly ok: false; readonly failure: Failure }>;
}

/** Makes transactions. */
export interface Workspace {
	/**
	 * No whole snapshot, no agent: resolves to a failure of kind `no-snapshot` when the folder can't be secured as it is.
	 * `isolation`: what the user wants for this agent; `null`: a copy in a git repository, else in place.
	 */
	begin(
		folder: string,
		signal: AbortSignal,
		isolation?: Isolation | null,
	): Promise<
		{ readonly ok: true; readonly transaction: Transaction } | { readonly ok: false; readonly failure: Failure }
	>;
	/**
	 * The files below the folder that git tracks or would track, relative to it, with forward slashes. Ignored ones are
	 * not among them. `null` where git can't tell.
	 */
	paths(folder: string): Promise<readonly string[] | null>;
}
