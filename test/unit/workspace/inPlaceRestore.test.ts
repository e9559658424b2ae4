import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import {
	appendFileSync,
	chmodSync,
	existsSync,
	linkSync,
	lutimesSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmdirSync,
	rmSync,
	symlinkSync,
	unlinkSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { git } from '../../support/temporary.ts';
import { exactly } from '../../support/exactly.ts';
import { age, asOrdinaryUser, createPlainScene, type PlainScene } from './plainFolder.ts';
import { link, put, text, told } from './repository.ts';

/** A folder with something of every kind, none of it as a program would make it by itself. */
function createFullScene(): PlainScene {
	const scene = createPlainScene({
		'a.txt': 'one\n',
		'src/b.txt': 'two\n',
		'src/deep/c.txt': 'three\n',
		'run.sh': '#!/bin/sh\n',
		'empty.txt': '',
	});
	const { root } = scene;
	chmodSync(path.join(root, 'run.sh'), 0o4751);
	put(root, 'read-only.txt', 'r', 0o444);
	put(root, 'bytes.bin', Buffer.from([0, 255, 13, 10, 0]));
	put(root, 'large.bin', Buffer.alloc(3_000_000, 7));
	mkdirSync(path.join(root, 'hollow/inner'), { recursive: true, mode: 0o750 });
	link(root, 'here', 'a.txt');
	link(root, 'dangling', '../nowhere/at all');
	link(root, 'folder', 'src');
	put(root, 'twins/one', 'twin');
	linkSync(path.join(root, 'twins/one'), path.join(root, 'twins/two'));
	linkSync(path.join(root, 'twins/one'), path.join(root, 'three'));
	put(root, 'name with\nline', 'n');
	put(root, 'näme-日本', 'n');
	age(root, 'a.txt', 1_000_000_000);
	age(root, 'twins/one', 1_100_000_000);
	lutimesSync(path.join(root, 'here'), 5, 1_200_000_000.654321);
	chmodSync(path.join(root, 'src/deep'), 0o2775);
	for (const [index, name] of ['src/deep', 'src', 'hollow/inner', 'hollow', 'twins', '.'].entries()) {
		age(root, name, 1_300_000_000 + index);
	}
	return scene;
}

type Deed = (root: string, scene: PlainScene) => void;

/** What an agent may do, and the paths that are then offered as changes. */
const deeds: Readonly<Record<string, readonly [Deed, readonly string[]]>> = {
	nothing: [() => undefined, []],
	'an edit': [(root) => put(root, 'src/b.txt', 'agent'), ['src/b.txt']],
	'an edit of the same length that keeps its time': [
		(root) => {
			put(root, 'a.txt', 'eno\n');
			age(root, 'a.txt', 1_000_000_000);
		},
		['a.txt'],
	],
	'an edit of a large file': [(root) => appendFileSync(path.join(root, 'large.bin'), 'x'), ['large.bin']],
	'new files in new folders': [(root) => put(root, 'new/er/x.txt', 'x'), ['new/er/x.txt']],
	'new empty folders': [(root) => mkdirSync(path.join(root, 'new/er'), { recursive: true }), []],
	'a deletion': [(root) => unlinkSync(path.join(root, 'src/b.txt')), ['src/b.txt']],
	'a deleted tree': [(root) => rmSync(path.join(root, 'src'), { recursive: true }), ['src/b.txt', 'src/deep/c.txt']],
	'a deleted empty folder': [(root) => rmdirSync(path.join(root, 'hollow/inner')), []],
	'a deleted empty file': [(root) => unlinkSync(path.join(root, 'empty.txt')), ['empty.txt']],
	'a renamed file': [(root) => renameSync(path.join(root, 'a.txt'), path.join(root, 'z.txt')), ['a.txt', 'z.txt']],
	'a name in other letters': [
		(root) => renameSync(path.join(root, 'a.txt'), path.join(root, 'A.txt')),
		['A.txt', 'a.txt'],
	],
	'a renamed folder': [
		(root) => renameSync(path.join(root, 'src/deep'), path.join(root, 'flat')),
		['flat/c.txt', 'src/deep/c.txt'],
	],
	'an executable bit': [(root) => chmodSync(path.join(root, 'a.txt'), 0o755), ['a.txt']],
	'an executable bit less': [(root) => chmodSync(path.join(root, 'run.sh'), 0o644), ['run.sh']],
	'other permissions': [
		(root) => {
			chmodSync(path.join(root, 'a.txt'), 0o600);
			chmodSync(path.join(root, 'read-only.txt'), 0o666);
			chmodSync(path.join(root, 'run.sh'), 0o751);
			chmodSync(path.join(root, 'hollow'), 0o777);
			chmodSync(path.join(root, 'src/deep'), 0o700);
			chmodSync(root, 0o700);
		},
		[],
	],
	'other times': [
		(root) => {
			age(root, 'a.txt', 1_500_000_000);
			age(root, 'src', 1_500_000_000);
			age(root, '.', 1_500_000_000);
			lutimesSync(path.join(root, 'here'), 5, 6);
		},
		[],
	],
	'the same bytes written again': [(root) => put(root, 'a.txt', 'one\n'), []],
	'a new file for the same bytes': [
		(root) => {
			put(root, 'other', 'one\n');
			renameSync(path.join(root, 'other'), path.join(root, 'a.txt'));
		},
		[],
	],
	'another target of a link': [
		(root) => {
			unlinkSync(path.join(root, 'here'));
			link(root, 'here', 'src/b.txt');
		},
		['here'],
	],
	'a file in place of a link': [
		(root) => {
			unlinkSync(path.join(root, 'here'));
			put(root, 'here', 'one\n');
		},
		['here'],
	],
	'a link in place of a file': [
		(root) => {
			unlinkSync(path.join(root, 'a.txt'));
			link(root, 'a.txt', 'src/b.txt');
		},
		['a.txt'],
	],
	'a file in place of a folder': [
		(root) => {
			rmSync(path.join(root, 'src'), { recursive: true });
			put(root, 'src', 'a file now');
		},
		['src', 'src/b.txt', 'src/deep/c.txt'],
	],
	'a folder in place of a file': [
		(root) => {
			unlinkSync(path.join(root, 'a.txt'));
			put(root, 'a.txt/inside', 'x');
		},
		['a.txt', 'a.txt/inside'],
	],
	'a folder in place of a link': [
		(root) => {
			unlinkSync(path.join(root, 'folder'));
			put(root, 'folder/b.txt', 'x');
		},
		['folder', 'folder/b.txt'],
	],
	'a link out of the folder in place of a folder': [
		(root, { top }) => {
			rmSync(path.join(root, 'src'), { recursive: true });
			link(root, 'src', path.join(top, 'outside'));
		},
		['src', 'src/b.txt', 'src/deep/c.txt'],
	],
	'an edit through one of three names': [
		(root) => appendFileSync(path.join(root, 'three'), '!'),
		['three', 'twins/one', 'twins/two'],
	],
	'one of three names less': [(root) => unlinkSync(path.join(root, 'twins/one')), ['twins/one']],
	'names that are files of their own now': [
		(root) => {
			unlinkSync(path.join(root, 'twins/one'));
			put(root, 'twins/one', 'twin');
		},
		[],
	],
	'one more name': [(root) => linkSync(path.join(root, 'a.txt'), path.join(root, 'b.txt')), ['b.txt']],
	'one more name, outside of the folder': [
		(root, { top }) => linkSync(path.join(root, 'a.txt'), path.join(top, 'outside/a.txt')),
		[],
	],
	'a file of the outside under a name of the folder': [
		(root, { top }) => {
			unlinkSync(path.join(root, 'a.txt'));
			linkSync(path.join(top, 'outside/kept.txt'), path.join(root, 'a.txt'));
		},
		['a.txt'],
	],
	'a pipe and a name that is not text': [
		(root) => {
			execFileSync('mkfifo', [path.join(root, 'src/pipe')]);
			mkdirSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0x61, 0xff])]));
			writeFileSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0x61, 0xff, 0x2f, 0x62, 0xfe])]), 'x');
			symlinkSync(Buffer.from([0x61, 0xff]), path.join(root, 'odd'));
		},
		[],
	],
	'a repository': [
		(root) => {
			git(root, 'init', '--quiet');
			git(root, 'add', '--all');
			git(root, 'commit', '--quiet', '--message=everything');
		},
		[],
	],
	'installed packages': [
		(root) => {
			put(root, 'node_modules/x/index.js', 'x');
			put(root, 'src/__pycache__/b.pyc', 'x');
			put(root, 'package.json', '{}');
		},
		['package.json'],
	],
	everything: [
		(root) => {
			for (const name of readdirSync(root)) {
				rmSync(path.join(root, name), { recursive: true });
			}
		},
		[
			'a.txt',
			'bytes.bin',
			'dangling',
			'empty.txt',
			'folder',
			'here',
			'large.bin',
			'name with\nline',
			'näme-日本',
			'read-only.txt',
			'run.sh',
			'src/b.txt',
			'src/deep/c.txt',
			'three',
			'twins/one',
			'twins/two',
		],
	],
};

