import assert from 'node:assert/strict';
import { decide } from '../../../src/core/decide.ts';
import type { Situation, Tried } from '../../../src/core/situation.ts';
import type { FailureKind } from '../../../src/core/failure.ts';
import { forGood, type Health, healthy } from '../../../src/core/health.ts';
import type { Provider } from '../../../src/core/provider.ts';
import type { Settings } from '../../../src/core/settings.ts';
import { keyed, llm } from '../../support/providers.ts';
import { facts, start } from '../../support/requests.ts';
import { settingsFor, situation, tried } from '../../support/settings.ts';

const [a, b] = [llm('a'), llm('b')];

describe('decide: the profiles of one provider', () => {
	const two = llm('two', { profiles: [keyed('work'), keyed('home')] });
	const accounts = ['https://two.example#work', 'https://two.example#home'];
	const after = (providers: readonly Provider[], ...attempts: readonly Tried[]) =>
		decide(situation(providers, { accounts, tried: attempts }));
	const withHome = (failure: FailureKind): Tried => ({ ...tried(two, failure), profile: 'home' });

	for (const failure of ['unauthorized', 'billing', 'quota-exhausted', 'rate-limited'] as const) {
		it(`[R3] after ${failure} its next profile comes before the next provider, wherever the provider stands`, () => {
			for (const providers of [
				[two, a],
				[a, two],
			]) {
				const decision = after(providers, tried(two, failure));
				assert.deepEqual(decision, {
					type: 'attempt',
					provider: 'two',
					profile: 'home',
					because: 'next-profile',
					estimatedCost: 0,
					passedOver: [{ provider: 'a', reason: 'ranked-lower' }],
				});
			}
		});
	}

	it('[R3] any other failure puts the whole provider aside', () => {
		assert.deepEqual(after([two, a], tried(two, 'overloaded')).passedOver, [
			{ provider: 'two', reason: 'tried', failure: 'overloaded' },
		]);
		const decision = after([two, a], tried(two, 'rate-limited'), withHome('overloaded'));
		assert.equal(named(decision), 'a default');
	});

	it('[R3] when every profile was tried the next provider is asked', () => {
		const decision = after([two, a], tried(two, 'rate-limited'), withHome('unauthorized'));
		assert.equal(named(decision), 'a default');
		assert.deepEqual(decision.passedOver, [{ provider: 'two', reason: 'tried', failure: 'unauthorized' }]);
	});

	it('[R3] a profile without its key at hand is no next profile', () => {
		const decision = decide(situation([two, a], { accounts: accounts.slice(0, 1), tried: [tried(two, 'billing')] }));
		assert.equal(named(decision), 'a default');
	});

	it('[R3] a profile that is left but cools passes its provider over until then', () => {
		const health = coolingAt('profile https://two.example#home', 'rate-limited');
		const decision = decide(situation([two, a], { accounts, health, tried: [tried(two, 'billing')] }));
		assert.equal(named(decision), 'a default');
		assert.deepEqual(decision.passedOver, [
			{ provider: 'two', reason: 'cooling', until: start + 1000, failure: 'rate-limited' },
		]);
	});

	it('[R3] of several profiles that cool the one that is back first tells the time, each by what lasts longest', () => {
		const table = [
			['work', 2000, 'home', 3000, 2000],
			['work', 3000, 'home', 2000, 2000],
		] as const;
		for (const [one, first, other, second, expected] of table) {
			const key = (name: string) => `profile https://two.example#${name}`;
			for (const shared of [1000, 2500]) {
				const cooldowns = {
					...coolingAt(key(one), 'rate-limited', { until: start + first }).cooldowns,
					...coolingAt(key(other), 'rate-limited', { until: start + second }).cooldowns,
					...coolingAt('endpoint https://two.example', 'unreachable', { until: start + shared }).cooldowns,
				};
				const [passed] = decide(situation([two, a], { accounts, health: { ...healthy, cooldowns } })).passedOver;
				assert.equal(passed?.until, start + Math.max(expected, shared));
			}
		}
	});

	it('[R3] [U25] profiles count among the attempts', () => {
		const settings = settingsFor([two, a], { maxAttempts: 1 });
		const decision = decide(situation([], { settings, accounts, tried: [tried(two, 'billing')] }));
		assert.equal(decision.type === 'stop' && decision.because, 'max-attempts');
	});

	it('[G7] an exempt provider is asked although others made its account cool', () => {
		const exempt = llm('a', { exempt: true });
		const health = coolingAt('profile https://a.example#default', 'rate-limited');
		const decision = decide(situation([exempt, b], { health }));
		assert.deepEqual(
			[named(decision), decision.type === 'attempt' && decision.because],
			['a default', 'next-in-order'],
		);
	});

	it('[R3] of two profiles that are back at the same time the first tells why', () => {
		const cooldowns = {
			...coolingAt('profile https://two.example#work', 'rate-limited').cooldowns,
			...coolingAt('profile https://two.example#home', 'billing').cooldowns,
		};
		const [passed] = decide(situation([two, a], { accounts, health: { ...healthy, cooldowns } })).passedOver;
		assert.equal(passed?.failure, 'rate-limited');
	});

	it('[R6] a key that only a new one can replace is passed over without a time', () => {
		const health = coolingAt('profile https://a.example#default', 'unauthorized', { until: forGood });
		assert.deepEqual(decide(situation([a, b], { health })).passedOver, [
			{ provider: 'a', reason: 'cooling', failure: 'unauthorized' },
		]);
	});
});

