import { strict as assert } from 'node:assert';
import { existsSync, mkdirSync, rmSync, unlinkSync } from 'node:fs';
import path from 'node:path';
import { git, snapshotOf } from '../../support/temporary.ts';
import { createScene, link, put, type Scene, text, told, workTreeOf } from './repository.ts';

describe('repositories inside the copied repository', () => {
	/** With a submodule that holds another one, an embedded clone, and an embedded repository without a commit. */
	const nested = (): Scene => {
		const scene = createScene();
		const inner = createScene({ 'inner.txt': 'i' });
		const deep = createScene({ 'deep.txt': 'd' });
		const add = (root: string, from: string, name: string) => {
			git(root, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', from, name);
			git(root, 'commit', '--quiet', '--message=module');
		};
		add(scene.root, inner.root, 'libs/module');
		add(path.join(scene.root, 'libs/module'), deep.root, 'deep');
		git(scene.root, 'init', '--quiet', 'embedded/unborn');
		put(scene.root, 'embedded/unborn/u.txt', 'u');
		git(scene.root, 'clone', '--quiet', inner.root, 'embedded/born');
		put(scene.root, 'libs/module/inner.txt', 'edited by the user');
		put(scene.root, 'libs/module/new.txt', 'not tracked');
		put(scene.root, 'libs/module/.git-is-a-file-here', '');
		return scene;
	};

	it('are copied with their content, recursively, staged as staged', async () => {
		const scene = nested();
		const transaction = await scene.begin();
		const { cwd } = transaction;
		const files = Object.entries(workTreeOf(scene.root)).filter(([name]) => !/(^|\/)\.git(\/|$)/.test(name));
		const copied = Object.entries(workTreeOf(cwd)).filter(([name]) => !/(^|\/)\.git(\/|$)/.test(name));
		assert.deepEqual(copied, files);
		assert.deepEqual(await transaction.changes(), []);
		for (const name of ['', 'libs/module', 'libs/module/deep', 'embedded/born', 'embedded/unborn']) {
			const [own, users] = [path.join(cwd, name), path.join(scene.root, name)];
			assert.equal(
				git(own, 'status', '--porcelain=v2', '--branch'),
				withoutRemote(git(users, 'status', '--porcelain=v2', '--branch')),
			);
			assert.equal(git(own, 'rev-parse', '--show-toplevel').trim(), own);
		}
	});

	it('stand alone: what git does in them reaches neither those of the user nor the copy around them', async () => {
		const scene = nested();
		const before = snapshotOf(scene.root);
		const transaction = await scene.begin();
		const { cwd } = transaction;
		const module = path.join(cwd, 'libs/module');
		git(module, 'add', '--all');
		git(module, 'commit', '--quiet', '--message=inside');
		git(module, 'checkout', '--quiet', '-b', 'agent');
		git(module, 'stash', 'clear');
		put(module, 'deep/deep.txt', 'x');
		git(path.join(module, 'deep'), 'commit', '--quiet', '--all', '--message=deep');
		await transaction.rollback();
		assert.deepEqual(snapshotOf(scene.root), before);
	});

	it('tell their changes by paths from the top, which are written into the user’s own submodule and touch no ref', async () => {
		const scene = nested();
		const module = path.join(scene.root, 'libs/module');
		const head = git(module, 'rev-parse', 'HEAD');
		const transaction = await scene.begin();
		put(transaction.cwd, 'libs/module/inner.txt', 'by the agent');
		put(transaction.cwd, 'libs/module/deep/more.txt', 'm');
		unlinkSync(path.join(transaction.cwd, 'libs/module/new.txt'));
		put(transaction.cwd, 'embedded/unborn/u.txt', 'v');
		git(path.join(transaction.cwd, 'libs/module'), 'commit', '--quiet', '--all', '--message=by the agent');
		assert.deepEqual(await told(transaction), {
			'embedded/unborn/u.txt': 'file "u" -> file "v"',
			'libs/module/deep/more.txt': 'nothing -> file "m"',
			'libs/module/inner.txt': 'file "edited by the user" -> file "by the agent"',
			'libs/module/new.txt': 'file "not tracked" -> nothing',
		});
		assert.ok((await transaction.commit()).ok);
		assert.equal(text(module, 'inner.txt'), 'by the agent');
		assert.equal(text(module, 'deep/more.txt'), 'm');
		assert.equal(existsSync(path.join(module, 'new.txt')), false);
		assert.equal(git(module, 'rev-parse', 'HEAD'), head);
	});

	it('can be put away for a file or a link, which is a change like any other', async () => {
		const scene = nested();
		for (const replace of [(at: string) => put(at, 'born', 'a file'), (at: string) => link(at, 'born', 'unborn')]) {
			const transaction = await scene.begin();
			const { cwd } = transaction;
			rmSync(path.join(cwd, 'embedded/born'), { recursive: true });
			replace(path.join(cwd, 'embedded'));
			const paths = (await transaction.changes()).map((change) => change.path);
			assert.ok(paths.includes('embedded/born') && paths.includes('embedded/born/inner.txt'), paths.join(', '));
			await transaction.rollback();
		}
	});

	it('stay empty folders where a submodule is not checked out', async () => {
		const scene = nested();
		git(scene.root, 'submodule', '--quiet', 'deinit', '--force', 'libs/module');
		mkdirSync(path.join(scene.root, 'libs/module'), { recursive: true });
		const transaction = await scene.begin();
		assert.ok(existsSync(path.join(transaction.cwd, 'libs/module')));
		assert.equal(existsSync(path.join(transaction.cwd, 'libs/module/.git')), false);
		assert.deepEqual(await transaction.changes(), []);
	});
});

/** A copy has no remote. */
function withoutRemote(status: string): string {
	return status.replace(/^# branch\.(upstream|ab) .*\n/gm, '');
}
