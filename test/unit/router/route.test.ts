import assert from 'node:assert/strict';
import type { Failure } from '../../../src/core/failure.ts';
import { fails, overloaded, passed, type Play, says, stalls, whole } from '../../support/adapters.ts';
import { agent, llm } from '../../support/providers.ts';
import { request, start } from '../../support/requests.ts';
import { Stage, told } from '../../support/stage.ts';

const [a, b, c, d] = [llm('a'), llm('b'), llm('c'), llm('d')];
const limited: Failure = { kind: 'rate-limited', message: 'limited', retryAfterMs: 90_000, evidence: { status: 429 } };
const reset: Failure = { kind: 'unreachable', message: 'the connection was reset' };

describe('route', () => {
	let stage: Stage;

	afterEach(() => {
		assert.equal(stage.clock.pending, 0, 'no timer is left');
		assert.equal(stage.skip, null, 'no attempt is left to skip');
	});

	it('[T5] after each failure the next provider is asked, and none of them twice', async () => {
		stage = new Stage([
			[a, fails(limited)],
			[b, fails(reset)],
			[c, says('hello')],
			[d, says('no')],
		]);
		const outcome = await stage.route();
		assert.deepEqual(stage.asked, ['a', 'b', 'c']);
		assert.equal(outcome.answered && outcome.provider.id, 'c');
		assert.equal(outcome.answered && outcome.text, 'hello');
	});

	it('[T9] [T10] [A5] the outcome lists every attempt with its cause, in order, and who was passed over', async () => {
		const off = llm('off', { enabled: false });
		stage = new Stage([
			[off, says('no')],
			[a, fails(limited)],
			[b, fails(reset)],
		]);
		const outcome = await stage.route();
		const attempt = { profile: 'default', kind: 'openai', tookMs: 0, firstOutputMs: null };
		assert.deepEqual(outcome, {
			route: 'route-1',
			answered: false,
			because: 'nobody-left',
			exhausted: true,
			tookMs: 0,
			attempts: [
				{ ...attempt, provider: 'a', failure: limited },
				{ ...attempt, provider: 'b', failure: reset },
			],
			passedOver: [
				{ provider: 'off', reason: 'disabled' },
				{ provider: 'a', reason: 'tried', failure: 'rate-limited' },
				{ provider: 'b', reason: 'tried', failure: 'unreachable' },
			],
			unfinished: null,
		});
	});

	it('[G12] [R15] causes are kept as values: the very failures, with all that is known of them', async () => {
		const causes: readonly Failure[] = [
			{ kind: 'overloaded', message: 'busy', retryAfterMs: 7000, evidence: { status: 503 }, said: 'come back later' },
			{ kind: 'timeout', phase: 'idle', message: 'silent', evidence: { ms: 5 } },
		];
		stage = new Stage(causes.map((cause, place) => [llm(`p${place}`), fails(cause)] as const));
		const outcome = await stage.route();
		assert.deepEqual(
			outcome.attempts.map(({ failure }) => failure),
			causes,
		);
	});

	it('[A3] [G5] the outcome tells how long the winner and the whole took, and how many were asked', async () => {
		stage = new Stage([
			[a, stalls()],
			[
				b,
				async (io, _input, clock) => {
					await passed(clock, 700);
					io.output({ type: 'text', text: 'hel' });
					await passed(clock, 300);
					return whole('hello');
				},
			],
		]);
		const running = stage.route();
		await stage.clock.advance(61_000);
		const outcome = await running;
		assert.equal(outcome.tookMs, 61_000);
		assert.deepEqual(
			outcome.attempts.map(({ provider, tookMs, firstOutputMs }) => [provider, tookMs, firstOutputMs]),
			[
				['a', 60_000, null],
				['b', 1000, 700],
			],
		);
	});

	it('[A4] [G6] an answer from the first choice is not degraded, one from anybody else is', async () => {
		stage = new Stage([[a, says('first')]]);
		const first = await stage.route();
		assert.equal(first.answered && first.degraded, false);
		stage = new Stage([
			[a, fails(overloaded)],
			[b, says('second')],
		]);
		const second = await stage.route();
		assert.equal(second.answered && second.degraded, true);
		const third = await stage.route();
		assert.deepEqual(stage.asked, ['a', 'b', 'b']);
		assert.equal(third.answered && third.degraded, true);
	});

	it('[A6] [G1] without a provider the route ends with that very reason, and nobody is asked', async () => {
		stage = new Stage([]);
		const outcome = await stage.route();
		assert.equal(!outcome.answered && outcome.because, 'no-provider-configured');
		assert.equal(!outcome.answered && outcome.exhausted, false);
	});

	it('[T1] under fail-fast only the first provider is asked', async () => {
		stage = new Stage(
			[
				[a, fails(overloaded)],
				[b, says('no')],
			],
			{ settings: { onFailure: 'fail-fast' } },
		);
		const outcome = await stage.route();
		assert.deepEqual(stage.asked, ['a']);
		assert.equal(!outcome.answered && outcome.because, 'fail-fast');
	});

	it('[T1] [T7] under prefer-llm the LLMs come before the next agent, one after the other', async () => {
		const cast = [
			[agent('claude'), fails(overloaded)],
			[agent('codex'), says('done')],
			[a, fails(overloaded)],
			[b, fails(overloaded)],
		] as const;
		stage = new Stage(cast, { settings: { onFailure: 'prefer-llm' } });
		await stage.route();
		assert.deepEqual(stage.asked, ['claude', 'a', 'b', 'codex']);
	});

	it('[T2] [U25] maxAttempts bounds the route whatever is left', async () => {
		stage = new Stage(
			[
				[a, fails(reset)],
				[b, fails(reset)],
				[c, says('no')],
			],
			{ settings: { maxAttempts: 2 } },
		);
		const outcome = await stage.route();
		assert.deepEqual(stage.asked, ['a', 'b']);
		assert.equal(!outcome.answered && outcome.because, 'max-attempts');
		assert.equal(!outcome.answered && outcome.exhausted, true);
		assert.deepEqual(outcome.passedOver.at(-1), { provider: 'c', reason: 'ranked-lower' });
	});

	it('[U16] a provider whose failure would pass is asked once per route, however little it states', async () => {
		stage = new Stage([
			[a, fails({ ...limited, retryAfterMs: 0 })],
			[b, says('hello')],
		]);
		await stage.route();
		assert.deepEqual(stage.asked, ['a', 'b']);
	});

	it('[U6] [U20] the next route passes over whoever cools, for as long as was stated', async () => {
		stage = new Stage([
			[a, fails(limited)],
			[b, says('hello')],
		]);
		await stage.route();
		await stage.clock.advance(89_999);
		const second = await stage.route();
		assert.deepEqual(second.passedOver, [
			{ provider: 'a', reason: 'cooling', until: start + 90_000, failure: 'rate-limited' },
		]);
		await stage.clock.advance(1);
		await stage.route();
		assert.deepEqual(stage.asked, ['a', 'b', 'b', 'a', 'b']);
	});

	it('[R4] a first output alone clears no strikes, an answer does', async () => {
		let broken = true;
		const play: Play = (...given) =>
			(broken ? fails(overloaded, { type: 'text', text: 'hel' }) : says('hello'))(...given);
		stage = new Stage([[a, play]]);
		await stage.route();
		await stage.clock.advance(11_500);
		await stage.route();
		assert.equal(stage.journal.health().cooldowns['model https://a.example a-model']?.strikes, 2);
		await stage.clock.advance(23_000);
		broken = false;
		await stage.route();
		assert.equal(stage.journal.health().cooldowns['model https://a.example a-model']?.strikes, 0);
	});

	it('[A9] what was shown is withdrawn before another provider is heard', async () => {
		stage = new Stage([
			[a, fails(overloaded, { type: 'text', text: 'hal' })],
			[b, says('hel', 'lo')],
		]);
		await stage.route();
		assert.deepEqual(stage.shown, [
			{ text: 'hal', from: 'a' },
			{ withdrawn: 'a', because: 'overloaded' },
			{ text: 'hel', from: 'b' },
			{ text: 'hello', from: 'b' },
		]);
	});

	it('[A9] what a provider says after its end is not heard', async () => {
		let late: () => void = () => assert.fail('a was not asked');
		stage = new Stage([
			[
				a,
				async (io) => {
					late = () => io.output({ type: 'text', text: 'too late' });
					return { ok: false, failure: overloaded };
				},
			],
			[
				b,
				(...given) => {
					late();
					return says('hello')(...given);
				},
			],
		]);
		await stage.route();
		assert.deepEqual(stage.shown.slice(1), [{ text: 'hello', from: 'b' }]);
	});

	it('[U14] an answer that is empty is unusable output, and the next provider is asked', async () => {
		stage = new Stage([
			[a, says(' \n')],
			[b, says('hello')],
		]);
		assert.deepEqual(told(await stage.route()), ['a: bad-output', 'b']);
	});

	it('[U14] text that was streamed does not make a failure an answer', async () => {
		const cut: Failure = { kind: 'unreachable', message: 'the stream ended early' };
		stage = new Stage([[a, fails(cut, { type: 'text', text: 'half' })]]);
		const outcome = await stage.route();
		assert.equal(outcome.answered, false);
		assert.deepEqual(told(outcome), ['a: unreachable']);
	});

	it('routes at the same time do not disturb each other', async () => {
		stage = new Stage([
			[a, stalls({ type: 'text', text: 'hal' })],
			[b, says('hello')],
		]);
		const other = new AbortController();
		const seen: string[] = [];
		const one = stage.route(request({ id: 'one' }));
		const two = stage.route(request({ id: 'two', excluded: ['a'] }), { onText: (text) => seen.push(text) });
		const three = stage.route(request({ id: 'three' }), { cancelled: other.signal, onWithdrawn: () => {} });
		assert.deepEqual(told(await two), ['b']);
		assert.deepEqual(seen, ['hello']);
		other.abort();
		assert.deepEqual(told(await three), ['a: cancelled']);
		await stage.clock.advance(120_000);
		assert.deepEqual(told(await one), ['a: timeout', 'b']);
		const ends = stage.journal.events().filter(({ type }) => type === 'request-end');
		assert.deepEqual(
			ends.map((event) => event.type === 'request-end' && [event.route, event.end.answered]),
			[
				['two', true],
				['three', false],
				['one', true],
			],
		);
	});
});
