import assert from 'node:assert/strict';
import path from 'node:path';
import { createGit } from '../../../src/workspace/git.ts';
import { ignoredPaths } from '../../../src/workspace/ignoredPaths.ts';
import { git, snapshotOf, temporaryFolder } from '../../support/temporary.ts';
import { createScene, environmentOf, put } from './repository.ts';

describe('what git ignores', () => {
	const ask = async (root: string, files: readonly string[], environment: NodeJS.ProcessEnv) => {
		const found = await ignoredPaths(
			createGit(environment),
			files.map((file) => path.join(root, file)),
			new AbortController().signal,
		);
		return Object.fromEntries([...found].map(([file, why]) => [path.relative(root, file), why]));
	};

	it('are files by any of its lists, but none that is tracked all the same; and nothing is written', async () => {
		const scene = createScene({
			'.gitignore': '*.log\nout/\n!kept.log\n',
			'sub/.gitignore': 'own.txt\n',
			'a.txt': '1\n',
			'sub/b.txt': '2\n',
		});
		for (const file of [
			'tracked.log',
			'new.log',
			'kept.log',
			'out/deep/made.txt',
			'sub/own.txt',
			'own.txt',
			':odd [a].log',
		]) {
			put(scene.root, file, '3\n');
		}
		git(scene.root, 'add', '--force', 'tracked.log');
		const before = snapshotOf(scene.root);
		const files = [
			'a.txt',
			'sub/b.txt',
			'tracked.log',
			'new.log',
			'kept.log',
			'out/deep/made.txt',
			'sub/own.txt',
		].concat('own.txt', ':odd [a].log');
		assert.deepEqual(await ask(scene.root, files, environmentOf(scene.storage)), {
			'new.log': 'ignored',
			'out/deep/made.txt': 'ignored',
			'sub/own.txt': 'ignored',
			':odd [a].log': 'ignored',
		});
		assert.deepEqual(snapshotOf(scene.root), before);
	});

	it('is nothing where there is no repository', async () => {
		const folder = temporaryFolder();
		put(folder, '.gitignore', '*\n');
		put(folder, 'a.txt', '1\n');
		assert.deepEqual(await ask(folder, ['a.txt'], environmentOf(folder)), {});
	});

	it('is not known where there is a repository and git can’t be asked', async () => {
		const scene = createScene({ 'a.txt': '1\n' });
		assert.deepEqual(await ask(scene.root, ['a.txt'], { PATH: '/nowhere' }), { 'a.txt': 'unknown' });
	});
});
