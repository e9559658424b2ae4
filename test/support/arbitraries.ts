import fc from 'fast-check';
import type { Consent, OpenQuestion, Situation, Tried } from '../../src/core/situation.ts';
import { agentOnFailures } from '../../src/core/agent.ts';
import type { RouterEvent } from '../../src/core/events.ts';
import { consequences, type FailureKind } from '../../src/core/failure.ts';
import type { Health } from '../../src/core/health.ts';
import { blameKey, blames, endpointFrom, kinds, type Provider } from '../../src/core/provider.ts';
import {
	type Billing,
	billings,
	capabilities,
	type Reach,
	reaches,
	type RequestFacts,
} from '../../src/core/request.ts';
import { consents, onFailures, onRefusals, type Settings } from '../../src/core/settings.ts';
import { strategies } from '../../src/core/strategy.ts';
import { facts, start } from './requests.ts';
import { settingsFor } from './settings.ts';

/** Few enough that providers meet each other, and two names that every object has. */
const ids = ['a', 'b', 'c', 'd', 'constructor', 'toString'] as const;
const hosts = ['https://one.example/v1', 'https://two.example/v1'] as const;
const endpoints = ['https://one.example', 'https://two.example', 'agent-cli:codex'] as const;
const accounts = endpoints.flatMap((endpoint) => [`${endpoint}#work`, `${endpoint}#home`]);
const models = [null, 'small', 'large'] as const;

const plain = { noNullPrototype: true };

export const failureKind: fc.Arbitrary<FailureKind> = fc.constantFrom(...(Object.keys(consequences) as FailureKind[]));

/** What a route goes on after, more often than all kinds alike would give it. */
export const passingFailure: fc.Arbitrary<FailureKind> = fc.oneof(
	failureKind,
	fc.constantFrom<FailureKind>('overloaded', 'unreachable', 'timeout', 'unknown', 'rate-limited', 'unauthorized'),
	fc.constantFrom<FailureKind>('bad-output', 'context-exceeded', 'output-limit', 'refused'),
);

/** Mostly the first, so that a situation has several reasons at once only now and then. */
const mostly = <T>(usual: T, ...others: readonly T[]): fc.Arbitrary<T> =>
	fc.oneof({ weight: 12, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) });

/** A limit that hardly anybody sets. */
const rarely = <T>(...values: readonly T[]): fc.Arbitrary<T | null> =>
	fc.oneof({ weight: 12, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.constantFrom(...values) });

const capability = fc.constantFrom(...capabilities.slice(0, 3));
const fit = fc.constantFrom(0, 0.1, 0.5, 1);

const [open, locked] = [{ from: 'none' }, { from: 'secrets' }] as const;
const profiles: fc.Arbitrary<Provider['profiles']> = fc.constantFrom<Provider['profiles'][]>(
	[{ name: 'work', key: open }],
	[{ name: 'home', key: locked }],
	[
		{ name: 'work', key: open },
		{ name: 'home', key: open },
	],
	[
		{ name: 'work', key: locked },
		{ name: 'home', key: locked },
	],
	[
		{ name: 'home', key: locked },
		{ name: 'work', key: open },
	],
);

const [generation, review, design] = ['code-generation', 'code-review', 'architecture'] as const;
const fits: fc.Arbitrary<Provider['capabilities']> = fc.constantFrom<Provider['capabilities'][]>(
	null,
	{},
	{ [generation]: 1 },
	{ [review]: 0.5 },
	{ [generation]: 0.5, [review]: 0.5, [design]: 0.5 },
	{ [generation]: 0, [design]: 1 },
);

