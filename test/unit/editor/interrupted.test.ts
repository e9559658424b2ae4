import { strict as assert } from 'node:assert';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { offerInterrupted } from '../../../src/editor/interrupted.ts';
import type { Proposal } from '../../../src/router/proposal.ts';
import { exactly } from '../../support/exactly.ts';
import { createPlainScene, type PlainScene } from '../workspace/plainFolder.ts';
import { put, text } from '../workspace/repository.ts';

/** Work in a folder whose process is gone. */
async function abandonedScene(work: (root: string) => void, settled = false): Promise<PlainScene> {
	const scene = createPlainScene();
	const transaction = await scene.begin();
	work(scene.root);
	if (settled) {
		await transaction.settle();
	}
	const [place] = readdirSync(scene.storage);
	// No process has this number.
	const owner = { pid: 2 ** 30, started: null, folder: scene.root, at: 0 };
	put(scene.storage, `${place}/owner-2.json`, JSON.stringify(owner));
	return scene;
}

interface Told {
	readonly asked: string[];
	readonly messages: string[];
	readonly reviewed: Proposal[];
	readonly ended: number[];
}

async function offer(scene: PlainScene, answer: string | undefined, isOpen = true): Promise<Told> {
	const told: Told = { asked: [], messages: [], reviewed: [], ended: [] };
	await offerInterrupted({
		workspace: scene.workspace,
		endOrphans: () => Promise.resolve(told.ended.push(1)),
		ask: (message, ...offers) => {
			told.asked.push(`${message} [${offers.join(', ')}]`);
			return Promise.resolve(answer);
		},
		review: (proposal) => {
			told.reviewed.push(proposal);
			return Promise.resolve();
		},
		isOpen: (folder) => isOpen && folder === scene.root,
		tell: (message) => told.messages.push(message),
	});
	return told;
}

describe('work in a folder that a killed window left', () => {
	const agent = (root: string) => put(root, 'a.txt', 'agent');

	it('is offered to be undone, and nothing is touched until the user says so', async () => {
		const scene = await abandonedScene(agent);
		const before = exactly(scene.root);
		for (const answer of [undefined, 'Later']) {
			const { asked, reviewed } = await offer(scene, answer);
			assert.match(asked.join(), /interrupted while it worked in .*project itself.*\[Restore the Folder, Later\]$/);
			assert.deepEqual([asked.length, reviewed.length], [1, 0]);
		}
		assert.deepEqual(exactly(scene.root), before);
		assert.deepEqual((await offer(scene, 'Restore the Folder', false)).asked, []);
	});

	it('is put back, after what still runs was ended, and shown for review', async () => {
		const scene = await abandonedScene(agent);
		const { reviewed, ended } = await offer(scene, 'Restore the Folder');
		assert.equal(ended.length, 1);
		assert.equal(text(scene.root, 'a.txt'), 'one\n');
		const [proposal] = reviewed;
		assert.ok(proposal !== undefined);
		assert.deepEqual(
			proposal.changes.map((change) => change.path),
			['a.txt'],
		);
		assert.deepEqual(await proposal.transaction.commit(), { ok: true, paths: ['a.txt'] });
		assert.equal(text(scene.root, 'a.txt'), 'agent');
		assert.deepEqual(await proposal.transaction.rollback(), { ok: true });
		assert.deepEqual(readdirSync(scene.storage), []);
		assert.deepEqual((await offer(scene, 'Later')).asked, []);
	});

	it('is only shown where the folder was put back already, and what the user did since stays', async () => {
		const scene = await abandonedScene(agent, true);
		put(scene.root, 'src/b.txt', 'user');
		const { asked, reviewed } = await offer(scene, 'Review');
		assert.match(asked.join(), /wait for your word\. \[Review, Later\]$/);
		assert.equal(reviewed.length, 1);
		assert.equal(text(scene.root, 'src/b.txt'), 'user');
	});

	it('ends with a word where nothing had been changed', async () => {
		const scene = await abandonedScene(() => undefined);
		const { messages, reviewed } = await offer(scene, 'Restore the Folder');
		assert.deepEqual([messages, reviewed], [['The folder is as it was before.'], []]);
		assert.deepEqual(readdirSync(scene.storage), []);
	});

	it('belongs to one of two windows that take it up', async () => {
		const scene = await abandonedScene(agent);
		const [work] = await scene.workspace.unfinished();
		assert.ok(work !== undefined);
		const both = await Promise.all([scene.workspace.reopen(work), scene.workspace.reopen(work)]);
		assert.equal(both.filter((transaction) => transaction !== null).length, 1);
		assert.equal(path.dirname(work.place), scene.storage);
	});
});
