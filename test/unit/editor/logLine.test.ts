import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { StopReason } from '../../../src/core/decision.ts';
import type { RouterEvent, StampedEvent } from '../../../src/core/events.ts';
import type { OpenQuestion } from '../../../src/core/situation.ts';
import { logLine } from '../../../src/editor/logLine.ts';
import { events } from '../../support/arbitraries.ts';
import { attemptEnd, answered, failed } from '../../support/events.ts';
import { agent, keyed, llm } from '../../support/providers.ts';
import { start } from '../../support/requests.ts';
import { answeredAs, attemptStart, clockFace, requestEnd, requestStart, reviewEnd } from './telling.ts';

const local = llm('local', { profiles: [keyed('work')] });
const codex = agent('codex');
const away = Date.UTC(2026, 0, 1, 14, 32);
const passedOver = [
	{ provider: 'a', reason: 'cooling', failure: 'rate-limited', until: away },
	{ provider: 'b', reason: 'no-key' },
] as const;

const questions: readonly (readonly [question: OpenQuestion, words: string])[] = [
	[
		{ about: 'billing', provider: 'local', from: 'free', to: 'metered' },
		'whether to go from free to metered with local',
	],
	[{ about: 'side-effect', provider: 'local' }, 'whether to go on with local after something that can’t be taken back'],
	[{ about: 'refused', provider: 'local' }, 'whether to ask local for what another one declined'],
];

/** `level: text`, or `nothing`. */
function line(event: RouterEvent): string {
	const found = logLine({ ...event, at: start }, clockFace);
	return found === null ? 'nothing' : `${found.level}: ${found.text}`;
}

