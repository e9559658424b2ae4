import assert from 'node:assert/strict';
import type { RouterEvent } from '../../../src/core/events.ts';
import { coolingOf, forGood, type Health, healthy } from '../../../src/core/health.ts';
import type { Provider } from '../../../src/core/provider.ts';
import { record } from '../../../src/core/record.ts';
import { answered, attemptEnd, failed } from '../../support/events.ts';
import { agent, keyed, keyless, llm } from '../../support/providers.ts';
import { routingOf } from '../../../src/core/settings.ts';
import { facts, start } from '../../support/requests.ts';
import { settingsFor } from '../../support/settings.ts';

const a = llm('a');

describe('record: how long a cooldown lasts', () => {
	it('doubles with each failure in a row and stops at the ceiling', () => {
		const lengths: number[] = [];
		let health = healthy;
		let now = start;
		for (let strike = 1; strike <= 6; strike++) {
			health = record(health, attemptEnd(a, failed('rate-limited')), now);
			lengths.push((lastsUntil(health, a) - now) / 1000);
			now = lastsUntil(health, a);
		}
		assert.deepEqual(lengths, [30, 60, 120, 240, 300, 300]);
	});

	it('[U6] a wait that the provider states outranks our own time in full, longer than our ceiling too', () => {
		const threeHours = 3 * 3600_000;
		const health = record(healthy, attemptEnd(a, failed('rate-limited', threeHours)), start);
		assert.deepEqual(coolingOf(health, a, keyless, start), {
			until: start + threeHours,
			reason: 'rate-limited',
			stated: true,
			strikes: 1,
			at: start,
		});
	});

	it('[U6] a stated wait shorter than our shortest counts too', () => {
		assert.equal(lastsUntil(record(healthy, attemptEnd(a, failed('rate-limited', 250)), start), a), start + 250);
	});

	it('[U6] a wait stated by the provider replaces a longer one that was only our guess', () => {
		const guessed = record(healthy, attemptEnd(a, failed('rate-limited')), start);
		const stated = record(guessed, attemptEnd(a, failed('rate-limited', 2000)), start);
		assert.equal(lastsUntil(stated, a), start + 2000);
	});

	it('[U6] a stated wait is not cut short by a shorter one', () => {
		const first = record(healthy, attemptEnd(a, failed('quota-exhausted', 3600_000)), start);
		const second = record(first, attemptEnd(a, failed('rate-limited', 2000)), start);
		assert.deepEqual(coolingOf(second, a, keyless, start), {
			until: start + 3600_000,
			reason: 'quota-exhausted',
			stated: true,
			strikes: 2,
			at: start + 1,
		});
	});

	it('a refused key is not forgotten because a limit states a short time', () => {
		const refused = record(healthy, attemptEnd(a, failed('unauthorized')), start);
		const limited = record(refused, attemptEnd(a, failed('rate-limited', 2000)), start);
		assert.equal(lastsUntil(limited, a), start + 60_000);
	});

	for (const nonsense of [Number.NaN, Number.POSITIVE_INFINITY, -5]) {
		it(`a stated wait of ${nonsense} is as if nothing had been said`, () => {
			const health = record(healthy, attemptEnd(a, failed('rate-limited', nonsense)), start);
			assert.deepEqual(health, record(healthy, attemptEnd(a, failed('rate-limited')), start));
		});
	}
});

