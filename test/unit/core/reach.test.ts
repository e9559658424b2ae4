import assert from 'node:assert/strict';
import { decide } from '../../../src/core/decide.ts';
import { healthy } from '../../../src/core/health.ts';
import type { Provider } from '../../../src/core/provider.ts';
import { effectiveReach } from '../../../src/core/reach.ts';
import { defaults, parseSettings } from '../../../src/core/settings.ts';
import type { Situation } from '../../../src/core/situation.ts';
import { llm } from '../../support/providers.ts';
import { facts, start } from '../../support/requests.ts';
import { situation } from '../../support/settings.ts';

const near = llm('near');
const middle = llm('middle', { reach: 'private' });
const far = llm('far', { reach: 'standard' });

function reachOf(providers: readonly Provider[], different: Partial<Situation> = {}) {
	return effectiveReach(decide(situation(providers, different)), providers);
}

describe('reach', () => {
	it('[B9] decides before everything else who is asked, at each attempt', () => {
		const request = facts({ reach: 'sovereign' });
		for (const providers of [
			[far, middle],
			[middle, far],
		]) {
			const decision = decide(situation(providers, { request }));
			assert.equal(decision.type === 'stop' && decision.because, 'nobody-left');
			assert.ok(decision.passedOver.every(({ reason }) => reason === 'reach'));
		}
		const decision = decide(situation([far, near], { request }));
		assert.equal(decision.type === 'attempt' && decision.provider, 'near');
	});

	it('[B10] is in effect the widest of those who may still answer, in whatever order', () => {
		assert.equal(reachOf([near, middle, far]), 'standard');
		assert.equal(reachOf([far, near]), 'standard');
		assert.equal(reachOf([near, middle]), 'private');
		assert.equal(reachOf([near]), 'sovereign');
	});

	it('[B10] leaves out who may not be asked', () => {
		assert.equal(reachOf([near, llm('far', { reach: 'standard', enabled: false })]), 'sovereign');
		assert.equal(reachOf([near, middle, far], { request: facts({ reach: 'private' }) }), 'private');
		assert.equal(reachOf([near, far], { request: facts({ excluded: ['far'] }) }), 'sovereign');
		assert.equal(reachOf([near, far], { request: facts({ pinned: 'near' }) }), 'sovereign');
	});

	it('[B10] counts who only cools: its time may come while the route runs', () => {
		const cooldown = { until: start + 1000, reason: 'overloaded', stated: true, strikes: 1, at: start } as const;
		const health = { ...healthy, cooldowns: { 'endpoint https://far.example': cooldown } };
		assert.equal(reachOf([near, far], { health }), 'standard');
	});

	for (const reason of ['ranked-lower', 'llm-preferred', 'probing'] as const) {
		it(`[B10] counts who may answer later in the same route: ${reason}`, () => {
			const passedOver = [{ provider: 'far', reason }];
			assert.equal(effectiveReach({ type: 'stop', because: 'nobody-left', passedOver }, [far]), 'standard');
		});
	}

	it('[B10] is none when nobody may answer', () => {
		assert.equal(reachOf([]), null);
		assert.equal(reachOf([far], { request: facts({ reach: 'private' }) }), null);
	});

	it('[B11] is standard where nothing is set, and one setting makes it sovereign', () => {
		const reach = (user: Readonly<Record<string, unknown>>) =>
			parseSettings({ user, workspace: {} }, defaults).settings.reach;
		assert.equal(reach({}), 'standard');
		assert.equal(reach({ reach: 'sovereign' }), 'sovereign');
	});

	it('[B11] a workspace can narrow it and never widen it', () => {
		const reach = (user: string, workspace: string) =>
			parseSettings({ user: { reach: user }, workspace: { 'workspace.reach': workspace } }, defaults).settings.reach;
		assert.equal(reach('standard', 'sovereign'), 'sovereign');
		assert.equal(reach('private', 'standard'), 'private');
	});
});
