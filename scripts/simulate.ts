// node scripts/simulate.ts [--requests N] [--seed N] [--trace NAME] [--write]
// Routes requests under virtual time, by our policies, by plain ones and by oracles, and compares them.
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { report } from './simulate/report.ts';
import { policies, simulate } from './simulate/simulate.ts';
import { traces } from './simulate/traces.ts';

const { values } = parseArgs({
	options: {
		requests: { type: 'string', default: '1000000' },
		seed: { type: 'string', default: '1' },
		trace: { type: 'string' },
		write: { type: 'boolean', default: false },
	},
});
const chosen = traces.filter(({ name }) => values.trace === undefined || values.trace === name);
if (chosen.length === 0) {
	throw new Error(`unknown trace; known: ${traces.map(({ name }) => name).join(', ')}`);
}
const each = Math.ceil(Number(values.requests) / chosen.length);
const startedAt = performance.now();
const results = chosen.map((trace) => {
	const result = simulate(trace, { requests: each, seed: Number(values.seed) }, policies, () => performance.now());
	const slowest = result.results.map(({ policy, tookMs }) => `${policy.name} ${(tookMs / 1000).toFixed(1)}`);
	console.error(`${trace.name}: seconds ${slowest.join(', ')}`);
	return result;
});
const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
const text = report(results);
console.log(text);
console.error(`${each * chosen.length} requests by ${policies.length} policies in ${seconds} s`);
if (values.write) {
	const file = resolve(import.meta.dirname, '../docs/SIMULATION.md');
	const [before, after] = ['<!-- begin: npm run simulate -- --write -->', '<!-- end -->'];
	const page = readFileSync(file, 'utf8');
	if (!page.includes(before) || !page.includes(after)) {
		throw new Error('docs/SIMULATION.md has lost its marks');
	}
	const from = page.indexOf(before) + before.length;
	writeFileSync(file, `${page.slice(0, from)}\n\n${text}\n\n${page.slice(page.indexOf(after, from))}`);
}
