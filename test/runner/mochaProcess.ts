// Runs the test files that a glob names with Mocha, in a process of their own:
//   node test/runner/mochaProcess.ts RESULT_FILE TIMEOUT_MS [--grep PATTERN] GLOB…
import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import Mocha from 'mocha';
import { reportInto } from './results.ts';

/** How long a process may live on after its last test: whatever still runs then was left behind by a test. */
const graceMs = 10_000;

const { values, positionals } = parseArgs({ options: { grep: { type: 'string' } }, allowPositionals: true });
const [resultFile, timeout, ...globs] = positionals;
if (resultFile === undefined || timeout === undefined) {
	throw new Error('usage: mochaProcess.ts RESULT_FILE TIMEOUT_MS [--grep PATTERN] GLOB…');
}

const mocha = new Mocha({
	ui: 'bdd',
	reporter: 'spec',
	color: process.stdout.isTTY,
	timeout: Number(timeout),
	forbidOnly: true,
	...(values.grep === undefined ? {} : { grep: new RegExp(values.grep) }),
});
for (const file of globSync(globs).sort()) {
	mocha.addFile(resolve(file));
}
// Outside of a test nobody else would notice a rejection that nobody handles.
process.on('unhandledRejection', (reason) => {
	throw reason;
});
// A signal's own exit would skip the exit handlers that end a test's servers and browsers.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	process.on(signal, () => process.exit(130));
}
await mocha.loadFilesAsync();
const runner = mocha.run((failures) => {
	process.exitCode = failures > 0 ? 1 : 0;
	setTimeout(() => {
		console.error(`Left running after the last test: ${process.getActiveResourcesInfo().join(', ')}`);
		process.exit(1);
	}, graceMs).unref();
});
reportInto(resultFile, runner);
