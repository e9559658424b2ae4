import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram, type ProgramInput } from '../../../src/providers/agentProgram.ts';
import { temporaryFolder } from '../../support/temporary.ts';

function programIn(folder: string, name = 'codex'): string {
	mkdirSync(folder, { recursive: true });
	const file = join(folder, name);
	writeFileSync(file, '#!/bin/sh\n');
	chmodSync(file, 0o755);
	return file;
}

describe('the program of an agent', () => {
	let tools: string;
	let workspace: string;
	beforeEach(() => {
		tools = temporaryFolder();
		workspace = join(temporaryFolder(), 'work');
		mkdirSync(workspace);
	});

	async function find(settings: Partial<ProgramInput>): Promise<string> {
		const program = await findProgram({
			agent: 'codex',
			path: null,
			command: 'codex',
			environment: { PATH: tools },
			folders: [workspace],
			...settings,
		});
		return program.ok ? program.path : program.message;
	}

	it('is looked up on PATH, or taken from the setting', async () => {
		const file = programIn(tools);
		const other = programIn(tools, 'codex-next');
		assert.equal(await find({}), file);
		assert.equal(await find({ path: 'codex-next' }), other);
		assert.equal(await find({ path: other, environment: {} }), other);
	});

	it('is missing with a message that names the setting', async () => {
		assert.match(await find({}), /codex was not found; .*switchyard\.agents\.codex\.path/);
	});

	it('is refused inside an open folder, by whatever way it is reached', async () => {
		const inside = programIn(join(workspace, 'node_modules', '.bin'));
		symlinkSync(inside, join(tools, 'codex'));
		const linkedFolder = join(tools, 'linked');
		symlinkSync(workspace, linkedFolder);
		const outside = programIn(join(tools, 'elsewhere'));
		symlinkSync(outside, join(workspace, 'innocent'));
		assert.match(await find({ path: inside }), /lies in an open folder/);
		assert.match(await find({}), /lies in an open folder/);
		assert.match(await find({ path: inside, folders: [linkedFolder] }), /lies in an open folder/);
		assert.match(await find({ path: join(workspace, 'innocent') }), /lies in an open folder/);
	});

	it('is not refused for a folder whose name only begins the same', async () => {
		const beside = programIn(`${workspace}-tools`);
		assert.equal(await find({ path: beside }), beside);
	});

	it('is never looked up relative to where the editor happens to run', async () => {
		assert.match(await find({ path: './bin/codex' }), /must be an absolute path/);
		assert.match(await find({ environment: { PATH: '.:node_modules/.bin' } }), /was not found/);
	});
});
