import assert from 'node:assert/strict';
import { decide } from '../../../src/core/decide.ts';
import type { PassedOverReason, Situation } from '../../../src/core/situation.ts';
import type { Provider } from '../../../src/core/provider.ts';
import type { RequestFacts } from '../../../src/core/request.ts';
import { agent, keyed, llm } from '../../support/providers.ts';
import { facts, start } from '../../support/requests.ts';
import { settingsFor, situation, tried } from '../../support/settings.ts';

const [a, b, c] = [llm('a'), llm('b'), llm('c')];
const claude = agent('claude');
const codex = agent('codex');

describe('decide: who may answer', () => {
	const able = llm('able');
	const refusals: readonly {
		readonly reason: PassedOverReason;
		readonly provider: Provider;
		readonly request?: Partial<RequestFacts>;
		readonly rest?: Partial<Situation>;
	}[] = [
		{ reason: 'disabled', provider: llm('x', { enabled: false }) },
		{ reason: 'cannot', provider: llm('x', { kind: 'acp' }), rest: { kinds: ['openai'] } },
		{ reason: 'no-git', provider: agent('x'), request: { isolation: 'no-git' } },
		{ reason: 'no-folder', provider: agent('x'), request: { isolation: 'no-folder' } },
		{ reason: 'reach', provider: llm('x', { reach: 'private' }), request: { reach: 'sovereign' } },
		{ reason: 'billing', provider: llm('x', { billing: 'metered' }), request: { billing: 'subscription' } },
		{ reason: 'too-small', provider: llm('x', { contextTokens: 99 }), request: { contextTokens: 100 } },
		{ reason: 'no-key', provider: llm('x', { profiles: [keyed('work')] }) },
		{ reason: 'excluded', provider: llm('x'), request: { excluded: ['x'] } },
	];
	for (const { reason, provider, request, rest } of refusals) {
		it(`[T23] a provider that fails one hard requirement is passed over: ${reason}`, () => {
			const decision = decide(situation([provider, able], { request: facts(request), ...rest }));
			assert.deepEqual(decision, {
				type: 'attempt',
				provider: 'able',
				profile: 'default',
				because: 'next-in-order',
				estimatedCost: 0,
				passedOver: [{ provider: 'x', reason }],
			});
		});
	}

	it('[T23] a provider whose context is just large enough is asked', () => {
		const exact = llm('exact', { contextTokens: 100 });
		assert.equal(chosen(situation([exact, a], { request: facts({ contextTokens: 100 }) })), 'exact');
	});

	it('[T23] a fitting generalist that lists everything stays behind a specialist that the settings put first', () => {
		const specialist = llm('specialist', { capabilities: { testing: 1 } });
		const generalist = llm('generalist', { capabilities: { testing: 1, debugging: 1, architecture: 1 } });
		const request = facts({ needs: [{ capability: 'testing', score: 1 }] });
		assert.equal(chosen(situation([specialist, generalist], { request })), 'specialist');
	});

	it('[T24] with nothing recognised the first eligible provider answers, never an agent that edits files', () => {
		const decision = decide(situation([claude, b, a], { request: facts({ needs: [] }) }));
		assert.equal(decision.type === 'attempt' && decision.provider, 'b');
		assert.deepEqual(decision.passedOver[0], { provider: 'claude', reason: 'edits-files' });
	});

	it('[T24] with nothing recognised nobody is said to fit', () => {
		const listed = llm('listed', { capabilities: { testing: 1 } });
		const decision = decide(situation([listed], { request: facts({ needs: [] }) }));
		assert.equal(decision.type === 'attempt' && decision.because, 'next-in-order');
	});

	it('[T24] an agent that the user picked is asked although nothing was recognised', () => {
		assert.equal(chosen(situation([a, claude], { request: facts({ needs: [], pinned: 'claude' }) })), 'claude');
	});

	it('a provider that is not ready is passed over until it is', () => {
		const health = { cooldowns: {}, stats: {}, notReady: { a: { reason: 'not-installed', message: '' } } } as const;
		assert.equal(chosen(situation([a, b], { health })), 'b');
	});

	it('a provider may be called like something that every object has', () => {
		assert.equal(chosen(situation([llm('constructor')])), 'constructor');
	});

	it('the first profile whose key is at hand is used', () => {
		const two = llm('two', { profiles: [keyed('work'), keyed('home')] });
		const decision = decide(situation([two], { accounts: ['https://two.example#home'] }));
		assert.equal(decision.type === 'attempt' && decision.profile, 'home');
	});

	it('a provider that declares a needed capability is chosen because it fits', () => {
		const fitting = llm('fitting', { capabilities: { 'code-generation': 0.4 } });
		const decision = decide(situation([fitting]));
		assert.equal(decision.type === 'attempt' && decision.because, 'fits');
	});
});

