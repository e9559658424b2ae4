import assert from 'node:assert/strict';
import { decide } from '../../../src/core/decide.ts';
import type { RouterEvent } from '../../../src/core/events.ts';
import { type Cooldown, type Health, healthy } from '../../../src/core/health.ts';
import type { Provider } from '../../../src/core/provider.ts';
import { record } from '../../../src/core/record.ts';
import type { Situation } from '../../../src/core/situation.ts';
import { answered, attemptEnd, failed } from '../../support/events.ts';
import { keyed, llm } from '../../support/providers.ts';
import { facts, start } from '../../support/requests.ts';
import { situation, tried } from '../../support/settings.ts';

const [a, b] = [llm('a'), llm('b')];
const over: Cooldown = { until: start, reason: 'rate-limited', stated: true, strikes: 1, at: start - 60_000 };

function cooled(provider: Provider, different: Partial<Cooldown> = {}): Health {
	return { ...healthy, cooldowns: { [`profile ${provider.endpoint}#default`]: { ...over, ...different } } };
}

function begins(provider: Provider, route: string, profile = provider.profiles[0]): RouterEvent {
	return {
		type: 'attempt-start',
		route,
		attempt: 1,
		provider,
		profile,
		because: 'next-in-order',
		estimatedCost: 0,
		passedOver: [],
	};
}

function chosen(health: Health, providers: readonly Provider[], different: Partial<Situation> = {}) {
	const request = facts({ id: 'second' });
	const decision = decide(situation(providers, { health, request, ...different }));
	return decision.type === 'attempt' ? decision.provider : decision.type;
}

describe('one probe at a time', () => {
	const probed = record(cooled(a), begins(a, 'first'), start);

	it('[A12] while one route finds out whether a provider works again the others go elsewhere', () => {
		const decision = decide(situation([a, b], { health: probed, request: facts({ id: 'second' }) }));
		assert.equal(decision.type === 'attempt' && decision.provider, 'b');
		assert.deepEqual(decision.passedOver, [{ provider: 'a', reason: 'probing' }]);
	});

	it('[A12] the route that probes is not in its own way', () => {
		assert.equal(chosen(probed, [a, b], { request: facts({ id: 'first' }) }), 'a');
	});

	it('[A12] when nobody else is left a second route may try', () => {
		assert.equal(chosen(probed, [a]), 'a');
		assert.equal(chosen(probed, [a, b], { tried: [tried(b)] }), 'a');
	});

	for (const end of [answered, failed('bad-output'), failed('cancelled')]) {
		it(`[A12] the end of the probe frees the provider: ${end.ok ? 'answered' : end.failure.kind}`, () => {
			const health = record(probed, { ...attemptEnd(a, end), route: 'first' }, start);
			assert.equal(chosen(health, [a, b]), 'a');
			assert.equal(health.probes, undefined);
		});
	}

	it('[A12] a probe that fails again sets the provider aside for longer', () => {
		const health = record(probed, { ...attemptEnd(a, failed('rate-limited')), route: 'first' }, start);
		assert.equal(chosen(health, [a, b]), 'b');
		const [cooldown] = Object.values(health.cooldowns);
		assert.deepEqual([cooldown?.until, cooldown?.strikes], [start + 60_000, 2]);
	});

	it('[A12] the end of another route’s attempt frees nobody', () => {
		const health = record(probed, { ...attemptEnd(b, answered), route: 'third' }, start);
		assert.equal(chosen(health, [a, b]), 'b');
	});

	it('[A12] who shares what is probed waits too, siblings do not', () => {
		const sharing = llm('sharing', { baseUrl: 'https://a.example/v1', model: 'other' });
		assert.equal(chosen(probed, [sharing, b]), 'b');
		const other = llm('other', { baseUrl: 'https://a.example/v1', profiles: [{ name: 'own', key: { from: 'none' } }] });
		assert.equal(chosen(probed, [other, b]), 'other');
	});

	it('[A12] another profile of the same provider is asked meanwhile', () => {
		const two = llm('two', { profiles: [keyed('work'), keyed('home')] });
		const accounts = ['https://two.example#work', 'https://two.example#home'];
		const half = { ...healthy, cooldowns: { 'profile https://two.example#work': over } };
		const health = record(half, begins(two, 'first'), start);
		const decision = decide(situation([two, b], { health, accounts, request: facts({ id: 'second' }) }));
		assert.equal(decision.type === 'attempt' && `${decision.provider} ${decision.profile}`, 'two home');
	});

	it('[A12] a provider whose other profile cools is being probed, and may be tried when nobody else is left', () => {
		const two = llm('two', { profiles: [keyed('work'), keyed('home')] });
		const accounts = ['https://two.example#work', 'https://two.example#home'];
		const cooldowns = {
			'profile https://two.example#work': over,
			'profile https://two.example#home': { ...over, until: start + 60_000 },
		};
		const health = record({ ...healthy, cooldowns }, begins(two, 'first'), start);
		const among = (providers: readonly Provider[]) =>
			decide(situation(providers, { health, accounts, request: facts({ id: 'second' }) }));
		assert.deepEqual(among([two, b]).passedOver, [{ provider: 'two', reason: 'probing' }]);
		const alone = among([two]);
		assert.equal(alone.type === 'attempt' && `${alone.profile} ${alone.because}`, 'work next-in-order');
	});

	it('[A12] [G7] an exempt provider has no probes', () => {
		const exempt = llm('a', { exempt: true });
		const health = record(cooled(exempt), begins(exempt, 'first'), start);
		assert.equal(health.probes, undefined);
		assert.equal(chosen(probed, [exempt, b]), 'a');
	});

	it('[A12] a provider without a cooldown behind it answers any number of routes at once', () => {
		assert.equal(record(healthy, begins(a, 'first'), start).probes, undefined);
		const forgiven = record(cooled(a, { at: start - 3_600_000 }), begins(a, 'first'), start);
		assert.equal(forgiven.probes, undefined);
	});

	it('[A12] a provider that the user picked is asked all the same', () => {
		assert.equal(chosen(probed, [a, b], { request: facts({ id: 'second', pinned: 'a' }) }), 'a');
	});
});

