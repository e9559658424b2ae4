import { strict as assert } from 'node:assert';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { TreeWork } from '../../../src/workspace/treeResult.ts';
import { createTreeWorkers } from '../../../src/workspace/treeWorkers.ts';
import { createWorktreeWorkspace } from '../../../src/workspace/worktree.ts';
import { createScene, environmentOf, put, type Scene, workTreeOf } from './repository.ts';

const worker = new URL('../../../src/lazy/treeWorker.ts', import.meta.url);

describe('the work on many files', () => {
	const files = Object.fromEntries(
		Array.from({ length: 1600 }, (_, index) => [`d${index % 20}/f${index}.txt`, `${index}\n`]),
	);

	let scene: Scene;

	before(function () {
		this.timeout(300_000);
		scene = createScene(files);
	});

	it('comes to the same in threads as in one', async () => {
		put(scene.root, 'd3/f3.txt', 'edited by the user\n');
		const environment = environmentOf(path.dirname(scene.root));
		const workspace = createWorktreeWorkspace({ storage: scene.storage, environment, worker });
		const begun = await workspace.begin(scene.root, new AbortController().signal);
		assert.ok(begun.ok);
		const { transaction } = begun;
		assert.deepEqual(workTreeOf(transaction.cwd), workTreeOf(scene.root));
		put(transaction.cwd, 'd7/f7.txt', 'edited\n');
		put(transaction.cwd, 'd19/f1599.txt', 'edited\n');
		assert.deepEqual(
			(await transaction.changes()).map((change) => change.path),
			['d19/f1599.txt', 'd7/f7.txt'],
		);
		assert.deepEqual(await transaction.settle(), { ok: true });
		await transaction.rollback();
		const work: TreeWork = { type: 'look', tree: scene.root, names: Object.keys(files) };
		const signal = new AbortController().signal;
		assert.deepEqual(
			await createTreeWorkers(worker).run(work, signal),
			await createTreeWorkers(null).run(work, signal),
		);
	}).timeout(300_000);

	it('ends with its own reason when it is stopped, and leaves nothing', async () => {
		const environment = environmentOf(path.dirname(scene.root));
		const workspace = createWorktreeWorkspace({ storage: scene.storage, environment, worker });
		const controller = new AbortController();
		const begun = workspace.begin(scene.root, controller.signal);
		while (!someCopied(scene.storage)) {
			await new Promise((resolve) => setImmediate(resolve));
		}
		controller.abort();
		const result = await begun;
		assert.equal(result.ok ? null : result.failure.kind, 'cancelled');
		assert.deepEqual(readdirSync(scene.storage), []);
	}).timeout(300_000);

	it('tells the code of what goes wrong in a thread', async () => {
		const names = Object.keys(files);
		const contents = '/nowhere/at/all';
		const work: TreeWork = { type: 'keep', tree: scene.root, names, expected: [], idLength: 20, contents };
		await assert.rejects(createTreeWorkers(worker).run(work), { code: 'ENOENT' });
	}).timeout(300_000);
});

/** Whether the first folder of a copy is there. */
function someCopied(storage: string): boolean {
	try {
		return readdirSync(storage).some((place) => readdirSync(path.join(storage, place, 'tree')).length > 0);
	} catch {
		return false;
	}
}
