import { strict as assert } from 'node:assert';
import { chmodSync, existsSync, statSync, unlinkSync } from 'node:fs';
import path from 'node:path';
import type { TrackedChange } from '../../../src/workspace/baseline.ts';
import { commitChanges } from '../../../src/workspace/commit.ts';
import { blobId } from '../../../src/workspace/conflicts.ts';
import type { FileState } from '../../../src/workspace/transaction.ts';
import { snapshotOf } from '../../support/temporary.ts';
import { createScene, put, text } from './repository.ts';

const lines = 'one\ntwo\nthree\nfour\n';

describe('a commit after the user changed other lines of the same file', () => {
	it('merges both, and tells in which files', async () => {
		const scene = createScene({ 'a.txt': lines, 'b.txt': lines });
		chmodSync(path.join(scene.root, 'a.txt'), 0o640);
		const transaction = await scene.begin();
		put(transaction.cwd, 'a.txt', 'one\ntwo\nthree\nagent\n');
		put(transaction.cwd, 'b.txt', 'agent\ntwo\nthree\nfour\n');
		put(scene.root, 'a.txt', 'user\ntwo\nthree\nfour\n');
		const result = await transaction.commit();
		assert.deepEqual(result, { ok: true, paths: ['a.txt', 'b.txt'], merged: ['a.txt'] });
		assert.equal(text(scene.root, 'a.txt'), 'user\ntwo\nthree\nagent\n');
		assert.equal(text(scene.root, 'b.txt'), 'agent\ntwo\nthree\nfour\n');
		assert.equal(statSync(path.join(scene.root, 'a.txt')).mode & 0o777, 0o640);
	});

	it('keeps line endings, a byte order mark and a last line without an end', async () => {
		const before = '\uFEFFone\r\ntwo\r\nthree';
		const scene = createScene({ 'a.txt': before });
		const transaction = await scene.begin();
		put(transaction.cwd, 'a.txt', before.replace('three', 'agent'));
		put(scene.root, 'a.txt', before.replace('one', 'user'));
		assert.ok((await transaction.commit()).ok);
		assert.equal(text(scene.root, 'a.txt'), '\uFEFFuser\r\ntwo\r\nagent');
	});

	it('writes nothing, not even what merges, when another file is in conflict', async () => {
		const scene = createScene({ 'a.txt': lines, 'b.txt': lines });
		const transaction = await scene.begin();
		put(transaction.cwd, 'a.txt', 'one\ntwo\nthree\nagent\n');
		put(transaction.cwd, 'b.txt', 'agent\ntwo\nthree\nfour\n');
		put(scene.root, 'a.txt', 'user\ntwo\nthree\nfour\n');
		put(scene.root, 'b.txt', 'user\ntwo\nthree\nfour\n');
		const before = snapshotOf(scene.root);
		assert.deepEqual(await transaction.commit(), { ok: false, reason: 'conflict', paths: ['b.txt'] });
		assert.deepEqual(snapshotOf(scene.root), before);
	});

	it('leaves alone what the user has done alike: an edit, a new file, a deletion', async () => {
		const scene = createScene({ 'a.txt': lines, 'gone.txt': 'gone\n' });
		const transaction = await scene.begin();
		for (const root of [transaction.cwd, scene.root]) {
			put(root, 'a.txt', 'both\n');
			put(root, 'new.txt', 'both\n');
			unlinkSync(path.join(root, 'gone.txt'));
		}
		const before = snapshotOf(scene.root);
		const time = statSync(path.join(scene.root, 'a.txt')).mtimeMs;
		assert.deepEqual(await transaction.commit(), { ok: true, paths: ['a.txt', 'gone.txt', 'new.txt'] });
		assert.deepEqual(snapshotOf(scene.root), before);
		assert.equal(statSync(path.join(scene.root, 'a.txt')).mtimeMs, time);
	});

	const conflicting: Readonly<
		Record<string, readonly [before: string | Buffer, agent: string | Buffer, user: string | Buffer]>
	> = {
		'text that is not UTF-8': [
			Buffer.from('\xe4\nb\nc\nd\n', 'latin1'),
			Buffer.from('\xe4\nb\nc\nD\n', 'latin1'),
			Buffer.from('\xf6\nb\nc\nd\n', 'latin1'),
		],
		'bytes with a zero among them': ['a\nb\0\nc\nd\n', 'A\nb\0\nc\nd\n', 'a\nb\0\nc\nD\n'],
	};
	for (const [title, [before, agent, user]] of Object.entries(conflicting)) {
		it(`is a conflict with ${title}`, async () => {
			const scene = createScene();
			put(scene.root, 'file', before);
			const transaction = await scene.begin();
			put(transaction.cwd, 'file', agent);
			put(scene.root, 'file', user);
			assert.deepEqual(await transaction.commit(), { ok: false, reason: 'conflict', paths: ['file'] });
		});
	}

	it('is a conflict when one side set the executable bit', async () => {
		const scene = createScene({ 'a.txt': lines });
		const transaction = await scene.begin();
		put(transaction.cwd, 'a.txt', `${lines}agent\n`);
		chmodSync(path.join(transaction.cwd, 'a.txt'), 0o755);
		put(scene.root, 'a.txt', `user\n${lines}`);
		assert.deepEqual(await transaction.commit(), { ok: false, reason: 'conflict', paths: ['a.txt'] });
	});

	it('notices an edit that comes after the merge, while new content is being laid down', async () => {
		const scene = createScene({ 'a.txt': lines });
		put(scene.root, 'a.txt', 'user\ntwo\nthree\nfour\n');
		const late = state('late', () => put(scene.root, 'a.txt', 'typed just now\ntwo\nthree\nfour\n'));
		const changes = [change('a.txt', lines, state('one\ntwo\nthree\nagent\n')), change('b.txt', null, late)];
		const result = await commitChanges({ root: scene.root, keep: '', mark: 'test', changes });
		assert.deepEqual(result, { ok: false, reason: 'conflict', paths: ['a.txt'] });
		assert.equal(text(scene.root, 'a.txt'), 'typed just now\ntwo\nthree\nfour\n');
		assert.equal(existsSync(path.join(scene.root, 'b.txt')), false);
	});

	it('puts the user’s own version back when writing fails half-way', async () => {
		const scene = createScene({ 'a.txt': lines });
		put(scene.root, 'a.txt', 'user\ntwo\nthree\nfour\n');
		const changes = [
			change('a.txt', lines, state('one\ntwo\nthree\nagent\n')),
			change('x', null, state('a file')),
			// No tree can hold both: the file is in the way of the folder when it comes to writing.
			change('x/y', null, state('below a file')),
		];
		const result = await commitChanges({ root: scene.root, keep: '', mark: 'test', changes });
		assert.ok(!result.ok && result.reason === 'write-failed');
		assert.equal(text(scene.root, 'a.txt'), 'user\ntwo\nthree\nfour\n');
	});
});

