import { readFileSync, writeFileSync } from 'node:fs';
import type { Runner } from 'mocha';

/** What one kind of test came to. */
export interface Results {
	readonly passed: number;
	readonly failed: number;
	/** Skipped or without a body. */
	readonly pending: number;
}

/**
 * Writes the counts of a run into `file` when, and only when, the run reaches its end. A process that dies before
 * leaves no file behind, which is how a run that never finished is told from one without failures.
 */
export function reportInto(file: string, runner: Runner): void {
	const counts = { passed: 0, failed: 0, pending: 0 };
	runner.on('pass', () => (counts.passed += 1));
	runner.on('fail', () => (counts.failed += 1));
	runner.on('pending', () => (counts.pending += 1));
	runner.once('end', () => writeFileSync(file, JSON.stringify(counts)));
}

/** What a child left in `file`, or `null` when it never came to its end. */
export function readResults(file: string): Results | null {
	let text: string;
	try {
		text = readFileSync(file, 'utf8');
	} catch {
		return null;
	}
	return JSON.parse(text) as Results;
}

/** What follows from how a run ended. A run that ended early, badly or without a single test is a failure of its own. */
export function judge(
	results: Results | null,
	exitCode: number | null,
	mayBeEmpty: boolean,
): Results & { because: string | null } {
	if (results === null) {
		return { passed: 0, failed: 1, pending: 0, because: 'the tests ended before they could report' };
	}
	if (results.failed === 0 && exitCode !== 0) {
		return {
			...results,
			failed: 1,
			because: `every test passed, but the process ended with ${exitCode ?? 'a signal'}`,
		};
	}
	if (results.passed + results.failed === 0 && !mayBeEmpty) {
		return { ...results, failed: 1, because: 'no test ran' };
	}
	return { ...results, because: null };
}
