// Runs the unit tests with Mocha inside a worker of Stryker: the files are loaded once, then one mutant after the other is
// switched on and the tests that reach it run. A mutant that is reached while files load gets a process of its own.
// Stryker's own plugin for Mocha does not work with Mocha 12, which moved what that plugin imports.
import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { INSTRUMENTER_CONSTANTS } from '@stryker-mutator/api/core';
import { commonTokens, declareClassPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';
import {
	determineHitLimitReached,
	DryRunStatus,
	TestStatus,
	toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import Mocha from 'mocha';

/** How long a test may wait, in ms. One that a mutant lets hang fails here, and the process can go on. */
const hangingMs = 10_000;

class MochaRunner {
	static inject = tokens(commonTokens.options);

	#globs;
	#instrumenter;
	/** `null` until the files are loaded. */
	#mocha = null;
	#tracesTests = false;

	constructor(options) {
		this.#globs = options.unitTests;
		this.#instrumenter = globalThis[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {};
		// What one mutant left behind must not end the process that the next one needs.
		process.on('unhandledRejection', () => {});
	}

	capabilities() {
		return { reloadEnvironment: false };
	}

	async dryRun({ coverageAnalysis, disableBail }) {
		await this.#load(undefined);
		this.#tracesTests = coverageAnalysis === 'perTest';
		const tests = await this.#run(null, !disableBail);
		this.#tracesTests = false;
		return { status: DryRunStatus.Complete, tests, mutantCoverage: this.#instrumenter.mutantCoverage };
	}

	async mutantRun({ activeMutant, testFilter, hitLimit, mutantActivation, disableBail }) {
		this.#instrumenter.hitLimit = hitLimit;
		this.#instrumenter.hitCount = hitLimit === undefined ? undefined : 0;
		try {
			await this.#load(mutantActivation === 'static' ? activeMutant.id : undefined);
		} catch (error) {
			// The code cannot even be imported: no test would pass.
			return toMutantRunResult({ status: DryRunStatus.Complete, tests: [failed('load', String(error), 0)] });
		}
		this.#instrumenter.activeMutant = activeMutant.id;
		const tests = await this.#run(testFilter ?? null, !disableBail);
		const stopped = determineHitLimitReached(this.#instrumenter.hitCount, this.#instrumenter.hitLimit);
		return toMutantRunResult(stopped ?? { status: DryRunStatus.Complete, tests });
	}

	/** Loads the test files unless they are loaded, with `mutant` active from the first line on. Rejects with what one threw. */
	async #load(mutant) {
		if (this.#mocha !== null) {
			return;
		}
		const mocha = new Mocha({ ui: 'bdd', reporter: class {}, timeout: hangingMs });
		mocha.cleanReferencesAfterRun(false);
		for (const file of quickFirst(globSync(this.#globs))) {
			mocha.addFile(resolve(file));
		}
		const trace = (test) => {
			if (this.#tracesTests) {
				this.#instrumenter.currentTestId = test.fullTitle();
			}
		};
		mocha.suite.beforeEach(function () {
			trace(this.currentTest);
		});
		this.#instrumenter.activeMutant = mutant;
		await mocha.loadFilesAsync();
		this.#mocha = mocha;
	}

	/** The results of the tests with these full titles, or of all; with `bail` up to the first failure. */
	#run(titles, bail) {
		const wanted = titles === null ? null : new Set(titles);
		this.#mocha.grep({ test: (title) => wanted === null || wanted.has(title) });
		setBail(this.#mocha.suite, bail);
		const results = [];
		return new Promise((done) => {
			const runner = this.#mocha.run(() => done(results));
			runner.on('pass', (test) => results.push(passed(test)));
			runner.on('fail', (test, error) => results.push(failed(test.fullTitle(), error.message, test.duration ?? 0)));
		});
	}
}

/** Files that try a property many times come last: a mutant is usually noticed before they start. */
function quickFirst(files) {
	const isSlow = (file) => readFileSync(file, 'utf8').includes("'fast-check'");
	const sorted = [...files].sort();
	return [...sorted.filter((file) => !isSlow(file)), ...sorted.filter(isSlow)];
}

function setBail(suite, bail) {
	suite.bail(bail);
	for (const child of suite.suites) {
		setBail(child, bail);
	}
}

function passed(test) {
	const title = test.fullTitle();
	return { id: title, name: title, fileName: test.file, timeSpentMs: test.duration ?? 0, status: TestStatus.Success };
}

function failed(title, failureMessage, timeSpentMs) {
	return { id: title, name: title, timeSpentMs, status: TestStatus.Failed, failureMessage };
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'switchyard-mocha', MochaRunner)];
