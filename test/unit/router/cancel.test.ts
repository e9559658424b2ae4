import assert from 'node:assert/strict';
import { healthy } from '../../../src/core/health.ts';
import { aborted, fails, overloaded, type Play, says, stalls } from '../../support/adapters.ts';
import { agent, llm } from '../../support/providers.ts';
import { request } from '../../support/requests.ts';
import { Stage, told } from '../../support/stage.ts';

const [a, b] = [llm('a'), llm('b')];
const codex = agent('codex');

describe('cancel and skip', () => {
	let stage: Stage;

	afterEach(() => {
		assert.equal(stage.clock.pending, 0, 'no timer is left');
		assert.equal(stage.skip, null, 'no attempt is left to skip');
		assert.ok(stage.workspace.copies.every(({ end }) => end === 'rolled-back'));
	});

	it('[G9] cancelled before it begins a route asks nobody and blames nobody', async () => {
		stage = new Stage([[a, says('hello')]]);
		stage.cancel.abort();
		const outcome = await stage.route();
		assert.equal(!outcome.answered && outcome.because, 'cancelled');
		assert.deepEqual([stage.asked, outcome.attempts], [[], []]);
		assert.deepEqual(stage.journal.health(), healthy);
	});

	it('[G9] cancelled while the keys are looked up a route asks nobody', async () => {
		stage = new Stage([[a, says('hello')]], {
			parts: {
				accounts: async () => {
					stage.cancel.abort();
					return [];
				},
			},
		});
		const outcome = await stage.route();
		assert.deepEqual([stage.asked, outcome.attempts], [[], []]);
	});

	for (const moment of ['readKey', 'adapter', 'workspace'] as const) {
		it(`[G9] cancelled while an attempt is prepared (${moment}) a route sends nothing`, async () => {
			stage = new Stage([[codex, says('hello')]], {
				parts: {
					readKey: async () => cancelIf(moment === 'readKey', null),
					adapter: async () => cancelIf(moment === 'adapter', stage.adapter),
					workspace: async () => cancelIf(moment === 'workspace', stage.workspace),
				},
			});
			const outcome = await stage.route();
			assert.deepEqual(stage.asked, []);
			assert.equal(!outcome.answered && outcome.because, 'cancelled');
		});
	}

	const phases: readonly (readonly [title: string, play: Play])[] = [
		['before the first output', stalls()],
		['while it streams', stalls({ type: 'text', text: 'hel' })],
		['while an agent runs a command', stalls({ type: 'tool', tool: 'command', detail: 'npm test' })],
	];
	for (const [title, play] of phases) {
		it(`[G9] cancelled ${title} a route stops at once, asks nobody else and blames nobody`, async () => {
			stage = new Stage([
				[codex, play],
				[b, says('no')],
			]);
			const running = stage.route();
			await stage.clock.advance(10);
			stage.cancel.abort();
			const outcome = await running;
			assert.equal(!outcome.answered && outcome.because, 'cancelled');
			assert.equal(!outcome.answered && outcome.exhausted, false);
			assert.deepEqual(told(outcome), ['codex: cancelled']);
			assert.deepEqual(stage.journal.health().cooldowns, {});
			assert.equal(stage.journal.health().stats['codex']?.failures, 0);
		});
	}

	it('[G9] cancelled between two attempts a route asks nobody else', async () => {
		stage = new Stage([
			[a, fails(overloaded)],
			[b, says('no')],
		]);
		const outcome = await stage.route(request(), { onWithdrawn: () => stage.cancel.abort() });
		assert.deepEqual(stage.asked, ['a']);
		assert.equal(!outcome.answered && outcome.because, 'cancelled');
	});

	it('[G9] cancelled while the changes of an agent are gathered a route has no answer', async () => {
		stage = new Stage([
			[
				codex,
				async (_io, { cwd }) => {
					const copy = stage.workspace.copies.find((each) => each.cwd === cwd);
					await copy?.write('src/a.ts', 'new\n');
					const changes = copy?.changes.bind(copy);
					Object.assign(copy ?? {}, {
						changes: () => {
							stage.cancel.abort();
							return changes?.();
						},
					});
					return { ok: true, text: 'done', model: null, usage: null };
				},
			],
		]);
		const outcome = await stage.route(request({ task: 'changes' }));
		assert.deepEqual(told(outcome), ['codex: cancelled']);
		assert.equal(!outcome.answered && outcome.because, 'cancelled');
	});

	it('a cancel with the word for skipping is a cancel all the same', async () => {
		stage = new Stage([
			[a, stalls()],
			[b, says('no')],
		]);
		const running = stage.route();
		await stage.clock.advance(10);
		stage.cancel.abort('skipped');
		assert.deepEqual(told(await running), ['a: cancelled']);
	});

	it('skipped, the running provider is set aside unblamed and the next one answers', async () => {
		let stopped = false;
		const play: Play = async (io, ...rest) => {
			const answer = await stalls({ type: 'text', text: 'hal' })(io, ...rest);
			await aborted(io.signal);
			stopped = true;
			return answer;
		};
		stage = new Stage([
			[a, play],
			[b, says('hello')],
		]);
		const running = stage.route();
		await stage.clock.advance(10);
		stage.skip?.();
		const outcome = await running;
		assert.ok(stopped);
		assert.deepEqual(told(outcome), ['a: skipped', 'b']);
		assert.deepEqual(stage.shown, [
			{ text: 'hal', from: 'a' },
			{ withdrawn: 'a', because: 'skipped' },
			{ text: 'hello', from: 'b' },
		]);
		assert.deepEqual(stage.journal.health().cooldowns, {});
		const { since, ...counted } = stage.journal.health().stats['a'] ?? {};
		assert.deepEqual(counted, { attempts: 1, successes: 0, failures: 0, cost: 0 });
		assert.ok(since !== undefined && since <= stage.clock.now());
	});

	it('skipping an attempt that is over does nothing to the next one', async () => {
		const ways: (() => void)[] = [];
		const gather = (way: (() => void) | null) => {
			if (way !== null) {
				ways.push(way);
			}
			stage.skip = way;
		};
		const play: Play = (...given) => {
			ways[0]?.();
			return says('hello')(...given);
		};
		stage = new Stage([
			[a, fails(overloaded)],
			[b, play],
		]);
		assert.deepEqual(told(await stage.route(request(), { onSkippable: gather })), ['a: overloaded', 'b']);
		assert.equal(ways.length, 2);
	});

	function cancelIf<T>(now: boolean, result: T): T {
		if (now) {
			stage.cancel.abort();
		}
		return result;
	}
});
