import assert from 'node:assert/strict';
import type { AttemptEnd, RouterEvent } from '../../../src/core/events.ts';
import { type Health, healthy } from '../../../src/core/health.ts';
import { record } from '../../../src/core/record.ts';
import { answered, attemptEnd, failed } from '../../support/events.ts';
import { keyed, llm } from '../../support/providers.ts';
import { start } from '../../support/requests.ts';

const [a, b] = [llm('a'), llm('b')];
const learn = (events: readonly RouterEvent[], health: Health = healthy, now = start) =>
	events.reduce((known, event) => record(known, event, now), health);
const using = (inputTokens: number | null, outputTokens: number | null): AttemptEnd => ({
	ok: true,
	model: null,
	changedFiles: null,
	usage: { inputTokens, outputTokens, cost: null },
});

describe('what is counted of each provider', () => {
	it('[B6] tokens are summed up as far as they were reported', () => {
		const ends = [answered, using(10, null), using(null, 3), using(5, 4)].map((end) => attemptEnd(a, end));
		const { inputTokens, outputTokens } = learn(ends).stats['a'] ?? {};
		assert.deepEqual([inputTokens, outputTokens], [15, 7]);
		assert.deepEqual(Object.keys(learn(ends.slice(0, 1)).stats['a'] ?? {}).includes('inputTokens'), false);
	});

	it('[B6] costs are summed up, failed attempts included', () => {
		const costing = (cost: number | null, end: AttemptEnd) => ({ ...attemptEnd(a, end), cost });
		const ends = [costing(1, answered), costing(null, answered), costing(2, failed('overloaded'))];
		assert.equal(learn(ends).stats['a']?.cost, 3);
	});

	it('[B6] times are those of the latest twenty answers', () => {
		const ends = Array.from({ length: 22 }, (_, index) => ({
			...attemptEnd(a, answered),
			tookMs: index,
			firstOutputMs: 100 + index,
		}));
		assert.deepEqual(learn(ends.slice(0, 1)).stats['a']?.firstOutputMs, [100]);
		const { tookMs, firstOutputMs } = learn(ends).stats['a'] ?? {};
		assert.deepEqual([tookMs?.length, tookMs?.[0], tookMs?.at(-1)], [20, 2, 21]);
		assert.deepEqual([firstOutputMs?.length, firstOutputMs?.[0], firstOutputMs?.at(-1)], [20, 102, 121]);
	});

	it('[B6] a spillover counts for whoever failed, a takeover for whoever went on', () => {
		const other = learn([attemptEnd(b, answered), attemptEnd(a, failed('overloaded'))]);
		const health = learn([begun('one', 'a'), begun('two', 'a')], other);
		assert.deepEqual(health.stats['a'], { ...other.stats['a'], spillovers: 2 });
		assert.deepEqual(health.stats['b'], { ...other.stats['b'], takeovers: 2 });
		assert.deepEqual(learn([begun('one', 'new')]).stats['new'], {
			attempts: 0,
			successes: 0,
			failures: 0,
			spillovers: 1,
		});
		assert.equal(learn([begun('one')], other).stats, other.stats);
	});
});

describe('cooldowns that the user resets', () => {
	const health = learn([attemptEnd(a, failed('overloaded')), attemptEnd(b, failed('overloaded'))]);
	const [first, second] = Object.keys(health.cooldowns);
	const cleared = (keys: readonly string[] | null) => {
		const { cooldowns } = learn([{ type: 'cooldowns-reset', keys }], health);
		return Object.values(cooldowns).map(({ until, strikes, stated }) => until === 0 && strikes === 0 && !stated);
	};

	it('[R19] are all of them, or the ones that are named', () => {
		assert.ok(first !== undefined && second !== undefined);
		assert.deepEqual(cleared(null), [true, true]);
		assert.deepEqual(cleared([second]), [false, true]);
		assert.deepEqual(cleared([]), [false, false]);
		assert.deepEqual(cleared(['endpoint nobody']), [false, false]);
	});

	it('[R19] are no longer stated, even when the provider named the time', () => {
		const stated = learn([attemptEnd(a, failed('rate-limited', 50_000))]);
		const { cooldowns } = learn([{ type: 'cooldowns-reset', keys: null }], stated);
		assert.deepEqual(
			Object.values(cooldowns).map((cooldown) => cooldown.stated),
			[false],
		);
	});
});

describe('a probe', () => {
	const two = llm('two', { profiles: [keyed('work'), keyed('home')] });
	const [work, home] = ['profile https://two.example#work', 'profile https://two.example#home'];
	const cooled = learn([attemptEnd(two, failed('rate-limited'))]);
	const over = start + 30_000;
	const began = (route: string, name = 'work', at = over, health = cooled) =>
		record(health, { ...begun(route), provider: two, profile: keyed(name) }, at);

	it('[A12] begins with the first attempt after a cooldown of the profile that is asked', () => {
		assert.deepEqual(began('one').probes, { [work]: 'one' });
		assert.equal(began('one', 'work', over - 1).probes, undefined);
		assert.equal(began('one', 'home').probes, undefined);
		assert.equal(began('one', 'unknown').probes, undefined);
		assert.equal(began('one', 'work', over, healthy).probes, undefined);
	});

	it('[A12] is none where no strike is left, nor with an exempt provider', () => {
		const mended = learn([{ ...attemptEnd(two, answered), tookMs: 0 }], cooled);
		assert.equal(began('one', 'work', over, mended).probes, undefined);
		const event = { ...begun('one'), provider: { ...two, exempt: true }, profile: keyed('work') };
		assert.equal(record(cooled, event, over).probes, undefined);
		assert.equal(began('one', 'work', start + 3_600_000).probes, undefined);
	});

	it('[A12] ends with the attempt of its route, and with no other', () => {
		const end = (route: string) => ({ ...attemptEnd(b, answered), route });
		const other = learn([{ ...attemptEnd(two, failed('rate-limited')), profile: keyed('home') }], cooled);
		const both = began('two', 'home', over, began('one', 'work', over, other));
		assert.deepEqual(both.probes, { [work]: 'one', [home]: 'two' });
		assert.deepEqual(record(both, end('three'), over).probes, both.probes);
		const left = record(both, end('one'), over);
		assert.deepEqual(left.probes, { [home]: 'two' });
		assert.equal('probes' in record(left, end('two'), over), false);
	});
});

describe('what an ambiguous failure teaches', () => {
	it('[R9] is counted, and nobody cools', () => {
		const { failure } = failed('timeout') as Extract<AttemptEnd, { ok: false }>;
		const health = learn([attemptEnd(a, { ok: false, failure: { ...failure, ambiguous: true } })]);
		assert.deepEqual(health.cooldowns, {});
		assert.equal(health.stats['a']?.failures, 1);
	});
});

/** The beginning of an attempt at `b`, after one at `spilledFrom` failed. */
function begun(route: string, spilledFrom?: string): Extract<RouterEvent, { type: 'attempt-start' }> {
	return {
		type: 'attempt-start',
		route,
		attempt: 2,
		provider: b,
		profile: b.profiles[0],
		because: 'next-in-order',
		estimatedCost: 0,
		passedOver: [],
		...(spilledFrom === undefined ? {} : { spilledFrom }),
	};
}