const provider: fc.Arbitrary<Provider> = fc
	.record({
		id: fc.constantFrom(...ids),
		kind: fc.constantFrom(...kinds),
		model: fc.constantFrom(...models),
		host: fc.constantFrom(...hosts),
		profiles,
		capabilities: fits,
		reach: fc.constantFrom(...reaches),
		billing: fc.constantFrom(...billings),
		contextTokens: fc.oneof(mostly<number | null>(null, 50, 100, 1000), fc.constantFrom(500, 1000, 2000)),
		cost: fc.constantFrom<Provider['cost'][]>(null, { input: 0, output: 0 }, { input: 3, output: 15 }),
		maxOutputTokens: fc.constantFrom(null, 50),
		latency: fc.constantFrom(null, 50, 400, 5000),
		weight: fc.constantFrom(1, 3, 1000),
		exempt: mostly(false, true),
		enabled: mostly(true, false),
	})
	.map(({ host, kind, ...simple }) => ({
		...simple,
		kind,
		api: 'chat',
		keywords: [],
		...addressOf(kind, host, simple.id),
	}));

function addressOf(kind: Provider['kind'], host: string, id: string) {
	const baseUrl = kind === 'openai' ? host : null;
	const agent = kind === 'agent-cli' ? 'codex' : null;
	return { baseUrl, agent, endpoint: endpointFrom({ kind, baseUrl, agent, id }) };
}

export const providers = fc.oneof(
	{ weight: 1, arbitrary: fc.uniqueArray(provider, { maxLength: 1, selector: ({ id }) => id }) },
	{
		weight: 6,
		arbitrary: fc.uniqueArray(provider, { minLength: 2, maxLength: ids.length, selector: ({ id }) => id }),
	},
);

const request: fc.Arbitrary<RequestFacts> = fc
	.record({
		task: fc.constantFrom('text' as const, 'code' as const, 'changes' as const),
		needs: fc.array(fc.record({ capability, score: fit }), { maxLength: 2 }),
		reach: mostly<Reach>('standard', 'private', 'sovereign'),
		billing: mostly<Billing>('metered', 'subscription', 'free'),
		contextTokens: mostly(10, 100, 500),
		answerTokens: fc.constantFrom(0, 10),
		limits: fc.record({
			cost: rarely<number>(0, 0.001, 0.005),
			firstOutputMs: rarely<number>(100, 3000),
		}),
		isolation: mostly<RequestFacts['isolation']>('available', 'no-folder', 'no-git'),
		deadline: mostly(start + 60_000, start, start + 1500, start + 3000, start + 5000),
		pinned: mostly<string | null>(null, ...ids),
		preferred: fc.oneof(
			{ weight: 4, arbitrary: fc.constant([]) },
			{ weight: 1, arbitrary: fc.array(fc.constantFrom(...ids), { maxLength: 2 }) },
		),
		kind: mostly<RequestFacts['kind']>('any', 'llm', 'agent'),
		keywords: fc.array(fc.record({ provider: fc.constantFrom(...ids), keyword: fc.nat(2) }), { maxLength: 1 }),
		excluded: mostly<readonly string[]>([], ['a'], ['b', 'toString']),
	})
	.map((different) => facts(different));

const cooldown = fc.record(
	{
		until: fc.integer({ min: start - 10_000, max: start + 10_000 }),
		reason: failureKind,
		stated: fc.boolean(),
		strikes: fc.integer({ min: 1, max: 2000 }),
		at: fc.integer({ min: start - 10_000, max: start }),
	},
	plain,
);
const notReady = fc.constant({ reason: 'not-installed', message: 'install it' } as const);
const statistics = fc.record(
	{
		attempts: fc.nat(),
		successes: fc.nat(),
		failures: fc.nat(),
		firstOutputMs: fc.constantFrom<number[][]>([], [100, 9000], [90, 100, 110], [4000, 5000, 6000, 9000]),
		spillovers: fc.nat(),
		cost: fc.nat(),
	},
	{ requiredKeys: ['attempts', 'successes', 'failures'], ...plain },
);

