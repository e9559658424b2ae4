import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decide } from '../../../src/core/decide.ts';
import { explain, type Explained } from '../../../src/core/explain.ts';
import { forGood, type Health, healthy } from '../../../src/core/health.ts';
import { blameKey, type Profile, type Provider } from '../../../src/core/provider.ts';
import type { PassedOverReason, Situation } from '../../../src/core/situation.ts';
import { situations } from '../../support/arbitraries.ts';
import { agent, keyed, llm } from '../../support/providers.ts';
import { facts, start } from '../../support/requests.ts';
import { runsOf } from '../../support/runs.ts';
import { settingsFor, situation, tried } from '../../support/settings.ts';

const runs = { numRuns: runsOf(1000), seed: 20260101 };
const [a, b, c] = [llm('a'), llm('b'), llm('c')];

describe('the explanation of a decision, whatever the situation', () => {
	it('[T17] names every provider exactly once, with a remedy for whoever was passed over', () => {
		fc.assert(
			fc.property(situations, (each) => {
				const { decision, providers } = explain(each);
				assert.deepEqual(decision, decide(each));
				assert.deepEqual(idsOf(providers).sort(), each.settings.providers.map(({ id }) => id).sort());
				const named = decision.type === 'stop' ? [] : [decision.provider];
				assert.deepEqual(idsOf(providers.filter(({ passed }) => passed === null)), named);
				for (const { passed, remedy } of providers) {
					assert.equal(remedy?.type, passed?.reason);
				}
			}),
			runs,
		);
	});

	it('gives each place once, from 1 on, and lists those with a place first', () => {
		fc.assert(
			fc.property(situations, (each) => {
				const places = explain(each).providers.map(({ place }) => place);
				const given = places.filter((place) => place !== null);
				assert.deepEqual(
					given,
					given.map((_, index) => index + 1),
				);
				assert.ok(places.slice(given.length).every((place) => place === null));
			}),
			runs,
		);
	});
});

