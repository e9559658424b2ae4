import { strict as assert } from 'node:assert';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Isolation } from '../../../src/core/agent.ts';
import { type AnyWorkspace, createWorkspace } from '../../../src/workspace/workspace.ts';
import { git } from '../../support/temporary.ts';
import { createPlainScene, type PlainScene } from './plainFolder.ts';
import { environmentOf, put, text } from './repository.ts';

const workspaceOf = (scene: PlainScene): AnyWorkspace =>
	createWorkspace({
		worktree: { storage: path.join(scene.storage, 'trees'), environment: environmentOf(scene.top) },
		snapshots: path.join(scene.storage, 'snapshots'),
		now: () => 0,
	});

const begin = (workspace: AnyWorkspace, folder: string, isolation?: Isolation | null) =>
	workspace.begin(folder, new AbortController().signal, isolation);

/** How work in a folder begins: its form, or why it does not. */
async function formOf(scene: PlainScene, folder: string, isolation?: Isolation | null): Promise<string> {
	const result = await begin(workspaceOf(scene), folder, isolation);
	if (!result.ok) {
		return result.failure.message;
	}
	await result.transaction.rollback();
	return result.transaction.form;
}

describe('the form in which a folder is worked in', () => {
	it('is a copy where git knows the folder, else the folder itself', async () => {
		const scene = createPlainScene();
		for (const isolation of [null, undefined]) {
			assert.equal(await formOf(scene, scene.root, isolation), 'inPlace');
		}
		git(scene.root, 'init', '--quiet');
		for (const folder of [scene.root, path.join(scene.root, 'src')]) {
			assert.equal(await formOf(scene, folder), 'worktree');
		}
	});

	it('is the folder itself where the repository around it ignores it', async () => {
		const scene = createPlainScene({ '.gitignore': '/build/\n', 'build/x.txt': 'x' });
		git(scene.root, 'init', '--quiet');
		assert.equal(await formOf(scene, path.join(scene.root, 'build')), 'inPlace');
		assert.equal(await formOf(scene, scene.root), 'worktree');
	});

	it('is what the user wants, with the way out where it can not be had', async () => {
		const scene = createPlainScene();
		assert.match(await formOf(scene, scene.root, 'worktree'), /Run "git init"/);
		git(scene.root, 'init', '--quiet');
		assert.equal(await formOf(scene, scene.root, 'inPlace'), 'inPlace');
		assert.equal(await formOf(scene, scene.root, 'worktree'), 'worktree');
	});

	it('is none where a repository is damaged, which is said', async () => {
		const scene = createPlainScene();
		git(scene.root, 'init', '--quiet');
		rmSync(path.join(scene.root, '.git/HEAD'));
		assert.match(await formOf(scene, path.join(scene.root, 'src')), /Git does not accept the folder/);
	});

	it('is none for a folder that is not there', async () => {
		const scene = createPlainScene();
		assert.match(await formOf(scene, path.join(scene.root, 'nowhere')), /does not exist/);
	});
});

describe('work in a copy and work in the folder itself', () => {
	it('do not begin on top of each other, and nothing is accepted under the hands of an agent', async () => {
		const scene = createPlainScene();
		git(scene.root, 'init', '--quiet');
		const workspace = workspaceOf(scene);
		const copy = await begin(workspace, scene.root);
		assert.ok(copy.ok);
		put(copy.transaction.cwd, 'a.txt', 'from the copy');
		const inPlace = await begin(workspace, scene.root, 'inPlace');
		assert.ok(inPlace.ok);
		const second = await begin(workspace, path.join(scene.root, 'src'), 'worktree');
		assert.match(second.ok ? '' : second.failure.message, /An agent works in this folder itself/);
		const early = await copy.transaction.commit();
		assert.match(early.ok || early.reason !== 'write-failed' ? '' : early.message, /An agent works in this folder/);
		assert.equal(text(scene.root, 'a.txt'), 'one\n');
		await inPlace.transaction.rollback();
		assert.deepEqual(await copy.transaction.commit(), { ok: true, paths: ['a.txt'] });
		await copy.transaction.rollback();
		for (const name of readdirSync(scene.storage)) {
			assert.deepEqual(readdirSync(path.join(scene.storage, name)), []);
		}
	});
});

describe('the paths of a folder without git', () => {
	it('are its files, without what tools fill, sorted', async () => {
		const scene = createPlainScene({
			'b.txt': '',
			'a/deep/x.txt': '',
			'node_modules/p/index.js': '',
			'a/node_modules/q/index.js': '',
			'.cache/x': '',
			'__pycache__/x.pyc': '',
			'.github/workflows/ci.yml': '',
		});
		mkdirSync(path.join(scene.root, 'empty'));
		const paths = await workspaceOf(scene).paths(scene.root);
		assert.deepEqual(paths, ['.github/workflows/ci.yml', 'a/deep/x.txt', 'b.txt']);
	});

	it('are the nearest 20,000 where there are more, and not known for a folder that is not there', async () => {
		const scene = createPlainScene({});
		for (let index = 0; index < 201; index++) {
			for (let file = 0; file < 100; file++) {
				put(scene.root, `d/${index}/${file}`, '');
			}
		}
		put(scene.root, 'near.txt', '');
		const paths = await workspaceOf(scene).paths(scene.root);
		assert.equal(paths?.length, 20_000);
		assert.ok(paths.includes('near.txt'));
		assert.equal(existsSync(scene.storage), false);
		assert.equal(await workspaceOf(scene).paths(path.join(scene.root, 'nowhere')), null);
	}).timeout(60_000);

	it('are what git says where there is git', async () => {
		const scene = createPlainScene({ '.gitignore': '*.log\n', 'x.log': '', 'a.txt': '' });
		git(scene.root, 'init', '--quiet');
		assert.deepEqual(await workspaceOf(scene).paths(scene.root), ['.gitignore', 'a.txt']);
	});
});