describe('a folder that was worked in', () => {
	for (const [title, [deed, paths]] of Object.entries(deeds)) {
		it(`is put back after ${title}, and the changes are kept`, async () => {
			const scene = createFullScene();
			put(scene.top, 'outside/kept.txt', 'outside');
			const before = exactly(scene.root);
			const transaction = await scene.begin();
			assert.deepEqual(exactly(scene.root), before, 'a snapshot touches nothing');
			deed(scene.root, scene);
			const outside = exactly(path.join(scene.top, 'outside'));
			const working = await told(transaction);
			assert.deepEqual(Object.keys(working), paths);
			assert.deepEqual(await transaction.settle(), { ok: true });
			assert.deepEqual(exactly(scene.root), before);
			assert.deepEqual(await told(transaction), working);
			assert.deepEqual(await transaction.settle(), { ok: true });
			assert.deepEqual(await transaction.rollback(), { ok: true });
			assert.deepEqual(exactly(scene.root), before);
			assert.deepEqual(readdirSync(scene.storage), []);
			assert.equal(text(scene.top, 'outside/kept.txt'), 'outside');
			assert.deepEqual(Object.keys(exactly(path.join(scene.top, 'outside'))), Object.keys(outside));
		});
	}

	it('is put back by a rollback alone, which may be called again', async () => {
		const scene = createFullScene();
		const before = exactly(scene.root);
		const transaction = await scene.begin();
		rmSync(path.join(scene.root, 'src'), { recursive: true });
		put(scene.root, 'new.txt', 'n');
		assert.deepEqual(await transaction.rollback(), { ok: true });
		assert.deepEqual(exactly(scene.root), before);
		assert.deepEqual(readdirSync(scene.storage), []);
		assert.deepEqual(await transaction.rollback(), { ok: true });
	});

	it('is put back where an ordinary user can read and write nothing any more', async () => {
		const scene = createPlainScene({});
		chmodSync(scene.top, 0o777);
		chmodSync(scene.root, 0o777);
		await asOrdinaryUser(async () => {
			const root = path.join(scene.root, 'own');
			mkdirSync(root);
			put(root, 'src/deep/c.txt', 'three');
			put(root, 'locked/kept.txt', 'kept', 0o400);
			chmodSync(path.join(root, 'locked'), 0o500);
			const before = exactly(root);
			const begun = await scene.workspace.begin(root, new AbortController().signal);
			assert.ok(begun.ok);
			put(root, 'src/deep/new.txt', 'n', 0);
			put(root, 'src/deep/c.txt', 'agent', 0);
			put(root, 'unseen/x.txt', 'x');
			chmodSync(path.join(root, 'unseen'), 0);
			chmodSync(path.join(root, 'locked'), 0o700);
			unlinkSync(path.join(root, 'locked/kept.txt'));
			chmodSync(path.join(root, 'locked'), 0o444);
			chmodSync(path.join(root, 'src/deep'), 0);
			chmodSync(path.join(root, 'src'), 0o500);
			assert.deepEqual(await begun.transaction.settle(), { ok: true });
			assert.deepEqual(exactly(root), before);
			assert.deepEqual(await told(begun.transaction), {
				'locked/kept.txt': 'file "kept" -> nothing',
				'src/deep/c.txt': 'file "three" -> file "agent"',
				'src/deep/new.txt': 'nothing -> file "n"',
				'unseen/x.txt': 'nothing -> file "x"',
			});
			assert.deepEqual(await begun.transaction.rollback(), { ok: true });
		});
	});
});

