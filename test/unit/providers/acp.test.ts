import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OutputPart } from '../../../src/providers/provider.ts';
import { memoryInUse } from '../../support/memory.ts';
import { processesWith } from '../../support/processes.ts';
import { type AcpStage, acpStage, type Play, type Step } from './acpStage.ts';
import { codeRequest, kindOf, providerOf } from './inputs.ts';
import { isRunning, pidIn } from './processes.ts';

const say = (text: string): Step => ({ say: text });
const call = (fields: object): Step => ({ update: { sessionUpdate: 'tool_call', toolCallId: 'c1', ...fields } });

describe('the adapter for the Agent Client Protocol', () => {
	let stage: AcpStage;

	beforeEach(() => {
		stage = acpStage();
	});

	afterEach(() => {
		assert.deepEqual(processesWith(`HOME=${stage.folder}`, 'SWITCHYARD_RUN='), [], 'nothing of the run is left');
		assert.deepEqual(
			existsSync(join(stage.folder, 'temporary')) ? readdirSync(join(stage.folder, 'temporary')) : [],
			[],
		);
	});

	const kind = async (steps: readonly Step[], play: Play = {}) => kindOf((await stage.run(steps, play)).answer);

	function pidOfAgent(): number {
		const [{ pid }] = stage.recorded('process') as [{ readonly pid: number }];
		return pid;
	}

	/** Runs until the first piece of text, and then aborts. */
	async function runAndAbort(steps: readonly Step[], play: Play = {}) {
		const abort = new AbortController();
		const output = (part: OutputPart) => (part.type === 'text' ? abort.abort() : undefined);
		return stage.run(steps, { ...play, signal: abort.signal, output });
	}

	it('gives what the agent says, what it does, its tokens and its cost', async () => {
		const usage = { inputTokens: 5, outputTokens: 3, cachedReadTokens: 2, totalTokens: 10 };
		const { answer, parts } = await stage.run([
			say('I '),
			say('begin.'),
			call({ kind: 'edit', locations: [{ path: join(stage.tree, 'src/a.ts') }] }),
			{ update: { sessionUpdate: 'usage_update', used: 1, size: 2, cost: { amount: 0.5, currency: 'USD' } } },
			say('All done.'),
			{ answer: { stopReason: 'end_turn', usage } },
		]);
		assert.deepEqual(answer, {
			ok: true,
			text: 'I begin.\n\nAll done.',
			model: null,
			usage: { inputTokens: 7, outputTokens: 3, cost: 0.5 },
		});
		assert.deepEqual(
			parts.filter((part) => part.type !== 'activity'),
			[
				{ type: 'text', text: 'I ' },
				{ type: 'text', text: 'begin.' },
				{ type: 'tool', tool: 'edit', detail: 'src/a.ts' },
				{ type: 'usage', usage: { inputTokens: null, outputTokens: null, cost: 0.5 } },
				{ type: 'text', text: '\n\nAll done.' },
			],
		);
	});

	it('gives the last text whole, however close the end of the turn follows it', async () => {
		const { answer } = await stage.run([{ chatter: { pieces: 5000, text: 'x' } }]);
		assert.equal(answer.ok && answer.text.length, 5000);
	});

	it('answers a request for code with the last message alone, and shows nothing else', async () => {
		const steps = [say('Let me look.'), call({ kind: 'read', status: 'completed' }), say('code')];
		const { answer, parts } = await stage.run(steps, { input: { request: codeRequest('code') } });
		assert.equal(answer.ok && answer.text, 'code');
		assert.deepEqual(
			parts.flatMap((part) => (part.type === 'text' ? part.text : [])),
			['code'],
		);
	});

	it('hands the prompt over in a message and never as an argument, and shows only listed variables', async () => {
		const instruction = 'a secret wish '.repeat(50_000);
		stage.environment = { ...stage.environment, GITHUB_TOKEN: 'x', COMPANY_URL: 'x' };
		stage.settings = { env: ['COMPANY_URL', 'MINE_KEY'] };
		const input = { request: codeRequest('changes', { instruction }), key: 'sk-profile' };
		assert.equal(await kind([say('ok')], { input }), 'ok');
		const [{ length }] = stage.recorded('session/prompt') as [{ length: number }];
		assert.ok(length > instruction.length);
		const [{ argv, environment, cwd }] = stage.recorded('process') as [
			{ argv: string[]; environment: string[]; cwd: string },
		];
		assert.doesNotMatch(argv.join(' '), /secret wish/);
		assert.equal(cwd, stage.tree);
		assert.deepEqual(
			environment.filter((name) => !/^(_|PWD|SHLVL|OLDPWD|__CF.*)$/.test(name)),
			['COMPANY_URL', 'GIT_CEILING_DIRECTORIES', 'HOME', 'MINE_KEY', 'PATH', 'SWITCHYARD_RUN'],
		);
	});

	it('opens a session in the tree without servers, and offers files but no terminal for an edit', async () => {
		await stage.run([say('ok')]);
		assert.deepEqual(stage.recorded('session/new'), [{ cwd: stage.tree, mcpServers: [] }]);
		const [{ clientCapabilities }] = stage.recorded('initialize') as [{ clientCapabilities: unknown }];
		assert.deepEqual(clientCapabilities, { fs: { readTextFile: true, writeTextFile: true }, terminal: false });
	});

	describe('modes and models', () => {
		const modes = { currentModeId: 'yolo', availableModes: [{ id: 'default' }, { id: 'yolo' }] };
		const withModel = (model: string) => ({ provider: providerOf({ kind: 'acp', agent: 'mine', model }) });

		it('sets the mode that asks', async () => {
			await stage.run([say('ok')], { session: { modes } });
			assert.deepEqual(stage.recorded('session/set_mode'), [{ sessionId: 'session-1', modeId: 'default' }]);
		});

		it('leaves a mode alone that is right already', async () => {
			await stage.run([say('ok')], { session: { modes: { ...modes, currentModeId: 'default' } } });
			assert.deepEqual(stage.recorded('session/set_mode'), []);
		});

		it('sets the model through the option that is offered for it', async () => {
			const options = [{ options: [{ value: 'a/one', name: 'One' }] }, { value: 'two', name: 'Two' }];
			const model = { id: 'model', category: 'model', currentValue: 'two', options };
			const { answer } = await stage.run([say('ok')], { session: { configOptions: [model] }, input: withModel('One') });
			assert.equal(answer.ok && answer.model, 'One');
			assert.deepEqual(stage.recorded('session/set_config_option'), [
				{ sessionId: 'session-1', configId: 'model', value: 'a/one' },
			]);
		});

		it('sets the model by name where models are a list of their own', async () => {
			const models = { currentModelId: 'b', availableModels: [{ modelId: 'a' }, { modelId: 'b' }] };
			await stage.run([say('ok')], { session: { models }, input: withModel('a') });
			assert.deepEqual(stage.recorded('session/set_model'), [{ sessionId: 'session-1', modelId: 'a' }]);
		});

		it('says so when the agent offers no such model, before anything is sent (A2)', async () => {
			const { answer } = await stage.run([say('ok')], { input: withModel('nowhere') });
			assert.deepEqual(answer.ok ? null : [answer.failure.kind, answer.failure.neverSent], ['model-missing', true]);
			assert.deepEqual(stage.recorded('session/prompt'), []);
		});
	});

	describe('logging in', () => {
		const authMethods = [{ id: 'browser' }, { id: 'key', type: 'env_var', vars: [{ name: 'NO_KEY' }] }];

		it('is done with a key that is at hand, and asks nobody', async () => {
			const silent = { id: 'key', type: 'env_var', vars: [{ name: 'MINE_KEY' }, { name: 'MINE_URL', optional: true }] };
			const play = { login: 'MINE_KEY', initialize: { authMethods: [{ id: 'browser' }, silent] } };
			stage.settings = { env: ['MINE_KEY'] };
			stage.environment = { ...stage.environment, MINE_KEY: 'x' };
			assert.equal(await kind([say('ok')], play), 'ok');
			assert.deepEqual(stage.recorded('authenticate'), [{ methodId: 'key' }]);
		});

		it('is left to the user where it needs a person (A2)', async () => {
			const { answer } = await stage.run([say('ok')], { login: 'NO_KEY', initialize: { authMethods } });
			assert.deepEqual(answer.ok ? null : [answer.failure.kind, answer.failure.neverSent], ['unauthorized', true]);
			assert.match(answer.ok ? '' : answer.failure.message, /Log in/);
			assert.deepEqual(stage.recorded('authenticate'), []);
		});
	});

	describe('failures', () => {
		const failing: readonly [name: string, step: Step, kind: string][] = [
			['a limit', { fail: { code: -32603, message: 'x', data: { errorKind: 'rate_limit' } } }, 'rate-limited'],
			[
				'a quota',
				{ fail: { code: 429, message: 'You have exhausted your daily quota on this model.' } },
				'quota-exhausted',
			],
			[
				'a refused key',
				{ fail: { code: -32603, message: 'Internal error', data: { details: '401 Incorrect API key' } } },
				'unauthorized',
			],
			['a wish to be logged in', { fail: { code: -32000, message: 'Authentication required' } }, 'unauthorized'],
			['an overload', { fail: { code: 503, message: 'The model is overloaded.' } }, 'overloaded'],
			[
				'a missing model',
				{ fail: { code: -32603, message: 'x', data: { errorKind: 'model_not_found' } } },
				'model-missing',
			],
			['an overflow', { fail: { code: 400, message: 'prompt is too long: 210012 tokens' } }, 'context-exceeded'],
			['a cut stream', { fail: { code: 500, message: 'terminated' } }, 'unreachable'],
			['a failure told as an answer', say('Error: 429 Rate limit reached.'), 'rate-limited'],
			['an unknown failure', { fail: { code: -32603, message: 'Internal error' } }, 'unknown'],
			['the length limit', { answer: { stopReason: 'max_tokens' } }, 'bad-output'],
			['too many requests in a turn', { answer: { stopReason: 'max_turn_requests' } }, 'bad-output'],
			['a refusal', { answer: { stopReason: 'refusal' } }, 'refused'],
			['a turn that the agent cancels', { answer: { stopReason: 'cancelled' } }, 'bad-output'],
			['an end for no known reason', { answer: { stopReason: 'moon' } }, 'bad-output'],
			['an answer without a reason', { answer: {} }, 'bad-output'],
			['a crash', { exit: 3 }, 'agent-crashed'],
			['a signal', { kill: 'SIGKILL' }, 'agent-crashed'],
			['an exit with 0 in the middle', { exit: 0 }, 'bad-output'],
			['an output that ends', { closeOutput: true }, 'agent-crashed'],
		];
		for (const [name, step, expected] of failing) {
			it(`tells ${name} as ${expected} (A1, R14)`, async () => {
				assert.equal(await kind([say('Working. '), call({ kind: 'other' }), step]), expected);
			});
		}

		it('tells why an agent ended from its error output, and keeps that out of what is logged', async () => {
			const { answer } = await stage.run([{ stderr: 'No authentication information found.\n' }, { exit: 1 }]);
			assert.equal(kindOf(answer), 'unauthorized');
			assert.doesNotMatch(answer.ok ? '' : answer.failure.message, /information/);
		});

		it('keeps the key out of what a refused agent said', async () => {
			stage.settings = { env: ['MINE_KEY'] };
			const refused = { fail: { code: 401, message: 'bad key sk-profile-key' } };
			const { answer } = await stage.run([refused], { input: { key: 'sk-profile-key' } });
			assert.equal(kindOf(answer), 'unauthorized');
			assert.doesNotMatch(JSON.stringify(answer), /sk-profile-key/);
		});

		it('does not take an empty answer for one', async () => {
			assert.equal(await kind([], { input: { request: codeRequest('text') } }), 'bad-output');
		});

		it('speaks one version of the protocol', async () => {
			const { answer } = await stage.run([say('ok')], { initialize: { protocolVersion: 2 } });
			assert.deepEqual(answer.ok ? null : [answer.failure.kind, answer.failure.neverSent], ['unreachable', true]);
		});

		it('says which setting names a program that is missing (A2)', async () => {
			stage.settings = { path: null };
			const { answer } = await stage.run([]);
			assert.match(answer.ok ? '' : answer.failure.message, /switchyard\.agents\.mine\.path/);
			assert.equal(answer.ok || answer.failure.neverSent, true);
		});

		it('says so when a program cannot be started (A2)', async () => {
			writeFileSync(join(stage.folder, 'broken'), '#!/nowhere/interpreter\n', { mode: 0o755 });
			stage.settings = { path: join(stage.folder, 'broken') };
			const { answer } = await stage.run([]);
			assert.deepEqual(answer.ok ? null : [answer.failure.kind, answer.failure.neverSent], ['agent-crashed', true]);
		});

		it('does not start an agent in a folder with files that it would follow unasked', async () => {
			stage.agent = 'cursor';
			mkdirSync(join(stage.tree, '.cursor'));
			writeFileSync(join(stage.tree, '.cursor/hooks.json'), '{}');
			const { answer } = await stage.run([say('ok')]);
			assert.match(answer.ok ? '' : answer.failure.message, /\.cursor\/hooks\.json/);
			assert.deepEqual(stage.recorded('process'), []);
		});

		it('does not run a program that lies in an open folder', async () => {
			const path = join(stage.tree, 'agent');
			writeFileSync(path, '#!/bin/sh\ntouch ran\n', { mode: 0o755 });
			stage.settings = { path };
			assert.equal(await kind([]), 'unreachable');
			assert.equal(existsSync(join(stage.tree, 'ran')), false);
		});
	});

	describe('stopping', () => {
		it('tells the agent to stop, and ends it', async () => {
			const { answer } = await runAndAbort([say('Working.'), { hang: true }]);
			assert.equal(kindOf(answer), 'cancelled');
			assert.deepEqual(stage.recorded('session/cancel'), [{ sessionId: 'session-1' }]);
			assert.equal(isRunning(pidOfAgent()), false);
		});

		it('ends an agent that hears neither a cancel nor a signal, with a grandchild of the same kind', async () => {
			const pidFile = join(stage.folder, 'grandchild');
			const steps = [{ ignoreSignals: true }, { spawnGrandchild: { pidFile } }, say('Working.'), { hangForEver: true }];
			assert.equal(kindOf((await runAndAbort(steps)).answer), 'cancelled');
			assert.equal(isRunning(pidOfAgent()), false);
			assert.equal(isRunning(pidIn(pidFile)), false);
		});

		it('ends what an agent leaves behind after a good end', async () => {
			const pidFile = join(stage.folder, 'grandchild');
			assert.equal(await kind([{ spawnGrandchild: { pidFile } }, say('Done.')]), 'ok');
			assert.equal(isRunning(pidIn(pidFile)), false);
		});

		it('does not wait for what a dead agent left behind', async () => {
			const pidFile = join(stage.folder, 'grandchild');
			assert.equal(await kind([{ spawnGrandchild: { pidFile } }, { kill: 'SIGKILL' }]), 'agent-crashed');
			assert.equal(isRunning(pidIn(pidFile)), false);
		});

		it('ends an agent that hangs before it has said anything', async () => {
			const abort = new AbortController();
			const running = stage.run([], { atStart: { hangForEver: true }, signal: abort.signal });
			abort.abort();
			assert.equal(kindOf((await running).answer), 'cancelled');
		});

		it('starts nothing when it was aborted before', async () => {
			assert.equal(await kind([say('ok')], { signal: AbortSignal.abort() }), 'cancelled');
			assert.deepEqual(stage.recorded('process'), []);
		});

		it('shows nothing after the abort', async () => {
			const { parts } = await runAndAbort([say('one'), say('two'), { hang: true }]);
			assert.equal(
				parts.at(-1)?.type === 'text' && parts.at(-1),
				parts.find((part) => part.type === 'text'),
			);
		});

		it('stops an agent at its first failure, whatever it would still try (U16)', async () => {
			assert.equal(await kind([say('Error: 503 Service Unavailable'), { hangForEver: true }]), 'overloaded');
			assert.equal(isRunning(pidOfAgent()), false);
		});
	});

	describe('noise', () => {
		it('reads on over garbage, bytes that are no text, other JSON and answers to nothing (U18)', async () => {
			const { answer } = await stage.run([
				{ raw: 'warning: {not json\n' },
				{ rawBase64: Buffer.from([0xff, 0xfe, 0x00, 0x0a]).toString('base64') },
				{ raw: '[]\n{}\n1\nnull\n[{"jsonrpc":"2.0","method":"x"}]\n' },
				{ raw: '{"jsonrpc":"2.0","id":99,"result":{}}\n{"jsonrpc":"2.0","id":null,"error":{}}\n' },
				{ notify: { method: '_mine/anything', params: { deep: [1] } } },
				{ update: { sessionUpdate: 'from the future' } },
				{ ask: { method: '_mine/question', params: {} } },
				say('Done.'),
			]);
			assert.equal(answer.ok && answer.text, 'Done.');
			assert.deepEqual(
				(stage.recorded('_mine/question') as { error: { code: number } }[]).map(({ error }) => error.code),
				[-32601],
			);
		});

		it('reads on over a line of 50 MB', async () => {
			const { answer } = await stage.run([{ flood: { bytes: 50_000_000, lineBytes: 50_000_000 } }, say('Done.')]);
			assert.equal(answer.ok && answer.text, 'Done.');
		});

		it('needs no more memory for a flood', async () => {
			const before = memoryInUse();
			let parts = 0;
			let least = Number.POSITIVE_INFINITY;
			const output = () => {
				parts += 1;
				// From here on, whoever kept what was read would hold more than 100 MB.
				if (parts > 1600 && parts % 200 === 0) {
					least = Math.min(least, memoryInUse());
				}
			};
			const { answer } = await stage.run([{ flood: { bytes: 200_000_000, lineBytes: 65_536 } }, say('Done.')], {
				output,
			});
			assert.equal(answer.ok && answer.text, 'Done.');
			assert.ok(least - before < 20_000_000, `${least - before} bytes more`);
		});

		it('is not held up by an agent that floods its error output', async () => {
			assert.equal(await kind([{ stderr: 'x'.repeat(2_000_000) }, say('Done.')]), 'ok');
		});

		it('keeps what an agent says within bounds', async () => {
			const { answer } = await stage.run([{ chatter: { pieces: 300, text: 'x'.repeat(65_536) } }], {
				input: { request: codeRequest('text') },
			});
			assert.equal(kindOf(answer), 'bad-output');
		});
	});

	describe('asked whether it is ready', () => {
		const provider = providerOf({ kind: 'acp', agent: 'mine', model: null });

		it('gives the version of an agent that shakes hands, and opens no session', async () => {
			assert.deepEqual(await stage.adapter.check(provider), { ready: true, version: '1.2.3' });
			assert.deepEqual(stage.recorded('session/new'), []);
		});

		it('tells a program that is no agent from one that is not there', async () => {
			writeFileSync(join(stage.folder, 'other'), '#!/bin/sh\necho 1.0\n', { mode: 0o755 });
			stage.settings = { path: join(stage.folder, 'other') };
			const other = await stage.adapter.check(provider);
			assert.equal(other.ready ? '' : other.reason, 'unreachable');
			stage.settings = { path: '/nowhere/agent' };
			const missing = await stage.adapter.check(provider);
			assert.equal(missing.ready ? '' : missing.reason, 'not-installed');
		});
	});
});
