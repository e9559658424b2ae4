import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
	arrow,
	climbing,
	cycles,
	type Import,
	impurities,
	importsOf,
	type Source,
	tooLong,
} from './support/architecture.ts';

const root = resolve(import.meta.dirname, '..');
const sources: readonly Source[] = globSync('src/**/*.ts', { cwd: root })
	.map((path) => path.replaceAll('\\', '/'))
	.sort()
	.map((path) => ({ path, text: readFileSync(resolve(root, path), 'utf8') }));
const imports = sources.flatMap(importsOf);
const within = (...rooms: readonly string[]) =>
	sources.filter(({ path }) => rooms.some((room) => path.startsWith(`src/${room}/`)));

const chance = ['Math.random', 'crypto.randomUUID', 'crypto.getRandomValues', 'randomUUID', 'randomBytes'];
const timeOfDay = ['Date.now', 'new Date()', 'performance', 'performance.now'];
const timers = ['setTimeout', 'setInterval', 'setImmediate'];
const outside = ['process', 'fetch', 'await', 'async', 'queueMicrotask', 'require', 'globalThis', 'console'];

/** What files below the editor may use of the world's time and chance all the same, each with its reason. */
const exceptions: Readonly<Record<string, readonly string[]>> = {
	// A mark that no other process of this machine has.
	'src/providers/orphans.ts': ['randomUUID', 'setTimeout'],
	// Gives real processes a moment, which go by no other clock.
	'src/providers/acpProcess.ts': ['setTimeout'],
	// Watches real processes, which go by no other clock.
	'src/providers/processTree.ts': ['setTimeout', 'setInterval'],
	// Between the files of a large tree others have their turn; no time passes by it.
	'src/workspace/treeWorkers.ts': ['setImmediate'],
	// Lets the event loop turn, and measures no time by it.
	'src/providers/slices.ts': ['setImmediate'],
};

describe('the house', () => {
	it('is not empty', () => {
		for (const room of ['core', 'router', 'providers', 'workspace']) {
			assert.ok(within(room).length > 0, room);
		}
	});

	it('imports run one way, and providers and workspace do not know each other', () => {
		assert.deepEqual(climbing(imports), []);
	});

	it('nothing imports itself by a way around, types included', () => {
		assert.deepEqual(cycles(imports), []);
	});

	it('core imports nothing but core, the parser of settings and, in one file, what compares texts', () => {
		const foreign = imports.filter(
			({ from, to }) => from.startsWith('src/core/') && !to.startsWith('src/core/') && to !== 'valibot',
		);
		assert.deepEqual(foreign.map(arrow), ['src/core/hunks.ts -> diff']);
	});

	it('core has no clock, no chance, no process, no network and waits for nothing', () => {
		const names = [...chance, ...timeOfDay, ...timers, ...outside];
		assert.deepEqual(
			within('core').flatMap((source) => impurities(source, names)),
			[],
		);
	});

	it('below the editor time and chance are arguments', () => {
		const names = [...chance, ...timeOfDay, ...timers];
		const found = within('router', 'providers', 'workspace', 'lazy').flatMap((source) => {
			const allowed = exceptions[source.path] ?? [];
			return impurities(
				source,
				names.filter((name) => !allowed.includes(name)),
			);
		});
		assert.deepEqual(found, []);
	});

	it('vscode is imported at run time in the editor and the extension only', () => {
		assert.deepEqual(runtimeVscode(imports), []);
	});

	it("its types are known below only where the editor's own models are driven", () => {
		const known = imports.filter(({ from, to }) => to === 'vscode' && !isEditor(from));
		assert.deepEqual(
			known.map(({ from }) => from).filter((from) => !from.startsWith('src/providers/vscodeLm')),
			[],
		);
	});

	it('what is loaded on demand is loaded by the extension, never at the start', () => {
		assert.deepEqual(loadedAtOnce(imports), []);
	});

	it('what is large is loaded on demand only', () => {
		const large = [
			'src/core/catalogueData.ts',
			'src/editor/exportLog.ts',
			'src/editor/resetCooldowns.ts',
			'src/editor/showContext.ts',
			'src/editor/why.ts',
		];
		const early = imports.filter(
			({ from, to, kind }) => large.includes(to) && kind !== 'type' && !from.startsWith('src/lazy/'),
		);
		assert.deepEqual(early.map(arrow), []);
	});

	it('what is loaded on demand brings providers, workspaces, and what of core and the editor is large', () => {
		const rooms = imports.filter(({ from }) => from.startsWith('src/lazy/'));
		const others = rooms.filter(({ to }) => !/^(?:node:|src\/(?:core|editor|providers|workspace)\/)/.test(to));
		assert.deepEqual(others.map(arrow), []);
		const loading = within('lazy').filter(({ path }) => rooms.some(({ from }) => from === path));
		assert.deepEqual(loading, within('lazy'));
	});

	it('every bundle that says something in its own files knows the language of the editor before anything else', () => {
		assert.deepEqual(withoutLanguage(imports), []);
	});

	it('every file can be read at one sitting', () => {
		assert.deepEqual(tooLong(sources, 300), []);
	});
});

