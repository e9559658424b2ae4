import { chmodSync, mkdirSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { git, temporaryFolder } from '../temporary.ts';

/** What the user is in the middle of. `plain`: without git. */
export const states = [
	'clean',
	'dirty',
	'staged',
	'untracked',
	'ignored',
	'submodule',
	'merge',
	'rebase',
	'plain',
] as const;
export type State = (typeof states)[number];

export interface ChaosScene {
	/** The user's folder. */
	readonly root: string;
	/** Where copies and snapshots go; empty between runs. */
	readonly storage: string;
	/** Of the agent and of git. */
	readonly home: string;
}

export function createChaosScene(state: State): ChaosScene {
	const top = temporaryFolder();
	const [root, storage, home] = ['project', 'storage', 'home'].map((name) => path.join(top, name)) as [
		string,
		string,
		string,
	];
	for (const folder of [root, storage, home]) {
		mkdirSync(folder);
	}
	fillFolder(root);
	if (state !== 'plain') {
		git(root, 'init', '--quiet', '--initial-branch=main');
		commitAll(root, 'first');
		put(root, 'a.txt', 'second\n');
		commitAll(root, 'second');
		git(root, 'branch', 'other', 'HEAD~1');
		put(root, '.git/hooks/pre-commit', '#!/bin/sh\nexit 1\n', 0o755);
		git(root, 'config', 'user.name', 'User');
		arrange[state](root, top);
	}
	// Never committed: what git takes out of its history leads where the history says, also in a copy.
	symlinkSync(path.join(root, 'src/d.ts'), path.join(root, 'absolute link'));
	return { root, storage, home };
}

const arrange: Readonly<Record<Exclude<State, 'plain'>, (root: string, top: string) => void>> = {
	clean: () => undefined,
	dirty: (root) => {
		put(root, 'a.txt', 'edited, not staged\n');
		put(root, 'src/deep/c.txt', '');
		unlinkSync(path.join(root, 'b.txt'));
		chmodSync(path.join(root, 'src/d.ts'), 0o755);
	},
	staged: (root) => {
		put(root, 'a.txt', 'staged\n');
		git(root, 'mv', 'b.txt', 'moved.txt');
		put(root, 'added.txt', 'added\n');
		git(root, 'add', '--all');
		put(root, 'a.txt', 'staged, then edited\n');
		put(root, 'intent.txt', 'to be added\n');
		git(root, 'add', '--intent-to-add', 'intent.txt');
	},
	untracked: (root) => {
		put(root, 'untracked/one.txt', 'u\n');
		put(root, 'untracked/two.sh', '#!/bin/sh\n', 0o700);
		symlinkSync('one.txt', path.join(root, 'untracked/link'));
		mkdirSync(path.join(root, 'empty'));
	},
	ignored: (root) => {
		put(root, '.gitignore', '*.log\n/build/\nnode_modules/\n');
		put(root, 'x.log', 'log\n');
		put(root, 'build/out.js', 'out\n');
		put(root, 'node_modules/p/index.js', 'module.exports = 1;\n');
		put(root, 'node_modules/p/bin.js', '#!/usr/bin/env node\n', 0o755);
	},
	submodule: (root, top) => {
		const inner = path.join(top, 'inner');
		mkdirSync(inner);
		git(inner, 'init', '--quiet', '--initial-branch=main');
		put(inner, 'inner.txt', 'inner\n');
		commitAll(inner, 'inner');
		git(root, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner, 'module');
		git(root, 'commit', '--quiet', '--no-verify', '--message=module');
		put(root, 'module/inner.txt', 'edited inside\n');
		put(root, 'module/new.txt', 'new inside\n');
		git(root, 'clone', '--quiet', inner, 'embedded');
	},
	merge: (root) => {
		prepareConflict(root);
		fails(() => git(root, 'merge', 'other'));
	},
	rebase: (root) => {
		prepareConflict(root);
		fails(() => git(root, 'rebase', 'other'));
	},
};

function fillFolder(root: string): void {
	for (const name of ['a.txt', 'b.txt', 'src/d.ts', 'src/deep/c.txt', 'src/deep/er/f.txt', 'with blank/Ünï.txt']) {
		put(root, name, `${name}\n`);
	}
	put(root, 'run.sh', '#!/bin/sh\necho hello\n', 0o755);
	put(root, 'bytes.bin', Buffer.from([0, 1, 2, 255, 13, 10]));
	symlinkSync('a.txt', path.join(root, 'link'));
	symlinkSync('src', path.join(root, 'folder link'));
	symlinkSync('../nowhere', path.join(root, 'dangling'));
}

function prepareConflict(root: string): void {
	git(root, 'checkout', '--quiet', 'other');
	put(root, 'a.txt', 'theirs\n');
	commitAll(root, 'theirs');
	git(root, 'checkout', '--quiet', 'main');
	put(root, 'b.txt', 'edited here too\n');
	commitAll(root, 'ours');
}

function commitAll(root: string, message: string): void {
	git(root, 'add', '--all');
	git(root, 'commit', '--quiet', '--no-verify', `--message=${message}`);
}

function put(root: string, name: string, content: string | Uint8Array, mode = 0o644): void {
	const file = path.join(root, name);
	mkdirSync(path.dirname(file), { recursive: true });
	writeFileSync(file, content);
	chmodSync(file, mode);
}

/** Conflicts end git with a failure; that is what is wanted. */
function fails(run: () => unknown): void {
	try {
		run();
	} catch {
		return;
	}
	throw new Error('There was to be a conflict.');
}
