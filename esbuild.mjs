// Bundles the extension, and with --tests also the tests that run inside the extension host.
import { build } from 'esbuild';
import { globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { bundleExtension } from './scripts/bundle/extension.ts';
import { shared } from './scripts/bundle/shared.ts';

async function buildExtension() {
	const files = await bundleExtension();
	mkdirSync('dist', { recursive: true });
	for (const [file, content] of files) {
		writeFileSync(join('dist', file), content);
	}
	// Afterwards, so that a workbench that runs from here never finds its bundles missing.
	for (const stale of globSync('dist/*').filter((file) => !files.has(basename(file)))) {
		rmSync(stale, { recursive: true });
	}
	report(files);
}

async function buildEditorTests() {
	rmSync('out/editor', { recursive: true, force: true });
	await build({
		...shared,
		entryPoints: globSync(['test/editor/index.ts', 'test/editor/*.test.ts']),
		format: 'cjs',
		outExtension: { '.js': '.cjs' },
		outdir: 'out/editor',
		external: ['vscode', 'mocha'],
		sourcemap: 'inline',
	});
}

function report(files) {
	const rows = [...files].map(([file, content]) => [
		`dist/${file}`,
		Buffer.byteLength(content),
		gzipSync(content).length,
	]);
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