/** A memory in which parts of these providers cool and some are not ready. */
export function healthOf(among: readonly Provider[]): fc.Arbitrary<Health> {
	const keys = among.flatMap((each) =>
		each.profiles.flatMap((one) => blames.map((blame) => blameKey(blame, each, one))),
	);
	return fc.record(
		{
			cooldowns:
				keys.length === 0
					? fc.constant({})
					: fc.dictionary(fc.constantFrom(...keys), cooldown, { maxKeys: 3, ...plain }),
			stats: fc.dictionary(fc.constantFrom(...ids), statistics, { maxKeys: 3, ...plain }),
			notReady: fc.dictionary(fc.constantFrom(...ids), notReady, { maxKeys: 1, ...plain }),
			credits: fc.dictionary(fc.constantFrom(...ids), fc.integer({ min: -3000, max: 3000 }), plain),
			probes:
				keys.length === 0
					? fc.constant({})
					: fc.dictionary(fc.constantFrom(...keys), fc.constantFrom('route-1', 'route-2'), { maxKeys: 2, ...plain }),
		},
		plain,
	);
}

function settingsOf(among: readonly Provider[]): fc.Arbitrary<Settings> {
	return fc
		.record({
			strategy: fc.constantFrom(...strategies),
			onFailure: fc.oneof(fc.constantFrom(...onFailures), fc.constantFrom('next-best' as const, 'retry' as const)),
			maxAttempts: fc.oneof(fc.constant(4), fc.integer({ min: 1, max: 10 })),
			retry: fc.nat(5),
			consent: fc.constantFrom(...consents),
			onRefused: fc.constantFrom(...onRefusals),
			agentOnFailure: fc.option(fc.constantFrom(...agentOnFailures)),
			chains: fc.constantFrom<Settings['chains'][]>(
				{},
				{ [generation]: ['c', 'a'] },
				{ [review]: ['toString'], [design]: ['b', 'constructor'] },
			),
		})
		.map((different) => settingsFor(among, different));
}

export const situations: fc.Arbitrary<Situation> = providers.chain((among) =>
	fc.record({
		request,
		settings: settingsOf(among),
		health: healthOf(among),
		tried: among.length === 0 ? fc.constant([]) : fc.array(triedOf(among), { maxLength: 2 }),
		consents: fc.array(consent, { maxLength: 2 }),
		cancelled: mostly(false, true),
		kinds: mostly<readonly Provider['kind'][]>(kinds, ['openai', 'agent-cli'], ['acp', 'vscode-lm']),
		accounts: mostly<readonly string[]>(accounts, [], accounts.slice(0, 2), accounts.slice(1)),
		now: fc.constantFrom(start, start + 1000),
	}),
);

const question: fc.Arbitrary<OpenQuestion> = fc.oneof(
	fc.record({
		about: fc.constant('billing' as const),
		provider: fc.constantFrom(...ids),
		from: fc.constantFrom(...billings),
		to: fc.constantFrom(...billings),
	}),
	fc.record({ about: fc.constantFrom('side-effect' as const, 'refused' as const), provider: fc.constantFrom(...ids) }),
	fc.record({
		about: fc.constant('hand-off' as const),
		provider: fc.constantFrom(...ids),
		from: fc.constantFrom(...ids),
	}),
);
const consent: fc.Arbitrary<Consent> = fc.record({ question, granted: fc.boolean(), attempts: fc.nat(2) });

function triedOf(among: readonly Provider[]): fc.Arbitrary<Tried> {
	return fc
		.record({
			from: fc.constantFrom(...among),
			failure: passingFailure,
			ago: fc.nat(5000),
			cost: fc.option(fc.double({ min: 0, max: 0.01, noNaN: true })),
			limited: fc.boolean(),
			sideEffect: mostly(false, true),
			leftFiles: fc.nat(2),
		})
		.map(({ from, failure, ago, ...rest }) => ({
			...rest,
			provider: from.id,
			profile: from.profiles[0].name,
			kind: from.kind,
			failure,
			at: start - ago,
		}));
}

/** An attempt that ended in any way, with any time that a server might state. */
export const attemptEnds: fc.Arbitrary<Extract<RouterEvent, { type: 'attempt-end' }>> = fc
	.record({
		ended: provider,
		kind: fc.oneof(failureKind, fc.constantFrom<FailureKind>('rate-limited', 'quota-exhausted', 'unauthorized')),
		ok: mostly(false, true),
		retryAfterMs: fc.oneof(
			fc.constant(null),
			fc.nat(100_000),
			fc.double(),
			fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -1),
		),
	})
	.map(({ ended, kind, ok, retryAfterMs }) => ({
		type: 'attempt-end',
		route: 'route-1',
		attempt: 1,
		provider: ended,
		profile: ended.profiles[0],
		end: ok
			? { ok, model: null, usage: null, changedFiles: null }
			: { ok, failure: { kind, message: kind, retryAfterMs } },
		tookMs: 1,
		firstOutputMs: null,
		cost: null,
	}));

