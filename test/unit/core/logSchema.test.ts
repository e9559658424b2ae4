import assert from 'node:assert/strict';
import * as v from 'valibot';
import type { RouterEvent, StampedEvent } from '../../../src/core/events.ts';
import type { Health } from '../../../src/core/health.ts';
import { eventProblem, headerSchema, problemOf } from '../../../src/core/logSchema.ts';
import { routingOf } from '../../../src/core/settings.ts';
import { attemptEnd, attemptStart, failed } from '../../support/events.ts';
import { llm } from '../../support/providers.ts';
import { facts, start } from '../../support/requests.ts';
import { settingsFor } from '../../support/settings.ts';

type Path = readonly (string | number)[];

const route = 'route-1';
const provider = llm('a', {
	profiles: [{ name: 'home', key: { from: 'environment', variable: 'KEY' } }],
	capabilities: { testing: 0.5 },
	contextTokens: 1,
	maxOutputTokens: 1,
	latency: 1,
	cost: { input: 1, output: 1, above: [{ tokens: 1, input: 1, output: 1 }] },
});
const cooldown = { until: 1, reason: 'overloaded', stated: true, strikes: 1, at: 1 } as const;
const cooldowns = { 'endpoint e': cooldown };
const stats = { a: { attempts: 1, successes: 1, failures: 0, firstOutputMs: [1], tookMs: [1] } };
const passedOver = [{ provider: 'b', reason: 'disabled' }] as const;
const question = { about: 'billing', provider: 'a', from: 'free', to: 'metered' } as const;
const notReady = { reason: 'unreachable', message: 'gone' } as const;
const usage = { inputTokens: 1, outputTokens: 1, cost: null };

/** Every kind of event with everything in it that a replay reads. */
const events: readonly RouterEvent[] = [
	{
		type: 'request-start',
		route,
		request: facts({
			needs: [{ capability: 'testing', score: 1 }],
			limits: { cost: 1, firstOutputMs: 1 },
			pinned: 'a',
			preferred: ['a'],
			excluded: ['b'],
			keywords: [{ provider: 'a', keyword: 0 }],
			optionalTokens: 1,
		}),
		settings: routingOf(settingsFor([provider], { chains: { testing: ['a'] } })),
		kinds: ['openai'],
		accounts: ['e#work'],
	},
	{ ...attemptStart(provider), passedOver, turn: { a: 1 } },
	{ type: 'request-wait', route, provider: 'a', until: 1, passedOver },
	{ type: 'request-skip', route, provider: 'a' },
	{ type: 'request-ask', route, question, passedOver },
	{ type: 'request-consent', route, question, granted: true },
	{ type: 'first-output', route, attempt: 1, afterMs: 1 },
	{ type: 'tool', route, attempt: 1, tool: 'edit', count: 1, target: 'src/a.ts' },
	{
		...attemptEnd(provider, { ok: true, model: null, usage, changedFiles: null }),
		firstOutputMs: 1,
		cost: 1,
		jitter: 1,
	},
	{ ...attemptEnd(provider, failed('rate-limited', 1)) },
	{ type: 'request-end', route, end: { answered: true, provider: 'a', degraded: false }, attempts: 1, tookMs: 1 },
	{ type: 'request-end', route, end: { answered: false, because: 'deadline', passedOver }, attempts: 1, tookMs: 1 },
	{ type: 'review-end', route, verdict: 'accepted' },
	{ type: 'readiness', provider: 'a', notReady },
	{ type: 'keys-changed', account: 'e#work' },
	{ type: 'cooldowns-learnt', cooldowns },
	{ type: 'statistics-learnt', stats, credits: { a: 1 } },
	{ type: 'cooldowns-reset', keys: ['endpoint e'] },
	{ type: 'settings-problem', path: 'switchyard.reach', message: 'unknown value' },
	{ type: 'usage', route, attempt: 1, usage },
];

const ofProvider = ['baseUrl', 'api', 'agent', 'keywords'];
const inProvider = ofProvider.map((name) => `provider.${name}`);

