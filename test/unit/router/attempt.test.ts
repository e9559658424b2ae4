import assert from 'node:assert/strict';
import { fails, overloaded, passed, type Play, says, whole } from '../../support/adapters.ts';
import { agent, keyed, llm } from '../../support/providers.ts';
import { Stage, told } from '../../support/stage.ts';

const [a, b] = [llm('a'), llm('b')];

describe('an attempt', () => {
	let stage: Stage;

	afterEach(() => {
		assert.equal(stage.clock.pending, 0, 'no timer is left');
	});

	it('a provider that throws is an internal error, blamed on nobody, and the next one is asked', async () => {
		const plays = [
			() => {
				throw new TypeError('at once');
			},
			() => Promise.reject(new RangeError('later')),
		];
		for (const play of plays) {
			stage = new Stage([
				[a, play],
				[b, says('hello')],
			]);
			const outcome = await stage.route();
			assert.deepEqual(told(outcome), ['a: bug', 'b']);
			const failure = outcome.attempts[0]?.failure;
			assert.match(failure?.message ?? '', /^an internal error \((TypeError|RangeError)\)$/);
			assert.match(failure?.said ?? '', /^(TypeError: at once|RangeError: later)\n +at /);
			assert.deepEqual(stage.journal.health().cooldowns, {});
		}
	});

	it('a way to drive a provider that cannot be loaded is an internal error, and the route goes on', async () => {
		stage = new Stage(
			[
				[agent('codex'), says('no')],
				[a, says('hello')],
			],
			{
				parts: {
					adapter: (kind) =>
						kind === 'openai' ? Promise.resolve(stage.adapter) : Promise.reject(new Error('no such bundle')),
				},
			},
		);
		assert.deepEqual(told(await stage.route()), ['codex: bug', 'a']);
	});

	it('is made with the request as it was cut to just this provider', async () => {
		stage = new Stage(
			[
				[a, fails(overloaded)],
				[b, says('hello')],
			],
			{
				parts: {
					prepare: (request, { id }) =>
						Promise.resolve({ ...request, payload: { ...request.payload, instruction: `for ${id}` } }),
				},
			},
		);
		assert.deepEqual(told(await stage.route()), ['a: overloaded', 'b']);
		const asked = stage.adapter.asked.map(({ request }) => request.payload.instruction);
		assert.deepEqual(asked, ['for a', 'for b']);
	});

	it('each attempt gets the key of its own profile, read when it is needed', async () => {
		const read: string[] = [];
		const [first, second] = [llm('a', { profiles: [keyed('work')] }), llm('b', { profiles: [keyed('home')] })];
		stage = new Stage(
			[
				[first, fails(overloaded)],
				[second, says('hello')],
			],
			{
				parts: {
					accounts: () => Promise.resolve(['https://a.example#work', 'https://b.example#home']),
					readKey: async (provider, profile) => {
						read.push(`${provider.id} ${profile.name} after ${stage.asked.length}`);
						return `key of ${provider.id}`;
					},
				},
			},
		);
		await stage.route();
		assert.deepEqual(read, ['a work after 0', 'b home after 1']);
		assert.deepEqual(
			stage.adapter.asked.map(({ key }) => key),
			['key of a', 'key of b'],
		);
	});

	it('a key that is gone when it is needed means that its profile is refused', async () => {
		stage = new Stage(
			[
				[llm('a', { profiles: [keyed('work')] }), says('no')],
				[b, says('hello')],
			],
			{
				parts: { accounts: () => Promise.resolve(['https://a.example#work']) },
			},
		);
		const outcome = await stage.route();
		assert.deepEqual(told(outcome), ['a: unauthorized', 'b']);
		assert.deepEqual(stage.asked, ['b']);
		assert.deepEqual(outcome.attempts[0]?.failure, {
			kind: 'unauthorized',
			message: 'no key is stored for this profile',
			neverSent: true,
		});
	});

	it('keys or a copy that cannot be obtained are an internal error, and the route goes on', async () => {
		for (const part of ['readKey', 'workspace'] as const) {
			const broken = () => Promise.reject(new Error('locked'));
			stage = new Stage([[agent('codex'), says('no')]], { parts: { [part]: broken } });
			const outcome = await stage.route();
			assert.deepEqual(told(outcome), ['codex: bug']);
			assert.deepEqual(stage.asked, []);
		}
	});

	it('the first output of an attempt is told once, with the time it took', async () => {
		const play: Play = async (io, _input, clock) => {
			for (const text of ['hel', 'lo']) {
				await passed(clock, 300);
				io.output({ type: 'text', text });
			}
			return whole('hello');
		};
		stage = new Stage([[a, play]]);
		const running = stage.route();
		await stage.clock.advance(1000);
		const outcome = await running;
		assert.equal(outcome.attempts[0]?.firstOutputMs, 300);
		const told = stage.journal.events().filter(({ type }) => type === 'first-output');
		assert.deepEqual(
			told.map((event) => event.type === 'first-output' && event.afterMs),
			[300],
		);
	});

	it('an answer without any text says so', async () => {
		stage = new Stage([[a, says('')]]);
		assert.equal((await stage.route()).attempts[0]?.failure?.message, 'the answer is empty');
	});

	it('when the keys cannot be looked up, whoever needs none still answers', async () => {
		stage = new Stage(
			[
				[llm('a', { profiles: [keyed('work')] }), says('no')],
				[b, says('hello')],
			],
			{
				parts: { accounts: () => Promise.reject(new Error('the storage is locked')) },
			},
		);
		const outcome = await stage.route();
		assert.deepEqual(told(outcome), ['b']);
		assert.deepEqual(outcome.passedOver, [{ provider: 'a', reason: 'no-key' }]);
		const [begun] = stage.journal.events();
		assert.deepEqual(begun?.type === 'request-start' && begun.accounts, []);
	});
});
