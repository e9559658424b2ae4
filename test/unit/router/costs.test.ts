import assert from 'node:assert/strict';
import type { Failure } from '../../../src/core/failure.ts';
import { metricsOf } from '../../../src/core/metrics.ts';
import type { Provider } from '../../../src/core/provider.ts';
import type { Answer, Usage } from '../../../src/providers/provider.ts';
import { fails, overloaded, type Play, says, stalls } from '../../support/adapters.ts';
import { agent, keyed, llm } from '../../support/providers.ts';
import { request, start } from '../../support/requests.ts';
import { Stage, told } from '../../support/stage.ts';

/** 60 tokens of prompt and 40 of answer at these prices: 0.001 US dollars. */
const priced = { billing: 'metered', cost: { input: 10, output: 10 } } as const;
const [a, b] = [llm('a', priced), llm('b', priced)];

let stage: Stage;

function leavesNoTimer(): void {
	afterEach(() => {
		assert.equal(stage.clock.pending, 0, 'no timer is left');
	});
}

function answersWith(usage: Usage | null): Play {
	return () => Promise.resolve<Answer>({ ok: true, text: 'hello', model: null, usage });
}

function prices(): readonly (readonly [provider: string, estimated: number | null, paid: number | null | undefined])[] {
	const events = stage.journal.events();
	const ends = events.filter((event) => event.type === 'attempt-end');
	return events
		.filter((event) => event.type === 'attempt-start')
		.map(({ provider, attempt, estimatedCost }) => [
			provider.id,
			estimatedCost,
			ends.find((end) => end.attempt === attempt)?.cost,
		]);
}

describe('route: what it costs', () => {
	leavesNoTimer();

	it('[U23] every hop is priced before it is sent, and what it cost stands at its end', async () => {
		stage = new Stage([
			[a, fails(overloaded)],
			[b, answersWith({ inputTokens: 1000, outputTokens: 500, cost: null })],
		]);
		await stage.route();
		assert.deepEqual(prices(), [
			['a', 0.001, 0.001],
			['b', 0.001, 0.015],
		]);
	});

	it('[U23] what the provider reports outranks its list price', async () => {
		stage = new Stage([[a, answersWith({ inputTokens: 1000, outputTokens: 500, cost: 0.5 })]]);
		await stage.route();
		assert.deepEqual(prices(), [['a', 0.001, 0.5]]);
	});

	it('[U23] without any report the estimate stands, and nobody knows where there is none', async () => {
		const unpriced = llm('unpriced', { billing: 'metered' });
		for (const [provider, expected] of [
			[a, 0.001],
			[unpriced, null],
			[agent('codex', priced), null],
			[llm('free'), 0],
		] as const) {
			stage = new Stage([[provider, answersWith(null)]]);
			await stage.route();
			assert.deepEqual(prices(), [[provider.id, expected, expected]]);
		}
	});

	it('[U23] failed attempts count as spend, in the figures of whoever failed', async () => {
		stage = new Stage([
			[a, fails({ kind: 'bad-output', message: 'unusable' })],
			[b, says('hello')],
		]);
		await stage.route();
		const { stats } = stage.journal.health();
		assert.deepEqual([metricsOf(stats.a).cost, metricsOf(stats.b).cost], [0.001, 0.001]);
		assert.deepEqual([metricsOf(stats.a).spillovers, metricsOf(stats.b).spillovers], [1, 0]);
	});

	const free: readonly Failure[] = [
		{ kind: 'unreachable', message: 'no connection', neverSent: true },
		{ kind: 'timeout', phase: 'first-output', message: 'no connection in time', neverSent: true },
		{ kind: 'rate-limited', message: 'limited', retryAfterMs: null },
		{ kind: 'unauthorized', message: 'refused' },
		{ kind: 'context-exceeded', message: 'too long' },
	];
	for (const failure of free) {
		it(`[A2] what was never sent, or turned away at the door, costs nothing: ${failure.kind}`, async () => {
			stage = new Stage([[a, fails(failure)]]);
			await stage.route();
			assert.deepEqual(prices(), [['a', 0.001, 0]]);
		});
	}

	it('[A2] what may have been carried out counts: the same failure without the word that it was never sent', async () => {
		stage = new Stage([[a, fails({ kind: 'unreachable', message: 'connection lost' })]]);
		await stage.route();
		assert.deepEqual(prices(), [['a', 0.001, 0.001]]);
	});

	it('[A2] that it was never sent is written down, and told in the outcome', async () => {
		stage = new Stage([[a, fails({ kind: 'unreachable', message: 'no connection', neverSent: true })]]);
		const outcome = await stage.route();
		assert.equal(outcome.attempts[0]?.failure?.neverSent, true);
		const ended = stage.journal.events().find((event) => event.type === 'attempt-end');
		assert.ok(ended !== undefined && !ended.end.ok && ended.end.failure.neverSent === true);
	});

	it('[A2] an attempt without its key sends nothing and costs nothing', async () => {
		const locked: Provider = llm('a', { ...priced, profiles: [keyed('work')] });
		const parts = { accounts: () => Promise.resolve(['https://a.example#work']) };
		stage = new Stage([[locked, says('no')]], { parts });
		const outcome = await stage.route();
		assert.equal(outcome.attempts[0]?.failure?.neverSent, true);
		assert.deepEqual(stage.asked, []);
		assert.deepEqual(prices(), [['a', 0.001, 0]]);
	});

	it('[T30] a limit of the cost ends the route before it is passed, failed attempts included, and says so', async () => {
		const c = llm('c', priced);
		stage = new Stage([
			[a, fails(overloaded)],
			[b, fails(overloaded)],
			[c, says('no')],
		]);
		const outcome = await stage.route(request({ limits: { cost: 0.002, firstOutputMs: null } }));
		assert.deepEqual(stage.asked, ['a', 'b']);
		assert.ok(!outcome.answered && outcome.because === 'nobody-left' && outcome.exhausted);
		assert.deepEqual(outcome.passedOver.at(-1), { provider: 'c', reason: 'too-dear' });
		const end = stage.journal.events().at(-1);
		assert.ok(end?.type === 'request-end' && !end.end.answered);
		assert.deepEqual(end.end.passedOver.at(-1), { provider: 'c', reason: 'too-dear' });
	});

	it('[T30] a limit of the latency leaves nobody, and says so', async () => {
		stage = new Stage([[llm('slow', { latency: 900 }), says('no')]]);
		const outcome = await stage.route(request({ limits: { cost: null, firstOutputMs: 500 } }));
		assert.deepEqual(stage.asked, []);
		assert.deepEqual(outcome.passedOver, [{ provider: 'slow', reason: 'too-slow' }]);
	});
});

