import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import {
	appendFileSync,
	chmodSync,
	existsSync,
	linkSync,
	mkdirSync,
	readdirSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { type Bounds, usualBounds } from '../../../src/workspace/inPlaceSnapshot.ts';
import { git } from '../../support/temporary.ts';
import { exactly } from '../../support/exactly.ts';
import { asOrdinaryUser, begun, createPlainScene, type PlainScene, workspaceOn } from './plainFolder.ts';
import { link, put, text } from './repository.ts';

/** What beginning says when it is refused; nothing may be left of it. */
async function refusal(scene: PlainScene, folder = scene.root): Promise<{ message: string; said: string }> {
	const before = existsSync(folder) ? exactly(folder) : {};
	const result = await scene.workspace.begin(folder, new AbortController().signal);
	assert.ok(!result.ok);
	assert.equal(result.failure.kind, 'no-snapshot');
	assert.deepEqual(existsSync(folder) ? exactly(folder) : {}, before);
	assert.deepEqual(existsSync(scene.storage) ? readdirSync(scene.storage) : [], []);
	return { message: result.failure.message, said: result.failure.said ?? '' };
}

const small: Bounds = { entries: 10, bytes: 1000, spare: 0 };

describe('a folder that can not be secured', () => {
	it('is one that does not exist, or is no folder', async () => {
		const scene = createPlainScene();
		assert.match((await refusal(scene, '/nowhere/at/all')).message, /does not exist/);
		assert.match((await refusal(scene, path.join(scene.root, 'a.txt'))).message, /does not exist/);
	});

	it('is one with a pipe or a socket, which is named to the user and not in the message', async () => {
		const scene = createPlainScene();
		execFileSync('mkfifo', [path.join(scene.root, 'src/secret')]);
		const { message, said } = await refusal(scene);
		assert.match(message, /a socket, a pipe or a device/);
		assert.deepEqual({ said, named: message.includes('secret') }, { said: 'src/secret', named: false });
		const other = createPlainScene();
		const server = createServer().listen(path.join(other.root, 'socket'));
		await new Promise((resolve) => server.once('listening', resolve));
		assert.equal((await refusal(other)).said, 'socket');
		server.close();
	});

	it('is one with a name, or with a link to a name, that is not text', async () => {
		const scene = createPlainScene();
		writeFileSync(Buffer.concat([Buffer.from(`${scene.root}/`), Buffer.from([0x61, 0xff])]), '');
		assert.match((await refusal(scene)).message, /file name in the folder is not UTF-8/);
		const other = createPlainScene();
		symlinkSync(Buffer.from([0x61, 0xff]), path.join(other.root, 'odd'));
		assert.match((await refusal(other)).message, /link in the folder leads to a name that is not UTF-8/);
	});

	it('is one that is too large, by files or by bytes, or larger than the room on the disk', async () => {
		const many = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`f${index}`, '']));
		const { message } = await refusal(createPlainScene(many, { bounds: small }));
		assert.match(message, /more than 10 files\. Open a smaller folder, or run "git init"/);
		const large = createPlainScene({ 'a.txt': 'x'.repeat(1001) }, { bounds: small });
		assert.match((await refusal(large)).message, /more than 0 GB/);
		const full = createPlainScene(undefined, { bounds: { ...usualBounds, spare: 1e18 } });
		assert.match((await refusal(full)).message, /no room/);
		assert.ok((await createPlainScene({ 'a.txt': 'x'.repeat(1000) }, { bounds: small }).begin()).cwd);
	});

	it('is one whose files have other names outside, but not one where all names are inside', async () => {
		const scene = createPlainScene();
		linkSync(path.join(scene.root, 'src/b.txt'), path.join(scene.top, 'elsewhere'));
		const { message, said } = await refusal(scene);
		assert.match(message, /hard links to files outside/);
		assert.equal(said, 'src/b.txt');
		const inside = createPlainScene();
		linkSync(path.join(inside.root, 'src/b.txt'), path.join(inside.root, 'again'));
		assert.ok(await inside.begin());
	});

	it('is not a clone of a repository, which shares its objects with it', async () => {
		const scene = createPlainScene();
		git(scene.top, 'init', '--quiet', 'origin');
		put(scene.top, 'origin/x.txt', 'x');
		git(path.join(scene.top, 'origin'), 'add', '--all');
		git(path.join(scene.top, 'origin'), 'commit', '--quiet', '--message=first');
		git(scene.root, 'clone', '--quiet', path.join(scene.top, 'origin'), 'inner');
		const status = git(path.join(scene.root, 'inner'), 'log', '--stat');
		const transaction = await scene.begin();
		rmSync(path.join(scene.root, 'inner/.git/objects'), { recursive: true });
		assert.deepEqual(await transaction.rollback(), { ok: true });
		assert.equal(git(path.join(scene.root, 'inner'), 'log', '--stat'), status);
	});

	it('is one that holds the snapshots, or that they hold', async () => {
		const scene = createPlainScene();
		mkdirSync(scene.storage);
		assert.match((await refusal(scene, scene.top)).message, /place where snapshots are kept/);
		const inner = workspaceOn(scene.root);
		mkdirSync(path.join(scene.root, 'sub'));
		const result = await inner.begin(path.join(scene.root, 'sub'), new AbortController().signal);
		assert.match(result.ok ? '' : result.failure.message, /place where snapshots are kept/);
	});

	it('is one with files that can not be read, or that belong to others', async () => {
		const scene = createPlainScene({});
		chmodSync(scene.top, 0o777);
		chmodSync(scene.root, 0o777);
		put(scene.root, 'foreign/theirs.txt', 'x');
		await asOrdinaryUser(async () => {
			const own = path.join(scene.root, 'own');
			put(own, 'inner/locked.txt', 'x', 0);
			const file = await refusal(scene, own).catch((error: unknown) => error);
			assert.match(String(file), /EACCES/, 'the test itself can not read it either');
			const unreadable = await scene.workspace.begin(own, new AbortController().signal);
			assert.match(unreadable.ok ? '' : unreadable.failure.message, /file that can not be read/);
			assert.equal(unreadable.ok ? '' : unreadable.failure.said, 'inner/locked.txt');
			chmodSync(path.join(own, 'inner'), 0);
			const folder = await scene.workspace.begin(own, new AbortController().signal);
			assert.match(folder.ok ? '' : folder.failure.message, /another one that can not be read/);
			chmodSync(path.join(own, 'inner'), 0o700);
			const foreign = await scene.workspace.begin(path.join(scene.root, 'foreign'), new AbortController().signal);
			if (process.getuid?.() === 0) {
				assert.match(foreign.ok ? '' : foreign.failure.message, /belong to another user/);
			}
			assert.deepEqual(readdirSync(scene.storage), []);
		});
	});

	it('is one in which somebody writes again and again; one change is waited for', async () => {
		for (const [changes, expected] of [
			[1, 'begun'],
			[2, 'refused'],
		] as const) {
			const scene = createPlainScene();
			let asked = 0;
			// Asked at every step. These are the beginnings of the last looks of the first and of the second try.
			const steps = [6, 11].slice(0, changes);
			const signal = Object.assign(new AbortController().signal, {
				throwIfAborted: () => {
					asked += 1;
					if (steps.includes(asked)) {
						appendFileSync(path.join(scene.root, 'src/b.txt'), 'more\n');
					}
				},
			});
			const result = await scene.workspace.begin(scene.root, signal);
			assert.equal(result.ok ? 'begun' : 'refused', expected);
			if (result.ok) {
				const late = text(scene.root, 'src/b.txt');
				put(scene.root, 'src/b.txt', 'agent');
				assert.deepEqual(await result.transaction.rollback(), { ok: true });
				assert.equal(text(scene.root, 'src/b.txt'), late);
			} else {
				assert.match(result.failure.message, /changed while it was being secured, twice/);
			}
			assert.deepEqual(readdirSync(scene.storage), []);
		}
	});
});

