import assert from 'node:assert/strict';
import type { Failure } from '../../../src/core/failure.ts';
import { healthy } from '../../../src/core/health.ts';
import { jitterOf } from '../../../src/core/patience.ts';
import type { Profile } from '../../../src/core/provider.ts';
import type { Billing } from '../../../src/core/request.ts';
import type { OpenQuestion } from '../../../src/core/situation.ts';
import { fails, overloaded, type Play, says } from '../../support/adapters.ts';
import { keyed, llm } from '../../support/providers.ts';
import { request, start } from '../../support/requests.ts';
import { Stage, told } from '../../support/stage.ts';

const [a, b, c] = [llm('a'), llm('b'), llm('c')];
const limited: Failure = { kind: 'rate-limited', message: 'limited', retryAfterMs: null };
const refused: Failure = { kind: 'unauthorized', message: 'refused' };

describe('route: policies', () => {
	let stage: Stage;

	afterEach(() => {
		assert.equal(stage.clock.pending, 0, 'no timer is left');
	});

	it('[R3] each profile is asked with its own key before the next provider, and the refused one cools alone', async () => {
		const two = llm('two', { profiles: [keyed('work'), keyed('home')] });
		const keys: (string | null)[] = [];
		const play: Play = async (_io, { key }) => {
			keys.push(key);
			return { ok: false, failure: refused };
		};
		const parts = {
			accounts: () => Promise.resolve(['https://two.example#work', 'https://two.example#home']),
			readKey: (_provider: unknown, profile: Profile) => Promise.resolve(`key of ${profile.name}`),
		};
		stage = new Stage(
			[
				[two, play],
				[a, says('hello')],
			],
			{ parts },
		);
		const outcome = await stage.route();
		assert.deepEqual(keys, ['key of work', 'key of home']);
		assert.deepEqual(told(outcome), ['two: unauthorized', 'two: unauthorized', 'a']);
		assert.deepEqual(Object.keys(stage.journal.health().cooldowns), [
			'profile https://two.example#work',
			'profile https://two.example#home',
		]);
	});

	it('[R6] our own cooldowns are jittered by the seed of the request and the number of the attempt', async () => {
		stage = new Stage([
			[a, fails(limited)],
			[b, fails(limited)],
		]);
		await stage.route(request({ seed: 5 }));
		const untils = Object.values(stage.journal.health().cooldowns).map(({ until }) => until - start);
		assert.deepEqual(
			untils,
			[1, 2].map((attempt) => Math.round(30_000 * jitterOf({ seed: 5 }, attempt))),
		);
	});

	it('[G3] [G4] the only one left answers while it cools: terminus, and not degraded', async () => {
		let broken = true;
		stage = new Stage([[a, (...given) => (broken ? fails(overloaded) : says('hello'))(...given)]]);
		const first = await stage.route();
		assert.equal(first.answered, false);
		broken = false;
		const second = await stage.route();
		assert.ok(second.answered);
		assert.deepEqual([second.terminus, second.degraded], [true, false]);
		const end = stage.journal.events().at(-1);
		assert.deepEqual(end?.type === 'request-end' && end.end, {
			answered: true,
			provider: 'a',
			degraded: false,
			terminus: true,
		});
		const third = await stage.route();
		assert.ok(third.answered && !third.terminus);
	});

	it('[T1] [R8] [U16] under retry the same provider is asked again after its waits, then the next best', async () => {
		const times: number[] = [];
		const play: Play = (io, input, clock) => {
			times.push(clock.now() - start);
			return fails(overloaded)(io, input, clock);
		};
		stage = new Stage(
			[
				[a, play],
				[b, says('hello')],
			],
			{ settings: { onFailure: 'retry' } },
		);
		const running = stage.route();
		await stage.clock.advance(10_000);
		assert.deepEqual(told(await running), ['a: overloaded', 'a: overloaded', 'a: overloaded', 'b']);
		const [first = -1, second = -1, third = -1] = times;
		assert.equal(first, 0);
		assert.ok(second >= 425 && second <= 575);
		assert.ok(third - second >= 1700 && third - second <= 2300);
		const waits = stage.journal.events().filter(({ type }) => type === 'request-wait');
		assert.deepEqual(
			waits.map((event) => event.type === 'request-wait' && [event.provider, event.until - start]),
			[
				['a', second],
				['a', third],
			],
		);
	});

	it('[T1] a retry that works is the answer of the first choice', async () => {
		let left = 1;
		const play: Play = (...given) => (left-- > 0 ? fails(overloaded) : says('hello'))(...given);
		stage = new Stage(
			[
				[a, play],
				[b, says('no')],
			],
			{ settings: { onFailure: 'retry' } },
		);
		const running = stage.route();
		await stage.clock.advance(1000);
		const outcome = await running;
		assert.deepEqual(told(outcome), ['a: overloaded', 'a']);
		assert.equal(outcome.answered && outcome.degraded, false);
	});

	it('[R8] [G9] a cancel ends the wait for a retry at once', async () => {
		stage = new Stage([[a, fails(overloaded)]], { settings: { onFailure: 'retry' } });
		const running = stage.route();
		await stage.clock.advance(100);
		stage.cancel.abort();
		const outcome = await running;
		assert.equal(!outcome.answered && outcome.because, 'cancelled');
		assert.equal(outcome.tookMs, 100);
	});

	it('[T1] under primary-only nobody but the first choice is asked', async () => {
		const cast = [
			[a, fails(overloaded)],
			[b, says('no')],
		] as const;
		stage = new Stage(cast, { settings: { onFailure: 'primary-only' } });
		const outcome = await stage.route();
		assert.deepEqual(stage.asked, ['a']);
		assert.equal(!outcome.answered && outcome.because, 'primary-only');
	});

	it('[T29] under round-robin routes go round, and the one whose turn it was is not degraded', async () => {
		const cast = [
			[a, says('a')],
			[b, says('b')],
			[c, says('c')],
		] as const;
		stage = new Stage(cast, { settings: { strategy: 'round-robin' } });
		for (let time = 0; time < 4; time++) {
			const outcome = await stage.route();
			assert.ok(outcome.answered && !outcome.degraded);
		}
		assert.deepEqual(stage.asked, ['a', 'b', 'c', 'a']);
	});

	it('[T29] under round-robin a failover goes on with the next one, and is degraded', async () => {
		const cast = [
			[a, fails({ kind: 'bad-output', message: 'unusable' })],
			[b, says('b')],
			[c, says('c')],
		] as const;
		stage = new Stage(cast, { settings: { strategy: 'round-robin' } });
		const outcome = await stage.route();
		assert.ok(outcome.answered && outcome.degraded);
		await stage.route();
		assert.deepEqual(stage.asked, ['a', 'b', 'b']);
	});

	it('[T29] [A4] under round-robin whoever cools has no turn, and an answer of the next one is not degraded', async () => {
		const cooldown = { until: start + 1000, reason: 'overloaded', stated: false, strikes: 1, at: start } as const;
		const health = { ...healthy, cooldowns: { 'endpoint https://a.example': cooldown } };
		const cast = [
			[a, says('a')],
			[b, says('b')],
		] as const;
		stage = new Stage(cast, { settings: { strategy: 'round-robin' }, health });
		const outcome = await stage.route();
		assert.ok(outcome.answered && outcome.provider.id === 'b' && !outcome.degraded);
	});

	it('[T26] under latency-optimized the quickest by measure is asked once it is known', async () => {
		const after =
			(ms: number): Play =>
			async (io, input, clock) => {
				await new Promise<void>((resolve) => void clock.after(ms, resolve));
				return says('hello')(io, input, clock);
			};
		stage = new Stage(
			[
				[llm('claimed', { latency: 300 }), after(900)],
				[llm('honest', { latency: 400 }), after(400)],
			],
			{ settings: { strategy: 'latency-optimized' } },
		);
		for (let time = 0; time < 4; time++) {
			const running = stage.route();
			await stage.clock.advance(1000);
			await running;
		}
		assert.deepEqual(stage.asked, ['claimed', 'claimed', 'claimed', 'honest']);
	});
});

