import assert from 'node:assert/strict';
import { costOf, estimatedCost } from '../../../src/core/price.ts';
import { agent, llm } from '../../support/providers.ts';
import { facts } from '../../support/requests.ts';

const cost = { input: 3, output: 15 };
const answerTokens = 2000;
const prompt = (tokens: number) => facts({ contextTokens: tokens + answerTokens, answerTokens });

describe('[U23] what a request costs before it is sent', () => {
	it('is the prompt by the price of input and the expected answer by that of output', () => {
		const metered = llm('a', { billing: 'metered', cost });
		assert.equal(estimatedCost(metered, prompt(100_000)), 0.33);
		assert.equal(estimatedCost(metered, prompt(0)), 0.03);
	});

	it('a request without a size has the answer alone', () => {
		assert.equal(
			estimatedCost(llm('a', { billing: 'metered', cost }), facts({ contextTokens: 0, answerTokens })),
			0.03,
		);
	});

	it('all of a long prompt goes by the highest tier that it exceeds, and the answer too', () => {
		const above = [
			{ tokens: 100_000, input: 6, output: 20 },
			{ tokens: 200_000, input: 10, output: 50 },
		];
		const metered = llm('a', { billing: 'metered', cost: { ...cost, above } });
		assert.equal(estimatedCost(metered, prompt(100_000)), 0.33);
		assert.equal(estimatedCost(metered, prompt(150_000)), 0.94);
		assert.equal(estimatedCost(metered, prompt(300_000)), 3.1);
	});

	it('counts what goes along, as far as this one has room for it', () => {
		const asking = { ...prompt(10_000), optionalTokens: 10_000 };
		const priced = (contextTokens: number | null) =>
			estimatedCost(llm('a', { billing: 'metered', cost, contextTokens }), asking);
		assert.equal(priced(100_000), 0.09);
		assert.equal(priced(20_000), 0.078);
		assert.equal(priced(12_000), 0.06);
		assert.equal(priced(null), 0.0672);
	});

	it('is nothing where no use is paid for, whatever the price', () => {
		for (const billing of ['free', 'subscription'] as const) {
			assert.equal(estimatedCost(llm('a', { billing, cost }), prompt(1000)), 0);
			assert.equal(estimatedCost(agent('b', { billing, cost: null }), prompt(1000)), 0);
		}
	});

	it('is not known without a price, nor of an agent that is paid by use', () => {
		assert.equal(estimatedCost(llm('a', { billing: 'metered', cost: null }), prompt(1000)), null);
		assert.equal(estimatedCost(agent('b', { billing: 'metered', cost }), prompt(1000)), null);
	});

	it('is known to be nothing of a model that is metered at a price of zero', () => {
		assert.equal(estimatedCost(llm('a', { billing: 'metered', cost: { input: 0, output: 0 } }), prompt(1000)), 0);
	});
});

describe('[U23] what an attempt cost', () => {
	const metered = llm('a', { billing: 'metered', cost });
	const used = { inputTokens: 100_000, outputTokens: 2000, cost: null };

	it('is what the provider reports, whatever its price', () => {
		assert.equal(costOf(metered, { ...used, cost: 0.5 }), 0.5);
		assert.equal(costOf(llm('a', { billing: 'free' }), { ...used, cost: 0.5 }), 0.5);
	});

	it('is otherwise reckoned from the tokens that were used', () => {
		assert.equal(costOf(metered, used), 0.33);
	});

	it('is nothing where no use is paid for', () => {
		assert.equal(costOf(llm('a', { billing: 'subscription', cost }), used), 0);
	});

	it('is not known without a price or without a count', () => {
		assert.equal(costOf(llm('a', { billing: 'metered' }), used), null);
		assert.equal(costOf(metered, { ...used, inputTokens: null }), null);
		assert.equal(costOf(metered, { ...used, outputTokens: null }), null);
	});
});
