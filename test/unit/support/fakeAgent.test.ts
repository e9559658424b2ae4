import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '../../support/temporary.ts';

const program = fileURLToPath(new URL('../../fixtures/agents/fake-agent.mjs', import.meta.url));

const agents: ChildProcess[] = [];
const pidFiles: string[] = [];

describe('the fake agent', () => {
	afterEach(() => {
		for (const agent of agents.splice(0)) {
			agent.kill('SIGKILL');
		}
		for (const pidFile of pidFiles.splice(0)) {
			endGrandchild(pidFile);
		}
	});

	it('tells its version', async () => {
		const { stdout, code } = await run({ steps: [{ exit: 3 }] }, ['--version']);
		assert.deepEqual([stdout.toString(), code], ['fake-agent 1.2.3\n', 0]);
	});

	it('prints what its script says and exits as it says', async () => {
		const steps = [
			{ print: { type: 'start' } },
			{ raw: 'no json\n' },
			{ rawBase64: '/w==' },
			{ stderr: 'oh' },
			{ exit: 3 },
			{ raw: 'never' },
		];
		const { stdout, stderr, code } = await run({ steps });
		assert.equal(stdout.toString('latin1'), '{"type":"start"}\nno json\n\xff');
		assert.equal(stderr.toString(), 'oh');
		assert.equal(code, 3);
	});

	it('finds its script through the environment too, and ends well after the last step', async () => {
		const folder = temporaryFolder();
		writeFileSync(path.join(folder, 'script.json'), JSON.stringify({ steps: [{ raw: 'found' }] }));
		const child = start(folder, [], { FAKE_AGENT_SCRIPT: path.join(folder, 'script.json') });
		child.stdin?.end();
		const { stdout, code } = await ended(child);
		assert.deepEqual([stdout.toString(), code], ['found', 0]);
	});

	it('writes and deletes files in the folder it runs in', async () => {
		const steps = [
			{ write: { path: 'a/b.txt', content: 'new' } },
			{ write: { path: 'c', content: '' } },
			{ delete: 'c' },
		];
		const { folder } = await run({ steps });
		assert.equal(readFileSync(path.join(folder, 'a/b.txt'), 'utf8'), 'new');
		assert.equal(existsSync(path.join(folder, 'c')), false);
	});

	it('records its arguments, the length of the prompt and the names of its environment, not their values', async () => {
		const folder = temporaryFolder();
		const record = path.join(folder, 'record.json');
		await run({ record }, ['exec', '-'], 'The prompt');
		const text = readFileSync(record, 'utf8');
		assert.match(text, /"argv":\["--fake-script=[^"]+","exec","-"\],"promptLength":10,/);
		assert.match(text, /"environment":\[[^\]]*"SECRET_NAME"/);
		assert.doesNotMatch(text, /secret value|The prompt/);
	});

	it('waits for the end of its prompt', async () => {
		const folder = temporaryFolder();
		writeFileSync(path.join(folder, 'script.json'), JSON.stringify({ record: path.join(folder, 'record'), steps: [] }));
		const child = start(folder, [`--fake-script=${path.join(folder, 'script.json')}`]);
		child.stdin?.write('half, ');
		child.stdin?.end('whole');
		await ended(child);
		assert.match(readFileSync(path.join(folder, 'record'), 'utf8'), /"promptLength":11/);
	});

	it('floods its output with as many bytes as wanted, in lines as long as wanted', async () => {
		const short = await run({ steps: [{ flood: 100_000 }] });
		assert.equal(short.stdout.length, 100_000);
		assert.equal(short.stdout.indexOf('\n'), 1023);
		const long = await run({ steps: [{ flood: { bytes: 300_000, lineBytes: 300_000 } }] });
		assert.equal(long.stdout.indexOf('\n'), 299_999);
	});

	it('hangs until it is killed', async () => {
		const agent = await hanging([{ hang: true }]);
		agent.kill('SIGTERM');
		assert.deepEqual(await once(agent, 'exit'), [null, 'SIGTERM']);
	});

	it('ignores polite signals when told to', async () => {
		const agent = await hanging([{ ignoreSignals: true }, { hang: true }]);
		assert.ok(agent.stderr);
		for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
			agent.kill(signal);
			assert.equal(String((await once(agent.stderr, 'data'))[0]), `ignored ${signal}\n`);
		}
		agent.kill('SIGKILL');
		assert.deepEqual(await once(agent, 'exit'), [null, 'SIGKILL']);
	});

	it('leaves a grandchild behind that ignores SIGTERM, in a session of its own, and holds the output open', async () => {
		const pidFile = newPidFile();
		const grandchild = { ignoreSigterm: true, ownSession: true, keepsOutput: true, pidFile };
		const agent = await hanging([{ spawnGrandchild: grandchild }, { exit: 0 }]);
		assert.ok(agent.stdout);
		const pid = Number(readFileSync(pidFile, 'utf8'));
		process.kill(pid, 'SIGTERM');
		assert.equal(String((await once(agent.stdout, 'data'))[0]), 'grandchild ignored SIGTERM\n');
		const closed = once(agent, 'close');
		process.kill(-pid, 'SIGKILL');
		assert.equal((await closed)[0], 0);
	});

	it('leaves a grandchild behind that heeds SIGTERM and lets go of the output', async () => {
		const pidFile = newPidFile();
		assert.equal((await run({ steps: [{ spawnGrandchild: { pidFile } }, { exit: 0 }] })).code, 0);
		process.kill(Number(readFileSync(pidFile, 'utf8')), 'SIGTERM');
	});

	it('answers the question for its login', async () => {
		assert.equal((await run({}, ['auth', 'status'])).stdout.toString(), '{"loggedIn":true}\n');
		const { code, stderr } = await run({ login: { exit: 1, stderr: 'Not logged in' } }, ['login', 'status']);
		assert.deepEqual([code, stderr.toString()], [1, 'Not logged in']);
	});
});

