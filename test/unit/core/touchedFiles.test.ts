import assert from 'node:assert/strict';
import fc from 'fast-check';
import { longestPath, touchedFiles } from '../../../src/core/touchedFiles.ts';

const tree = '/copies/tree-1';
const long = `${'folder/'.repeat(40)}file.ts`;

const cases: readonly (readonly [title: string, named: string, files: readonly string[]])[] = [
	['of a path below the tree is the rest of it', '/copies/tree-1/src/cart.ts', ['src/cart.ts']],
	['of a relative path is itself', 'src/cart.ts', ['src/cart.ts']],
	['has no steps that lead nowhere', './src/./cart.ts', ['src/cart.ts']],
	['has forward slashes', String.raw`src\cart.ts`, ['src/cart.ts']],
	[
		'of several paths is each of them once',
		'/copies/tree-1/a.ts, /copies/tree-1/b, c.ts, /copies/tree-1/a.ts',
		['a.ts', 'b, c.ts'],
	],
	['is found behind another name of the same folder', '/private/copies/tree-1/a.ts', ['a.ts']],
	['of a long path is its end', long, [`…${long.slice(1 - longestPath)}`]],
	['names nothing outside of the tree', '/etc/passwd', []],
	['names nothing in a neighbour of the tree', '/copies/tree-10/a.ts', []],
	['names nothing above the tree', '../a.ts', []],
	['names nothing that leads out of the tree on the way', '/copies/tree-1/../tree-2/a.ts', []],
	['names nothing of the user’s home', '~/.ssh/id_rsa', []],
	['names nothing on another drive', String.raw`D:\a.ts`, []],
	['names no tree itself', '/copies/tree-1/', []],
	['names nothing that could be code', 'const a = 1;\nconst b = 2;', []],
	['names nothing where nothing is named', '', []],
];

describe('the name of an edited file', () => {
	for (const [title, named, files] of cases) {
		it(title, () => {
			assert.deepEqual(touchedFiles(named, tree), files);
		});
	}

	it('is found in a tree on a drive', () => {
		assert.deepEqual(touchedFiles(String.raw`C:\copies\1\src\a.ts, C:\copies\1\b.ts`, String.raw`C:\copies\1`), [
			'src/a.ts',
			'b.ts',
		]);
	});

	it('is short, stays below the tree and comes in small numbers, whatever an agent says', () => {
		const piece = fc.oneof(
			fc.string({ unit: 'binary' }),
			fc.constantFrom('/', '..', tree, ', /', '\n', 'C:\\', 'a'.repeat(500)),
		);
		fc.assert(
			fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
				const files = touchedFiles(pieces.join(''), tree);
				assert.ok(files.length <= 50);
				for (const file of files) {
					assert.ok(file.length <= longestPath);
					assert.ok(!file.startsWith('/') && !file.split('/').includes('..'));
				}
			}),
		);
	});
});
