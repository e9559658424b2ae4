import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { processesWith } from '../../support/processes.ts';
import { type AcpStage, acpStage, type Play, type Step } from './acpStage.ts';
import { codeRequest, kindOf } from './inputs.ts';

const say = (text: string): Step => ({ say: text });

describe('what an agent asks of its client', () => {
	let stage: AcpStage;

	beforeEach(() => {
		stage = acpStage();
	});

	afterEach(() => {
		assert.deepEqual(processesWith(`HOME=${stage.folder}`, 'SWITCHYARD_RUN='), [], 'nothing of the run is left');
	});

	const edit = (...paths: readonly string[]): Step => ({
		askPermission: { toolCall: { kind: 'edit', title: 'Edit', locations: paths.map((path) => ({ path })) } },
	});
	const asked = () =>
		(stage.recorded('session/request_permission') as { outcome: { outcome: string; optionId?: string } }[]).map(
			({ outcome }) => outcome.optionId ?? outcome.outcome,
		);
	const codeOf = (name: string) =>
		(stage.recorded(name) as { error?: { code: number } }[]).map(({ error }) => error?.code ?? null);

	it('lets through, refuses or asks by the permission, all in one run each', async () => {
		const steps = [
			edit(join(stage.tree, 'src/a.ts')),
			edit('/etc/passwd'),
			edit(join(stage.tree, '../beside.ts')),
			edit(join(stage.tree, '.git/config')),
			{ askPermission: { toolCall: { kind: 'execute', rawInput: { command: 'npm test' } } } },
			{ askPermission: { toolCall: { kind: 'fetch' } } },
			{ askPermission: { toolCall: { kind: 'read', locations: [{ path: join(stage.tree, 'a') }] } } },
			{ askPermission: { toolCall: { kind: 'read', locations: [{ path: '/etc/passwd' }] } } },
			{ askPermission: { toolCall: { kind: 'switch_mode' } } },
			{ askPermission: { toolCall: {} } },
			{ askPermission: { toolCall: { kind: 'execute' }, options: [{ optionId: 'only', kind: 'allow_always' }] } },
		];
		const expected = {
			'read-only': ['no', 'no', 'no', 'no', 'no', 'no', 'yes', 'no', 'no', 'no', 'cancelled'],
			edit: ['yes', 'no', 'no', 'no', 'no', 'no', 'yes', 'no', 'no', 'no', 'cancelled'],
			'edit-and-run': ['yes', 'no', 'no', 'no', 'yes', 'yes', 'yes', 'no', 'yes', 'yes', 'only'],
		} as const;
		for (const permission of ['read-only', 'edit', 'edit-and-run'] as const) {
			stage = acpStage();
			const here = (text: string) => text.replaceAll(/[^"]*\/tree\//g, `${stage.tree}/`);
			const moved = steps.map((step) => JSON.parse(here(JSON.stringify(step))) as Step);
			const { questions } = await stage.run([...moved, say('Done.')], { permission });
			assert.deepEqual(asked(), expected[permission], permission);
			assert.deepEqual(questions, []);
		}
	});

	it('lets an agent only read for every task but that of changing files', async () => {
		const input = { request: codeRequest('text') };
		await stage.run([edit(join(stage.tree, 'a.ts')), say('Done.')], { permission: 'edit-and-run', input });
		assert.deepEqual(asked(), ['no']);
	});

	const guarded = ['.vscode/tasks.json', 'AGENTS.md', '.env', '.github/workflows/x.yml', 'deep/.CLAUDE/settings.json'];
	it('asks the user before what acts beyond its own content, whatever the permission', async () => {
		const steps = [...guarded.map((path) => edit(join(stage.tree, path))), say('Done.')];
		const { answer, questions } = await stage.run(steps, { permission: 'edit-and-run', allows: true });
		assert.deepEqual(
			asked(),
			guarded.map(() => 'yes'),
		);
		assert.deepEqual(
			questions.map(({ paths, tool, title }) => [...paths, tool, title]),
			guarded.map((path) => [path, 'edit', 'Edit']),
		);
		assert.equal(kindOf(answer), 'ok');
	});

	it('goes on without what the user refused', async () => {
		const { answer } = await stage.run([edit(join(stage.tree, '.env')), say('Done.')], { allows: false });
		assert.deepEqual(asked(), ['no']);
		assert.equal(kindOf(answer), 'ok');
	});

	it('asks about an edit that does not say of what', async () => {
		const { questions } = await stage.run([edit(), say('Done.')], { allows: true });
		assert.deepEqual(asked(), ['yes']);
		assert.deepEqual(questions, [{ tool: 'edit', title: 'Edit', paths: [] }]);
	});

	it('does not call a run good in which an edit was refused by the rules', async () => {
		const { answer } = await stage.run([edit('/etc/passwd'), say('Done.')]);
		assert.equal(kindOf(answer), 'bad-output');
	});

	it('sees where a link leads', async () => {
		mkdirSync(join(stage.tree, '.vscode'));
		symlinkSync(stage.folder, join(stage.tree, 'out'));
		symlinkSync('.vscode', join(stage.tree, 'settings'));
		const steps = [edit(join(stage.tree, 'out/x.ts')), edit(join(stage.tree, 'settings/new/tasks.json')), say('Done.')];
		const { questions } = await stage.run(steps, { allows: true });
		assert.deepEqual(asked(), ['no', 'yes']);
		assert.deepEqual(questions[0]?.paths, ['settings/new/tasks.json', '.vscode/new/tasks.json']);
	});

	describe('files', () => {
		const write = (path: string, content = 'x'): Step => ({
			ask: { method: 'fs/write_text_file', params: { path, content } },
		});
		const read = (path: string, more: object = {}): Step => ({
			ask: { method: 'fs/read_text_file', params: { path, ...more } },
		});

		it('are written and read through the tree’s own keeper, and shown as edits', async () => {
			const file = join(stage.tree, 'src/a.ts');
			const text = 'one\ntwo\nthree\n';
			const { answer, parts } = await stage.run([
				write(file, text),
				read(file),
				read(file, { line: 2 }),
				read(file, { line: 2, limit: 1 }),
				read(file, { limit: 0 }),
				say('Done.'),
			]);
			assert.equal(kindOf(answer), 'ok');
			assert.equal(readFileSync(file, 'utf8'), text);
			assert.deepEqual(stage.recorded('fs/read_text_file'), [
				{ content: text },
				{ content: 'two\nthree\n' },
				{ content: 'two\n' },
				{ content: '' },
			]);
			assert.deepEqual(
				parts.filter((part) => part.type === 'tool'),
				[{ type: 'tool', tool: 'edit', detail: 'src/a.ts' }],
			);
		});

		it('are shown as edited once, when a call tells of it too', async () => {
			const path = join(stage.tree, 'a.ts');
			const call = { sessionUpdate: 'tool_call', toolCallId: 'c', kind: 'edit', locations: [{ path }] };
			const { parts } = await stage.run([{ update: call }, write(path), say('Done.')]);
			assert.equal(parts.filter((part) => part.type === 'tool').length, 1);
		});

		it('outside of the tree are neither read nor written, nor behind a link', async () => {
			writeFileSync(join(stage.folder, 'secret'), 'secret');
			symlinkSync(stage.folder, join(stage.tree, 'out'));
			const paths = [join(stage.folder, 'secret'), join(stage.tree, '../secret'), join(stage.tree, 'out/secret')];
			const { answer } = await stage.run([
				...paths.map((path) => read(path)),
				...paths.map((path) => write(path)),
				say('x'),
			]);
			assert.deepEqual(codeOf('fs/read_text_file'), [-32602, -32602, -32602]);
			assert.deepEqual(codeOf('fs/write_text_file'), [-32602, -32602, -32602]);
			assert.equal(readFileSync(join(stage.folder, 'secret'), 'utf8'), 'secret');
			assert.equal(kindOf(answer), 'bad-output');
		});

		it('that are not there are said to be missing', async () => {
			await stage.run([read(join(stage.tree, 'none')), say('Done.')]);
			assert.deepEqual(codeOf('fs/read_text_file'), [-32002]);
		});

		it('are not written with leave to read only', async () => {
			const input = { request: codeRequest('text') };
			await stage.run([write(join(stage.tree, 'a')), say('Done.')], { input });
			assert.deepEqual(codeOf('fs/write_text_file'), [-32602]);
			assert.equal(existsSync(join(stage.tree, 'a')), false);
		});

		it('that act beyond their content ask once, not again at the write that was asked for', async () => {
			const path = join(stage.tree, '.env');
			const { questions } = await stage.run([edit(path), write(path), write(path), say('Done.')], { allows: true });
			assert.equal(questions.length, 1);
			assert.equal(readFileSync(path, 'utf8'), 'x');
		});

		it('of the repository itself are never written', async () => {
			mkdirSync(join(stage.tree, '.git'));
			const { questions } = await stage.run([write(join(stage.tree, '.git/hooks/pre-commit')), say('x')], {
				allows: true,
			});
			assert.deepEqual(codeOf('fs/write_text_file'), [-32602]);
			assert.deepEqual(questions, []);
		});
	});

	describe('terminals', () => {
		const run = (steps: readonly Step[], play: Play = {}) =>
			stage.run([...steps, say('Done.')], { permission: 'edit-and-run', ...play });

		it('are offered with leave to run commands only', async () => {
			const create = { ask: { method: 'terminal/create', params: { command: 'touch', args: ['ran'] } } };
			await stage.run([create, say('Done.')], { permission: 'edit' });
			assert.deepEqual(codeOf('terminal/create'), [-32601]);
			assert.equal(existsSync(join(stage.tree, 'ran')), false);
		});

		it('run a command in the tree and give what it wrote and how it ended', async () => {
			const env = [{ name: 'MINE', value: 'here' }];
			const { answer } = await run([
				{ run: { command: 'sh', args: ['-c', 'pwd; echo "$MINE $HOME"; echo no >&2; exit 3'], env } },
				{ run: { command: 'echo one && echo two' } },
				{ run: { command: 'sh', args: ['-c', 'kill -9 $$'] } },
			]);
			assert.equal(kindOf(answer), 'ok');
			const ran = stage.recorded('run') as { exit: unknown; output: string }[];
			assert.deepEqual(ran[0]?.exit, { exitCode: 3, signal: null });
			assert.equal(
				ran[0].output.split('\n').sort().join('|'),
				['', stage.tree, `here ${stage.folder}`, 'no'].sort().join('|'),
			);
			assert.equal(ran[1]?.output, 'one\ntwo\n');
			assert.deepEqual(ran[2]?.exit, { exitCode: null, signal: 'SIGKILL' });
		});

		it('keep the end of what a command writes, whole characters only', async () => {
			const flood = { command: 'sh', args: ['-c', 'yes ä | head -c 3000000'] };
			await run([{ run: { ...flood, outputByteLimit: 100 } }, { run: flood }]);
			const [little, much] = stage.recorded('run') as { output: string; length: number; truncated: boolean }[];
			assert.match(little?.output ?? '', /^\n?(ä\n)+ä?\n?$/);
			assert.deepEqual([little?.truncated, much?.truncated], [true, true]);
			assert.ok((much?.length ?? 0) <= 1024 * 1024);
		});

		it('start nothing outside of the tree, and nothing that is not there', async () => {
			const create = (params: object) => ({ ask: { method: 'terminal/create', params } });
			await run([create({ command: 'touch', args: ['ran'], cwd: '/tmp' }), create({ command: '/nowhere/program' })]);
			assert.deepEqual(codeOf('terminal/create'), [-32603, -32603]);
		});

		it('end with the run, whatever still runs in them', async () => {
			const { answer } = await run([
				{ start: { command: 'sh', args: ['-c', 'trap "" TERM INT HUP; echo up; sleep 1000 & sleep 1000'] } },
			]);
			assert.equal(kindOf(answer), 'ok');
		});

		it('end alone when the agent ends one', async () => {
			const ended = { ask: { method: 'terminal/kill', params: { terminalId: 'terminal-1' } } };
			const { answer } = await run([{ start: { command: 'sh', args: ['-c', 'echo up; sleep 1000'] } }, ended]);
			assert.equal(kindOf(answer), 'ok');
			assert.deepEqual(stage.recorded('terminal/kill'), [{}]);
		});
	});
});
