import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { applyEdit, parseEdits } from '../../../src/core/edits.ts';
import { isGuarded } from '../../../src/core/guarded.ts';
import type { Transaction } from '../../../src/workspace/transaction.ts';
import { createWorktreeWorkspace } from '../../../src/workspace/worktree.ts';
import { attackOf, layAttack } from '../../support/hostile.ts';
import { git, gitEnvironment } from '../../support/temporary.ts';

/** Work in a copy of a folder, whose programs would leave a mark in it. */
async function begin(folder: string): Promise<Transaction> {
	const home = path.dirname(folder);
	const environment = { ...gitEnvironment(), HOME: home, RAN_HERE: folder };
	const storage = path.join(home, 'storage');
	const begun = await createWorktreeWorkspace({ storage, environment }).begin(folder, new AbortController().signal);
	assert.ok(begun.ok, begun.ok ? '' : `${begun.failure.message} ${begun.failure.said ?? ''}`);
	return begun.transaction;
}

const beside = (folder: string) => {
	const outside = path.join(path.dirname(folder), 'outside');
	return readdirSync(outside).map((name) => [name, readFileSync(path.join(outside, name), 'utf8')]);
};

describe(`links-out: ${attackOf('links-out').what}`, () => {
	const { writes = [], links = {} } = attackOf('links-out');
	const untouched = [['secret.txt', 'secret\n']];

	it('are never written through, whoever names them', async () => {
		const folder = layAttack('links-out');
		git(folder, 'init', '--quiet');
		const transaction = await begin(folder);
		for (const name of writes) {
			assert.equal((await transaction.write(name, 'mine\n')).ok, false, name);
			assert.equal((await transaction.read(name)).ok, false, name);
		}
		assert.deepEqual(await transaction.changes(), []);
		await transaction.rollback();
		assert.deepEqual(beside(folder), untouched);
	});

	it('lead nowhere in the copy that an agent works in, where they are relative', async () => {
		const folder = layAttack('links-out');
		git(folder, 'init', '--quiet');
		const transaction = await begin(folder);
		for (const [name, target] of Object.entries(links).filter(([, target]) => target.startsWith('..'))) {
			assert.throws(() => realpathSync(path.join(transaction.cwd, name)), { code: 'ENOENT' }, `${name} -> ${target}`);
		}
		await transaction.rollback();
	});

	it('do not carry what was accepted for a file out of the folder', async () => {
		const folder = layAttack('links-out');
		git(folder, 'init', '--quiet');
		const transaction = await begin(folder);
		const bytes = async () => new TextEncoder().encode('mine\n');
		const after = { type: 'file', executable: false, read: bytes } as const;
		for (const name of ['outside.txt', 'out/secret.txt', 'out/new.txt', 'new.txt']) {
			const commit = await transaction.commit([{ path: name, before: null, after }]);
			assert.equal(commit.ok, false, name);
		}
		await transaction.rollback();
		assert.deepEqual(beside(folder), untouched);
	});
});

describe(`repository-configuration: ${attackOf('repository-configuration').what}`, () => {
	it('starts none of them, from the beginning of the work to its end', async () => {
		const folder = layAttack('repository-configuration');
		const transaction = await begin(folder);
		writeFileSync(path.join(transaction.cwd, 'cart.ts'), 'changed\n');
		writeFileSync(path.join(transaction.cwd, 'new.ts'), 'new\n');
		const changes = await transaction.changes();
		assert.deepEqual(changes.map((change) => change.path).sort(), ['cart.ts', 'new.ts']);
		const commit = await transaction.commit(changes);
		assert.equal(commit.ok, true);
		await transaction.rollback();
		assert.equal(readFileSync(path.join(folder, 'cart.ts'), 'utf8'), 'changed\n');
		assert.equal(existsSync(path.join(folder, 'ran')), false);
	});
});

describe(`injected-edits: ${attackOf('injected-edits').what}`, () => {
	const { acts = [], refused = [] } = attackOf('injected-edits');

	for (const name of acts) {
		it(`asks for ${name} before it is accepted`, () => {
			assert.equal(isGuarded(name), true);
		});
	}

	it('does not ask for what is plain code', () => {
		assert.equal(isGuarded('cart.ts'), false);
	});

	it('never writes into the repository, nor out of the folder', async () => {
		const folder = layAttack('injected-edits');
		git(folder, 'init', '--quiet');
		const transaction = await begin(folder);
		for (const name of refused) {
			const answer = `${name}\n<<<<<<< SEARCH\n=======\nevil\n>>>>>>> REPLACE\n`;
			const parsed = parseEdits(answer);
			const [edit] = parsed.ok ? parsed.edits : [];
			const wanted = edit?.path ?? name;
			const applied = edit === undefined ? null : applyEdit(null, edit);
			const text = applied?.ok === true ? applied.text : 'evil\n';
			assert.equal((await transaction.write(wanted, text)).ok, false, name);
		}
		assert.deepEqual(await transaction.changes(), []);
		await transaction.rollback();
	});
});
