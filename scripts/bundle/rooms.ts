import { basename } from 'node:path';
import { build, type BuildOptions, type OutputFile, type Plugin, transform } from 'esbuild';
import { importsOf, type Import } from './imports.ts';

/** Code before it is given its last form: by its name without ending, its text. */
type Pieces = ReadonlyMap<string, string>;

/** A finished bundle. */
export interface Bundle {
	/** Without ending. */
	readonly name: string;
	readonly text: string;
}

export interface RoomsOptions {
	/** The file that is loaded at the start. */
	readonly start: string;
	/** Files that are loaded later, each at its own time. */
	readonly rooms: readonly string[];
	/** How all of them are bundled. */
	readonly shared: BuildOptions;
}

/** A dynamic import of the window or of a room becomes a load of that room's own bundle, so that it costs nothing before. */
const lazyRooms: Plugin = {
	name: 'lazy-rooms',
	setup(bundler) {
		bundler.onResolve({ filter: /\/(?:lazy\/[^/]+|window)\.ts$/ }, ({ kind, path }) =>
			kind === 'dynamic-import' ? { path: `./${basename(path, '.ts')}.cjs`, external: true } : undefined,
		);
	},
};

/**
 * Bundles a start and the rooms that it loads later, each piece of code once. What several rooms have in common becomes a
 * part of its own; what the start has in common with a room stays in the start, as one file, and is handed out by it:
 * at the time a room is entered the start was loaded long ago.
 *
 * esbuild shares code only between modules, and the extension host is given scripts of CommonJS: so it makes modules first,
 * and a second pass puts the start together and gives all of them their form.
 */
export async function bundleRooms({ start, rooms, shared }: RoomsOptions): Promise<Bundle[]> {
	const { outputFiles } = await build({
		...shared,
		entryPoints: [start, ...rooms],
		entryNames: '[name]',
		chunkNames: 'part-[hash]',
		format: 'esm',
		splitting: true,
		minify: false,
		write: false,
		outdir: 'dist',
		plugins: [lazyRooms, ...(shared.plugins ?? [])],
	});
	const pieces: Pieces = new Map(outputFiles.map((file) => [nameOf(file), withPlainRequires(file.text)]));
	const startName = basename(start, '.ts');
	const atStart = reachedFrom(startName, pieces);
	const later = [...pieces].filter(([name]) => !atStart.has(name));
	const handedOut = nameExports(later.flatMap(([, text]) => importsOf(text)).filter(({ from }) => atStart.has(from)));
	return Promise.all([
		joinStart(startName, pieces, handedOut, shared),
		...later.map(async ([name, text]) => {
			const { code } = await transform(redirected(text, startName, atStart, handedOut), finish(shared));
			return { name, text: code };
		}),
	]);
}

/**
 * Takes what is outside as it is. For a namespace import the bundler would copy the whole module, a getter for each name:
 * for `vscode`, which has hundreds, and once per file, that is a good part of the time that a start takes.
 */
function withPlainRequires(module: string): string {
	return module.replace(/^import \* as ([\w$]+) from ("(?:vscode|node:[\w/]+)");$/gm, 'const $1 = require($2);');
}

/** Bundles files that share code with no other, each by itself. */
export async function bundleAlone(files: readonly string[], shared: BuildOptions): Promise<Bundle[]> {
	const { outputFiles } = await build({
		...shared,
		entryPoints: [...files],
		format: 'esm',
		write: false,
		outdir: 'dist',
		plugins: [lazyRooms, ...(shared.plugins ?? [])],
	});
	return Promise.all(
		outputFiles.map(async (file) => {
			const { code } = await transform(withPlainRequires(file.text), finish(shared));
			return { name: nameOf(file), text: code };
		}),
	);
}

function nameOf({ path }: OutputFile): string {
	return basename(path, '.js');
}

/** The pieces that are loaded with this one, itself included. */
function reachedFrom(name: string, pieces: Pieces, reached = new Set<string>()): Set<string> {
	if (!reached.has(name)) {
		reached.add(name);
		for (const { from } of importsOf(pieces.get(name) ?? '')) {
			reachedFrom(from, pieces, reached);
		}
	}
	return reached;
}

/** By piece and name in it: under what name the start hands it out. Said twice, a name is told apart by a number. */
function nameExports(imports: readonly Import[]): ReadonlyMap<string, string> {
	const names = new Map<string, string>();
	const taken = new Set(['activate', 'deactivate']);
	for (const { from, names: imported } of imports) {
		for (const { name } of imported) {
			const key = `${from} ${name}`;
			if (!names.has(key)) {
				let free = name;
				for (let number = 2; taken.has(free); number += 1) {
					free = `${name}${String(number)}`;
				}
				taken.add(free);
				names.set(key, free);
			}
		}
	}
	return names;
}

/** The start and all that it is loaded with as one file, which hands out what rooms need of it. */
async function joinStart(
	name: string,
	pieces: Pieces,
	handedOut: ReadonlyMap<string, string>,
	shared: BuildOptions,
): Promise<Bundle> {
	const exports = [...handedOut].map(([key, outside]) => {
		const [from = '', inside = ''] = key.split(' ');
		return `export { ${inside} as ${outside} } from './${from}.js';`;
	});
	const { outputFiles } = await build({
		...finish(shared),
		stdin: { contents: [`export * from './${name}.js';`, ...exports].join('\n') },
		bundle: true,
		external: ['vscode', 'node:*', './*.cjs'],
		write: false,
		plugins: [fromMemory(pieces)],
	});
	return { name, text: outputFiles[0]?.text ?? '' };
}

function fromMemory(pieces: Pieces): Plugin {
	return {
		name: 'from-memory',
		setup(bundler) {
			bundler.onResolve({ filter: /^\.\/[^/]+\.js$/ }, ({ path }) => ({
				path: basename(path, '.js'),
				namespace: 'memory',
			}));
			bundler.onLoad({ filter: /.*/, namespace: 'memory' }, ({ path }) => ({ contents: pieces.get(path) ?? '' }));
		},
	};
}

/** Has a piece take what is in the start from there, and the rest from the bundles of the other pieces. */
function redirected(
	text: string,
	start: string,
	atStart: ReadonlySet<string>,
	handedOut: ReadonlyMap<string, string>,
): string {
	return importsOf(text).reduce((result, { statement, from, names }) => {
		if (!atStart.has(from)) {
			return result.replace(statement, statement.replace(`"./${from}.js"`, `"./${from}.cjs"`));
		}
		const taken = names.map(({ name, as }) => `${handedOut.get(`${from} ${name}`) ?? name} as ${as}`);
		return result.replace(statement, taken.length === 0 ? '' : `import { ${taken.join(', ')} } from "./${start}.cjs";`);
	}, text);
}

function finish({ target, charset, legalComments, logLevel }: BuildOptions) {
	return {
		format: 'cjs',
		// Neither the list of exports that Node reads from afar nor its loader of modules: all of it is required.
		platform: 'neutral',
		supported: { 'dynamic-import': false },
		minify: true,
		...(target === undefined ? {} : { target }),
		...(charset === undefined ? {} : { charset }),
		...(legalComments === undefined ? {} : { legalComments }),
		...(logLevel === undefined ? {} : { logLevel }),
	} as const;
}
