import { strict as assert } from 'node:assert';
import {
	appendFileSync,
	existsSync,
	lstatSync,
	readlinkSync,
	renameSync,
	rmSync,
	truncateSync,
	unlinkSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { FolderRule } from '../../../src/core/agent.ts';
import { createWorktreeWorkspace } from '../../../src/workspace/worktree.ts';
import { git } from '../../support/temporary.ts';
import { createScene, environmentOf, link, put, type Scene, text, told, workTreeOf } from './repository.ts';

describe('links in an isolated copy', () => {
	it("lead into the copy where they lead into the user's tree by its path, and are reported as the user has them", async () => {
		const scene = createScene();
		link(scene.root, 'absolute', path.join(scene.root, 'a.txt'));
		link(scene.root, 'folder', scene.root);
		link(scene.root, 'ignored', path.join(scene.root, 'nowhere/yet'));
		link(scene.root, 'elsewhere', '/usr/share');
		const transaction = await scene.begin();
		const { cwd } = transaction;
		assert.equal(readlinkSync(path.join(cwd, 'absolute')), path.join(cwd, 'a.txt'));
		assert.equal(readlinkSync(path.join(cwd, 'folder')), cwd);
		assert.equal(readlinkSync(path.join(cwd, 'elsewhere')), '/usr/share');
		assert.deepEqual(await told(transaction), {});
		appendFileSync(path.join(cwd, 'absolute'), 'through the link\n');
		writeFileSync(path.join(cwd, 'folder/src/b.txt'), 'through the folder\n');
		unlinkSync(path.join(cwd, 'ignored'));
		link(cwd, 'ignored', path.join(cwd, 'src'));
		assert.deepEqual(await told(transaction), {
			'a.txt': 'file "one\\n" -> file "one\\nthrough the link\\n"',
			ignored: `link ${path.join(scene.root, 'nowhere/yet')} -> link ${path.join(scene.root, 'src')}`,
			'src/b.txt': 'file "two\\n" -> file "through the folder\\n"',
		});
		assert.equal(text(scene.root, 'a.txt'), 'one\n');
		assert.ok((await transaction.commit()).ok);
		assert.equal(readlinkSync(path.join(scene.root, 'ignored')), path.join(scene.root, 'src'));
		assert.equal(readlinkSync(path.join(scene.root, 'absolute')), path.join(scene.root, 'a.txt'));
	});
});

describe('names and contents out of the ordinary', () => {
	it('a rename that changes the case alone is told and written', async () => {
		const scene = createScene();
		const transaction = await scene.begin();
		renameSync(path.join(transaction.cwd, 'a.txt'), path.join(transaction.cwd, 'A.txt'));
		assert.deepEqual(await told(transaction), {
			'A.txt': 'nothing -> file "one\\n"',
			'a.txt': 'file "one\\n" -> nothing',
		});
		assert.ok((await transaction.commit()).ok);
		assert.deepEqual(Object.keys(workTreeOf(scene.root)), ['A.txt', 'src/b.txt']);
	});

	it('the pointer of a large file that lies elsewhere is copied as it lies, and no filter runs', async () => {
		const scene = createScene();
		const pointer = 'version https://git-lfs.example/spec/v1\noid sha256:00\nsize 5\n';
		put(scene.root, '.gitattributes', '*.big filter=lfs diff=lfs merge=lfs -text\n');
		put(scene.root, 'x.big', pointer);
		git(scene.root, 'add', '--all');
		git(scene.root, 'commit', '--quiet', '--message=pointer');
		put(scene.root, 'y.big', 'fetched content, whose object is a pointer');
		git(scene.root, 'config', 'filter.lfs.clean', 'false');
		git(scene.root, 'config', 'filter.lfs.required', 'true');
		const transaction = await scene.begin();
		assert.deepEqual(workTreeOf(transaction.cwd), workTreeOf(scene.root));
		assert.deepEqual(await told(transaction), {});
		put(transaction.cwd, 'x.big', 'edited');
		assert.deepEqual(await told(transaction), { 'x.big': `file ${JSON.stringify(pointer)} -> file "edited"` });
	});

	it('a file larger than what is held in memory is copied and compared, and can be put back', async () => {
		const scene = createScene();
		const size = 20 * 1024 * 1024;
		put(scene.root, 'large.bin', 'begin');
		truncateSync(path.join(scene.root, 'large.bin'), size);
		const transaction = await scene.begin();
		assert.equal(lstatSync(path.join(transaction.cwd, 'large.bin')).size, size);
		assert.deepEqual(await transaction.changes(), []);
		appendFileSync(path.join(transaction.cwd, 'large.bin'), 'end');
		const [change, ...others] = await transaction.changes();
		assert.deepEqual([change?.path, others], ['large.bin', []]);
		assert.ok(change?.before?.type === 'file' && change.after?.type === 'file');
		assert.equal((await change.before.read()).length, size);
		assert.equal((await change.after.read()).length, size + 3);
		assert.ok((await transaction.commit()).ok);
		assert.equal(lstatSync(path.join(scene.root, 'large.bin')).size, size + 3);
	});

	it('an index that only git can read is read by git: version 4, split, with folders in place of files', async () => {
		const files = Object.fromEntries(
			['a.txt', 'in/x.txt', 'out/y.txt', 'out/z.txt'].map((name) => [name, `${name}\n`]),
		);
		for (const arrange of [
			(root: string) => git(root, 'update-index', '--index-version', '4'),
			(root: string) => git(root, 'update-index', '--split-index'),
			(root: string) => git(root, 'sparse-checkout', 'set', '--cone', '--sparse-index', 'in'),
		]) {
			const scene = createScene(files);
			arrange(scene.root);
			put(scene.root, 'a.txt', 'edited\n');
			const transaction = await scene.begin();
			assert.deepEqual(workTreeOf(transaction.cwd), workTreeOf(scene.root));
			assert.equal(git(transaction.cwd, 'status', '--porcelain'), ' M a.txt\n');
			assert.deepEqual(await transaction.changes(), []);
		}
	});

	it('an object that is missing in the repository is no reason to lose the file before a change', async () => {
		const scene = createScene();
		const id = git(scene.root, 'rev-parse', 'HEAD:a.txt').trim();
		rmSync(path.join(scene.root, '.git/objects', id.slice(0, 2), id.slice(2)));
		const transaction = await scene.begin();
		put(transaction.cwd, 'a.txt', 'edited\n');
		assert.deepEqual(await told(transaction), { 'a.txt': 'file "one\\n" -> file "edited\\n"' });
	});
});

describe('ignored folders in an isolated copy', () => {
	const withModules = (): Scene => {
		const scene = createScene({ 'a.txt': 'one\n', '.gitignore': 'node_modules/\ndist/\n', 'packages/p/p.txt': 'p\n' });
		put(scene.root, 'node_modules/x/index.js', 'x\n');
		put(scene.root, 'node_modules/x/bin.js', 'b\n', 0o755);
		link(scene.root, 'node_modules/.bin/x', '../x/bin.js');
		put(scene.root, 'packages/p/node_modules/y/index.js', 'y\n');
		put(scene.root, 'dist/out.js', 'out\n');
		return scene;
	};
	const begin = async (scene: Scene, rules: Readonly<Record<string, FolderRule>>) => {
		const environment = environmentOf(path.dirname(scene.root));
		const workspace = createWorktreeWorkspace({ storage: scene.storage, environment, ignoredFolders: () => rules });
		const begun = await workspace.begin(scene.root, new AbortController().signal);
		assert.ok(begun.ok);
		return begun.transaction;
	};

	it('are left out where nothing is said, and where they are not wanted', async () => {
		for (const rules of [{}, { node_modules: 'none' }] as const) {
			const { cwd } = await begin(withModules(), rules);
			assert.equal(existsSync(path.join(cwd, 'node_modules')), false);
		}
	});

	it('are copied with bits and links, wherever they lie, and what changes in them is no change', async () => {
		const scene = withModules();
		const transaction = await begin(scene, { node_modules: 'copy' });
		const expected = Object.entries(workTreeOf(scene.root)).filter(([name]) => !name.startsWith('dist/'));
		assert.deepEqual(Object.entries(workTreeOf(transaction.cwd)), expected);
		put(transaction.cwd, 'node_modules/x/index.js', 'patched\n');
		put(transaction.cwd, 'packages/p/node_modules/z.js', 'new\n');
		assert.deepEqual(await transaction.changes(), []);
		assert.equal(git(transaction.cwd, 'status', '--porcelain'), '');
		assert.equal(text(scene.root, 'node_modules/x/index.js'), 'x\n');
	});

	it('are links where that is wanted, of which git sees nothing, and dropping the copy leaves what they lead to', async () => {
		const scene = withModules();
		const transaction = await begin(scene, { node_modules: 'link', dist: 'link' });
		assert.equal(readlinkSync(path.join(transaction.cwd, 'node_modules')), path.join(scene.root, 'node_modules'));
		assert.equal(text(transaction.cwd, 'packages/p/node_modules/y/index.js'), 'y\n');
		assert.deepEqual(await transaction.changes(), []);
		assert.equal(git(transaction.cwd, 'status', '--porcelain'), '');
		assert.ok((await transaction.rollback()).ok);
		assert.equal(text(scene.root, 'node_modules/x/index.js'), 'x\n');
		assert.equal(text(scene.root, 'dist/out.js'), 'out\n');
	});
});

describe("what happens in the user's tree while somebody works in its copy", () => {
	it('is told by its paths, git folder included, and nothing is undone', async () => {
		const scene = createScene();
		const transaction = await scene.begin();
		assert.deepEqual(await transaction.settle(), { ok: true });
		put(scene.root, 'src/b.txt', 'by a way around\n');
		put(scene.root, 'fresh.txt', 'f');
		put(scene.root, '.git/hooks/post-commit', '#!/bin/sh\n', 0o755);
		git(scene.root, 'config', 'core.pager', 'x');
		git(scene.root, 'branch', 'side');
		assert.deepEqual(await transaction.settle(), {
			ok: true,
			outside: ['.git/config', '.git/hooks/post-commit', '.git/refs/heads/side', 'fresh.txt', 'src/b.txt'],
		});
		assert.equal(text(scene.root, 'fresh.txt'), 'f');
	});

	it('is told where git brought a link back out of its history, which leads where the history says', async () => {
		const scene = createScene();
		link(scene.root, 'absolute', path.join(scene.root, 'a.txt'));
		git(scene.root, 'add', '--all');
		git(scene.root, 'commit', '--quiet', '--message=link');
		const transaction = await scene.begin();
		unlinkSync(path.join(transaction.cwd, 'absolute'));
		git(transaction.cwd, 'checkout', '--', 'absolute');
		appendFileSync(path.join(transaction.cwd, 'absolute'), 'two\n');
		assert.deepEqual(await transaction.settle(), { ok: true, outside: ['a.txt'] });
	});

	it('is not told where only git looked at the files', async () => {
		const scene = createScene();
		const transaction = await scene.begin();
		git(scene.root, 'update-index', '--really-refresh', '--force-write-index');
		assert.deepEqual(await transaction.settle(), { ok: true });
	});
});
