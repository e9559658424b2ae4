import { strict as assert } from 'node:assert';
import { appendFileSync, readFileSync, unlinkSync } from 'node:fs';
import path from 'node:path';
import { git } from '../../support/temporary.ts';
import { createScene, put, text, workTreeOf } from './repository.ts';

describe('the bytes of an isolated copy', () => {
	it('stay as they are where git would convert line endings, keywords or encodings', async () => {
		const scene = createScene({ 'a.txt': 'one\ntwo\n' });
		git(scene.root, 'config', 'core.autocrlf', 'true');
		put(
			scene.root,
			'.gitattributes',
			'*.id ident\n*.utf16 text working-tree-encoding=UTF-16LE\n*.auto text=auto eol=crlf\n',
		);
		put(scene.root, 'a.txt', 'one\r\ntwo\r\n');
		put(scene.root, 'b.auto', 'lf\ncrlf\r\nmixed');
		put(scene.root, 'c.id', '$Id: something $\n');
		put(scene.root, 'd.utf16', Buffer.from('wide\n', 'utf16le'));
		put(scene.root, 'e.bin', Buffer.from([0, 255, 13, 10, 0]));
		const transaction = await scene.begin();
		assert.deepEqual(workTreeOf(transaction.cwd), workTreeOf(scene.root));
		assert.deepEqual(await transaction.changes(), []);
		const edited = ['a.txt', 'b.auto', 'c.id', 'd.utf16', 'e.bin'];
		for (const name of edited) {
			appendFileSync(path.join(transaction.cwd, name), '\r\n$Id$\n');
		}
		const changes = await transaction.changes();
		assert.deepEqual(
			changes.map((change) => change.path),
			edited,
		);
		for (const { path: name, before, after } of changes) {
			assert.ok(before?.type === 'file' && after?.type === 'file');
			assert.deepEqual(Buffer.from(await before.read()), readFileSync(path.join(scene.root, name)));
			assert.deepEqual(Buffer.from(await after.read()), readFileSync(path.join(transaction.cwd, name)));
		}
	});

	it('keep the line endings that git wrote under a setting that no longer holds', async () => {
		const scene = createScene({ 'a.txt': 'one\n' });
		git(scene.root, 'config', 'core.autocrlf', 'true');
		unlinkSync(path.join(scene.root, 'a.txt'));
		git(scene.root, 'checkout', '--', 'a.txt');
		git(scene.root, 'config', '--unset', 'core.autocrlf');
		assert.equal(text(scene.root, 'a.txt'), 'one\r\n');
		const { cwd } = await scene.begin();
		assert.equal(text(cwd, 'a.txt'), 'one\r\n');
	});

	it("show git inside the copy the user's line endings as the user's git does", async () => {
		const scene = createScene({ 'a.txt': 'one\n' });
		git(scene.root, 'config', 'core.autocrlf', 'true');
		put(scene.root, 'a.txt', 'one\r\n');
		const { cwd } = await scene.begin();
		assert.equal(git(cwd, 'status', '--porcelain'), '');
	});
});