/** What no decision rests on: there anything may stand, or nothing. */
const free: Readonly<Partial<Record<RouterEvent['type'], readonly string[]>>> = {
	'request-start': [
		...['id', 'command', 'recognised', 'promptCharacters', 'continues'].map((name) => `request.${name}`),
		...ofProvider.map((name) => `settings.providers.[].${name}`),
	],
	'attempt-start': inProvider,
	'attempt-end': [...inProvider, 'end.model', 'end.usage.cost', 'end.changedFiles'],
	'request-end': ['end.degraded', 'tookMs'],
	'first-output': ['attempt', 'afterMs'],
	tool: ['attempt', 'tool', 'count', 'target'],
	usage: ['attempt', 'usage'],
	'review-end': ['verdict'],
	readiness: ['notReady.reason'],
	'settings-problem': ['path', 'message'],
};

/** What may be left out: what stands in lists and under names of the user's, and these. */
const optional =
	/\[\]$|\.(?:testing|a|endpoint e)$|\.above$|^turn$|^jitter$|\.optionalTokens$|\.firstOutputMs$|\.tookMs$/;

describe('what a replay reads of an event', () => {
	for (const [index, event] of events.entries()) {
		const whole: StampedEvent = { ...event, at: start };
		const ignored = free[event.type] ?? [];
		const read = pathsIn(whole).filter((path) => !ignored.some((one) => `${named(path)}.`.startsWith(`${one}.`)));

		it(`is all of a ${event.type} (${index + 1}) but what no decision rests on`, () => {
			assert.equal(eventProblem({ ...whole, more: [null] }), null);
			for (const path of ignored.map((one) => one.split('.').map((step) => (step === '[]' ? 0 : step)))) {
				assert.equal(eventProblem(changed(whole, path, { wrong: true })), null);
			}
			assert.deepEqual(
				read.filter((path) => eventProblem(changed(whole, path, { wrong: true })) === null).map(named),
				[],
			);
		});

		it(`may not be missing from a ${event.type} (${index + 1})`, () => {
			const missing = read.filter((path) => eventProblem(changed(whole, path)) === null).map(named);
			assert.deepEqual(
				missing.filter((path) => !optional.test(path)),
				[],
			);
		});
	}

	it('is all of the memory in the header', () => {
		const before: Health = {
			cooldowns,
			stats,
			notReady: { a: notReady },
			credits: { a: 1 },
			probes: { 'endpoint e': route },
		};
		const header = { format: 1, version: '1', exportedAt: 'now', events: 1, before };
		assert.ok(v.is(headerSchema, header));
		const accepted = pathsIn(header).filter((path) => v.is(headerSchema, changed(header, path, { wrong: true })));
		assert.deepEqual(accepted.map(named), ['before.notReady.a.reason']);
	});
});

