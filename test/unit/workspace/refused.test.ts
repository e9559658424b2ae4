import { strict as assert } from 'node:assert';
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createWorktreeWorkspace } from '../../../src/workspace/worktree.ts';
import { git, temporaryFolder } from '../../support/temporary.ts';
import { createScene, environmentOf, put } from './repository.ts';

describe('a folder that can not be copied', () => {
	const refusal = async (folder: string, environment = environmentOf(folder)) => {
		const storage = temporaryFolder();
		const workspace = createWorktreeWorkspace({ storage, environment });
		const begun = await workspace.begin(folder, new AbortController().signal);
		assert.ok(!begun.ok);
		assert.equal(begun.failure.kind, 'no-snapshot');
		assert.deepEqual(readdirSync(storage), []);
		return begun.failure.message;
	};

	it('is one that does not exist, or is no repository', async () => {
		assert.match(await refusal('/nowhere/at/all'), /does not exist/);
		assert.match(await refusal(temporaryFolder()), /git init/);
	});

	it('is a bare repository, or the inside of one', async () => {
		const bare = temporaryFolder();
		git(bare, 'init', '--quiet', '--bare');
		assert.match(await refusal(bare), /bare repository/);
		assert.match(await refusal(path.join(createScene().root, '.git')), /bare repository/);
	});

	it('is any, where git is missing', async () => {
		assert.match(await refusal(createScene().root, { PATH: '/nowhere' }), /Install git/);
	});

	it('is one whose repository claims a work tree elsewhere', async () => {
		const scene = createScene();
		git(scene.root, 'config', 'core.worktree', path.dirname(scene.root));
		assert.match(await refusal(scene.root), /core\.worktree/);
	});

	it('is one that git ignores', async () => {
		const scene = createScene();
		put(scene.root, '.gitignore', 'build/\n');
		put(scene.root, 'build/x.txt', '');
		assert.match(await refusal(path.join(scene.root, 'build')), /ignores the folder/);
	});

	it('is one with a file name that is not text', async () => {
		const scene = createScene();
		renameSync(
			path.join(scene.root, 'a.txt'),
			Buffer.concat([Buffer.from(`${scene.root}/`), Buffer.from([0x61, 0xff])]),
		);
		assert.match(await refusal(scene.root), /not UTF-8/);
	});
});

describe('cancelling the beginning', () => {
	it('is a failure of kind cancelled and leaves no folder, at whatever git command it comes', async () => {
		const scene = createScene();
		const tools = temporaryFolder();
		const log = path.join(tools, 'log');
		const real = git(scene.root, '--exec-path').trim();
		// Tells which command runs, and stops for good at the one that is asked for.
		put(
			tools,
			'git',
			`#!/bin/sh\necho "$@" >> '${log}'\ncase "$*" in *"$STOP"*) touch '${tools}/stopped'; exec tail -f /dev/null;; esac\nexec '${real}/git' "$@"\n`,
			0o755,
		);
		for (const stop of ['is-inside-work-tree', 'show-toplevel', 'symbolic-ref', '--others', 'cat-file', 'check-attr']) {
			rmSync(path.join(tools, 'stopped'), { force: true });
			const environment = { ...environmentOf(tools), PATH: `${tools}:${process.env['PATH']}`, STOP: stop };
			const controller = new AbortController();
			const begun = createWorktreeWorkspace({ storage: scene.storage, environment }).begin(
				scene.root,
				controller.signal,
			);
			await appears(path.join(tools, 'stopped'));
			controller.abort();
			const result = await begun;
			assert.ok(!result.ok);
			assert.equal(result.failure.kind, 'cancelled');
			assert.deepEqual(existsSync(scene.storage) ? readdirSync(scene.storage) : [], []);
		}
	}).timeout(60_000);

	it('does nothing at all when it came before', async () => {
		const scene = createScene();
		const workspace = createWorktreeWorkspace({ storage: scene.storage });
		const result = await workspace.begin(scene.root, AbortSignal.abort());
		assert.equal(result.ok ? null : result.failure.kind, 'cancelled');
		assert.equal(existsSync(scene.storage), false);
	});
});

async function appears(file: string): Promise<void> {
	while (!existsSync(file)) {
		await new Promise((resolve) => setImmediate(resolve));
	}
}
