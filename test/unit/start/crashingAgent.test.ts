import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { temporaryFolder } from '../../support/temporary.ts';

const agent = resolve(import.meta.dirname, '../../fixtures/demo/crashing-agent.mjs');

describe('the simulated agent', () => {
	const run = (cwd: string, ...args: string[]) => spawnSync(agent, args, { cwd, input: 'a task', encoding: 'utf8' });

	it('edits a file and dies without an end', () => {
		const folder = temporaryFolder();
		const { status, stdout } = run(folder, '--print', '--permission-mode', 'acceptEdits');
		assert.equal(status, 1);
		const types = stdout
			.trimEnd()
			.split('\n')
			.map((line) => (JSON.parse(line) as { type: string }).type);
		assert.deepEqual(types, ['system', 'assistant', 'assistant']);
		assert.match(readFileSync(join(folder, 'simulated-agent.md'), 'utf8'), /Half of an edit/);
	});

	it('edits nothing where no edits are asked for', () => {
		const folder = temporaryFolder();
		assert.equal(run(folder, '--print').status, 1);
		assert.deepEqual(readdirSync(folder), []);
	});

	it('tells its version and that it is logged in', () => {
		assert.match(run('/', '--version').stdout, /^2\.\d+\.\d+ .*simulated/);
		assert.equal((JSON.parse(run('/', 'auth', 'status').stdout) as { loggedIn: boolean }).loggedIn, true);
	});
});