describe('route: an answer longer than its limit', () => {
	leavesNoTimer();

	const capped = llm('capped', { maxOutputTokens: 50 });
	const cut: Failure = { kind: 'output-limit', message: 'cut' };

	it('[A1] is asked for once more without the limit, and only then', async () => {
		const limits: (number | null)[] = [];
		const play: Play = (io, input, clock) => {
			limits.push(input.maxOutputTokens);
			return (input.maxOutputTokens === null ? says('whole') : fails(cut))(io, input, clock);
		};
		stage = new Stage([
			[capped, play],
			[b, says('no')],
		]);
		const outcome = await stage.route();
		assert.deepEqual(
			[told(outcome), limits],
			[
				['capped: output-limit', 'capped'],
				[50, null],
			],
		);
		assert.equal(outcome.answered && outcome.degraded, false);
		await stage.route(request({ id: 'next' }));
		assert.deepEqual(limits, [50, null, 50, null]);
	});

	it('[A1] still too long, the next provider is asked', async () => {
		stage = new Stage([
			[capped, fails(cut)],
			[llm('free'), says('hello')],
		]);
		assert.deepEqual(told(await stage.route()), ['capped: output-limit', 'capped: output-limit', 'free']);
	});
});

describe('route: failures that blame nobody', () => {
	leavesNoTimer();

	it('[R9] when the time of the whole route is over, whoever was asked does not cool', async () => {
		stage = new Stage([[a, stalls({ type: 'activity' })]], { settings: { idleMs: 100_000 } });
		const running = stage.route(request({ deadline: start + 5000 }));
		await stage.clock.advance(5000);
		const outcome = await running;
		assert.deepEqual(told(outcome), ['a: timeout']);
		assert.deepEqual(stage.journal.health().cooldowns, {});
	});

	it('[R9] an unknown failure goes on with the next provider and cools nobody', async () => {
		stage = new Stage([
			[a, fails({ kind: 'unknown', message: 'unknown' })],
			[b, says('hello')],
		]);
		assert.deepEqual(told(await stage.route()), ['a: unknown', 'b']);
		assert.deepEqual(stage.journal.health().cooldowns, {});
	});

	it('[R9] a timeout of the provider itself cools it', async () => {
		stage = new Stage([[a, stalls()]], { settings: { firstOutputMs: 1000 } });
		const running = stage.route();
		await stage.clock.advance(1000);
		await running;
		assert.deepEqual(Object.keys(stage.journal.health().cooldowns), ['model https://a.example a-model']);
	});

	it('[T26] a provider that fails fast does not look fast', async () => {
		const quick = fails(overloaded, { type: 'text', text: 'at once' });
		stage = new Stage([[a, quick]]);
		for (const id of ['one', 'two', 'three', 'four']) {
			await stage.route(request({ id, pinned: 'a' }));
		}
		const { firstOutputMs, tookMs } = metricsOf(stage.journal.health().stats.a);
		assert.deepEqual([firstOutputMs.p50, tookMs.p50], [null, null]);
	});
});
