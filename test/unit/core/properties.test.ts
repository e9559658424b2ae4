import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decide, firstChoice, type Situation, type Tried } from '../../../src/core/decide.ts';
import { consequences, type FailureKind } from '../../../src/core/failure.ts';
import { coolingOf, type Health, healthy } from '../../../src/core/health.ts';
import { accountOf, isAgent, type Profile, type Provider } from '../../../src/core/provider.ts';
import { record } from '../../../src/core/record.ts';
import { isNoDearer, staysWithin } from '../../../src/core/request.ts';
import { defaults, parseSettings } from '../../../src/core/settings.ts';
import { attemptEnds, events, failureKind, healthOf, providers, situations } from '../../support/arbitraries.ts';
import { answered, attemptEnd, failed } from '../../support/events.ts';
import { llm } from '../../support/providers.ts';
import { start } from '../../support/requests.ts';

/** The seed makes every run the same; change it to look elsewhere. */
const runs = { numRuns: 1000, seed: 20260101 };

describe('decide, whatever the situation', () => {
	holds('never lets code travel farther than the request may', ({ request }, { provider }) => {
		assert.ok(staysWithin(provider.reach, request.reach));
	});

	holds('never asks anybody dearer than the request may pay', ({ request }, { provider }) => {
		assert.ok(isNoDearer(provider.billing, request.billing));
	});

	holds(
		'never asks anybody who cools, unless the user picked them',
		({ request, health, now }, { provider, profile }) => {
			assert.ok(request.pinned === provider.id || coolingOf(health, provider, profile, now) === null);
		},
	);

	holds('never asks anybody excluded, tried before, disabled or not ready', (situation, { provider }) => {
		assert.ok(!situation.request.excluded.includes(provider.id));
		assert.ok(situation.tried.every((each) => each.provider !== provider.id));
		assert.ok(provider.enabled);
		assert.ok(!Object.keys(situation.health.notReady).includes(provider.id));
	});

	holds('never asks an agent without an isolated copy', ({ request }, { provider }) => {
		assert.ok(!isAgent(provider.kind) || request.isolation === 'available');
	});

	holds('never uses a profile whose key is not at hand', ({ accounts }, { provider, profile }) => {
		assert.ok(profile.key.from === 'none' || accounts.includes(accountOf(provider, profile)));
	});

	holds('asks nobody but the one the user picked', ({ request }, { provider }) => {
		assert.ok(request.pinned === null || request.pinned === provider.id);
	});

	it('names every provider exactly once, chosen or passed over', () => {
		fc.assert(
			fc.property(situations, (situation) => {
				const decision = decide(situation);
				const named = decision.passedOver.map(({ provider }) => provider);
				const all = decision.type === 'attempt' ? [...named, decision.provider] : named;
				assert.deepEqual([...all].sort(), situation.settings.providers.map(({ id }) => id).sort());
			}),
			runs,
		);
	});

	it('decides the same after a journey through JSON', () => {
		fc.assert(
			fc.property(situations, (situation) => {
				const travelled = JSON.parse(JSON.stringify(situation)) as Situation;
				assert.deepEqual(decide(travelled), decide(situation));
				assert.deepEqual(firstChoice(travelled), firstChoice(situation));
			}),
			runs,
		);
	});

	it('[U25] no route makes more than maxAttempts attempts or asks anybody twice, whatever fails', () => {
		fc.assert(
			fc.property(situations, fc.array(failureKind, { minLength: 12, maxLength: 12 }), (situation, failures) => {
				const asked = drive({ ...situation, tried: [] }, failures);
				assert.ok(asked.length <= situation.settings.maxAttempts);
				assert.equal(new Set(asked).size, asked.length);
			}),
			runs,
		);
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
				const expected = Math.min(longestMs, cooldownMs * 2 ** (Math.min(strikes, 20) - 1));
				assert.equal(cooldown?.until, cools === null ? undefined : start + expected);
				assert.deepEqual(record(health, attemptEnd(provider, answered), start).cooldowns, {});
			}),
			runs,
		);
	});
});

/** The promise holds for whoever gets an attempt, and somebody does often enough for that to mean something. */
function holds(
	title: string,
	promise: (situation: Situation, chosen: { readonly provider: Provider; readonly profile: Profile }) => void,
): void {
	it(title, () => {
		let attempts = 0;
		fc.assert(
			fc.property(situations, (situation) => {
				const decision = decide(situation);
				if (decision.type === 'stop') {
					return;
				}
				attempts++;
				const provider = situation.settings.providers.find(({ id }) => id === decision.provider);
				const profile = provider?.profiles.find(({ name }) => name === decision.profile);
				assert.ok(provider !== undefined && profile !== undefined);
				promise(situation, { provider, profile });
			}),
			runs,
		);
		assert.ok(attempts > runs.numRuns / 20, `only ${attempts} attempts`);
	});
}

/** Who is asked, in order, when each attempt fails in turn with one of `failures`. */
function drive(start: Situation, failures: readonly FailureKind[]): readonly string[] {
	const tried: Tried[] = [];
	let health = start.health;
	for (const failure of failures) {
		const decision = decide({ ...start, health, tried: [...tried] });
		const provider = start.settings.providers.find(({ id }) => decision.type === 'attempt' && id === decision.provider);
		if (decision.type === 'stop' || provider === undefined) {
			return tried.map((each) => each.provider);
		}
		tried.push({ provider: provider.id, profile: decision.profile, kind: provider.kind, failure });
		health = record(health, attemptEnd(provider, failed(failure)), start.now);
	}
	throw new Error('the route did not stop');
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
