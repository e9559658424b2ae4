import { strict as assert } from 'node:assert';
import path from 'node:path';
import { createWorktreeWorkspace } from '../../../src/workspace/worktree.ts';
import { git, snapshotOf, temporaryFolder } from '../../support/temporary.ts';
import { createScene, environmentOf, put } from './repository.ts';

describe('the paths of a folder', () => {
	const workspaceOf = (storage: string) => createWorktreeWorkspace({ storage, environment: environmentOf(storage) });

	it('are what git tracks or would track, relative to the folder, and never what it ignores', async () => {
		const scene = createScene({ 'a.txt': '1\n', 'src/b.txt': '2\n', '.gitignore': 'secret.txt\nout/\n' });
		put(scene.root, 'src/new.txt', '3\n');
		put(scene.root, 'secret.txt', 'ignored\n');
		put(scene.root, 'out/made.txt', 'ignored\n');
		git(scene.root, 'add', 'src/new.txt');
		const before = snapshotOf(scene.root);
		const workspace = workspaceOf(scene.storage);
		assert.deepEqual([...((await workspace.paths(scene.root)) ?? [])].sort(), [
			'.gitignore',
			'a.txt',
			'src/b.txt',
			'src/new.txt',
		]);
		assert.deepEqual(await workspace.paths(path.join(scene.root, 'src')), ['b.txt', 'new.txt']);
		assert.deepEqual(snapshotOf(scene.root), before);
	});

	it('are not known where there is no repository', async () => {
		const folder = temporaryFolder();
		assert.equal(await workspaceOf(folder).paths(folder), null);
	});
});
