import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { RouterEvent, StampedEvent } from '../../../src/core/events.ts';
import { healthy, type Statistics } from '../../../src/core/health.ts';
import {
	bounded,
	type Counted,
	emptyLedger,
	isCounted,
	type Ledger,
	notCounted,
	sumsOf,
	type Tally,
	withCounted,
} from '../../../src/core/ledger.ts';
import { record } from '../../../src/core/record.ts';
import { events as anyEvent } from '../../support/arbitraries.ts';
import { answered, attemptEnd, attemptStart, failed } from '../../support/events.ts';
import { llm } from '../../support/providers.ts';
import { start } from '../../support/requests.ts';

const day = 86_400_000;
const ids = ['a', 'b', 'constructor'] as const;

const stamped = (event: RouterEvent, at = start): StampedEvent => ({ ...event, at });
const numbered = (...all: readonly StampedEvent[]): readonly Counted[] =>
	all.map((event, place) => ({ number: place + 1, event }));
const tally = (at: number): Tally => ({ at, stats: { attempts: 1, successes: 1, failures: 0 } });

/** Events of every sort that counts. Costs are sums of powers of two, so that they are the same in any order. */
const counted: fc.Arbitrary<StampedEvent> = fc.oneof(
	fc
		.record({
			id: fc.constantFrom(...ids),
			ok: fc.boolean(),
			ms: fc.nat(99),
			cost: fc.option(fc.constantFrom(0.25, 2)),
		})
		.map(({ id, ok, ms, cost }) => {
			const end = ok ? { ...answered, usage: { inputTokens: ms, outputTokens: 1, cost } } : failed('timeout');
			return stamped({ ...attemptEnd(llm(id), end), firstOutputMs: ms, tookMs: ms, cost });
		}),
	fc
		.record({
			id: fc.constantFrom(...ids),
			turn: fc.dictionary(fc.constantFrom(...ids), fc.integer({ min: 1, max: 9 }), { noNullPrototype: true }),
		})
		.map(({ id, turn }) => stamped({ ...attemptStart(llm(id)), turn, spilledFrom: 'a' })),
);
const window = fc.array(counted, { maxLength: 6 });

/** The sums, with samples in the order of their size: in which order windows write is chance. */
function unordered(ledger: Ledger) {
	const { stats, credits } = sumsOf(ledger);
	const sorted = ({ firstOutputMs = [], tookMs = [], ...rest }: Statistics) => ({
		...rest,
		firstOutputMs: [...firstOutputMs].sort(),
		tookMs: [...tookMs].sort(),
	});
	return {
		stats: Object.entries(stats)
			.map(([id, each]) => [id, sorted(each)])
			.sort(),
		credits: { ...credits },
	};
}

describe('the ledger of all windows', () => {
	it('[P1] holds what each of them has counted, summed up', () => {
		const one = numbered(stamped(attemptEnd(llm('a'), answered)), stamped(attemptEnd(llm('a'), failed('timeout'))));
		const other = numbered(stamped({ ...attemptEnd(llm('a'), answered), tookMs: 30 }, start + 5));
		const ledger = withCounted(withCounted(emptyLedger, 'one', one), 'other', other);
		assert.deepEqual(ledger, {
			providers: {
				a: {
					at: start + 5,
					stats: {
						attempts: 3,
						successes: 2,
						failures: 1,
						failedFor: { timeout: 1 },
						lastFailure: { kind: 'timeout', at: start },
						tookMs: [10, 30],
						since: start,
					},
				},
			},
			windows: { one: { counted: 2, at: start }, other: { counted: 1, at: start + 5 } },
		});
	});

	it('forgets what was counted so far when the user says so, in whichever window, and not whose turn it is', () => {
		const turn = stamped({ ...attemptStart(llm('a')), turn: { a: 1, b: 1 } });
		const before = withCounted(emptyLedger, 'one', numbered(turn, stamped(attemptEnd(llm('a'), answered))));
		const reset = stamped({ type: 'statistics-reset' }, start + 5);
		assert.ok(isCounted(reset));
		const { stats, credits } = sumsOf(withCounted(before, 'other', numbered(reset)));
		assert.deepEqual(stats, { a: { attempts: 0, successes: 0, failures: 0, since: start + 5 } });
		assert.deepEqual(credits, sumsOf(before).credits);
	});

	it('[T29] adds up the turns of all windows', () => {
		const turn = stamped({ ...attemptStart(llm('a')), turn: { a: 1, b: 1 } });
		const ledger = withCounted(withCounted(emptyLedger, 'one', numbered(turn)), 'other', numbered(turn, turn));
		assert.deepEqual(sumsOf(ledger), { stats: {}, credits: { a: -3, b: 3 } });
	});

	it('[P1] comes to the same in whichever order windows write', () => {
		fc.assert(
			fc.property(window, window, window, (first, second, third) => {
				const own = { first, second, third };
				const written = (...order: readonly (keyof typeof own)[]) =>
					unordered(order.reduce((ledger, name) => withCounted(ledger, name, numbered(...own[name])), emptyLedger));
				assert.deepEqual(written('third', 'first', 'second'), written('first', 'second', 'third'));
			}),
		);
	});

	it('[P1] counts nothing twice, however often and in whichever parts a window hands it in', () => {
		fc.assert(
			fc.property(
				window,
				window,
				fc.array(fc.tuple(fc.boolean(), fc.nat(6)), { maxLength: 8 }),
				(one, other, tries) => {
					const whole = (ledger: Ledger) =>
						withCounted(withCounted(ledger, 'one', numbered(...one)), 'other', numbered(...other));
					const parts = tries.reduce(
						(ledger, [isOne, until]) =>
							withCounted(ledger, isOne ? 'one' : 'other', numbered(...(isOne ? one : other)).slice(0, until)),
						emptyLedger,
					);
					const complete = whole(parts);
					assert.deepEqual(unordered(complete), unordered(whole(emptyLedger)));
					assert.equal(whole(complete), complete);
				},
			),
		);
	});

	it('comes to what a window that is alone has learnt itself', () => {
		fc.assert(
			fc.property(
				fc.array(
					fc.oneof(
						counted,
						anyEvent.map((event) => stamped(event)),
					),
				),
				(happened) => {
					const health = happened.reduce((known, event) => record(known, event, event.at), healthy);
					const ledger = withCounted(emptyLedger, 'one', numbered(...happened.filter(isCounted)));
					assert.deepEqual(sumsOf(ledger), { stats: health.stats, credits: health.credits ?? {} });
				},
			),
		);
	});

	it('notes of each provider when it was last counted itself', () => {
		const first = withCounted(emptyLedger, 'one', numbered(stamped({ ...attemptStart(llm('a')), turn: { a: 1 } })));
		assert.deepEqual(first.providers, { a: { at: start, credit: 0 } });
		const second = withCounted(first, 'two', numbered(stamped(attemptEnd(llm('b'), failed('timeout')), start + 5)));
		assert.deepEqual([second.providers['a'], second.providers['b']?.at], [{ at: start, credit: 0 }, start + 5]);
	});

	it('tells which events of a window are not in it yet', () => {
		const own = numbered(...[1, 2, 3].map((at) => stamped(attemptEnd(llm('a'), answered), at)));
		const ledger = withCounted(emptyLedger, 'one', own.slice(0, 2));
		assert.deepEqual(notCounted(ledger, 'one', own), own.slice(2));
		assert.deepEqual(notCounted(ledger, 'constructor', own), own);
	});

	it('what is learnt from it is not counted again', () => {
		const stats = { a: { attempts: 1, successes: 1, failures: 0 } };
		assert.equal(isCounted(stamped({ type: 'statistics-learnt', stats, credits: { a: 1 } })), false);
		assert.equal(isCounted(stamped({ type: 'cooldowns-learnt', cooldowns: {} })), false);
	});
});

