import assert from 'node:assert/strict';
import { fileReference, fileReferences } from '../../../src/core/fileReferences.ts';

describe('the files that a prompt names', () => {
	const cases: readonly (readonly [prompt: string, files: readonly string[]])[] = [
		['Like in #file:src/a.ts please', ['src/a.ts']],
		['See #file:src/a.ts, #file:b.ts.', ['src/a.ts', 'b.ts']],
		['(#file:src/a.ts)', ['src/a.ts']],
		['#file:"with blanks/a b.ts" and more', ['with blanks/a b.ts']],
		['twice #file:a.ts #file:a.ts', ['a.ts']],
		['no#file:a.ts #files:a.ts #file: #file', []],
		['#file:.eslintrc', ['.eslintrc']],
		['#file:ä/ö.ts!', ['ä/ö.ts']],
	];
	for (const [prompt, files] of cases) {
		it(`in “${prompt}” are ${files.join(' and ') || 'none'}`, () => {
			assert.deepEqual(fileReferences(prompt), files);
		});
	}

	for (const path of ['src/a.ts', 'with blanks/a b.ts', 'odd).', 'a,b.ts', 'end,']) {
		it(`are found again as they were written: ${path}`, () => {
			assert.deepEqual(fileReferences(`see ${fileReference(path)}, then`), [path]);
		});
	}
});
