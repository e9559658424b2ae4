import { strict as assert } from 'node:assert';
import { mkdirSync, utimesSync } from 'node:fs';
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
