import fc from 'fast-check';
import type { Consent, OpenQuestion, Situation, Tried } from '../../src/core/situation.ts';
import type { RouterEvent } from '../../src/core/events.ts';
import { consequences, type FailureKind } from '../../src/core/failure.ts';
import type { Health } from '../../src/core/health.ts';
import { blameKey, blames, endpointFrom, kinds, type Profile, type Provider } from '../../src/core/provider.ts';
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
const models = [null, 'small', 'large'] as const;

const plain = { noNullPrototype: true };

export const failureKind: fc.Arbitrary<FailureKind> = fc.constantFrom(...(Object.keys(consequences) as FailureKind[]));

/** Mostly the first, so that a situation has several reasons at once only now and then. */
const mostly = <T>(usual: T, ...others: readonly T[]): fc.Arbitrary<T> =>
	fc.oneof({ weight: 6, arbitrary: fc.constant(usual) }, { weight: 2, arbitrary: fc.constantFrom(...others) });

/** A limit that hardly anybody sets. */
const rarely = <T>(...values: readonly T[]): fc.Arbitrary<T | null> =>
	fc.oneof({ weight: 20, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.constantFrom(...values) });

const capability = fc.constantFrom(...capabilities.slice(0, 3));
const fit = fc.double({ min: 0, max: 1, noNaN: true });

const profile: fc.Arbitrary<Profile> = fc.record({
	name: fc.constantFrom('work', 'home'),
	key: mostly<Profile['key']>({ from: 'none' }, { from: 'secrets' }),
});

const provider: fc.Arbitrary<Provider> = fc
	.record({
		id: fc.constantFrom(...ids),
		kind: fc.constantFrom(...kinds),
		model: fc.constantFrom(...models),
		host: fc.constantFrom(...hosts),
		profiles: fc.uniqueArray(profile, { minLength: 1, maxLength: 2, selector: ({ name }) => name }),
		capabilities: fc.option(fc.dictionary(capability, fit, plain)),
		reach: fc.constantFrom(...reaches),
		billing: fc.constantFrom(...billings),
		contextTokens: mostly<number | null>(null, 50, 100, 1000),
		cost: fc.option(fc.record({ input: fc.nat(30), output: fc.nat(90) }, plain)),
		maxOutputTokens: fc.option(fc.integer({ min: 1, max: 100 })),
		latency: fc.option(fc.nat(5000)),
		keywords: fc.constant([]),
		weight: fc.integer({ min: 1, max: 1000 }),
		exempt: mostly(false, true),
		enabled: mostly(true, false),
	})
	.map(({ host, profiles: [first, ...rest], kind, ...simple }) => ({
		...simple,
		kind,
		api: 'chat',
		...addressOf(kind, host, simple.id),
		profiles: [first ?? { name: 'work', key: { from: 'none' } }, ...rest],
	}));

function addressOf(kind: Provider['kind'], host: string, id: string) {
	const baseUrl = kind === 'openai' ? host : null;
	const agent = kind === 'agent-cli' ? 'codex' : null;
	return { baseUrl, agent, endpoint: endpointFrom({ kind, baseUrl, agent, id }) };
}

export const providers = fc.uniqueArray(provider, { maxLength: ids.length, selector: ({ id }) => id });

const request: fc.Arbitrary<RequestFacts> = fc
	.record({
		task: fc.constantFrom('text' as const, 'code' as const, 'changes' as const),
		needs: fc.array(fc.record({ capability, score: fit }), { maxLength: 2 }),
		reach: mostly<Reach>('standard', 'private', 'sovereign'),
		billing: mostly<Billing>('metered', 'subscription', 'free'),
		contextTokens: mostly(10, 100, 500),
		answerTokens: fc.constantFrom(0, 10),
		limits: fc.record({
			cost: rarely<number>(0, 0.001),
			firstOutputMs: rarely<number>(100, 3000),
		}),
		isolation: mostly<RequestFacts['isolation']>('available', 'no-folder', 'no-git'),
		deadline: mostly(start + 60_000, start),
		pinned: mostly<string | null>(null, ...ids),
		preferred: fc.oneof(
			{ weight: 4, arbitrary: fc.constant([]) },
			{ weight: 1, arbitrary: fc.array(fc.constantFrom(...ids), { maxLength: 2 }) },
		),
		kind: mostly<RequestFacts['kind']>('any', 'llm', 'agent'),
		keywords: fc.array(fc.record({ provider: fc.constantFrom(...ids), keyword: fc.nat(2) }), { maxLength: 1 }),
		excluded: fc.array(fc.constantFrom(...ids), { maxLength: 2 }),
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
		firstOutputMs: fc.array(fc.nat(9000), { maxLength: 20 }),
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
			onFailure: fc.constantFrom(...onFailures),
			maxAttempts: fc.integer({ min: 1, max: 10 }),
			retry: fc.nat(5),
			consent: fc.constantFrom(...consents),
			onRefused: fc.constantFrom(...onRefusals),
			chains: fc.dictionary(capability, fc.array(fc.constantFrom(...ids), { minLength: 1, maxLength: 2 }), plain),
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
		kinds: fc.subarray([...kinds], { minLength: 2 }),
		accounts: fc.subarray(endpoints.flatMap((endpoint) => [`${endpoint}#work`, `${endpoint}#home`])),
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
);
const consent: fc.Arbitrary<Consent> = fc.record({ question, granted: fc.boolean(), attempts: fc.nat(2) });

function triedOf(among: readonly Provider[]): fc.Arbitrary<Tried> {
	return fc
		.record({
			from: fc.constantFrom(...among),
			failure: failureKind,
			ago: fc.nat(5000),
			cost: fc.option(fc.double({ min: 0, max: 0.01, noNaN: true })),
			limited: fc.boolean(),
			sideEffect: mostly(false, true),
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

/** Any event at all. */
export const events: fc.Arbitrary<RouterEvent> = fc.oneof(
	attemptEnds,
	fc
		.record({ provider: fc.constantFrom(...ids, '__proto__'), notReady: fc.option(notReady) })
		.map((different) => ({ type: 'readiness', ...different }) as const),
	fc.string().map((account) => ({ type: 'keys-changed', account }) as const),
	fc.constantFrom<RouterEvent>(
		{ type: 'first-output', route: 'route-1', attempt: 1, afterMs: 5 },
		{ type: 'tool', route: 'route-1', attempt: 1, tool: 'edit' },
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
