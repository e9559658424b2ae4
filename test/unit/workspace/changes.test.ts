import { strict as assert } from 'node:assert';
import { chmodSync, existsSync, readdirSync, rmSync, statSync, unlinkSync } from 'node:fs';
import path from 'node:path';
import { git, snapshotOf } from '../../support/temporary.ts';
import { createScene, link, put, text, told } from './repository.ts';

describe('changes of an isolated copy', () => {
	it('are what differs from the beginning, as the user had it, not from the last commit', async () => {
		const scene = createScene({ 'a.txt': 'committed', 'b.txt': 'b', 'c.sh': 'c', 'd.txt': 'd' });
		put(scene.root, 'a.txt', 'uncommitted');
		put(scene.root, 'untracked.txt', 'u');
		link(scene.root, 'pointer', 'a.txt');
		const transaction = await scene.begin();
		put(transaction.cwd, 'a.txt', 'by the agent');
		unlinkSync(path.join(transaction.cwd, 'b.txt'));
		chmodSync(path.join(transaction.cwd, 'c.sh'), 0o755);
		unlinkSync(path.join(transaction.cwd, 'untracked.txt'));
		unlinkSync(path.join(transaction.cwd, 'pointer'));
		link(transaction.cwd, 'pointer', 'd.txt');
		put(transaction.cwd, 'new/n.txt', 'n');
		assert.deepEqual(await told(transaction), {
			'a.txt': 'file "uncommitted" -> file "by the agent"',
			'b.txt': 'file "b" -> nothing',
			'c.sh': 'file "c" -> program "c"',
			'new/n.txt': 'nothing -> file "n"',
			pointer: 'link a.txt -> link d.txt',
			'untracked.txt': 'file "u" -> nothing',
		});
	});

	it('may be asked for again, also at the same time', async () => {
		const transaction = await createScene().begin();
		put(transaction.cwd, 'a.txt', 'first');
		const answers = await Promise.all(Array.from({ length: 8 }, () => told(transaction)));
		for (const answer of answers) {
			assert.deepEqual(answer, { 'a.txt': 'file "one\\n" -> file "first"' });
		}
		put(transaction.cwd, 'a.txt', 'one\n');
		assert.deepEqual(await told(transaction), {});
	});

	it('notice an edit that keeps the size within the same second', async () => {
		const transaction = await createScene().begin();
		for (const content of ['aaaa', 'bbbb', 'cccc']) {
			put(transaction.cwd, 'a.txt', content);
			assert.deepEqual(await told(transaction), { 'a.txt': `file "one\\n" -> file "${content}"` });
		}
	});

	it('stand whatever an agent does with git in its copy, and nothing of that reaches the user', async () => {
		const scene = createScene();
		put(scene.root, 'a.txt', 'uncommitted\n');
		const before = snapshotOf(scene.root);
		const transaction = await scene.begin();
		put(transaction.cwd, 'a.txt', 'agent\n');
		git(transaction.cwd, 'stash');
		git(transaction.cwd, 'stash', 'pop');
		git(transaction.cwd, 'checkout', '--quiet', '-b', 'agent');
		git(transaction.cwd, 'add', '--all');
		git(transaction.cwd, 'commit', '--quiet', '--message=by the agent');
		git(transaction.cwd, 'branch', '--force', 'main', 'agent');
		git(transaction.cwd, 'tag', 'done');
		git(transaction.cwd, 'gc', '--quiet', '--prune=now');
		git(transaction.cwd, 'fsck', '--strict');
		const expected = { 'a.txt': 'file "uncommitted\\n" -> file "agent\\n"' };
		assert.deepEqual(await told(transaction), expected);
		rmSync(path.join(transaction.cwd, '.git'), { recursive: true });
		assert.deepEqual(await told(transaction), expected);
		await transaction.rollback();
		assert.deepEqual(snapshotOf(scene.root), before);
	});

	it('hold the files of a repository that an agent makes inside its copy, never its git folder', async () => {
		const scene = createScene();
		const transaction = await scene.begin();
		git(transaction.cwd, 'init', '--quiet', 'unborn');
		git(transaction.cwd, 'clone', '--quiet', scene.root, 'born');
		unlinkSync(path.join(transaction.cwd, 'a.txt'));
		git(transaction.cwd, 'clone', '--quiet', scene.root, 'a.txt');
		git(transaction.cwd, 'init', '--quiet', 'src');
		put(transaction.cwd, 'src/b.txt', 'edited');
		put(transaction.cwd, '.GIT/config', 'x');
		put(transaction.cwd, 'src/git~1', 'x');
		put(transaction.cwd, '.git\\config', 'x');
		assert.deepEqual(await told(transaction), {
			'a.txt': 'file "one\\n" -> nothing',
			'a.txt/a.txt': 'nothing -> file "one\\n"',
			'a.txt/src/b.txt': 'nothing -> file "two\\n"',
			'born/a.txt': 'nothing -> file "one\\n"',
			'born/src/b.txt': 'nothing -> file "two\\n"',
			'src/b.txt': 'file "two\\n" -> file "edited"',
		});
	});

	it('carry paths with blanks, quotes, line feeds, magic and other scripts, and bytes that are no text', async () => {
		const scene = createScene();
		const odd = [
			'with blank',
			'qu"o\'te',
			'line\nfeed',
			'täb\t',
			'日本語/ファイル',
			':(exclude)x',
			'*',
			'-rf',
			'back\\slash',
		];
		for (const name of odd) {
			put(scene.root, `${name}.old`, 'old');
		}
		put(scene.root, 'bytes', Buffer.from([0, 1, 254, 255]));
		const transaction = await scene.begin();
		for (const name of odd) {
			unlinkSync(path.join(transaction.cwd, `${name}.old`));
			put(transaction.cwd, `${name}.new`, 'new');
		}
		put(transaction.cwd, 'bytes', Buffer.from([255, 0]));
		const changes = await transaction.changes();
		const expected = [...odd.flatMap((name) => [`${name}.new`, `${name}.old`]), 'bytes'].sort();
		assert.deepEqual(
			changes.map((change) => change.path),
			expected,
		);
		assert.ok((await transaction.commit()).ok);
		assert.deepEqual(await transaction.rollback(), { ok: true });
		assert.equal(text(scene.root, 'line\nfeed.new'), 'new');
		assert.equal(existsSync(path.join(scene.root, 'line\nfeed.old')), false);
		assert.equal(statSync(path.join(scene.root, 'bytes')).size, 2);
	});

	it('are refused, not read as deletions, when the copy is gone', async () => {
		const transaction = await createScene().begin();
		rmSync(transaction.cwd, { recursive: true });
		await assert.rejects(transaction.changes(), /copy is gone/);
		await assert.rejects(transaction.commit(), /copy is gone/);
	});
});