describe('decide: what a cooldown means', () => {
	const cooling = (key: string, until: number) => ({
		stats: {},
		notReady: {},
		cooldowns: { [key]: { until, reason: 'rate-limited', stated: false, strikes: 1, at: start } as const },
	});
	const accountOfA = 'profile https://a.example#default';

	it('a provider that cools is passed over with the time and the failure behind it', () => {
		const decision = decide(situation([a, b], { health: cooling(accountOfA, start + 1) }));
		assert.deepEqual(decision.passedOver, [
			{ provider: 'a', reason: 'cooling', until: start + 1, failure: 'rate-limited' },
		]);
	});

	it('a provider whose cooldown ends this very moment is asked again', () => {
		assert.equal(chosen(situation([a, b], { health: cooling(accountOfA, start) })), 'a');
	});

	it('a provider that the user picked is tried although it cools', () => {
		const health = cooling(accountOfA, start + 1000);
		assert.equal(chosen(situation([a, b], { health, request: facts({ pinned: 'a' }) })), 'a');
	});

	it('a picked provider that cools is tried with a profile whose key is at hand', () => {
		const two = llm('two', { profiles: [keyed('work'), keyed('home')] });
		const health = cooling('endpoint https://two.example', start + 1000);
		const accounts = ['https://two.example#home'];
		const decision = decide(situation([two], { health, accounts, request: facts({ pinned: 'two' }) }));
		assert.equal(decision.type === 'attempt' && decision.profile, 'home');
	});

	it('while one profile cools the next one with a key is used', () => {
		const two = llm('two', { profiles: [keyed('work'), keyed('home')] });
		const accounts = ['https://two.example#work', 'https://two.example#home'];
		const health = cooling('profile https://two.example#work', start + 1000);
		const decision = decide(situation([two], { health, accounts }));
		assert.equal(decision.type === 'attempt' && decision.profile, 'home');
	});

	it('a reason that waiting cannot change is named before the cooldown', () => {
		const health = cooling(accountOfA, start + 1000);
		const decision = decide(situation([a], { health, request: facts({ excluded: ['a'] }) }));
		assert.deepEqual(decision.passedOver, [{ provider: 'a', reason: 'excluded' }]);
	});
});

