import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decide } from '../../../src/core/decide.ts';
import type { AttemptReason } from '../../../src/core/decision.ts';
import type { Situation } from '../../../src/core/situation.ts';
import { firstChoice } from '../../../src/core/order.ts';
import { consequences, type FailureKind } from '../../../src/core/failure.ts';
import { coolingOf, forGood, type Health, healthy } from '../../../src/core/health.ts';
import { accountOf, isAgent, keysOf, type Profile, type Provider } from '../../../src/core/provider.ts';
import { record } from '../../../src/core/record.ts';
import { isNoDearer, staysWithin } from '../../../src/core/request.ts';
import { defaults, parseSettings } from '../../../src/core/settings.ts';
import { attemptEnds, events, failureKind, healthOf, providers, situations } from '../../support/arbitraries.ts';
import { standingsOf } from '../../../src/core/eligible.ts';
import { latencyOf } from '../../../src/core/latency.ts';
import { estimatedCost } from '../../../src/core/price.ts';
import { takesTurns } from '../../../src/core/strategy.ts';
import { answered, attemptEnd, failed } from '../../support/events.ts';
import { llm } from '../../support/providers.ts';
import { start } from '../../support/requests.ts';
import { runs, Sampled } from '../../support/sampled.ts';

const sampled = new Sampled(situations);

describe('decide, whatever the situation', () => {
	holds('never lets code travel farther than the request may', ({ request }, { provider }) => {
		assert.ok(staysWithin(provider.reach, request.reach));
	});

	holds('never asks anybody dearer than the request may pay', ({ request }, { provider }) => {
		assert.ok(isNoDearer(provider.billing, request.billing));
	});

	holds(
		'[G3] never asks anybody who cools, unless picked, asked once more, or the last one left and cooling softly',
		({ request, health, now }, { provider, profile, because }) => {
			const cooling = coolingOf(health, provider, profile, now);
			if (request.pinned === provider.id || cooling === null) {
				return;
			}
			assert.ok(['retry', 'terminus'].includes(because), because);
			assert.ok(!cooling.stated && consequences[cooling.reason].soft);
		},
	);

	holds('[U23] never asks anybody dearer than the first choice without consent', (situation, { provider, because }) => {
		const { request, settings, tried, consents } = situation;
		// Whoever is asked once more was asked before, with consent where that was needed.
		const again = because === 'retry' || because === 'without-limit';
		if (again || request.pinned !== null || settings.consent === 'allow' || takesTurns(settings.strategy)) {
			return;
		}
		const ids = [firstChoice({ ...situation, tried: [] }), tried[0]?.provider];
		const free = settings.providers.filter(({ id }) => ids.includes(id)).map(({ billing }) => billing);
		const granted = consents.flatMap(({ question, granted: yes }) =>
			yes && settings.consent === 'ask' && question.about === 'billing' ? [question.to] : [],
		);
		assert.ok([...free, ...granted].some((billing) => isNoDearer(provider.billing, billing)));
	});

	holds('never asks anybody excluded, disabled or not ready', (situation, { provider }) => {
		assert.ok(!situation.request.excluded.includes(provider.id));
		assert.ok(provider.enabled);
		assert.ok(!Object.keys(situation.health.notReady).includes(provider.id));
	});

	holds(
		'[R3] asks nobody tried before but for another profile after the last one failed, or for a retry',
		({ tried, settings }, { provider, profile, because }) => {
			const before = tried.filter((each) => each.provider === provider.id);
			if (because === 'retry') {
				assert.equal(settings.onFailure, 'retry');
				assert.ok(before.filter((each) => each.profile === profile.name).length <= settings.retry);
				return;
			}
			if (because === 'without-limit') {
				assert.deepEqual([tried.at(-1)?.failure, tried.at(-1)?.limited], ['output-limit', true]);
				return;
			}
			assert.ok(before.every((each) => each.profile !== profile.name));
			assert.ok(before.every((each) => consequences[each.failure].cools === 'profile'));
		},
	);

	holds('never asks an agent without an isolated copy', ({ request }, { provider }) => {
		assert.ok(!isAgent(provider.kind) || request.isolation === 'available');
	});

	holds('never uses a profile whose key is not at hand', ({ accounts }, { provider, profile }) => {
		assert.ok(profile.key.from === 'none' || accounts.includes(accountOf(provider, profile)));
	});

	holds('asks nobody but the one the user picked', ({ request }, { provider }) => {
		assert.ok(request.pinned === null || request.pinned === provider.id);
	});

	holds('[T30] never goes beyond a limit of the cost or the latency, known or not', (situation, { provider }) => {
		const { request, tried, health } = situation;
		const { cost, firstOutputMs } = request.limits;
		const spent = tried.reduce((sum, attempt) => sum + (attempt.cost ?? 0), 0);
		assert.ok(cost === null || spent + (estimatedCost(provider, request) ?? Infinity) <= cost);
		assert.ok(firstOutputMs === null || (latencyOf(provider, health) ?? Infinity) <= firstOutputMs);
	});

	holds(
		'[A12] leaves a half-open provider to the route that probes it, unless nobody else is left',
		(situation, { provider, profile, because }) => {
			const { request, health } = situation;
			const keys = keysOf(provider)[provider.profiles.indexOf(profile)]?.blames ?? [];
			const probed = keys.some((key) => (health.probes?.[key] ?? request.id) !== request.id);
			if (!probed || provider.exempt || ['picked', 'retry', 'without-limit', 'terminus'].includes(because)) {
				return;
			}
			assert.ok(standingsOf(situation).every(({ refusal }) => refusal !== null));
		},
	);

	it('[T11] names every provider exactly once, chosen or passed over', () => {
		sampled.all((situation) => {
			const decision = decide(situation);
			const named = decision.passedOver.map(({ provider }) => provider);
			const all = decision.type === 'stop' ? named : [...named, decision.provider];
			assert.deepEqual([...all].sort(), situation.settings.providers.map(({ id }) => id).sort());
		});
	});

	it('decides the same after a journey through JSON', () => {
		sampled.all((situation) => {
			const travelled = JSON.parse(JSON.stringify(situation)) as Situation;
			assert.deepEqual(decide(travelled), decide(situation));
			assert.deepEqual(firstChoice(travelled), firstChoice(situation));
		});
	});

	it('[U25] no settings allow more than ten attempts', () => {
		fc.assert(
			fc.property(fc.anything(), (value) => {
				const { settings } = parseSettings({ user: { 'routing.maxAttempts': value }, workspace: {} }, defaults);
				assert.ok(Number.isInteger(settings.maxAttempts) && settings.maxAttempts >= 1 && settings.maxAttempts <= 10);
			}),
			runs,
		);
	});
});