describe('writing and reading single files of the copy', () => {
	it('makes folders on the way, keeps permissions, and is relative to the folder that was asked for', async () => {
		const scene = createScene();
		put(scene.root, 'src/run.sh', 'old', 0o755);
		const transaction = await scene.begin(path.join(scene.root, 'src'));
		assert.deepEqual(await transaction.write('./new//deep/deeper.txt', 'n'), { ok: true });
		assert.deepEqual(await transaction.write('run.sh', '\ufeffnew\r\n'), { ok: true });
		assert.deepEqual(await transaction.read('run.sh'), { ok: true, text: '\ufeffnew\r\n' });
		assert.deepEqual(await transaction.read('none.txt'), { ok: true, text: null });
		assert.deepEqual(await told(transaction), {
			'src/new/deep/deeper.txt': 'nothing -> file "n"',
			'src/run.sh': 'program "old" -> program "\ufeffnew\\r\\n"',
		});
	});

	it('refuses every path that could lead elsewhere, and says why', async () => {
		const scene = createScene();
		link(scene.root, 'way-out', path.dirname(scene.root));
		link(scene.root, 'file-link', 'a.txt');
		const transaction = await scene.begin();
		const refused: Record<string, RegExp> = {
			'/etc/passwd': /absolute/,
			'C:\\x': /absolute/,
			'c:x': /absolute/,
			'\\\\host\\share': /absolute/,
			'../x': /"\.\."/,
			'src/../../x': /"\.\."/,
			'src\\..\\x': /"\.\."/,
			'.git/config': /git folder/,
			'.GIT/config': /git folder/,
			'src/.Git': /git folder/,
			'.git./config': /git folder/,
			'.g\u200cit/config': /git folder/,
			'GIT~1/config': /git folder/,
			'.git\\config': /git folder/,
			'way-out/x': /not a folder/,
			'a.txt/x': /not a folder/,
			'file-link': /is a link/,
			src: /not a file/,
			'': /not name a file/,
			'.': /not name a file/,
			'src/': /not name a file/,
			'nul\0': /not name a file/,
			['x'.repeat(300)]: /ENAMETOOLONG/,
		};
		for (const [name, message] of Object.entries(refused)) {
			const written = await transaction.write(name, 'x');
			assert.match(written.ok ? `written: ${name}` : written.message, message);
			const read = await transaction.read(name);
			assert.match(read.ok ? `read: ${name}` : read.message, message);
		}
		assert.deepEqual(await transaction.changes(), []);
		assert.deepEqual(readdirSync(path.dirname(scene.root)).sort(), ['project', 'storage']);
	});

	it('refuses to read what an edit would harm', async () => {
		const scene = createScene();
		put(scene.root, 'latin.txt', Buffer.from([0xe9]));
		const transaction = await scene.begin();
		const read = await transaction.read('latin.txt');
		assert.match(read.ok ? '' : read.message, /not UTF-8/);
	});
});
