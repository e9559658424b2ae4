import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { judge, readResults } from '../../runner/results.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const mochaProcess = resolve(import.meta.dirname, '../../runner/mochaProcess.ts');

/** Runs a test file of this text as the runner does. */
function runFile(text: string, ...args: string[]) {
	const folder = temporaryFolder();
	const resultFile = join(folder, 'result.json');
	writeFileSync(join(folder, 'some.test.ts'), text);
	const { status } = spawnSync(process.execPath, [mochaProcess, resultFile, '2000', ...args, `${folder}/*.test.ts`]);
	return { status, resultFile };
}

describe('a run of test files', () => {
	it('counts what passed, failed and was skipped', () => {
		const { status, resultFile } = runFile(`it('a', () => {}); it('b', () => { throw new Error('b'); }); it('c');`);
		assert.deepEqual(readResults(resultFile), { passed: 1, failed: 1, pending: 1 });
		assert.equal(status, 1);
	});

	it('leaves no result when its process ends early, even with success', () => {
		const { status, resultFile } = runFile(`it('a', () => { process.exit(0); });`);
		assert.equal(status, 0);
		assert.equal(existsSync(resultFile), false);
		assert.deepEqual(judge(readResults(resultFile), status, false), {
			passed: 0,
			failed: 1,
			pending: 0,
			because: 'the tests ended before they could report',
		});
	});

	it('fails on a rejection that nobody handles', () => {
		const { status } = runFile(
			`it('a', async () => { void Promise.reject(new Error('lost')); await new Promise(setImmediate); });`,
		);
		assert.notEqual(status, 0);
	});

	it('fails on a test that was singled out and forgotten', () => {
		const { status } = runFile(`it.only('a', () => {});`);
		assert.notEqual(status, 0);
	});

	it('runs only what the pattern names', () => {
		const { resultFile } = runFile(`it('one', () => {}); it('two', () => {});`, '--grep=^one$');
		assert.deepEqual(readResults(resultFile), { passed: 1, failed: 0, pending: 0 });
	});
});

describe('the judgement of a kind', () => {
	it('takes a process that failed after its last test for a failure', () => {
		assert.equal(judge({ passed: 3, failed: 0, pending: 0 }, null, false).failed, 1);
	});

	it('takes a run without any test for a failure, unless a pattern chose none', () => {
		assert.equal(judge({ passed: 0, failed: 0, pending: 0 }, 0, false).failed, 1);
		assert.equal(judge({ passed: 0, failed: 0, pending: 0 }, 0, true).failed, 0);
	});

	it('adds nothing to failures that were counted', () => {
		assert.equal(judge({ passed: 3, failed: 2, pending: 0 }, 1, false).failed, 2);
	});
});
