import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { git, removeTemporaryFolder, snapshotOf, temporaryFolder } from '../../support/temporary.ts';

describe('a temporary folder', () => {
	it('is new and empty', () => {
		const folder = temporaryFolder();
		assert.deepEqual(readdirSync(folder), []);
		assert.notEqual(temporaryFolder(), folder);
	});

	it('goes away on request, with what is in it', () => {
		const folder = temporaryFolder();
		writeFileSync(path.join(folder, 'file'), 'text');
		removeTemporaryFolder(folder);
		assert.equal(existsSync(folder), false);
	});

	it('goes away when the process ends', () => {
		const module = JSON.stringify(new URL('../../support/temporary.ts', import.meta.url).href);
		const program = `import(${module}).then(({ temporaryFolder }) => process.stdout.write(temporaryFolder()))`;
		const folder = execFileSync(process.execPath, ['-e', program], { encoding: 'utf8' });
		assert.match(folder, /switchyard-test-/);
		assert.equal(existsSync(folder), false);
	});
});

describe('git in tests', () => {
	it('commits with a fixed identity and date, so that the same commit has the same name', () => {
		const commits = [0, 1].map(() => {
			const folder = temporaryFolder();
			git(folder, 'init', '-q', '-b', 'main');
			writeFileSync(path.join(folder, 'file'), 'text');
			git(folder, 'add', '.');
			git(folder, 'commit', '-qm', 'start');
			return git(folder, 'rev-parse', 'HEAD');
		});
		assert.match(commits[0] ?? '', /^[0-9a-f]{40}\n$/);
		assert.equal(commits[0], commits[1]);
	});

	it('throws when git fails', () => {
		assert.throws(() => git(temporaryFolder(), 'rev-parse', 'HEAD'));
	});
});

describe('a snapshot', () => {
	it('is the same for the same bytes', () => {
		assert.deepEqual(snapshotOf(tree()), snapshotOf(tree()));
	});

	it('names files and links, hidden ones and those below .git included', () => {
		assert.deepEqual(Object.keys(snapshotOf(tree())).sort(), ['.git/HEAD', '.hidden', 'folder/file', 'link']);
	});

	const changes: Readonly<Record<string, (folder: string) => void>> = {
		'changed content': (folder) => writeFileSync(path.join(folder, 'folder/file'), 'texT'),
		'a changed mode': (folder) => chmodSync(path.join(folder, 'folder/file'), 0o755),
		'a new file': (folder) => writeFileSync(path.join(folder, 'new'), ''),
		'a link to elsewhere': (folder) => {
			symlinkSync('.hidden', path.join(folder, 'other'));
		},
	};
	for (const [change, carryOut] of Object.entries(changes)) {
		it(`shows ${change}`, () => {
			const folder = tree();
			const before = snapshotOf(folder);
			carryOut(folder);
			assert.notDeepEqual(snapshotOf(folder), before);
		});
	}
});

function tree(): string {
	const folder = temporaryFolder();
	mkdirSync(path.join(folder, '.git'));
	mkdirSync(path.join(folder, 'folder'));
	writeFileSync(path.join(folder, '.git/HEAD'), 'ref');
	writeFileSync(path.join(folder, '.hidden'), 'secret');
	writeFileSync(path.join(folder, 'folder/file'), 'text', { mode: 0o644 });
	symlinkSync('folder/file', path.join(folder, 'link'));
	return folder;
}