describe('a commit of a part', () => {
	it('writes what is given and no more; the rest can follow, counted from there', async () => {
		const scene = createScene({ 'a.txt': lines });
		const transaction = await scene.begin();
		put(transaction.cwd, 'a.txt', 'ONE\ntwo\nthree\nFOUR\n');
		put(transaction.cwd, 'b.txt', 'new\n');
		const [whole] = await transaction.changes();
		assert.ok(whole);
		const half = { ...whole, after: state('ONE\ntwo\nthree\nfour\n') };
		assert.deepEqual(await transaction.commit([half]), { ok: true, paths: ['a.txt'] });
		assert.equal(text(scene.root, 'a.txt'), 'ONE\ntwo\nthree\nfour\n');
		assert.equal(existsSync(path.join(scene.root, 'b.txt')), false);
		put(scene.root, 'a.txt', 'ONE\ntwo\nthree\nuser\n');
		const rest = { ...whole, before: half.after };
		assert.deepEqual(await transaction.commit([rest]), { ok: false, reason: 'conflict', paths: ['a.txt'] });
		put(scene.root, 'a.txt', 'ONE\nuser\ntwo\nthree\nfour\n');
		assert.deepEqual(await transaction.commit([rest]), { ok: true, paths: ['a.txt'], merged: ['a.txt'] });
		assert.equal(text(scene.root, 'a.txt'), 'ONE\nuser\ntwo\nthree\nFOUR\n');
	});
});

function state(content: string, whenRead: () => void = () => undefined): FileState {
	return {
		type: 'file',
		executable: false,
		read: () => {
			whenRead();
			return Promise.resolve(Buffer.from(content));
		},
	};
}

function change(name: string, before: string | null, after: FileState): TrackedChange {
	return before === null
		? { path: name, before: null, beforeId: null, after }
		: { path: name, before: state(before), beforeId: blobId(Buffer.from(before), 40), after };
}
