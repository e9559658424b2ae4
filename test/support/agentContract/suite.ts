import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Dialect } from '../../../src/providers/dialects/dialect.ts';
import { dialectOf } from '../../../src/providers/dialects/index.ts';
import { statedWaitMs } from '../../../src/core/failure.ts';
import type { AttemptResult } from '../../../src/router/attempt.ts';
import { usualAgentSettings } from '../../../src/core/agent.ts';
import { isRunning, pidIn } from '../../unit/providers/processes.ts';
import { eventually } from '../eventually.ts';
import { processesWith } from '../processes.ts';
import {
	type AgentContract,
	type Outcome,
	type ProcessScenario,
	processScenarios,
	vendorScenarios,
} from './declaration.ts';
import { openStage, type Stage, type Step, stepsOf } from './play.ts';

/** In bytes. */
export interface Amounts {
	readonly flood: number;
	readonly longLine: number;
}

/** How much more memory a flood may need, in bytes: less than half of the least flood. */
const flat = 15_000_000;

/** The one contract of all agent programs, on real processes. */
export function agentContract(contract: AgentContract, amounts: Amounts): void {
	describe(`the contract of agents: ${contract.title}`, () => {
		let stage: Stage;
		beforeEach(() => {
			stage = openStage(contract);
		});
		afterEach(() => endAll(stage));

		const outcomeOf = (scenario: ProcessScenario): Outcome =>
			contract.process?.[scenario] ?? processScenarios[scenario];
		const wellDone = editOf(contract);

		async function outcome(steps: readonly Step[]): Promise<AttemptResult> {
			stage.script(steps);
			return expectEnd(stage, stage.run());
		}

		for (const scenario of vendorScenarios) {
			const each = contract.vendor[scenario];
			it(`${scenario}: ${each.outcome}`, async () => {
				stage.script([...(scenario === 'edit' ? [wrote] : []), ...stepsOf(contract, each)]);
				const result = await expectEnd(stage, stage.run(scenario === 'answer' ? 'text' : 'changes'));
				assert.equal(kindOf(result), each.outcome, wordsOf(result));
				if (each.retryAfterMs !== undefined) {
					assert.equal(result.ok ? null : statedWaitMs(result.failure), each.retryAfterMs);
				}
				if (scenario === 'answer' && each.outcome === 'ok') {
					assert.match(result.ok ? result.text : '', /\S/);
				}
				if (scenario === 'edit' && contract.silentEdits !== true) {
					assert.ok(stage.parts.some((part) => part.type === 'tool' && part.tool === 'edit'));
				}
			});
		}

		it('is given the prompt, and not where every process of the machine can read it', async () => {
			assert.equal(kindOf(await outcome(wellDone)), contract.vendor.edit.outcome);
			const { argv, promptLength, promptInFile } = stage.seen();
			assert.ok(promptLength > stage.secret.length || promptInFile, 'it was given no prompt');
			assert.doesNotMatch(argv.join(' '), new RegExp(stage.secret));
		});

		it(`hang: nothing said, ended by the deadline (U18) (${outcomeOf('hang')})`, async () => {
			stage.script([{ hang: true }]);
			const running = stage.run();
			await eventually(() => stage.hasBegun(), true);
			await stage.clock.advance(60_000);
			const result = await expectEnd(stage, running);
			assert.equal(kindOf(result), outcomeOf('hang'));
			assert.match(wordsOf(result), /no output at all within 60 s/);
			assert.deepEqual(stage.parts, []);
		});

		it(`silence: after a sign of life, ended by the deadline (U18) (${outcomeOf('silence')})`, async () => {
			const result = await afterLife([{ raw: contract.alive }, { hang: true }], () => stage.clock.advance(120_000));
			assert.equal(kindOf(result), outcomeOf('silence'));
			assert.match(wordsOf(result), /silent for 120 s/);
		});

		it(`cancel: while it ignores signals (${outcomeOf('cancel')})`, async () => {
			const steps = [{ ignoreSignals: true }, { raw: contract.alive }, { hang: true }];
			const result = await afterLife(steps, () => stage.cancel());
			assert.equal(kindOf(result), outcomeOf('cancel'));
		});

		it(`grandchild: of its own session, ignores SIGTERM (${outcomeOf('grandchild')})`, async () => {
			const pidFile = join(stage.folder, 'grandchild');
			const result = await outcome([grandchild(pidFile), ...wellDone]);
			assert.equal(kindOf(result), outcomeOf('grandchild'), wordsOf(result));
			assert.equal(isRunning(pidIn(pidFile)), false);
		});

		it(`grandchild, cancelled: nothing is left (${outcomeOf('grandchild, cancelled')})`, async () => {
			const pidFile = join(stage.folder, 'grandchild');
			const steps = [{ ignoreSignals: true }, grandchild(pidFile), { raw: contract.alive }, { hang: true }];
			const result = await afterLife(steps, () => stage.cancel());
			assert.equal(kindOf(result), outcomeOf('grandchild, cancelled'));
			assert.equal(isRunning(pidIn(pidFile)), false);
		});

		floodContract(contract, amounts.flood, () => stage);

		it(`long line: ${amounts.longLine / 1e6} MB (${outcomeOf('long line')})`, async () => {
			const result = await outcome([{ longLine: amounts.longLine }, ...wellDone]);
			assert.equal(kindOf(result), outcomeOf('long line'), wordsOf(result));
		});

		it(`garbage: between its lines (U18) (${outcomeOf('garbage')})`, async () => {
			const garbage = '{"type":\n\u0000\u0001\u001b[31m]]>{}}\n[1,2\nnull\n"text"\n7\n[]\n{}\n{"type":{"type":[]}}\n';
			const result = await outcome([{ raw: garbage }, ...wellDone]);
			assert.equal(kindOf(result), outcomeOf('garbage'), wordsOf(result));
		});

		it(`non-UTF-8: bytes that are no text (U18) (${outcomeOf('non-UTF-8')})`, async () => {
			const bytes = Buffer.from([0xff, 0xfe, 0xc3, 0x28, 0x00, 0x80, 0x0a]).toString('base64');
			const result = await outcome([{ rawBase64: bytes }, { stderrBase64: bytes }, ...wellDone]);
			assert.equal(kindOf(result), outcomeOf('non-UTF-8'), wordsOf(result));
		});

		it(`exit code: 3 without a word (${outcomeOf('exit code')})`, async () => {
			const result = await outcome([{ raw: contract.alive }, { exit: 3 }]);
			assert.equal(kindOf(result), outcomeOf('exit code'), wordsOf(result));
			assert.equal(result.ok ? null : result.failure.evidence?.['exitCode'], 3);
		});

		it(`killed by a signal: SIGKILL from outside (${outcomeOf('killed by a signal')})`, async () => {
			const result = await outcome([{ raw: contract.alive }, { killSelf: 'SIGKILL' }]);
			assert.equal(kindOf(result), outcomeOf('killed by a signal'), wordsOf(result));
			assert.match(wordsOf(result), /SIGKILL/);
		});

		it(`nothing done: exit code 0 and no word (U14) (${outcomeOf('nothing done')})`, async () => {
			assert.equal(kindOf(await outcome([{ exit: 0 }])), outcomeOf('nothing done'));
		});

		it(`quota on stdout: words for people, and exit code 0 (${outcomeOf('quota on stdout')})`, async () => {
			const result = await outcome([{ raw: 'You’ve hit your usage limit. Try again later.\n' }, { exit: 0 }]);
			assert.equal(kindOf(result), outcomeOf('quota on stdout'), wordsOf(result));
		});

		it(`asks and ends: as its input is closed (${outcomeOf('asks and ends')})`, async () => {
			const result = await outcome([{ raw: 'Trust this folder? [y/N] ' }, { exit: 1 }]);
			assert.equal(kindOf(result), outcomeOf('asks and ends'), wordsOf(result));
			assert.match(wordsOf(result), /asked for input/);
		});

		it(`asks and waits: ended by the deadline (${outcomeOf('asks and waits')})`, async () => {
			const written = join(stage.folder, 'written');
			stage.script([{ raw: 'Trust this folder? [y/N] ' }, { write: { path: written, content: '' } }, { hang: true }]);
			const running = stage.run();
			await eventually(() => existsSync(written), true);
			await stage.clock.advance(60_000);
			const result = await expectEnd(stage, running);
			assert.equal(kindOf(result), outcomeOf('asks and waits'));
			assert.match(wordsOf(result), /asked for input/);
		});

		it(`crash after edits: nothing of it is offered (${outcomeOf('crash after edits')})`, async () => {
			const result = await outcome([{ raw: contract.alive }, wrote, { exit: 134 }]);
			assert.equal(kindOf(result), outcomeOf('crash after edits'), wordsOf(result));
		});

		describe('asked whether it is ready', () => {
			const { versionArguments, leastVersion, loginArguments, loginCommand } = dialectIn(contract);

			it('is, with its version where it can be asked', async () => {
				stage.script([], { exit: 0 }, contract.version);
				const version = versionArguments === null ? null : contract.version;
				assert.deepEqual(await stage.adapter.check(stage.provider), { ready: true, version });
			});

			if (leastVersion !== null) {
				it('is not when it is too old, and says which version is needed', async () => {
					stage.script([], { exit: 0 }, '0.0.1');
					const readiness = await stage.adapter.check(stage.provider);
					assert.ok(!readiness.ready);
					assert.equal(readiness.reason, 'too-old');
					assert.ok(readiness.message.includes('0.0.1') && readiness.message.includes(leastVersion));
				});
			}

			if (loginArguments !== null) {
				it('is not when nobody is logged in, and says how to', async () => {
					stage.script([], { exit: 1 }, contract.version);
					assert.deepEqual(await stage.adapter.check(stage.provider), {
						ready: false,
						reason: 'not-logged-in',
						message: `Log in with “${loginCommand}”.`,
					});
				});
			}
		});

		/** Runs until the program has shown that it is alive, and then does something about it. */
		async function afterLife(steps: readonly Step[], act: () => unknown): Promise<AttemptResult> {
			stage.script(steps);
			const alive = new Promise<void>((resolve) => stage.onPart(() => resolve()));
			const running = stage.run();
			await Promise.race([alive, running]);
			await act();
			return expectEnd(stage, running);
		}
	});
}

