// node scripts/chaos.ts [--runs N] [--seed N] [--form worktree|inPlace]
// Agents that do anything with the folder they work in and die: is the user's folder as it was, is anything left behind?
import { parseArgs } from 'node:util';
import { type Isolation, isolations } from '../src/core/agent.ts';
import { createChaos } from '../test/support/chaos/run.ts';

const { values } = parseArgs({
	options: {
		runs: { type: 'string', default: '1000' },
		seed: { type: 'string', default: '1' },
		form: { type: 'string', default: 'worktree' },
	},
});
const form: Isolation | undefined = isolations.find((known) => known === values.form);
if (form === undefined) {
	throw new Error(`--form is one of: ${isolations.join(', ')}`);
}
const runs = Number(values.runs);
const first = Number(values.seed);
const chaos = createChaos(form);
const startedAt = performance.now();
const became: Record<string, number> = {};
let [steps, harmed] = [0, 0];
for (let seed = first; seed < first + runs; seed++) {
	const result = await chaos.run(seed);
	steps += result.steps;
	became[result.became] = (became[result.became] ?? 0) + 1;
	if (result.problems.length > 0) {
		harmed += 1;
		console.log(JSON.stringify(result, null, '\t'));
	}
	if ((seed - first + 1) % 100 === 0) {
		console.log(`${seed - first + 1} runs, ${harmed} of them harmed something`);
	}
}
chaos.dispose();
const seconds = Math.round((performance.now() - startedAt) / 1000);
console.log(JSON.stringify({ form, runs, seed: first, steps, became, harmed, seconds }, null, '\t'));
process.exitCode = harmed === 0 ? 0 : 1;
