import assert from 'node:assert/strict';
import { crossingOf, dearestOf } from '../../../src/core/consent.ts';
import { decide } from '../../../src/core/decide.ts';
import type { Provider } from '../../../src/core/provider.ts';
import type { Billing } from '../../../src/core/request.ts';
import type { Consent, Situation } from '../../../src/core/situation.ts';
import { healthy } from '../../../src/core/health.ts';
import type { Settings } from '../../../src/core/settings.ts';
import { llm } from '../../support/providers.ts';
import { facts, start } from '../../support/requests.ts';
import { settingsFor, situation, tried } from '../../support/settings.ts';

const free = llm('free');
const subscribed = llm('subscribed', { billing: 'subscription' });
const metered = llm('metered', { billing: 'metered' });

describe('decide: consent to dearer billing', () => {
	const said = (to: Billing, granted: boolean): Consent => ({
		question: { about: 'billing', provider: 'metered', from: 'free', to },
		granted,
		attempts: 1,
	});
	const after = (different: Partial<Settings> = {}, rest: Partial<Situation> = {}, providers = [free, metered]) =>
		decide(situation([], { settings: settingsFor(providers, different), tried: [tried(free)], ...rest }));

	it('[U23] a failover to a dearer provider waits for the user’s word', () => {
		assert.deepEqual(after(), {
			type: 'ask',
			provider: 'metered',
			question: { about: 'billing', provider: 'metered', from: 'free', to: 'metered' },
			passedOver: [{ provider: 'free', reason: 'tried', failure: 'overloaded' }],
		});
	});

	it('[U23] a yes opens the route for that billing, a no closes it', () => {
		const yes = after({}, { consents: [said('metered', true)] });
		assert.equal(yes.type === 'attempt' && yes.provider, 'metered');
		const no = after({}, { consents: [said('metered', false)] });
		assert.equal(no.type === 'stop' && no.because, 'nobody-left');
		assert.deepEqual(no.passedOver[1], { provider: 'metered', reason: 'billing' });
	});

	it('[U23] a no to metered leaves the question about a subscription, a no to that answers both', () => {
		const providers = [free, subscribed, metered];
		const noMetered = after({}, { consents: [said('metered', false)] }, providers);
		assert.equal(noMetered.type === 'ask' && noMetered.provider, 'subscribed');
		const none = after({}, { consents: [said('subscription', false)] }, providers);
		assert.equal(none.type, 'stop');
	});

	it('[U23] a yes to a subscription is no yes to metered', () => {
		const providers = [free, metered, subscribed];
		const decision = after({}, { consents: [said('subscription', true)] }, providers);
		assert.equal(decision.type === 'ask' && decision.provider, 'metered');
	});

	it('[U23] a route that goes on from another one is measured by who was asked before it', () => {
		const next = (setOut: Billing | null, consent: Settings['consent'] = 'ask') =>
			decide(situation([], { settings: settingsFor([metered], { consent }), request: facts({ setOut }) })).type;
		assert.deepEqual(
			[null, 'free', 'subscription', 'metered'].map((billing) => next(billing as Billing | null)),
			['attempt', 'ask', 'ask', 'attempt'],
		);
		assert.equal(next('free', 'never-cross'), 'stop');
		const picked = facts({ setOut: 'free', pinned: 'metered' });
		assert.equal(decide(situation([metered], { request: picked })).type, 'attempt');
	});

	it('[U23] the dearest of several is what a route may go on with unasked', () => {
		assert.equal(dearestOf([free, metered, subscribed], null), 'metered');
		assert.equal(dearestOf([free], 'subscription'), 'subscription');
		assert.equal(dearestOf([], null), null);
	});

	it('[U23] who was too small from the beginning was no first choice, also after a failure', () => {
		const small = llm('small', { billing: 'metered', contextTokens: 50 });
		assert.equal(after({}, {}, [small, free, metered]).type, 'ask');
	});

	it('[U23] never-cross passes dearer providers over, and goes on with one that is not', () => {
		const other = llm('other');
		const decision = after({ consent: 'never-cross' }, {}, [free, metered, other]);
		assert.equal(decision.type === 'attempt' && decision.provider, 'other');
		assert.deepEqual(decision.passedOver[1], { provider: 'metered', reason: 'billing' });
	});

	it('[U23] allow asks nobody', () => {
		const decision = after({ consent: 'allow' });
		assert.equal(decision.type === 'attempt' && decision.provider, 'metered');
	});

	it('[U23] the first choice needs no consent, nor does anybody as dear or cheaper', () => {
		const settings = settingsFor([metered, free, llm('more', { billing: 'metered' })]);
		for (const attempts of [[], [tried(metered)], [tried(metered), tried(free)]]) {
			assert.equal(decide(situation([], { settings, tried: attempts })).type, 'attempt');
		}
	});

	it('[U23] who was asked first stays the measure, whatever becomes of it meanwhile', () => {
		const more = llm('more', { billing: 'metered' });
		const notReady = { metered: { reason: 'not-installed', message: '' } } as const;
		const health = { ...healthy, notReady };
		const decision = after({}, { tried: [tried(metered), tried(free)], health }, [metered, free, more]);
		assert.equal(decision.type === 'attempt' && decision.provider, 'more');
	});

	it('[U23] a first choice that only cools is not replaced by a dearer one unasked', () => {
		const cooldown = { until: start + 1000, reason: 'overloaded', stated: false, strikes: 1, at: start } as const;
		const health = { ...healthy, cooldowns: { 'endpoint https://free.example': cooldown } };
		assert.equal(after({}, { tried: [], health }).type, 'ask');
	});

	it('[U23] nor is one that was asked and that the user then would not wait for', () => {
		const request = facts({ excluded: ['free'] });
		assert.equal(after({ onFailure: 'retry' }, { request }).type, 'ask');
	});

	it('[U23] [G3] the last way out is no way round the question', () => {
		const cooldown = { until: start + 1000, reason: 'overloaded', stated: false, strikes: 1, at: start } as const;
		const health = { ...healthy, cooldowns: { 'endpoint https://metered.example': cooldown } };
		const request = facts({ excluded: ['free'] });
		assert.equal(after({}, { request, health }).type, 'ask');
	});

	it('[U23] picking a provider is consent', () => {
		const request = facts({ pinned: 'metered' });
		const decision = after({ consent: 'never-cross' }, { tried: [], request });
		assert.equal(decision.type === 'attempt' && decision.provider, 'metered');
	});

	it('[U23] who could never be asked is no measure, wherever the settings put it', () => {
		const off = llm('off', { billing: 'metered', enabled: false });
		assert.equal(after({}, {}, [off, free, metered]).type, 'ask');
	});

	it('[U23] where providers take turns each of them is a first choice', () => {
		const decision = after({ strategy: 'round-robin' });
		assert.equal(decision.type === 'attempt' && decision.provider, 'metered');
	});
});