describe('the rules of the house can fail', () => {
	const of = (path: string, text: string) => importsOf({ path, text });

	it('every form of import is seen, types apart', () => {
		const text = [
			"import { a } from './a.ts';",
			"import type { B } from './b.ts';",
			"import { type C } from '../core/c.ts';",
			"import d, { type E } from 'package';",
			"import './f.ts';",
			"export { g } from './g.ts';",
			"export type * from './h.ts';",
			"let i: import('./i.ts').I;",
			"const j = await import('./j.ts');",
			"const k = require('k');",
			"const no = 'import { x } from \"./no.ts\"'; // import './no.ts'",
		].join('\n');
		const found = of('src/router/x.ts', text).map(({ to, kind }) => `${kind} ${to}`);
		assert.deepEqual(found, [
			'value src/router/a.ts',
			'type src/router/b.ts',
			'type src/core/c.ts',
			'value package',
			'value src/router/f.ts',
			'value src/router/g.ts',
			'type src/router/h.ts',
			'type src/router/i.ts',
			'dynamic src/router/j.ts',
			'value k',
		]);
	});

	const forbidden: readonly (readonly [from: string, to: string])[] = [
		['src/core/a.ts', '../router/b.ts'],
		['src/router/a.ts', '../editor/b.ts'],
		['src/editor/a.ts', '../lazy/b.ts'],
		['src/lazy/a.ts', '../extension.ts'],
		['src/providers/a.ts', '../workspace/b.ts'],
		['src/workspace/a.ts', '../providers/b.ts'],
		['src/workspace/a.ts', '../router/b.ts'],
		['src/attic/a.ts', '../core/b.ts'],
		['src/router/a.ts', '../attic/b.ts'],
	];
	for (const [from, to] of forbidden) {
		it(`${from} may not import ${to}, not even its types`, () => {
			assert.equal(climbing(of(from, `import type { X } from '${to}';`)).length, 1);
		});
	}

	it('an import may skip a floor or stay in its room', () => {
		const fine = [...of('src/extension.ts', "import './core/a.ts'"), ...of('src/core/a.ts', "import './b.ts'")];
		assert.deepEqual(climbing([...fine, ...of('src/providers/dialects/a.ts', "import '../said.ts'")]), []);
	});

	it('a way around is found, however long and through types', () => {
		const files = [
			of('src/core/a.ts', "import type { B } from './b.ts'"),
			of('src/core/b.ts', "import './c.ts'; import './d.ts'"),
			of('src/core/c.ts', "import './d.ts'"),
			of('src/core/d.ts', "import './b.ts'"),
		];
		assert.deepEqual(cycles(files.flat()), ['src/core/b.ts -> src/core/c.ts -> src/core/d.ts -> src/core/b.ts']);
		assert.deepEqual(cycles(of('src/core/a.ts', "import './a.ts'")), ['src/core/a.ts -> src/core/a.ts']);
	});

	it('time, chance and waiting are found where they are used, and nowhere else', () => {
		const text = [
			'const a = Date.now();',
			'const b = new Date();',
			'const c = Math.random();',
			'async function d() { await e; }',
			'setTimeout(d, 1);',
			'const f = process.pid;',
			'const fine = { process: 1, fetch: new Date(5), text: "Date.now()" }; // setTimeout',
			'interface Fine { performance: number; setTimeout(): void }',
			'fine.process;',
		].join('\n');
		const found = impurities({ path: 'x.ts', text }, [...chance, ...timeOfDay, ...timers, ...outside]);
		assert.deepEqual(found, [
			'x.ts:1 Date.now',
			'x.ts:2 new Date()',
			'x.ts:3 Math.random',
			'x.ts:4 async',
			'x.ts:4 await',
			'x.ts:5 setTimeout',
			'x.ts:6 process',
		]);
	});

	it('vscode at run time is told from its types', () => {
		const bad = of('src/providers/vscodeLm.ts', "import * as vscode from 'vscode'");
		assert.equal(runtimeVscode(bad).length, 1);
		const fine = of('src/providers/vscodeLm.ts', "import type * as vscode from 'vscode'");
		assert.deepEqual(runtimeVscode([...fine, ...of('src/editor/x.ts', "import 'vscode'")]), []);
	});

	it('loading at once what is meant for later is found', () => {
		assert.equal(loadedAtOnce(of('src/extension.ts', "import { x } from './lazy/x.ts'")).length, 1);
		assert.deepEqual(
			loadedAtOnce(of('src/extension.ts', "import type { X } from './lazy/x.ts'; import('./lazy/x.ts')")),
			[],
		);
	});

	it('a bundle that would speak English alone is found, and so is one that learns its language too late', () => {
		const words = of('src/editor/words.ts', "import { t } from '@vscode/l10n'");
		const language = "import '../editor/language.ts';";
		const use = "import type { X } from '../core/x.ts'; export { words } from '../editor/between.ts';";
		const between = of('src/editor/between.ts', "import './words.ts'");
		const found = (text: string) => withoutLanguage([...words, ...between, ...of('src/lazy/x.ts', text)]);
		assert.deepEqual(found(use), ['src/lazy/x.ts']);
		assert.deepEqual(found(use + language), ['src/lazy/x.ts']);
		assert.deepEqual(found(language + use), []);
		assert.deepEqual(found("import('../editor/words.ts')"), []);
	});

	it('a file of one line too many is found', () => {
		const of = (lines: number) => ({ path: 'x.ts', text: 'line\n'.repeat(lines) });
		assert.deepEqual(tooLong([of(300)], 300), []);
		assert.deepEqual(tooLong([of(301)], 300), ['x.ts: 301 lines']);
	});
});

