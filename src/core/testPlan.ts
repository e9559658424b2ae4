/** A folder, as far as the choice of a test goes. */
export interface TestedFolder {
	/** All files, relative, with forward slashes. */
	readonly paths: readonly string[];
	/** The text of a file that tells of frameworks; `null`: not there. */
	text(path: string): string | null;
}

/** How tests for a file are to be written. */
export interface TestPlan {
	/** As people call it: `vitest`; `null`: nothing tells. */
	readonly framework: string | null;
	/** What tells so. */
	readonly because: string | null;
	/** Where the tests go. */
	readonly testFile: string;
	/** Whether that file is there already, and is to be extended. */
	readonly exists: boolean;
	/** A test of a neighbour, to take the style from; `null`: there is none. */
	readonly neighbour: string | null;
}

interface Sign {
	readonly framework: string;
	/** The name of the file that tells. */
	readonly file: RegExp;
	/** What stands in it; left out: that it is there says enough. */
	readonly says?: RegExp;
}

const dependency = (name: string) => new RegExp(`"${name}"\\s*:`);

/** In order: what is named first wins where several are there. */
const signs: readonly Sign[] = [
	{ framework: 'vitest', file: /(^|\/)vitest\.config\.[cm]?[jt]s$/ },
	{ framework: 'jest', file: /(^|\/)jest\.config\.([cm]?[jt]s|json)$/ },
	{ framework: 'vitest', file: /(^|\/)package\.json$/, says: dependency('vitest') },
	{ framework: 'jest', file: /(^|\/)package\.json$/, says: dependency('(?:ts-)?jest') },
	{ framework: 'mocha', file: /(^|\/)package\.json$/, says: dependency('mocha') },
	{ framework: 'ava', file: /(^|\/)package\.json$/, says: dependency('ava') },
	{ framework: 'jasmine', file: /(^|\/)package\.json$/, says: dependency('jasmine') },
	{ framework: 'tap', file: /(^|\/)package\.json$/, says: dependency('tap') },
	{ framework: 'bun test', file: /(^|\/)package\.json$/, says: /\bbun test\b/ },
	{ framework: 'node:test', file: /(^|\/)package\.json$/, says: /\bnode\b[^"]*--test\b/ },
	{ framework: 'Deno test', file: /(^|\/)deno\.jsonc?$/ },
	{ framework: 'pytest', file: /(^|\/)(pytest\.ini|conftest\.py)$/ },
	{
		framework: 'pytest',
		file: /(^|\/)(pyproject\.toml|setup\.cfg|tox\.ini|[^/]*requirements[^/]*\.txt)$/,
		says: /pytest/,
	},
	{ framework: 'unittest', file: /(^|\/)test_[^/]+\.py$/ },
	{ framework: 'RSpec', file: /(^|\/)(\.rspec|spec\/spec_helper\.rb)$/ },
	{ framework: 'RSpec', file: /(^|\/)Gemfile$/, says: /rspec/ },
	{ framework: 'minitest', file: /(^|\/)Gemfile$/, says: /minitest|rails/ },
	{ framework: 'PHPUnit', file: /(^|\/)(phpunit\.xml(\.dist)?|composer\.json)$/, says: /phpunit/i },
	{ framework: 'Pest', file: /(^|\/)composer\.json$/, says: /pestphp\/pest/ },
	{ framework: 'JUnit', file: /(^|\/)(pom\.xml|build\.gradle(\.kts)?)$/, says: /junit/i },
	{ framework: 'TestNG', file: /(^|\/)(pom\.xml|build\.gradle(\.kts)?)$/, says: /testng/i },
	{ framework: 'xUnit', file: /\.csproj$/, says: /"xunit/i },
	{ framework: 'NUnit', file: /\.csproj$/, says: /"NUnit/ },
	{ framework: 'MSTest', file: /\.csproj$/, says: /MSTest/ },
	{ framework: 'GoogleTest', file: /(^|\/)CMakeLists\.txt$/, says: /gtest|googletest/i },
	{ framework: 'Catch2', file: /(^|\/)CMakeLists\.txt$/, says: /catch2/i },
	{ framework: 'go test', file: /(^|\/)go\.mod$/ },
	{ framework: 'cargo test', file: /(^|\/)Cargo\.toml$/ },
	{ framework: 'ExUnit', file: /(^|\/)mix\.exs$/ },
	{ framework: 'Swift Testing or XCTest', file: /(^|\/)Package\.swift$/ },
	{ framework: 'dart test', file: /(^|\/)pubspec\.yaml$/ },
];

/** Which frameworks speak for files of which extension; the others are of another language. */
const languages: readonly (readonly [RegExp, readonly string[]])[] = [
	[
		/\.[cm]?[jt]sx?$|\.vue$|\.svelte$/,
		['vitest', 'jest', 'mocha', 'ava', 'jasmine', 'tap', 'bun test', 'node:test', 'Deno test'],
	],
	[/\.pyi?$/, ['pytest', 'unittest']],
	[/\.rb$/, ['RSpec', 'minitest']],
	[/\.php$/, ['PHPUnit', 'Pest']],
	[/\.(java|kt|kts|groovy|scala)$/, ['JUnit', 'TestNG']],
	[/\.(cs|fs|vb)$/, ['xUnit', 'NUnit', 'MSTest']],
	[/\.(c|cc|cpp|cxx|h|hpp)$/, ['GoogleTest', 'Catch2']],
	[/\.go$/, ['go test']],
	[/\.rs$/, ['cargo test']],
	[/\.exs?$/, ['ExUnit']],
	[/\.swift$/, ['Swift Testing or XCTest']],
	[/\.dart$/, ['dart test']],
];

/** The files of a folder whose text the plan asks for. */
export function tellingFiles(paths: readonly string[]): readonly string[] {
	return paths.filter((path) => signs.some(({ file, says }) => says !== undefined && file.test(path)));
}

/** How to test a file of this folder: with what, where, and in whose style. Nearest to the file wins. */
export function testPlan(file: string, folder: TestedFolder): TestPlan {
	const spoken = languages.find(([extension]) => extension.test(file))?.[1] ?? [];
	const tests = folder.paths.filter((path) => isTest(path) && extensionOf(path) === extensionOf(file));
	const own = tests.filter((path) => stemOf(path) === stemOf(file)).sort(nearestTo(file))[0];
	const neighbour = tests.filter((path) => path !== own).sort(nearestTo(file))[0] ?? null;
	const sign = signsFor(spoken, folder).sort((left, right) => nearestTo(file)(left.because, right.because))[0];
	return {
		framework: sign?.framework ?? null,
		because: sign?.because ?? null,
		testFile: own ?? placeFor(file, neighbour, folder.paths),
		exists: own !== undefined,
		neighbour,
	};
}

/** In the order of `signs`; the sort after it is stable. */
function signsFor(
	spoken: readonly string[],
	folder: TestedFolder,
): { readonly framework: string; readonly because: string }[] {
	return signs
		.filter(({ framework }) => spoken.includes(framework))
		.flatMap(({ framework, file, says }) =>
			folder.paths
				.filter((path) => file.test(path) && (says === undefined || says.test(folder.text(path) ?? '')))
				.map((because) => ({ framework, because })),
		);
}

const testName = /^test_|[._-](test|spec)$|(Test|Tests|Spec|_test|_spec)$/;

/** Whether a file is one of tests, by its name or by its folder. */
export function isTest(path: string): boolean {
	return testName.test(nameOf(path)) || /(^|\/)__tests__\//.test(path);
}

/** The name without its last extension. */
function nameOf(path: string): string {
	return (path.split('/').at(-1) ?? '').replace(/\.[^.]*$/, '');
}

function extensionOf(path: string): string {
	return /\.([^./]*)$/.exec(path)?.[1]?.replace(/x$/, '') ?? '';
}

/** What a test is about: its name without what makes it one. */
function stemOf(path: string): string {
	return nameOf(path)
		.replace(/^test_|[._-](test|spec)$|(Test|Tests|Spec)$/, '')
		.toLowerCase();
}

function folderOf(path: string): string {
	return path.split('/').slice(0, -1).join('/');
}

/** Who shares the longest way with a file comes first, then the shorter path. */
function nearestTo(file: string): (left: string, right: string) => number {
	const parts = file.split('/');
	const shared = (path: string) => {
		const others = path.split('/');
		const at = parts.findIndex((part, index) => part !== others[index]);
		return at < 0 ? parts.length : at;
	};
	return (left, right) => shared(right) - shared(left) || left.length - right.length;
}

/** Beside the file and named as its neighbours are, or as the language has it. */
function placeFor(file: string, neighbour: string | null, paths: readonly string[]): string {
	const name = nameOf(file);
	const extension = /\.[^./]*$/.exec(file)?.[0] ?? '';
	const here = folderOf(file);
	const at = (folder: string, test: string) => (folder === '' ? test : `${folder}/${test}`);
	if (neighbour !== null) {
		const named = nameOf(neighbour);
		const stem = stemOf(neighbour);
		const begin = named.toLowerCase().indexOf(stem);
		const test = `${named.slice(0, begin)}${name}${named.slice(begin + stem.length)}${extension}`;
		return at(folderLike(here, neighbour, paths), test);
	}
	switch (extension) {
		case '.py':
			return at('tests', `test_${name}.py`);
		case '.go':
			return at(here, `${name}_test.go`);
		case '.rb':
			return at('spec', `${name}_spec.rb`);
		case '.java':
		case '.kt':
			return at(here.replace(/(^|\/)src\/main(\/|$)/, '$1src/test$2'), `${name}Test${extension}`);
		case '.cs':
		case '.php':
			return at('tests', `${name}Test${extension}`);
		case '.rs':
			return at('tests', `${name}.rs`);
		default:
			return at(here, `${name}.test${extension}`);
	}
}

/** The folder that stands to a file's folder as the neighbour's stands to that of what it tests. */
function folderLike(here: string, neighbour: string, paths: readonly string[]): string {
	const tests = parts(folderOf(neighbour));
	if (tests.at(-1) === '__tests__') {
		return [...parts(here), '__tests__'].join('/');
	}
	const tested = paths
		.filter(
			(path) => !isTest(path) && stemOf(path) === stemOf(neighbour) && extensionOf(path) === extensionOf(neighbour),
		)
		.sort(nearestTo(neighbour))[0];
	const sources = tested === undefined ? null : parts(folderOf(tested));
	const alike = sources === null ? 0 : sharedEnd(tests, sources);
	const root = tests.findIndex((part) => /^(tests?|specs?)$/i.test(part));
	if (sources !== null && (alike > 0 || root < 0)) {
		const above = sources.slice(0, sources.length - alike);
		const below = above.every((part, index) => parts(here)[index] === part)
			? parts(here).slice(above.length)
			: parts(here);
		return [...tests.slice(0, tests.length - alike), ...below].join('/');
	}
	if (root < 0) {
		return here;
	}
	// A tree of tests that has folders mirrors the sources.
	const mirrors = tests.length > root + 1;
	const below = parts(here).filter((part) => part !== 'src' && part !== 'lib');
	return [...tests.slice(0, root + 1), ...(mirrors ? below : [])].join('/');
}

function parts(folder: string): readonly string[] {
	return folder.split('/').filter((part) => part !== '');
}

/** How many names two folders share at their ends. */
function sharedEnd(left: readonly string[], right: readonly string[]): number {
	let count = 0;
	while (count < Math.min(left.length, right.length) && left.at(-1 - count) === right.at(-1 - count)) {
		count += 1;
	}
	return count;
}
