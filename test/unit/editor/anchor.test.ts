import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Anchor, moved, type TextChange } from '../../../src/editor/anchor.ts';

/** `a [bcd] e` marks what the anchor holds. */
function anchorIn(marked: string): { readonly text: string; readonly anchor: Anchor } {
	const start = marked.indexOf('[');
	const end = marked.indexOf(']') - 1;
	return { text: marked.replace(/[[\]]/g, ''), anchor: { start, end, touched: false } };
}

/** The same notation after these changes, or `touched`. */
function after(marked: string, ...changes: readonly TextChange[]): string {
	const { text, anchor } = anchorIn(marked);
	const { start, end, touched } = moved(anchor, changes);
	const next = applied(text, changes);
	return touched ? 'touched' : `${next.slice(0, start)}[${next.slice(start, end)}]${next.slice(end)}`;
}

function applied(text: string, changes: readonly TextChange[]): string {
	return [...changes]
		.sort((left, right) => right.offset - left.offset)
		.reduce((sum, { offset, length, text: put }) => sum.slice(0, offset) + put + sum.slice(offset + length), text);
}

const insert = (offset: number, text: string): TextChange => ({ offset, length: 0, text });
const remove = (offset: number, length: number): TextChange => ({ offset, length, text: '' });

describe('the place an answer is for', () => {
	const cases: readonly (readonly [title: string, marked: string, changes: readonly TextChange[], expected: string])[] =
		[
			['moves with text that is inserted before it', 'ab[cd]ef', [insert(1, 'xyz')], 'axyzb[cd]ef'],
			['moves with text that is removed before it', 'ab[cd]ef', [remove(0, 1)], 'b[cd]ef'],
			[
				'moves with a replacement that ends where it begins',
				'ab[cd]ef',
				[{ offset: 0, length: 2, text: 'x' }],
				'x[cd]ef',
			],
			['stays where it is for edits after it', 'ab[cd]ef', [insert(5, 'x'), remove(4, 1)], 'ab[cd]xf'],
			['does not take in what is inserted at its start', 'ab[cd]ef', [insert(2, 'x')], 'abx[cd]ef'],
			['does not take in what is inserted at its end', 'ab[cd]ef', [insert(4, 'x')], 'ab[cd]xef'],
			['is touched by an insertion into it', 'ab[cd]ef', [insert(3, 'x')], 'touched'],
			['is touched by a removal that reaches into it', 'ab[cd]ef', [remove(1, 2)], 'touched'],
			['is touched by a removal that begins in it', 'ab[cd]ef', [remove(3, 2)], 'touched'],
			['is touched by a removal around it', 'ab[cd]ef', [remove(0, 6)], 'touched'],
			['goes on as a cursor after what is inserted there', 'ab[]cd', [insert(2, 'x')], 'abx[]cd'],
			['is touched as a cursor when both its sides go', 'ab[]cd', [remove(1, 2)], 'touched'],
			['stays as a cursor when only what follows goes', 'ab[]cd', [remove(2, 2)], 'ab[]'],
			['follows several edits at once', 'ab[cd]ef', [insert(6, 'z'), remove(1, 1), insert(0, 'xy')], 'xya[cd]efz'],
			['is touched by one of several edits', 'ab[cd]ef', [insert(0, 'x'), insert(3, 'y'), insert(6, 'z')], 'touched'],
		];
	for (const [title, marked, changes, expected] of cases) {
		it(title, () => {
			assert.equal(after(marked, ...changes), expected);
		});
	}

	it('once touched stays touched', () => {
		assert.deepEqual(moved({ start: 2, end: 4, touched: true }, [insert(0, 'x')]), { start: 3, end: 5, touched: true });
	});

	it('holds the same text, after the same text, as long as it is untouched', () => {
		fc.assert(
			fc.property(edits, ({ text, anchor, changes }) => {
				const next = moved(anchor, changes);
				fc.pre(!next.touched);
				const whole = applied(text, changes);
				assert.equal(whole.slice(next.start, next.end), text.slice(anchor.start, anchor.end));
				const before = changes.filter(({ offset, length }) => offset + length <= anchor.start);
				assert.equal(whole.slice(0, next.start), applied(text.slice(0, anchor.start), before));
			}),
		);
	});

	it('is touched exactly when an edit takes a character of it away, or puts one between two of it', () => {
		fc.assert(
			fc.property(edits, ({ anchor, changes }) => {
				const reached = changes.some(({ offset, length }) => offset < anchor.end && offset + length > anchor.start);
				assert.equal(moved(anchor, changes).touched, reached);
			}),
		);
	});
});

/** A text, a range of it, and edits that do not overlap, in any order. */
const edits = fc.string({ minLength: 1, maxLength: 12 }).chain((text) =>
	fc
		.record({
			range: fc.tuple(fc.nat(text.length), fc.nat(text.length)),
			cuts: fc.uniqueArray(fc.nat(text.length), { maxLength: 6 }),
			texts: fc.array(fc.string({ maxLength: 3 }), { minLength: 3, maxLength: 3 }),
			turned: fc.boolean(),
		})
		.map(({ range: [one, other], cuts, texts, turned }) => {
			const sorted = cuts.sort((left, right) => left - right);
			const changes = texts.flatMap((put, index): TextChange[] => {
				const [from, to] = [sorted[index * 2], sorted[index * 2 + 1]];
				return from === undefined || to === undefined ? [] : [{ offset: from, length: to - from, text: put }];
			});
			const anchor: Anchor = { start: Math.min(one, other), end: Math.max(one, other), touched: false };
			return { text, anchor, changes: turned ? changes.reverse() : changes };
		}),
);
