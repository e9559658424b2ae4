import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { temporaryFolder } from '../support/temporary.ts';
import { fileOf } from './logs.ts';

const script = resolve(import.meta.dirname, '../../scripts/replay.ts');

async function run(...args: readonly string[]) {
	const { exitCode, stdout, stderr } = await execa(process.execPath, [script, ...args], { reject: false });
	return { exitCode, stdout, stderr };
}

/** A copy of a kept log that says something else. */
function changed(name: string, from: string, to: string): string {
	const text = readFileSync(fileOf(name), 'utf8');
	assert.ok(text.includes(from));
	const file = join(temporaryFolder(), 'changed.jsonl');
	writeFileSync(file, text.replace(from, to));
	return file;
}

describe('npm run replay', () => {
	it('says that every decision came out as it was recorded', async () => {
		const { exitCode, stdout } = await run(fileOf('consent-yes'));
		assert.equal(exitCode, 0);
		assert.match(stdout, /^1 routes replayed; 4 decisions compared\.\nEvery decision came out as it was recorded\.$/m);
	});

	it('shows the first decision that differs with both sides, and ends with 1', async () => {
		const { exitCode, stdout } = await run(changed('terminus', '"because":"terminus"', '"because":"picked"'));
		assert.equal(exitCode, 1);
		assert.match(stdout, /1 of them differ/);
		assert.match(
			stdout,
			/differs in: because\n {2}recorded: .*"because":"picked".*\n {2}decided: {2}.*"because":"terminus"/,
		);
	});

	it('shows an event that is out of place, and ends with 1', async () => {
		const { exitCode, stdout } = await run(changed('retry-skipped', '"type":"request-wait"', '"type":"tool"'));
		assert.equal(exitCode, 1);
		assert.match(stdout, /"request-skip" can't follow where the route is deciding/);
	});

	it('lists the decisions of one route', async () => {
		const { exitCode, stdout } = await run(fileOf('consent-yes'), '--route', 'route-1');
		assert.equal(exitCode, 0);
		assert.match(stdout, /^\S+ ask the user about billing with first \| not asked: /m);
		assert.match(stdout, /^\S+ attempt: second, profile default \(next-in-order\)/m);
	});

	it('names the line of a file that is no such log, and ends with 2', async () => {
		const broken = changed('terminus', '"type":"attempt-start"', '"type":"start"');
		const { exitCode, stderr } = await run(broken);
		assert.equal(exitCode, 2);
		assert.ok(stderr.startsWith(`${broken}:3: not an event: type`), stderr);
		for (const args of [[], ['missing.jsonl'], [fileOf('terminus'), '--route', 'nobody'], ['--what', 'a.jsonl']]) {
			assert.equal((await run(...args)).exitCode, 2, args.join(' '));
		}
	});
});