describe('[T11] the log', () => {
	const needs = [
		{ capability: 'refactoring', score: 1 },
		{ capability: 'code-generation', score: 0.5 },
	] as const;
	const onRoute = { route: 'route-1', attempt: 2 };
	const cases: readonly (readonly [title: string, event: RouterEvent, expected: string])[] = [
		[
			'tells a request by its length, its needs and the rules that hold for it',
			requestStart({ needs, promptCharacters: 1234 }),
			'info: [route-1] generate: 1234 characters, needs refactoring 100%, code-generation 50%, reach standard, ordered, next-best, at most 4 attempts',
		],
		[
			'tells a request that needs nothing in particular and goes on from another one',
			requestStart({ needs: [], continues: 'route-0' }),
			'info: [route-1] generate: 20 characters, needs nothing in particular, reach standard, ordered, next-best, at most 4 attempts, goes on from route-0',
		],
		[
			'tells an attempt with its number, its provider, kind, model and profile, and why',
			attemptStart(local, 2, [], 'fits'),
			'info: [route-1] attempt 2: local (openai, local-model), profile work, it fits',
		],
		[
			'tells who was not asked and why',
			attemptStart(codex, 1, passedOver, 'picked'),
			'info: [route-1] attempt 1: codex (agent-cli), profile default, picked by you | not asked: a: limit, back 14:32; b: no key',
		],
		[
			'tells the first output in detail only',
			{ type: 'first-output', ...onRoute, afterMs: 321 },
			'debug: [route-1] attempt 2: first output after 321 ms',
		],
		[
			'tells a tool call without a target by its kind alone',
			{ type: 'tool', ...onRoute, tool: 'command', count: 1 },
			'debug: [route-1] attempt 2: tool call (command)',
		],
		[
			'tells which file was edited, and how often',
			{ type: 'tool', ...onRoute, tool: 'edit', count: 3, target: 'src/cart.ts' },
			'debug: [route-1] attempt 2: tool call (edit src/cart.ts, 3 times)',
		],
		[
			'tells which command was run',
			{ type: 'tool', ...onRoute, tool: 'command', count: 1, target: 'npm test' },
			'debug: [route-1] attempt 2: tool call (command npm test)',
		],
		[
			'tells what was used so far',
			{ type: 'usage', ...onRoute, usage: { inputTokens: 12, outputTokens: 3, cost: 0.25 } },
			'debug: [route-1] attempt 2: so far 12 tokens in, 3 tokens out, $0.25',
		],
		[
			'tells only what is known of it',
			{ type: 'usage', ...onRoute, usage: { inputTokens: null, outputTokens: 3, cost: null } },
			'debug: [route-1] attempt 2: so far 3 tokens out',
		],
		['tells an answer', attemptEnd(local, answered), 'info: [route-1] attempt 1: local answered after 10 ms'],
		[
			'tells what an answer cost and changed',
			{
				...attemptEnd(local, {
					ok: true,
					model: 'm-1',
					usage: { inputTokens: 12, outputTokens: 0, cost: null },
					changedFiles: 1,
				}),
				cost: 0.25,
			},
			'info: [route-1] attempt 1: local answered after 10 ms (model m-1, asked for local-model, 12 tokens in, 0 tokens out, $0.25, 1 file changed)',
		],
		[
			'tells a failure by its kind and our own words',
			attemptEnd(local, {
				ok: false,
				failure: { kind: 'unauthorized', message: 'The key was refused.', retryAfterMs: null },
			}),
			'warn: [route-1] attempt 1: local failed after 10 ms: unauthorized, the key was refused',
		],
		[
			'tells the facts of a failure and how long its provider asks to be left alone',
			attemptEnd(local, {
				ok: false,
				failure: {
					kind: 'rate-limited',
					message: 'Too many requests.',
					retryAfterMs: 90_000,
					evidence: { status: 429, code: 'rate_limit' },
				},
			}),
			'warn: [route-1] attempt 1: local failed after 10 ms: rate-limited, too many requests [status 429, code rate_limit], it asks to stay away for 1m 30s',
		],
		[
			'tells a cancel without a warning',
			attemptEnd(local, failed('cancelled')),
			'info: [route-1] attempt 1: local failed after 10 ms: cancelled, cancelled',
		],
		[
			'tells who answered',
			requestEnd({ answered: true, provider: 'local', degraded: false }),
			'info: [route-1] answered by local after 1 attempt, 1234 ms',
		],
		[
			'tells when somebody other than the first choice answered',
			requestEnd({ answered: true, provider: 'local', degraded: true }, 2),
			'info: [route-1] answered by local after 2 attempts, 1234 ms, not the first choice',
		],
		[
			'tells when the only one left answered although it cooled',
			requestEnd({ answered: true, provider: 'local', degraded: false, terminus: true }),
			'info: [route-1] answered by local after 1 attempt, 1234 ms, although it was cooling down',
		],
		[
			'tells for which capability a chain was followed',
			{ ...attemptStart(local, 1, [], 'chain'), chain: 'testing' },
			`info: [route-1] attempt 1: local (openai, ${local.model}), profile work, first in its chain for testing`,
		],
		[
			'tells who is waited for, and until when',
			{ type: 'request-wait', route: 'route-1', provider: 'local', until: away, passedOver: [] },
			'info: [route-1] waits for local until 14:32',
		],
		...questions.flatMap(([question, words]): [string, RouterEvent, string][] => [
			[
				`tells what the user is asked: ${question.about}`,
				{ type: 'request-ask', route: 'route-1', question, passedOver: [] },
				`info: [route-1] asks you ${words}`,
			],
			...[true, false].map((granted): [string, RouterEvent, string] => [
				`tells what the user said: ${question.about}, ${granted ? 'yes' : 'no'}`,
				{ type: 'request-consent', route: 'route-1', question, granted },
				`info: [route-1] you said ${granted ? 'yes' : 'no'}: ${words}`,
			]),
		]),
		[
			'tells who was not waited for',
			{ type: 'request-skip', route: 'route-1', provider: 'local' },
			'info: [route-1] you did not wait for local',
		],
		['tells that all cooldowns were reset', { type: 'cooldowns-reset', keys: null }, 'info: cooldowns reset: all'],
		[
			'tells which cooldowns were reset',
			{ type: 'cooldowns-reset', keys: ['endpoint https://a.example', 'profile https://a.example#work'] },
			'info: cooldowns reset: endpoint https://a.example, profile https://a.example#work',
		],
		[
			'tells of other windows quietly',
			{ type: 'cooldowns-learnt', cooldowns: {} },
			'debug: learnt of cooldowns from another window',
		],
		['tells that the statistics were reset', { type: 'statistics-reset' }, 'info: statistics reset'],
		[
			'says nothing of what other windows count',
			{ type: 'statistics-learnt', stats: {}, credits: { local: 1 } },
			'nothing',
		],
		[
			'tells that nobody answered as an error, with everybody who was passed over',
			requestEnd({ answered: false, because: 'nobody-left', passedOver }, 2),
			'error: [route-1] no answer after 2 attempts, 1234 ms: nobody could answer | a: limit, back 14:32; b: no key',
		],
		[
			'tells a cancelled route without an error',
			requestEnd({ answered: false, because: 'cancelled', passedOver: [] }, 0),
			'info: [route-1] no answer after 0 attempts, 1234 ms: cancelled',
		],
		...(['accepted', 'discarded', 'sent-back', 'conflict', 'write-failed'] as const).map(
			(verdict) =>
				[`tells that an answer ended as ${verdict}`, reviewEnd(verdict), `info: [route-1] answer ${verdict}`] as const,
		),
		[
			'tells how much of an answer was accepted where it was not all',
			{ type: 'review-end', route: 'route-1', verdict: 'accepted', files: 2, of: 3 },
			'info: [route-1] answer accepted in 2 of 3 files',
		],
		[
			'says no more of an answer that was accepted whole',
			{ type: 'review-end', route: 'route-1', verdict: 'accepted', files: 3, of: 3 },
			'info: [route-1] answer accepted',
		],
		[
			'tells that a provider is not ready, and why',
			{ type: 'readiness', provider: 'codex', notReady: { reason: 'not-installed', message: 'codex is not on PATH' } },
			'warn: codex is not ready: codex is not on PATH',
		],
		['says nothing of a provider that is ready', { type: 'readiness', provider: 'codex', notReady: null }, 'nothing'],
		[
			'tells whose key changed',
			{ type: 'keys-changed', account: 'https://api.example#work' },
			'info: key changed for https://api.example#work',
		],
		[
			'tells what is wrong with the settings',
			{ type: 'settings-problem', path: 'switchyard.reach', message: 'unknown value "far"' },
			'warn: switchyard.reach: unknown value "far". The last good value stays.',
		],
	];
	for (const [title, event, expected] of cases) {
		it(title, () => {
			assert.equal(line(event), expected);
		});
	}

	const stops: readonly Exclude<StopReason, 'cancelled'>[] = [
		'no-provider-configured',
		'picked-provider-unknown',
		'nobody-left',
		'max-attempts',
		'deadline',
		'fail-fast',
		'failure-stops',
	];
	it('has its own words for every way to end without an answer', () => {
		const lines = stops.map((because) => line(requestEnd({ answered: false, because, passedOver: [] })));
		assert.equal(new Set(lines).size, stops.length);
		lines.forEach((each) => assert.match(each, /^error: \[route-1\] no answer after 1 attempt, 1234 ms: [a-z, ]+$/));
	});
});

