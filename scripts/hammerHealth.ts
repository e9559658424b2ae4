// node scripts/hammerHealth.ts [--rounds N] [--seed N]
// Two processes write to one health file while they are killed at random: is anything lost or counted twice, is the file
// ever unreadable?
import { parseArgs } from 'node:util';
import { temporaryFolder } from '../test/support/temporary.ts';
import { hammerHealth } from './hammer/hammer.ts';

const { values } = parseArgs({
	options: { rounds: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } },
});
const rounds = Number(values.rounds);
const startedAt = performance.now();
const seconds = () => Math.round((performance.now() - startedAt) / 1000);

const result = await hammerHealth({ folder: temporaryFolder(), rounds, seed: Number(values.seed) }, (done) => {
	if (done % 500 === 0) {
		console.log(`${done} rounds, ${seconds()} s`);
	}
});
console.log(JSON.stringify({ ...result, seconds: seconds() }, null, '\t'));
const sound = result.lost.length === 0 && result.wrong.length === 0 && result.unreadable === 0;
process.exitCode = sound && result.rounds === rounds ? 0 : 1;
