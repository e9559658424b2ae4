import { strict as assert } from 'node:assert';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Isolation } from '../../../src/core/agent.ts';
import { differences, digestOf } from '../../support/chaos/digest.ts';
import { forms } from '../../support/chaos/forms.ts';
import { type Chaos, type ChaosResult, createChaos } from '../../support/chaos/run.ts';
import { createChaosScene } from '../../support/chaos/scene.ts';

describe('an agent that does anything and dies', () => {
	for (const form of Object.keys(forms) as Isolation[]) {
		describe(form, () => {
			let chaos: Chaos;

			before(() => {
				chaos = createChaos(form);
			});
			after(() => {
				chaos.dispose();
			});

			it("leaves the user's folder as it was, and nothing behind, 40 times", async () => {
				const results: ChaosResult[] = [];
				for (let seed = 1; seed <= 40; seed++) {
					results.push(await chaos.run(seed));
				}
				assert.deepEqual(
					results.filter(({ problems }) => problems.length > 0),
					[],
				);
				const steps = results.reduce((sum, result) => sum + result.steps, 0);
				assert.ok(steps > 100, `${steps} steps`);
				assert.ok(new Set(results.map(({ became }) => became)).size > 2);
			}).timeout(300_000);
		});
	}

	it('is seen by the digest where it changes a byte, a mode, a time or a name', () => {
		const { root } = createChaosScene('clean');
		const before = digestOf(root);
		assert.deepEqual(differences(before, digestOf(root)), []);
		writeFileSync(path.join(root, '.git/index.lock'), '');
		const found = differences(before, digestOf(root)).map((line) => line.split(':')[0]);
		assert.deepEqual(found, ['.git', '.git/index.lock']);
	});
});
