import { healthy } from '../../src/core/health.ts';
import type { Failure } from '../../src/core/failure.ts';
import type { Provider } from '../../src/core/provider.ts';
import type { RequestFacts } from '../../src/core/request.ts';
import type { Settings } from '../../src/core/settings.ts';
import type { OpenQuestion } from '../../src/core/situation.ts';
import { fails, overloaded, passed, type Play, says, stalls, whole } from '../support/adapters.ts';
import { agent, keyed, llm } from '../support/providers.ts';
import { request, start } from '../support/requests.ts';
import { Stage } from '../support/stage.ts';

/** Real routes among played providers, by the name of the file that keeps their journal. */
export const scenes: Readonly<Record<string, () => Promise<Stage>>> = {
	'ordered-next-best': () =>
		played(
			[
				[llm('off', { enabled: false }), says('no')],
				[llm('a'), fails(limited)],
				[agent('codex'), fails({ kind: 'agent-crashed', message: 'crashed' })],
				[llm('b', { model: null }), says('hello')],
			],
			{},
			[{}, { task: 'changes' }, { needs: [] }, { kind: 'llm' }, { kind: 'agent' }, { reach: 'sovereign' }],
		),
	'capability-first': () =>
		played(
			[
				[llm('generalist', { capabilities: { testing: 0.4, debugging: 0.4, documentation: 0.4 } }), says('g')],
				[llm('tester', { capabilities: { testing: 0.9 } }), says('t')],
				[llm('unknown'), says('u')],
			],
			{ strategy: 'capability-first' },
			[
				{ needs: [{ capability: 'testing', score: 0.8 }] },
				{ needs: [{ capability: 'debugging', score: 0.7 }] },
				{ needs: [{ capability: 'architecture', score: 0.7 }] },
			],
		),
	'cost-optimized': () =>
		played(
			[
				[metered('dear', { cost: { input: 10, output: 50 } }), says('dear')],
				[
					metered('tiered', { cost: { input: 1, output: 5, above: [{ tokens: 50, input: 2, output: 9 }] } }),
					once(overloaded),
				],
				[metered('wordy', { cost: { input: 0.1, output: 6 } }), says('wordy')],
				[metered('unpriced'), says('unpriced')],
				[llm('paid', { billing: 'subscription', reach: 'private' }), once(limited)],
			],
			{ strategy: 'cost-optimized', consent: 'allow' },
			[{}, {}, { billing: 'subscription' }],
		),
	'latency-optimized': () =>
		played(
			[
				[llm('claimed', { latency: 300 }), after(900, says('slow'))],
				[llm('honest', { latency: 400 }), after(400, says('quick'))],
				[llm('unknown'), says('who knows')],
			],
			{ strategy: 'latency-optimized' },
			[{}, {}, {}, {}, { limits: { cost: null, firstOutputMs: 500 } }],
		),
	'local-first': () =>
		played(
			[
				[llm('vendor', { reach: 'standard' }), says('far')],
				[llm('company', { reach: 'private' }), says('nearer')],
				[llm('local', { baseUrl: 'http://127.0.0.1:11434/v1' }), once(unreachable)],
			],
			{ strategy: 'local-first' },
			[{}, {}, { reach: 'private' }],
		),
	'round-robin': () =>
		played(
			[
				[llm('a'), says('a')],
				[llm('b'), once(overloaded)],
				[llm('c'), says('c')],
			],
			{ strategy: 'round-robin' },
			[{}, {}, {}, {}, {}],
		),
	weighted: () =>
		played(
			[
				[llm('a', { weight: 3 }), says('a')],
				[llm('b', { weight: 1 }), says('b')],
			],
			{ strategy: 'weighted' },
			[{}, {}, {}, {}, {}, {}],
		),
	'prefer-llm': () =>
		played(
			[
				[agent('claude'), fails({ kind: 'bad-output', message: 'unusable' })],
				[agent('codex'), says('no')],
				[llm('a'), once(overloaded)],
				[llm('b'), once(overloaded)],
			],
			{ onFailure: 'prefer-llm' },
			[{}, {}],
		),
	'retry-with-wait': () =>
		played(
			[
				[llm('a'), fails(overloaded)],
				[llm('b'), once({ kind: 'unknown', message: 'odd' })],
			],
			{ onFailure: 'retry', maxAttempts: 6 },
			[{ seed: 5 }, { seed: 6 }],
		),
	'retry-skipped': retrySkipped,
	'fail-fast': () =>
		played(
			[
				[llm('a'), once(overloaded)],
				[llm('b'), says('hello')],
			],
			{ onFailure: 'fail-fast' },
			[{}, {}],
		),
	'primary-only': () =>
		played(
			[
				[llm('a'), once(overloaded)],
				[llm('b'), says('no')],
			],
			{ onFailure: 'primary-only' },
			[{}, {}],
		),
	'consent-yes': () => consent('ask', true),
	'consent-no': () => consent('ask', false),
	'consent-never-cross': () => consent('never-cross', false),
	terminus: () => played([[llm('a'), once(overloaded)]], {}, [{}, {}, {}]),
	probing,
	'chains-keywords-names': () =>
		played(
			[
				[llm('a'), says('a')],
				[llm('b', { keywords: ['secret project', 'invoice'] }), says('b')],
				[llm('c'), says('c')],
				[agent('codex'), says('d')],
			],
			{ chains: { testing: ['c', 'a'] } },
			[
				{ needs: [{ capability: 'testing', score: 0.6 }] },
				{ keywords: [{ provider: 'b', keyword: 1 }] },
				{ preferred: ['c'] },
				{ preferred: ['codex'], needs: [] },
				{ pinned: 'b' },
				{ excluded: ['a'] },
				{ pinned: 'nobody' },
			],
		),
	limits: () =>
		played(
			[
				[metered('dear', { cost: { input: 1000, output: 5000 } }), says('dear')],
				[metered('unpriced'), says('unpriced')],
				[metered('cheap', { cost: { input: 1, output: 5 }, contextTokens: 500 }), once(overloaded)],
			],
			{ consent: 'allow' },
			[
				{ limits: { cost: 0.001, firstOutputMs: null } },
				{ limits: { cost: 0.001, firstOutputMs: null } },
				{ limits: { cost: null, firstOutputMs: 10 } },
				{ contextTokens: 1000 },
				{ deadline: start },
			],
		),
	'two-windows': twoWindows,
	cancelled,
	'context-exceeded': () =>
		played(
			[
				[llm('small', { contextTokens: 1000 }), fails({ kind: 'context-exceeded', message: 'too long' })],
				[llm('same', { contextTokens: 1000 }), says('no')],
				[llm('unknown'), says('no')],
				[llm('large', { contextTokens: 9000 }), says('hello')],
			],
			{},
			[{}],
		),
	'output-limit': () =>
		played(
			[
				[llm('a', { maxOutputTokens: 100 }), once({ kind: 'output-limit', message: 'cut' })],
				[llm('b'), says('no')],
			],
			{},
			[{}],
		),
	profiles: () =>
		played(
			[
				[
					llm('two', {
						profiles: [
							keyed('work'),
							{ name: 'own', key: { from: 'environment', variable: 'CORPORATE_KEY' } },
							keyed('none'),
						],
					}),
					fails({ kind: 'unauthorized', message: 'refused' }),
				],
				[llm('locked', { profiles: [keyed('work')] }), says('no')],
				[llm('a'), says('hello')],
			],
			{},
			[{}, {}, {}],
			{
				accounts: [
					'https://two.example#work',
					'https://two.example#env:CORPORATE_KEY',
					'https://gone.corp.internal#old',
				],
			},
		),
	questions: () => questions(true),
	'questions-declined': () => questions(false),
	'hand-off': () =>
		played(
			[
				[agent('claude'), leaves('src/one.ts', { kind: 'rate-limited', message: 'limited', retryAfterMs: 60_000 })],
				[agent('codex'), leaves('src/two.ts', { kind: 'agent-crashed', message: 'crashed' })],
				[agent('gemini'), leaves('src/three.ts', null)],
			],
			{},
			[{ task: 'changes', command: 'delegate' }],
		),
	'hand-off-asked': () =>
		played(
			[
				[agent('claude'), leaves('src/one.ts', { kind: 'agent-crashed', message: 'crashed' })],
				[agent('codex'), leaves('src/two.ts', { kind: 'timeout', phase: 'idle', message: 'silent' })],
				[agent('gemini'), leaves('src/three.ts', null)],
			],
			{ agentOnFailure: 'ask' },
			[{ task: 'changes', command: 'delegate' }],
			{ answer: ({ provider }) => provider === 'codex' },
		),
	'refusal-stops': () =>
		played(
			[
				[llm('a'), fails({ kind: 'refused', message: 'declined' })],
				[llm('b'), says('no')],
			],
			{ onRefused: 'stop' },
			[{}],
		),
	'too-many-attempts': () =>
		played(
			[
				[llm('a', { exempt: true }), fails(overloaded)],
				[llm('b'), fails(limited)],
				[llm('c'), says('no')],
			],
			{ maxAttempts: 2 },
			[{}, { isolation: 'no-git' }],
		),
	'malformed-request': () =>
		played(
			[
				[llm('a'), fails({ kind: 'bad-request', message: 'malformed' })],
				[llm('b'), says('no')],
			],
			{},
			[{}],
		),
	'nobody-configured': () => played([], {}, [{}]),
};

