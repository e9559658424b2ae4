import assert from 'node:assert/strict';
import fc from 'fast-check';
import { linesOf } from '../../../src/core/hunks.ts';
import { merged } from '../../../src/core/merge.ts';
import { textPair, texts, twoSides } from '../../support/texts.ts';

describe('a merge of two sides', () => {
	it('takes what each side alone changed', () => {
		assert.deepEqual(merged('a\nb\nc\nd\n', 'A\nb\nc\nd\n', 'a\nb\nc\nD\ne\n'), {
			clean: true,
			text: 'A\nb\nc\nD\ne\n',
		});
	});

	it('takes once what both changed alike', () => {
		assert.deepEqual(merged('a\nb\nc\n', 'a\nB\nc\n', 'a\nB\nc\n'), { clean: true, text: 'a\nB\nc\n' });
	});

	it('is a conflict where both changed the same lines, and tells what each made of them', () => {
		assert.deepEqual(merged('a\nb\nc\n', 'a\nours\nc\n', 'a\ntheirs\nc\n'), {
			clean: false,
			regions: [{ start: 1, base: ['b\n'], ours: ['ours\n'], theirs: ['theirs\n'] }],
		});
	});

	it('is a conflict where their changes touch, also with nothing but an insertion at the same place', () => {
		assert.equal(merged('a\nb\n', 'A\nb\n', 'a\nB\n').clean, false);
		assert.equal(merged('a\nb\n', 'a\nours\nb\n', 'a\ntheirs\nb\n').clean, false);
		assert.equal(merged('', 'ours\n', 'theirs\n').clean, false);
	});

	it('is a conflict where one deleted what the other changed', () => {
		assert.equal(merged('a\nb\nc\n', 'a\nc\n', 'a\nB\nc\n').clean, false);
	});

	it('names every conflict, and no place that is none', () => {
		const base = 'a\nb\nc\nd\ne\nf\ng\n';
		const result = merged(base, '1\nb\nc\nd\nE\nf\n1\n', '2\nb\nC\nd\ne\nf\n2\n');
		assert.deepEqual(!result.clean && result.regions.map(({ start }) => start), [0, 6]);
	});

	it('keeps line endings, and the missing end of the last line', () => {
		assert.deepEqual(merged('a\r\nb\r\nc', 'A\r\nb\r\nc', 'a\r\nb\r\nC'), { clean: true, text: 'A\r\nb\r\nC' });
	});
});

describe('a merge of any texts', () => {
	it('with a side that changed nothing gives the other side', () => {
		fc.assert(
			fc.property(textPair, ([base, other]) => {
				assert.deepEqual(merged(base, base, other), { clean: true, text: other });
				assert.deepEqual(merged(base, other, base), { clean: true, text: other });
			}),
		);
	});

	it('of two sides that did the same gives what they did', () => {
		fc.assert(
			fc.property(textPair, ([base, both]) => {
				assert.deepEqual(merged(base, both, both), { clean: true, text: both });
			}),
		);
	});

	it('does not depend on who is who', () => {
		fc.assert(
			fc.property(texts, texts, texts, (base, ours, theirs) => {
				const [one, other] = [merged(base, ours, theirs), merged(base, theirs, ours)];
				assert.equal(one.clean, other.clean);
				assert.ok(!one.clean || !other.clean || one.text === other.text);
			}),
		);
	});

	it('loses no line that only one side wrote, and brings none back that one side deleted', () => {
		let clean = 0;
		fc.assert(
			fc.property(twoSides, ({ base, ours, theirs }) => {
				const result = merged(base, ours, theirs);
				if (!result.clean) {
					return;
				}
				clean++;
				const lines = (text: string) => new Set(linesOf(text));
				const [all, old, left, right] = [result.text, base, ours, theirs].map(lines);
				assert.ok(all !== undefined && old !== undefined && left !== undefined && right !== undefined);
				for (const line of [...left, ...right].filter((each) => !old.has(each))) {
					assert.ok(all.has(line), line);
				}
				for (const line of old) {
					assert.equal(all.has(line), left.has(line) && right.has(line), line);
				}
				assert.equal(linesOf(result.text).length, all.size);
			}),
		);
		assert.ok(clean > 0);
	});

	it('tells of a conflict what each side has there', () => {
		fc.assert(
			fc.property(twoSides, ({ base, ours, theirs }) => {
				const result = merged(base, ours, theirs);
				for (const { start, base: old, ours: left, theirs: right } of result.clean ? [] : result.regions) {
					assert.deepEqual(linesOf(base).slice(start, start + old.length), old);
					assert.ok(ours.includes(left.join('')) && theirs.includes(right.join('')));
					assert.notDeepEqual(left, right);
				}
			}),
		);
	});
});
