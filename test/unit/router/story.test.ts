import assert from 'node:assert/strict';
import type { Failure } from '../../../src/core/failure.ts';
import { jitterOf } from '../../../src/core/patience.ts';
import { kinds } from '../../../src/core/provider.ts';
import { routingOf } from '../../../src/core/settings.ts';
import { fails, says } from '../../support/adapters.ts';
import { agent, keyed, llm } from '../../support/providers.ts';
import { request } from '../../support/requests.ts';
import { Stage } from '../../support/stage.ts';

const secrets = {
	instruction: 'CANARY-instruction',
	path: 'CANARY-path.ts',
	before: 'CANARY-before',
	selection: 'CANARY-selection',
	after: 'CANARY-after',
	attachment: 'CANARY-attachment',
	answer: 'CANARY-answer',
	key: 'CANARY-key',
	said: 'CANARY-said',
	detail: 'CANARY-detail',
	thrown: 'CANARY-thrown',
};

const asked = request(
	{ promptCharacters: 1234 },
	{
		instruction: secrets.instruction,
		focus: { ...secrets, language: 'typescript' },
		attachments: [{ path: `${secrets.path}.md`, language: 'markdown', text: secrets.attachment }],
		paths: [secrets.path],
	},
);

const limited: Failure = {
	kind: 'rate-limited',
	message: 'limited',
	retryAfterMs: 5000,
	evidence: { status: 429 },
	said: secrets.said,
};

