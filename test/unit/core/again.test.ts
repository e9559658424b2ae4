import assert from 'node:assert/strict';
import { decide } from '../../../src/core/decide.ts';
import { healthy } from '../../../src/core/health.ts';
import type { FailureKind } from '../../../src/core/failure.ts';
import type { Provider } from '../../../src/core/provider.ts';
import type { Settings } from '../../../src/core/settings.ts';
import type { OpenQuestion, Situation, Tried } from '../../../src/core/situation.ts';
import { agent, keyed, llm } from '../../support/providers.ts';
import { facts, start } from '../../support/requests.ts';
import { settingsFor, situation, tried } from '../../support/settings.ts';

const [a, b, c] = [llm('a'), llm('b'), llm('c')];

function after(
	attempts: readonly Tried[],
	{
		providers = [a, b, c],
		settings = {},
		...rest
	}: Omit<Partial<Situation>, 'settings'> & {
		readonly providers?: readonly Provider[];
		readonly settings?: Partial<Settings>;
	} = {},
) {
	return decide(situation([], { ...rest, settings: settingsFor(providers, settings), tried: attempts }));
}

function told(decision: ReturnType<typeof decide>): string {
	return decision.type === 'attempt' ? `${decision.provider} ${decision.because}` : decision.type;
}

describe('decide: after a context that was too small', () => {
	const sized = (id: string, contextTokens: number | null) => llm(id, { contextTokens });
	const [small, medium, large] = [sized('small', 1000), sized('medium', 2000), sized('large', 9000)];
	const exceeded = tried(small, 'context-exceeded');

	it('[B7] the largest comes first, whatever the strategy says, and nobody who is no larger', () => {
		const same = sized('same', 1000);
		const decision = after([exceeded], { providers: [small, same, medium, large] });
		assert.equal(told(decision), 'large larger-context');
		assert.deepEqual(decision.passedOver, [
			{ provider: 'small', reason: 'too-small' },
			{ provider: 'same', reason: 'too-small' },
			{ provider: 'medium', reason: 'ranked-lower' },
		]);
	});

	it('[B7] whose context is unknown comes after everybody who is known to be larger', () => {
		const unknown = sized('unknown', null);
		const providers = [small, unknown, medium];
		assert.equal(told(after([exceeded], { providers })), 'medium larger-context');
		const attempts = [exceeded, tried(medium, 'context-exceeded')];
		assert.equal(told(after(attempts, { providers })), 'unknown next-in-order');
	});

	it('[B7] with nobody larger nobody is left, and the reason is told', () => {
		const decision = after([exceeded], { providers: [small, sized('tiny', 10)] });
		assert.ok(decision.type === 'stop' && decision.because === 'nobody-left');
		assert.deepEqual(
			decision.passedOver.map(({ reason }) => reason),
			['too-small', 'too-small'],
		);
	});

	it('[B7] the larger ones stay in front only for the attempt that follows', () => {
		const providers = [small, medium, large, sized('larger', 5000)];
		const attempts = [exceeded, tried(large, 'overloaded')];
		assert.equal(told(after(attempts, { providers })), 'medium next-in-order');
	});

	it('[B7] [U23] a larger one that is dearer needs consent all the same', () => {
		const dear = llm('dear', { contextTokens: 9000, billing: 'metered' });
		assert.equal(told(after([exceeded], { providers: [small, dear] })), 'ask');
	});

	it('[B7] before anything is sent the prompt and its expected answer have to fit', () => {
		const request = facts({ contextTokens: 1000, answerTokens: 400 });
		const decision = after([], { providers: [sized('tight', 999), small], request });
		assert.equal(told(decision), 'small next-in-order');
		assert.deepEqual(decision.passedOver, [{ provider: 'tight', reason: 'too-small' }]);
	});
});

describe('decide: after an answer that was too long for its limit', () => {
	const cut = (provider: Provider, limited: boolean): Tried => ({ ...tried(provider, 'output-limit'), limited });

	it('[A1] the same provider is asked once more, at once, without the limit', () => {
		const decision = after([cut(a, true)]);
		assert.equal(told(decision), 'a without-limit');
		assert.deepEqual(decision.passedOver, [
			{ provider: 'b', reason: 'ranked-lower' },
			{ provider: 'c', reason: 'ranked-lower' },
		]);
	});

	it('[A1] only once: when that was too long as well the next provider is asked', () => {
		assert.equal(told(after([cut(a, true), cut(a, false)])), 'b next-in-order');
	});

	it('[A1] only once, also when it was asked again with the limit since then', () => {
		const attempts = [cut(a, true), { ...tried(a), limited: false }, cut(a, true)];
		assert.equal(told(after(attempts, { settings: { onFailure: 'retry' } })), 'b next-in-order');
	});

	it('[A1] a retry before then is no attempt without the limit, nor is one of somebody else', () => {
		const settings = { onFailure: 'retry' } as const;
		assert.equal(told(after([tried(a), cut(a, true)], { settings })), 'a without-limit');
		assert.equal(told(after([cut(b, true), cut(a, true)], { settings })), 'a without-limit');
	});

	it('[A1] without a limit of ours there is nothing to leave out', () => {
		assert.equal(told(after([cut(a, false)])), 'b next-in-order');
	});

	it('[A1] [U25] it counts as an attempt', () => {
		const decision = after([cut(a, true)], { settings: { maxAttempts: 1 } });
		assert.equal(decision.type === 'stop' && decision.because, 'max-attempts');
	});

	it('[A1] a provider that began to cool meanwhile is not asked again', () => {
		const cooldown = { until: start + 1000, reason: 'overloaded', stated: false, strikes: 1, at: start } as const;
		const health = { ...healthy, cooldowns: { 'endpoint https://a.example': cooldown } };
		assert.equal(told(after([cut(a, true)], { health })), 'b next-in-order');
	});

	it('[A1] [G7] an exempt one is, although others made what it shares cool', () => {
		const exempt = llm('a', { exempt: true });
		const cooldown = { until: start + 1000, reason: 'overloaded', stated: true, strikes: 1, at: start } as const;
		const health = { ...healthy, cooldowns: { 'endpoint https://a.example': cooldown } };
		assert.equal(told(after([cut(exempt, true)], { health, providers: [exempt, b] })), 'a without-limit');
	});

	it('[A1] nor one that became too dear, or one whose key is gone', () => {
		const request = facts({ limits: { cost: 0.001, firstOutputMs: null } });
		const priced = llm('a', { billing: 'metered', cost: { input: 10, output: 10 } });
		const spent = { ...cut(priced, true), cost: 0.0005 };
		assert.equal(told(after([spent], { request, providers: [priced, b] })), 'b next-in-order');
		const locked = llm('a', { profiles: [keyed('work')] });
		assert.equal(told(after([cut(locked, true)], { providers: [locked, b] })), 'b next-in-order');
	});

	it('[A1] [R3] nor with an account that began to cool meanwhile, though another one is free', () => {
		const two = llm('two', { profiles: [keyed('work'), keyed('home')] });
		const accounts = ['https://two.example#work', 'https://two.example#home'];
		const cooldown = { until: start + 1000, reason: 'rate-limited', stated: false, strikes: 1, at: start } as const;
		const health = { ...healthy, cooldowns: { 'profile https://two.example#work': cooldown } };
		const providers = [two, b];
		assert.equal(told(after([cut(two, true)], { providers, accounts })), 'two without-limit');
		assert.equal(told(after([cut(two, true)], { providers, accounts, health })), 'b next-in-order');
	});
});

