import { strict as assert } from 'node:assert';
import { chmodSync, existsSync, linkSync, lstatSync, mkdirSync, rmSync, statSync, unlinkSync } from 'node:fs';
import path from 'node:path';
import { exactly } from '../../support/exactly.ts';
import { age, createPlainScene } from './plainFolder.ts';
import { link, put, text, told } from './repository.ts';

describe('accepting what was done in a folder itself', () => {
	it('brings every kind of change into the folder and touches nothing else', async () => {
		const scene = createPlainScene({ 'a.txt': 'a', 'b.txt': 'b', 'c.sh': 'c', 'deep/er/d.txt': 'd', 'kept.txt': 'k' });
		chmodSync(path.join(scene.root, 'a.txt'), 0o640);
		age(scene.root, 'kept.txt', 1_000_000_000);
		const transaction = await scene.begin();
		put(scene.root, 'a.txt', 'agent');
		unlinkSync(path.join(scene.root, 'b.txt'));
		link(scene.root, 'b.txt', 'a.txt');
		chmodSync(path.join(scene.root, 'c.sh'), 0o755);
		rmSync(path.join(scene.root, 'deep'), { recursive: true });
		put(scene.root, 'new/program.sh', 'p', 0o755);
		put(scene.root, 'large.bin', Buffer.alloc(2_000_000, 1));
		const changes = await told(transaction);
		await transaction.settle();
		const before = exactly(scene.root);
		assert.deepEqual(await transaction.commit(), { ok: true, paths: Object.keys(changes) });
		assert.equal(text(scene.root, 'a.txt'), 'agent');
		assert.equal(statSync(path.join(scene.root, 'a.txt')).mode & 0o777, 0o640);
		assert.ok(lstatSync(path.join(scene.root, 'b.txt')).isSymbolicLink());
		assert.equal(statSync(path.join(scene.root, 'c.sh')).mode & 0o777, 0o755);
		assert.equal(existsSync(path.join(scene.root, 'deep')), false);
		assert.equal(statSync(path.join(scene.root, 'new/program.sh')).mode & 0o100, 0o100);
		assert.equal(statSync(path.join(scene.root, 'large.bin')).size, 2_000_000);
		assert.equal(exactly(scene.root)['./kept.txt'], before['./kept.txt']);
		assert.deepEqual(await transaction.rollback(), { ok: true });
		assert.equal(text(scene.root, 'a.txt'), 'agent', 'what was accepted stays');
	});

	it('settles first, and can take some now and others later', async () => {
		const scene = createPlainScene({ 'a.txt': 'a', 'b.txt': 'b' });
		const transaction = await scene.begin();
		put(scene.root, 'a.txt', 'agent');
		put(scene.root, 'b.txt', 'agent');
		const changes = await transaction.changes();
		assert.deepEqual(await transaction.commit(changes.slice(1)), { ok: true, paths: ['b.txt'] });
		assert.deepEqual([text(scene.root, 'a.txt'), text(scene.root, 'b.txt')], ['a', 'agent']);
		const rest = (await transaction.changes()).slice(0, 1);
		assert.deepEqual(await transaction.commit(rest), { ok: true, paths: ['a.txt'] });
	});

	it('writes nothing over what the user did meanwhile', async () => {
		const scene = createPlainScene({ 'a.txt': 'a', 'b.txt': 'b' });
		const transaction = await scene.begin();
		put(scene.root, 'a.txt', 'agent');
		put(scene.root, 'b.txt', 'agent');
		await transaction.settle();
		put(scene.root, 'b.txt', 'user');
		const before = exactly(scene.root);
		assert.deepEqual(await transaction.commit(), { ok: false, reason: 'conflict', paths: ['b.txt'] });
		assert.deepEqual(exactly(scene.root), before);
	});

	it('changes one of two names of a file, and leaves the other as it is', async () => {
		const scene = createPlainScene({ 'a.txt': 'a' });
		linkSync(path.join(scene.root, 'a.txt'), path.join(scene.root, 'b.txt'));
		const transaction = await scene.begin();
		unlinkSync(path.join(scene.root, 'a.txt'));
		put(scene.root, 'a.txt', 'agent');
		assert.deepEqual(await transaction.commit(), { ok: true, paths: ['a.txt'] });
		assert.deepEqual([text(scene.root, 'a.txt'), text(scene.root, 'b.txt')], ['agent', 'a']);
	});

	it('takes the work of an earlier agent over, and offers it with its own', async () => {
		const scene = createPlainScene();
		const before = exactly(scene.root);
		const first = await scene.begin();
		put(scene.root, 'a.txt', 'first');
		mkdirSync(path.join(scene.root, 'empty'));
		await first.settle();
		const second = await scene.begin();
		assert.deepEqual(await second.adopt(await first.changes()), { ok: true, paths: ['a.txt'] });
		assert.deepEqual(await first.rollback(), { ok: true });
		assert.equal(text(scene.root, 'a.txt'), 'first');
		put(scene.root, 'second.txt', 'second');
		assert.deepEqual(await told(second), {
			'a.txt': 'file "one\\n" -> file "first"',
			'second.txt': 'nothing -> file "second"',
		});
		await second.settle();
		assert.deepEqual(exactly(scene.root), before);
	});
});

