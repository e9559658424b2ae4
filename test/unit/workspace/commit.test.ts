import { strict as assert } from 'node:assert';
import { chmodSync, existsSync, lstatSync, rmSync, statSync, unlinkSync, utimesSync } from 'node:fs';
import path from 'node:path';
import type { TrackedChange } from '../../../src/workspace/baseline.ts';
import { commitChanges } from '../../../src/workspace/commit.ts';
import type { FileState } from '../../../src/workspace/transaction.ts';
import { snapshotOf } from '../../support/temporary.ts';
import { createScene, link, put, text } from './repository.ts';

describe('committing the changes of a copy', () => {
	it("brings every kind of change into the user's folder and touches nothing else", async () => {
		const scene = createScene({
			'a.txt': 'a',
			'b.txt': 'b',
			'c.sh': 'c',
			'deep/er/d.txt': 'd',
			'kept/e.txt': 'e',
			'kept/f.txt': 'f',
		});
		put(scene.root, 'a.txt', 'uncommitted', 0o640);
		put(scene.root, 'ignored.log', 'log');
		put(scene.root, '.git/info/exclude', '*.log\n');
		const transaction = await scene.begin();
		put(transaction.cwd, 'a.txt', 'agent');
		unlinkSync(path.join(transaction.cwd, 'b.txt'));
		link(transaction.cwd, 'b.txt', 'a.txt');
		chmodSync(path.join(transaction.cwd, 'c.sh'), 0o755);
		rmSync(path.join(transaction.cwd, 'deep'), { recursive: true });
		unlinkSync(path.join(transaction.cwd, 'kept/e.txt'));
		put(transaction.cwd, 'new/program.sh', 'p', 0o755);
		const before = snapshotOf(scene.root);
		const result = await transaction.commit();
		const paths = ['a.txt', 'b.txt', 'c.sh', 'deep/er/d.txt', 'kept/e.txt', 'new/program.sh'];
		assert.deepEqual(result, { ok: true, paths });
		const after = snapshotOf(scene.root);
		const differing = Object.keys({ ...before, ...after }).filter((name) => before[name] !== after[name]);
		assert.deepEqual(differing.sort(), paths);
		assert.equal(text(scene.root, 'a.txt'), 'agent');
		assert.equal(statSync(path.join(scene.root, 'a.txt')).mode & 0o777, 0o640);
		assert.ok(lstatSync(path.join(scene.root, 'b.txt')).isSymbolicLink());
		assert.equal(statSync(path.join(scene.root, 'c.sh')).mode & 0o777, 0o755);
		assert.equal(statSync(path.join(scene.root, 'new/program.sh')).mode & 0o100, 0o100);
		assert.equal(existsSync(path.join(scene.root, 'deep')), false);
		assert.equal(existsSync(path.join(scene.root, 'kept')), true);
		assert.ok(existsSync(transaction.cwd), 'the copy is dropped by a rollback, not by a commit');
	});

	it('lets files become folders, folders files, and links folders', async () => {
		const scene = createScene({ file: 'f', 'folder/x.txt': 'x', 'folder/inner/y.txt': 'y' });
		link(scene.root, 'link', '/nowhere');
		const transaction = await scene.begin();
		for (const name of ['file', 'folder', 'link']) {
			rmSync(path.join(transaction.cwd, name), { recursive: true });
		}
		put(transaction.cwd, 'file/inside.txt', 'f');
		put(transaction.cwd, 'folder', 'now a file');
		put(transaction.cwd, 'link/inside.txt', 'l');
		assert.ok((await transaction.commit()).ok);
		assert.equal(text(scene.root, 'file/inside.txt'), 'f');
		assert.equal(text(scene.root, 'folder'), 'now a file');
		assert.equal(text(scene.root, 'link/inside.txt'), 'l');
	});

	it('keeps the folder that was asked for, even when it becomes empty', async () => {
		const scene = createScene();
		const transaction = await scene.begin(path.join(scene.root, 'src'));
		unlinkSync(path.join(transaction.cwd, 'b.txt'));
		assert.ok((await transaction.commit()).ok);
		assert.ok(existsSync(path.join(scene.root, 'src')));
	});

	it('keeps a folder that still holds an ignored file', async () => {
		const scene = createScene({ '.gitignore': '*.log\n', 'd/x.txt': 'x' });
		put(scene.root, 'd/x.log', 'log');
		const transaction = await scene.begin();
		rmSync(path.join(transaction.cwd, 'd'), { recursive: true });
		assert.ok((await transaction.commit()).ok);
		assert.equal(text(scene.root, 'd/x.log'), 'log');
		assert.equal(existsSync(path.join(scene.root, 'd/x.txt')), false);
	});
});

