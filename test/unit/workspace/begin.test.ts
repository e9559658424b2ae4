import { strict as assert } from 'node:assert';
import { existsSync, mkdirSync, readlinkSync, renameSync, rmSync, statSync, unlinkSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { createWorktreeWorkspace } from '../../../src/workspace/worktree.ts';
import { git } from '../../support/temporary.ts';
import { createScene, environmentOf, link, put, text, workTreeOf } from './repository.ts';

describe('beginning work in an isolated copy', () => {
	it('copies the tree as it lies there: staged, unstaged, untracked, deleted, renamed', async () => {
		const scene = createScene({
			'kept.txt': 'k',
			'edited.txt': 'old',
			'staged.txt': 'old',
			'gone.txt': 'g',
			'from.txt': 'same',
		});
		put(scene.root, 'edited.txt', 'new');
		put(scene.root, 'staged.txt', 'staged');
		git(scene.root, 'add', 'staged.txt');
		put(scene.root, 'staged.txt', 'staged, then edited');
		unlinkSync(path.join(scene.root, 'gone.txt'));
		git(scene.root, 'mv', 'from.txt', 'to.txt');
		put(scene.root, 'deep/er/untracked.txt', 'u');
		const transaction = await scene.begin();
		assert.deepEqual(workTreeOf(transaction.cwd), workTreeOf(scene.root));
		assert.deepEqual(await transaction.changes(), []);
	});

	it("shows the user's own uncommitted work to git inside the copy, staged as staged", async () => {
		const scene = createScene({ 'edited.txt': 'old', 'staged.txt': 'old', 'gone.txt': 'g' });
		put(scene.root, 'edited.txt', 'new');
		put(scene.root, 'staged.txt', 'new');
		git(scene.root, 'add', 'staged.txt');
		git(scene.root, 'rm', '--quiet', 'gone.txt');
		put(scene.root, 'untracked.txt', 'u');
		const { cwd } = await scene.begin();
		const status = git(cwd, 'status', '--porcelain=v2', '--branch');
		assert.equal(status, git(scene.root, 'status', '--porcelain=v2', '--branch'));
		assert.equal(git(cwd, 'diff'), git(scene.root, 'diff'));
		assert.equal(git(cwd, 'diff', '--cached'), git(scene.root, 'diff', '--cached'));
		assert.equal(git(cwd, 'log', '--oneline'), git(scene.root, 'log', '--oneline'));
		assert.equal(git(cwd, 'remote'), '');
	});

	it('keeps executable bits, links and modification times', async () => {
		const scene = createScene();
		put(scene.root, 'tracked.sh', '#!/bin/sh\n', 0o755);
		// A time that a number holds exactly: Node sets times as seconds, in steps of about 0.2 microseconds.
		const written = new Date('2026-01-02T03:04:05.500Z');
		utimesSync(path.join(scene.root, 'tracked.sh'), written, written);
		git(scene.root, 'add', '--all');
		put(scene.root, 'untracked.sh', '#!/bin/sh\n', 0o755);
		put(scene.root, 'quiet.txt', 'q', 0o600);
		link(scene.root, 'here', 'a.txt');
		link(scene.root, 'dangling', '../nowhere/at all');
		link(scene.root, 'folder', 'src');
		const { cwd } = await scene.begin();
		assert.deepEqual(workTreeOf(cwd), workTreeOf(scene.root));
		assert.equal(statSync(path.join(cwd, 'tracked.sh')).mtimeMs, written.getTime());
	});

	it('copies a link that took the place of a folder, and nothing from behind it', async () => {
		const scene = createScene();
		renameSync(path.join(scene.root, 'src'), path.join(path.dirname(scene.root), 'outside'));
		link(scene.root, 'src', '../outside');
		const transaction = await scene.begin();
		assert.equal(readlinkSync(path.join(transaction.cwd, 'src')), '../outside');
		assert.deepEqual(Object.keys(workTreeOf(transaction.cwd)).sort(), ['a.txt', 'src']);
		assert.equal(existsSync(path.join(transaction.cwd, '../outside')), false);
		assert.deepEqual(await transaction.changes(), []);
	});

	it('leaves ignored files out, whoever ignores them, and copies ignored files that are tracked', async () => {
		const scene = createScene({ 'forced.log': 'tracked' });
		put(scene.root, '.gitignore', '*.log\nbuild/\n');
		put(scene.root, '.git/info/exclude', 'private.txt\n');
		put(path.dirname(scene.root), '.config/git/ignore', '*.globally\n');
		put(scene.root, 'x.log', '');
		put(scene.root, 'build/out.js', '');
		put(scene.root, 'private.txt', '');
		put(scene.root, 'a.globally', '');
		const transaction = await scene.begin();
		assert.deepEqual(Object.keys(workTreeOf(transaction.cwd)), ['.gitignore', 'forced.log']);
		for (const name of ['y.log', 'build/new.js', 'private.txt', 'b.globally']) {
			put(transaction.cwd, name, 'made by a build');
		}
		put(transaction.cwd, 'forced.log', 'edited');
		assert.deepEqual(
			(await transaction.changes()).map((change) => change.path),
			['forced.log'],
		);
	});

	it('copies the whole repository for a subfolder and works in that subfolder', async () => {
		const scene = createScene();
		mkdirSync(path.join(scene.root, 'empty'));
		const transaction = await scene.begin(path.join(scene.root, 'src'));
		assert.equal(path.basename(transaction.cwd), 'src');
		assert.equal(transaction.root, scene.root);
		assert.equal(text(transaction.cwd, '../a.txt'), 'one\n');
		put(transaction.cwd, 'b.txt', 'edited');
		put(transaction.cwd, '../a.txt', 'edited');
		assert.deepEqual(
			(await transaction.changes()).map((change) => change.path),
			['a.txt', 'src/b.txt'],
		);
		assert.ok(existsSync((await scene.begin(path.join(scene.root, 'empty'))).cwd));
	});

	it('works before the first commit', async () => {
		const scene = createScene();
		rmSync(path.join(scene.root, '.git'), { recursive: true });
		git(scene.root, 'init', '--quiet', '--initial-branch=trunk');
		git(scene.root, 'add', 'a.txt');
		const { cwd } = await scene.begin();
		assert.deepEqual(workTreeOf(cwd), workTreeOf(scene.root));
		assert.equal(
			git(cwd, 'status', '--porcelain=v2', '--branch'),
			git(scene.root, 'status', '--porcelain=v2', '--branch'),
		);
	});

	it('works in a linked worktree, on a detached head, with a split index and in a shallow clone', async () => {
		const scene = createScene();
		put(scene.root, 'a.txt', 'second\n');
		git(scene.root, 'commit', '--quiet', '--all', '--message=second');
		const linked = path.join(path.dirname(scene.root), 'linked');
		git(scene.root, 'worktree', 'add', '--quiet', '--detach', linked, 'HEAD~1');
		const shallow = path.join(path.dirname(scene.root), 'shallow');
		git(scene.root, 'clone', '--quiet', '--depth=1', `file://${scene.root}`, shallow);
		for (const root of [linked, shallow]) {
			git(root, 'update-index', '--split-index');
			put(root, 'src/b.txt', 'staged\n');
			git(root, 'add', '--all');
			put(root, 'src/b.txt', 'edited\n');
			const { cwd } = await scene.begin(root);
			assert.deepEqual(workTreeOf(cwd), workTreeOf(root));
			const status = git(root, 'status', '--porcelain=v2').trim();
			assert.equal(git(cwd, 'status', '--porcelain=v2').trim(), status);
			assert.equal(git(cwd, 'log', '--oneline', '--no-decorate'), git(root, 'log', '--oneline', '--no-decorate'));
			assert.equal(git(cwd, 'branch', '--show-current'), git(root, 'branch', '--show-current'));
		}
	});

	it('works with object ids of 64 digits and in a sparse checkout', async () => {
		const scene = createScene();
		rmSync(path.join(scene.root, '.git'), { recursive: true });
		git(scene.root, 'init', '--quiet', '--object-format=sha256');
		git(scene.root, 'add', '--all');
		git(scene.root, 'commit', '--quiet', '--message=first');
		git(scene.root, 'sparse-checkout', 'set', '--no-cone', '/a.txt');
		assert.equal(existsSync(path.join(scene.root, 'src/b.txt')), false);
		const transaction = await scene.begin();
		assert.deepEqual(workTreeOf(transaction.cwd), workTreeOf(scene.root));
		assert.equal(git(transaction.cwd, 'status', '--porcelain'), '');
		put(transaction.cwd, 'a.txt', 'edited');
		assert.ok((await transaction.commit()).ok);
		assert.equal(text(scene.root, 'a.txt'), 'edited');
	});

	it('copies the conflict markers of a merge that is not finished', async () => {
		const scene = createScene();
		git(scene.root, 'checkout', '--quiet', '-b', 'other');
		put(scene.root, 'a.txt', 'theirs\n');
		git(scene.root, 'commit', '--quiet', '--all', '--message=theirs');
		git(scene.root, 'checkout', '--quiet', 'main');
		put(scene.root, 'a.txt', 'ours\n');
		git(scene.root, 'commit', '--quiet', '--all', '--message=ours');
		assert.throws(() => git(scene.root, 'merge', 'other'));
		const { cwd } = await scene.begin();
		assert.match(text(cwd, 'a.txt'), /<<<<<<<[^]*>>>>>>>/);
		assert.equal(git(cwd, 'status', '--porcelain'), 'UU a.txt\n');
		assert.equal(git(cwd, 'ls-files', '--stage'), git(scene.root, 'ls-files', '--stage'));
		git(cwd, 'merge', '--abort');
		assert.equal(text(cwd, 'a.txt'), 'ours\n');
		assert.match(text(scene.root, 'a.txt'), /<<<<<<</);
	});

	it('copies 2000 files and finds the one that changed', async () => {
		const files = Object.fromEntries(
			Array.from({ length: 2000 }, (_, index) => [`d${index % 40}/f${index}.txt`, `${index}\n`]),
		);
		const scene = createScene(files);
		const transaction = await scene.begin();
		put(transaction.cwd, 'd7/f1007.txt', 'edited\n');
		assert.deepEqual(
			(await transaction.changes()).map((change) => change.path),
			['d7/f1007.txt'],
		);
		assert.equal(Object.keys(workTreeOf(transaction.cwd)).length, 2000);
	}).timeout(60_000);

	it('takes no part of a storage that lies inside the repository', async () => {
		const scene = createScene();
		const storage = path.join(scene.root, 'storage');
		put(storage, 'left/over.txt', '');
		const workspace = createWorktreeWorkspace({ storage, environment: environmentOf(scene.storage) });
		const begun = await workspace.begin(scene.root, new AbortController().signal);
		assert.ok(begun.ok);
		assert.deepEqual(Object.keys(workTreeOf(begun.transaction.cwd)), ['a.txt', 'src/b.txt']);
	});
});
