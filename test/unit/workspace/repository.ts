import { strict as assert } from 'node:assert';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Transaction } from '../../../src/workspace/transaction.ts';
import { createWorktreeWorkspace } from '../../../src/workspace/worktree.ts';
import { git, gitEnvironment, snapshotOf, temporaryFolder } from '../../support/temporary.ts';

/** A repository with two commits worth of ordinary files, on branch `main`, and an empty storage beside it. */
export interface Scene {
	readonly root: string;
	readonly storage: string;
	begin(folder?: string, environment?: NodeJS.ProcessEnv): Promise<Transaction>;
}

export function createScene(
	files: Readonly<Record<string, string>> = { 'a.txt': 'one\n', 'src/b.txt': 'two\n' },
): Scene {
	const top = temporaryFolder();
	const root = path.join(top, 'project');
	const storage = path.join(top, 'storage');
	mkdirSync(root);
	git(root, 'init', '--quiet', '--initial-branch=main');
	for (const [name, content] of Object.entries(files)) {
		put(root, name, content);
	}
	git(root, 'add', '--all');
	git(root, 'commit', '--quiet', '--allow-empty', '--message=first');
	return {
		root,
		storage,
		begin: async (folder = root, environment = environmentOf(top)) => {
			const begun = await createWorktreeWorkspace({ storage, environment }).begin(folder, new AbortController().signal);
			assert.ok(begun.ok, begun.ok ? '' : `${begun.failure.message} ${begun.failure.said ?? ''}`);
			return begun.transaction;
		},
	};
}

/** What the workspace is given: a home of its own, so that no configuration of this machine plays a part. */
export function environmentOf(home: string): NodeJS.ProcessEnv {
	return { ...gitEnvironment(), HOME: home, XDG_CONFIG_HOME: path.join(home, '.config') };
}

export function put(root: string, name: string, content: string | Uint8Array, mode?: number): void {
	const file = path.join(root, name);
	mkdirSync(path.dirname(file), { recursive: true });
	writeFileSync(file, content);
	if (mode !== undefined) {
		chmodSync(file, mode);
	}
}

export function link(root: string, name: string, target: string): void {
	mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
	symlinkSync(target, path.join(root, name));
}

export function text(root: string, name: string): string {
	return readFileSync(path.join(root, name), 'utf8');
}

/** The modification time of everything below a folder, the folders too. */
export function timesOf(folder: string): Record<string, number> {
	const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
	const files = entries
		.filter((entry) => !entry.isSymbolicLink())
		.map((entry) => path.join(entry.parentPath, entry.name));
	return Object.fromEntries([folder, ...files].map((file) => [file, statSync(file).mtimeMs]));
}

/** Changes in a shape that is easy to compare: `path: before -> after`. */
export async function told(transaction: Transaction): Promise<Record<string, string>> {
	const lines: [string, string][] = [];
	for (const { path: name, before, after } of await transaction.changes()) {
		lines.push([name, `${await state(before)} -> ${await state(after)}`]);
	}
	return Object.fromEntries(lines);
}

type State = Awaited<ReturnType<Transaction['changes']>>[number]['before'];

async function state(of: State): Promise<string> {
	if (of === null) {
		return 'nothing';
	}
	if (of.type === 'link') {
		return `link ${of.target}`;
	}
	return `${of.executable ? 'program' : 'file'} ${JSON.stringify(Buffer.from(await of.read()).toString())}`;
}

/** Like `snapshotOf`, sorted and without the repository. */
export function workTreeOf(root: string): Record<string, string> {
	const entries = Object.entries(snapshotOf(root)).filter(([name]) => name !== '.git' && !name.startsWith('.git/'));
	return Object.fromEntries(entries.sort(([left], [right]) => (left < right ? -1 : 1)));
}
