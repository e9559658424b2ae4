import assert from 'node:assert/strict';
import fc from 'fast-check';
import { consequences, type FailureKind } from '../../../src/core/failure.ts';
import {
	changedAt,
	coolingOf,
	type Cooldown,
	type Cooldowns,
	forGood,
	indexOf,
	longestOf,
	mergeCooldowns,
	withoutStale,
} from '../../../src/core/health.ts';
import { keyed, keyless, llm } from '../../support/providers.ts';
import { start } from '../../support/requests.ts';
import { runsOf } from '../../support/runs.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

function cooldown(different: Partial<Cooldown> = {}): Cooldown {
	return { until: start + minute, reason: 'rate-limited', stated: false, strikes: 1, at: start, ...different };
}

/** Times on both sides of now, close enough together that two are often the same. */
const time = fc.integer({ min: -3, max: 3 }).map((step) => start + step * minute);
const plain = { noNullPrototype: true };
const anyCooldown: fc.Arbitrary<Cooldown> = fc.record(
	{
		until: fc.oneof(time, fc.constantFrom(0, forGood)),
		reason: fc.constantFrom(...(Object.keys(consequences) as FailureKind[]).slice(0, 3)),
		stated: fc.boolean(),
		strikes: fc.nat(2),
		at: time,
	},
	plain,
);
const anyCooldowns: fc.Arbitrary<Cooldowns> = fc.dictionary(
	fc.constantFrom('a', 'b', 'c', 'constructor'),
	anyCooldown,
	plain,
);
const many = { numRuns: runsOf(10_000) };

describe('what two windows know together', () => {
	const merge = (one: Cooldowns, other: Cooldowns) => mergeCooldowns(one, other, start);

	it('[P1] is every cooldown that either of them knows, and of each the one that was changed last', () => {
		const older = cooldown({ at: start - 2 });
		const newer = cooldown({ at: start - 1, until: start + 5, strikes: 4 });
		const mine = { both: older, mine: cooldown({ strikes: 2 }) };
		const theirs = { both: newer, theirs: cooldown({ strikes: 3 }) };
		assert.deepEqual(merge(mine, theirs), {
			both: newer,
			mine: cooldown({ strikes: 2 }),
			theirs: cooldown({ strikes: 3 }),
		});
	});

	it('[R4] a cooldown that was cleared stays cleared although another window remembers it', () => {
		const cleared = cooldown({ until: 0, strikes: 0, at: start });
		assert.deepEqual(merge({ a: cooldown({ at: start - 1 }) }, { a: cleared }), { a: cleared });
	});

	it('of two that were changed at the same time it is the longer one', () => {
		const longer = cooldown({ until: start + hour });
		assert.deepEqual(merge({ a: longer }, { a: cooldown() }), { a: longer });
		assert.deepEqual(merge({ a: cooldown() }, { a: longer }), { a: longer });
	});

	const equals: readonly (readonly [title: string, more: Partial<Cooldown>, less: Partial<Cooldown>])[] = [
		['lasts longer, though with fewer strikes', { until: start + hour }, { strikes: 3 }],
		['has more strikes, though the provider stated the other', { strikes: 2 }, { stated: true }],
		['was stated, whatever the reasons', { stated: true, reason: 'overloaded' }, { reason: 'timeout' }],
		['has the later name for its reason', { reason: 'timeout' }, { reason: 'overloaded' }],
	];
	for (const [title, more, less] of equals) {
		it(`[P1] of two that were changed at the same time it is, from either side, the one that ${title}`, () => {
			const [winner, loser] = [cooldown(more), cooldown(less)];
			assert.deepEqual(merge({ a: winner }, { a: loser }), { a: winner });
			assert.deepEqual(merge({ a: loser }, { a: winner }), { a: winner });
		});
	}

	it('does not depend on who tells whom', () => {
		fc.assert(
			fc.property(anyCooldowns, anyCooldowns, (one, other) => {
				assert.deepEqual(merge(one, other), merge(other, one));
			}),
			many,
		);
	});

	it('does not depend on the order in which three of them meet', () => {
		fc.assert(
			fc.property(anyCooldowns, anyCooldowns, anyCooldowns, (one, two, three) => {
				assert.deepEqual(merge(merge(one, two), three), merge(one, merge(two, three)));
			}),
			many,
		);
	});

	it('stays the same when it is told again', () => {
		fc.assert(
			fc.property(anyCooldowns, anyCooldowns, (one, other) => {
				const merged = merge(one, other);
				assert.deepEqual(merge(merged, other), merged);
				assert.deepEqual(merge(merged, merged), merged);
			}),
			many,
		);
	});
});

