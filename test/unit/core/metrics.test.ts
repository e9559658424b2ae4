import assert from 'node:assert/strict';
import type { AttemptEnd, LoggedUsage, RouterEvent } from '../../../src/core/events.ts';
import { type Health, healthy } from '../../../src/core/health.ts';
import { percentile } from '../../../src/core/latency.ts';
import { metricsOf } from '../../../src/core/metrics.ts';
import type { Provider } from '../../../src/core/provider.ts';
import { record } from '../../../src/core/record.ts';
import { answered, attemptEnd, failed } from '../../support/events.ts';
import { llm } from '../../support/providers.ts';
import { start } from '../../support/requests.ts';

const a = llm('a');

type Ended = Extract<RouterEvent, { type: 'attempt-end' }>;

function after(...ends: readonly (readonly [end: AttemptEnd, different?: Partial<Ended>])[]): Health {
	return ends.reduce(
		(health, [end, different]) => record(health, { ...attemptEnd(a, end), ...different }, start),
		healthy,
	);
}

function using(usage: LoggedUsage): AttemptEnd {
	return { ok: true, model: null, changedFiles: null, usage };
}

function asked(provider: Provider, spilledFrom?: string): RouterEvent {
	return {
		type: 'attempt-start',
		route: 'route-1',
		attempt: 2,
		provider,
		profile: provider.profiles[0],
		because: 'next-in-order',
		estimatedCost: 0,
		passedOver: [],
		...(spilledFrom === undefined ? {} : { spilledFrom }),
	};
}

