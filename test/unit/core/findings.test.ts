import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findingsIn, linesAfter, numbered, numberedPatch, plain } from '../../../src/core/findings.ts';

describe('findings of an answer', () => {
	it('are read with their place, how bad they are, and what is said of them', () => {
		const answer = [
			'Two things.',
			'',
			'- **high** `src/cart.ts:12-14`: The `sum` is wrong for an empty list.',
			'  It is `NaN` then.',
			'',
			'  ```ts',
			'  - **low** `not/one.ts:1`: this is code',
			'  ```',
			'- **low** `src/cart.ts:3`: A name says nothing.',
			'',
			'Otherwise it is fine.',
		].join('\n');
		assert.deepEqual(findingsIn(answer), [
			{
				path: 'src/cart.ts',
				line: 12,
				last: 14,
				severity: 'high',
				title: 'The sum is wrong for an empty list.',
				detail: 'It is `NaN` then.\n\n```ts\n- **low** `not/one.ts:1`: this is code\n```',
			},
			{ path: 'src/cart.ts', line: 3, last: 3, severity: 'low', title: 'A name says nothing.', detail: '' },
		]);
	});

	for (const line of [
		'* **Critical**: `a b.py:7` — it runs what the user typed',
		'1. [critical] a.py:7: it runs what the user typed',
		'### **CRITICAL** `./a.py:L7-L7`: it runs what the user typed',
		'- critical `a.py:line 7` it runs what the user typed',
	]) {
		it(`are read as models write them: ${line}`, () => {
			const [found, ...others] = findingsIn(line);
			assert.equal(others.length, 0);
			assert.deepEqual(
				[found?.severity, found?.line, found?.last, found?.title],
				['critical', 7, 7, 'it runs what the user typed'],
			);
			assert.match(found?.path ?? '', /^a( b)?\.py$/);
		});
	}

	it('hide nothing where they are shown, on any of their lines', () => {
		const [found] = findingsIn('- **low** `a.ts:1`: all\u202e fine');
		assert.equal(found?.title, 'all‹U+202E› fine');
		assert.equal(plain('**one**\ntwo\u200b'), 'one\ntwo‹U+200B›');
	});

	it('are none where no place is named, or none that can be', () => {
		assert.deepEqual(findingsIn('- **high**: everything\n- high hopes for `cart.ts`\n- **low** `cart.ts:0`: x'), []);
	});

	it('are bounded, and nothing makes their reading throw', () => {
		assert.equal(findingsIn('- **low** `a.ts:1`: x\n'.repeat(5000)).length, 200);
		fc.assert(
			fc.property(
				fc.array(fc.constantFrom('- **high** ', '`a:1`', ': ', '\n', '```', '  ', 'x', '-', '1')),
				(parts) => {
					for (const { line, last } of findingsIn(parts.join(''))) {
						assert.ok(line >= 1 && last >= line);
					}
				},
			),
		);
	});
});

describe('numbered lines', () => {
	it('stand before the text, in one width', () => {
		assert.equal(numbered('a\n\tb', 9), ' 9| a\n10| \tb');
	});

	it('of a patch are those that the lines have now', () => {
		const patch = [
			'diff --git a/cart.ts b/cart.ts',
			'index 1..2 100644',
			'--- a/cart.ts',
			'+++ b/cart.ts',
			'@@ -7,3 +7,3 @@ export function',
			' let sum = 0;',
			'-old',
			'+new',
			'\\ No newline at end of file',
			'diff --git a/gone.ts b/gone.ts',
			'--- a/gone.ts',
			'+++ /dev/null',
			'@@ -1 +0,0 @@',
			'-was',
			'diff --git a/picture.png b/picture.png',
			'Binary files a/picture.png and b/picture.png differ',
			'',
		].join('\n');
		assert.deepEqual(numberedPatch(patch), [
			{
				path: 'cart.ts',
				text: '@@ -7,3 +7,3 @@ export function\n    7| let sum = 0;\n     |-old\n    8|+new\n     |\\ No newline at end of file',
			},
			{ path: 'gone.ts', text: '@@ -1 +0,0 @@\n     |-was' },
		]);
		assert.deepEqual(numberedPatch(''), []);
	});
});

describe('a finding after an edit', () => {
	it('stays, moves with its lines, or goes with them', () => {
		const at = { line: 5, last: 6 };
		assert.deepEqual(linesAfter(at, { line: 7, last: 7, lines: 3 }), { line: 5, last: 6 });
		assert.deepEqual(linesAfter(at, { line: 1, last: 2, lines: 5 }), { line: 8, last: 9 });
		assert.deepEqual(linesAfter(at, { line: 1, last: 4, lines: 1 }), { line: 2, last: 3 });
		assert.equal(linesAfter(at, { line: 6, last: 9, lines: 1 }), null);
		assert.equal(linesAfter(at, { line: 1, last: 5, lines: 5 }), null);
	});
});
