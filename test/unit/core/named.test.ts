import assert from 'node:assert/strict';
import { decide } from '../../../src/core/decide.ts';
import { firstChoice } from '../../../src/core/order.ts';
import type { RequestFacts } from '../../../src/core/request.ts';
import type { Situation } from '../../../src/core/situation.ts';
import { agent, keyed, llm } from '../../support/providers.ts';
import { facts } from '../../support/requests.ts';
import { settingsFor, situation, tried } from '../../support/settings.ts';

const [a, b, c] = [llm('a'), llm('b'), llm('c')];
const codex = agent('codex');

describe('decide: what the user names in a prompt', () => {
	const asked = (request: Partial<RequestFacts>, different: Partial<Situation> = {}, providers = [a, b, c, codex]) =>
		situation(providers, { request: facts(request), ...different });

	it('[T6] who is named comes first, in the order of the names, and then everybody else', () => {
		const order = [];
		const attempts = [];
		for (let step = 0; step < 4; step++) {
			const decision = decide(asked({ preferred: ['c', 'b'] }, { tried: [...attempts] }));
			assert.ok(decision.type === 'attempt');
			order.push(`${decision.provider} ${decision.because}`);
			attempts.push(tried(llm(decision.provider)));
		}
		assert.deepEqual(order, ['c named', 'b named', 'a next-in-order', 'codex next-in-order']);
	});

	it('[T6] a name outranks a chain and a keyword', () => {
		const settings = settingsFor([a, b, c], { chains: { 'code-generation': ['b'] } });
		const request = facts({ preferred: ['c'], keywords: [{ provider: 'a', keyword: 0 }] });
		assert.equal(firstChoice(situation([], { settings, request })), 'c');
	});

	it('[T6] [B9] a name opens no gate', () => {
		const decision = decide(
			asked({ preferred: ['far'], reach: 'private' }, {}, [llm('far', { reach: 'standard' }), a]),
		);
		assert.equal(decision.type === 'attempt' && decision.provider, 'a');
		assert.deepEqual(decision.passedOver, [{ provider: 'far', reason: 'reach' }]);
	});

	it('[T6] by @llm and @agent only that kind is asked', () => {
		const llms = decide(asked({ kind: 'llm' }, {}, [codex, a]));
		assert.equal(llms.type === 'attempt' && llms.provider, 'a');
		assert.deepEqual(llms.passedOver, [{ provider: 'codex', reason: 'not-the-kind' }]);
		const agents = decide(asked({ kind: 'agent' }, {}, [a, codex]));
		assert.equal(agents.type === 'attempt' && agents.provider, 'codex');
		assert.deepEqual(agents.passedOver, [{ provider: 'a', reason: 'not-the-kind' }]);
	});

	it('[T6] [T24] an agent that is named, or asked for as one, is asked although nothing was recognised', () => {
		for (const request of [{ preferred: ['codex'] }, { kind: 'agent' }] as const) {
			assert.equal(firstChoice(asked({ needs: [], ...request })), 'codex');
		}
		assert.equal(firstChoice(asked({ needs: [], preferred: ['c'] }, {}, [codex, a, c])), 'c');
	});
});

describe('decide: the reason of a choice', () => {
	const reason = (request: Partial<RequestFacts>, different: Partial<Situation> = {}, providers = [a, b, c]) => {
		const decision = decide(situation(providers, { request: facts(request), ...different }));
		assert.ok(decision.type === 'attempt');
		const { provider, because, confidence, chain, keyword } = decision;
		return { provider, because, confidence, chain, keyword };
	};
	const none = { confidence: undefined, chain: undefined, keyword: undefined };
	const testing = { needs: [{ capability: 'testing', score: 1 }] } as const;

	it('[T17] an explicit pick', () => {
		assert.deepEqual(reason({ pinned: 'b' }), { ...none, provider: 'b', because: 'picked' });
	});

	it('[T17] a keyword of the user’s, and which one', () => {
		const keywords = [
			{ provider: 'c', keyword: 1 },
			{ provider: 'c', keyword: 0 },
		];
		assert.deepEqual(reason({ keywords }), { ...none, provider: 'c', because: 'keyword', keyword: 1 });
	});

	it('[T17] several with keywords stand in the order of the strategy, after a chain', () => {
		const keywords = [
			{ provider: 'c', keyword: 0 },
			{ provider: 'b', keyword: 0 },
		];
		assert.equal(reason({ keywords }).provider, 'b');
		const settings = settingsFor([a, b, c], { chains: { testing: ['a'] } });
		assert.deepEqual(reason({ keywords, ...testing }, { settings }), {
			...none,
			provider: 'a',
			because: 'chain',
			chain: 'testing',
			confidence: 1,
		});
	});

	it('[T18] a fit has a confidence that counts only what is needed, weighted by how sure it is', () => {
		const needs = [
			{ capability: 'testing', score: 0.6 },
			{ capability: 'debugging', score: 0.2 },
		] as const;
		const wide = llm('wide', { capabilities: { testing: 0.5, debugging: 1, architecture: 1, performance: 1 } });
		const { because, confidence = 0 } = reason({ needs }, {}, [wide]);
		assert.equal(because, 'fits');
		assert.ok(Math.abs(confidence - (0.6 * 0.5 + 0.2) / 0.8) < 1e-9);
	});

	it('[T18] who declared nothing, or nothing of what is needed, is only next in order and has no confidence', () => {
		const other = llm('other', { capabilities: { architecture: 1 } });
		for (const provider of [a, other]) {
			assert.deepEqual(reason(testing, {}, [provider]), { ...none, provider: provider.id, because: 'next-in-order' });
		}
	});

	it('[T17] [R3] the next profile of the same provider', () => {
		const two = llm('two', { profiles: [keyed('work'), keyed('home')] });
		const accounts = ['https://two.example#work', 'https://two.example#home'];
		assert.deepEqual(reason({ preferred: ['two'] }, { accounts, tried: [tried(two, 'billing')] }, [two, a]), {
			...none,
			provider: 'two',
			because: 'next-profile',
		});
	});
});