describe('what is wrong with an event', () => {
	const [begin, attempt, , , ask] = events;
	const end = events[8];
	const cases: readonly (readonly [event: unknown, path: string, instead: unknown, problem: string])[] = [
		[begin, 'route', 5, 'route expected a text'],
		[begin, 'request.needs.0.score', 2, 'request.needs[0].score must be from 0 to 1'],
		[begin, 'request.needs.0.score', -1, 'request.needs[0].score must be from 0 to 1'],
		[begin, 'request.needs', 5, 'request.needs expected a list'],
		[begin, 'request.seed', '5', 'request.seed expected a number'],
		[begin, 'request.seed', Infinity, 'request.seed expected a number'],
		[begin, 'request', 5, 'request expected an object'],
		[begin, 'settings.maxAttempts', 1.5, 'settings.maxAttempts expected a whole number'],
		[begin, 'settings.maxAttempts', -1, 'settings.maxAttempts must be at least 0'],
		[begin, 'settings.strategy', 'x', 'settings.strategy unknown value'],
		[begin, 'settings.chains', { testing: 5 }, 'settings.chains expected lists by name'],
		[attempt, 'provider.exempt', 1, 'provider.exempt expected true or false'],
		[attempt, 'provider.profiles', [], 'provider.profiles must not be empty'],
		[attempt, 'provider.capabilities', { testing: 2 }, 'provider.capabilities expected numbers by name'],
		[attempt, 'profile.key', { from: 'x' }, 'profile.key.from expected where the key comes from'],
		[attempt, 'turn', { a: '1' }, 'turn expected numbers by name'],
		[ask, 'question', { about: 'billing', provider: 'a' }, 'question expected the billings'],
		[ask, 'question', { about: 'billing', provider: 'a', from: 'free', to: 'x' }, 'question expected the billings'],
		[end, 'end', 5, 'end expected how the attempt ended'],
		[end, 'end', { ok: 'x' }, 'end.ok unknown value'],
		[events[10], 'end', 5, 'end expected how the route ended'],
		[events[10], 'end', { answered: 'x' }, 'end.answered unknown value'],
		[events[16], 'stats', { a: 5 }, 'stats expected statistics by name'],
		[events[16], 'credits', { a: 'x' }, 'credits expected numbers by name'],
		...[5, '', null, [], ['x']].map(
			(wrong) => [events[15], 'cooldowns', wrong, 'cooldowns expected cooldowns by name'] as const,
		),
	];
	for (const [event, path, instead, problem] of cases) {
		it(`${path} set to ${JSON.stringify(instead)} is told as "${problem}"`, () => {
			const steps = path.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step));
			assert.equal(eventProblem(changed({ ...(event as object), at: start }, steps, instead)), problem);
		});
	}

	it('is told without a place when it is no object at all', () => {
		assert.equal(eventProblem('x'), 'expected an object');
	});

	it('a question that is not about a billing needs none', () => {
		for (const about of ['side-effect', 'refused']) {
			assert.equal(eventProblem({ ...ask, at: start, question: { about, provider: 'a' } }), null);
		}
	});

	const memories: readonly (readonly [before: object, problem: string])[] = [
		[{ notReady: { a: 5 } }, 'before.notReady expected reasons by name'],
		[{ probes: { a: 5 } }, 'before.probes expected routes by name'],
		[{ credits: { a: 'x' } }, 'before.credits expected numbers by name'],
	];
	for (const [before, problem] of memories) {
		it(`a memory of ${JSON.stringify(before)} is told as "${problem}"`, () => {
			const whole = { cooldowns, stats, notReady: {}, ...before };
			const result = v.safeParse(headerSchema, {
				format: 1,
				version: '1',
				exportedAt: 'now',
				events: 1,
				before: whole,
			});
			assert.equal(result.issues === undefined ? null : problemOf(result.issues), problem);
		});
	}
});

/** Every place in a value, with those inside it. */
function pathsIn(value: unknown): readonly Path[] {
	const names = Array.isArray(value) ? [...value.keys()] : isObject(value) ? Object.keys(value) : [];
	return names.flatMap((name) => [
		[name],
		...pathsIn((value as Readonly<Record<string | number, unknown>>)[name]).map((path) => [name, ...path]),
	]);
}

/** The value with something else in one place; without that place when there is nothing else. */
function changed(value: unknown, [name, ...rest]: Path, ...instead: readonly [unknown?]): unknown {
	if (name === undefined) {
		return instead[0];
	}
	const entries = Object.entries(value as object).flatMap(([each, old]): [string, unknown][] =>
		each !== String(name)
			? [[each, old]]
			: rest.length > 0
				? [[each, changed(old, rest, ...instead)]]
				: instead.map((one) => [each, one]),
	);
	return Array.isArray(value) ? entries.map(([, each]) => each) : Object.fromEntries(entries);
}

function isObject(value: unknown): value is object {
	return typeof value === 'object' && value !== null;
}

function named(path: Path): string {
	return path.map((step) => (typeof step === 'number' ? '[]' : step)).join('.');
}
