import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { temporaryFolder } from '../support/temporary.ts';

describe('the real agent programs', () => {
	const version = (name: string) =>
		execFileSync(join(import.meta.dirname, 'node_modules/.bin', name), ['--version'], {
			encoding: 'utf8',
			env: { PATH: process.env['PATH'], HOME: temporaryFolder() },
			stdio: ['ignore', 'pipe', 'ignore'],
		});

	it('are the two that the lock file names', () => {
		assert.match(version('claude'), /^2\.1\.329 /);
		assert.match(version('codex'), /^codex-cli 0\.169\.0$/m);
	});

	it('run where no network but loopback exists', () => {
		assert.deepEqual(Object.keys(networkInterfaces()), ['lo']);
	});
});