function isEditor(path: string): boolean {
	return ['src/extension.ts', 'src/window.ts'].includes(path) || path.startsWith('src/editor/');
}

function runtimeVscode(all: readonly Import[]): readonly string[] {
	return all.filter(({ from, to, kind }) => to === 'vscode' && kind !== 'type' && !isEditor(from)).map(arrow);
}

/** Entries of bundles that hold files with words of their own and do not import the language first. */
function withoutLanguage(all: readonly Import[]): readonly string[] {
	const language = 'src/editor/language.ts';
	const loaded = all.filter(({ kind }) => kind === 'value');
	const entries = new Set(
		loaded.map(({ from }) => from).filter((from) => /^src\/(?:extension|window|lazy\/[^/]+)\.ts$/.test(from)),
	);
	const speaks = (file: string, seen: Set<string>): boolean =>
		!seen.has(file) &&
		loaded
			.filter(({ from, to }) => from === file && to !== language)
			.some(({ to }) => to === '@vscode/l10n' || speaks(to, seen.add(file)));
	return [...entries].filter(
		(entry) => speaks(entry, new Set()) && loaded.find(({ from }) => from === entry)?.to !== language,
	);
}

function loadedAtOnce(all: readonly Import[]): readonly string[] {
	return all
		.filter(({ to, kind }) => (to.startsWith('src/lazy/') || to === 'src/window.ts') && kind === 'value')
		.map(arrow);
}