interface Ended {
	readonly stdout: Buffer;
	readonly stderr: Buffer;
	readonly code: number | null;
}

async function run(
	script: object,
	args: readonly string[] = [],
	prompt = '',
): Promise<Ended & { readonly folder: string }> {
	const folder = temporaryFolder();
	const file = path.join(temporaryFolder(), 'script.json');
	writeFileSync(file, JSON.stringify(script));
	const child = start(folder, [`--fake-script=${file}`, ...args]);
	child.stdin?.on('error', () => {});
	child.stdin?.end(prompt);
	return { ...(await ended(child)), folder };
}

/** A process that is known to have reached its last step. */
async function hanging(steps: readonly object[]): Promise<ChildProcess> {
	const folder = temporaryFolder();
	const file = path.join(folder, 'script.json');
	const last = steps.length - 1;
	writeFileSync(file, JSON.stringify({ steps: [...steps.slice(0, last), { print: 'ready' }, steps[last]] }));
	const child = start(folder, [`--fake-script=${file}`]);
	child.stdin?.end();
	assert.ok(child.stdout);
	await once(child.stdout, 'data');
	return child;
}

function start(
	folder: string,
	args: readonly string[],
	environment: Readonly<Record<string, string>> = {},
): ChildProcess {
	const env = {
		PATH: `${path.dirname(process.execPath)}:${process.env['PATH']}`,
		SECRET_NAME: 'secret value',
		...environment,
	};
	const agent = spawn(program, args, { cwd: folder, env });
	agents.push(agent);
	return agent;
}

function newPidFile(): string {
	const pidFile = path.join(temporaryFolder(), 'pid');
	pidFiles.push(pidFile);
	return pidFile;
}

/** So that a failing test leaves no process either. */
function endGrandchild(pidFile: string): void {
	try {
		process.kill(Number(readFileSync(pidFile, 'utf8')), 'SIGKILL');
	} catch (error) {
		// It never started, or it is gone.
		assert.match(String(error), /ENOENT|ESRCH/);
	}
}

async function ended(child: ChildProcess): Promise<Ended> {
	const stdout: Buffer[] = [];
	const stderr: Buffer[] = [];
	child.stdout?.on('data', (chunk: Buffer) => stdout.push(chunk));
	child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk));
	await once(child, 'close');
	return { stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr), code: child.exitCode };
}