describe('decide: what the user has to say after a failure', () => {
	const aside: OpenQuestion = { about: 'side-effect', provider: 'b' };
	const declined: OpenQuestion = { about: 'refused', provider: 'b' };
	const outside = { ...tried(agent('codex'), 'agent-crashed'), sideEffect: true };
	const said = (question: OpenQuestion, granted: boolean, attempts = 1) => ({
		consents: [{ question, granted, attempts }],
	});
	const providers = [agent('codex'), b, c];

	it('[U12] after something that cannot be taken back the route asks before anybody begins anew', () => {
		const decision = after([outside], { providers });
		assert.deepEqual(decision.type === 'ask' && decision.question, aside);
		assert.equal(told(after([{ ...outside, sideEffect: false }], { providers })), 'b next-in-order');
	});

	it('[U12] a yes lets the next one begin, a no stops the route', () => {
		assert.equal(told(after([outside], { providers, ...said(aside, true) })), 'b next-in-order');
		const stopped = after([outside], { providers, ...said(aside, false) });
		assert.equal(stopped.type === 'stop' && stopped.because, 'not-confirmed');
		assert.deepEqual(
			stopped.passedOver.map(({ provider }) => provider),
			['codex', 'b', 'c'],
		);
	});

	it('[U12] a yes holds for that failure alone', () => {
		const again = { ...tried(b, 'agent-crashed'), sideEffect: true };
		assert.equal(told(after([outside, again], { providers, ...said(aside, true) })), 'ask');
		assert.equal(told(after([outside, tried(b)], { providers, ...said(aside, true) })), 'c next-in-order');
	});

	it('[U12] the same provider may not begin anew unasked either', () => {
		const settings = { onFailure: 'retry' } as const;
		assert.equal(told(after([outside], { providers, settings, now: start + 5000 })), 'ask');
	});

	it('[U12] [U23] both questions are asked where both are open', () => {
		const dear = llm('b', { billing: 'metered' });
		const both = [agent('codex'), dear];
		const first = after([outside], { providers: both });
		assert.equal(first.type === 'ask' && first.question.about, 'billing');
		const { consents } = said({ about: 'billing', provider: 'b', from: 'free', to: 'metered' }, true);
		const second = after([outside], { providers: both, consents });
		assert.equal(second.type === 'ask' && second.question.about, 'side-effect');
		const all = [...consents, ...said(aside, true).consents];
		assert.equal(told(after([outside], { providers: both, consents: all })), 'b next-in-order');
	});

	const refusals: readonly (readonly [Settings['onRefused'], string])[] = [
		['ask', 'ask'],
		['next', 'b next-in-order'],
		['stop', 'stop'],
	];
	for (const [onRefused, expected] of refusals) {
		it(`[A1] after a provider declined for its content policy, with ${onRefused}: ${expected}`, () => {
			const decision = after([tried(a, 'refused')], { settings: { onRefused } });
			assert.equal(told(decision), expected);
			assert.deepEqual(decision.type === 'ask' ? decision.question : declined, declined);
			assert.equal(decision.type === 'stop' ? decision.because : 'failure-stops', 'failure-stops');
		});
	}

	it('[A1] after a yes the next one is asked, after a no nobody', () => {
		assert.equal(told(after([tried(a, 'refused')], said(declined, true))), 'b next-in-order');
		const stopped = after([tried(a, 'refused')], said(declined, false));
		assert.equal(stopped.type === 'stop' && stopped.because, 'not-confirmed');
	});

	it('[A1] nobody is asked anything when nobody is left', () => {
		const decision = after([tried(a, 'refused')], { providers: [a] });
		assert.equal(decision.type === 'stop' && decision.because, 'nobody-left');
	});

	for (const failure of ['bad-output', 'bug', 'skipped', 'no-snapshot'] satisfies FailureKind[]) {
		it(`[A1] after ${failure} the next provider is asked without a question`, () => {
			assert.equal(told(after([tried(a, failure)])), 'b next-in-order');
		});
	}
});