describe('route: consent', () => {
	const metered = llm('metered', { billing: 'metered' });
	const dear = llm('dear', { billing: 'metered' });
	let stage: Stage;
	let questions: (readonly [string, Billing, Billing])[];
	const answering = (answer: () => Promise<boolean>) => ({
		answer: (question: OpenQuestion) => {
			if (question.about === 'billing') {
				questions.push([question.provider, question.from, question.to]);
			}
			return answer();
		},
	});

	beforeEach(() => {
		questions = [];
		stage = new Stage([
			[a, fails(overloaded)],
			[metered, fails(overloaded)],
			[dear, says('hello')],
		]);
	});

	afterEach(() => {
		assert.equal(stage.clock.pending, 0, 'no timer is left');
	});

	it('[U23] a yes is remembered for the route: asked once, then gone on with', async () => {
		const outcome = await stage.route(
			request(),
			answering(() => Promise.resolve(true)),
		);
		assert.deepEqual(questions, [['metered', 'free', 'metered']]);
		assert.deepEqual(told(outcome), ['a: overloaded', 'metered: overloaded', 'dear']);
	});

	it('[U23] a no is remembered for the route: nothing dearer is sent', async () => {
		const outcome = await stage.route(
			request(),
			answering(() => Promise.resolve(false)),
		);
		assert.deepEqual(questions, [['metered', 'free', 'metered']]);
		assert.deepEqual(stage.asked, ['a']);
		assert.deepEqual(outcome.passedOver.slice(1), [
			{ provider: 'metered', reason: 'billing' },
			{ provider: 'dear', reason: 'billing' },
		]);
		const asked = stage.journal.events().find(({ type }) => type === 'request-consent');
		assert.equal(asked?.type === 'request-consent' && asked.granted, false);
	});

	it('[U23] a question that can’t be asked was answered no', async () => {
		const broken = [
			() => Promise.reject(new Error('no window')),
			() => {
				throw new Error('no window');
			},
		];
		for (const answer of broken) {
			await stage.route(request(), answering(answer));
			await stage.clock.advance(60_000);
		}
		assert.deepEqual(stage.asked, ['a', 'a']);
	});

	it('[U23] [U25] an answer that never comes ends with the deadline of the route', async () => {
		const running = stage.route(
			request({ deadline: start + 5000 }),
			answering(() => new Promise(() => {})),
		);
		await stage.clock.advance(5000);
		const outcome = await running;
		assert.equal(!outcome.answered && outcome.because, 'deadline');
		assert.equal(outcome.tookMs, 5000);
		assert.deepEqual(stage.asked, ['a']);
		assert.ok(stage.journal.events().every(({ type }) => type !== 'request-consent'));
	});

	it('[U23] [G9] a cancel while the question stands ends the route at once', async () => {
		const running = stage.route(
			request(),
			answering(() => new Promise(() => {})),
		);
		await stage.clock.advance(10);
		stage.cancel.abort();
		const outcome = await running;
		assert.equal(!outcome.answered && outcome.because, 'cancelled');
	});
});
