import assert from 'node:assert/strict';
import { measure } from '../../../scripts/simulate/measure.ts';
import { orderedOracle } from '../../../scripts/simulate/oracles.ts';
import { ordered } from '../../../scripts/simulate/ours.ts';
import { simulate } from '../../../scripts/simulate/simulate.ts';
import { traces } from '../../../scripts/simulate/traces.ts';
import { flatCooldown } from '../../../scripts/simulate/walkers.ts';

const requests = Math.ceil(20_000 / traces.length);

/** With so few requests a single minute of silence shows: where the time may be more than 1.10 times the oracle's. */
const slower: Readonly<Record<string, number>> = { 'silent outage': 1.2, 'slow and stalling': 1.25 };

describe('who sets nothing, in all traces of the simulation', () => {
	const by = [orderedOracle, flatCooldown, ordered];
	const runs = traces.map((trace) => simulate(trace, { requests, seed: 1 }, by));
	const all = measure(runs, ordered.name, [orderedOracle.name]);

	it('is answered wherever some provider could answer until the deadline', () => {
		assert.ok(all.steady > 0.8 * all.requests);
		assert.equal(all.missed, 0);
	});

	it('waits for the first output at most 1.10 times as long as with an oracle', () => {
		assert.ok(all.against[orderedOracle.name]!.times <= 1.1, String(all.against[orderedOracle.name]!.times));
		for (const run of runs) {
			const { times } = measure([run], ordered.name, [orderedOracle.name]).against[orderedOracle.name]!;
			assert.ok(times <= (slower[run.trace.name] ?? 1.1), `${run.trace.name}: ${times}`);
		}
	});

	it('wastes at most half of the attempts that a flat cooldown wastes', () => {
		const flat = measure(runs, flatCooldown.name, []);
		assert.ok(all.wasted <= flat.wasted / 2, `${all.wasted} and ${flat.wasted}`);
	});
});
