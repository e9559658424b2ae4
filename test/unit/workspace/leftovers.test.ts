import { strict as assert } from 'node:assert';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { endOrphans } from '../../../src/providers/orphans.ts';
import { createWorktreeWorkspace } from '../../../src/workspace/worktree.ts';
import { killedWindow } from '../../support/leftover/killedWindow.ts';
import { git } from '../../support/temporary.ts';
import { createScene, environmentOf, put, type Scene, text, told } from './repository.ts';

describe('a copy whose window was killed', () => {
	const workspaceOf = ({ root, storage }: Scene) =>
		createWorktreeWorkspace({ storage, environment: environmentOf(path.dirname(root)) });
	const kill = (scene: Scene, meanwhile: (cwd: string) => Promise<void> | void = () => undefined) =>
		killedWindow(scene.storage, scene.root, environmentOf(path.dirname(scene.root)), meanwhile);
	const alive = (pid: number) =>
		existsSync(`/proc/${pid}`) && !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');

	it('is none as long as its process runs, and none of our own', async () => {
		const scene = createScene();
		const workspace = workspaceOf(scene);
		assert.deepEqual(await workspace.leftovers(), []);
		await scene.begin();
		await kill(scene, async () => {
			assert.deepEqual(await workspace.leftovers(), []);
		});
		assert.equal((await workspace.leftovers()).length, 1);
		await endOrphans();
	}).timeout(30_000);

	it('is found with whose it was, opened again, and its changes are written; nothing asked is in it', async () => {
		const scene = createScene();
		put(scene.root, 'a.txt', 'uncommitted\n');
		const { cwd, orphan, pid } = await kill(scene, (tree) => {
			put(tree, 'a.txt', 'by the agent\n');
			put(tree, 'new.txt', 'new\n');
		});
		const workspace = workspaceOf(scene);
		const [leftover, ...others] = await workspace.leftovers();
		assert.ok(leftover !== undefined && others.length === 0);
		assert.deepEqual([leftover.complete, leftover.owner?.pid, leftover.owner?.folder], [true, pid, scene.root]);
		assert.equal(leftover.owner?.at, 1000);
		const owner = JSON.parse(text(leftover.place, 'owner.json')) as object;
		assert.deepEqual(Object.keys(owner), ['pid', 'machine', 'started', 'folder', 'at']);
		assert.ok(alive(orphan));
		assert.ok((await endOrphans()) >= 1);
		assert.ok(!alive(orphan));
		const opened = await workspace.reopen(leftover);
		assert.ok(opened.ok);
		const { transaction } = opened;
		assert.equal(transaction.cwd, cwd);
		assert.deepEqual(await workspace.leftovers(), [], 'it is ours now');
		assert.deepEqual(await told(transaction), {
			'a.txt': 'file "uncommitted\\n" -> file "by the agent\\n"',
			'new.txt': 'nothing -> file "new\\n"',
		});
		assert.ok((await transaction.commit()).ok);
		assert.equal(text(scene.root, 'a.txt'), 'by the agent\n');
		assert.equal(git(scene.root, 'status', '--porcelain'), ' M a.txt\n?? new.txt\n');
		await transaction.rollback();
		assert.deepEqual(readdirSync(scene.storage), []);
	}).timeout(30_000);

	it('is removed only when that is asked for', async () => {
		const scene = createScene();
		await kill(scene);
		const workspace = workspaceOf(scene);
		await workspace.leftovers();
		const [leftover] = await workspace.leftovers();
		assert.ok(leftover !== undefined && existsSync(leftover.place));
		assert.equal(await workspace.remove(leftover), null);
		assert.deepEqual(readdirSync(scene.storage), []);
		await endOrphans();
	}).timeout(30_000);

	it('can not be opened where it was never completed, and can be removed', async () => {
		const scene = createScene();
		await kill(scene);
		const workspace = workspaceOf(scene);
		const [whole] = await workspace.leftovers();
		rmSync(path.join(whole?.place ?? '', 'place.json'));
		const [leftover] = await workspace.leftovers();
		assert.ok(leftover?.complete === false);
		const opened = await workspace.reopen(leftover);
		assert.equal(opened.ok ? null : opened.failure.kind, 'no-snapshot');
		assert.ok(existsSync(leftover.place));
		assert.equal(await workspace.remove(leftover), null);
		await endOrphans();
	}).timeout(30_000);

	it('is told from a later process with the same number by when that one started', async () => {
		const scene = createScene();
		const place = path.join(scene.storage, `copy-${process.pid}-x`);
		mkdirSync(place, { recursive: true });
		const write = (started: string | null, machine: string | null = null) =>
			writeFileSync(
				path.join(place, 'owner.json'),
				JSON.stringify({ pid: process.pid, machine, started, folder: scene.root, at: null }),
			);
		const workspace = workspaceOf(scene);
		assert.equal((await workspace.leftovers()).length, 0, 'being made at this moment');
		write('another start');
		assert.equal((await workspace.leftovers()).length, 1);
		write(null);
		assert.equal((await workspace.leftovers()).length, 0, 'not known: it may be running');
		write('another start', 'another machine');
		assert.equal((await workspace.leftovers()).length, 0, 'may be running there');
	});
});
