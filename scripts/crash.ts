// node scripts/crash.ts [--runs N] [--seed N]
// Kills our own process at every step of work in a folder itself, also while it recovers, and recovers the folder: is it
// as it was, or as it was accepted, to the last byte, and is anything left behind?
import { parseArgs } from 'node:util';
import { type CrashResult, createCrash } from '../test/support/crash/crash.ts';

const { values } = parseArgs({
	options: { runs: { type: 'string', default: '1000' }, seed: { type: 'string', default: '1' } },
});
const [runs, first] = [Number(values.runs), Number(values.seed)];
const crash = createCrash();
const counts: Record<string, number> = {};
let [harmed, killedAgain] = [0, 0];
const startedAt = performance.now();
for (let seed = first; seed < first + runs; seed++) {
	const result: CrashResult = await crash.run(seed);
	const kind = `${result.what}: ${result.left} left, ${result.became}`;
	counts[kind] = (counts[kind] ?? 0) + 1;
	killedAgain += result.killedAgain;
	if (result.problems.length > 0) {
		harmed += 1;
		console.log(JSON.stringify(result, null, '\t'));
	}
}
const seconds = Math.round((performance.now() - startedAt) / 1000);
console.log(JSON.stringify({ runs, seed: first, killedAgain, harmed, counts, seconds }, null, '\t'));
process.exitCode = harmed === 0 ? 0 : 1;
