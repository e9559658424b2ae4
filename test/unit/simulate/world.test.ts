import assert from 'node:assert/strict';
import { gpt, local, sonnet } from '../../../scripts/simulate/providerModels.ts';
import type { LimitModel } from '../../../scripts/simulate/trace.ts';
import { isSteady } from '../../../scripts/simulate/world.ts';
import { start } from '../../support/requests.ts';
import { always, asked, even, worldOf } from '../../support/simulation.ts';

const healthyAnswer = { failure: null, firstOutputMs: 3500, tookMs: 13_500 };

describe('a provider of the simulation', () => {
	it('answers after its time to the first output and a time for each token, and charges for both', () => {
		const { world, lane } = worldOf({ providers: [even(gpt)] });
		const outcome = world.send(lane, asked({ outputTokens: 448 }), start, 0);
		assert.deepEqual(outcome, {
			failure: null,
			firstOutputMs: 912,
			tookMs: 10_912,
			cost: (1.25 * 1000 + 10 * 448) / 1_000_000,
			inputTokens: 1000,
			outputTokens: 448,
			obstacle: null,
		});
	});

	it('meets everybody with the same luck, and each request with its own', () => {
		const times = (seed: number) => {
			const { world, lane } = worldOf({ providers: [sonnet] }, seed);
			return Array.from({ length: 50 }, (_, number) => world.send(lane, asked({ number }), start, 0).firstOutputMs);
		};
		assert.deepEqual(times(1), times(1));
		assert.notDeepEqual(times(1), times(2));
		assert.ok(new Set(times(1)).size > 45);
	});

	it('is as quick as its model in the middle, and slower by its spread at the end', () => {
		const { world, lane } = worldOf({ providers: [sonnet] });
		const times = Array.from(
			{ length: 4000 },
			(_, number) => world.foresee(lane, asked({ number }), start, 0).firstOutputMs ?? 0,
		).sort((one, other) => one - other);
		assert.ok(Math.abs(times[2000]! / 2120 - 1) < 0.05, String(times[2000]));
		assert.ok(Math.abs(times[3800]! / (2120 * Math.exp(0.5 * 1.645)) - 1) < 0.08, String(times[3800]));
	});

	it('that refuses connections is unreachable at once and costs nothing', () => {
		const { world, lane } = worldOf({ faults: [always({ kind: 'outage', how: 'refused' })] });
		const { failure, tookMs, cost } = world.send(lane, asked(), start, 0);
		assert.equal(failure?.kind, 'unreachable');
		assert.ok(tookMs < 1000 && cost === 0);
	});

	it('that is full says so, without a time to come back', () => {
		const { world, lane } = worldOf({ faults: [always({ kind: 'outage', how: 'errors' })] });
		const { failure } = world.send(lane, asked(), start, 0);
		assert.ok(failure?.kind === 'overloaded' && failure.retryAfterMs === null);
	});

	it('that says nothing runs into the limit for the first output', () => {
		const { world, lane } = worldOf({ faults: [always({ kind: 'outage', how: 'silent' })] });
		const { failure, tookMs, firstOutputMs } = world.send(lane, asked(), start, 0);
		assert.ok(failure?.kind === 'timeout' && failure.phase === 'first-output');
		assert.deepEqual([tookMs, firstOutputMs], [60_000, null]);
	});

	it('that is slow is so many times slower, and fails when that is too slow for the limit', () => {
		const times = (factor: number) => {
			const { world, lane } = worldOf({ providers: [even(local)], faults: [always({ kind: 'slow', factor })] });
			return world.send(lane, asked(), start, 0);
		};
		assert.equal(times(10).firstOutputMs, 35_000);
		const { failure } = times(20);
		assert.ok(failure?.kind === 'timeout' && failure.phase === 'first-output');
	});

	it('that stalls falls silent before the first output or after it, for that share of the requests', () => {
		const { world, lane } = worldOf({ providers: [sonnet], faults: [always({ kind: 'stall', share: 0.5 })] });
		const outcomes = Array.from({ length: 400 }, (_, number) => world.foresee(lane, asked({ number }), start, 0));
		const phases = outcomes.map(({ failure }) => (failure?.kind === 'timeout' ? failure.phase : 'none'));
		for (const [phase, share] of [
			['none', 0.5],
			['first-output', 0.25],
			['idle', 0.25],
		] as const) {
			const found = phases.filter((each) => each === phase).length / 400;
			assert.ok(Math.abs(found - share) < 0.08, `${phase}: ${found}`);
		}
		const idle = outcomes[phases.indexOf('idle')]!;
		assert.ok(idle.firstOutputMs !== null && idle.tookMs >= idle.firstOutputMs + 120_000 && idle.cost > 0);
	});

	it('breaks off what is under way when it stops taking connections', () => {
		const rhythm = { meanGapMs: 20_000, medianMs: 1000, sigma: 0 };
		const fault = { kind: 'outage', how: 'refused' } as const;
		const { world, lane } = worldOf({ providers: [even(local)], faults: [{ fault, rhythm }] });
		const from = lane.incidents[0]!.windows.from.find((time) => time > start)!;
		const before = world.foresee(lane, asked({ at: from - 5000 }), from - 5000, 0);
		assert.equal(before.failure?.kind, 'unreachable');
		assert.equal(Math.round(before.tookMs), 5000);
		assert.equal(before.firstOutputMs, 3500);
	});

	it('never takes longer than until the deadline', () => {
		const { world, lane } = worldOf({ providers: [even(local)] });
		const { failure, tookMs } = world.send(lane, asked({ deadline: start + 8000 }), start, 0);
		assert.ok(failure?.kind === 'timeout' && failure.phase === 'total');
		assert.equal(tookMs, 8000);
	});

	it('that is flaky fails for its share, and another time it may not', () => {
		const flaky = { share: 0.25, as: ['bad-output'] } as const;
		const { world, lane } = worldOf({ providers: [{ ...gpt, flaky }] });
		const failed = (made: number) =>
			Array.from({ length: 1000 }, (_, number) => world.foresee(lane, asked({ number }), start, made).failure?.kind);
		const [first, second] = [failed(0), failed(1)];
		assert.ok(Math.abs(first.filter((kind) => kind === 'bad-output').length - 250) < 50);
		assert.ok(first.some((kind, number) => kind === 'bad-output' && second[number] === undefined));
	});
});