describe('the figures of a provider', () => {
	it('[B6] [B7] are unknown of one that was never asked, and not nought', () => {
		assert.deepEqual(metricsOf(), {
			attempts: 0,
			successes: 0,
			failures: 0,
			spillovers: 0,
			takeovers: 0,
			successRate: null,
			failedFor: [],
			firstOutputMs: { p50: null, p95: null },
			tookMs: { p50: null, p95: null },
			inputTokens: null,
			outputTokens: null,
			cost: null,
			lastFailure: null,
			since: null,
		});
	});

	it('[B6] count attempts, successes and failures, the failures by their kinds too', () => {
		const { stats } = after(
			[answered],
			[failed('rate-limited')],
			[failed('overloaded')],
			[failed('overloaded')],
			[failed('billing')],
		);
		const { attempts, successes, failures, successRate, failedFor } = metricsOf(stats.a);
		assert.deepEqual([attempts, successes, failures, successRate], [5, 1, 4, 0.2]);
		assert.deepEqual(failedFor, [
			{ kind: 'overloaded', count: 2 },
			{ kind: 'billing', count: 1 },
			{ kind: 'rate-limited', count: 1 },
		]);
	});

	it('[B6] failures as frequent as each other stand in the order of their names', () => {
		const kinds = ['timeout', 'billing', 'overloaded', 'bug'] as const;
		for (const happened of [kinds, kinds.toReversed()]) {
			const { failedFor } = metricsOf(after(...happened.map((kind) => [failed(kind)] as const)).stats['a']);
			assert.deepEqual(
				failedFor.map(({ kind }) => kind),
				['billing', 'bug', 'overloaded', 'timeout'],
			);
		}
	});

	it('tell of the latest failure and since when they were counted, in whichever order windows tell of them', () => {
		const later = record(healthy, attemptEnd(a, failed('timeout')), start + 5);
		const both = record(later, attemptEnd(a, failed('billing')), start);
		const { lastFailure, since } = metricsOf(both.stats.a);
		assert.deepEqual([lastFailure, since], [{ kind: 'timeout', at: start + 5 }, start]);
	});

	it('don’t say since when where some of it was counted before times were', () => {
		const old = { ...healthy, stats: { a: { attempts: 3, successes: 3, failures: 0 } } };
		assert.equal(metricsOf(record(old, attemptEnd(a, answered), start).stats.a).since, null);
	});

	it('begin anew for everybody when they are reset, and then count from there', () => {
		const before = after([answered, { cost: 1 }], [failed('overloaded')]);
		const reset = record(before, { type: 'statistics-reset' }, start + 10);
		assert.deepEqual(reset.stats, { a: { attempts: 0, successes: 0, failures: 0, since: start + 10 } });
		assert.deepEqual(reset.cooldowns, before.cooldowns);
		assert.equal(metricsOf(record(reset, attemptEnd(a, answered), start + 20).stats.a).since, start + 10);
	});

	it('[B6] [G9] what the user stopped is an attempt, and neither a success nor a failure', () => {
		const { stats } = after([failed('cancelled')], [failed('skipped')]);
		const { attempts, failures, successRate, failedFor } = metricsOf(stats.a);
		assert.deepEqual([attempts, failures, successRate, failedFor], [2, 0, null, []]);
	});

	it('[B6] a spillover counts for whoever failed, and a takeover for whoever is asked instead', () => {
		const health = record(after([failed('overloaded')]), asked(llm('b'), 'a'), start);
		assert.equal(metricsOf(health.stats.a).spillovers, 1);
		assert.deepEqual([metricsOf(health.stats.b).spillovers, metricsOf(health.stats.b).takeovers], [0, 1]);
		assert.equal(metricsOf(health.stats.a).takeovers, 0);
		assert.equal(metricsOf(record(health, asked(llm('b')), start).stats.a).spillovers, 1);
		const { stats } = record(healthy, asked(llm('b'), 'toString'), start);
		const none = { attempts: 0, successes: 0, failures: 0 };
		assert.deepEqual(Object.entries(stats), [
			['toString', { ...none, spillovers: 1 }],
			['b', { ...none, takeovers: 1 }],
		]);
	});

	it('[B7] times are those of the answers, the last twenty of them', () => {
		const ends = Array.from({ length: 25 }, (_, place): readonly [AttemptEnd, Partial<Ended>] => [
			answered,
			{ tookMs: place * 100, firstOutputMs: place * 10 },
		]);
		const { stats } = after(...ends, [failed('overloaded'), { tookMs: 1, firstOutputMs: 1 }]);
		const { tookMs, firstOutputMs } = metricsOf(stats.a);
		assert.deepEqual(tookMs, { p50: 1450, p95: 2305 });
		assert.deepEqual(firstOutputMs, { p50: 145, p95: 230.5 });
		assert.deepEqual([stats.a?.tookMs?.length, stats.a?.firstOutputMs?.length], [20, 20]);
	});

	it('[B7] tokens are added up as far as they were reported', () => {
		const usage = (inputTokens: number | null, outputTokens: number | null) =>
			using({ inputTokens, outputTokens, cost: null });
		const { stats } = after([usage(10, 5)], [usage(1, null)], [answered]);
		const { inputTokens, outputTokens } = metricsOf(stats.a);
		assert.deepEqual([inputTokens, outputTokens], [11, 5]);
	});

	it('[B7] [U23] costs are added up, those of failed attempts too', () => {
		const { stats } = after([answered, { cost: 0.25 }], [failed('timeout'), { cost: 0.5 }], [answered, { cost: null }]);
		assert.equal(metricsOf(stats.a).cost, 0.75);
	});

	it('[B7] what is no amount is not added up, whatever a server reports', () => {
		for (const nonsense of [Number.NaN, Number.POSITIVE_INFINITY, -1]) {
			const usage = { inputTokens: nonsense, outputTokens: nonsense, cost: nonsense };
			const { stats } = after([using(usage), { cost: nonsense }]);
			const { inputTokens, outputTokens, cost } = metricsOf(stats.a);
			assert.deepEqual([inputTokens, outputTokens, cost], [null, null, null], String(nonsense));
		}
	});
});

describe('a percentile', () => {
	const rows: readonly (readonly [samples: readonly number[], part: number, expected: number | null])[] = [
		[[], 0.5, null],
		[[7], 0.95, 7],
		[[3, 1, 2], 0.5, 2],
		[[10, 9, 100], 0.5, 10],
		[[1, 2, 3, 4], 0.5, 2.5],
		[[0, 100], 0.95, 95],
		[[5, 1], 0, 1],
		[[5, 1], 1, 5],
	];
	for (const [samples, part, expected] of rows) {
		it(`[B7] of ${JSON.stringify(samples)} at ${part} is ${expected}`, () => {
			assert.equal(percentile(samples, part), expected);
		});
	}

	it('[B7] leaves the samples in their order', () => {
		const samples = [3, 1, 2];
		percentile(samples, 0.5);
		assert.deepEqual(samples, [3, 1, 2]);
	});
});
