import assert from 'node:assert/strict';
import { decide } from '../../../src/core/decide.ts';
import type { RouterEvent } from '../../../src/core/events.ts';
import { type Health, healthy } from '../../../src/core/health.ts';
import { firstChoice } from '../../../src/core/order.ts';
import type { Provider } from '../../../src/core/provider.ts';
import type { RequestFacts } from '../../../src/core/request.ts';
import { record } from '../../../src/core/record.ts';
import { latencyOf } from '../../../src/core/latency.ts';
import { fitOf, ranked, type Strategy } from '../../../src/core/strategy.ts';
import { attemptEnd, failed } from '../../support/events.ts';
import { agent, llm } from '../../support/providers.ts';
import { facts, start } from '../../support/requests.ts';
import { settingsFor, situation, tried } from '../../support/settings.ts';

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
			title: '[T26] ordered keeps the order of the settings, whoever fits better',
			strategy: 'ordered',
			given: [
				llm('some', { capabilities: { 'code-generation': 0.2 } }),
				llm('best', { capabilities: { 'code-generation': 1 } }),
			],
			expected: ['some', 'best'],
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
			title: 'for a task that changes files an agent comes first even when it fits nothing of what is needed',
			strategy: 'ordered',
			given: [local, agent('writer', { capabilities: { documentation: 1 } })],
			request: { task: 'changes' },
			expected: ['writer', 'local'],
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
	const metered = (id: string, cost: Provider['cost']) => llm(id, { billing: 'metered', cost });
	const preferences: typeof table = [
		{
			title: '[T26] [T23] capability-first goes by fit, not by how much is listed',
			strategy: 'capability-first',
			given: [
				llm('generalist', { capabilities: { 'code-generation': 0.6, testing: 1, debugging: 1 } }),
				local,
				llm('specialist', { capabilities: { 'code-generation': 0.9 } }),
			],
			expected: ['specialist', 'generalist', 'local'],
		},
		{
			title: '[T26] providers that fit equally well keep the order of the settings',
			strategy: 'capability-first',
			given: [standard, local, organisation],
			expected: ['standard', 'local', 'organisation'],
		},
		{
			title: '[T26] cost-optimized goes by billing first, then by cost; an unknown price comes last',
			strategy: 'cost-optimized',
			given: [
				metered('unknown', null),
				metered('dear', { input: 3, output: 15 }),
				metered('cheap', { input: 0.3, output: 1 }),
				llm('subscribed', { billing: 'subscription' }),
				local,
			],
			expected: ['local', 'subscribed', 'cheap', 'dear', 'unknown'],
		},
		{
			title: '[T26] what is sent weighs three times what comes back, and equal costs keep the order of the settings',
			strategy: 'cost-optimized',
			given: [
				metered('output', { input: 1, output: 8 }),
				metered('input', { input: 4, output: 1 }),
				metered('first', { input: 1, output: 5 }),
				metered('second', { input: 2, output: 2 }),
			],
			expected: ['first', 'second', 'output', 'input'],
		},
		{
			title:
				'[T26] latency-optimized goes by what is configured until there are samples; who was hardly asked comes first',
			strategy: 'latency-optimized',
			given: [local, llm('slow', { latency: 900 }), llm('quick', { latency: 200 })],
			expected: ['local', 'quick', 'slow'],
		},
		{
			title: '[T26] [T29] providers whose turn is equally near keep the order of the settings',
			strategy: 'round-robin',
			given: [standard, local, organisation],
			expected: ['standard', 'local', 'organisation'],
		},
	];
	for (const { title, strategy, given, request, expected } of [...table, ...preferences]) {
		it(title, () => {
			const order = orderOf(given, facts(request), strategy);
			assert.deepEqual(
				order.map(({ id }) => id),
				expected,
			);
		});
	}

	it('ranking leaves the list it was given as it was', () => {
		const given = [{ provider: standard }, { provider: local }];
		ranked(given, facts(), 'local-first');
		assert.deepEqual(given, [{ provider: standard }, { provider: local }]);
	});
});

