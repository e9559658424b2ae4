// Bundles the extension, and with --tests also the tests that run inside the extension host.
import { build } from 'esbuild';
import { globSync, readFileSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';

const common = {
	bundle: true,
	platform: 'node',
	format: 'cjs',
	target: 'node22',
	outExtension: { '.js': '.cjs' },
	logLevel: 'warning',
};

/** A dynamic import of a room in src/lazy becomes a load of that room's own bundle, so that it costs nothing before. */
const lazyRooms = {
	name: 'lazy-rooms',
	setup({ onResolve }) {
		onResolve({ filter: /\/lazy\/[^/]+\.ts$/ }, ({ kind, path }) =>
			kind === 'dynamic-import' ? { path: `./${basename(path, '.ts')}.cjs`, external: true } : undefined,
		);
	},
};

async function buildExtension() {
	const entryPoints = ['src/extension.ts', ...globSync('src/lazy/*.ts')];
	const { metafile } = await build({
		...common,
		entryPoints: entryPoints.map((file) => ({ in: file, out: basename(file, '.ts') })),
		outdir: 'dist',
		external: ['vscode'],
		minify: true,
		charset: 'utf8',
		keepNames: true,
		legalComments: 'none',
		metafile: true,
		plugins: [lazyRooms],
	});
	const files = Object.keys(metafile.outputs);
	// Afterwards, so that a workbench that runs from here never finds its bundles missing.
	for (const stale of globSync('dist/*').filter((file) => !files.includes(file))) {
		rmSync(stale, { recursive: true });
	}
	report(files);
}

async function buildEditorTests() {
	rmSync('out/editor', { recursive: true, force: true });
	await build({
		...common,
		entryPoints: globSync(['test/editor/index.ts', 'test/editor/*.test.ts']),
		outdir: 'out/editor',
		external: ['vscode', 'mocha'],
		sourcemap: 'inline',
	});
}

function report(files) {
	const rows = files.sort().map((file) => {
		const bytes = readFileSync(file);
		return [file, bytes.length, gzipSync(bytes).length];
	});
	const sum = (column) => rows.reduce((total, row) => total + row[column], 0);
	for (const [name, size, packed] of [...rows, ['sum', sum(1), sum(2)]]) {
		console.log(`${name.padEnd(24)} ${kilobytes(size)} KB  ${kilobytes(packed)} KB gzip`);
	}
}

const kilobytes = (bytes) => (bytes / 1024).toFixed(1).padStart(8);

await buildExtension();
if (process.argv.includes('--tests')) {
	await buildEditorTests();
}
