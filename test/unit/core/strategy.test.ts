import assert from 'node:assert/strict';
import { firstChoice } from '../../../src/core/decide.ts';
import type { Provider } from '../../../src/core/provider.ts';
import type { RequestFacts } from '../../../src/core/request.ts';
import { fitOf, ranked, type Strategy } from '../../../src/core/strategy.ts';
import { agent, llm } from '../../support/providers.ts';
import { facts, start } from '../../support/requests.ts';
import { situation, tried } from '../../support/settings.ts';

describe('strategy', () => {
	const standard = llm('standard', { reach: 'standard' });
	const organisation = llm('organisation', { reach: 'private' });
	const local = llm('local');
	const alsoLocal = llm('also-local');
	const codex = agent('codex', { reach: 'standard' });

	const table: readonly {
		readonly title: string;
		readonly strategy: Strategy;
		readonly given: readonly Provider[];
		readonly request?: Partial<RequestFacts>;
		readonly expected: readonly string[];
	}[] = [
		{
			title: '[T1] [T26] ordered keeps the order of the settings',
			strategy: 'ordered',
			given: [standard, local, organisation],
			expected: ['standard', 'local', 'organisation'],
		},
		{
			title: '[T26] local-first goes from near to far',
			strategy: 'local-first',
			given: [standard, organisation, local],
			expected: ['local', 'organisation', 'standard'],
		},
		{
			title: '[T26] providers equally near keep the order of the settings',
			strategy: 'local-first',
			given: [alsoLocal, standard, local],
			expected: ['also-local', 'local', 'standard'],
		},
		{
			title: 'a task that changes files goes to agents first, however far they are',
			strategy: 'local-first',
			given: [local, codex],
			request: { task: 'changes' },
			expected: ['codex', 'local'],
		},
		{
			title: 'an agent has no precedence for a task that changes no files',
			strategy: 'ordered',
			given: [local, codex],
			expected: ['local', 'codex'],
		},
		{
			title: '[T23] a provider that declares none of what is needed goes last',
			strategy: 'ordered',
			given: [llm('writer', { capabilities: { documentation: 1 } }), standard],
			expected: ['standard', 'writer'],
		},
	];
	for (const { title, strategy, given, request, expected } of table) {
		it(title, () => {
			const order = ranked(given, facts(request), strategy);
			assert.deepEqual(
				order.map(({ id }) => id),
				expected,
			);
		});
	}

	it('ranking leaves the list it was given as it was', () => {
		const given = [standard, local];
		ranked(given, facts(), 'local-first');
		assert.deepEqual(given, [standard, local]);
	});
});

describe('how well a provider fits', () => {
	const needs = [
		{ capability: 'testing', score: 0.9 },
		{ capability: 'documentation', score: 0.1 },
	] as const;

	it('[T23] listing more than is needed does not make the fit better', () => {
		const specialist = llm('specialist', { capabilities: { testing: 0.9, documentation: 0.9 } });
		const generalist = llm('generalist', {
			capabilities: { testing: 0.8, documentation: 0.8, debugging: 1, architecture: 1, performance: 1 },
		});
		assert.ok(fitOf(specialist, needs) > fitOf(generalist, needs));
	});

	it('a need that is surer counts more', () => {
		assert.equal(fitOf(llm('x', { capabilities: { testing: 1 } }), needs), 0.9);
		assert.equal(fitOf(llm('x', { capabilities: { documentation: 1 } }), needs), 0.1);
	});

	it('nothing is known for or against what is not declared', () => {
		assert.equal(fitOf(llm('x'), needs), 0.5);
		assert.equal(fitOf(llm('x', { capabilities: { testing: 1 } }), []), 0.5);
	});
});

describe('the first choice', () => {
	const [a, b] = [llm('a'), llm('b')];

	it('[A4] is who would have been asked had nothing failed', () => {
		assert.equal(firstChoice(situation([a, b], { tried: [tried(a)] })), 'a');
	});

	it('[A4] is who would have been asked were nobody cooling', () => {
		const cooldown = { until: start + 1000, reason: 'overloaded', stated: false, strikes: 1 } as const;
		const health = { cooldowns: { 'endpoint https://a.example': cooldown }, stats: {}, notReady: {} };
		assert.equal(firstChoice(situation([a, b], { health })), 'a');
	});

	it('[A4] is not somebody who could not have answered anyway', () => {
		assert.equal(firstChoice(situation([llm('off', { enabled: false }), b])), 'b');
		assert.equal(firstChoice(situation([llm('off', { enabled: false })])), null);
	});
});