describe('decide: the terminus', () => {
	const accountOfA = 'profile https://a.example#default';

	it('[G3] the only provider is tried although it cools, and the decision says so', () => {
		assert.deepEqual(decide(situation([a], { health: coolingAt(accountOfA, 'rate-limited') })), {
			type: 'attempt',
			provider: 'a',
			profile: 'default',
			because: 'terminus',
			estimatedCost: 0,
			passedOver: [],
		});
	});

	it('[G3] those who could not be tried in any case do not count', () => {
		const off = llm('off', { enabled: false });
		const decision = decide(situation([off, a], { health: coolingAt(accountOfA, 'rate-limited') }));
		assert.equal(decision.type === 'attempt' && decision.because, 'terminus');
		assert.deepEqual(decision.passedOver, [{ provider: 'off', reason: 'disabled' }]);
	});

	for (const failure of ['unauthorized', 'billing', 'model-missing', 'quota-exhausted'] as const) {
		it(`[G3] never while it cools for ${failure}`, () => {
			assert.equal(stop(situation([a], { health: coolingAt(accountOfA, failure) })), 'nobody-left');
		});
	}

	it('[G3] [U6] never before the time that it named itself, which is waited for when it is near', () => {
		const named = (until: number, reason: FailureKind = 'rate-limited') =>
			decide(situation([a], { health: coolingAt(accountOfA, reason, { stated: true, until }) }));
		for (const reason of ['rate-limited', 'quota-exhausted'] as const) {
			assert.deepEqual(named(start + 10_000, reason), {
				type: 'wait',
				provider: 'a',
				until: start + 10_000,
				passedOver: [],
			});
		}
		const later = named(start + 10_001);
		assert.equal(later.type === 'stop' && later.because, 'nobody-left');
	});

	it('[U6] [U16] nobody is waited for beyond the deadline', () => {
		const health = coolingAt(accountOfA, 'rate-limited', { stated: true, until: start + 5000 });
		const ending = (deadline: number) => decide(situation([a], { health, request: facts({ deadline }) })).type;
		assert.deepEqual([ending(start + 5000), ending(start + 5001)], ['stop', 'wait']);
	});

	it('[G3] never while any other part of it cools hard, though not for as long', () => {
		const hard = coolingAt('model https://a.example a-model', 'model-missing').cooldowns;
		const soft = coolingAt(accountOfA, 'rate-limited', { until: start + 2000 }).cooldowns;
		assert.equal(stop(situation([a], { health: { ...healthy, cooldowns: { ...hard, ...soft } } })), 'nobody-left');
	});

	it('[G3] of several that only cool the one that is back soonest is tried, also when somebody else has failed', () => {
		const later = coolingAt(accountOfA, 'rate-limited', { until: start + 2000 });
		const sooner = coolingAt('profile https://b.example#default', 'rate-limited', { until: start + 1000 });
		const health = { ...healthy, cooldowns: { ...later.cooldowns, ...sooner.cooldowns } };
		const decision = decide(situation([a, b], { health }));
		assert.equal(decision.type === 'attempt' && `${decision.provider} ${decision.because}`, 'b terminus');
		assert.equal(decision.passedOver[0]?.provider, 'a');
		const left = decide(situation([a, b], { health: later, tried: [tried(b)] }));
		assert.equal(left.type === 'attempt' && `${left.provider} ${left.because}`, 'a terminus');
	});

	it('[G3] who only cools comes before who named a time that is near', () => {
		const named = coolingAt(accountOfA, 'rate-limited', { stated: true, until: start + 1000 });
		const own = coolingAt('profile https://b.example#default', 'rate-limited', { until: start + 9000 });
		const health = { ...healthy, cooldowns: { ...named.cooldowns, ...own.cooldowns } };
		const decision = decide(situation([a, b], { health }));
		assert.equal(decision.type === 'attempt' && decision.provider, 'b');
	});

	it('[G3] [U23] whoever is dearer than the first choice is no way out without consent', () => {
		const dear = llm('a', { billing: 'metered' });
		const health = coolingAt(accountOfA, 'rate-limited');
		const way = (consent: Settings['consent']) =>
			decide(situation([], { settings: settingsFor([b, dear], { consent }), health, tried: [tried(b)] })).type;
		assert.deepEqual([way('ask'), way('never-cross'), way('allow')], ['ask', 'stop', 'attempt']);
	});

	it('[G3] not beyond reach: what may not be asked at all stays unasked', () => {
		const far = llm('a', { reach: 'standard' });
		const request = facts({ reach: 'private' });
		assert.equal(stop(situation([far], { request, health: coolingAt(accountOfA, 'rate-limited') })), 'nobody-left');
	});
});