describe('a clock that jumped back', () => {
	const later = start + day;
	const merge = (known: Cooldown) => mergeCooldowns({ a: known }, {}, start)['a'];

	it('[P1] keeps nobody away for longer than was meant', () => {
		const known = cooldown({ at: later, until: later + minute });
		assert.deepEqual(merge(known), cooldown({ at: start, until: start + minute }));
	});

	it('[P1] frees nobody: the time that was given counts from now', () => {
		fc.assert(
			fc.property(fc.integer({ min: minute + 1, max: day }), fc.integer({ min: 1, max: day }), (jump, given) => {
				const known = cooldown({ at: start + jump, until: start + jump + given });
				assert.equal(merge(known)?.until, start + given);
			}),
		);
	});

	it('leaves what was cleared as it is, and what has no end without one', () => {
		assert.equal(merge(cooldown({ at: later, until: 0, strikes: 0 }))?.until, 0);
		assert.equal(merge(cooldown({ at: later, until: forGood }))?.until, forGood);
	});

	it('a difference of less than a minute is no jump', () => {
		const known = cooldown({ at: start + minute, until: start + 2 * minute });
		assert.deepEqual(merge(known), known);
	});

	it('what is changed after it counts as the newer', () => {
		const before = cooldown({ at: start + 5 });
		assert.equal(changedAt(before, start), start + 6);
		assert.equal(changedAt(before, start + 100), start + 100);
		assert.equal(changedAt(undefined, start), start);
	});
});

describe('the cooldown that keeps somebody away', () => {
	it('is the first one of those that last as long', () => {
		const index = indexOf({ model: cooldown({ reason: 'timeout' }), account: cooldown() });
		assert.equal(longestOf(index, ['model', 'account'], start)?.reason, 'timeout');
		assert.equal(longestOf(index, ['account', 'model'], start)?.reason, 'rate-limited');
	});

	it('is none for a profile that the provider does not have', () => {
		const cooldowns = { 'endpoint https://a.example': cooldown() };
		assert.equal(coolingOf({ cooldowns }, llm('a'), keyless, start)?.until, start + minute);
		assert.equal(coolingOf({ cooldowns }, llm('a'), keyed('other'), start), null);
	});
});

describe('what is forgotten', () => {
	const remembered = (known: Cooldown) => withoutStale({ a: known }, start)['a'] !== undefined;

	it('a cooldown that was cleared is remembered as such for a day', () => {
		const cleared = (at: number) => cooldown({ until: 0, strikes: 0, at });
		assert.deepEqual([remembered(cleared(start - day)), remembered(cleared(start - day - 1))], [true, false]);
	});

	it('[R6] strikes outlive the window and the day, for a month', () => {
		const month = 30 * day;
		const struck = (until: number) => cooldown({ until, at: until - minute });
		assert.deepEqual([remembered(struck(start - month)), remembered(struck(start - month - 1))], [true, false]);
	});

	it('a cooldown that still lasts is kept however long ago it was set', () => {
		assert.ok(remembered(cooldown({ at: start - 90 * day, until: start + 1 })));
		assert.ok(remembered(cooldown({ at: start - 90 * day, until: start + 1, strikes: 0 })));
	});
});
