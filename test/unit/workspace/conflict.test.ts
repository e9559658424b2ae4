import { strict as assert } from 'node:assert';
import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, unlinkSync } from 'node:fs';
import path from 'node:path';
import { git, snapshotOf } from '../../support/temporary.ts';
import { createScene, link, put, text, timesOf } from './repository.ts';

describe('a commit after the user went on working', () => {
	const meanwhile: Record<
		string,
		{ readonly agent: (copy: string) => void; readonly user: (root: string) => void; paths: string[] }
	> = {
		'an edit': {
			agent: (copy) => put(copy, 'a.txt', 'agent'),
			user: (root) => put(root, 'a.txt', 'user'),
			paths: ['a.txt'],
		},
		'an edit of the same length': {
			agent: (copy) => put(copy, 'a.txt', 'agent'),
			user: (root) => put(root, 'a.txt', 'ONE\n'),
			paths: ['a.txt'],
		},
		'an edit of a file that the agent deleted': {
			agent: (copy) => unlinkSync(path.join(copy, 'a.txt')),
			user: (root) => put(root, 'a.txt', 'user'),
			paths: ['a.txt'],
		},
		'another executable bit': {
			agent: (copy) => put(copy, 'a.txt', 'agent'),
			user: (root) => chmodSync(path.join(root, 'a.txt'), 0o755),
			paths: ['a.txt'],
		},
		'a deletion': {
			agent: (copy) => put(copy, 'a.txt', 'agent'),
			user: (root) => unlinkSync(path.join(root, 'a.txt')),
			paths: ['a.txt'],
		},
		'a new file where the agent adds one': {
			agent: (copy) => put(copy, 'n.txt', 'agent'),
			user: (root) => put(root, 'n.txt', 'user'),
			paths: ['n.txt'],
		},
		'a new folder where the agent adds a file': {
			agent: (copy) => put(copy, 'n', 'agent'),
			user: (root) => put(root, 'n/x', 'user'),
			paths: ['n'],
		},
		'an empty folder where the agent adds a file': {
			agent: (copy) => put(copy, 'n', 'agent'),
			user: (root) => mkdirSync(path.join(root, 'n')),
			paths: ['n'],
		},
		'a new file where the agent needs a folder': {
			agent: (copy) => put(copy, 'n/x', 'agent'),
			user: (root) => put(root, 'n', 'user'),
			paths: ['n/x'],
		},
		'a link in place of a file': {
			agent: (copy) => put(copy, 'a.txt', 'agent'),
			user: (root) => {
				renameSync(path.join(root, 'a.txt'), path.join(root, 'moved.txt'));
				symlinkSync('moved.txt', path.join(root, 'a.txt'));
			},
			paths: ['a.txt'],
		},
		'another target of a link': {
			agent: (copy) => unlinkSync(path.join(copy, 'pointer')),
			user: (root) => {
				unlinkSync(path.join(root, 'pointer'));
				link(root, 'pointer', 'elsewhere');
			},
			paths: ['pointer'],
		},
		'a link out of the folder in place of a folder': {
			agent: (copy) => {
				put(copy, 'src/b.txt', 'agent');
				put(copy, 'src/new.txt', 'agent');
			},
			user: (root) => {
				renameSync(path.join(root, 'src'), path.join(path.dirname(root), 'outside'));
				link(root, 'src', '../outside');
			},
			paths: ['src/b.txt', 'src/new.txt'],
		},
		'a new file in a folder that the agent made a file': {
			agent: (copy) => {
				rmSync(path.join(copy, 'src'), { recursive: true });
				put(copy, 'src', 'agent');
			},
			user: (root) => put(root, 'src/c.txt', 'user'),
			paths: ['src'],
		},
	};
	for (const [title, { agent, user, paths }] of Object.entries(meanwhile)) {
		it(`fails closed on ${title} and writes nothing, not even what is free`, async () => {
			const scene = createScene();
			link(scene.root, 'pointer', 'a.txt');
			const transaction = await scene.begin();
			agent(transaction.cwd);
			put(transaction.cwd, 'free.txt', 'agent');
			user(scene.root);
			const before = { files: projectOf(path.dirname(scene.root)), times: timesOf(scene.root) };
			const result = await transaction.commit();
			assert.deepEqual(result, { ok: false, reason: 'conflict', paths });
			assert.deepEqual(projectOf(path.dirname(scene.root)), before.files);
			// A folder's time would tell of a file that came and went.
			assert.deepEqual(timesOf(scene.root), before.times);
		});
	}

	it('goes through when the user touched only other files', async () => {
		const scene = createScene();
		const transaction = await scene.begin();
		put(transaction.cwd, 'a.txt', 'agent');
		put(scene.root, 'src/b.txt', 'user');
		git(scene.root, 'commit', '--quiet', '--all', '--message=meanwhile');
		assert.deepEqual(await transaction.commit(), { ok: true, paths: ['a.txt'] });
		assert.equal(text(scene.root, 'src/b.txt'), 'user');
	});
});

function projectOf(top: string): Record<string, string> {
	return Object.fromEntries(Object.entries(snapshotOf(top)).filter(([name]) => !name.startsWith('storage/')));
}