describe('decide: asking the same provider again', () => {
	const again = (attempts: readonly Tried[], now: number, different: Partial<Settings> = {}, rest = {}) => {
		const settings = settingsFor([a, b], { onFailure: 'retry', ...different });
		return decide(situation([], { settings, tried: attempts, now, ...rest }));
	};
	const later = start + 3000;

	for (const failure of ['overloaded', 'unreachable', 'timeout', 'agent-crashed', 'unknown'] as const) {
		it(`[T1] [R8] under retry ${failure} is waited for, then the same provider is asked once more`, () => {
			const waiting = again([tried(a, failure)], start);
			assert.ok(waiting.type === 'wait' && waiting.provider === 'a');
			assert.ok(waiting.until >= start + 425 && waiting.until <= start + 575);
			assert.deepEqual(waiting.passedOver, [{ provider: 'b', reason: 'ranked-lower' }]);
			const asked = again([tried(a, failure)], waiting.until);
			assert.deepEqual([named(asked), asked.type === 'attempt' && asked.because], ['a default', 'retry']);
		});
	}

	it('[R8] the second retry waits for 2 s, give or take', () => {
		const waiting = again([tried(a), tried(a)], start);
		assert.ok(waiting.type === 'wait');
		assert.ok(waiting.until >= start + 1700 && waiting.until <= start + 2300);
	});

	it('[T1] [U25] the last attempt is somebody else’s, where there is anybody', () => {
		assert.equal(named(again([tried(a)], later, { maxAttempts: 2 })), 'b default');
		for (const alone of [[a], [a, llm('off', { enabled: false })]]) {
			const settings = settingsFor(alone, { onFailure: 'retry', maxAttempts: 2 });
			assert.equal(named(decide(situation([], { settings, tried: [tried(a)], now: later }))), 'a default');
		}
	});

	for (const failure of ['rate-limited', 'unauthorized', 'bad-output', 'skipped'] as const) {
		it(`[R8] ${failure} is not asked again`, () => {
			assert.equal(named(again([tried(a, failure)], later)), 'b default');
		});
	}

	it('[T1] after as many retries as allowed the next best is asked', () => {
		assert.equal(named(again([tried(a), tried(a)], later)), 'a default');
		assert.equal(named(again([tried(a), tried(a), tried(a)], later)), 'b default');
		assert.equal(named(again([tried(a)], later, { retry: 0 })), 'b default');
	});

	it('[T1] [R3] only its own attempts count, with the very profile that failed', () => {
		const others = [tried(llm('x')), tried(llm('y')), tried(llm('z'))];
		assert.equal(named(again([...others, tried(a)], later, { maxAttempts: 9 })), 'a default');
		const two = llm('two', { profiles: [keyed('work'), keyed('home')] });
		const accounts = ['https://two.example#work', 'https://two.example#home'];
		const settings = settingsFor([two, b], { onFailure: 'retry', maxAttempts: 9 });
		const attempts = [tried(two), tried(two), tried(two, 'rate-limited'), { ...tried(two), profile: 'home' }];
		const decision = decide(situation([], { settings, accounts, tried: attempts, now: later }));
		assert.equal(named(decision), 'two home');
	});

	it('[T1] without retry the next best is asked at once', () => {
		assert.equal(named(again([tried(a)], start, { onFailure: 'next-best' })), 'b default');
	});

	it('[R8] the cooldown that the failure itself brought does not stand in the way', () => {
		const health = coolingAt('model https://a.example a-model', 'overloaded', { until: start + 10_000 });
		assert.equal(named(again([tried(a)], later, {}, { health })), 'a default');
	});

	it('[U6] a provider that asked to be left alone for longer is', () => {
		const health = coolingAt('model https://a.example a-model', 'overloaded', { until: start + 10_000, stated: true });
		assert.equal(named(again([tried(a)], start, {}, { health })), 'b default');
	});

	it('[U6] [G7] one that asked to be left alone until then is asked, and an exempt one whatever was asked', () => {
		const waiting = again([tried(a)], start);
		assert.ok(waiting.type === 'wait');
		const stated = (until: number) =>
			coolingAt('model https://a.example a-model', 'overloaded', { until, stated: true });
		assert.deepEqual(again([tried(a)], start, {}, { health: stated(waiting.until) }).type, 'wait');
		const settings = settingsFor([llm('a', { exempt: true }), b], { onFailure: 'retry' });
		const exempt = { settings, tried: [tried(a)], health: stated(start + 60_000) };
		assert.equal(decide(situation([], exempt)).type, 'wait');
	});

	it('[R8] [A12] nor does another route that finds out whether its account works again', () => {
		const { cooldowns } = coolingAt('profile https://a.example#default', 'rate-limited', { until: start });
		const health = { ...healthy, cooldowns, probes: { 'profile https://a.example#default': 'other' } };
		assert.equal(named(again([tried(a, 'unknown')], later, {}, { health })), 'a default');
	});

	it('[R8] what a person has to mend meanwhile is not waited for', () => {
		const health = coolingAt('profile https://a.example#default', 'billing', { until: start + 10_000 });
		assert.equal(named(again([tried(a)], start, {}, { health })), 'b default');
	});

	it('[R8] nobody waits beyond the deadline or the last attempt', () => {
		const request = facts({ deadline: start + 400 });
		assert.equal(named(again([tried(a)], start, {}, { request })), 'b default');
		const waiting = again([tried(a)], start);
		assert.ok(waiting.type === 'wait');
		const just = (deadline: number) => named(again([tried(a)], start, {}, { request: facts({ deadline }) }));
		assert.deepEqual([just(waiting.until), just(waiting.until + 1)], ['b default', 'wait']);
		const over = again([tried(a)], start, { maxAttempts: 1 });
		assert.equal(over.type === 'stop' && over.because, 'max-attempts');
	});

	it('[G9] a cancel while waiting stops the route', () => {
		const decision = again([tried(a)], start, {}, { cancelled: true });
		assert.equal(decision.type === 'stop' && decision.because, 'cancelled');
	});
});

