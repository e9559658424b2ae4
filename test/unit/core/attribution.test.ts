import assert from 'node:assert/strict';
import fc from 'fast-check';
import { attributed, type Attribution } from '../../../src/core/attribution.ts';
import { hunksOfFile, linesOf, type Side } from '../../../src/core/hunks.ts';
import { texts } from '../../support/texts.ts';

const file = (text: string, executable = false): Side => ({ type: 'text', text, executable });
const bytes = (digest: string): Side => ({ type: 'bytes', digest, size: 1, executable: false });

/** Who made what of a file that the stages left so, each by the author of this name. */
function attribution(before: Side, ...stages: readonly (readonly [author: string, side: Side])[]): Attribution {
	const hunks = hunksOfFile(before, stages.at(-1)?.[1] ?? null) ?? [];
	return attributed(
		before,
		stages.map(([author, side]) => ({ author, side })),
		hunks,
	);
}

describe('who made a change', () => {
	it('each hunk belongs to the stage whose content first had its lines', () => {
		const made = attribution(
			file('a\nb\nc\nd\n'),
			['claude-code', file('A\nb\nc\nd\n')],
			['codex', file('A\nb\nc\nD\n')],
		);
		assert.deepEqual(made.hunks, [['claude-code'], ['codex']]);
		assert.deepEqual(made.authors, ['claude-code', 'codex']);
		assert.deepEqual(made.spans, [
			{ start: 0, length: 1, author: 'claude-code' },
			{ start: 3, length: 1, author: 'codex' },
		]);
	});

	it('a deletion belongs to the stage that deleted', () => {
		const made = attribution(file('a\nb\nc\n'), ['claude-code', file('b\nc\n')], ['codex', file('b\n')]);
		assert.deepEqual(made.hunks, [['claude-code'], ['codex']]);
	});

	it('a hunk with lines of several names all, in the order in which they worked', () => {
		const made = attribution(file('a\nz\n'), ['claude-code', file('a\n1\nz\n')], ['codex', file('a\n1\n2\nz\n')]);
		assert.deepEqual(made.hunks, [['claude-code', 'codex']]);
	});

	it('what one wrote and another took back leaves no trace', () => {
		const made = attribution(file('a\nb\nc\n'), ['claude-code', file('X\nb\nc\n')], ['codex', file('a\nb\nC\n')]);
		assert.deepEqual(made.hunks, [['codex']]);
		assert.deepEqual(made.authors, ['codex']);
	});

	it('who touched nothing of the file is not named', () => {
		const made = attribution(file('a\n'), ['claude-code', file('a\n')], ['codex', file('b\n')]);
		assert.deepEqual(made.authors, ['codex']);
	});

	it('a new file belongs to all who wrote what is left of it', () => {
		assert.deepEqual(attribution(null, ['claude-code', file('a\n')], ['codex', file('a\nb\n')]).authors, [
			'claude-code',
			'codex',
		]);
		assert.deepEqual(attribution(null, ['claude-code', file('a\n')], ['codex', file('b\n')]).authors, ['codex']);
		assert.deepEqual(attribution(null, ['claude-code', file('a\n')], ['codex', file('a\n')]).authors, ['claude-code']);
	});

	it('a deleted file belongs to who deleted it, whoever edited it before', () => {
		assert.deepEqual(attribution(file('a\n'), ['claude-code', file('b\n')], ['codex', null]).authors, ['codex']);
		assert.deepEqual(attribution(file('a\n'), ['claude-code', null], ['codex', null]).authors, ['claude-code']);
	});

	it('what is no text belongs to who made it what it is', () => {
		assert.deepEqual(attribution(bytes('1'), ['claude-code', bytes('2')], ['codex', bytes('3')]).authors, ['codex']);
		assert.deepEqual(attribution(bytes('1'), ['claude-code', bytes('2')], ['codex', bytes('2')]).authors, [
			'claude-code',
		]);
	});

	it('an empty new file, another executable bit and a link have an author too', () => {
		assert.deepEqual(attribution(null, ['claude-code', null], ['codex', file('')]).authors, ['codex']);
		assert.deepEqual(
			attribution(file('a\n'), ['claude-code', file('a\n', true)], ['codex', file('a\n', true)]).authors,
			['claude-code'],
		);
		assert.deepEqual(attribution(null, ['codex', { type: 'link', target: 'b' }]).authors, ['codex']);
	});

	it('somebody who went on and came back is named once', () => {
		const made = attribution(
			file('a\n'),
			['claude-code', file('a\nb\n')],
			['codex', file('a\nb\nc\n')],
			['claude-code', file('a\nb\nc\nd\n')],
		);
		assert.deepEqual(made.hunks, [['claude-code', 'codex']]);
	});
});

describe('who made any change', () => {
	it('every hunk has an author, one who was there', () => {
		fc.assert(
			fc.property(texts, fc.array(texts, { minLength: 1, maxLength: 4 }), (before, versions) => {
				const stages = versions.map((text, index): readonly [string, Side] => [`agent-${index}`, file(text)]);
				const made = attribution(file(before), ...stages);
				const names = stages.map(([author]) => author);
				for (const authors of made.hunks) {
					assert.ok(authors.length > 0);
					assert.ok(authors.every((author) => names.includes(author)));
				}
				const lines = linesOf(versions.at(-1) ?? '').length;
				assert.ok(made.spans.every(({ start, length }) => start >= 0 && length > 0 && start + length <= lines));
			}),
		);
	});

	it('with one author everything is that author’s', () => {
		fc.assert(
			fc.property(texts, texts, (before, after) => {
				const made = attribution(file(before), ['codex', file(after)]);
				assert.ok(made.hunks.every((authors) => authors.join() === 'codex'));
				assert.deepEqual(made.authors, before === after ? [] : ['codex']);
			}),
		);
	});
});
