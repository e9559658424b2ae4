// Mutation testing: breaks src/core and src/router in every small way, one at a time, to see whether a unit test notices.
// npm run mutation [-- --mutate FILE,FILE | --force]
process.env.SWITCHYARD_PROPERTY_RUNS = '100';

export default {
	testRunner: 'switchyard-mocha',
	plugins: ['./scripts/mutation/mochaRunner.mjs'],
	unitTests: ['test/unit/core/!(classify).test.ts', 'test/unit/router/**/*.test.ts', 'test/replay/replay.test.ts'],
	mutate: [
		'src/core/**/*.ts',
		'src/router/**/*.ts',
		// Learned or collected words and weights: what they are worth is measured, see docs/CLASSIFIER.md.
		'!src/core/classify*.ts',
		'!src/core/prompt*.ts',
		'!src/core/effortWords.ts',
		// Generated from a public catalogue; its own test reads every line of it.
		'!src/core/catalogueData.ts',
	],
	coverageAnalysis: 'perTest',
	// Tables are evaluated while files load. They count: each of their mutants runs all tests in a process of its own.
	ignoreStatic: false,
	concurrency: 2,
	timeoutMS: 20_000,
	ignorePatterns: ['dist', 'out', 'docs', 'media', 'bench', 'test/editor', 'test/ui', 'test/agents', 'test/host'],
	tempDirName: 'out/mutation/sandbox',
	incremental: true,
	incrementalFile: 'out/mutation/results.json',
	reporters: ['html', 'progress-append-only'],
	htmlReporter: { fileName: 'out/mutation/index.html' },
	allowEmpty: true,
	warnings: { slow: false, unknownOptions: false },
};
