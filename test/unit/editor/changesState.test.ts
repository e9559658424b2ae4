import assert from 'node:assert/strict';
import {
	acceptedFiles,
	begun,
	type ChangesState,
	isDecided,
	openParts,
	type Parts,
	type ReviewedFile,
	type Wanted,
	wantedParts,
	withAccepted,
	withChecks,
	withConflicts,
	withDeclined,
	without,
} from '../../../src/editor/changesState.ts';
import { reviewedFile } from '../../support/changes.ts';

const cart = reviewedFile('src/cart.ts', { hunks: ['codex', 'codex', 'claude-code'] });
const added = reviewedFile('src/new.ts', { kind: 'added' });
const guarded = reviewedFile('.vscode/tasks.json', { kind: 'added', guarded: true });
const files: readonly ReviewedFile[] = [guarded, cart, added];

describe('what is chosen of an answer that changes files', () => {
	it('is all of it at first, but what programs act upon', () => {
		assert.deepEqual(chosen(begun(files), { what: 'checked' }), { 'src/cart.ts': [0, 1, 2], 'src/new.ts': [0] });
		assert.deepEqual(
			Object.keys(chosen(begun(files), { what: 'all' })),
			files.map(({ path }) => path),
		);
	});

	it('is what is checked: hunks, files, or all files of a folder', () => {
		const one = withChecks(begun(files), new Set(['src/cart.ts']), 1, false);
		assert.deepEqual(chosen(one, { what: 'checked' }), { 'src/cart.ts': [0, 2], 'src/new.ts': [0] });
		const folder = withChecks(one, new Set(['src/cart.ts', 'src/new.ts']), null, false);
		assert.deepEqual(chosen(folder, { what: 'checked' }), {});
		assert.deepEqual(chosen(withChecks(folder, new Set(['.vscode/tasks.json']), null, true), { what: 'checked' }), {
			'.vscode/tasks.json': [0],
		});
	});

	it('is one file or one hunk of it, checked or not', () => {
		const state = withChecks(begun(files), new Set(['src/cart.ts']), null, false);
		assert.deepEqual(chosen(state, { what: 'file', path: 'src/cart.ts', part: null }), { 'src/cart.ts': [0, 1, 2] });
		assert.deepEqual(chosen(state, { what: 'file', path: 'src/cart.ts', part: 2 }), { 'src/cart.ts': [2] });
		assert.deepEqual(chosen(state, { what: 'file', path: 'src/cart.ts', part: 3 }), {});
	});

	it('is nothing twice: what was accepted is not chosen again', () => {
		const state = withAccepted(begun(files), parts({ 'src/cart.ts': [0], 'src/new.ts': [0] }));
		assert.deepEqual(chosen(state, { what: 'checked' }), { 'src/cart.ts': [1, 2] });
		assert.deepEqual(chosen(state, { what: 'file', path: 'src/new.ts', part: null }), {});
	});

	it('leaves out the files that are named', () => {
		assert.deepEqual([...without(parts({ a: [0], b: [1] }), ['a']).keys()], ['b']);
	});
});

describe('what becomes of an answer that changes files', () => {
	it('waits until everything is accepted or declined', () => {
		const some = withAccepted(begun(files), parts({ 'src/cart.ts': [0, 1], 'src/new.ts': [0] }));
		assert.equal(isDecided(some), false);
		const rest = withDeclined(some, '.vscode/tasks.json');
		assert.equal(isDecided(rest), false);
		assert.equal(isDecided(withAccepted(rest, parts({ 'src/cart.ts': [2] }))), true);
	});

	it('tells in how many files something was accepted', () => {
		assert.deepEqual(acceptedFiles(begun(files)), { files: 0, of: 3 });
		const some = withAccepted(begun(files), parts({ 'src/cart.ts': [1] }));
		assert.deepEqual(acceptedFiles(withDeclined(some, 'src/new.ts')), { files: 1, of: 3 });
	});

	it('keeps what did not fit, until it is accepted or declined', () => {
		const tried = parts({ 'src/cart.ts': [0, 1], 'src/new.ts': [0] });
		const state = withConflicts(begun(files), tried, ['src/cart.ts']);
		const conflicts = (of: ChangesState) => of.map(({ conflict }) => (conflict === null ? null : [...conflict]));
		assert.deepEqual(conflicts(state), [null, [0, 1], null]);
		assert.deepEqual(conflicts(withAccepted(state, parts({ 'src/cart.ts': [0, 1] }))), [null, null, null]);
		const declined = withDeclined(state, 'src/cart.ts');
		assert.deepEqual(conflicts(declined), [null, null, null]);
		assert.deepEqual(
			declined.map((each) => openParts(each).length),
			[1, 0, 1],
		);
	});
});

function chosen(state: ChangesState, wanted: Wanted): Readonly<Record<string, readonly number[]>> {
	return Object.fromEntries([...wantedParts(state, wanted)].map(([path, of]) => [path, [...of]]));
}

function parts(of: Readonly<Record<string, readonly number[]>>): Parts {
	return new Map(Object.entries(of).map(([path, each]) => [path, new Set(each)]));
}