describe('decide: primary-only', () => {
	const only = (attempts: readonly Tried[], rest: Partial<Situation> = {}, providers = [a, b]) =>
		situation([], { settings: settingsFor(providers, { onFailure: 'primary-only' }), tried: attempts, ...rest });

	it('[T1] only the first choice is asked', () => {
		const decision = decide(only([]));
		assert.equal(named(decision), 'a default');
		assert.deepEqual(decision.passedOver, [{ provider: 'b', reason: 'not-primary' }]);
	});

	it('[T1] where nobody can be asked at all it is not the first choice that ended the route', () => {
		assert.equal(stop(only([], {}, [llm('off', { enabled: false })])), 'nobody-left');
	});

	it('[T1] its failure ends the route', () => {
		const decision = decide(only([tried(a)]));
		assert.equal(decision.type === 'stop' && decision.because, 'primary-only');
	});

	it('[T1] [T29] the first choice stays that for the whole route, whoever has the next turn', () => {
		const settings = settingsFor([a, b], { onFailure: 'primary-only', strategy: 'round-robin' });
		const health = { ...healthy, credits: { a: -1, b: 1 } };
		assert.equal(stop(situation([], { settings, health, tried: [tried(a)] })), 'primary-only');
	});

	it('[T1] [G3] while it cools nobody else is asked, even where others cool for less long', () => {
		const own = coolingAt('endpoint https://a.example', 'overloaded', { until: start + 9000 });
		const other = coolingAt('endpoint https://b.example', 'overloaded', { until: start + 1000 });
		const health = { ...healthy, cooldowns: { ...own.cooldowns, ...other.cooldowns } };
		assert.equal(named(decide(only([], { health }))), 'a default');
	});

	it('[T1] [R3] its next profile is still the first choice', () => {
		const two = llm('two', { profiles: [keyed('work'), keyed('home')] });
		const accounts = ['https://two.example#work', 'https://two.example#home'];
		const decision = decide(only([tried(two, 'billing')], { accounts }, [two, b]));
		assert.equal(named(decision), 'two home');
	});
});

function coolingAt(
	key: string,
	reason: FailureKind,
	{ until = start + 1000, stated = false }: { readonly until?: number; readonly stated?: boolean } = {},
): Health {
	return { ...healthy, cooldowns: { [key]: { until, reason, stated, strikes: 1, at: start } } };
}

function named(decision: ReturnType<typeof decide>): string {
	return decision.type === 'attempt' ? `${decision.provider} ${decision.profile}` : decision.type;
}

function stop(of: Situation): string {
	const decision = decide(of);
	assert.equal(decision.type, 'stop');
	return decision.because;
}
