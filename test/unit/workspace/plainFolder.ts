import { strict as assert } from 'node:assert';
import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { createInPlaceWorkspace, type InPlaceOptions, type InPlaceWorkspace } from '../../../src/workspace/inPlace.ts';
import type { Transaction } from '../../../src/workspace/transaction.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { put } from './repository.ts';

/** A folder without git, and an empty storage beside it. */
export interface PlainScene {
	readonly top: string;
	readonly root: string;
	readonly storage: string;
	readonly workspace: InPlaceWorkspace;
	/** Begins in the folder; fails the test when that is refused. */
	begin(): Promise<Transaction>;
}

export function createPlainScene(
	files: Readonly<Record<string, string>> = { 'a.txt': 'one\n', 'src/b.txt': 'two\n' },
	options: Partial<InPlaceOptions> = {},
): PlainScene {
	const top = temporaryFolder();
	const root = path.join(top, 'project');
	const storage = path.join(top, 'storage');
	mkdirSync(root);
	for (const [name, content] of Object.entries(files)) {
		put(root, name, content);
	}
	const workspace = workspaceOn(storage, options);
	return { top, root, storage, workspace, begin: () => begun(workspace, root) };
}

export function workspaceOn(storage: string, options: Partial<InPlaceOptions> = {}): InPlaceWorkspace {
	return createInPlaceWorkspace({ storage, now: () => 1_800_000_000_000, ...options });
}

export async function begun(workspace: InPlaceWorkspace, folder: string): Promise<Transaction> {
	const result = await workspace.begin(folder, new AbortController().signal);
	assert.ok(result.ok, result.ok ? '' : `${result.failure.message} ${result.failure.said ?? ''}`);
	return result.transaction;
}

/**
 * Everything that can be seen of a folder and of all below it: types, permissions, owners, times to the microsecond,
 * bytes, targets of links, and which names are of one file. Names that are not UTF-8 are told apart.
 */
export function exactly(folder: string): Record<string, string> {
	const found: Record<string, string> = {};
	const firsts = new Map<bigint, string>();
	const visit = (at: Buffer, name: string) => {
		const stats = lstatSync(at, { bigint: true });
		const first = firsts.get(stats.ino) ?? name;
		firsts.set(stats.ino, first);
		const kind = stats.isSymbolicLink()
			? `-> ${readlinkSync(at, 'latin1')}`
			: stats.isFile()
				? `${createHash('sha256').update(readFileSync(at)).digest('hex')} ${stats.nlink} ${first}`
				: 'no file';
		found[name] = `${stats.mode.toString(8)} ${stats.uid}:${stats.gid} ${stats.mtimeNs / 1000n} ${kind}`;
		for (const inner of stats.isDirectory() ? readdirSync(at, { encoding: 'buffer' }).sort(Buffer.compare) : []) {
			visit(Buffer.concat([at, Buffer.from('/'), inner]), `${name}/${inner.toString('latin1')}`);
		}
	};
	visit(Buffer.from(folder), '.');
	return found;
}

/** Sets a time that no program sets by itself. */
export function age(root: string, name: string, seconds: number): void {
	utimesSync(path.join(root, name), seconds, seconds + 0.123456);
}

/** Permissions mean nothing to root, which is who runs the tests in a container. */
export async function asOrdinaryUser(work: () => Promise<void>): Promise<void> {
	if (process.geteuid?.() !== 0) {
		return work();
	}
	const groups = process.getgroups?.() ?? [];
	process.setgroups?.([65534]);
	process.setegid?.(65534);
	process.seteuid?.(65534);
	try {
		await work();
	} finally {
		process.seteuid?.(0);
		process.setegid?.(0);
		process.setgroups?.(groups);
	}
}