/** So much output, and no more memory for it. */
export function floodContract(
	contract: AgentContract,
	bytes: number,
	stageOf: () => Stage = () => openStage(contract),
): void {
	const expected = contract.process?.flood ?? processScenarios.flood;
	it(`flood: ${bytes / 1e6} MB of output, memory flat (${expected})`, async () => {
		const before = memoryInUse();
		const more: number[] = [];
		// Twelve times in all: to collect all that can be takes long in a process that holds much.
		const between = Math.floor(bytes / floodLine.length / 12);
		let read = 0;
		const stage = stageOf();
		stage.onPart(() => {
			read += 1;
			if (read % between === 0) {
				more.push(memoryInUse() - before);
			}
		});
		stage.script([{ fastFlood: { bytes, line: floodLine } }, ...editOf(contract)]);
		const result = await expectEnd(stage, stage.run());
		assert.equal(kindOf(result), expected, wordsOf(result));
		// Whoever kept what was read would hold half of it by the second half, whenever garbage is collected.
		const least = Math.min(...more.slice(more.length / 2));
		assert.ok(more.length > 1 && least < flat, `${least} bytes more`);
	}).timeout(floodMs);
}

/** A gigabyte takes three to six seconds on a machine that does nothing else. */
const floodMs = 300_000;