describe('a folder that can not be put back', () => {
	it('is named with its paths, keeps its snapshot, lets nobody in, and can be tried again', async () => {
		const scene = createFullScene();
		const before = exactly(scene.root);
		const transaction = await scene.begin();
		put(scene.root, 'a.txt', 'agent');
		put(scene.root, 'src/b.txt', 'agent');
		const hidden = hideStored(scene.storage, 'two\n');
		for (const end of [() => transaction.settle(), () => transaction.rollback()]) {
			const result = await end();
			assert.ok(!result.ok);
			assert.equal(result.failure.kind, 'rollback-failed');
			assert.match(result.failure.message, /1 of its files differ\. The snapshot is kept/);
			assert.match(result.failure.said ?? '', /^src\/b\.txt\n\/.*run-/);
		}
		assert.equal(text(scene.root, 'a.txt'), 'one\n', 'what can be put back is');
		assert.deepEqual(await transaction.commit().then((commit) => commit.ok), false);
		const refused = await scene.workspace.begin(scene.root, new AbortController().signal);
		assert.match(refused.ok ? '' : refused.failure.message, /interrupted, and the folder is not put back/);
		const [unfinished] = await scene.workspace.unfinished();
		assert.equal(unfinished?.folder, scene.root);
		assert.equal(unfinished.toRestore, true);
		hidden.show();
		const reopened = await scene.workspace.reopen(unfinished);
		assert.deepEqual(await reopened?.settle(), { ok: true });
		assert.deepEqual(exactly(scene.root), before);
		assert.deepEqual(await reopened?.rollback(), { ok: true });
		assert.deepEqual(readdirSync(scene.storage), []);
	});

	it('is not taken for whole when a copy was damaged in the storage', async () => {
		const scene = createFullScene();
		const transaction = await scene.begin();
		put(scene.root, 'src/b.txt', 'agent');
		const hidden = hideStored(scene.storage, 'two\n', 'bad\n');
		const result = await transaction.rollback();
		assert.match(result.ok ? '' : (result.failure.said ?? ''), /^src\/b\.txt\n/);
		hidden.show();
		assert.deepEqual(await transaction.rollback(), { ok: true });
	});

	it('leaves nothing but the name of a snapshot that could not be removed', async () => {
		const remove = () => Promise.reject(Object.assign(new Error('busy'), { code: 'EBUSY' }));
		const scene = createPlainScene(undefined, { remove });
		const before = exactly(scene.root);
		const transaction = await scene.begin();
		put(scene.root, 'a.txt', 'agent');
		const result = await transaction.rollback();
		assert.ok(!result.ok);
		assert.equal(result.failure.kind, 'rollback-failed');
		assert.match(result.failure.message, /could not be removed \(EBUSY\).*the folder is as it was/);
		assert.deepEqual(exactly(scene.root), before);
		assert.deepEqual(await scene.workspace.unfinished(), []);
	});
});

/** Takes away, or replaces, the stored copy that has this content. */
function hideStored(storage: string, content: string, instead?: string): { show(): void } {
	const stored = readdirSync(storage, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && entry.parentPath.includes('/files/'))
		.map((entry) => path.join(entry.parentPath, entry.name))
		.find((file) => readFileSync(file, 'utf8') === content);
	assert.ok(stored !== undefined && existsSync(stored));
	const aside = path.join(path.dirname(storage), 'aside');
	renameSync(stored, aside);
	if (instead !== undefined) {
		writeFileSync(stored, instead);
	}
	return { show: () => renameSync(aside, stored) };
}
