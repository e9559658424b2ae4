import assert from 'node:assert/strict';
import {
	begun,
	type ReviewedFile,
	withAccepted,
	withChecks,
	withConflicts,
	withDeclined,
} from '../../../src/editor/changesState.ts';
import { type ChangesNode, type FileNode, filesBelow, treeOf } from '../../../src/editor/changesTree.ts';
import { reviewedFile } from '../../support/changes.ts';

const cart = reviewedFile('src/cart.ts', { hunks: ['codex', 'claude-code+codex'] });
const parts = (path: string, ...of: readonly number[]) => new Map([[path, new Set(of)]]);

describe('the rows of the Changes view', () => {
	it('are folders first, each by name, and folders with nothing beside them share a row', () => {
		const files = ['z.ts', 'a.ts', 'src/one/two/x.ts', 'src/one/two/three/y.ts', 'lib/deep/er/w.ts'];
		assert.deepEqual(drawn(treeOf(begun(files.map((file) => reviewedFile(file))))), [
			'lib/deep/er',
			'  w.ts',
			'src/one/two',
			'  three',
			'    y.ts',
			'  x.ts',
			'a.ts',
			'z.ts',
		]);
	});

	it('show the hunks of a file, and none where there is only one', () => {
		const single = reviewedFile('one.ts', { hunks: ['codex'] });
		assert.deepEqual(drawn(treeOf(begun([cart, single]))), [
			'src',
			'  cart.ts',
			'    new 0 codex +2 -1 at 0-1',
			'    new 1 claude-code,codex +2 -1 at 11-12',
			'one.ts',
		]);
	});

	it('count what is left: lines, authors, and what of it is checked', () => {
		const unchecked = withChecks(begun([cart]), new Set([cart.path]), 0, false);
		const node = fileOf(treeOf(unchecked));
		assert.deepEqual([node.check, node.chosen, node.added, node.removed], ['unchecked', [1, 2], 4, 2]);
		assert.deepEqual(node.authors, ['codex', 'claude-code']);
		const rest = fileOf(treeOf(withAccepted(unchecked, parts(cart.path, 1))));
		assert.deepEqual([rest.check, rest.chosen, rest.added, rest.authors], ['unchecked', [0, 1], 2, ['codex']]);
	});

	it('a file is checked when all that is left of it is, and a folder when all below it is', () => {
		const both = [cart, reviewedFile('src/b.ts'), reviewedFile('src/.env', { guarded: true })];
		assert.deepEqual(checks(treeOf(begun(both))), ['unchecked', 'unchecked', 'checked', 'checked']);
		assert.deepEqual(checks(treeOf(begun(both.slice(0, 2)))), ['checked', 'checked', 'checked']);
	});

	it('have nothing to check where everything is decided', () => {
		const accepted = withAccepted(begun([cart]), parts(cart.path, 0, 1));
		assert.deepEqual(checks(treeOf(accepted)), [null, null]);
		assert.equal(fileOf(treeOf(accepted)).status, 'accepted');
		const declined = withDeclined(begun([cart]), cart.path);
		assert.deepEqual([fileOf(treeOf(declined)).status, fileOf(treeOf(declined)).children], ['declined', []]);
	});

	it('tell which files the user changed too', () => {
		const state = withConflicts(begun([cart]), parts(cart.path, 0), [cart.path]);
		assert.equal(fileOf(treeOf(state)).status, 'conflict');
	});

	it('name a hunk by its first line that says something, cut when it is long', () => {
		const hunk = (removed: readonly string[], added: readonly string[]): ReviewedFile => {
			const file = reviewedFile('a.ts', { hunks: ['codex', 'codex'] });
			const [first, second] = file.hunks ?? [];
			assert.ok(first && second);
			return { ...file, hunks: [{ ...first, hunk: { ...first.hunk, removed, added } }, second] };
		};
		const text = (file: ReviewedFile) => fileOf(treeOf(begun([file]))).children[0]?.text;
		assert.equal(text(hunk([], ['\n', '\t}\n', '\tlet x;\r\n'])), 'let x;');
		assert.equal(text(hunk(['gone();\n'], [])), 'gone();');
		assert.equal(text(hunk([], ['\t}\n'])), '}');
		assert.equal(text(hunk([], ['\n'])), '');
		assert.equal(text(hunk([], [`${'x'.repeat(90)}\n`])), `${'x'.repeat(80)}…`);
	});

	it('a hunk that only deletes is at the line that follows', () => {
		const file = reviewedFile('a.ts', { hunks: ['codex', 'codex'] });
		const [first, second] = file.hunks ?? [];
		assert.ok(first && second);
		const state = begun([{ ...file, hunks: [first, { ...second, hunk: { ...second.hunk, added: [] } }] }]);
		assert.deepEqual(fileOf(treeOf(state)).children[1]?.lines, { start: 11, end: 11 });
	});

	it('stand for the files below them', () => {
		const [folder] = treeOf(begun([cart, reviewedFile('src/deep/b.ts')]));
		assert.ok(folder);
		assert.deepEqual(filesBelow(folder), ['src/deep/b.ts', 'src/cart.ts']);
	});
});

function drawn(nodes: readonly ChangesNode[], indent = ''): readonly string[] {
	return nodes.flatMap((node) => {
		if (node.type === 'hunk') {
			const { text, authors, added, removed, lines } = node;
			return [`${indent}${text} ${authors.join()} +${added} -${removed} at ${lines.start}-${lines.end}`];
		}
		return [`${indent}${node.name}`, ...drawn(node.children, `${indent}  `)];
	});
}

/** Of folders and files, from above. */
function checks(nodes: readonly ChangesNode[]): readonly ChangesNode['check'][] {
	return nodes.flatMap((node) => (node.type === 'hunk' ? [] : [node.check, ...checks(node.children)]));
}

function fileOf(nodes: readonly ChangesNode[]): FileNode {
	const [node] = nodes;
	assert.ok(node && node.type !== 'hunk');
	return node.type === 'file' ? node : fileOf(node.children);
}