describe('record: [R6] chance and keys', () => {
	const jittered = (health: Health, jitter: number) =>
		record(health, { ...attemptEnd(a, failed('rate-limited')), jitter }, start);

	it('our own time is multiplied with the jitter of the event', () => {
		assert.equal(lastsUntil(jittered(healthy, 0.9), a), start + 27_000);
		assert.equal(lastsUntil(jittered(healthy, 1.15), a), start + 34_500);
	});

	it('jitter leads neither beyond the ceiling nor below the shortest time, and leaves a stated time alone', () => {
		let health = healthy;
		for (let strike = 1; strike <= 9; strike++) {
			health = jittered(health, 1.15);
		}
		assert.equal(lastsUntil(health, a), start + 300_000);
		const low = record(healthy, { ...attemptEnd(a, failed('overloaded')), jitter: 0.1 }, start);
		assert.equal(lastsUntil(low, a), start + 5000);
		const stated = record(healthy, { ...attemptEnd(a, failed('overloaded', 700)), jitter: 0.9 }, start);
		assert.equal(lastsUntil(stated, a), start + 700);
	});

	it('[R16] after three refusals in a row a key is set aside until it changes, however long ago they were', () => {
		let health = healthy;
		for (const hours of [0, 5]) {
			health = record(health, attemptEnd(a, failed('unauthorized')), start + hours * 3_600_000);
			assert.ok(lastsUntil(health, a) < forGood);
		}
		health = record(health, attemptEnd(a, failed('unauthorized')), start + 10 * 3_600_000);
		assert.equal(lastsUntil(health, a), forGood);
		assert.equal(Object.values(health.cooldowns)[0]?.stated, false);
		assert.notEqual(coolingOf(health, a, keyless, start + 1e12), null);
		health = record(health, { type: 'keys-changed', account: 'https://a.example#default' }, start);
		assert.equal(coolingOf(health, a, keyless, start + 1e12), null);
		health = record(health, attemptEnd(a, failed('unauthorized')), start + 11 * 3_600_000);
		assert.equal(lastsUntil(health, a), start + 11 * 3_600_000 + 60_000);
	});

	it('refusals are counted apart from limits: a key that was limited was accepted', () => {
		let health = healthy;
		for (const kind of ['unauthorized', 'unauthorized', 'rate-limited', 'unauthorized'] as const) {
			health = record(health, attemptEnd(a, failed(kind)), lastsOrStart(health));
		}
		assert.equal(Object.values(health.cooldowns)[0]?.strikes, 1);
	});

	it('a limit while a refused key cools does not count as a refusal', () => {
		let health = healthy;
		for (const kind of ['unauthorized', 'unauthorized', 'rate-limited'] as const) {
			health = record(health, attemptEnd(a, failed(kind)), start);
		}
		assert.equal(Object.values(health.cooldowns)[0]?.strikes, 2);
	});

	it('[G7] an exempt provider never cools, by its own failures or by those of others', () => {
		const exempt = llm('a', { exempt: true });
		assert.deepEqual(record(healthy, attemptEnd(exempt, failed('rate-limited', 1000)), start).cooldowns, {});
		const health = record(healthy, attemptEnd(a, failed('rate-limited', 1000)), start);
		assert.equal(coolingOf(health, exempt, keyless, start), null);
	});
});

describe('record: what strategies learn', () => {
	it('[T26] remembers the first outputs of the last twenty answers', () => {
		let health = healthy;
		for (let ms = 1; ms <= 25; ms++) {
			health = record(health, { ...attemptEnd(a, answered), firstOutputMs: ms }, start);
		}
		assert.deepEqual(
			health.stats['a']?.firstOutputMs,
			Array.from({ length: 20 }, (_, index) => index + 6),
		);
	});

	it('[T26] a failure is no sample, nor is an answer without a first output', () => {
		let health = record(healthy, { ...attemptEnd(a, failed('timeout')), firstOutputMs: 1 }, start);
		health = record(health, attemptEnd(a, answered), start);
		assert.equal(health.stats['a']?.firstOutputMs, undefined);
	});

	it('[T29] whoever had the turn pays for all that were in line', () => {
		const turn = { ...turnOfA, turn: { a: 2, b: 1 } };
		const once = record(healthy, turn, start);
		assert.deepEqual(once.credits, { a: -1, b: 1 });
		assert.deepEqual(record(once, turn, start).credits, { a: -2, b: 2 });
	});
});

