import assert from 'node:assert/strict';
import { decide } from '../../../src/core/decide.ts';
import { type Health, healthy } from '../../../src/core/health.ts';
import type { Provider } from '../../../src/core/provider.ts';
import type { RequestLimits } from '../../../src/core/request.ts';
import { defaults, parseSettings } from '../../../src/core/settings.ts';
import type { Situation } from '../../../src/core/situation.ts';
import { agent, llm } from '../../support/providers.ts';
import { facts } from '../../support/requests.ts';
import { settingsFor, situation, tried } from '../../support/settings.ts';

/** 60 tokens of prompt and 40 of answer at these prices: 0.001 US dollars. */
const priced = { billing: 'metered', cost: { input: 10, output: 10 } } as const;

describe('decide: limits fail closed', () => {
	const within = (limits: Partial<RequestLimits>, providers: readonly Provider[], different: Partial<Situation> = {}) =>
		decide(
			situation([], {
				settings: settingsFor(providers, { consent: 'allow' }),
				request: facts({ limits: { cost: null, firstOutputMs: null, ...limits } }),
				...different,
			}),
		);
	const refused = (limits: Partial<RequestLimits>, provider: Provider, different: Partial<Situation> = {}) => {
		const decision = within(limits, [provider], different);
		return decision.type === 'stop' ? `${decision.because}: ${decision.passedOver[0]?.reason}` : decision.type;
	};

	it('[T30] a provider that is just within the limit of the cost is asked, and its price is told', () => {
		const decision = within({ cost: 0.001 }, [llm('a', priced)]);
		assert.ok(decision.type === 'attempt' && decision.estimatedCost === 0.001);
	});

	const tooDear: readonly (readonly [title: string, provider: Provider])[] = [
		['beyond it', llm('a', { billing: 'metered', cost: { input: 10, output: 10.1 } })],
		['whose price nobody knows', llm('a', { billing: 'metered', cost: null })],
		['that is an agent paid by use, whose use nobody knows', agent('a', priced)],
	];
	for (const [title, provider] of tooDear) {
		it(`[T30] under a limit of the cost a provider ${title} is too dear, and nobody left is the answer`, () => {
			assert.equal(refused({ cost: 0.001 }, provider), 'nobody-left: too-dear');
			assert.equal(refused({}, provider), 'attempt');
		});
	}

	it('[T30] what is free or paid by subscription costs nothing more', () => {
		for (const billing of ['free', 'subscription'] as const) {
			assert.equal(refused({ cost: 0 }, llm('a', { billing, cost: { input: 99, output: 99 } })), 'attempt');
		}
	});

	it('[T30] [U23] what failed attempts cost counts', () => {
		const spent = (cost: number | null) => ({ tried: [{ ...tried(llm('z')), cost }] });
		const a = llm('a', priced);
		assert.equal(refused({ cost: 0.002 }, a, spent(0.001)), 'attempt');
		assert.equal(refused({ cost: 0.002 }, a, spent(0.0011)), 'nobody-left: too-dear');
		assert.equal(
			refused({ cost: 0.002 }, a, { tried: [...spent(0.0006).tried, ...spent(0.0006).tried] }),
			'nobody-left: too-dear',
		);
	});

	it('[T30] a provider that the user picked is held to the limits as well', () => {
		const request = facts({ pinned: 'a', limits: { cost: 0.0001, firstOutputMs: null } });
		assert.equal(refused({}, llm('a', priced), { request }), 'nobody-left: too-dear');
	});

	it('[T30] no retry goes beyond the limit', () => {
		const settings = settingsFor([llm('a', priced)], { onFailure: 'retry' });
		const situationAfter = { settings, tried: [{ ...tried(llm('a')), cost: 0.001 }] };
		assert.equal(within({ cost: 0.002 }, [], situationAfter).type, 'wait');
		const decision = within({ cost: 0.0019 }, [], situationAfter);
		assert.equal(decision.type === 'stop' && decision.because, 'nobody-left');
		assert.equal(decision.passedOver[0]?.reason, 'too-dear');
	});

	const measured = (...firstOutputMs: readonly number[]): Health => ({
		...healthy,
		stats: { a: { attempts: firstOutputMs.length, successes: firstOutputMs.length, failures: 0, firstOutputMs } },
	});

	it('[T30] under a limit of the latency who is not known to be quick enough is not asked', () => {
		assert.equal(refused({ firstOutputMs: 300 }, llm('a', { latency: 300 })), 'attempt');
		assert.equal(refused({ firstOutputMs: 299 }, llm('a', { latency: 300 })), 'nobody-left: too-slow');
		assert.equal(refused({ firstOutputMs: 300 }, llm('a', { latency: null })), 'nobody-left: too-slow');
	});

	it('[T30] [T26] what was measured outranks what the settings claim, once it was asked three times', () => {
		const claimed = llm('a', { latency: 100 });
		assert.equal(refused({ firstOutputMs: 300 }, claimed, { health: measured(400, 500) }), 'attempt');
		assert.equal(
			refused({ firstOutputMs: 300 }, claimed, { health: measured(400, 500, 200) }),
			'nobody-left: too-slow',
		);
		const slow = llm('a', { latency: 900 });
		assert.equal(refused({ firstOutputMs: 300 }, slow, { health: measured(400, 200, 200) }), 'attempt');
	});

	it('[T30] the limits come out of the settings, and are checked there', () => {
		const parsed = (user: Readonly<Record<string, unknown>>) => parseSettings({ user, workspace: {} }, defaults);
		const right = parsed({ 'routing.maxCost': 0.5, 'routing.maxLatencySeconds': 2 });
		assert.deepEqual([right.settings.limits, right.problems], [{ cost: 0.5, firstOutputMs: 2000 }, []]);
		for (const wrong of [-1, Number.NaN, '1', 1001]) {
			const { settings, problems } = parsed({ 'routing.maxCost': wrong });
			assert.deepEqual([settings.limits.cost, problems.length], [null, 1], String(wrong));
		}
		assert.deepEqual(parsed({}).settings.limits, { cost: null, firstOutputMs: null });
	});
});

