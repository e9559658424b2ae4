import assert from 'node:assert/strict';
import { type Cooldown, forGood } from '../../../src/core/health.ts';
import { blameKey } from '../../../src/core/provider.ts';
import { coolingParts, coolsAnything } from '../../../src/editor/coolingParts.ts';
import { providerDetail } from '../../../src/editor/providerDetail.ts';
import { agent, keyed, llm } from '../../support/providers.ts';
import { start } from '../../support/requests.ts';
import { clockFace } from './telling.ts';

const minute = 60_000;

function cooldown(ms: number, reason: Cooldown['reason'] = 'rate-limited'): Cooldown {
	return { until: Math.min(forGood, start + ms), reason, stated: false, strikes: 1, at: start };
}

describe('what can be reset', () => {
	const home = { name: 'home', key: { from: 'environment', variable: 'KEY' } } as const;
	const a = llm('a', { profiles: [keyed('work'), home] });
	const sibling = llm('sibling', {
		model: 'other',
		baseUrl: a.baseUrl,
		endpoint: a.endpoint,
		profiles: [keyed('work')],
	});
	const codex = agent('codex');

	it('[R19] is each part that cools, with its reason, until when, and everybody who shares it', () => {
		const cooldowns = {
			[blameKey('endpoint', codex, codex.profiles[0])]: cooldown(3 * minute, 'agent-crashed'),
			[blameKey('model', codex, codex.profiles[0])]: cooldown(minute, 'timeout'),
			[blameKey('profile', a, home)]: cooldown(forGood, 'unauthorized'),
			[blameKey('profile', a, a.profiles[0])]: cooldown(10 * minute),
		};
		const parts = coolingParts(cooldowns, [a, sibling, codex], start, clockFace);
		assert.deepEqual(
			parts.map(({ providers, state, what }) => [providers, state, what]),
			[
				[['a', 'sibling'], 'limit, back 00:10', 'the account work at https://a.example'],
				[['a'], 'key refused', 'the account KEY at https://a.example'],
				[['codex'], 'timeout, back 00:01', 'the model it takes by default at agent-cli:codex'],
				[['codex'], 'crashed, back 00:03', 'everything at agent-cli:codex'],
			],
		);
		assert.deepEqual(parts.map(({ key }) => key).sort(), Object.keys(cooldowns).sort());
	});

	it('[R19] is also what belongs to nobody any more, after everything else', () => {
		const cooldowns = { 'endpoint https://gone.example': cooldown(minute), 'endpoint https://a.example': cooldown(1) };
		const parts = coolingParts(cooldowns, [a], start, clockFace);
		assert.deepEqual(
			parts.map(({ providers, what }) => [providers, what]),
			[
				[['a'], 'everything at https://a.example'],
				[[], 'endpoint https://gone.example'],
			],
		);
	});

	it('is nothing that is over', () => {
		const over = { 'endpoint https://a.example': cooldown(minute) };
		assert.deepEqual(coolingParts(over, [a], start + minute, clockFace), []);
		assert.deepEqual([coolsAnything(over, start), coolsAnything(over, start + minute)], [true, false]);
	});
});

describe('what a provider is, in one line', () => {
	const measured = (ms: number) => ({ attempts: 3, successes: 3, failures: 0, firstOutputMs: [ms, ms, ms] });

	it('[R19] names model, billing and price, reach and latency', () => {
		const priced = llm('priced', {
			model: 'small',
			billing: 'metered',
			reach: 'standard',
			cost: { input: 0.3, output: 1.1 },
		});
		assert.equal(
			providerDetail(priced, { stats: { priced: measured(800) } }).replaceAll('\u00a0', ' '),
			'small · standard · first output 800 ms · metered, $0.30 in and $1.10 out per million tokens',
		);
	});

	it('says so where nothing was measured, and leaves out the list price of what is free', () => {
		assert.equal(
			providerDetail(llm('a', { cost: { input: 1, output: 1 } }), { stats: {} }),
			'a-model · sovereign · free · first output not measured',
		);
		assert.equal(
			providerDetail(agent('codex', { billing: 'subscription' }), { stats: {} }),
			'codex · sovereign · subscription · first output not measured',
		);
	});
});
