import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Permission } from '../../../../src/core/agent.ts';
import { cn } from '../../../../src/providers/dialects/cn.ts';
import { noProgress } from '../../../../src/providers/dialects/dialect.ts';
import { temporaryFolder } from '../../../support/temporary.ts';
import { kindOf } from '../inputs.ts';
import { launchInput, replayEvents, replayLines, waitOf } from './replay.ts';

describe('the dialect of Continue', () => {
	const recordings: readonly [name: string, exitCode: number, kind: string][] = [
		['edit', 0, 'ok'],
		['badtool', 0, 'ok'],
		// It looks like a whole one: see the doc comment of the dialect.
		['cutclean', 0, 'ok'],
		['auth401', 1, 'unauthorized'],
		['quota429', 1, 'quota-exhausted'],
		['ratelong429', 1, 'rate-limited'],
		['ctx400', 1, 'context-exceeded'],
		['model404', 1, 'model-missing'],
		['err500', 1, 'overloaded'],
		['err503', 1, 'overloaded'],
		['ssefail', 1, 'overloaded'],
		['cut', 1, 'unreachable'],
		['reset', 1, 'unreachable'],
		['refuse', 1, 'unreachable'],
		['nologin', 1, 'unreachable'],
	];
	for (const [name, exitCode, kind] of recordings) {
		it(`reads the recording ${name} as ${kind} (R14, R17, A1)`, () => {
			assert.equal(kindOf(replayLines(cn, name, { exitCode }).answer), kind);
		});
	}

	it('keeps the space in its answer, which may be code', () => {
		const { answer, parts } = replayEvents(cn, ['if (a) {', '', '\tb();', '}'], { task: 'code' });
		assert.equal(answer.ok && answer.text, 'if (a) {\n\n\tb();\n}');
		assert.equal(parts.map((part) => (part.type === 'text' ? part.text : '')).join(''), 'if (a) {\n\n\tb();\n}');
	});

	it('does not believe an exit with 0 and nothing said (U14)', () => {
		assert.equal(kindOf(replayEvents(cn, []).answer), 'bad-output');
		assert.equal(kindOf(replayEvents(cn, ['', '']).answer), 'bad-output');
	});

	it('is over as soon as its error output names a failure', () => {
		const failed = cn.errorLine?.(noProgress, '{"status":"error","message":"429 slow down, try again in 30s"}', 0);
		assert.equal(failed?.progress.failure?.kind, 'rate-limited');
		assert.deepEqual(cn.errorLine?.(noProgress, 'a warning', 0).parts, [{ type: 'activity' }]);
	});

	it('reads the wait that its server asked for (U6)', () => {
		assert.equal(waitOf(replayLines(cn, 'ratelong429', { exitCode: 1 }).answer), 3_600_000);
	});

	it('has only the tools of its permission, and never all', () => {
		const rules = (permission: Permission, tool: string) =>
			cn.launch({ ...launchInput, permission }).arguments.filter((each) => each.endsWith(`=${tool}`));
		assert.deepEqual(rules('read-only', 'Bash'), ['--exclude=Bash']);
		assert.deepEqual(rules('read-only', 'Write'), ['--exclude=Write']);
		assert.deepEqual(rules('edit', 'Bash'), ['--exclude=Bash']);
		assert.deepEqual(rules('edit', 'Write'), ['--allow=Write']);
		assert.deepEqual(rules('edit-and-run', 'Bash'), ['--allow=Bash']);
		assert.ok(!cn.launch({ ...launchInput, permission: 'edit-and-run' }).arguments.includes('--auto'));
	});

	it('takes no word after `--print`, which it would read in place of its input', () => {
		const { arguments: parameters } = cn.launch({ ...launchInput, model: 'owner/model' });
		assert.equal(parameters.at(-1), '--print');
		assert.ok(parameters.every((each) => each.startsWith('--')));
	});

	it('cannot see the variables and hooks of its folder, and its tools start as ever', () => {
		const tree = temporaryFolder();
		const runFolder = path.join(temporaryFolder(), 'a run');
		mkdirSync(path.join(tree, '.continue'));
		mkdirSync(runFolder);
		writeFileSync(path.join(tree, '.env'), 'CONTINUE_API_BASE=http://elsewhere\n');
		writeFileSync(path.join(tree, '.continue/settings.json'), '{"hooks":{}}');
		writeFileSync(path.join(tree, 'README.md'), 'seen');
		const { environment = {}, files = {} } = cn.launch({ ...launchInput, cwd: tree, runFolder });
		for (const [name, text] of Object.entries(files)) {
			writeFileSync(path.join(runFolder, name), text);
		}
		const program = `
			const fs = require('node:fs');
			const read = (file) => { try { return fs.readFileSync(file, 'utf8'); } catch (error) { return error.code; } };
			const all = ['.env', './.continue/settings.json', 'README.md'];
			console.log(JSON.stringify({ read: all.map(read), there: all.map((file) => fs.existsSync(file)), options: process.env.NODE_OPTIONS ?? null }));
		`;
		const printed = execFileSync(process.execPath, ['-e', program], {
			cwd: tree,
			env: { ...process.env, ...environment },
		});
		assert.deepEqual(JSON.parse(printed.toString()), {
			read: ['ENOENT', 'ENOENT', 'seen'],
			there: [false, false, true],
			options: null,
		});
	});
});