describe('parseSettings, whatever the settings', () => {
	it('gives settings and never throws', () => {
		fc.assert(
			fc.property(fc.anything(), fc.jsonValue(), (value, workspace) => {
				const user = { providers: [value], agents: value, reach: value };
				const { settings } = parseSettings(
					{ user, workspace: { 'workspace.reach': workspace, 'workspace.providers': workspace } },
					defaults,
				);
				assert.deepEqual([settings.providers, settings.reach], [[], 'standard']);
			}),
			runs,
		);
	});
});

describe('record, whatever happens', () => {
	it('gives a health that is plain JSON, without a number that is none', () => {
		fc.assert(
			fc.property(providers.chain(healthOf), fc.array(events, { maxLength: 20 }), (before, happened) => {
				const health = happened.reduce((learnt, event) => record(learnt, event, start), before);
				assert.deepEqual(JSON.parse(JSON.stringify(health)), health);
				assert.ok(numbersIn(health).every(Number.isFinite));
			}),
			runs,
		);
	});

	it('lets no cooldown end before it was already to end, but for a success or a time stated anew', () => {
		fc.assert(
			fc.property(attemptEnds, attemptEnds, (first, second) => {
				const before = record(healthy, first, start);
				const after = record(before, { ...second, provider: first.provider, profile: first.profile }, start);
				const stated = !second.end.ok && second.end.failure.retryAfterMs !== null;
				for (const [key, cooldown] of Object.entries(before.cooldowns)) {
					assert.ok(second.end.ok || stated || (after.cooldowns[key]?.until ?? 0) >= cooldown.until);
				}
			}),
			runs,
		);
	});

	it('doubles the cooldown with each failure in a row, up to the ceiling of its kind; a success clears it', () => {
		const provider = llm('a');
		fc.assert(
			fc.property(failureKind, fc.integer({ min: 1, max: 2000 }), (kind, strikes) => {
				const { cools, cooldownMs, longestMs } = consequences[kind];
				const health = repeated(provider, kind, Math.min(strikes, 20));
				const [cooldown] = Object.values(health.cooldowns);
				const forever = kind === 'unauthorized' && strikes >= 3;
				const expected = start + Math.min(longestMs, cooldownMs * 2 ** (Math.min(strikes, 20) - 1));
				assert.equal(cooldown?.until, cools === null ? undefined : forever ? forGood : expected);
				const later = start + 1000;
				const after = record(health, attemptEnd(provider, answered), later);
				assert.equal(coolingOf(after, provider, provider.profiles[0], later), null);
			}),
			runs,
		);
	});
});

/** The promise holds for whoever gets an attempt, and somebody does often enough for that to mean something. */
function holds(
	title: string,
	promise: (
		situation: Situation,
		chosen: { readonly provider: Provider; readonly profile: Profile; readonly because: AttemptReason },
	) => void,
): void {
	it(title, () => {
		let attempts = 0;
		sampled.all((situation) => {
			const decision = decide(situation);
			if (decision.type !== 'attempt') {
				return;
			}
			attempts++;
			const provider = situation.settings.providers.find(({ id }) => id === decision.provider);
			const profile = provider?.profiles.find(({ name }) => name === decision.profile);
			assert.ok(provider !== undefined && profile !== undefined);
			promise(situation, { provider, profile, because: decision.because });
		});
		assert.ok(attempts > runs.numRuns / 4, `only ${attempts} attempts`);
	});
}

function repeated(provider: Provider, kind: FailureKind, times: number): Health {
	let health = healthy;
	for (let time = 0; time < times; time++) {
		health = record(health, attemptEnd(provider, failed(kind)), start);
	}
	return health;
}

function numbersIn(value: unknown): readonly number[] {
	if (typeof value === 'number') {
		return [value];
	}
	return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}
