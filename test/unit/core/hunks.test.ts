import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
	differences,
	hunksBetween,
	hunksOfFile,
	linesOf,
	type Side,
	textOfBytes,
	withHunks,
} from '../../../src/core/hunks.ts';
import { textPair, texts } from '../../support/texts.ts';

const file = (text: string, executable = false): Side => ({ type: 'text', text, executable });

describe('the hunks of a change', () => {
	it('are the runs of lines that differ, with their places on both sides', () => {
		assert.deepEqual(hunksBetween('a\nb\nc\nd\n', 'a\nB\nc\nd\ne\n'), [
			{ oldStart: 1, removed: ['b\n'], newStart: 1, added: ['B\n'] },
			{ oldStart: 4, removed: [], newStart: 4, added: ['e\n'] },
		]);
	});

	it('count lines by line feeds, and keep every ending as it is', () => {
		assert.deepEqual(linesOf('a\r\nb\rc\n\nd'), ['a\r\n', 'b\rc\n', '\n', 'd']);
		assert.deepEqual(linesOf(''), []);
		assert.deepEqual(hunksBetween('a\nb\n', 'a\r\nb\n'), [
			{ oldStart: 0, removed: ['a\n'], newStart: 0, added: ['a\r\n'] },
		]);
	});

	it('know a line without an end from the same line with one', () => {
		assert.deepEqual(hunksBetween('a\nb', 'a\nb\n'), [{ oldStart: 1, removed: ['b'], newStart: 1, added: ['b\n'] }]);
		assert.equal(withHunks('a\nb', hunksBetween('a\nb', 'a\nb\n')), 'a\nb\n');
	});

	it('are the whole of what is not shared at both ends when too much differs', () => {
		const many = (word: string) => Array.from({ length: 5000 }, (_, index) => `${word} ${index}\n`);
		const before = ['first\n', ...many('old'), 'last\n'];
		const after = ['first\n', ...many('new'), 'last\n'];
		const [hunk, ...others] = differences(before, after);
		assert.deepEqual(others, []);
		assert.deepEqual([hunk?.oldStart, hunk?.removed.length, hunk?.newStart, hunk?.added.length], [1, 5000, 1, 5000]);
	});

	it('of two texts without a common line in half a million are found and put in', () => {
		const many = (word: string) => `${word}\n`.repeat(250_000);
		const hunks = hunksBetween(many('old'), many('new'));
		assert.equal(hunks.length, 1);
		assert.equal(withHunks(many('old'), hunks), many('new'));
	});

	const whole: Readonly<Record<string, readonly [before: Side, after: Side]>> = {
		'a new file': [null, file('a\n')],
		'a deleted file': [file('a\n'), null],
		'bytes that are no text': [file('a\n'), { type: 'bytes', digest: '1', size: 3, executable: false }],
		'another executable bit': [file('a\n'), file('b\n', true)],
		'a file that became a link': [file('a\n'), { type: 'link', target: 'b' }],
	};
	for (const [title, [before, after]] of Object.entries(whole)) {
		it(`can't be taken apart: ${title}`, () => {
			assert.equal(hunksOfFile(before, after), null);
		});
	}

	it('of a text that only changed its words can be taken apart', () => {
		assert.equal(hunksOfFile(file('a\nb\nc\n', true), file('A\nb\nC\n', true))?.length, 2);
	});

	it('belong to texts: UTF-8 without a zero byte, with its byte order mark, not too long', () => {
		const encoded = new TextEncoder().encode('\uFEFFä\n');
		assert.equal(textOfBytes(encoded), '\uFEFFä\n');
		assert.equal(textOfBytes(new Uint8Array([0x61, 0xe4])), null);
		assert.equal(textOfBytes(new Uint8Array([0x61, 0])), null);
		assert.equal(textOfBytes(new Uint8Array(5_000_001).fill(0x61)), null);
		assert.equal(textOfBytes(new Uint8Array(5_000_000).fill(0x61))?.length, 5_000_000);
	});
});

describe('hunks of any two texts', () => {
	it('all together make the new text, and none the old one', () => {
		fc.assert(
			fc.property(textPair, ([before, after]) => {
				const hunks = hunksBetween(before, after);
				assert.equal(withHunks(before, hunks), after);
				assert.equal(withHunks(before, []), before);
				assert.equal(hunks.length === 0, before === after);
			}),
		);
	});

	it('some of them, and then the rest, make the new text', () => {
		fc.assert(
			fc.property(textPair, fc.infiniteStream(fc.boolean()), ([before, after], coins) => {
				const chosen = hunksBetween(before, after).filter(() => coins.next().value === true);
				const half = withHunks(before, chosen);
				assert.equal(withHunks(half, hunksBetween(half, after)), after);
				const rest = hunksBetween(before, after).filter(
					(hunk) => !chosen.some(({ oldStart }) => oldStart === hunk.oldStart),
				);
				assert.equal(withHunks(before, [...rest, ...chosen]), after);
			}),
		);
	});

	it('lie apart: between two of them is a line that both texts have', () => {
		fc.assert(
			fc.property(textPair, ([before, after]) => {
				const hunks = hunksBetween(before, after);
				for (const [index, { oldStart, newStart }] of hunks.entries()) {
					const last = hunks[index - 1];
					if (last !== undefined) {
						assert.ok(oldStart > last.oldStart + last.removed.length);
						assert.ok(newStart > last.newStart + last.added.length);
					}
				}
			}),
		);
	});

	it('splitting a text loses nothing', () => {
		fc.assert(
			fc.property(texts, (text) => {
				assert.equal(linesOf(text).join(''), text);
			}),
		);
	});
});