describe('what is written down of a route', () => {
	const a = llm('a', { profiles: [keyed('work')] });
	const [b, c] = [llm('b'), llm('c')];
	const codex = agent('codex');

	it('[T11] each attempt is traced with its number, provider and result, and the prompt by its length alone', async () => {
		const off = llm('off', { enabled: false });
		const stage = new Stage([
			[off, says('no')],
			[b, fails(limited)],
			[c, says('hello')],
		]);
		await stage.route(asked);
		const events = stage.journal.events();
		const named = (attempt: number, provider: typeof b) => ({
			route: 'route-1',
			attempt,
			provider,
			profile: provider.profiles[0],
		});
		const logged = { kind: 'rate-limited', message: 'limited', retryAfterMs: 5000, evidence: { status: 429 } };
		const at = stage.clock.now();
		assert.deepEqual(events, [
			{
				type: 'request-start',
				route: 'route-1',
				request: asked.facts,
				settings: routingOf(stage.settings),
				kinds,
				accounts: [],
				at,
			},
			{
				type: 'attempt-start',
				...named(1, b),
				because: 'next-in-order',
				estimatedCost: 0,
				passedOver: [
					{ provider: 'off', reason: 'disabled' },
					{ provider: 'c', reason: 'ranked-lower' },
				],
				at,
			},
			{
				type: 'attempt-end',
				...named(1, b),
				end: { ok: false, failure: logged },
				tookMs: 0,
				firstOutputMs: null,
				cost: 0,
				jitter: jitterOf(asked.facts, 1),
				at,
			},
			{
				type: 'attempt-start',
				...named(2, c),
				because: 'next-in-order',
				estimatedCost: 0,
				spilledFrom: 'b',
				passedOver: [
					{ provider: 'off', reason: 'disabled' },
					{ provider: 'b', reason: 'tried', failure: 'rate-limited' },
				],
				at,
			},
			{ type: 'first-output', route: 'route-1', attempt: 2, afterMs: 0, at },
			{
				type: 'attempt-end',
				...named(2, c),
				end: { ok: true, model: null, usage: null, changedFiles: null },
				tookMs: 0,
				firstOutputMs: 0,
				cost: 0,
				at,
			},
			{
				type: 'request-end',
				route: 'route-1',
				end: { answered: true, provider: 'c', degraded: true },
				attempts: 2,
				tookMs: 0,
				at,
			},
		]);
	});

	it('[T11] a route that nobody answers is traced to its end as well', async () => {
		const stage = new Stage([[b, fails(limited)]]);
		await stage.route(asked);
		assert.deepEqual(stage.journal.events().at(-1), {
			type: 'request-end',
			route: 'route-1',
			end: {
				answered: false,
				because: 'nobody-left',
				passedOver: [{ provider: 'b', reason: 'tried', failure: 'rate-limited' }],
			},
			attempts: 1,
			tookMs: 0,
			at: stage.clock.now(),
		});
	});

	it('what a failure is known by is written down, and nothing where nothing is known', async () => {
		const [bare, ambiguous]: Failure[] = [
			{ kind: 'unreachable', message: 'reset' },
			{ kind: 'unreachable', message: 'reset', ambiguous: true },
		];
		const never: Failure = { kind: 'unreachable', message: 'no such host', neverSent: true };
		for (const failure of [bare, ambiguous, never]) {
			assert.ok(failure !== undefined);
			const stage = new Stage([[b, fails(failure)]]);
			await stage.route(asked);
			const end = stage.journal.events().find((event) => event.type === 'attempt-end')?.end;
			assert.deepEqual(end?.ok === false && end.failure, { ...failure, retryAfterMs: null });
		}
	});

	it('[B6] a provider that was asked in place of another one says so; its own next profile, or a skip, is no such thing', async () => {
		const accounts = () => Promise.resolve(['https://two.example#work', 'https://two.example#home']);
		const two = llm('two', { profiles: [keyed('work'), keyed('home')] });
		const stage = new Stage(
			[
				[two, fails({ kind: 'billing', message: 'no balance' })],
				[b, fails({ kind: 'skipped', message: 'skipped' })],
				[c, says('hello')],
			],
			{ parts: { accounts, readKey: () => Promise.resolve(secrets.key) } },
		);
		await stage.route(asked);
		const begun = stage.journal.events().flatMap((event) => (event.type === 'attempt-start' ? [event] : []));
		assert.deepEqual(
			begun.map(({ provider, profile, spilledFrom }) => [provider.id, profile.name, spilledFrom]),
			[
				['two', 'work', undefined],
				['two', 'home', undefined],
				['b', 'default', 'two'],
				['c', 'default', undefined],
			],
		);
	});

	it('what a server calls its model is written down only where it is a plain name', async () => {
		for (const [model, written] of [
			['gpt-5.5', 'gpt-5.5'],
			['org/model:free', 'org/model:free'],
			[`my ${secrets.instruction}`, null],
			['a\nb', null],
		] as const) {
			const stage = new Stage([[b, () => Promise.resolve({ ok: true, text: 'hello', model, usage: null })]]);
			await stage.route(asked);
			const end = stage.journal.events().find((event) => event.type === 'attempt-end');
			assert.equal(end?.end.ok === true ? end.end.model : undefined, written);
		}
	});

	it('no event holds a prompt, code, a path outside of the folder, a key, or what a provider or a program said', async () => {
		const stage = new Stage(
			[
				[a, fails(limited, { type: 'text', text: secrets.answer })],
				[b, () => Promise.reject(new Error(secrets.thrown))],
				[
					codex,
					fails(
						limited,
						{ type: 'tool', tool: 'edit', detail: `/home/${secrets.detail}` },
						{ type: 'tool', tool: 'command', detail: `KEY=${secrets.key} curl ${secrets.detail}` },
						{ type: 'tool', tool: 'other', detail: secrets.detail },
						{ type: 'activity' },
					),
				],
				[c, says(secrets.answer)],
			],
			{
				parts: {
					accounts: () => Promise.resolve(['https://a.example#work']),
					readKey: async (_provider, { key }) => (key.from === 'none' ? null : secrets.key),
				},
			},
		);
		const outcome = await stage.route(asked);
		assert.deepEqual(stage.asked, ['a', 'b', 'codex', 'c']);
		assert.equal(stage.adapter.asked[0]?.key, secrets.key);
		assert.equal(outcome.attempts[0]?.failure?.said, secrets.said);
		assert.ok(stage.journal.events().some(({ type }) => type === 'tool'));
		assertSilent(stage);
	});

	it('a tool call names the file of the folder or the command, the same ones together, before the attempt ends', async () => {
		const edit = { type: 'tool', tool: 'edit', detail: '/copies/1/src/a.ts' } as const;
		const command = { type: 'tool', tool: 'command', detail: 'npm test -- --token=x' } as const;
		const used = { type: 'usage', usage: { inputTokens: 5, outputTokens: 6, cost: 0.5 } } as const;
		const stage = new Stage([[codex, fails(limited, edit, command, edit, edit, command, used)]]);
		await stage.route(asked);
		const named = { route: 'route-1', attempt: 1, at: stage.clock.now() };
		const events = stage.journal.events();
		const first = events.findIndex(({ type }) => type === 'tool');
		assert.deepEqual(events.slice(first, first + 4), [
			{ type: 'tool', ...named, tool: 'edit', target: 'src/a.ts', count: 1 },
			{ type: 'tool', ...named, tool: 'command', target: 'npm test', count: 2 },
			{ type: 'tool', ...named, tool: 'edit', target: 'src/a.ts', count: 2 },
			{ ...used, ...named },
		]);
		assert.equal(events[first + 4]?.type, 'attempt-end');
		assert.equal(stage.clock.pending, 0);
	});

	it('no event of a task that changes files holds a path or code either', async () => {
		const edit = (path: string, search: string) =>
			`${path}\n<<<<<<< SEARCH\n${search}\n=======\n${secrets.answer}\n>>>>>>> REPLACE\n`;
		const stage = new Stage(
			[
				[a, says(edit(`../${secrets.path}`, secrets.before))],
				[b, says(edit(secrets.path, secrets.before))],
				[c, says(edit('src/a.ts', 'old'))],
			],
			{
				settings: { reach: 'standard' },
				parts: {
					readKey: () => Promise.resolve(secrets.key),
					accounts: () => Promise.resolve(['https://a.example#work']),
				},
			},
		);
		const outcome = await stage.route({ ...asked, facts: { ...asked.facts, task: 'changes' } });
		assert.deepEqual(stage.asked, ['a', 'b', 'c']);
		assert.equal(outcome.answered, true);
		assertSilent(stage);
	});
});

function assertSilent(stage: Stage): void {
	const written = JSON.stringify(stage.journal.events());
	assert.doesNotMatch(written, /CANARY/);
}