describe('how quick a provider is', () => {
	const measured = (...firstOutputMs: readonly number[]) => ({
		...healthy,
		stats: { x: { attempts: 9, successes: 9, failures: 0, firstOutputMs } },
	});
	const slow = llm('x', { latency: 800 });

	it('[T26] is the median of what was measured once it was asked three times', () => {
		const asked = (attempts: number, ...firstOutputMs: readonly number[]) => ({
			...healthy,
			stats: { x: { attempts, successes: firstOutputMs.length, failures: 0, firstOutputMs } },
		});
		assert.equal(latencyOf(slow, asked(2, 100, 90)), 800);
		assert.equal(latencyOf(slow, asked(3, 1000, 90, 100)), 100);
		assert.equal(latencyOf(slow, asked(4, 1000, 90, 100, 200)), 150);
		assert.equal(latencyOf(slow, asked(3, 90)), 90);
	});

	it('[T26] goes by the latest nine answers, so that who became slow is soon known as such', () => {
		const samples = [...Array.from({ length: 11 }, () => 100), ...Array.from({ length: 5 }, () => 900)];
		assert.equal(latencyOf(slow, measured(...samples)), 900);
		assert.equal(latencyOf(slow, measured(...samples.slice(0, -1))), 100);
	});

	it('[T26] one request in fifty asks somebody else first, of the same billing, and the same one each time', () => {
		const stats = Object.fromEntries(
			['quick', 'other', 'dear', 'unfit'].map((id, place) => [
				id,
				{ attempts: 9, successes: 9, failures: 0, firstOutputMs: [100 + place, 100 + place, 100 + place] },
			]),
		);
		const unfit = llm('unfit', { capabilities: { documentation: 1 } });
		const given = [llm('quick'), llm('other'), llm('dear', { billing: 'metered' }), unfit];
		const firsts = Array.from({ length: 5000 }, (_, seed) => {
			const order = () => orderOf(given, facts({ seed }), 'latency-optimized', { ...healthy, stats });
			assert.deepEqual(order(), order());
			assert.deepEqual(order().toSorted(byId), given.toSorted(byId));
			assert.deepEqual(orderOf([], facts({ seed }), 'latency-optimized'), []);
			assert.equal(orderOf(given, facts({ seed }), 'ordered')[0]?.id, 'quick');
			return order()[0]?.id;
		});
		const counted = (id: string) => firsts.filter((each) => each === id).length;
		assert.deepEqual([counted('dear'), counted('unfit')], [0, 0]);
		assert.ok(counted('other') > 25 && counted('other') < 75, `${counted('other')} of 5000`);
	});

	it('[T26] is what is configured, or unknown, without them', () => {
		assert.equal(latencyOf(slow, healthy), 800);
		assert.equal(latencyOf(llm('constructor'), healthy), null);
	});

	it('[T26] who was asked often enough and never answered comes last', () => {
		const stats = { dead: { attempts: 3, successes: 0, failures: 3 } };
		const given = [llm('dead'), llm('slow', { latency: 900 })];
		const order = orderOf(given, facts(), 'latency-optimized', { ...healthy, stats });
		assert.deepEqual(
			order.map(({ id }) => id),
			['slow', 'dead'],
		);
	});

	it('[T26] who was asked less than three times comes first, however it ended', () => {
		const stats = { hardly: { attempts: 2, successes: 0, failures: 2 } };
		const given = [llm('slow', { latency: 900 }), llm('hardly')];
		assert.equal(orderOf(given, facts(), 'latency-optimized', { ...healthy, stats })[0]?.id, 'hardly');
	});

	it('[T26] a measured provider comes before one that is only said to be slower', () => {
		const order = orderOf([slow, llm('y', { latency: 300 })], facts(), 'latency-optimized', measured(100, 100, 100));
		assert.deepEqual(
			order.map(({ id }) => id),
			['x', 'y'],
		);
	});
});