describe('what the user saves while an agent works in the folder', () => {
	it('stays as it was saved, with files and folders that are new', async () => {
		const scene = createPlainScene({ 'a.txt': 'a', 'src/b.txt': 'b', 'c.txt': 'c' });
		const transaction = await scene.begin();
		put(scene.root, 'c.txt', 'agent');
		put(scene.root, 'a.txt', 'user');
		put(scene.root, 'notes/today.txt', 'user');
		age(scene.root, 'a.txt', 1_000_000_000);
		for (const name of ['a.txt', 'notes/today.txt']) {
			await scene.workspace.saved(path.join(scene.root, name));
		}
		assert.deepEqual(await told(transaction), { 'c.txt': 'file "c" -> file "agent"' });
		const saved = exactly(scene.root);
		assert.deepEqual(await transaction.settle(), { ok: true });
		const after = exactly(scene.root);
		assert.deepEqual(text(scene.root, 'c.txt'), 'c');
		for (const name of ['./a.txt', './notes', './notes/today.txt']) {
			assert.equal(after[name], saved[name], name);
		}
		assert.deepEqual(await transaction.commit(), { ok: true, paths: ['c.txt'] });
	});

	it('is in conflict with what the agent writes to the same file after it, and stays', async () => {
		const scene = createPlainScene({ 'a.txt': 'old' });
		const transaction = await scene.begin();
		put(scene.root, 'a.txt', 'user');
		await scene.workspace.saved(path.join(scene.root, 'a.txt'));
		put(scene.root, 'a.txt', 'agent');
		put(scene.root, 'new.txt', 'user');
		await scene.workspace.saved(path.join(scene.root, 'new.txt'));
		put(scene.root, 'new.txt', 'agent');
		const expected = { 'a.txt': 'file "old" -> file "agent"', 'new.txt': 'nothing -> file "agent"' };
		assert.deepEqual(await told(transaction), expected);
		await transaction.settle();
		assert.deepEqual(await told(transaction), expected);
		assert.deepEqual([text(scene.root, 'a.txt'), text(scene.root, 'new.txt')], ['user', 'user']);
		assert.deepEqual(await transaction.commit(), { ok: false, reason: 'conflict', paths: ['a.txt', 'new.txt'] });
		assert.deepEqual(await transaction.rollback(), { ok: true });
		assert.deepEqual([text(scene.root, 'a.txt'), text(scene.root, 'new.txt')], ['user', 'user']);
	});

	it('stays where a file has several names, whether the editor keeps them together or not', async () => {
		for (const together of [true, false]) {
			const scene = createPlainScene({ 'a.txt': 'old' });
			for (const name of ['b.txt', 'c.txt']) {
				linkSync(path.join(scene.root, 'a.txt'), path.join(scene.root, name));
			}
			const transaction = await scene.begin();
			if (!together) {
				unlinkSync(path.join(scene.root, 'a.txt'));
			}
			put(scene.root, 'a.txt', 'user');
			await scene.workspace.saved(path.join(scene.root, 'a.txt'));
			const saved = exactly(scene.root);
			put(scene.root, 'b.txt', 'agent');
			assert.deepEqual(await transaction.rollback(), { ok: true });
			const { './a.txt': first, './b.txt': second } = exactly(scene.root);
			assert.deepEqual([first, second?.split(' ').slice(3)], [saved['./a.txt'], saved['./b.txt']?.split(' ').slice(3)]);
			assert.equal(text(scene.root, 'c.txt'), together ? 'user' : 'old');
		}
	});

	it('is found by whatever way the editor knows it, and is nothing outside or where the file became something else', async () => {
		const scene = createPlainScene({ 'a.txt': 'a', 'src/b.txt': 'b', outside: '' });
		link(scene.root, 'way', 'src');
		put(scene.top, 'elsewhere.txt', 'x');
		const before = exactly(scene.root);
		const transaction = await scene.begin();
		put(scene.root, 'way/b.txt', 'user');
		await scene.workspace.saved(path.join(scene.root, 'way/b.txt'));
		await scene.workspace.saved(path.join(scene.top, 'elsewhere.txt'));
		await scene.workspace.saved(path.join(scene.root, 'gone.txt'));
		unlinkSync(path.join(scene.root, 'a.txt'));
		put(scene.root, 'a.txt/inside', 'user');
		await scene.workspace.saved(path.join(scene.root, 'a.txt/inside'));
		assert.deepEqual(await transaction.settle(), { ok: true });
		assert.equal(text(scene.root, 'src/b.txt'), 'user');
		assert.equal(exactly(scene.root)['./a.txt'], before['./a.txt']);
		assert.deepEqual(Object.keys(await told(transaction)), ['a.txt', 'a.txt/inside']);
		await transaction.rollback();
		await scene.workspace.saved(path.join(scene.root, 'src/b.txt'));
	});
});