describe('a limit of the simulation', () => {
	const limit: LimitModel = {
		rule: { type: 'window', holds: 1, everyMs: 60_000, offsetMs: 0 },
		as: 'rate-limited',
		counts: 'requests',
		stated: true,
	};

	it('refuses, and says in whole seconds when to come back', () => {
		const { world, lane } = worldOf({ providers: [even(local)], limits: [limit] });
		assert.equal(world.send(lane, asked(), start + 300, 0).failure, null);
		const { failure, cost } = world.send(lane, asked({ number: 1 }), start + 400, 0);
		assert.ok(failure?.kind === 'rate-limited' && failure.retryAfterMs === 60_000 && cost === 0);
	});

	it('says nothing where it is not stated', () => {
		const { world, lane } = worldOf({ limits: [{ ...limit, stated: false }] });
		world.send(lane, asked(), start, 0);
		const { failure } = world.send(lane, asked({ number: 1 }), start, 0);
		assert.ok(failure?.kind === 'rate-limited' && failure.retryAfterMs === null);
	});

	it('is shared by all that it reaches, and by nobody else', () => {
		const providers = [sonnet, { ...sonnet, entry: { ...sonnet.entry, id: 'other', model: 'other' } }, gpt];
		const { world, lanes } = worldOf({ providers, limits: [{ ...limit, host: 'sonnet.example' }] });
		world.send(lanes[0]!, asked(), start, 0);
		const kinds = lanes.map((lane) => world.foresee(lane, asked({ number: 1 }), start, 0).failure?.kind);
		assert.deepEqual(kinds, ['rate-limited', 'rate-limited', undefined]);
	});

	it('counts nothing that is only foreseen, and no refusal', () => {
		const { world, lane } = worldOf({ providers: [even(local)], limits: [limit] });
		world.foresee(lane, asked(), start, 0);
		const { failure, firstOutputMs, tookMs } = world.send(lane, asked(), start, 0);
		assert.deepEqual({ failure, firstOutputMs, tookMs }, healthyAnswer);
		world.send(lane, asked(), start + 1000, 0);
		assert.equal(world.foresee(lane, asked(), start + 60_000, 0).failure, null);
	});

	it('counts an answer that is of no use, and not what never arrived', () => {
		const kindAfter = (as: 'bad-output' | 'unreachable') => {
			const providers = [{ ...local, flaky: { share: 1, as: [as] } }];
			const { world, lane } = worldOf({ providers, limits: [limit] });
			world.send(lane, asked(), start, 0);
			return world.send(lane, asked(), start, 0).failure?.kind;
		};
		assert.equal(kindAfter('bad-output'), 'rate-limited');
		assert.equal(kindAfter('unreachable'), 'unreachable');
	});

	it('counts tokens where it is a limit of tokens', () => {
		const rule = { type: 'bucket', holds: 3000, perMinute: 3000 } as const;
		const { world, lane } = worldOf({ providers: [even(local)], limits: [{ ...limit, rule, counts: 'tokens' }] });
		const kinds = [1, 2, 3].map(() => world.send(lane, asked(), start, 0).failure?.kind);
		assert.deepEqual(kinds, [undefined, undefined, 'rate-limited']);
	});
});

describe('a steady provider', () => {
	it('has no limit, no incident until the deadline, and does not fail by chance', () => {
		const { world, lane } = worldOf({});
		assert.equal(isSteady(world, lane, asked()), true);
		const rhythm = { meanGapMs: 1000, medianMs: 1000, sigma: 0 };
		const troubled = worldOf({ faults: [{ fault: { kind: 'slow', factor: 2 }, rhythm }] });
		assert.equal(isSteady(troubled.world, troubled.lane, asked()), false);
		const flaky = worldOf({ providers: [{ ...local, flaky: { share: 1, as: ['unknown'] } }] });
		assert.equal(isSteady(flaky.world, flaky.lane, asked()), false);
	});
});
