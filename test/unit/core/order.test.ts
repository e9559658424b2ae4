import assert from 'node:assert/strict';
import { decide } from '../../../src/core/decide.ts';
import { firstChoice } from '../../../src/core/order.ts';
import type { RequestFacts } from '../../../src/core/request.ts';
import type { Settings } from '../../../src/core/settings.ts';
import { agent, llm } from '../../support/providers.ts';
import { facts } from '../../support/requests.ts';
import { settingsFor, situation, tried } from '../../support/settings.ts';

const [a, b, c] = [llm('a'), llm('b'), llm('c')];

describe('chains', () => {
	const chained = (chains: Settings['chains'], request: Partial<RequestFacts> = {}, rest = {}) =>
		situation([], { settings: settingsFor([a, b, c], { chains }), request: facts(request), ...rest });
	const testing = { needs: [{ capability: 'testing', score: 1 }] } as const;

	it('[T18] a chain for what is needed comes first, and the decision names it', () => {
		assert.deepEqual(decide(chained({ testing: ['c', 'b'] }, testing)), {
			type: 'attempt',
			provider: 'c',
			profile: 'default',
			because: 'chain',
			chain: 'testing',
			confidence: 1,
			estimatedCost: 0,
			passedOver: [
				{ provider: 'b', reason: 'ranked-lower' },
				{ provider: 'a', reason: 'ranked-lower' },
			],
		});
	});

	it('[R1] the chain is gone through in its order, then the rest by strategy', () => {
		const order = [];
		const attempts = [];
		for (let step = 0; step < 3; step++) {
			const decision = decide(chained({ testing: ['c', 'b'] }, testing, { tried: [...attempts] }));
			assert.ok(decision.type === 'attempt');
			order.push(`${decision.provider} ${decision.because}`);
			attempts.push(tried(llm(decision.provider)));
		}
		assert.deepEqual(order, ['c chain', 'b chain', 'a next-in-order']);
	});

	it('the surest need decides, the first of equals', () => {
		const chains = { testing: ['b'], debugging: ['c'] };
		const needs = (first: number, second: number) =>
			({
				needs: [
					{ capability: 'testing', score: first },
					{ capability: 'debugging', score: second },
				],
			}) as const;
		assert.equal(firstChoice(chained(chains, needs(0.4, 0.6))), 'c');
		assert.equal(firstChoice(chained(chains, needs(0.6, 0.4))), 'b');
		assert.equal(firstChoice(chained(chains, needs(0.5, 0.5))), 'b');
	});

	it('a chain for something else changes nothing, nor does one when nothing was recognised', () => {
		assert.equal(firstChoice(chained({ debugging: ['c'] }, testing)), 'a');
		assert.equal(firstChoice(chained({ testing: ['c'] }, { needs: [] })), 'a');
	});

	it('[B9] a chain opens no gate: who may not be asked stays unasked', () => {
		const far = llm('far', { reach: 'standard' });
		const settings = settingsFor([a, far], { chains: { testing: ['far', 'nobody'] } });
		const decision = decide(situation([], { settings, request: facts({ ...testing, reach: 'private' }) }));
		assert.equal(decision.type === 'attempt' && decision.provider, 'a');
		assert.deepEqual(decision.passedOver, [{ provider: 'far', reason: 'reach' }]);
	});

	it('what the user wrote outranks that agents come first for a task', () => {
		const settings = settingsFor([agent('codex'), a], { chains: { testing: ['a'] } });
		assert.equal(firstChoice(situation([], { settings, request: facts({ ...testing, task: 'changes' }) })), 'a');
	});
});