const limited: Failure = { kind: 'rate-limited', message: 'limited', retryAfterMs: 60_000, evidence: { status: 429 } };
const unreachable: Failure = { kind: 'unreachable', message: 'cannot be reached', neverSent: true };

function metered(id: string, different: Partial<Provider> = {}): Provider {
	return llm(id, { billing: 'metered', ...different });
}

/** Writes one file, then ends well or with the failure. */
function leaves(path: string, failure: Failure | null): Play {
	return async (_io, { files }) => {
		await files?.write(path, 'text\n');
		return failure === null ? whole('done') : { ok: false, failure };
	};
}

/** Fails at the first time only. */
function once(failure: Failure): Play {
	let left = 1;
	return (...given) => (left-- > 0 ? fails(failure) : says('hello'))(...given);
}

function after(ms: number, play: Play): Play {
	return async (io, input, clock) => {
		await passed(clock, ms);
		return play(io, input, clock);
	};
}

type Cast = readonly (readonly [provider: Provider, play: Play])[];

/** These requests, one after the other, with ten seconds for each. */
async function played(
	cast: Cast,
	settings: Partial<Settings>,
	requests: readonly Partial<RequestFacts>[],
	said: { readonly answer?: (question: OpenQuestion) => boolean; readonly accounts?: readonly string[] } = {},
): Promise<Stage> {
	const { answer = () => false, accounts = [] } = said;
	const parts = { accounts: () => Promise.resolve(accounts), readKey: () => Promise.resolve('key') };
	const stage = new Stage(cast, { settings, parts });
	for (const [index, different] of requests.entries()) {
		const running = stage.route(request({ id: `route-${index + 1}`, ...different }), {
			answer: (question) => Promise.resolve(answer(question)),
		});
		await stage.clock.advance(10_000);
		await running;
	}
	return stage;
}

