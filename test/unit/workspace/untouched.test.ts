import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { git, gitEnvironment, snapshotOf } from '../../support/temporary.ts';
import { createScene, environmentOf, put, text, timesOf, workTreeOf } from './repository.ts';

describe('beginning leaves the user alone', () => {
	it('writes nothing in the repository or the work tree, not even a time', async () => {
		const scene = createScene({ 'a.txt': 'one\n', 'empty.txt': '', 'src/b.txt': 'two\n' });
		git(scene.root, 'gc', '--quiet');
		put(scene.root, 'a.txt', 'edited\n');
		git(scene.root, 'add', '--all');
		put(scene.root, 'src/b.txt', 'two\n');
		put(scene.root, 'new.txt', '');
		const before = { files: snapshotOf(scene.root), times: timesOf(scene.root) };
		const transaction = await scene.begin();
		put(transaction.cwd, 'a.txt', 'one\n');
		put(transaction.cwd, 'other-empty.txt', '');
		assert.equal((await transaction.changes()).length, 2);
		assert.deepEqual(await transaction.rollback(), { ok: true });
		assert.deepEqual({ files: snapshotOf(scene.root), times: timesOf(scene.root) }, before);
		assert.deepEqual(readdirSync(scene.storage), []);
	});

	it('runs no program that the repository names: hook, monitor, filter, submodule setting', async () => {
		const scene = createScene();
		const inner = createScene({ 'inner.txt': 'i' });
		git(scene.root, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.root, 'module');
		const mark = path.join(path.dirname(scene.root), 'mark');
		const program = path.join(path.dirname(scene.root), 'program');
		put(path.dirname(program), 'program', `#!/bin/sh\necho "$0 $*" >> '${mark}'\ncat\n`, 0o755);
		const hooks = path.join(scene.root, 'hooks');
		for (const hook of ['post-checkout', 'pre-commit', 'post-index-change', 'reference-transaction', 'post-commit']) {
			put(hooks, hook, `#!/bin/sh\necho ${hook} >> '${mark}'\n`, 0o755);
			put(path.join(scene.root, '.git', 'hooks'), hook, `#!/bin/sh\necho ${hook} >> '${mark}'\n`, 0o755);
		}
		for (const folder of [scene.root, path.join(scene.root, 'module')]) {
			put(folder, '.gitattributes', '* filter=evil diff=evil\n');
			for (const name of [
				'filter.evil.clean',
				'filter.evil.smudge',
				'filter.evil.process',
				'core.fsmonitor',
				'diff.evil.command',
			]) {
				git(folder, 'config', name, program);
			}
			git(folder, 'config', 'core.hooksPath', hooks);
		}
		put(scene.root, 'a.txt', 'edited\n');
		put(scene.root, 'module/inner.txt', 'edited\n');
		const transaction = await scene.begin();
		put(transaction.cwd, 'a.txt', 'edited again\n');
		assert.deepEqual(
			(await transaction.changes()).map((change) => change.path),
			['a.txt'],
		);
		git(transaction.cwd, 'status');
		git(transaction.cwd, 'commit', '--all', '--quiet', '--message=inside');
		assert.ok((await transaction.commit()).ok);
		await transaction.rollback();
		assert.equal(existsSync(mark), false, existsSync(mark) ? text(mark, '') : '');
	});

	it("runs none of the user's own hooks for a commit inside the copy", async () => {
		const scene = createScene();
		const home = path.dirname(scene.root);
		put(home, 'hooks/pre-commit', '#!/bin/sh\nexit 1\n', 0o755);
		put(home, '.gitconfig', `[core]\n\thooksPath = ${home}/hooks\n`);
		const { cwd } = await scene.begin();
		const environment = { ...gitEnvironment(), GIT_CONFIG_GLOBAL: path.join(home, '.gitconfig') };
		const commit = (folder: string) =>
			spawnSync('git', ['commit', '--allow-empty', '--message=x'], { cwd: folder, env: environment }).status;
		assert.notEqual(commit(scene.root), 0);
		assert.equal(commit(cwd), 0);
	});

	it("ignores the caller's own git variables", async () => {
		const scene = createScene();
		const elsewhere = createScene({ 'elsewhere.txt': 'e' });
		const GIT_DIR = path.join(elsewhere.root, '.git');
		const environment = { ...environmentOf(scene.storage), GIT_DIR, GIT_WORK_TREE: elsewhere.root };
		const { cwd } = await scene.begin(scene.root, environment);
		assert.deepEqual(Object.keys(workTreeOf(cwd)), ['a.txt', 'src/b.txt']);
	});
});