describe('decide: after a failure', () => {
	it('[T5] the provider that failed is not asked again under next-best', () => {
		const decision = decide(situation([a, b, c], { tried: [tried(a, 'timeout'), tried(b)] }));
		assert.equal(decision.type === 'attempt' && decision.provider, 'c');
		assert.deepEqual(decision.passedOver, [
			{ provider: 'a', reason: 'tried', failure: 'timeout' },
			{ provider: 'b', reason: 'tried', failure: 'overloaded' },
		]);
	});

	it('[T1] under next-best an agent takes over from an agent', () => {
		assert.equal(chosen(situation([claude, codex, a], { tried: [tried(claude)] })), 'codex');
	});

	it('[T1] under prefer-llm an LLM takes over from an agent', () => {
		const settings = settingsFor([claude, codex, a], { onFailure: 'prefer-llm' });
		const decision = decide(situation([], { settings, tried: [tried(claude)] }));
		assert.equal(decision.type === 'attempt' && decision.provider, 'a');
		assert.deepEqual(decision.passedOver[1], { provider: 'codex', reason: 'llm-preferred' });
	});

	it('[T1] under prefer-llm an agent goes on once no LLM is left', () => {
		const settings = settingsFor([claude, codex, a], { onFailure: 'prefer-llm' });
		assert.equal(chosen(situation([], { settings, tried: [tried(claude), tried(a)] })), 'codex');
	});

	it('[T7] prefer-llm advances to the next LLM when an LLM fails', () => {
		const settings = settingsFor([claude, a, codex, b], { onFailure: 'prefer-llm' });
		assert.equal(chosen(situation([], { settings, tried: [tried(claude), tried(a)] })), 'b');
	});

	it('[T1] prefer-llm prefers nobody before an agent has failed', () => {
		const settings = settingsFor([a, claude, b], { onFailure: 'prefer-llm' });
		assert.equal(chosen(situation([], { settings, tried: [tried(a)] })), 'claude');
	});

	it('[T1] under fail-fast the first failure stops the route', () => {
		const settings = settingsFor([a, b], { onFailure: 'fail-fast' });
		assert.equal(stopped(situation([], { settings, tried: [tried(a)] })), 'fail-fast');
	});

	it('[T1] skipping a provider is no failure: under fail-fast the next one is asked', () => {
		const settings = settingsFor([a, b], { onFailure: 'fail-fast' });
		assert.equal(chosen(situation([], { settings, tried: [tried(a, 'skipped')] })), 'b');
	});

	it('[A1] a request that the next provider would refuse too stops the route', () => {
		assert.equal(stopped(situation([a, b], { tried: [tried(a, 'bad-request')] })), 'failure-stops');
	});

	it('[T2] after the last allowed attempt the route stops with somebody left, whose turn did not come', () => {
		const settings = settingsFor([a, b, c], { maxAttempts: 2 });
		const decision = decide(situation([], { settings, tried: [tried(a), tried(b)] }));
		assert.equal(decision.type === 'stop' && decision.because, 'max-attempts');
		assert.deepEqual(decision.passedOver[2], { provider: 'c', reason: 'ranked-lower' });
	});

	it('[T2] the time for the whole route is a bound of its own', () => {
		assert.equal(stopped(situation([a], { request: facts({ deadline: start }) })), 'deadline');
	});

	it('when everybody was tried nobody is left', () => {
		assert.equal(stopped(situation([a], { tried: [tried(a)] })), 'nobody-left');
	});
});

describe('decide: stops before anybody is asked', () => {
	it('[A6] [G1] without a provider the stop says that none is configured', () => {
		assert.equal(stopped(situation([])), 'no-provider-configured');
	});

	it('a picked provider that does not exist is never replaced by another one', () => {
		assert.equal(stopped(situation([a], { request: facts({ pinned: 'b' }) })), 'picked-provider-unknown');
	});

	it('a picked provider is the only one considered', () => {
		const request = facts({ pinned: 'b' });
		const decision = decide(situation([a, b], { request, tried: [tried(b)] }));
		assert.equal(decision.type === 'stop' && decision.because, 'nobody-left');
		assert.deepEqual(decision.passedOver[0], { provider: 'a', reason: 'not-picked' });
	});

	it("[G9] the user's cancel comes before every other reason to stop", () => {
		assert.equal(stopped(situation([], { cancelled: true })), 'cancelled');
		assert.equal(stopped(situation([a], { cancelled: true, tried: [tried(a, 'bad-request')] })), 'cancelled');
	});
});

function chosen(of: Situation): string {
	const decision = decide(of);
	assert.equal(decision.type, 'attempt');
	return decision.provider;
}

function stopped(of: Situation): string {
	const decision = decide(of);
	assert.equal(decision.type, 'stop');
	return decision.because;
}