const anyEvent = fc.oneof(
	events,
	fc.constantFrom<RouterEvent>(requestStart(), attemptStart(local), attemptStart(codex, 2, passedOver)),
	fc.string().map((model) => attemptEnd(local, answeredAs(model))),
	fc.string().map((message) => ({ type: 'settings-problem', path: 'switchyard.workspace', message }) as const),
);

describe('no line of the log', () => {
	it('holds what came along with an event without being a part of it', () => {
		fc.assert(
			fc.property(anyEvent, (event) => {
				assert.doesNotMatch(line(laden(event)), /CANARY/);
			}),
		);
	});

	it('can write a second one, whatever a server calls its model or a folder puts into its settings', () => {
		const forged = 'x\n[info] forged\r\u2028\u0085\u001b[31m';
		for (const event of [
			attemptEnd(local, answeredAs(forged)),
			{ type: 'settings-problem', path: 'switchyard.workspace.providers[0]', message: forged } as const,
		]) {
			assert.doesNotMatch(line(event), /[\p{Cc}\p{Zl}\p{Zp}]/u);
			assert.match(line(event), /x \[info\] forged/);
		}
		fc.assert(
			fc.property(anyEvent, (event) => {
				assert.doesNotMatch(line(event), /[\p{Cc}\p{Zl}\p{Zp}]/u);
			}),
		);
	});
});

/** What a prompt, a key or a provider's own words could hang on to: every object but the facts of a failure. */
function laden<T extends RouterEvent | StampedEvent>(event: T): T {
	const canaries = { said: 'CANARY', payload: { instruction: 'CANARY' }, secret: 'CANARY' };
	const copy = (value: unknown, name: string): unknown => {
		if (Array.isArray(value)) {
			return value.map((each) => copy(each, name));
		}
		if (typeof value !== 'object' || value === null || name === 'evidence') {
			return value;
		}
		const entries = Object.entries(value).map(([key, each]) => [key, copy(each, key)] as const);
		return { ...canaries, ...Object.fromEntries(entries) };
	};
	return copy(event, '') as T;
}
