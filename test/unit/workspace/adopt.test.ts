import { strict as assert } from 'node:assert';
import { chmodSync, existsSync, readlinkSync, statSync, unlinkSync } from 'node:fs';
import path from 'node:path';
import { accountOf } from '../../../src/workspace/account.ts';
import type { Change, FileState } from '../../../src/workspace/transaction.ts';
import { snapshotOf } from '../../support/temporary.ts';
import { createScene, link, put, text, told } from './repository.ts';

describe('work taken over from another copy', () => {
	it('lies in the new one as it was left, and counts as its changes', async () => {
		const scene = createScene({ 'a.txt': 'a\n', 'run.sh': 'r\n', 'gone.txt': 'g\n', 'link/target.txt': 't\n' });
		const first = await scene.begin();
		put(first.cwd, 'a.txt', 'half\n');
		put(first.cwd, 'new/deep.txt', 'n\n');
		chmodSync(path.join(first.cwd, 'run.sh'), 0o755);
		unlinkSync(path.join(first.cwd, 'gone.txt'));
		link(first.cwd, 'pointer', 'a.txt');
		const before = snapshotOf(scene.root);
		const second = await scene.begin();
		const work = await first.changes();
		assert.deepEqual(await second.adopt(work), { ok: true, paths: work.map((change) => change.path) });
		assert.equal(text(second.cwd, 'a.txt'), 'half\n');
		assert.equal(text(second.cwd, 'new/deep.txt'), 'n\n');
		assert.equal(statSync(path.join(second.cwd, 'run.sh')).mode & 0o111, 0o111);
		assert.equal(existsSync(path.join(second.cwd, 'gone.txt')), false);
		assert.equal(readlinkSync(path.join(second.cwd, 'pointer')), 'a.txt');
		assert.deepEqual(await told(second), await told(first));
		assert.deepEqual(snapshotOf(scene.root), before);
	});

	it('is taken over as a whole or not at all: not where the user changed the same file in between', async () => {
		const scene = createScene({ 'a.txt': 'a\n', 'b.txt': 'b\n' });
		const first = await scene.begin();
		put(first.cwd, 'a.txt', 'by the agent\n');
		put(first.cwd, 'b.txt', 'by the agent\n');
		put(scene.root, 'b.txt', 'by the user\n');
		const second = await scene.begin();
		assert.deepEqual(await second.adopt(await first.changes()), { ok: false, reason: 'conflict', paths: ['b.txt'] });
		assert.deepEqual(await told(second), {});
	});

	it('can be accepted from there', async () => {
		const scene = createScene({ 'a.txt': 'a\n' });
		const first = await scene.begin();
		put(first.cwd, 'a.txt', 'half\n');
		const second = await scene.begin();
		await second.adopt(await first.changes());
		put(second.cwd, 'b.txt', 'whole\n');
		assert.deepEqual(await first.rollback(), { ok: true });
		assert.equal((await second.commit()).ok, true);
		assert.deepEqual([text(scene.root, 'a.txt'), text(scene.root, 'b.txt')], ['half\n', 'whole\n']);
	});
});

describe('the account of changes', () => {
	const file = (content: string | Uint8Array): FileState => ({
		type: 'file',
		executable: false,
		read: () => Promise.resolve(typeof content === 'string' ? new TextEncoder().encode(content) : content),
	});
	const changed: Change = { path: 'src/a.ts', before: file('one\ntwo\n'), after: file('one\n2\n') };

	it('names every file and shows what changed in it', async () => {
		const account = await accountOf([
			changed,
			{ path: 'new.ts', before: null, after: file('new\n') },
			{ path: 'old.ts', before: file('old\n'), after: null },
			{ path: 'here', before: null, after: { type: 'link', target: 'src/a.ts' } },
		]);
		assert.deepEqual(
			account.files.map(({ path: name, what }) => `${what} ${name}`),
			['changed src/a.ts', 'added new.ts', 'deleted old.ts', 'added here'],
		);
		assert.match(account.diff, /--- a\/src\/a\.ts\n\+\+\+ b\/src\/a\.ts\n@@ -1,2 \+1,2 @@\n one\n-two\n\+2\n/);
		assert.match(account.diff, /--- \/dev\/null\n\+\+\+ b\/new\.ts/);
		assert.match(account.diff, /--- a\/old\.ts\n\+\+\+ \/dev\/null/);
		assert.match(account.diff, /\+link to src\/a\.ts/);
	});

	it('names what is no text or too long without showing it', async () => {
		const binary: Change = { path: 'a.png', before: null, after: file(new Uint8Array([1, 0, 2])) };
		const long: Change = { path: 'long.txt', before: null, after: file('x'.repeat(300_000)) };
		const { diff } = await accountOf([binary, long]);
		assert.equal(
			diff,
			'Not shown, since it is no text or too long: a.png\nNot shown, since it is no text or too long: long.txt\n',
		);
	});

	it('is cut to a length, and says so', async () => {
		const many = Array.from({ length: 30 }, (_, number): Change => {
			return { path: `${number}.txt`, before: null, after: file(`${'x'.repeat(99)}\n`.repeat(50)) };
		});
		const { diff, files } = await accountOf(many);
		assert.equal(files.length, 30);
		assert.ok(diff.length < 41_000);
		assert.ok(diff.endsWith('\n[cut here]\n'));
	});
});
