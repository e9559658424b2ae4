import assert from 'node:assert/strict';
import { mutationPage, type Reason, type Results } from '../../../scripts/mutation/page.ts';

type Mutant = Results['files'][string]['mutants'][number];

const source = ['export function isSmall(size: number): boolean {', '\treturn size < 10;', '}', ''].join('\n');
const comparison = { start: { line: 2, column: 9 }, end: { line: 2, column: 18 } };
const turned: Mutant = {
	mutatorName: 'EqualityOperator',
	replacement: 'size <= 10',
	status: 'Survived',
	location: comparison,
};
const always: Mutant = {
	mutatorName: 'ConditionalExpression',
	replacement: 'true',
	status: 'Killed',
	location: comparison,
};
const reason: Reason = { file: 'src/a.ts', code: 'return size < 10;', reason: 'Ten is never passed.' };

function pageOf(mutants: readonly Mutant[], reasons: readonly Reason[] = []) {
	return mutationPage({ files: { 'src/a.ts': { source, mutants } } }, reasons);
}

describe('the page of mutants', () => {
	it('counts a mutant that hangs as noticed, and one that never runs as not', () => {
		const { score, text } = pageOf([
			always,
			{ ...always, status: 'Timeout' },
			{ ...turned, status: 'NoCoverage' },
			turned,
		]);
		assert.equal(score, 50);
		assert.match(text, /\| `src\/a\.ts` \| 50\.0 \| 2 \| 1 \| 1 \|/);
		assert.match(text, /`size < 10` → `size <= 10` \(never run\)/);
	});

	it('leaves out what was ignored or went wrong in the run itself', () => {
		assert.equal(pageOf([always, { ...turned, status: 'Ignored' }, { ...turned, status: 'RuntimeError' }]).score, 100);
	});

	it('tells the score without tables apart', () => {
		const { score, text } = pageOf([{ ...always, static: true }, { ...always, static: true }, turned, always]);
		assert.equal(score, 75);
		assert.match(text, /\*\*75\.0 %\*\* are noticed; 50\.0 % without/);
	});

	it('puts the reason to a survivor, wherever its line stands', () => {
		const { text, unexplained, unused } = pageOf([turned], [reason]);
		assert.match(text, /- Line 2: `size < 10` → `size <= 10`\. Ten is never passed\./);
		assert.deepEqual([unexplained, unused], [0, []]);
	});

	it('takes a reason for one replacement for that alone', () => {
		const { text, unexplained } = pageOf(
			[turned, { ...always, status: 'Survived' }],
			[{ ...reason, replacement: 'true' }],
		);
		assert.equal(unexplained, 1);
		assert.match(text, /`size <= 10`\. \*\*No reason yet\.\*\*/);
		assert.match(text, /`true`\. Ten is never passed\./);
	});

	it('names reasons that fit no survivor any more', () => {
		assert.deepEqual(pageOf([always], [reason]).unused, [reason]);
		assert.deepEqual(pageOf([turned], [{ ...reason, code: 'return size < 11;' }]).unexplained, 1);
	});

	it('writes a change over several lines in one', () => {
		const block: Mutant = {
			mutatorName: 'BlockStatement',
			replacement: '{}',
			status: 'Survived',
			location: { start: { line: 1, column: 48 }, end: { line: 3, column: 2 } },
		};
		assert.match(pageOf([block]).text, /- Line 1: `\{ return size < 10; \}` → `\{\}`/);
	});
});