/** An edit in the agent's own words. */
function editOf(contract: AgentContract): readonly Step[] {
	return [wrote, ...stepsOf(contract, contract.vendor.edit)];
}

const wrote = { write: { path: 'made.txt', content: 'made\n' } };

/** Whatever comes of a run, nothing is left of it. */
async function expectEnd(stage: Stage, running: Promise<AttemptResult>): Promise<AttemptResult> {
	const result = await running;
	assert.equal(isRunning(stage.seen().pid), false, 'the program runs on');
	if (result.ok) {
		await result.proposal?.transaction.rollback();
	}
	assert.deepEqual(stage.leftovers(), []);
	return result;
}

/** What a test that failed has left: nothing in all other cases. */
function endAll(stage: Stage): void {
	for (const pid of processesWith(`HOME=${stage.folder}`)) {
		process.kill(pid, 'SIGKILL');
	}
}

function dialectIn({ agent, settings }: AgentContract): Dialect {
	const dialect = dialectOf(agent, { ...usualAgentSettings, ...settings, path: 'mine' });
	assert.ok(dialect, `there is no dialect of ${agent}`);
	return dialect;
}

/** Something that every dialect of JSON lines takes for a sign of life. */
const floodLine = JSON.stringify({ type: 'noise', words: 'x'.repeat(16_000) });

function grandchild(pidFile: string): Step {
	return { spawnGrandchild: { ignoreSigterm: true, ownSession: true, keepsOutput: true, pidFile } };
}

function kindOf(result: AttemptResult): Outcome {
	return result.ok ? 'ok' : result.failure.kind;
}

function wordsOf(result: AttemptResult): string {
	return result.ok ? 'it was ok' : `${result.failure.message} ${result.failure.said ?? ''}`;
}

/** Only what is still in use: all that could be collected is collected first. */
function memoryInUse(): number {
	setFlagsFromString('--expose-gc');
	const collect = runInNewContext('gc') as () => void;
	collect();
	const { heapUsed, arrayBuffers } = process.memoryUsage();
	return heapUsed + arrayBuffers;
}
