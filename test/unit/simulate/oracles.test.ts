import assert from 'node:assert/strict';
import { measure } from '../../../scripts/simulate/measure.ts';
import { cheapestOracle, orderedOracle, quickestOracle, soonestOracle } from '../../../scripts/simulate/oracles.ts';
import { retrying } from '../../../scripts/simulate/ours.ts';
import { sonnet } from '../../../scripts/simulate/providerModels.ts';
import { policies, simulate, type TraceResult } from '../../../scripts/simulate/simulate.ts';
import { traces } from '../../../scripts/simulate/traces.ts';
import { trace } from '../../support/simulation.ts';

const oracles = [soonestOracle, quickestOracle, orderedOracle, cheapestOracle];
const others = policies.filter(({ name }) => oracles.every((oracle) => oracle.name !== name));

describe('an oracle', () => {
	const runs: readonly TraceResult[] = traces.flatMap((trace) =>
		[1, 2].map((seed) => simulate(trace, { requests: 1000, seed })),
	);

	it('never fails an attempt', () => {
		for (const { results, trace } of runs) {
			for (const { policy, ledger } of results.filter(({ policy: each }) => oracles.includes(each))) {
				assert.equal(ledger.wasted(), 0, `${policy.name}: ${trace.name}`);
			}
		}
	});

	it('is beaten by nobody at any single request where nothing depends on what was asked before', () => {
		for (const { results, trace } of runs.filter((run) => run.trace.limits.length === 0)) {
			const best = results.find(({ policy }) => policy === soonestOracle)!.ledger.firstOutputMs;
			for (const { policy, ledger } of results) {
				const beaten = [...ledger.firstOutputMs.entries()].filter(
					// Half a millisecond is what is lost where a window ends between two of them.
					([number, ms]) => !Number.isNaN(ms) && !(best[number]! <= ms + 1),
				);
				assert.deepEqual(beaten, [], `${policy.name}: ${trace.name}`);
			}
		}
	});

	it('is beaten by nobody on the whole, in time, in money or in answers', () => {
		for (const run of runs) {
			const [soonest, cheapest] = [soonestOracle, cheapestOracle].map(({ name }) => measure([run], name, []));
			for (const { name } of others) {
				const own = measure([run], name, [soonestOracle.name, cheapestOracle.name]);
				const where = `${name}: ${run.trace.name}`;
				assert.ok(own.answered <= soonest!.answered && own.answered <= cheapest!.answered, where);
				assert.ok(Number.isNaN(own.meanMs) || own.against[soonestOracle.name]!.times >= 1, where);
				assert.ok(Number.isNaN(own.meanMs) || own.against[cheapestOracle.name]!.regretSpend >= -1e-9, where);
			}
		}
	});

	it('has the better luck of all the tries that a retry would have', () => {
		const providers = [{ ...sonnet, flaky: { share: 0.5, as: ['unknown'] as const } }];
		const [alone, retried] = simulate(trace({ providers }), { requests: 1000, seed: 1 }, [
			soonestOracle,
			retrying,
		]).results;
		const answered = (times: Float64Array) => times.map((ms) => Number(!Number.isNaN(ms)));
		assert.deepEqual(answered(alone!.ledger.firstOutputMs), answered(retried!.ledger.firstOutputMs));
		assert.ok(retried!.ledger.wasted() > 500);
	});

	it('answers whatever a steady provider could', () => {
		for (const run of runs) {
			for (const { name } of oracles) {
				assert.equal(measure([run], name, []).missed, 0, `${name}: ${run.trace.name}`);
			}
		}
	});
});