describe('what stands between a route and a provider', () => {
	const crossing = (provider: Provider, different: Partial<Settings> = {}, consents: readonly Consent[] = []) =>
		crossingOf(provider, 'subscription', situation([], { settings: settingsFor([], different), consents }));
	const yes = (to: Billing, granted = true): Consent => ({
		question: { about: 'billing', provider: 'metered', from: 'free', to },
		granted,
		attempts: 1,
	});

	it('[U23] is nothing for who is no dearer, after a yes, or where the user allows it', () => {
		for (const consent of ['ask', 'never-cross', 'allow'] as const) {
			assert.deepEqual(
				[free, subscribed].map((each) => crossing(each, { consent })),
				['open', 'open'],
			);
		}
		assert.equal(crossing(metered, { consent: 'allow' }), 'open');
		assert.equal(crossing(metered, {}, [yes('metered')]), 'open');
		assert.equal(crossing(metered, { consent: 'never-cross' }, [yes('metered')]), 'closed');
	});

	it('[U23] is the user’s word about the billing, and not about anything else', () => {
		const other = (granted: boolean): Consent => ({
			question: { about: 'side-effect', provider: 'metered' },
			granted,
			attempts: 1,
		});
		assert.equal(crossing(metered, {}, [other(true), other(false)]), 'ask');
		assert.equal(crossing(metered, {}, [other(false), yes('metered')]), 'open');
		assert.equal(crossing(metered, {}, [yes('metered'), yes('metered', false)]), 'closed');
	});
});