describe('decide: the bounds of a route', () => {
	it('[T2] attempts are bounded by a whole number from 1 to 10, and anything else is reported', () => {
		const parsed = (value: unknown) =>
			parseSettings({ user: { 'routing.maxAttempts': value }, workspace: {} }, defaults);
		for (const right of [1, 4, 10]) {
			assert.deepEqual([parsed(right).settings.maxAttempts, parsed(right).problems.length], [right, 0]);
		}
		for (const wrong of [0, -1, 1.5, 11, '3', true, Number.POSITIVE_INFINITY]) {
			const { settings, problems } = parsed(wrong);
			assert.deepEqual([settings.maxAttempts, problems.length], [4, 1], String(wrong));
			assert.equal(problems[0]?.path, 'switchyard.routing.maxAttempts');
		}
	});

	it('[T2] time, attempts and spend end a route apart from each other', () => {
		const a = llm('a', priced);
		const settings = settingsFor([a], { maxAttempts: 2 });
		const limits = { cost: 0.0015, firstOutputMs: null };
		const other = { ...tried(llm('z')), cost: 0 };
		const because = (different: Partial<Situation>) => {
			const decision = decide(situation([], { settings, request: facts({ limits }), ...different }));
			return decision.type === 'stop' ? decision.because : decision.type;
		};
		assert.equal(because({}), 'attempt');
		assert.equal(because({ tried: [other] }), 'attempt');
		assert.equal(because({ tried: [other, other] }), 'max-attempts');
		assert.equal(because({ now: facts().deadline }), 'deadline');
		assert.equal(because({ tried: [{ ...other, cost: 0.001 }] }), 'nobody-left');
	});
});