describe('one folder and two agents', () => {
	it('is refused clearly to the second, in the same folder, above it and below it, also at the same time', async () => {
		const scene = createPlainScene();
		mkdirSync(path.join(scene.top, 'project-2'));
		const first = await scene.begin();
		const window = workspaceOn(scene.storage);
		for (const folder of [scene.root, path.join(scene.root, 'src')]) {
			for (const workspace of [scene.workspace, window]) {
				const result = await workspace.begin(folder, new AbortController().signal);
				assert.match(result.ok ? '' : result.failure.message, /^Another agent works in this folder/);
			}
			assert.equal(await window.busy(folder), true);
		}
		const beside = await begun(window, path.join(scene.top, 'project-2'));
		assert.equal(await window.busy(path.join(scene.root)), true);
		await beside.rollback();
		await first.settle();
		assert.equal(await window.busy(scene.root), false);
		const both = await Promise.all([
			scene.workspace.begin(path.join(scene.root, 'src'), new AbortController().signal),
			window.begin(scene.root, new AbortController().signal),
		]);
		const begunOnes = both.flatMap((result) => (result.ok ? [result.transaction] : []));
		assert.ok(begunOnes.length <= 1);
		await Promise.all(begunOnes.map((transaction) => transaction.rollback()));
		await first.rollback();
		assert.deepEqual(readdirSync(scene.storage), []);
	});

	it('does not let an accepted answer be written under the hands of the other', async () => {
		const scene = createPlainScene();
		const first = await scene.begin();
		put(scene.root, 'a.txt', 'first');
		await first.settle();
		const second = await scene.begin();
		put(scene.root, 'src/b.txt', 'second');
		const refused = await first.commit();
		assert.match(
			refused.ok || refused.reason !== 'write-failed' ? '' : refused.message,
			/An agent works in this folder/,
		);
		await second.settle();
		assert.deepEqual(await first.commit(), { ok: true, paths: ['a.txt'] });
		assert.deepEqual(await second.commit(), { ok: true, paths: ['src/b.txt'] });
		assert.deepEqual([text(scene.root, 'a.txt'), text(scene.root, 'src/b.txt')], ['first', 'second']);
	});
});

