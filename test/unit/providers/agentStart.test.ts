import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { usualAgentSettings } from '../../../src/core/agent.ts';
import { createAgentCliAdapter } from '../../../src/providers/agentCli.ts';
import { broughtBy } from '../../../src/providers/agentFolder.ts';
import type { Answer } from '../../../src/providers/provider.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { codeRequest, kindOf, providerOf, runInput } from './inputs.ts';
import { listenTo } from './inputs.ts';

/** Writes down where it was started and what its input is, and says as Cline does that it is done. */
const program = `#!/usr/bin/env node
import { fstatSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
const seen = { cwd: process.cwd(), isPipe: fstatSync(0).isFIFO(), input: readFileSync(0, 'utf8'), argv: process.argv.slice(2) };
writeFileSync(join(process.env.HOME, 'seen.json'), JSON.stringify(seen));
console.log('{"type":"run_result","finishReason":"completed"}');
`;

interface Seen {
	readonly cwd: string;
	readonly isPipe: boolean;
	readonly input: string;
	readonly argv: readonly string[];
}

describe('the start of an agent program', () => {
	let home: string;
	let tree: string;

	beforeEach(() => {
		home = temporaryFolder();
		tree = join(home, 'tree');
		mkdirSync(tree);
		writeFileSync(join(home, 'program.mjs'), program);
		chmodSync(join(home, 'program.mjs'), 0o755);
	});

	function run(agent: string, instruction = 'Do it.'): Promise<Answer> {
		const adapter = createAgentCliAdapter({
			agents: () => ({ ...usualAgentSettings, path: join(home, 'program.mjs') }),
			environment: () => ({ PATH: `${dirname(process.execPath)}:/usr/bin:/bin`, HOME: home }),
			folders: () => [tree],
			temporary: join(home, 'temporary'),
			boundary: home,
			now: () => 0,
		});
		const request = codeRequest('changes', { instruction });
		return adapter.run(runInput(providerOf({ kind: 'agent-cli', agent }), { request, cwd: tree }), listenTo());
	}

	const seen = () => JSON.parse(readFileSync(join(home, 'seen.json'), 'utf8')) as Seen;

	it('is in a folder of the run where the program follows the files of the folder it is started in', async () => {
		assert.equal(kindOf(await run('cline')), 'ok');
		assert.notEqual(seen().cwd, tree);
		assert.equal(dirname(seen().cwd), join(home, 'temporary'));
		assert.equal(seen().argv[seen().argv.indexOf('--cwd') + 1], tree);
	});

	it('is in the tree where nothing speaks against it', async () => {
		await run('copilot');
		assert.equal(seen().cwd, tree);
	});

	it('gives a prompt of any length through a pipe of the system where a program reads no other', async () => {
		const words = 'the prompt of this test '.repeat(20_000);
		await run('cline', words);
		assert.equal(seen().isPipe, true);
		assert.ok(seen().input.includes(words));
		assert.doesNotMatch(seen().argv.join(' '), /the prompt of this test/);
		await run('copilot', words);
		assert.equal(seen().isPipe, false);
		assert.ok(seen().input.includes(words));
	});

	it('is over when the program ends without having read', async () => {
		writeFileSync(join(home, 'program.mjs'), '#!/usr/bin/env node\nprocess.exit(3);\n');
		const answer = await run('cline', 'x'.repeat(1_000_000));
		assert.equal(kindOf(answer), 'agent-crashed');
	});

	it('is refused where the folder brings what the program would follow unasked', async () => {
		mkdirSync(join(tree, '.cline/plugins'), { recursive: true });
		const answer = await run('cline');
		assert.ok(!answer.ok);
		assert.equal(answer.failure.kind, 'unreachable');
		assert.equal(answer.failure.neverSent, true);
		assert.match(answer.failure.message, /\.cline\/plugins/);
		assert.throws(seen, /ENOENT/);
	});

	it('is refused where the program cannot be held to what it may do', async () => {
		const answer = await run('goose');
		assert.ok(!answer.ok);
		assert.match(answer.failure.message, /Goose cannot edit files/);
		assert.throws(seen, /ENOENT/);
	});
});

describe('what a folder brings for an agent', () => {
	let folder: string;
	beforeEach(() => {
		folder = temporaryFolder();
		mkdirSync(join(folder, 'project/src/deep'), { recursive: true });
	});

	it('is the first path that is there', async () => {
		writeFileSync(join(folder, 'project/two'), '');
		assert.equal(await broughtBy(join(folder, 'project'), ['one', 'two']), 'two');
		assert.equal(await broughtBy(join(folder, 'project'), ['one']), null);
		assert.equal(await broughtBy(join(folder, 'project'), []), null);
	});

	it('may be a link that leads nowhere', async () => {
		symlinkSync(join(folder, 'nowhere'), join(folder, 'project/one'));
		assert.equal(await broughtBy(join(folder, 'project'), ['one']), 'one');
	});

	it('lies anywhere up to the root of the repository, and not above it', async () => {
		writeFileSync(join(folder, 'project/one'), '');
		writeFileSync(join(folder, 'two'), '');
		mkdirSync(join(folder, 'project/.git'));
		assert.equal(await broughtBy(join(folder, 'project/src/deep'), ['one']), 'one');
		assert.equal(await broughtBy(join(folder, 'project/src/deep'), ['two']), null);
	});
});