describe('record: what a success means', () => {
	it('[R4] [R13] clears nothing that was learnt while the answer was under way', () => {
		const limited = record(healthy, attemptEnd(a, failed('rate-limited')), start);
		const answeredAfter = (tookMs: number, at: number) =>
			lasting(record(limited, { ...attemptEnd(a, answered), tookMs }, at));
		assert.deepEqual(answeredAfter(501, start + 500), ['profile https://a.example#default']);
		assert.deepEqual(answeredAfter(500, start + 500), []);
	});

	it('[R6] cools for five times as long as the failed attempt took, again and again for up to thirty times', () => {
		const cooledFor = (tookMs: number) => {
			const health = record(healthy, { ...attemptEnd(a, failed('timeout')), tookMs }, start);
			return Object.values(health.cooldowns).map(({ until }) => until - start);
		};
		assert.deepEqual([2000, 2001, 60_000, 70_000].flatMap(cooledFor), [10_000, 10_005, 300_000, 350_000]);
		const silent = { ...attemptEnd(a, failed('timeout')), tookMs: 60_000 };
		const after = (times: number) =>
			Array.from({ length: times }).reduce<Health>((health) => record(health, silent, start), healthy);
		const lasts = (health: Health) => Object.values(health.cooldowns).map(({ until }) => until - start);
		assert.deepEqual([1, 2, 3, 4, 9].map(after).flatMap(lasts), [300_000, 600_000, 1_200_000, 1_800_000, 1_800_000]);
	});

	it('[R6] a quick failure does not cut short what a slow one brought', () => {
		const slow = record(healthy, { ...attemptEnd(a, failed('timeout')), tookMs: 60_000 }, start);
		const quick = record(slow, attemptEnd(a, failed('timeout')), start);
		assert.equal(lastsUntil(quick, a), start + 300_000);
	});

	it('the newer of two failures is told that end at the same time', () => {
		const first = record(healthy, attemptEnd(a, failed('quota-exhausted', 2000)), start);
		const second = record(first, attemptEnd(a, failed('rate-limited', 2000)), start);
		assert.equal(coolingOf(second, a, keyless, start)?.reason, 'rate-limited');
	});

	it('[R4] clears the strikes, so that the next failure counts as the first', () => {
		let health = record(healthy, attemptEnd(a, failed('overloaded')), start);
		health = record(health, attemptEnd(a, answered), start + 20_000);
		assert.deepEqual(lasting(health), []);
		health = record(health, attemptEnd(a, failed('overloaded')), start + 30_000);
		assert.equal(lastsUntil(health, a), start + 40_000);
	});

	it('[R4] [G10] counts once the answer is complete, not when its first output arrives', () => {
		const cooling = record(healthy, attemptEnd(a, failed('overloaded')), start);
		for (const event of beforeTheEnd) {
			assert.equal(record(cooling, event, start + 1), cooling);
		}
	});

	it('[R6] strikes outlive the window, and one of them is forgotten with each hour without a failure', () => {
		let health = healthy;
		for (let strike = 1; strike <= 3; strike++) {
			health = record(health, attemptEnd(a, failed('overloaded')), start);
		}
		const at = Object.values(health.cooldowns)[0]?.at ?? 0;
		const lengths = [3_599_999, 3_600_000, 7_200_000, 36_000_000].map((later) => {
			const then = record(health, attemptEnd(a, failed('overloaded')), at + later);
			return (lastsUntil(then, a) - at - later) / 1000;
		});
		assert.deepEqual(lengths, [80, 40, 20, 10]);
	});

	it('[R6] a clock that slipped back forgets no strike', () => {
		const first = record(healthy, attemptEnd(a, failed('overloaded')), start);
		const second = record(first, attemptEnd(a, failed('overloaded')), start - 36_000_000);
		assert.equal(Object.values(second.cooldowns)[0]?.strikes, 2);
	});

	it('leaves the cooldowns of others as they are', () => {
		const health = record(healthy, attemptEnd(llm('b'), failed('overloaded')), start);
		assert.deepEqual(record(health, attemptEnd(a, answered), start).cooldowns, health.cooldowns);
	});
});

describe('record: who cools together', () => {
	const host = { baseUrl: 'https://shared.example/v1' };
	const first = llm('first', { ...host, model: 'large', profiles: [keyed('work')] });
	const sameAccount = llm('second', { ...host, model: 'small', profiles: [keyed('work')] });
	const sameModel = llm('third', { ...host, model: 'large', profiles: [keyed('home')] });
	const elsewhere = llm('fourth', { model: 'large', profiles: [keyed('work')] });
	const everybody = [first, sameAccount, sameModel, elsewhere];
	const table = [
		{
			kind: 'rate-limited',
			title: 'an account that is limited cools for all its models',
			cooling: ['first', 'second'],
		},
		{ kind: 'overloaded', title: 'an overloaded model cools for all accounts', cooling: ['first', 'third'] },
		{
			kind: 'unreachable',
			title: 'an unreachable server cools for everybody behind it',
			cooling: ['first', 'second', 'third'],
		},
	] as const;
	for (const { kind, title, cooling } of table) {
		it(`[U20] ${title}, and nobody else`, () => {
			const health = record(healthy, attemptEnd(first, failed(kind)), start);
			const found = everybody.filter((each) => coolingOf(health, each, each.profiles[0], start) !== null);
			assert.deepEqual(
				found.map(({ id }) => id),
				cooling,
			);
		});
	}

	it('[U20] two entries for one agent program cool together when it crashes', () => {
		const fast = agent('codex-fast', { agent: 'codex', model: 'small' });
		const health = record(healthy, attemptEnd(agent('codex'), failed('agent-crashed')), start);
		assert.notEqual(coolingOf(health, fast, keyless, start), null);
		assert.equal(coolingOf(health, agent('claude'), keyless, start), null);
	});

	it('the cooldown that lasts longest is the one that is named', () => {
		let health = record(healthy, attemptEnd(first, failed('overloaded')), start);
		health = record(health, attemptEnd(first, failed('unauthorized')), start);
		assert.equal(coolingOf(health, first, first.profiles[0], start)?.reason, 'unauthorized');
	});
});