function consent(setting: Settings['consent'], granted: boolean): Promise<Stage> {
	return played(
		[
			[llm('free'), fails(overloaded)],
			[metered('first', { cost: { input: 3, output: 15 } }), fails(overloaded)],
			[metered('second'), says('hello')],
		],
		{ consent: setting },
		[{}],
		{ answer: () => granted },
	);
}

function questions(granted: boolean): Promise<Stage> {
	return played(
		[
			[llm('a'), once({ kind: 'refused', message: 'declined' })],
			[agent('codex'), fails({ kind: 'agent-crashed', message: 'crashed', sideEffect: true })],
			[llm('b'), says('hello')],
		],
		{},
		[{}, { preferred: ['codex'] }],
		{ answer: () => granted },
	);
}

/** The user does not wait for the first provider to be asked once more. */
async function retrySkipped(): Promise<Stage> {
	const stage = new Stage(
		[
			[llm('a'), fails(overloaded)],
			[llm('b'), says('hello')],
		],
		{ settings: { onFailure: 'retry' } },
	);
	const running = stage.route();
	await stage.clock.advance(100);
	stage.skip?.();
	await running;
	return stage;
}

/** A cancel while nobody but the user stops the attempt, a skip before it, and a cancel in the middle of a wait. */
async function cancelled(): Promise<Stage> {
	const stage = new Stage(
		[
			[llm('a'), stalls({ type: 'text', text: 'once' })],
			[llm('b'), stalls()],
			[llm('c'), fails(overloaded)],
		],
		{ settings: { onFailure: 'retry' } },
	);
	const first = stage.route();
	await stage.clock.advance(100);
	stage.skip?.();
	await stage.clock.advance(100);
	stage.cancel.abort();
	await first;
	const again = new AbortController();
	const second = stage.route(request({ id: 'route-2', pinned: 'c' }), { cancelled: again.signal });
	await stage.clock.advance(100);
	again.abort();
	await second;
	return stage;
}