const anything = fc.constantFrom('a', 'constructor', '__proto__', 'endpoint https://one.example', 'profile x');
const amount = fc.oneof(fc.nat(100_000), fc.double(), fc.constant(null));

/** The beginning of an attempt, after anybody and in anybody's turn. */
const attemptStarts: fc.Arbitrary<RouterEvent> = fc
	.record(
		{
			begun: provider,
			route: fc.constantFrom('route-1', 'route-2', '__proto__'),
			// An id of a provider, whatever the user calls it.
			spilledFrom: fc.constantFrom(...ids, '__proto__'),
			turn: fc.dictionary(fc.constantFrom(...ids), fc.integer({ min: 1, max: 1000 }), plain),
		},
		{ requiredKeys: ['begun', 'route'] },
	)
	.map(({ begun, ...rest }) => ({
		type: 'attempt-start',
		attempt: 1,
		provider: begun,
		profile: begun.profiles[0],
		because: 'fits',
		estimatedCost: null,
		passedOver: [],
		...rest,
	}));

/** An end with any figures that a server or a program might report. */
const reportedEnds: fc.Arbitrary<RouterEvent> = fc
	.record({
		ended: attemptEnds,
		cost: amount,
		inputTokens: amount,
		outputTokens: amount,
		firstOutputMs: fc.option(fc.nat()),
	})
	.map(({ ended, cost, inputTokens, outputTokens, firstOutputMs }) => ({
		...ended,
		cost,
		firstOutputMs,
		end: ended.end.ok ? { ...ended.end, usage: { inputTokens, outputTokens, cost } } : ended.end,
	}));

/** Any event at all. */
export const events: fc.Arbitrary<RouterEvent> = fc.oneof(
	attemptEnds,
	reportedEnds,
	attemptStarts,
	fc
		.record({ provider: fc.constantFrom(...ids, '__proto__'), notReady: fc.option(notReady) })
		.map((different) => ({ type: 'readiness', ...different }) as const),
	anything.map((account) => ({ type: 'keys-changed', account }) as const),
	fc
		.dictionary(anything, cooldown, { maxKeys: 3, ...plain })
		.map((cooldowns) => ({ type: 'cooldowns-learnt', cooldowns }) as const),
	fc.constant({ type: 'statistics-reset' } as const),
	fc.option(fc.array(anything, { maxLength: 2 })).map((keys) => ({ type: 'cooldowns-reset', keys }) as const),
	fc
		.record({ question, granted: fc.boolean() })
		.map((said) => ({ type: 'request-consent', route: 'route-1', ...said }) as const),
	question.map((asked) => ({ type: 'request-ask', route: 'route-1', question: asked, passedOver: [] }) as const),
	fc.constantFrom<RouterEvent>(
		{ type: 'first-output', route: 'route-1', attempt: 1, afterMs: 5 },
		{ type: 'tool', route: 'route-1', attempt: 1, tool: 'edit', count: 2, target: 'src/a.ts' },
		{ type: 'tool', route: 'route-1', attempt: 1, tool: 'other', count: 1 },
		{ type: 'usage', route: 'route-1', attempt: 1, usage: { inputTokens: 1, outputTokens: null, cost: null } },
		{ type: 'request-wait', route: 'route-1', provider: 'a', until: start, passedOver: [] },
		{ type: 'request-skip', route: 'route-1', provider: 'a' },
		{ type: 'review-end', route: 'route-1', verdict: 'accepted' },
		{ type: 'settings-problem', path: 'switchyard.reach', message: 'wrong' },
		{
			type: 'request-end',
			route: 'route-1',
			end: { answered: true, provider: 'a', degraded: false },
			attempts: 1,
			tookMs: 1,
		},
	),
);