describe('the explanation of a decision', () => {
	it('keeps the place of a provider that was asked in vain, or that cools', () => {
		const { providers } = explain(situation([a, b, c], { tried: [tried(a)], health: coolingFor(b, 60_000) }));
		assert.deepEqual(
			providers.map(({ provider, place, passed }) => [provider.id, place, passed?.reason ?? 'asked']),
			[
				['a', 1, 'tried'],
				['b', 2, 'cooling'],
				['c', 3, 'asked'],
			],
		);
	});

	it('tells fit only of what is declared and needed', () => {
		const declared = llm('declared', { capabilities: { testing: 0.8, debugging: 1 } });
		const needing = (...needs: ('testing' | 'debugging')[]) =>
			explain(
				situation([declared, a], {
					request: facts({ needs: needs.map((capability) => ({ capability, score: 0.5 })) }),
				}),
			).providers.map(({ fit }) => fit);
		assert.deepEqual(needing('testing'), [0.8, null]);
		assert.deepEqual(needing('testing', 'debugging'), [0.9, null]);
		assert.deepEqual(needing(), [null, null]);
	});

	const measures: readonly (readonly [strategy: Situation['settings']['strategy'], measure: Explained['measure']])[] = [
		['ordered', { by: 'order', listed: 1 }],
		['capability-first', { by: 'fit' }],
		['cost-optimized', { by: 'price', billing: 'metered', perMillion: 2.5 }],
		['latency-optimized', { by: 'latency', ms: 30, measured: 3 }],
		['local-first', { by: 'reach', reach: 'private' }],
		['round-robin', { by: 'turn', credit: 3 }],
		['weighted', { by: 'turn', credit: 7 }],
	];
	for (const [strategy, measure] of measures) {
		it(`[T26] tells by what ${strategy} compared`, () => {
			const priced = llm('priced', {
				billing: 'metered',
				reach: 'private',
				cost: { input: 2, output: 4 },
				latency: 9000,
				weight: 5,
			});
			const stats = { priced: { attempts: 3, successes: 3, failures: 0, firstOutputMs: [10, 30, 50] } };
			const { providers } = explain(
				situation([priced], {
					settings: settingsFor([priced], { strategy }),
					health: { ...healthy, stats, credits: { priced: 2 } },
				}),
			);
			assert.deepEqual(providers[0]?.measure, measure);
		});
	}

	it('[T26] has measured nothing of a provider that only ever failed', () => {
		const stats = { a: { attempts: 2, successes: 0, failures: 2 } };
		const settings = settingsFor([a], { strategy: 'latency-optimized' });
		const { providers } = explain(situation([a], { settings, health: { ...healthy, stats } }));
		assert.deepEqual(providers[0]?.measure, { by: 'latency', ms: null, measured: 0 });
	});

	it('[T26] knows no price and no latency where nobody does', () => {
		const unknown = llm('unknown', { billing: 'metered' });
		const measureBy = (strategy: Situation['settings']['strategy']) =>
			explain(situation([unknown], { settings: settingsFor([unknown], { strategy }) })).providers[0]?.measure;
		assert.deepEqual(measureBy('cost-optimized'), { by: 'price', billing: 'metered', perMillion: null });
		assert.deepEqual(measureBy('latency-optimized'), { by: 'latency', ms: null, measured: 0 });
	});

	it('[T18] tells nothing where the strategy alone counts', () => {
		const { providers } = explain(situation([a, agent('codex')], { request: facts({ task: 'text' }) }));
		assert.deepEqual(
			providers.map(({ rules }) => rules),
			[[], []],
		);
	});

	it('[T18] tells what brings a provider forward or back, keywords in the user’s own words', () => {
		const worded = llm('worded', { keywords: ['sql', 'schema'] });
		const without = llm('without', { capabilities: { testing: 1 } });
		const chained = llm('a', { keywords: ['index', 'query'] });
		const { providers } = explain(
			situation([], {
				settings: settingsFor([chained, worded, without, agent('codex')], { chains: { debugging: ['a'] } }),
				request: facts({
					task: 'changes',
					needs: [{ capability: 'debugging', score: 1 }],
					preferred: ['worded'],
					keywords: [{ provider: 'worded', keyword: 1 }],
				}),
			}),
		);
		assert.deepEqual(Object.fromEntries(providers.map(({ provider, rules }) => [provider.id, rules])), {
			worded: [{ type: 'named' }, { type: 'keyword', word: 'schema' }, { type: 'unsuited' }],
			a: [{ type: 'chain', capability: 'debugging' }, { type: 'unsuited' }],
			codex: [],
			without: [{ type: 'unsuited' }, { type: 'fits-nothing' }],
		});
	});
});

describe('until when a provider is away', () => {
	const [work, home] = [keyed('work'), keyed('home')];
	const two = llm('two', { profiles: [work, home] });
	const accounts = ['https://two.example#work', 'https://two.example#home'];
	const cooling = (...parts: readonly (readonly ['model' | 'profile', Profile, number])[]): Health => ({
		...healthy,
		cooldowns: Object.fromEntries(
			parts.map(([blame, profile, ms]) => [
				blameKey(blame, two, profile),
				{ until: start + ms, reason: 'rate-limited', stated: false, strikes: 1, at: start },
			]),
		),
	});
	const awayIn = (health: Health, before: Situation['tried'] = []) => {
		const given = situation([two, a], { health, accounts, tried: before });
		const remedy = explain(given).providers.find(({ provider }) => provider.id === 'two')?.remedy;
		assert.ok(remedy?.type === 'cooling');
		return [remedy.away?.blame, (remedy.away?.until ?? 0) - start];
	};

	it('[U20] is told by the profile that is back first', () => {
		assert.deepEqual(awayIn(cooling(['profile', work, 900], ['profile', home, 500])), ['profile', 500]);
		assert.deepEqual(awayIn(cooling(['profile', work, 500], ['profile', home, 900])), ['profile', 500]);
	});

	it('[U20] is told by the longest of all that keeps a profile away', () => {
		const health = cooling(['profile', work, 300], ['profile', home, 500], ['model', work, 700]);
		assert.deepEqual(awayIn(health), ['model', 700]);
	});

	it('[U20] is told by an account that cools longer than its model, and by the model when both end together', () => {
		const all = (model: number, account: number) =>
			cooling(['model', work, model], ['profile', work, account], ['profile', home, account]);
		assert.deepEqual(awayIn(all(300, 900)), ['profile', 900]);
		assert.deepEqual(awayIn(all(500, 500)), ['model', 500]);
	});

	it('[R3] leaves out a profile that was asked already', () => {
		const health = cooling(['profile', work, 100], ['profile', home, 900]);
		assert.deepEqual(awayIn(health, [tried(two, 'unauthorized')]), ['profile', 900]);
	});
});