describe('taking turns', () => {
	const [one, two, three] = [llm('one'), llm('two'), llm('three')];

	it('[T29] round-robin gives everybody the same turn after turn, across routes', () => {
		assert.deepEqual(turns([one, two, three], 'round-robin', 7), ['one', 'two', 'three', 'one', 'two', 'three', 'one']);
	});

	it('[T29] weighted gives each its share without blocks', () => {
		const heavy = [llm('heavy', { weight: 5 }), one, two];
		const order = turns(heavy, 'weighted', 14).join(' ');
		assert.equal(order, 'heavy heavy one heavy two heavy heavy heavy heavy one heavy two heavy heavy');
	});

	it('[T29] 29 % are 29 of 100, and never with more than three of the others in a row', () => {
		const order = turns([llm('x', { weight: 29 }), llm('y', { weight: 71 })], 'weighted', 100);
		assert.equal(order.filter((id) => id === 'x').length, 29);
		const longest = Math.max(
			...order
				.join('')
				.split('x')
				.map((run) => run.length),
		);
		assert.ok(longest <= 3, `${longest} in a row`);
	});

	it('[T29] whoever cools has no turn, and the others share it', () => {
		const health = record(healthy, attemptEnd(two, failed('overloaded')), start);
		assert.deepEqual(turns([one, two, three], 'round-robin', 4, health), ['one', 'three', 'one', 'three']);
	});

	it('[T29] a failover within the route takes the next one, and costs nobody a turn', () => {
		const first = situation([one, two, three], {
			settings: settingsFor([one, two, three], { strategy: 'round-robin' }),
		});
		const decision = decide(first);
		assert.ok(decision.type === 'attempt');
		const health = record(healthy, startOf(one, decision.turn), start);
		const second = decide({ ...first, health, tried: [tried(one)] });
		assert.ok(second.type === 'attempt');
		assert.deepEqual([second.provider, second.turn], ['two', undefined]);
	});

	it('[T29] for a task the agents take turns among themselves', () => {
		const agents = [agent('claude'), agent('codex'), one];
		const order = turns(agents, 'round-robin', 4, healthy, { task: 'changes' });
		assert.deepEqual(order, ['claude', 'codex', 'claude', 'codex']);
		const settings = settingsFor(agents, { strategy: 'round-robin' });
		const decision = decide(situation([], { settings, request: facts({ task: 'changes' }) }));
		assert.deepEqual(decision.type === 'attempt' && decision.turn, { claude: 1, codex: 1 });
	});
});

/** Who is asked first by so many routes, one after the other. */
function turns(
	providers: readonly Provider[],
	strategy: Strategy,
	times: number,
	start: Health = healthy,
	request: Partial<RequestFacts> = {},
): readonly string[] {
	let health = start;
	return Array.from({ length: times }, () => {
		const settings = settingsFor(providers, { strategy });
		const decision = decide(situation(providers, { settings, health, request: facts(request) }));
		const provider = providers.find(({ id }) => decision.type === 'attempt' && id === decision.provider);
		assert.ok(decision.type === 'attempt' && provider !== undefined);
		health = record(health, startOf(provider, decision.turn), 0);
		return provider.id;
	});
}

function orderOf(given: readonly Provider[], ...rest: readonly [RequestFacts, Strategy, Health?]): readonly Provider[] {
	return ranked(
		given.map((provider) => ({ provider })),
		...rest,
	).map(({ provider }) => provider);
}

function byId(one: Provider, other: Provider): number {
	return one.id < other.id ? -1 : 1;
}

function startOf(provider: Provider, turn: Readonly<Record<string, number>> | undefined): RouterEvent {
	return {
		type: 'attempt-start',
		route: 'route-1',
		attempt: 1,
		provider,
		profile: provider.profiles[0],
		because: 'next-in-order',
		estimatedCost: 0,
		passedOver: [],
		...(turn === undefined ? {} : { turn }),
	};
}

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
		const cooldown = { until: start + 1000, reason: 'overloaded', stated: false, strikes: 1, at: start } as const;
		const health = { cooldowns: { 'endpoint https://a.example': cooldown }, stats: {}, notReady: {} };
		assert.equal(firstChoice(situation([a, b], { health })), 'a');
	});

	it('[A4] [T5] is also who was asked and excluded since then, and never who was excluded before', () => {
		const request = facts({ excluded: ['a'] });
		assert.equal(firstChoice(situation([a, b], { request, tried: [tried(a), tried(b)] })), 'a');
		assert.equal(firstChoice(situation([a, b], { request, tried: [tried(b)] })), 'b');
	});

	it('[A4] [T29] where providers take turns it is also who was asked since', () => {
		const settings = settingsFor([a, b], { strategy: 'round-robin' });
		assert.equal(firstChoice(situation([], { settings, tried: [tried(a)] })), 'a');
	});

	it('[A4] is nobody who could not answer by now, though it was asked', () => {
		const notReady = { a: { reason: 'not-installed', message: '' } } as const;
		assert.equal(firstChoice(situation([a, b], { health: { ...healthy, notReady }, tried: [tried(a)] })), 'b');
	});

	it('[A4] is not somebody who could not have answered anyway', () => {
		assert.equal(firstChoice(situation([llm('off', { enabled: false }), b])), 'b');
		assert.equal(firstChoice(situation([llm('off', { enabled: false })])), null);
	});
});
