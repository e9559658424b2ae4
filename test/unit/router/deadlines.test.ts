import assert from 'node:assert/strict';
import type { OutputPart } from '../../../src/providers/provider.ts';
import { aborted, passed, type Play, says, stalls, whole } from '../../support/adapters.ts';
import { agent, llm } from '../../support/providers.ts';
import { request, start } from '../../support/requests.ts';
import { Stage, told } from '../../support/stage.ts';

const [a, b] = [llm('a'), llm('b')];
const codex = agent('codex');
const text: OutputPart = { type: 'text', text: 'hel' };
const command: OutputPart = { type: 'tool', tool: 'command', detail: 'npm test' };
const edit: OutputPart = { type: 'tool', tool: 'edit', detail: 'a.ts' };

describe('the deadlines of an attempt', () => {
	let stage: Stage;

	afterEach(() => {
		assert.equal(stage.clock.pending, 0, 'no timer is left');
	});

	it('without any output a provider loses its turn at the deadline for the first, not before', async () => {
		stage = new Stage(
			[
				[a, stalls()],
				[b, says('hello')],
			],
			{ settings: { firstOutputMs: 5000 } },
		);
		const running = stage.route();
		await stage.clock.advance(4999);
		assert.deepEqual(stage.asked, ['a']);
		await stage.clock.advance(1);
		const outcome = await running;
		assert.deepEqual(stage.asked, ['a', 'b']);
		assert.deepEqual(outcome.attempts[0]?.failure, {
			kind: 'timeout',
			phase: 'first-output',
			message: 'no output at all within 5 s',
			evidence: { phase: 'first-output', ms: 5000 },
		});
	});

	it('[U14] a stream that stalls past the idle limit is a failure, not a short answer', async () => {
		stage = new Stage(
			[
				[a, stalls(text)],
				[b, says('hello')],
			],
			{ settings: { firstOutputMs: 1000, idleMs: 5000 } },
		);
		const running = stage.route();
		await stage.clock.advance(5000);
		const outcome = await running;
		assert.equal(outcome.attempts[0]?.failure?.message, 'silent for 5 s');
		assert.equal(outcome.answered && outcome.text, 'hello');
	});

	it('no deadline for silence runs while somebody else asks the user, and it runs again afterwards', async () => {
		const asks: Play = async (io, _input, clock) => {
			io.asking?.(true);
			await passed(clock, 60_000);
			io.asking?.(false);
			await aborted(io.signal);
			return whole('');
		};
		stage = new Stage(
			[
				[a, asks],
				[b, says('hello')],
			],
			{ settings: { firstOutputMs: 1000, idleMs: 5000 } },
		);
		const running = stage.route();
		await stage.clock.advance(64_999);
		assert.deepEqual(stage.asked, ['a']);
		await stage.clock.advance(1);
		assert.deepEqual(told(await running), ['a: timeout', 'b']);
	});

	it('an agent that had asked for input when its time was over is said to have', async () => {
		const asks: Play = async (io) => {
			await aborted(io.signal);
			return { ok: false, failure: { kind: 'cancelled', message: 'x', evidence: { waiting: 'input' } } };
		};
		stage = new Stage(
			[
				[codex, asks],
				[b, says('hello')],
			],
			{ settings: { firstOutputMs: 5000 } },
		);
		const running = stage.route();
		await stage.clock.advance(5000);
		const outcome = await running;
		assert.deepEqual(outcome.attempts[0]?.failure, {
			kind: 'timeout',
			phase: 'first-output',
			message: 'it asked for input, which nobody can give: no output at all within 5 s',
			evidence: { phase: 'first-output', ms: 5000, waiting: 'input' },
		});
	});

	it('each sign of life begins the idle time anew', async () => {
		stage = new Stage([[a, spread([text, { type: 'activity' }, edit], 4000)]], { settings: { idleMs: 5000 } });
		const running = stage.route();
		await stage.clock.advance(12_000);
		assert.deepEqual(told(await running), ['a']);
	});

	it('while a command of an agent runs its silence is no stall', async () => {
		stage = new Stage([[codex, spread([command, text], 50_000)]], {
			settings: { idleMs: 60_000, firstOutputMs: 60_000 },
		});
		const running = stage.route();
		await stage.clock.advance(100_000);
		assert.deepEqual(told(await running), ['codex']);
		stage = new Stage([[codex, stalls(command)]], { settings: { idleMs: 5000, firstOutputMs: 5000 } });
		const long = stage.route();
		await stage.clock.advance(599_999);
		assert.equal(stage.clock.pending, 1);
		await stage.clock.advance(1);
		assert.equal((await long).attempts[0]?.failure?.message, 'the time for the whole request was over after 600 s');
	});

	it('after the command the silence counts again', async () => {
		stage = new Stage([[codex, stalls(command, { type: 'activity' })]], { settings: { idleMs: 5000 } });
		const running = stage.route();
		await stage.clock.advance(5000);
		assert.equal((await running).attempts[0]?.failure?.message, 'silent for 5 s');
	});

	it('[T2] the deadline of the route ends the running attempt, and nobody else is asked', async () => {
		stage = new Stage(
			[
				[a, stalls(text)],
				[b, says('hello')],
			],
			{ settings: { idleMs: 60_000 } },
		);
		const running = stage.route(request({ deadline: start + 10_000 }));
		await stage.clock.advance(10_000);
		const outcome = await running;
		assert.deepEqual(stage.asked, ['a']);
		assert.equal(!outcome.answered && outcome.because, 'deadline');
		const failure = outcome.attempts[0]?.failure;
		assert.equal(failure?.kind === 'timeout' && failure.phase, 'total');
	});

	it('[U16] one deadline holds for all attempts of a route together', async () => {
		stage = new Stage(
			[
				[a, stalls()],
				[b, stalls()],
			],
			{ settings: { firstOutputMs: 6000 } },
		);
		const running = stage.route(request({ deadline: start + 10_000 }));
		await stage.clock.advance(10_000);
		const outcome = await running;
		assert.deepEqual(
			outcome.attempts.map(({ provider, tookMs }) => [provider, tookMs]),
			[
				['a', 6000],
				['b', 4000],
			],
		);
	});

	it('a route whose time is over before it begins asks nobody', async () => {
		stage = new Stage([[a, says('hello')]]);
		const outcome = await stage.route(request({ deadline: start }));
		assert.deepEqual(stage.asked, []);
		assert.equal(!outcome.answered && outcome.because, 'deadline');
	});

	it('a provider that does not end when it is stopped is left behind after a while', async () => {
		stage = new Stage(
			[
				[a, () => new Promise(() => {})],
				[b, says('hello')],
			],
			{ settings: { firstOutputMs: 1000 } },
		);
		const running = stage.route();
		await stage.clock.advance(15_999);
		assert.deepEqual(stage.asked, ['a']);
		await stage.clock.advance(1);
		assert.deepEqual(told(await running), ['a: timeout', 'b']);
	});

	it('an answer that comes after the deadline does not count', async () => {
		const late: Play = async (io) => {
			await aborted(io.signal);
			io.output(text);
			return whole('hello');
		};
		stage = new Stage([[a, late]], { settings: { firstOutputMs: 1000 } });
		const running = stage.route();
		await stage.clock.advance(1000);
		assert.deepEqual(told(await running), ['a: timeout']);
		assert.deepEqual(stage.shown, [{ withdrawn: 'a', because: 'timeout' }]);
	});

	it('a provider that throws when it is stopped is a timeout all the same', async () => {
		const thrown: Play = async (io) => {
			await aborted(io.signal);
			throw new Error('aborted');
		};
		stage = new Stage(
			[
				[a, thrown],
				[b, says('hello')],
			],
			{ settings: { firstOutputMs: 1000 } },
		);
		const unhandled: unknown[] = [];
		const hear = (reason: unknown) => unhandled.push(reason);
		process.on('unhandledRejection', hear);
		try {
			const running = stage.route();
			await stage.clock.advance(1000);
			assert.deepEqual(told(await running), ['a: timeout', 'b']);
			assert.deepEqual(unhandled, []);
		} finally {
			process.off('unhandledRejection', hear);
		}
	});

	it('the first reason to stop is the one that counts', async () => {
		stage = new Stage([[a, () => new Promise(() => {})]], { settings: { firstOutputMs: 1000 } });
		const running = stage.route();
		await stage.clock.advance(1000);
		stage.cancel.abort();
		await stage.clock.advance(15_000);
		const outcome = await running;
		assert.deepEqual(told(outcome), ['a: timeout']);
		assert.equal(!outcome.answered && outcome.because, 'cancelled');
	});
});

/** These parts, one each time after so many milliseconds, and then the answer. */
function spread(parts: readonly OutputPart[], everyMs: number): Play {
	return async (io, _input, clock) => {
		for (const part of parts) {
			io.output(part);
			await passed(clock, everyMs);
		}
		return whole('hello');
	};
}