describe('a commit that fails half-way', () => {
	it('notices an edit that comes while new content is being laid down', async () => {
		const scene = createScene({ 'a.txt': 'old' });
		const late = fileState('new', () => put(scene.root, 'a.txt', 'typed just now'));
		const changes = [changeOf('a.txt', 'old', late), changeOf('b.txt', null, fileState('b'))];
		const result = await commitChanges({ root: scene.root, keep: '', mark: 'test', changes });
		assert.deepEqual(result, { ok: false, reason: 'conflict', paths: ['a.txt'] });
		assert.deepEqual(
			Object.keys(snapshotOf(scene.root)).filter((name) => !name.startsWith('.git/')),
			['a.txt'],
		);
		assert.equal(text(scene.root, 'a.txt'), 'typed just now');
	});

	it('puts everything back: content, mode, time, deletions, links and folders', async () => {
		const scene = createScene({ 'a.txt': 'a', 'gone/b.txt': 'b', 'folder/c.txt': 'c', 'y.txt': 'y' });
		chmodSync(path.join(scene.root, 'a.txt'), 0o640);
		// A time that a number holds exactly: Node sets times as seconds, in steps of about 0.2 microseconds.
		const written = new Date('2026-01-02T03:04:05.500Z');
		utimesSync(path.join(scene.root, 'a.txt'), written, written);
		link(scene.root, 'pointer', 'a.txt');
		const before = { files: snapshotOf(scene.root), time: statSync(path.join(scene.root, 'a.txt')).mtimeMs };
		const changes = [
			changeOf('a.txt', 'a', fileState('new')),
			changeOf('folder', null, fileState('a file now')),
			changeOf('folder/c.txt', 'c', null),
			changeOf('gone/b.txt', 'b', null),
			changeOf('new/deep/file.txt', null, fileState('new')),
			{ path: 'pointer', before: { type: 'link', target: 'a.txt' }, beforeId: '', after: null } as const,
			changeOf('x', null, fileState('a file')),
			// No tree can hold both: the file is in the way of the folder when it comes to writing.
			changeOf('x/y', null, fileState('below a file')),
		];
		const result = await commitChanges({ root: scene.root, keep: '', mark: 'test', changes });
		assert.ok(!result.ok && result.reason === 'write-failed');
		assert.deepEqual(result.paths, []);
		assert.match(result.message, /everything was put back/);
		const time = statSync(path.join(scene.root, 'a.txt')).mtimeMs;
		assert.deepEqual({ files: snapshotOf(scene.root), time }, before);
		assert.equal(existsSync(path.join(scene.root, 'new')), false);
	});

	it('names what could not be put back', async () => {
		const scene = createScene({ 'a.txt': 'a' });
		const lost = changeOf('a.txt', 'a', null);
		const before = fileState('a', () => {
			throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
		});
		const changes = [{ ...lost, before }, changeOf('x', null, fileState('x')), changeOf('x/y', null, fileState('y'))];
		const result = await commitChanges({ root: scene.root, keep: '', mark: 'test', changes });
		assert.ok(!result.ok && result.reason === 'write-failed');
		assert.deepEqual(result.paths, ['a.txt']);
		assert.match(result.message, /could not be put back/);
	});

	it('never writes into a git folder, in whatever letter case, at whatever level', async () => {
		const scene = createScene();
		const before = snapshotOf(scene.root);
		for (const name of ['.git/hooks/post-commit', '.GIT/config', 'src/.Git/config', '.git']) {
			const changes = [changeOf('ok.txt', null, fileState('x')), changeOf(name, null, fileState('x'))];
			const result = await commitChanges({ root: scene.root, keep: '', mark: 'test', changes });
			assert.match(result.ok || result.reason !== 'write-failed' ? '' : result.message, /git folder/);
		}
		assert.deepEqual(snapshotOf(scene.root), before);
	});
});

function fileState(content: string, whenRead: () => void = () => undefined): FileState {
	return {
		type: 'file',
		executable: false,
		read: async () => {
			whenRead();
			return Buffer.from(content);
		},
	};
}

function changeOf(name: string, before: string | null, after: FileState | null): TrackedChange {
	if (before === null) {
		return { path: name, before: null, beforeId: null, after };
	}
	return { path: name, before: fileState(before), beforeId: blobIds[before] ?? '', after };
}

/** What git calls a blob of one of these contents. */
const blobIds: Readonly<Record<string, string>> = {
	a: '2e65efe2a145dda7ee51d1741299f848e5bf752e',
	b: '63d8dbd40c23542e740659a7168a0ce3138ea748',
	c: '3410062ba67c5ed59b854387a8bc0ec012479368',
	old: '489ce0f857e7634a0eb9f328265a3e91fad49f61',
};
