import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type AgentSettings, usualAgentSettings } from '../../../src/core/agent.ts';
import type { Provider } from '../../../src/core/provider.ts';
import { createAgentCliAdapter } from '../../../src/providers/agentCli.ts';
import type { Answer, OutputPart, Readiness, RunInput, RunIo } from '../../../src/providers/provider.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { codeRequest, kindOf, listenTo, providerOf, runInput } from './inputs.ts';
import { isRunning, pidIn } from './processes.ts';

const agents = fileURLToPath(new URL('../../fixtures/agents/', import.meta.url));
const fakeAgent = join(agents, 'fake-agent.mjs');
const toolFolder = dirname(process.execPath);

const message = { print: { type: 'item.completed', item: { type: 'agent_message', text: 'All done.' } } };
const done = { print: { type: 'turn.completed', usage: { input_tokens: 5, output_tokens: 3 } } };
const alive = { print: { type: 'turn.started' } };

/** What the fake agent writes down about how it was started. */
interface Seen {
	readonly argv: readonly string[];
	readonly promptLength: number;
	readonly environment: readonly string[];
	readonly cwd: string;
	readonly pid: number;
}

type Step = Readonly<Record<string, unknown>>;

describe('the adapter for agent programs', () => {
	let folder: string;
	let tree: string;
	let environment: NodeJS.ProcessEnv;
	let folders: readonly string[];
	let settings: AgentSettings;
	const provider = providerOf({ kind: 'agent-cli', agent: 'codex', model: null });

	beforeEach(() => {
		folder = temporaryFolder();
		tree = join(folder, 'tree');
		mkdirSync(tree);
		environment = { PATH: `${toolFolder}:/usr/bin:/bin`, HOME: folder };
		folders = [];
		settings = { ...usualAgentSettings, path: fakeAgent };
	});

	const adapter = createAgentCliAdapter({
		agents: () => settings,
		environment: () => environment,
		folders: () => folders,
		get temporary() {
			return join(folder, 'temporary');
		},
		get boundary() {
			return folder;
		},
		now: () => 0,
	});

	/** The file that the fake agent writes what it saw to. */
	const record = () => join(folder, 'record.json');

	function seen(): Seen {
		return JSON.parse(readFileSync(record(), 'utf8')) as Seen;
	}

	function script(steps: readonly Step[], login?: object): void {
		const file = join(folder, 'script.json');
		writeFileSync(file, JSON.stringify({ record: record(), login, steps }));
		settings = { ...settings, args: [`--fake-script=${file}`], env: [...settings.env, 'FAKE_AGENT_SCRIPT'] };
	}

	async function run(steps: readonly Step[], input: Partial<RunInput> = {}, io: RunIo = listenTo()): Promise<Answer> {
		script(steps);
		return adapter.run(runInput(provider, { request: codeRequest('changes'), cwd: tree, ...input }), io);
	}

	/** Runs until the agent has shown that it is alive, and then aborts. */
	async function runAndAbort(steps: readonly Step[]): Promise<Answer> {
		const abort = new AbortController();
		const parts: OutputPart[] = [];
		return run(
			steps,
			{},
			{
				...listenTo(abort.signal),
				output: (part) => {
					parts.push(part);
					abort.abort();
				},
			},
		);
	}

	/** The user's arguments are for runs only, so that here the fake agent finds its script by the environment. */
	async function check(settingsOf: Partial<Provider> = {}): Promise<Readiness> {
		environment = { ...environment, FAKE_AGENT_SCRIPT: join(folder, 'script.json') };
		return adapter.check({ ...provider, ...settingsOf });
	}

	it('gives the answer of an agent that says it is done and exits with 0', async () => {
		const io = listenTo();
		assert.deepEqual(await run([message, done], {}, io), {
			ok: true,
			text: 'All done.',
			model: null,
			usage: { inputTokens: 5, outputTokens: 3, cost: null },
		});
		assert.equal(io.text(), 'All done.');
	});

	it('hands the prompt over through the input, which it closes, and never as an argument', async () => {
		const instruction = 'a secret wish '.repeat(20_000);
		assert.equal(kindOf(await run([message, done], { request: codeRequest('changes', { instruction }) })), 'ok');
		assert.ok(seen().promptLength > instruction.length);
		assert.doesNotMatch(seen().argv.join(' '), /secret wish/);
	});

	it('runs in the tree, with the user’s own arguments in front', async () => {
		await run([message, done]);
		assert.equal(seen().cwd, tree);
		assert.match(seen().argv[0] ?? '', /^--fake-script=/);
		assert.equal(seen().argv[1], 'exec');
	});

	it('shows the agent only the listed names of the environment', async () => {
		environment = { ...environment, GITHUB_TOKEN: 'x', OPENAI_BASE_URL: 'x', CODEX_HOME: folder, COMPANY_URL: 'x' };
		settings = { ...settings, env: ['COMPANY_URL'] };
		await run([message, done], { key: 'sk-profile' });
		const names = seen().environment.filter((name) => !/^(_|PWD|SHLVL|OLDPWD|__CF.*)$/.test(name));
		assert.deepEqual(names, [
			'CODEX_API_KEY',
			'CODEX_HOME',
			'COMPANY_URL',
			'GIT_CEILING_DIRECTORIES',
			'HOME',
			'PATH',
			'SWITCHYARD_RUN',
		]);
	});

	it('ends an agent at its first failure, whatever the agent would still try (U16)', async () => {
		const retry = {
			print: { type: 'error', message: 'Reconnecting... 1/5 (unexpected status 503 Service Unavailable)' },
		};
		assert.equal(kindOf(await run([retry, { hang: true }])), 'overloaded');
		assert.equal(isRunning(seen().pid), false);
	});

	it('does not believe an exit with 0 without the agent’s own word (U14)', async () => {
		assert.equal(kindOf(await run([message])), 'bad-output');
	});

	it('tells how a crashed agent ended, and keeps its error output out of what is logged', async () => {
		const answer = await run([{ stderr: 'panicked at src/secret.rs' }, { exit: 3 }]);
		assert.ok(!answer.ok);
		assert.equal(answer.failure.kind, 'agent-crashed');
		assert.deepEqual(answer.failure.evidence, { exitCode: 3 });
		assert.doesNotMatch(answer.failure.message, /secret/);
		assert.match(answer.failure.said ?? '', /panicked/);
	});

	it('keeps the key out of what a refused agent said', async () => {
		const refused = { print: { type: 'error', message: 'unexpected status 401 Unauthorized: bad key sk-profile-key' } };
		const answer = await run([refused], { key: 'sk-profile-key' });
		assert.equal(kindOf(answer), 'unauthorized');
		assert.doesNotMatch(JSON.stringify(answer), /sk-profile-key/);
	});

	it('leaves nothing running after an abort, not even a stubborn process in a session of its own', async () => {
		const pidFile = join(folder, 'grandchild');
		const grandchild = { spawnGrandchild: { ignoreSigterm: true, ownSession: true, keepsOutput: true, pidFile } };
		const answer = await runAndAbort([{ ignoreSignals: true }, grandchild, alive, { hang: true }]);
		assert.equal(kindOf(answer), 'cancelled');
		assert.equal(isRunning(seen().pid), false);
		assert.equal(isRunning(pidIn(pidFile)), false);
	});

	it('ends what an agent leaves behind after a good end, and does not wait for it', async () => {
		const pidFile = join(folder, 'grandchild');
		const grandchild = { spawnGrandchild: { ignoreSigterm: true, ownSession: true, keepsOutput: true, pidFile } };
		assert.equal(kindOf(await run([grandchild, message, done, { exit: 0 }])), 'ok');
		assert.equal(isRunning(pidIn(pidFile)), false);
	});

	it('says of an agent that it stopped that it had asked for input', async () => {
		const question = { stderr: 'Go on? [y/N] ' };
		const answer = await runAndAbort([question, alive, { hang: true }]);
		assert.equal(kindOf(answer), 'cancelled');
		assert.deepEqual(answer.ok ? null : answer.failure.evidence, { waiting: 'input' });
		const calm = await runAndAbort([alive, { hang: true }]);
		assert.deepEqual(calm.ok ? null : calm.failure.evidence, undefined);
	});

	it('lets an agent that it stops tidy up', async () => {
		const tidied = join(folder, 'tidied');
		const program = `#!/bin/bash\ntrap 'echo 1 > ${tidied}; exit 0' INT\necho '{}'\nwhile :; do sleep 0.01; done\n`;
		writeFileSync(join(folder, 'tidy'), program, { mode: 0o755 });
		settings = { ...settings, path: join(folder, 'tidy') };
		await runAndAbort([]);
		assert.equal(readFileSync(tidied, 'utf8'), '1\n');
	});

	it('keeps only the end of what an agent writes to its error output', async () => {
		const login = { stderr: 'Not logged in. ' };
		assert.equal(kindOf(await run([login, { exit: 1 }])), 'unauthorized');
		assert.equal(kindOf(await run([login, { stderr: 'x'.repeat(5000) }, { exit: 1 }])), 'agent-crashed');
	});

	it('starts nothing when it was aborted before', async () => {
		const answer = await run([message, done], {}, listenTo(AbortSignal.abort()));
		assert.equal(kindOf(answer), 'cancelled');
		assert.deepEqual(readdirSync(folder).sort(), ['script.json', 'tree']);
	});

	it('shows nothing after the abort', async () => {
		const abort = new AbortController();
		const parts: OutputPart[] = [];
		const output = (part: OutputPart) => {
			parts.push(part);
			abort.abort();
		};
		await run([alive, message, message, { hang: true }], {}, { ...listenTo(abort.signal), output });
		assert.deepEqual(parts, [{ type: 'activity' }]);
	});

	it('reads on over garbage, bytes that are no text, and a line of 20 MB (U18)', async () => {
		const noise = [
			{ raw: 'warning: {not json\n' },
			{ rawBase64: Buffer.from([0xff, 0xfe, 0x00, 0x0a]).toString('base64') },
			{ flood: { bytes: 20_000_000, lineBytes: 20_000_000 } },
		];
		const io = listenTo();
		const answer = await run([...noise, message, done], {}, io);
		assert.equal(kindOf(answer), 'ok');
		assert.deepEqual(
			io.parts.map((part) => part.type),
			['activity', 'activity', 'activity', 'text', 'activity'],
		);
	});

	it('needs no more memory for a flood of 50 MB', async () => {
		const before = memoryInUse();
		let least = Number.POSITIVE_INFINITY;
		let lines = 0;
		const output = () => {
			lines += 1;
			// From here on, whoever kept what was read would hold more than 30 MB.
			if (lines > 1900 && lines % 100 === 0) {
				least = Math.min(least, memoryInUse());
			}
		};
		const answer = await run(
			[{ flood: { bytes: 50_000_000, lineBytes: 16_384 } }, message, done],
			{},
			{ ...listenTo(), output },
		);
		assert.equal(kindOf(answer), 'ok');
		assert.ok(least - before < 20_000_000, `${least - before} bytes more`);
	});

	it('is not held up by an agent that floods its error output', async () => {
		assert.equal(kindOf(await run([{ stderr: 'x'.repeat(2_000_000) }, message, done])), 'ok');
	});

	it('survives an agent that ends without reading its prompt', async () => {
		settings = { ...usualAgentSettings, path: join(agents, 'providers-deaf.mjs') };
		const request = codeRequest('changes', { instruction: 'x'.repeat(3_000_000) });
		const answer = await adapter.run(runInput(provider, { request, cwd: tree }), listenTo());
		assert.equal(kindOf(answer), 'overloaded');
	});

	it('answers a request for code with the last message alone, and shows nothing else', async () => {
		const chatter = { print: { type: 'item.completed', item: { type: 'agent_message', text: 'Let me look.' } } };
		const io = listenTo();
		const answer = await run([chatter, message, done], { request: codeRequest('code') }, io);
		assert.equal(answer.ok && answer.text, 'All done.');
		assert.equal(io.text(), 'All done.');
	});

	it('gives a run without a tree an empty folder, and removes it', async () => {
		await run([{ write: { path: 'left.txt', content: 'x' } }, message, done], {
			request: codeRequest('text'),
			cwd: null,
		});
		assert.equal(dirname(dirname(seen().cwd)), join(folder, 'temporary'));
		assert.deepEqual(readdirSync(join(folder, 'temporary')), []);
	});

	it('does not run a program that lies in an open folder', async () => {
		folders = [agents];
		const answer = await run([message, done]);
		assert.ok(!answer.ok);
		assert.equal(answer.failure.kind, 'unreachable');
		assert.match(answer.failure.message, /open folder.*switchyard\.agents\.codex\.path/);
		const readiness = await check();
		assert.equal(readiness.ready ? '' : readiness.reason, 'not-installed');
	});

	it('does not run an agent of the user’s own that lies in an open folder', async () => {
		folders = [agents];
		const request = codeRequest('changes');
		const answer = await adapter.run(runInput({ ...provider, agent: 'mine' }, { request, cwd: tree }), listenTo());
		assert.match(answer.ok ? '' : answer.failure.message, /open folder.*switchyard\.agents\.mine\.path/);
	});

	it('gives an agent of the user’s own the arguments that are set, and none besides', async () => {
		const done = { print: { type: 'done' } };
		settings = { ...settings, output: 'json-lines' };
		script([done]);
		settings = { ...settings, args: [...settings.args, '--in', '{folder}'] };
		const request = codeRequest('changes');
		const answer = await adapter.run(runInput({ ...provider, agent: 'mine' }, { request, cwd: tree }), listenTo());
		assert.equal(kindOf(answer), 'ok');
		assert.deepEqual(seen().argv.slice(1), ['--in', tree]);
	});

	it('says which setting names a program that is missing, and that it was asked nothing (A2)', async () => {
		settings = { ...settings, path: '/nowhere/codex' };
		const answer = await run([]);
		assert.equal(answer.ok || answer.failure.neverSent, true);
		assert.match(answer.ok ? '' : answer.failure.message, /not found.*switchyard\.agents\.codex\.path/);
	});

	it('says so when a program cannot be started at all, and was asked nothing (A2)', async () => {
		const answer = await run([], { cwd: join(folder, 'gone') });
		assert.equal(kindOf(answer), 'bug');
		writeFileSync(join(folder, 'broken'), '\u007fELF', { mode: 0o755 });
		settings = { ...settings, path: join(folder, 'broken') };
		assert.equal(kindOf(await run([])), 'agent-crashed');
		writeFileSync(join(folder, 'broken'), '#!/nowhere/interpreter\n', { mode: 0o755 });
		const never = await run([]);
		assert.equal(kindOf(never), 'agent-crashed');
		assert.deepEqual(never.ok ? null : [never.failure.neverSent, never.failure.evidence], [true, { code: 'ENOENT' }]);
	});

	it('knows no agent but those with a dialect', async () => {
		settings = usualAgentSettings;
		const answer = await adapter.run(runInput({ ...provider, agent: 'toString' }, { cwd: tree }), listenTo());
		assert.equal(kindOf(answer), 'unreachable');
	});

	it('reads another agent in that agent’s own dialect', async () => {
		script([{ print: { type: 'result', subtype: 'success', is_error: true, api_error_status: 401 } }, { hang: true }]);
		const request = codeRequest('changes');
		const answer = await adapter.run(runInput({ ...provider, agent: 'claude' }, { request, cwd: tree }), listenTo());
		assert.equal(kindOf(answer), 'unauthorized');
	});

	describe('asked whether it is ready', () => {
		it('gives the version of a program that is installed and logged in', async () => {
			script([], { exit: 0 });
			assert.deepEqual(await check(), { ready: true, version: '1.2.3' });
		});

		it('says how to log in', async () => {
			script([], { exit: 1 });
			assert.deepEqual(await check(), {
				ready: false,
				reason: 'not-logged-in',
				message: 'Log in with “codex login”.',
			});
		});

		it('names the version found, the one needed, and what to do, when it is too old', async () => {
			writeFileSync(join(folder, 'old'), '#!/bin/sh\necho codex-cli 0.99.1\n', { mode: 0o755 });
			settings = { ...settings, path: join(folder, 'old') };
			assert.deepEqual(await check(), {
				ready: false,
				reason: 'too-old',
				message: 'Version 0.99.1 of codex is too old: 0.100.0 or later is needed. Update it the way it was installed.',
			});
		});

		it('does not start an agent of the user’s own, which could begin to work', async () => {
			const started = join(folder, 'started');
			writeFileSync(join(folder, 'mine'), `#!/bin/sh\ntouch ${started}\n`, { mode: 0o755 });
			settings = { ...settings, path: join(folder, 'mine') };
			assert.deepEqual(await check({ agent: 'mine' }), { ready: true, version: null });
			assert.equal(existsSync(started), false);
			folders = [folder];
			assert.equal((await check({ agent: 'mine' })).ready, false);
		});

		it('needs no login where a key is at hand', async () => {
			script([], { exit: 1 });
			assert.equal((await check({ profiles: [{ name: 'work', key: { from: 'secrets' } }] })).ready, true);
			environment = { ...environment, CODEX_API_KEY: 'x' };
			assert.equal((await check()).ready, true);
		});

		it('does not count a program that does not start as installed', async () => {
			writeFileSync(join(folder, 'stub'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
			settings = { ...settings, path: join(folder, 'stub') };
			const readiness = await check();
			assert.equal(readiness.ready ? '' : readiness.reason, 'not-installed');
		});
	});
});

/** Only what is still in use: all that could be collected is collected first. */
function memoryInUse(): number {
	setFlagsFromString('--expose-gc');
	const collect = runInNewContext('gc') as () => void;
	collect();
	const { heapUsed, arrayBuffers } = process.memoryUsage();
	return heapUsed + arrayBuffers;
}
