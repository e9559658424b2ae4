import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createGit } from '../../../src/workspace/git.ts';
import { pendingChanges } from '../../../src/workspace/pending.ts';
import { snapshotOf, git, gitEnvironment, temporaryFolder } from '../../support/temporary.ts';

describe('what is not committed', () => {
	const pending = (folder: string) => pendingChanges(createGit(gitEnvironment()), folder);
	const repository = (files: Readonly<Record<string, string>>) => {
		const folder = temporaryFolder();
		git(folder, 'init', '--quiet');
		for (const [file, text] of Object.entries(files)) {
			mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
			writeFileSync(path.join(folder, file), text);
		}
		git(folder, 'add', '.');
		git(folder, 'commit', '--quiet', '-m', 'first');
		return folder;
	};

	it('is told with what is staged, what is not, and new files, but not ignored ones', async () => {
		const folder = repository({ 'a.ts': 'a\n', 'b.ts': 'b\n', '.gitignore': 'out\n' });
		writeFileSync(path.join(folder, 'a.ts'), 'staged\n');
		git(folder, 'add', 'a.ts');
		writeFileSync(path.join(folder, 'b.ts'), 'changed\n');
		writeFileSync(path.join(folder, 'ü new.ts'), 'new\n');
		writeFileSync(path.join(folder, 'out'), 'ignored\n');
		const patch = (await pending(folder)) ?? '';
		for (const line of ['+staged', '+changed', '+new', '+++ b/ü new.ts']) {
			assert.ok(patch.split(/[\t\n]/).includes(line), line);
		}
		assert.doesNotMatch(patch, /ignored/);
	});

	it('leaves the repository as it was, to the last byte', async () => {
		const folder = repository({ 'a.ts': 'a\n' });
		writeFileSync(path.join(folder, 'new.ts'), 'new\n');
		const before = snapshotOf(folder);
		await pending(folder);
		assert.deepEqual(snapshotOf(folder), before);
	});

	it('of a folder inside a repository is only what lies below it', async () => {
		const folder = repository({ 'a.ts': 'a\n', 'web/b.ts': 'b\n' });
		writeFileSync(path.join(folder, 'a.ts'), 'changed\n');
		writeFileSync(path.join(folder, 'web/b.ts'), 'changed too\n');
		const patch = (await pending(path.join(folder, 'web'))) ?? '';
		assert.match(patch, /^\+\+\+ b\/b\.ts$/m);
		assert.doesNotMatch(patch, /a\.ts/);
	});

	it('is everything before the first commit, and nothing where there is no git', async () => {
		const folder = temporaryFolder();
		writeFileSync(path.join(folder, 'a.ts'), 'a\n');
		assert.equal(await pending(folder), null);
		git(folder, 'init', '--quiet');
		assert.match((await pending(folder)) ?? '', /^\+a$/m);
	});

	it('runs no program that the repository names', async () => {
		const folder = repository({ 'a.ts': 'a\n', '.gitattributes': '*.ts diff=own\n' });
		const trace = path.join(folder, '..', `${path.basename(folder)}-ran`);
		git(folder, 'config', 'diff.external', `touch ${trace} #`);
		git(folder, 'config', 'diff.own.textconv', `touch ${trace}; cat`);
		writeFileSync(path.join(folder, 'a.ts'), 'changed\n');
		assert.match((await pending(folder)) ?? '', /^\+changed$/m);
		assert.throws(() => readFileSync(trace), { code: 'ENOENT' });
	});
});
