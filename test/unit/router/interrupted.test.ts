import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import type { RouterEvent } from '../../../src/core/events.ts';
import { createLimits } from '../../../src/router/limits.ts';
import { fails, overloaded, type Play, says, stalls } from '../../support/adapters.ts';
import { FakeClock } from '../../support/fakeClock.ts';
import { agent, llm } from '../../support/providers.ts';
import { start } from '../../support/requests.ts';
import { Stage, told } from '../../support/stage.ts';

const [a, b] = [llm('a'), llm('b')];
const retry = { settings: { onFailure: 'retry' } } as const;

describe('a route that is stopped in the very moment', () => {
	let stage: Stage;
	const cancelledAt = (type: RouterEvent['type']) => {
		stage.journal.read((event) => {
			if (event.type === type) {
				stage.cancel.abort();
			}
		});
	};

	afterEach(() => {
		assert.equal(stage.clock.pending, 0, 'no timer is left');
		assert.equal(stage.skip, null, 'nothing is left to skip');
		assert.deepEqual(getEventListeners(stage.cancel.signal, 'abort'), [], 'no listener is left');
	});

	it('[G9] in which an attempt begins sends nothing', async () => {
		stage = new Stage([[a, says('hello')]]);
		cancelledAt('attempt-start');
		const outcome = await stage.route();
		assert.deepEqual(stage.asked, []);
		assert.deepEqual(told(outcome), ['a: cancelled']);
	});

	it('[G9] in which its wait for a retry begins does not wait', async () => {
		stage = new Stage([[a, fails(overloaded)]], retry);
		cancelledAt('request-wait');
		const outcome = await stage.route();
		assert.equal(!outcome.answered && outcome.because, 'cancelled');
		assert.equal(outcome.tookMs, 0);
	});

	it('[G9] in which a question is asked does not wait for its answer', async () => {
		stage = new Stage([
			[a, fails(overloaded)],
			[llm('dear', { billing: 'metered' }), says('no')],
		]);
		cancelledAt('request-ask');
		const outcome = await stage.route(undefined, { answer: () => new Promise(() => {}) });
		assert.equal(!outcome.answered && outcome.because, 'cancelled');
		assert.ok(stage.journal.events().every(({ type }) => type !== 'request-consent'));
	});

	it('[G9] in which a provider is asked that never ends leaves it behind after a while', async () => {
		const play: Play = () => {
			stage.cancel.abort();
			return new Promise(() => {});
		};
		stage = new Stage([[a, play]]);
		const running = stage.route();
		await stage.clock.advance(15_000);
		assert.deepEqual(told(await running), ['a: cancelled']);
	});

	it('tells who stopped it', async () => {
		stage = new Stage([
			[a, stalls()],
			[b, stalls()],
		]);
		const running = stage.route();
		await stage.clock.advance(10);
		stage.skip?.();
		await stage.clock.advance(10);
		stage.cancel.abort();
		assert.deepEqual(
			(await running).attempts.map(({ failure }) => failure?.message),
			['you asked for the next provider', 'you cancelled'],
		);
	});

	it('while it waits for a retry is gone on with the next provider when the user rather has that', async () => {
		stage = new Stage(
			[
				[a, fails(overloaded)],
				[b, says('hello')],
			],
			retry,
		);
		const running = stage.route();
		await stage.clock.advance(100);
		stage.skip?.();
		const outcome = await running;
		assert.deepEqual(told(outcome), ['a: overloaded', 'b']);
		assert.equal(outcome.tookMs, 100);
		assert.deepEqual(outcome.passedOver, [{ provider: 'a', reason: 'excluded' }]);
		const skips = stage.journal.events().filter(({ type }) => type === 'request-skip');
		assert.deepEqual(skips, [{ type: 'request-skip', route: 'route-1', provider: 'a', at: start + 100 }]);
	});

	it('leaves no listener behind where nothing stopped it', async () => {
		stage = new Stage(
			[
				[a, fails(overloaded)],
				[llm('dear', { billing: 'metered' }), says('hello')],
			],
			retry,
		);
		const running = stage.route(undefined, { answer: () => Promise.resolve(true) });
		await stage.clock.advance(10_000);
		assert.equal((await running).answered, true);
	});

	it('has nothing to skip once a wait is over', async () => {
		const ways: unknown[] = [];
		stage = new Stage([[a, fails(overloaded)]], retry);
		const running = stage.route(undefined, { onSkippable: (way) => ways.push(way === null ? 'none' : 'one') });
		await stage.clock.advance(10_000);
		await running;
		assert.deepEqual(ways, Array.from({ length: 5 }, () => ['one', 'none']).flat());
	});
});

describe('the limits of an attempt', () => {
	const times = { firstOutputMs: 1000, idleMs: 1000 };

	it('[G9] hold from the beginning when the user has stopped before', () => {
		const clock = new FakeClock(start);
		const limits = createLimits(start + 5000, { clock, ...times }, AbortSignal.abort());
		assert.ok(limits.signal.aborted);
		assert.equal(limits.failure()?.kind, 'cancelled');
		limits.dispose();
	});

	it('leave no timer and no listener behind', () => {
		const clock = new FakeClock(start);
		const user = new AbortController();
		const limits = createLimits(start + 5000, { clock, ...times }, user.signal);
		limits.start();
		assert.equal(clock.pending, 2);
		limits.dispose();
		assert.equal(clock.pending, 0);
		assert.deepEqual(getEventListeners(user.signal, 'abort'), []);
	});

	it('leave behind whoever does not end after it was stopped, and say so', async () => {
		const clock = new FakeClock(start);
		const limits = createLimits(start + 5000, { clock, ...times }, AbortSignal.abort());
		const ended = limits.ended(new Promise(() => {}));
		await clock.advance(15_000);
		assert.deepEqual(await ended, {
			ok: false,
			failure: { kind: 'bug', message: 'the provider did not end after it was stopped' },
		});
		limits.dispose();
	});

	it('[R9] tell that a provider was stopped by the deadline of the route, whoever was slow', async () => {
		const clock = new FakeClock(start);
		const limits = createLimits(start + 5000, { clock, ...times }, new AbortController().signal);
		await clock.advance(5000);
		assert.deepEqual(limits.failure(), {
			kind: 'timeout',
			phase: 'total',
			message: 'the time for the whole request was over after 5 s',
			evidence: { phase: 'total', ms: 5000 },
			ambiguous: true,
		});
		limits.dispose();
	});

	it('an edit of an agent is no command: the silence after it counts', async () => {
		const edit = { type: 'tool', tool: 'edit', detail: 'a.ts' } as const;
		const stage = new Stage([[agent('codex'), stalls(edit)]], { settings: { idleMs: 5000, firstOutputMs: 60_000 } });
		const running = stage.route();
		await stage.clock.advance(5000);
		assert.equal((await running).attempts[0]?.failure?.message, 'silent for 5 s');
	});
});
