// npm run mutation [-- --mutate FILE,FILE] [-- --force]
// Runs Stryker as stryker.config.mjs says and writes docs/MUTATION.md. Results are kept in out/mutation: only what changed
// runs again. `--report` writes the page from the results that are there.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ensureInstalled } from '../test/host/subpackage.mjs';
import { runChild } from '../test/runner/child.ts';
import { mutationPage, type Reason, type Results } from './mutation/page.ts';

const root = resolve(import.meta.dirname, '..');
const folder = join(root, 'scripts/mutation');
const resultFile = join(root, 'out/mutation/results.json');

async function main(args: readonly string[]): Promise<void> {
	if (!args.includes('--report')) {
		await ensureInstalled(folder, 'what breaks the code to test the tests (Stryker, 63 MB)');
		const stryker = join(folder, 'node_modules/@stryker-mutator/core/bin/stryker.js');
		const code = await runChild(process.execPath, [stryker, 'run', ...args], { cwd: root });
		if (code !== 0) {
			throw new Error(`Stryker ended with ${code ?? 'a signal'}.`);
		}
	}
	if (!existsSync(resultFile)) {
		throw new Error('There are no results: run `npm run mutation` first.');
	}
	const page = mutationPage(
		JSON.parse(readFileSync(resultFile, 'utf8')) as Results,
		JSON.parse(readFileSync(join(folder, 'reasons.json'), 'utf8')) as Reason[],
	);
	writeFileSync(join(root, 'docs/MUTATION.md'), page.text);
	console.log(`docs/MUTATION.md: ${page.score.toFixed(1)} % noticed, ${page.unexplained} survivors without a reason`);
	for (const { file, code } of page.unused) {
		console.log(`A reason fits no survivor any more: ${file}: ${code}`);
	}
}

await main(process.argv.slice(2));