describe('cancelling the securing of a folder', () => {
	it('is a failure of kind cancelled and leaves nothing, whenever it comes', async () => {
		const scene = createPlainScene({ 'a.txt': 'a', 'b/c.txt': 'c', 'b/d.txt': 'd' });
		const before = exactly(scene.root);
		let steps = 0;
		for (let stop = 1; ; stop++) {
			const controller = new AbortController();
			const check = () => AbortSignal.prototype.throwIfAborted.call(controller.signal);
			steps = 0;
			Object.assign(controller.signal, {
				throwIfAborted: () => {
					steps += 1;
					if (steps === stop) {
						controller.abort();
					}
					check();
				},
			});
			const result = await scene.workspace.begin(scene.root, controller.signal);
			assert.deepEqual(exactly(scene.root), before);
			if (result.ok) {
				await result.transaction.rollback();
				break;
			}
			assert.equal(result.failure.kind, 'cancelled');
			assert.deepEqual(existsSync(scene.storage) ? readdirSync(scene.storage) : [], []);
		}
		assert.ok(steps > 5, String(steps));
	});
});

describe('work in a folder itself', () => {
	it('is done in the folder, reached by whatever link, with its repositories and what is ignored there', async () => {
		const scene = createPlainScene();
		git(scene.root, 'init', '--quiet');
		put(scene.root, '.gitignore', '*.log\n');
		put(scene.root, 'x.log', 'log');
		git(scene.root, 'add', '--all');
		git(scene.root, 'commit', '--quiet', '--message=first');
		link(scene.top, 'way', 'project');
		const before = exactly(scene.root);
		const transaction = await begun(scene.workspace, path.join(scene.top, 'way'));
		assert.deepEqual([transaction.form, transaction.cwd, transaction.root], ['inPlace', scene.root, scene.root]);
		put(scene.root, 'x.log', 'agent');
		git(scene.root, 'checkout', '--quiet', '-b', 'other');
		git(scene.root, 'commit', '--quiet', '--allow-empty', '--message=second');
		put(scene.root, '.git/hooks/post-commit', 'evil', 0o755);
		assert.deepEqual(
			(await transaction.changes()).map((change) => change.path),
			['x.log'],
		);
		await transaction.settle();
		assert.deepEqual(exactly(scene.root), before);
	});

	it('reads and writes single files for who asks for that, never outside, and not after the end', async () => {
		const scene = createPlainScene();
		put(scene.root, 'binary', Buffer.from([0xff, 0xfe]));
		const transaction = await scene.begin();
		assert.deepEqual(await transaction.read('src/b.txt'), { ok: true, text: 'two\n' });
		assert.deepEqual(await transaction.read('none.txt'), { ok: true, text: null });
		assert.deepEqual(await transaction.write('new/x.txt', 'x'), { ok: true });
		for (const name of ['../outside.txt', '/etc/passwd', '.git/config', 'src']) {
			assert.equal((await transaction.write(name, 'x')).ok, false, name);
			assert.equal((await transaction.read(name)).ok, false, name);
		}
		assert.equal((await transaction.read('binary')).ok, false);
		await transaction.settle();
		assert.equal((await transaction.write('late.txt', 'x')).ok, false);
		assert.equal(existsSync(path.join(scene.root, 'late.txt')), false);
		assert.deepEqual(
			(await transaction.changes()).map((change) => change.path),
			['new/x.txt'],
		);
	});
});
