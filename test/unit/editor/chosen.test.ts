import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decide } from '../../../src/core/decide.ts';
import { healthy } from '../../../src/core/health.ts';
import { blameKey } from '../../../src/core/provider.ts';
import type { Situation } from '../../../src/core/situation.ts';
import {
	choiceOf,
	choose,
	type Choosing,
	type Chosen,
	nothingChosen,
	readChosen,
	wishesOf,
} from '../../../src/editor/chosen.ts';
import { llm } from '../../support/providers.ts';
import { facts, start } from '../../support/requests.ts';
import { situation, tried } from '../../support/settings.ts';

const [a, b, c] = [llm('a'), llm('b'), llm('c')];

/** A request of a window where this was chosen. */
const wished = (chosen: Partial<Chosen>, different: Partial<Situation> = {}) =>
	situation([a, b, c], { request: facts(wishesOf({ ...nothingChosen, ...chosen })), ...different });

const after = (...choosing: readonly Choosing[]) => choosing.reduce(choose, nothingChosen);

describe('what the user has chosen for a window', () => {
	it('pins one provider at a time, and unpins it', () => {
		assert.deepEqual(after({ provider: 'a', as: 'pinned' }, { provider: 'b', as: 'pinned' }), {
			pinned: 'b',
			locked: null,
			excluded: [],
		});
		assert.deepEqual(after({ provider: 'a', as: 'pinned' }, { provider: 'a', as: 'free' }), nothingChosen);
	});

	it('locks instead of a pin, and pins instead of a lock', () => {
		assert.equal(after({ provider: 'a', as: 'pinned' }, { provider: 'b', as: 'locked' }).pinned, null);
		assert.equal(after({ provider: 'a', as: 'locked' }, { provider: 'b', as: 'pinned' }).locked, null);
	});

	it('keeps who is excluded when it goes back to Auto, until that is taken back', () => {
		const chosen = after({ provider: 'c', as: 'excluded' }, { provider: 'a', as: 'locked' }, 'auto');
		assert.deepEqual(chosen, { pinned: null, locked: null, excluded: ['c'] });
		assert.deepEqual(choose(chosen, { provider: 'c', as: 'free' }), nothingChosen);
	});

	it('gives a provider one of them at most, whatever was chosen before', () => {
		const id = fc.constantFrom('a', 'b', 'c');
		const one = fc.record({ provider: id, as: fc.constantFrom('pinned', 'locked', 'excluded', 'free') });
		fc.assert(
			fc.property(fc.array(fc.oneof(one, fc.constant('auto' as const))), (all) => {
				const { pinned, locked, excluded } = after(...all);
				const named = [pinned, locked, ...excluded].filter((each) => each !== null);
				assert.equal(new Set(named).size, named.length);
				assert.ok(pinned === null || locked === null);
				const last = all.at(-1);
				if (last !== undefined && last !== 'auto') {
					const choice = choiceOf(last.provider, { pinned, locked, excluded });
					assert.equal(choice, last.as === 'free' ? null : last.as);
				}
			}),
		);
	});

	it('is read out of anything, and never names a provider twice', () => {
		assert.deepEqual(readChosen(undefined), nothingChosen);
		assert.deepEqual(readChosen({ pinned: 1, excluded: 'a' }), nothingChosen);
		assert.deepEqual(readChosen({ pinned: 'a', locked: 'b', excluded: ['b', 2, 'c'] }), {
			pinned: null,
			locked: 'b',
			excluded: ['c'],
		});
	});
});

describe('a request of a window where something was chosen', () => {
	const failed = tried(b);
	const cooling = (provider: typeof a): Pick<Situation, 'health'> => ({
		health: {
			...healthy,
			cooldowns: {
				[blameKey('profile', provider, provider.profiles[0])]: {
					until: start + 300_000,
					reason: 'rate-limited',
					stated: true,
					strikes: 1,
					at: start,
				},
			},
		},
	});
	const who = (given: Situation) => {
		const decision = decide(given);
		return decision.type === 'stop' ? decision.because : decision.provider;
	};

	it('[U3] asks the one that is pinned first, another one while it cools, and it again afterwards', () => {
		assert.equal(who(wished({ pinned: 'b' })), 'b');
		assert.equal(who(wished({ pinned: 'b' }, cooling(b))), 'a');
		assert.equal(who(wished({ pinned: 'b' }, { ...cooling(b), now: start + 300_001 })), 'b');
	});

	it('goes on with another one after the one that is pinned failed', () => {
		assert.equal(who(wished({ pinned: 'b' }, { tried: [failed] })), 'a');
	});

	it('asks nobody but the one that is locked, also while it cools, and nobody after it failed', () => {
		assert.equal(who(wished({ locked: 'b' }, cooling(b))), 'b');
		assert.equal(who(wished({ locked: 'b' }, { tried: [failed] })), 'nobody-left');
	});

	it('asks nobody who is excluded', () => {
		assert.equal(who(wished({ excluded: ['a', 'b'] })), 'c');
		const { passedOver } = decide(wished({ excluded: ['a'] }));
		assert.deepEqual(passedOver.find(({ provider }) => provider === 'a')?.reason, 'excluded');
	});
});
