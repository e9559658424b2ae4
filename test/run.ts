// The one test command: node test/run.ts [unit | editor | ui | agents | more-agents | desktop]… [--grep PATTERN] [FILE…]
// Without a kind it runs all but `more-agents` and `desktop`, one after the other. The last line is `N passed, N failed`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runChild } from './runner/child.ts';
import { runEditorTests } from './runner/editorKind.ts';
import { mochaKinds, runMocha } from './runner/mochaKinds.ts';
import { type Kind, readRequest, type TestRequest } from './runner/request.ts';
import { judge, readResults } from './runner/results.ts';

const root = resolve(import.meta.dirname, '..');

async function main(): Promise<void> {
	const request = readRequest(process.argv.slice(2));
	const scratch = mkdtempSync(join(tmpdir(), 'switchyard-test-'));
	const sum = { passed: 0, failed: 0 };
	try {
		if (request.kinds.some((kind) => kind !== 'unit') && !(await build())) {
			sum.failed += 1;
			return;
		}
		for (const kind of request.kinds) {
			const { passed, failed } = await runKind(kind, request, join(scratch, `${kind}.json`));
			sum.passed += passed;
			sum.failed += failed;
		}
	} finally {
		rmSync(scratch, { recursive: true, force: true });
		process.exitCode = sum.failed === 0 ? 0 : 1;
		console.log(`${sum.passed} passed, ${sum.failed} failed`);
	}
}

async function build(): Promise<boolean> {
	return (await runChild(process.execPath, [join(root, 'esbuild.mjs'), '--tests'], { cwd: root })) === 0;
}

async function runKind(
	kind: Kind,
	request: TestRequest,
	resultFile: string,
): Promise<{ passed: number; failed: number }> {
	console.log(`\n=== ${kind} ===`);
	const started = performance.now();
	let exitCode: number | null = null;
	try {
		exitCode = await startKind(kind, request, resultFile);
	} catch (error) {
		console.error(error instanceof Error ? error.message : error);
	}
	const { passed, failed, pending, because } = judge(readResults(resultFile), exitCode, request.grep !== null);
	const seconds = ((performance.now() - started) / 1000).toFixed(1);
	console.log(
		`${kind}: ${passed} passed, ${failed} failed, ${pending} skipped in ${seconds} s${because === null ? '' : ` (${because})`}`,
	);
	return { passed, failed };
}

function startKind(kind: Kind, request: TestRequest, resultFile: string): Promise<number | null> {
	switch (kind) {
		case 'editor':
			return runEditorTests('embedded', request, resultFile);
		case 'desktop':
			return runEditorTests('desktop', request, resultFile);
		case 'unit':
		case 'ui':
		case 'agents':
		case 'more-agents':
			return runMocha(mochaKinds[kind], request, resultFile);
	}
}

await main();
