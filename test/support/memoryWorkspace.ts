import type { Failure } from '../../src/core/failure.ts';
import type { Change, FileState, Transaction, Workspace } from '../../src/workspace/transaction.ts';

/** What became of one copy. */
export type CopyEnd = 'open' | 'committed' | 'rolled-back';

/** A folder in memory whose copies can be watched. */
export class MemoryWorkspace implements Workspace {
	/** The user's files by path. */
	readonly files: Map<string, string>;
	/** Every copy that was made, in order. */
	readonly copies: MemoryTransaction[] = [];
	/** Set: `begin` fails with it. */
	refuses: Failure | null = null;
	/** Whether the work of one copy fits into a later one. */
	fits = true;
	/** Set: what `rollback` of later copies does instead of its work. */
	rollback: (() => ReturnType<Transaction['rollback']>) | null = null;

	constructor(files: Readonly<Record<string, string>>) {
		this.files = new Map(Object.entries(files));
	}

	paths(): ReturnType<Workspace['paths']> {
		return Promise.resolve([]);
	}

	async begin(): ReturnType<Workspace['begin']> {
		if (this.refuses !== null) {
			return { ok: false, failure: this.refuses };
		}
		const transaction = new MemoryTransaction(this, this.copies.length + 1);
		this.copies.push(transaction);
		return { ok: true, transaction };
	}
}

export class MemoryTransaction implements Transaction {
	readonly form = 'worktree';
	readonly root = '/folder';
	readonly cwd: string;
	end: CopyEnd = 'open';
	readonly #owner: MemoryWorkspace;
	readonly #files: Map<string, string>;

	constructor(owner: MemoryWorkspace, number: number) {
		this.#owner = owner;
		this.#files = new Map(owner.files);
		this.cwd = `/copies/${number}`;
	}

	async changes(): Promise<readonly Change[]> {
		const paths = [...new Set([...this.#owner.files.keys(), ...this.#files.keys()])].sort();
		return paths
			.filter((path) => this.#owner.files.get(path) !== this.#files.get(path))
			.map((path) => ({ path, before: state(this.#owner.files.get(path)), after: state(this.#files.get(path)) }));
	}

	async write(path: string, content: string): ReturnType<Transaction['write']> {
		if (path.startsWith('..')) {
			return { ok: false, message: `${path} is outside of the folder` };
		}
		this.#files.set(path, content);
		return { ok: true };
	}

	async read(path: string): ReturnType<Transaction['read']> {
		return path.startsWith('..')
			? { ok: false, message: `${path} is outside of the folder` }
			: { ok: true, text: this.#files.get(path) ?? null };
	}

	async adopt(changes: readonly Change[]): ReturnType<Transaction['adopt']> {
		if (!this.#owner.fits) {
			return { ok: false, reason: 'conflict', paths: changes.map(({ path }) => path) };
		}
		for (const { path, after } of changes) {
			if (after?.type === 'file') {
				this.#files.set(path, new TextDecoder().decode(await after.read()));
			} else {
				this.#files.delete(path);
			}
		}
		return { ok: true, paths: changes.map(({ path }) => path) };
	}

	settle(): ReturnType<Transaction['settle']> {
		return Promise.resolve({ ok: true });
	}

	async commit(): ReturnType<Transaction['commit']> {
		const paths = (await this.changes()).map(({ path }) => path);
		this.#files.forEach((text, path) => this.#owner.files.set(path, text));
		this.end = 'committed';
		return { ok: true, paths };
	}

	async rollback(): ReturnType<Transaction['rollback']> {
		if (this.#owner.rollback !== null) {
			return this.#owner.rollback();
		}
		this.end = 'rolled-back';
		return { ok: true };
	}
}

function state(text: string | undefined): FileState | null {
	return text === undefined
		? null
		: { type: 'file', executable: false, read: () => Promise.resolve(new TextEncoder().encode(text)) };
}
