import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { stop } from 'esbuild';
import { bundleExtension } from '../../../scripts/bundle/extension.ts';

const root = resolve(import.meta.dirname, '../../..');
const kilobyte = 1024;

describe('what is shipped', () => {
	let files: ReadonlyMap<string, string | Uint8Array>;
	before(async () => {
		files = await bundleExtension();
		await stop();
	});

	const sizeOf = (file: string) => Buffer.byteLength(files.get(file) ?? '');

	it('takes 150 KB at most at the start', () => {
		assert.ok(sizeOf('extension.cjs') > 0);
		const atStart = sizeOf('extension.cjs') + sizeOf('window.cjs');
		assert.ok(atStart <= 150 * kilobyte, `${atStart} bytes`);
	});

	it('takes 1.5 MB at most altogether, as it lies on the disk', () => {
		const sum = [...files.keys()].reduce((total, file) => total + sizeOf(file), 0);
		assert.ok(sum <= 1.5 * kilobyte * kilobyte, `${sum} bytes`);
	});

	it('is activated by a few lines, and the window is loaded after that', () => {
		assert.ok(sizeOf('extension.cjs') <= 10 * kilobyte, `${sizeOf('extension.cjs')} bytes`);
	});

	it('names at the start nothing but VS Code, Node and the rooms that it loads later: it is one file', () => {
		const start = ['extension.cjs', 'window.cjs'].map((file) => String(files.get(file))).join('\n');
		const loaded = [...start.matchAll(/require\("([^"]+)"\)/g)].map(([, name = '']) => name);
		const rooms = globSync(['src/window.ts', 'src/lazy/*.ts'], { cwd: root }).map(
			(file) => `./${basename(file, '.ts')}.cjs`,
		);
		assert.ok(loaded.includes('./openai.cjs'));
		assert.deepEqual(
			loaded.filter((name) => name !== 'vscode' && !name.startsWith('node:') && !rooms.includes(name)),
			[],
		);
	});

	it('has every bundle that another one names', () => {
		const named = [...files].flatMap(([file, content]) =>
			file.endsWith('.cjs') ? [...String(content).matchAll(/"\.\/([\w.-]+\.cjs)"/g)].map(([, name = '']) => name) : [],
		);
		assert.ok(named.length > 10);
		assert.deepEqual(
			named.filter((name) => !files.has(name)),
			[],
		);
	});

	it('calls the errors of programs what they are called', () => {
		assert.ok([...files.values()].some((content) => typeof content === 'string' && content.includes('"ExecaError"')));
	});
});
