import { strict as assert } from 'node:assert';
import { type CrashResult, createCrash } from '../../support/crash/crash.ts';

describe('our own process killed while it works in a folder itself', () => {
	it('leaves what puts the folder back, or what was accepted, whole, at whatever step it comes, 24 times', async () => {
		const crash = createCrash();
		const results: CrashResult[] = [];
		for (let seed = 1; seed <= 24; seed++) {
			results.push(await crash.run(seed));
		}
		assert.deepEqual(
			results.filter(({ problems }) => problems.length > 0),
			[],
		);
		assert.ok(results.some(({ left }) => left === 'folder'));
		assert.ok(results.some(({ killedAgain }) => killedAgain > 0));
	}).timeout(600_000);
});
