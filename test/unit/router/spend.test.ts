import assert from 'node:assert/strict';
import type { Failure } from '../../../src/core/failure.ts';
import type { Usage } from '../../../src/providers/provider.ts';
import { fails, overloaded, type Play, says } from '../../support/adapters.ts';
import { llm } from '../../support/providers.ts';
import { request } from '../../support/requests.ts';
import { Stage } from '../../support/stage.ts';

/** US dollars per million tokens; the request has 60 tokens of prompt and 40 of answer. */
const cost = { input: 1000, output: 10_000 };
const expected = 0.46;
const metered = llm('a', { billing: 'metered', cost });
const limited: Failure = { kind: 'rate-limited', message: 'limited', retryAfterMs: null };
const answers =
	(usage: Usage | null): Play =>
	async () => ({ ok: true, text: 'hello', model: null, usage });

describe('what an attempt is reckoned to have cost', () => {
	it('[U23] is told before anything is sent, as far as it can be known', async () => {
		const stage = new Stage([[metered, says('hello')]]);
		await stage.route(request());
		const begun = stage.journal.events().find(({ type }) => type === 'attempt-start');
		assert.equal(begun?.type === 'attempt-start' && begun.estimatedCost, expected);
	});

	const answered: readonly (readonly [title: string, usage: Usage | null, cost: number])[] = [
		['is what the provider reports', { inputTokens: 1, outputTokens: 1, cost: 0.5 }, 0.5],
		[
			'is what the used tokens cost where it reports those alone',
			{ inputTokens: 10, outputTokens: 2, cost: null },
			0.03,
		],
		['is what was expected where it reports no tokens', { inputTokens: 10, outputTokens: null, cost: null }, expected],
		['is what was expected where it reports nothing', null, expected],
	];
	for (const [title, usage, paid] of answered) {
		it(`[U23] ${title}`, async () => {
			assert.equal(await costOfAttempt(answers(usage)), paid);
		});
	}

	const failed: readonly (readonly [title: string, failure: Failure, cost: number])[] = [
		['a failure after which the provider may have worked counts as spend', overloaded, expected],
		['a request that was turned away costs nothing', limited, 0],
		['what was never sent costs nothing', { ...overloaded, neverSent: true }, 0],
	];
	for (const [title, failure, paid] of failed) {
		it(`[U23] [A2] ${title}`, async () => {
			assert.equal(await costOfAttempt(fails(failure)), paid);
		});
	}

	async function costOfAttempt(play: Play): Promise<number | null | undefined> {
		const stage = new Stage([[metered, play]]);
		await stage.route();
		return stage.journal.events().find((event) => event.type === 'attempt-end')?.cost;
	}
});

describe('a limit for the length of an answer', () => {
	const tooLong: Failure = { kind: 'output-limit', message: 'max_tokens is too large' };
	const bounded = llm('a', { maxOutputTokens: 5000 });

	it('[A1] that is too high for the provider is left out once, at once, for this attempt only', async () => {
		const play: Play = (io, input, clock) =>
			(input.maxOutputTokens === null ? says('hello') : fails(tooLong))(io, input, clock);
		const stage = new Stage([[bounded, play]]);
		const outcome = await stage.route();
		assert.equal(outcome.answered && outcome.degraded, false);
		assert.deepEqual(limits(stage), [5000, null]);
		const told = stage.journal.events().flatMap((event) => (event.type === 'attempt-start' ? [event] : []));
		assert.deepEqual(
			told.map(({ because, maxOutputTokens }) => [because, maxOutputTokens]),
			[
				['next-in-order', 5000],
				['without-limit', undefined],
			],
		);
		await stage.route();
		assert.deepEqual(limits(stage), [5000, null, 5000, null]);
	});

	it('[A1] is asked for without only once', async () => {
		const stage = new Stage([
			[bounded, fails(tooLong)],
			[llm('b'), says('hello')],
		]);
		await stage.route();
		assert.deepEqual(stage.asked, ['a', 'a', 'b']);
		assert.deepEqual(limits(stage), [5000, null, null]);
	});

	function limits(stage: Stage): readonly (number | null)[] {
		return stage.adapter.asked.map(({ maxOutputTokens }) => maxOutputTokens);
	}
});