describe('what the ledger forgets', () => {
	const providersOf = (providers: Ledger['providers'], named: readonly string[] = []) =>
		Object.keys(bounded({ providers, windows: {} }, named, start).providers).sort();

	it('a provider that no settings name any more, 30 days after it was last counted', () => {
		const old = tally(start - 30 * day - 1);
		const providers = { gone: old, named: old, recent: tally(start - 30 * day) };
		assert.deepEqual(providersOf(providers, ['named']), ['named', 'recent']);
	});

	it('the oldest of more than 200 providers, first those that no settings name', () => {
		const many = Array.from({ length: 200 }, (_, place): [string, Tally] => [`p${place}`, tally(start - place)]);
		const providers = { ...Object.fromEntries(many), named: tally(start - 40 * day) };
		const kept = providersOf(providers, ['named']);
		assert.deepEqual(
			[kept.length, kept.includes('named'), kept.includes('p198'), kept.includes('p199')],
			[200, true, true, false],
		);
	});

	it('all but the 100 windows that counted last', () => {
		const windows = Array.from(
			{ length: 101 },
			(_, place) => [`w${place}`, { counted: 1, at: start - place }] as const,
		);
		const kept = bounded({ providers: {}, windows: Object.fromEntries(windows) }, [], start).windows;
		assert.deepEqual([Object.keys(kept).length, kept['w99']?.at, kept['w100']], [100, start - 99, undefined]);
	});

	it('the first windows by their names are kept of those that counted at the same time, in whichever order', () => {
		const names = Array.from({ length: 101 }, (_, place) => `w${1000 + place}`);
		for (const all of [names, names.toReversed()]) {
			const windows = Object.fromEntries(all.map((name) => [name, { counted: 1, at: start }]));
			const kept = bounded({ providers: {}, windows }, [], start).windows;
			assert.deepEqual(Object.keys(kept), names.slice(0, 100));
		}
	});

	it('the windows that counted last, wherever they stand', () => {
		const windows = Object.fromEntries(
			Array.from({ length: 101 }, (_, place) => [`w${place}`, { counted: 1, at: start - 200 + place }]),
		);
		const kept = bounded({ providers: {}, windows }, [], start).windows;
		assert.deepEqual([kept['w0'], kept['w100']?.at], [undefined, start - 100]);
	});

	it('a time in the future: the clock jumped back, and nothing stays for ever', () => {
		const ahead = { providers: { a: tally(start + day) }, windows: { one: { counted: 1, at: start + day } } };
		const { providers, windows } = bounded(ahead, [], start);
		assert.deepEqual([providers['a']?.at, windows['one']?.at], [start, start]);
	});

	it('nothing else', () => {
		const ledger = {
			providers: { a: tally(start), b: tally(start - day) },
			windows: { one: { counted: 1, at: start } },
		};
		assert.deepEqual(bounded(ledger, [], start), ledger);
	});
});