describe('record: what else it learns', () => {
	it('[G9] counts a cancelled or skipped attempt, but not as a failure', () => {
		let health = record(healthy, attemptEnd(a, failed('cancelled')), start);
		health = record(health, attemptEnd(a, failed('skipped')), start);
		assert.deepEqual(health, { ...healthy, stats: { a: { attempts: 2, successes: 0, failures: 0, since: start } } });
	});

	it('counts successes and failures apart', () => {
		let health = record(healthy, attemptEnd(a, failed('unknown')), start);
		health = record(health, attemptEnd(a, answered), start);
		assert.deepEqual(health.stats, {
			a: {
				attempts: 2,
				successes: 1,
				failures: 1,
				failedFor: { unknown: 1 },
				lastFailure: { kind: 'unknown', at: start },
				tookMs: [10],
				since: start,
			},
		});
	});

	it('a provider may be called like something that every object has', () => {
		const { stats } = record(healthy, attemptEnd(llm('constructor'), answered), start);
		assert.deepEqual(Object.entries(stats), [
			['constructor', { attempts: 1, successes: 1, failures: 0, tookMs: [10], since: start }],
		]);
	});

	it('remembers who is not ready until it is', () => {
		const notReady = { reason: 'not-installed', message: 'install it' } as const;
		const health = record(healthy, { type: 'readiness', provider: 'a', notReady }, start);
		assert.deepEqual(health.notReady, { a: notReady });
		assert.deepEqual(record(health, { type: 'readiness', provider: 'a', notReady: null }, start), healthy);
		const both = record(health, { type: 'readiness', provider: 'b', notReady }, start);
		const { notReady: left } = record(both, { type: 'readiness', provider: 'a', notReady: null }, start);
		assert.deepEqual(left, { b: notReady });
	});

	it('a changed key ends the cooldown of its account, and of no other', () => {
		let health = record(healthy, attemptEnd(a, failed('unauthorized')), start);
		health = record(health, attemptEnd(llm('b'), failed('unauthorized')), start);
		health = record(health, { type: 'keys-changed', account: 'https://a.example#default' }, start);
		assert.deepEqual(lasting(health), ['profile https://b.example#default']);
	});

	it('never changes the health it was given', () => {
		const before = record(healthy, attemptEnd(a, failed('overloaded')), start);
		const copy = structuredClone(before);
		record(before, attemptEnd(a, failed('overloaded')), start + 1);
		record(before, attemptEnd(a, answered), start + 1);
		assert.deepEqual(before, copy);
	});
});

const named = { route: 'route-1', attempt: 1 } as const;
const turnOfA: RouterEvent = {
	type: 'attempt-start',
	...named,
	provider: a,
	profile: keyless,
	because: 'fits',
	estimatedCost: 0,
	passedOver: [],
};
const beforeTheEnd: readonly RouterEvent[] = [
	{
		type: 'request-start',
		route: 'route-1',
		request: facts(),
		settings: routingOf(settingsFor([a])),
		kinds: ['openai'],
		accounts: [],
	},
	turnOfA,
	{ type: 'first-output', ...named, afterMs: 5 },
	{ type: 'tool', ...named, tool: 'edit', count: 1 },
	{ type: 'usage', ...named, usage: { inputTokens: 1, outputTokens: 1, cost: 1 } },
];

/** What still cools, by blame key. */
function lasting(health: Health): readonly string[] {
	return Object.keys(health.cooldowns).filter((key) => health.cooldowns[key]?.until !== 0);
}

function lastsOrStart(health: Health): number {
	return Object.values(health.cooldowns)[0]?.until ?? start;
}

/** When the cooldown of a provider's first profile ends. */
function lastsUntil(health: Health, provider: Provider): number {
	const times = Object.values(health.cooldowns).map(({ until }) => until);
	assert.equal(times.length, 1, `one cooldown for ${provider.id}`);
	return times[0] ?? 0;
}
