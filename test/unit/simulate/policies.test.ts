import assert from 'node:assert/strict';
import { gpt, local, sonnet } from '../../../scripts/simulate/providerModels.ts';
import { measure } from '../../../scripts/simulate/measure.ts';
import { orderedOracle, soonestOracle } from '../../../scripts/simulate/oracles.ts';
import { ordered } from '../../../scripts/simulate/ours.ts';
import { report } from '../../../scripts/simulate/report.ts';
import { policies, simulate, type TraceResult } from '../../../scripts/simulate/simulate.ts';
import { traces } from '../../../scripts/simulate/traces.ts';
import { firstOnly, flatCooldown, hindsight, withoutHealth } from '../../../scripts/simulate/walkers.ts';
import { always, trace } from '../../support/simulation.ts';

const small = { requests: 300, seed: 1 };
const counts = ({ results }: TraceResult) => results.map(({ ledger }) => [ledger.wasted(), ledger.attempts()]);

describe('the simulation', () => {
	it('gives the same report for the same seed, and another for another', () => {
		const run = (seed: number) => report(traces.slice(0, 3).map((each) => simulate(each, { requests: 300, seed })));
		assert.equal(run(1), run(1));
		assert.notEqual(run(1), run(2));
	});

	for (const each of traces) {
		it(`ends every request once, and every attempt is an answer or wasted, under every policy: ${each.name}`, () => {
			const { results, asked } = simulate(each, small);
			assert.equal(results.length, policies.length);
			for (const { policy, ledger } of results) {
				const answered = ledger.firstOutputMs.filter((ms) => !Number.isNaN(ms)).length;
				assert.equal(ledger.ended(), asked.length, policy.name);
				assert.equal(ledger.attempts() - ledger.wasted(), answered, policy.name);
				assert.equal(ledger.by.filter((place) => place >= 0).length, answered, policy.name);
				const kinds = [...ledger.wastedFor.values()].reduce((sum, count) => sum + count, 0);
				assert.equal(kinds, ledger.wasted(), policy.name);
			}
		});
	}
});

describe('a plain policy', () => {
	const down = always({ kind: 'outage', how: 'errors' });
	const providers = [sonnet, gpt];

	it('without failover asks the favourite alone', () => {
		const result = simulate(trace({ providers, faults: [{ ...down, provider: 'sonnet' }] }), small, [firstOnly]);
		assert.deepEqual(counts(result), [[300, 300]]);
	});

	it('without health fails anew for every request', () => {
		const result = simulate(trace({ providers, faults: [{ ...down, provider: 'sonnet' }] }), small, [withoutHealth]);
		assert.deepEqual(counts(result), [[300, 600]]);
	});

	it('with a flat cooldown fails once a minute at most, and asks nobody while all cool', () => {
		const one = simulate(trace({ providers, faults: [{ ...down, provider: 'sonnet' }] }), small, [flatCooldown]);
		const wasted = one.results[0]!.ledger.wasted();
		assert.ok(wasted > 50 && wasted < 300, String(wasted));
		const all = simulate(trace({ providers, faults: [down] }), small, [flatCooldown]);
		assert.ok(all.results[0]!.ledger.attempts() < 600);
	});

	it('with hindsight fails once for an incident', () => {
		const result = simulate(trace({ providers, faults: [{ ...down, provider: 'sonnet' }] }), small, [hindsight]);
		assert.deepEqual(counts(result), [[1, 301]]);
	});
});

describe('the policies of the extension in the simulation', () => {
	it('learn from events at their own times: what fails is left alone for a while, then asked again', () => {
		const faults = [{ ...always({ kind: 'outage', how: 'errors' } as const), provider: 'sonnet' }];
		const { results } = simulate(trace({ providers: [sonnet, gpt], faults }), small, [ordered]);
		const wasted = results[0]!.ledger.wasted();
		assert.ok(wasted > 10 && wasted < 100, String(wasted));
	});

	it('tell another window what they learnt', () => {
		const faults = [{ ...always({ kind: 'outage', how: 'errors' } as const), provider: 'sonnet' }];
		const wasted = (windows: number) =>
			simulate(trace({ providers: [sonnet, gpt], faults, windows, load: { perHour: 60 } }), small, [
				ordered,
			]).results[0]!.ledger.wasted();
		assert.ok(wasted(4) <= wasted(1) + 3, `${wasted(4)} and ${wasted(1)}`);
	});
});

describe('the measures', () => {
	it('compare only what both answered, and count what a failure costs', () => {
		const faults = [{ ...always({ kind: 'outage', how: 'silent' } as const), provider: 'sonnet' }];
		const result = simulate(trace({ providers: [sonnet, local], faults }), small, [
			soonestOracle,
			orderedOracle,
			firstOnly,
			withoutHealth,
		]);
		const [nobody, everybody] = ['first only', 'no health'].map((name) =>
			measure([result], name, ['oracle: in order']),
		);
		assert.equal(nobody?.answered, 0);
		assert.equal(nobody.missed, 300);
		assert.equal(nobody.wasted, 1000);
		assert.equal(everybody?.missed, 0);
		assert.ok(Math.abs((everybody.against['oracle: in order']?.regretMs ?? 0) - 60_000) < 1);
		assert.equal(everybody.against['oracle: in order']?.later, 0);
	});
});