describe('after a known reset', () => {
	it('[U3] the first choice comes back by itself, the very moment it said, and not before', () => {
		const limited = record(healthy, attemptEnd(a, failed('rate-limited', 40_000)), start);
		assert.equal(chosen(limited, [a, b], { now: start + 39_999 }), 'b');
		assert.equal(chosen(limited, [a, b], { now: start + 40_000 }), 'a');
	});

	it('[U3] with hysteresis: first one route alone finds out, and all of them go back after its answer', () => {
		const limited = record(healthy, attemptEnd(a, failed('rate-limited', 40_000)), start);
		const now = start + 40_000;
		const probe = record(limited, begins(a, 'first'), now);
		assert.equal(chosen(probe, [a, b], { now }), 'b');
		const back = record(probe, { ...attemptEnd(a, answered), route: 'first' }, now);
		const busy = record(back, begins(a, 'third'), now);
		assert.equal(chosen(busy, [a, b], { now }), 'a');
	});

	it('[U3] a pinned provider stays pinned, whatever happens to it', () => {
		const limited = record(healthy, attemptEnd(a, failed('rate-limited', 40_000)), start);
		const request = facts({ pinned: 'a' });
		assert.equal(chosen(limited, [a, b], { request }), 'a');
		assert.equal(chosen(limited, [a, b], { request, tried: [tried(a, 'rate-limited')] }), 'stop');
	});
});

describe('health that is reset', () => {
	const both = [a, b].reduce(
		(health, each) => record(health, attemptEnd(each, failed('rate-limited', 60_000)), start),
		healthy,
	);

	it('[R19] all of it: everybody is asked again, with no strikes left', () => {
		const health = record(both, { type: 'cooldowns-reset', keys: null }, start);
		assert.equal(chosen(health, [a, b]), 'a');
		assert.ok(Object.values(health.cooldowns).every(({ until, strikes }) => until === 0 && strikes === 0));
	});

	it('[R19] one of it: the others go on cooling', () => {
		const health = record(both, { type: 'cooldowns-reset', keys: ['profile https://b.example#default'] }, start);
		assert.equal(chosen(health, [a, b]), 'b');
		assert.equal(chosen(health, [a]), 'stop');
	});

	it('[R19] what is not known is not made up', () => {
		const event = { type: 'cooldowns-reset', keys: ['profile nobody', 'toString'] } as const;
		assert.deepEqual(record(both, event, start), both);
	});

	it('[R19] [P1] a reset is newer than what other windows still tell of', () => {
		const health = record(both, { type: 'cooldowns-reset', keys: null }, start);
		const told = record(health, { type: 'cooldowns-learnt', cooldowns: both.cooldowns }, start);
		assert.equal(chosen(told, [a, b]), 'a');
	});

	it('[R19] statistics and who is not ready stay', () => {
		const before = record(
			both,
			{ type: 'readiness', provider: 'c', notReady: { reason: 'no-key', message: '' } },
			start,
		);
		const { stats, notReady } = record(before, { type: 'cooldowns-reset', keys: null }, start);
		assert.deepEqual({ stats, notReady }, { stats: before.stats, notReady: before.notReady });
	});
});
