import assert from 'node:assert/strict';
import { fails, overloaded, says } from '../../support/adapters.ts';
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
			assert.match(outcome.attempts[0]?.failure?.message ?? '', /^an internal error \((TypeError|RangeError)\)$/);
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
		assert.deepEqual(told(await stage.route()), ['a: unauthorized', 'b']);
		assert.deepEqual(stage.asked, ['b']);
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
	});
});