/** How `a` comes to be passed over for each reason, and what is told about it. */
const cases: Readonly<Record<PassedOverReason, readonly (readonly [Situation, object])[]>> = {
	'not-picked': [[asking([a, b], { pinned: 'b' }), { picked: 'b' }]],
	disabled: [[situation([llm('a', { enabled: false })]), {}]],
	cannot: [[situation([llm('a', { kind: 'acp' })], { kinds: ['openai'] }), { kind: 'acp' }]],
	'not-the-kind': [
		[asking([a], { kind: 'agent' }), { asked: 'agent' }],
		[asking([agent('a')], { kind: 'llm' }), { asked: 'llm' }],
	],
	'no-folder': [[asking([agent('a')], { isolation: 'no-folder' }), {}]],
	'no-git': [[asking([agent('a')], { isolation: 'no-git' }), {}]],
	'edits-files': [[asking([agent('a')], { needs: [] }), {}]],
	reach: [
		[asking([llm('a', { reach: 'standard' })], { reach: 'private' }), { needed: 'standard', allowed: 'private' }],
	],
	billing: [
		[asking([llm('a', { billing: 'metered' })], { billing: 'free' }), { needed: 'metered', by: 'request' }],
		[
			situation([llm('a', { billing: 'metered' }), b], {
				settings: settingsFor([b, llm('a', { billing: 'metered' })], { consent: 'never-cross' }),
			}),
			{ needed: 'metered', by: 'never-cross' },
		],
		[
			situation([b, llm('a', { billing: 'metered' })], {
				tried: [tried(b)],
				consents: [
					{
						question: { about: 'billing', provider: 'a', from: 'free', to: 'metered' },
						granted: false,
						attempts: 1,
					},
				],
			}),
			{ needed: 'metered', by: 'no' },
		],
	],
	'too-small': [
		[asking([llm('a', { contextTokens: 50 })], {}), { has: 50, needed: 100 }],
		[
			situation([llm('b', { contextTokens: 8000 }), llm('a', { contextTokens: 8000 })], {
				tried: [tried(b, 'context-exceeded')],
			}),
			{ has: 8000, needed: 8001 },
		],
		[
			situation(
				[llm('c', { contextTokens: 90_000 }), llm('b', { contextTokens: 8000 }), llm('a', { contextTokens: 8000 })],
				{ tried: [tried(c), tried(b, 'context-exceeded')] },
			),
			{ has: 8000, needed: 8001 },
		],
	],
	'too-dear': [
		[
			asking([llm('a', { billing: 'metered' })], { limits: { cost: 1, firstOutputMs: null } }),
			{ limit: 1, spent: 0, expected: null },
		],
		[
			{
				...asking([b, llm('a', { billing: 'metered', cost: { input: 1e6, output: 2e6 } })], {
					limits: { cost: 100, firstOutputMs: null },
				}),
				tried: [{ ...tried(b), cost: 3 }],
			},
			{ limit: 100, spent: 3, expected: 140 },
		],
	],
	'too-slow': [
		[asking([a], { limits: { cost: null, firstOutputMs: 500 } }), { limitMs: 500, expectedMs: null }],
		[
			asking([llm('a', { latency: 900 })], { limits: { cost: null, firstOutputMs: 500 } }),
			{ limitMs: 500, expectedMs: 900 },
		],
	],
	'not-ready': [
		[
			situation([a], {
				health: { ...healthy, notReady: { a: { reason: 'not-logged-in', message: 'Log in first.' } } },
			}),
			{ reason: 'not-logged-in', message: 'Log in first.' },
		],
	],
	'no-key': [
		[
			situation([
				llm('a', { profiles: [keyed('work'), { name: 'home', key: { from: 'environment', variable: 'KEY' } }] }),
			]),
			{ variables: ['KEY'], secrets: true },
		],
		[
			situation([llm('a', { profiles: [{ name: 'home', key: { from: 'environment', variable: 'KEY' } }] })]),
			{ variables: ['KEY'], secrets: false },
		],
	],
	excluded: [
		[asking([a], { excluded: ['a'] }), { continues: false }],
		[asking([a], { excluded: ['a'], continues: 'route-0' }), { continues: true }],
	],
	tried: [
		[situation([a, b], { tried: [tried(a, 'refused')] }), { failure: 'refused', away: null }],
		[
			situation([a, b], { tried: [tried(a)], health: coolingFor(a, 60_000) }),
			{
				failure: 'overloaded',
				away: { until: start + 60_000, reason: 'rate-limited', stated: true, blame: 'profile' },
			},
		],
	],
	'not-primary': [[situation([b, a], { settings: settingsFor([b, a], { onFailure: 'primary-only' }) }), {}]],
	'llm-preferred': [
		[
			situation([agent('c'), agent('a'), b], {
				settings: settingsFor([agent('c'), agent('a'), b], { onFailure: 'prefer-llm' }),
				tried: [tried(agent('c'))],
			}),
			{},
		],
	],
	cooling: [
		[
			situation([a, b], { health: coolingFor(a, 60_000) }),
			{ away: { until: start + 60_000, reason: 'rate-limited', stated: true, blame: 'profile' } },
		],
		[
			situation([a, b], { health: coolingFor(a, forGood - start) }),
			{ away: { until: null, reason: 'rate-limited', stated: true, blame: 'profile' } },
		],
	],
	probing: [
		[
			situation([a, b], {
				health: { ...healthy, probes: { [blameKey('model', a, a.profiles[0])]: 'route-2' } },
			}),
			{},
		],
	],
	'ranked-lower': [[situation([b, a]), {}]],
};

describe('what would change a decision', () => {
	for (const [reason, all] of Object.entries(cases)) {
		for (const [index, [given, told]] of all.entries()) {
			it(`is told of ${reason}${all.length === 1 ? '' : `, case ${index + 1}`}`, () => {
				const found = explain(given).providers.find(({ provider }) => provider.id === 'a');
				assert.deepEqual(found?.remedy, { type: reason, ...told });
			});
		}
	}
});

function idsOf(providers: readonly Explained[]): string[] {
	return providers.map(({ provider }) => provider.id);
}

function asking(providers: readonly Provider[], different: Parameters<typeof facts>[0]): Situation {
	return situation(providers, { request: facts(different) });
}

/** A memory in which this provider's account cools for so long, in milliseconds. */
function coolingFor(provider: Provider, ms: number): Health {
	const cooldown = { until: start + ms, reason: 'rate-limited', stated: true, strikes: 1, at: start } as const;
	return { ...healthy, cooldowns: { [blameKey('profile', provider, provider.profiles[0])]: cooldown } };
}
