import assert from 'node:assert/strict';
import type { RouterEvent } from '../../../src/core/events.ts';
import { blameKey } from '../../../src/core/provider.ts';
import { type AttemptStory, mostCounted } from '../../../src/editor/stories.ts';
import { answered, attemptEnd, failed } from '../../support/events.ts';
import { llm } from '../../support/providers.ts';
import { start } from '../../support/requests.ts';
import { answeredAs, attemptStart, requestEnd, requestStart, reviewEnd, telling, type Telling } from './telling.ts';

const [a, b] = [llm('a'), llm('b')];

describe('the story of a route', () => {
	let told: Telling;
	beforeEach(() => {
		told = telling();
	});

	/** Each event a second after the one before. */
	async function tell(...events: readonly RouterEvent[]): Promise<void> {
		for (const event of events) {
			told.append(event);
			await told.clock.advance(1000);
		}
	}

	it('begins with the request, before anybody is asked', async () => {
		await tell(requestStart({ command: 'edit' }));
		assert.deepEqual(told.story(), {
			route: 'route-1',
			command: 'edit',
			startedAt: start,
			attempts: [],
			passedOver: [],
			pause: null,
			endedAt: null,
			end: null,
			verdict: null,
		});
	});

	it('tells who is working since when, and who was passed over', async () => {
		const passedOver = [{ provider: 'b', reason: 'ranked-lower' }] as const;
		await tell(requestStart(), attemptStart(a, 1, passedOver));
		assert.deepEqual(told.story().passedOver, passedOver);
		assert.deepEqual(told.story().attempts, [
			{
				provider: 'a',
				model: 'a-model',
				answeredBy: null,
				cost: 0,
				goesOnFrom: null,
				startedAt: start + 1000,
				firstOutputMs: null,
				endedAt: null,
				failure: null,
				backAt: null,
				cools: [],
				sentBack: false,
				tools: 0,
				usage: null,
				files: { items: [], others: 0 },
				commands: { items: [], others: 0 },
			} satisfies AttemptStory,
		]);
	});

	it('counts the tool calls of the attempt that makes them', async () => {
		const tool: RouterEvent = { type: 'tool', route: 'route-1', attempt: 1, tool: 'edit', count: 1 };
		await tell(requestStart(), attemptStart(a), tool, tool, attemptEnd(a, failed('agent-crashed')));
		await tell(attemptStart(b, 2), tool);
		assert.deepEqual(
			told.story().attempts.map(({ tools }) => tools),
			[2, 1],
		);
	});

	it('counts the edits of each file, and the commands of each name', async () => {
		const call = (tool: 'edit' | 'command' | 'other', count: number, target?: string): RouterEvent => ({
			type: 'tool',
			route: 'route-1',
			attempt: 1,
			tool,
			count,
			...(target === undefined ? {} : { target }),
		});
		await tell(
			requestStart(),
			attemptStart(a),
			call('edit', 2, 'a.ts'),
			call('edit', 1, 'b.ts'),
			call('edit', 3, 'a.ts'),
			call('edit', 4),
			call('command', 1, 'npm test'),
			call('command', 2),
			call('other', 5),
		);
		const [{ tools, files, commands } = assert.fail()] = told.story().attempts;
		assert.equal(tools, 18);
		assert.deepEqual(files, {
			items: [
				{ name: 'a.ts', count: 5 },
				{ name: 'b.ts', count: 1 },
			],
			others: 4,
		});
		assert.deepEqual(commands, { items: [{ name: 'npm test', count: 1 }], others: 2 });
	});

	it('remembers so many files by name, and counts the edits of the others', async () => {
		const edits = Array.from(
			{ length: mostCounted + 3 },
			(_, number): RouterEvent => ({
				type: 'tool',
				route: 'route-1',
				attempt: 1,
				tool: 'edit',
				count: 2,
				target: `${number}.ts`,
			}),
		);
		await tell(requestStart(), attemptStart(a));
		[...edits, ...edits].forEach((event) => told.append(event));
		const [{ tools, files } = assert.fail()] = told.story().attempts;
		assert.equal(files.items.length, mostCounted);
		assert.deepEqual(files.items.at(-1), { name: `${mostCounted - 1}.ts`, count: 4 });
		assert.equal(files.others, 12);
		assert.equal(tools, 4 * (mostCounted + 3));
	});

	it('tells what was used so far, and at the end what was used in all', async () => {
		const usage = (outputTokens: number, cost: number | null): RouterEvent => ({
			type: 'usage',
			route: 'route-1',
			attempt: 1,
			usage: { inputTokens: 5, outputTokens, cost },
		});
		const last = () => told.story().attempts.at(-1);
		await tell(requestStart(), { ...attemptStart(a), estimatedCost: 0.5 }, usage(1, null));
		assert.deepEqual([last()?.usage?.outputTokens, last()?.cost], [1, 0.5]);
		await tell(usage(2, 0.1));
		assert.deepEqual([last()?.usage?.outputTokens, last()?.cost], [2, 0.1]);
		const whole = { inputTokens: 9, outputTokens: 3, cost: 0.2 };
		await tell({ ...attemptEnd(a, { ok: true, model: null, usage: whole, changedFiles: null }), cost: 0.2 });
		assert.deepEqual([last()?.usage, last()?.cost], [whole, 0.2]);
	});

	it('keeps what was used of an attempt that failed', async () => {
		await tell(requestStart(), attemptStart(a), {
			type: 'usage',
			route: 'route-1',
			attempt: 1,
			usage: { inputTokens: 5, outputTokens: 6, cost: null },
		});
		await tell(attemptEnd(a, failed('agent-crashed')));
		assert.equal(told.story().attempts.at(-1)?.usage?.outputTokens, 6);
	});

	it('tells after how long the first output came, and nothing else of it', async () => {
		await tell(requestStart(), attemptStart(a));
		const before = told.story();
		await tell({ type: 'first-output', route: 'route-1', attempt: 1, afterMs: 5 });
		const [attempt] = before.attempts;
		assert.deepEqual(told.story(), { ...before, attempts: [{ ...attempt, firstOutputMs: 5 }] });
	});

	it('tells of a wait until it is over, and of nothing once the user has consented', async () => {
		await tell(requestStart(), attemptStart(a));
		const before = told.story();
		const named = { route: 'route-1', provider: 'a' } as const;
		await tell({ type: 'request-wait', ...named, until: start, passedOver: [] });
		assert.deepEqual(told.story(), { ...before, pause: { provider: 'a', until: start } });
		await tell({
			type: 'request-consent',
			route: 'route-1',
			question: { about: 'refused', provider: 'a' },
			granted: true,
		});
		assert.deepEqual(told.story(), before);
	});

	it('names no time for a provider whose key only a new one can replace', async () => {
		await tell(requestStart());
		for (let attempt = 1; attempt <= 3; attempt++) {
			await tell(attemptStart(a, attempt), attemptEnd(a, failed('unauthorized')));
		}
		const [first, , third] = told.story().attempts;
		assert.notEqual(first?.backAt, null);
		assert.equal(third?.backAt, null);
	});

	it('tells a failure with the time at which its provider is back', async () => {
		await tell(requestStart(), attemptStart(a), attemptEnd(a, failed('rate-limited', 60_000)), attemptStart(b, 2));
		const [first, second] = told.story().attempts;
		assert.equal(first?.endedAt, start + 2000);
		assert.equal(first.failure?.kind, 'rate-limited');
		assert.equal(first.backAt, start + 62_000);
		assert.equal(second?.provider, 'b');
		assert.equal(second.failure, null);
	});

	it('[R19] names no time of return any more once its cooldown was reset, by this window or another one', async () => {
		const fail = attemptEnd(a, failed('rate-limited', 60_000));
		const keys = [blameKey('profile', a, a.profiles[0])];
		await tell(requestStart(), attemptStart(a), fail);
		await tell({ type: 'cooldowns-reset', keys: [blameKey('profile', b, b.profiles[0])] });
		assert.notEqual(told.story().attempts[0]?.backAt, null);
		await tell({ type: 'cooldowns-reset', keys });
		assert.equal(told.story().attempts[0]?.backAt, null);
		await tell(attemptStart(a, 2), fail);
		const cleared = { until: 0, reason: 'rate-limited', stated: false, strikes: 0, at: start + 60_000 } as const;
		assert.notEqual(told.story().attempts[1]?.backAt, null);
		await tell({ type: 'cooldowns-learnt', cooldowns: Object.fromEntries(keys.map((key) => [key, cleared])) });
		assert.equal(told.story().attempts[1]?.backAt, null);
	});

	it('knows no time of return where a failure is not to blame on anybody', async () => {
		await tell(requestStart(), attemptStart(a), attemptEnd(a, failed('refused')));
		assert.equal(told.story().attempts[0]?.backAt, null);
	});

	it('[U8] names the model that was asked and the one that answered, as the provider reports it', async () => {
		await tell(requestStart(), attemptStart(a), attemptEnd(a, answeredAs('a-model-2026')));
		assert.equal(told.story().attempts[0]?.model, 'a-model');
		assert.equal(told.story().attempts[0]?.answeredBy, 'a-model-2026');
		await tell(attemptStart(b, 2), attemptEnd(b, answered));
		assert.equal(told.story().attempts[1]?.model, 'b-model');
		assert.equal(told.story().attempts[1]?.answeredBy, null);
	});

	it('ends with who answered, and keeps who was passed over', async () => {
		const passedOver = [{ provider: 'b', reason: 'ranked-lower' }] as const;
		await tell(requestStart(), attemptStart(a, 1, passedOver), attemptEnd(a, answered));
		await tell(requestEnd({ answered: true, provider: 'a', degraded: true }));
		const story = told.story();
		assert.deepEqual(story.end, { answeredBy: 'a', degraded: true });
		assert.equal(story.endedAt, start + 3000);
		assert.deepEqual(story.passedOver, passedOver);
	});

	it('ends without an answer with the reason, and with who was passed over at last', async () => {
		const passedOver = [{ provider: 'a', reason: 'tried', failure: 'refused' }] as const;
		await tell(requestStart(), attemptStart(a), attemptEnd(a, failed('refused')));
		await tell(requestEnd({ answered: false, because: 'nobody-left', passedOver }));
		assert.deepEqual(told.story().end, { because: 'nobody-left' });
		assert.deepEqual(told.story().passedOver, passedOver);
	});

	for (const verdict of ['accepted', 'discarded'] as const) {
		it(`keeps that the answer was ${verdict}`, async () => {
			await tell(...answeredByA(), reviewEnd(verdict));
			assert.equal(told.story().verdict, verdict);
			assert.equal(told.story().attempts[0]?.sentBack, false);
		});
	}

	for (const verdict of ['conflict', 'write-failed'] as const) {
		it(`leaves the answer waiting after a ${verdict}`, async () => {
			await tell(...answeredByA());
			const before = told.story();
			await tell(reviewEnd(verdict));
			assert.deepEqual(told.story(), before);
		});
	}

	it('marks the attempt whose answer was sent back, and the next route goes on from there', async () => {
		await tell(requestStart(), attemptStart(a), attemptEnd(a, failed('overloaded')), attemptStart(b, 2));
		await tell(attemptEnd(b, answered), requestEnd({ answered: true, provider: 'b', degraded: true }, 2));
		await tell(reviewEnd('sent-back'), requestStart({ id: 'route-2', continues: 'route-1' }));
		assert.deepEqual(
			told.stories().map(({ route }) => route),
			['route-2'],
		);
		const { attempts, end, verdict } = told.story();
		assert.deepEqual({ end, verdict }, { end: null, verdict: null });
		assert.deepEqual(
			attempts.map(({ provider, failure, sentBack }) => [provider, failure?.kind ?? null, sentBack]),
			[
				['a', 'overloaded', false],
				['b', null, true],
			],
		);
	});

	it('begins anew where the route it goes on from is forgotten', async () => {
		await tell(requestStart({ continues: 'long-ago' }));
		assert.deepEqual(told.story().attempts, []);
	});

	it('leaves the stories of other routes alone', async () => {
		await tell(requestStart({ id: 'other' }), requestStart());
		const other = told.stories()[0];
		await tell(attemptStart(a), attemptEnd(a, answered), reviewEnd('accepted'));
		assert.equal(told.stories()[0], other);
		assert.equal(told.stories().length, 2);
	});

	it('is not changed by what belongs to no route', async () => {
		await tell(requestStart());
		const before = told.stories();
		await tell(
			{ type: 'readiness', provider: 'a', notReady: null },
			{ type: 'keys-changed', account: 'https://a.example#work' },
			{ type: 'settings-problem', path: 'switchyard.reach', message: 'wrong' },
		);
		assert.equal(told.stories(), before);
	});

	it('is one of the latest fifty; older ones are forgotten', async () => {
		const ids = Array.from({ length: 51 }, (_, index) => `route-${index}`);
		ids.forEach((id) => told.append(requestStart({ id })));
		assert.deepEqual(
			told.stories().map(({ route }) => route),
			ids.slice(1),
		);
	});
});

function answeredByA(): readonly RouterEvent[] {
	const end = requestEnd({ answered: true, provider: 'a', degraded: false });
	return [requestStart(), attemptStart(a), attemptEnd(a, answered), end];
}