/** After a cooldown two routes at once: one finds out whether it works again, the other goes elsewhere. */
async function probing(): Promise<Stage> {
	const stage = new Stage([
		[llm('a'), after(1000, once(overloaded))],
		[llm('b'), after(1000, says('b'))],
	]);
	const first = stage.route();
	await stage.clock.advance(60_000);
	await first;
	const both = [2, 3].map((number) => stage.route(request({ id: `route-${number}` })));
	await stage.clock.advance(10_000);
	await Promise.all(both);
	return stage;
}

/** What another window learnt, a program that is missing for a time, a new key and a reset change who is asked. */
async function twoWindows(): Promise<Stage> {
	const before = { until: start + 5000, reason: 'timeout', stated: false, strikes: 2, at: start - 1000 } as const;
	const stage = new Stage(
		[
			[llm('a', { profiles: [keyed('work')] }), says('a')],
			[agent('codex'), says('codex')],
			[llm('b'), says('b')],
		],
		{
			health: { ...healthy, cooldowns: { 'endpoint https://elsewhere.corp.internal': before } },
			parts: {
				accounts: () => Promise.resolve(['https://a.example#work']),
				readKey: () => Promise.resolve('key'),
			},
		},
	);
	const { journal, clock } = stage;
	let number = 0;
	const next = () => stage.route(request({ id: `route-${++number}` }));
	await next();
	await clock.advance(1000);
	journal.adopt({
		'profile https://a.example#work': {
			until: start + 3_600_000,
			reason: 'unauthorized',
			stated: false,
			strikes: 2,
			at: start + 500,
		},
	});
	journal.append({
		type: 'readiness',
		provider: 'codex',
		notReady: { reason: 'not-installed', message: 'install it' },
	});
	await next();
	journal.append({ type: 'readiness', provider: 'codex', notReady: null });
	await next();
	journal.append({ type: 'keys-changed', account: 'https://a.example#work' });
	await next();
	journal.adopt({
		'endpoint https://a.example': {
			until: start + 90_000,
			reason: 'unreachable',
			stated: true,
			strikes: 1,
			at: start + 900,
		},
		'model agent-cli:codex default': {
			until: start + 90_000,
			reason: 'timeout',
			stated: true,
			strikes: 1,
			at: start + 900,
		},
	});
	await next();
	journal.append({ type: 'cooldowns-reset', keys: ['model agent-cli:codex default'] });
	await next();
	journal.append({ type: 'cooldowns-reset', keys: null });
	await next();
	journal.append({ type: 'settings-problem', path: 'switchyard.providers[1].mistake', message: 'unknown property' });
	return stage;
}
