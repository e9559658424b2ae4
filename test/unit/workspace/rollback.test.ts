import { strict as assert } from 'node:assert';
import { chmodSync, existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { removeFolder } from '../../../src/workspace/removeFolder.ts';
import { createWorktreeWorkspace } from '../../../src/workspace/worktree.ts';
import { snapshotOf, temporaryFolder } from '../../support/temporary.ts';
import { createScene, environmentOf, link, put } from './repository.ts';

describe('rolling back', () => {
	it('removes the copy whole and may be called again', async () => {
		const scene = createScene();
		const transaction = await scene.begin();
		assert.deepEqual(await transaction.rollback(), { ok: true });
		assert.deepEqual(readdirSync(scene.storage), []);
		assert.deepEqual(await transaction.rollback(), { ok: true });
		assert.ok(existsSync(path.join(scene.root, 'a.txt')));
	});

	it('removes folders that were made read-only or unreadable', async () => {
		const folder = temporaryFolder();
		chmodSync(folder, 0o777);
		await asOrdinaryUser(async () => {
			put(folder, 'copy/locked/inner/file', 'x', 0o400);
			chmodSync(path.join(folder, 'copy/locked/inner'), 0o500);
			chmodSync(path.join(folder, 'copy/locked'), 0);
			await removeFolder(path.join(folder, 'copy'));
		});
		assert.deepEqual(readdirSync(folder), []);
	});

	it('does not follow links out of the copy', async () => {
		const scene = createScene();
		const before = snapshotOf(scene.root);
		const transaction = await scene.begin();
		link(transaction.cwd, 'out', scene.root);
		await transaction.rollback();
		assert.deepEqual(snapshotOf(scene.root), before);
	});

	it('names the folder that stayed when it fails, and removes nothing but the copy', async () => {
		const scene = createScene();
		const asked: string[] = [];
		const remove = async (folder: string) => {
			asked.push(folder);
			throw Object.assign(new Error('busy'), { code: 'EBUSY' });
		};
		const workspace = createWorktreeWorkspace({
			storage: scene.storage,
			environment: environmentOf(scene.storage),
			remove,
		});
		const begun = await workspace.begin(scene.root, new AbortController().signal);
		assert.ok(begun.ok);
		const place = path.dirname(begun.transaction.cwd);
		const result = await begun.transaction.rollback();
		assert.ok(!result.ok);
		assert.equal(result.failure.kind, 'rollback-failed');
		assert.ok(result.failure.message.includes('EBUSY') && result.failure.said === place);
		assert.deepEqual(asked, [place]);
	});
});

/** Permissions mean nothing to root, which is who runs the tests in a container. */
async function asOrdinaryUser(work: () => Promise<void>): Promise<void> {
	if (process.geteuid?.() !== 0) {
		return work();
	}
	process.seteuid?.(65534);
	try {
		await work();
	} finally {
		process.seteuid?.(0);
	}
}
