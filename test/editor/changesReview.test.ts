import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ChangesAsks } from '../../src/editor/changesAsks.ts';
import { createChangesReview } from '../../src/editor/changesReview.ts';
import type { ChangesView, ViewedChanges } from '../../src/editor/changesView.ts';
import { type ChangesNode, treeOf } from '../../src/editor/changesTree.ts';
import { type AnswerDocuments, answerUri, createAnswerDocuments } from '../../src/editor/documents.ts';
import { mergesFrom } from '../../src/editor/mergeEditor.ts';
import type { Review } from '../../src/editor/review.ts';
import type { Stage } from '../../src/router/proposal.ts';
import type { Change, Commit, FileState, Transaction } from '../../src/workspace/transaction.ts';
import { eventually } from '../support/eventually.ts';
import { answer } from './answers.ts';
import { closeEverything, folderPath, openEditor, readFile, removeFile, tabs, writeFile } from './folder.ts';

const route = 'changes-review';

/** A copy of the folder whose end can be told beforehand, and is counted. */
class CountedTransaction implements Transaction {
	readonly form = 'worktree';
	readonly cwd = '/copy';
	readonly root = folderPath();
	rollbacks = 0;
	/** What each commit was given, as text by path. */
	readonly given: Readonly<Record<string, string | null>>[] = [];
	readonly #ends: Commit[];

	/** The last end stands for all that follow. */
	constructor(...ends: readonly Commit[]) {
		this.#ends = [...ends];
	}

	get commits(): number {
		return this.given.length;
	}

	adopt(): Promise<Commit> {
		return Promise.resolve({ ok: true, paths: [] });
	}

	settle(): Promise<{ readonly ok: true }> {
		return Promise.resolve({ ok: true });
	}

	async commit(changes: readonly Change[] = []): Promise<Commit> {
		const texts = changes.map(async ({ path, after }) => [path, after === null ? null : await textIn(after)] as const);
		this.given.push(Object.fromEntries(await Promise.all(texts)));
		const [end = { ok: true, paths: [] }] = this.#ends.length > 1 ? this.#ends.splice(0, 1) : this.#ends;
		return end;
	}

	rollback(): Promise<{ readonly ok: true }> {
		this.rollbacks += 1;
		return Promise.resolve({ ok: true });
	}

	changes(): Promise<readonly Change[]> {
		return Promise.resolve([]);
	}

	write(): Promise<{ readonly ok: true }> {
		return Promise.resolve({ ok: true });
	}

	read(): Promise<{ readonly ok: true; readonly text: null }> {
		return Promise.resolve({ ok: true, text: null });
	}
}

function file(content: string | Uint8Array): FileState {
	const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
	return { type: 'file', executable: false, read: () => Promise.resolve(bytes) };
}

async function textIn(state: FileState): Promise<string> {
	return state.type === 'link' ? `→ ${state.target}` : new TextDecoder().decode(await state.read());
}

/** Answers that were laid down before, by question; what is not answered fails the test. */
function asksWith(answers: Partial<ChangesAsks>): ChangesAsks {
	const unexpected = (what: string) => () => Promise.reject(new Error(`nobody expected to be asked: ${what}`));
	return {
		guarded: unexpected('guarded'),
		hidden: unexpected('hidden'),
		unsaved: unexpected('unsaved'),
		conflict: unexpected('conflict'),
		overwrite: unexpected('overwrite'),
		nothingChecked() {
			throw new Error('something was expected to be checked');
		},
		...answers,
	};
}

const edited: Change = { path: 'review/edited.txt', before: file('old\n'), after: file('new\n') };
const added: Change = { path: 'review/added.txt', before: null, after: file('added\n') };
const deleted: Change = { path: 'review/deleted.txt', before: file('gone\n'), after: null };
const binary: Change = {
	path: 'review/picture.bin',
	before: file(new Uint8Array([1, 0, 2])),
	after: file(new Uint8Array([1, 0, 2, 3])),
};
const link: Change = { path: 'review/link', before: null, after: { type: 'link', target: '../elsewhere' } };
const twoPlaces: Change = { path: 'review/twoPlaces.txt', before: file('a\nb\nc\n'), after: file('A\nb\nC\n') };
const tasks: Change = { path: 'review/.vscode/tasks.json', before: null, after: file('{}\n') };
const all = [added, deleted, edited, link, binary];

describe('the review of changes of many files', () => {
	let documents: AnswerDocuments;
	/** The documents that are served now. */
	let served: Map<string, string>;
	let opened: Review[];
	/** What the view shows now. */
	let viewed: ViewedChanges | null;
	let decided: number;
	const view: ChangesView = {
		dispose: () => undefined,
		current: () => viewed,
		add(changes) {
			viewed = changes;
		},
		refresh: () => undefined,
		remove() {
			viewed = null;
		},
	};

	beforeEach(() => {
		const real = createAnswerDocuments();
		served = new Map();
		opened = [];
		viewed = null;
		decided = 0;
		documents = {
			...real,
			set(uri, text) {
				served.set(uri.toString(), text);
				real.set(uri, text);
			},
			drop(uri) {
				served.delete(uri.toString());
				real.drop(uri);
			},
		};
	});

	afterEach(async () => {
		for (const review of opened) {
			await review.close();
		}
		documents.dispose();
		await closeEverything();
		removeFile('review');
	});

	const made = (asks: Partial<ChangesAsks> = {}) =>
		createChangesReview(route, 'Task', {
			documents,
			view,
			asks: asksWith(asks),
			decided() {
				decided += 1;
			},
		});

	/** A review that shows these changes. */
	async function show(
		changes: readonly Change[],
		transaction: Transaction = new CountedTransaction(),
		asks: Partial<ChangesAsks> = {},
		stages: readonly Stage[] = [{ provider: 'codex', changes }],
	): Promise<Review> {
		const review = made(asks);
		opened.push(review);
		await review.finish(answer({ proposal: { transaction, changes, stages } }), 'codex');
		await eventually(() => tabs().some((tab) => review.shownBy(tab)), true);
		return review;
	}

	const rows = () => treeOf(viewed?.state() ?? []);
	const statuses = () =>
		rows()
			.flatMap((node) => (node.type === 'folder' ? node.children : [node]))
			.flatMap((node) => (node.type === 'file' ? [node.status] : []));
	/** Each file and hunk with who made it, and the folder, the file and the number of the hunk before. */
	const authors = () => {
		const below = (
			node: ChangesNode,
			above: readonly (string | number)[],
		): readonly (readonly (string | number)[])[] => {
			const here = [...above, node.type === 'hunk' ? node.part : node.name];
			const own = node.type === 'folder' ? [] : [[...here, node.authors.join(', ')]];
			return [...own, ...(node.type === 'hunk' ? [] : node.children).flatMap((child) => below(child, here))];
		};
		return rows().flatMap((node) => below(node, []));
	};
	const textOf = (change: Change, side: 'before' | 'after') =>
		served.get(answerUri(route, side, change.path).toString()) ?? null;

	it('shows every file in one tab, under who made the changes', async () => {
		const review = await show(all);
		const own = tabs().filter((tab) => review.shownBy(tab));
		assert.deepEqual(
			own.map(({ label }) => label.startsWith('Task ← codex (')),
			[true],
		);
	});

	it('shows a file as it was and as it became', async () => {
		await show(all);
		assert.deepEqual([textOf(edited, 'before'), textOf(edited, 'after')], ['old\n', 'new\n']);
		const document = await vscode.workspace.openTextDocument(answerUri(route, 'after', edited.path));
		assert.equal(document.getText(), 'new\n');
	});

	it('shows nothing on the side where a file is not there', async () => {
		await show(all);
		assert.deepEqual([textOf(added, 'before'), textOf(added, 'after')], [null, 'added\n']);
		assert.deepEqual([textOf(deleted, 'before'), textOf(deleted, 'after')], ['gone\n', null]);
	});

	it('shows a link by its target, and what is no text by its size', async () => {
		await show(all);
		assert.equal(textOf(link, 'after'), '→ ../elsewhere\n');
		assert.equal(textOf(binary, 'before'), '(3 bytes that are not shown as text)');
		assert.equal(textOf(binary, 'after'), '(4 bytes that are not shown as text)');
	});

	it('shows a file that is too large to read by its size', async () => {
		const large: Change = { path: 'review/large.txt', before: null, after: file('x'.repeat(5_000_001)) };
		await show([large]);
		assert.equal(textOf(large, 'after'), '(5000001 bytes that are not shown as text)');
	});

	it('writes the changes when they are accepted, and not before', async () => {
		const transaction = new CountedTransaction();
		const review = await show(all, transaction);
		assert.equal(transaction.commits, 0);
		assert.equal(await review.accept(), 'accepted');
		assert.equal(transaction.commits, 1);
	});

	it('writes nothing while a file it changes has changes that are not saved, unless they are saved first', async () => {
		const { document } = await openEditor(writeFile(edited.path, 'old\n'));
		const transaction = new CountedTransaction();
		const asked: (readonly string[])[] = [];
		const says: ('save' | null)[] = [null, 'save'];
		const review = await show(all, transaction, {
			unsaved(paths) {
				asked.push(paths);
				return Promise.resolve(says.shift() ?? null);
			},
		});
		await type(document, 'mine ');
		assert.equal(await review.accept(), 'conflict');
		assert.equal(transaction.commits, 0);
		assert.equal(document.getText(), 'mine old\n');
		assert.equal(readFile(edited.path), 'old\n');
		assert.equal(await review.accept(), 'accepted');
		assert.equal(readFile(edited.path), 'mine old\n');
		assert.deepEqual(asked, [[edited.path], [edited.path]]);
	});

	it('is not held up by a file it does not change', async () => {
		const { document } = await openEditor(writeFile('review/other.txt', 'other\n'));
		const transaction = new CountedTransaction();
		const review = await show(all, transaction);
		await type(document, 'mine ');
		assert.equal(await review.accept(), 'accepted');
		assert.equal(readFile('review/other.txt'), 'other\n');
	});

	const ends: readonly (readonly [title: string, verdict: string, commit: Commit])[] = [
		['files changed meanwhile', 'conflict', { ok: false, reason: 'conflict', paths: ['review/edited.txt'] }],
		[
			'writing failed and all was put back',
			'write-failed',
			{ ok: false, reason: 'write-failed', message: 'the disk is full', paths: [] },
		],
		[
			'writing failed and a file could not be put back',
			'write-failed',
			{ ok: false, reason: 'write-failed', message: 'the disk is full', paths: ['a.txt'] },
		],
	];
	for (const [title, verdict, commit] of ends) {
		it(`stays open, and keeps the copy, when ${title}`, async () => {
			const transaction = new CountedTransaction(commit);
			const review = await show(all, transaction, { conflict: () => Promise.resolve(null) });
			assert.equal(await review.accept(), verdict);
			assert.equal(transaction.rollbacks, 0);
			assert.equal(tabs().filter((tab) => review.shownBy(tab)).length, 1);
		});
	}

	it('accepts nothing where there is nothing', async () => {
		const review = made();
		await review.finish(answer(), 'codex');
		assert.equal(await review.accept(), 'conflict');
		assert.deepEqual(tabs(), []);
	});

	it('writes what is checked and no more; the rest goes on waiting, and can follow', async () => {
		const transaction = new CountedTransaction();
		const review = await show([added, twoPlaces], transaction);
		viewed?.check([added.path], null, false);
		viewed?.check([twoPlaces.path], 1, false);
		assert.equal(await review.accept(), 'partly');
		assert.deepEqual(transaction.given, [{ [twoPlaces.path]: 'A\nb\nc\n' }]);
		assert.deepEqual(review.progress?.(), { files: 1, of: 2 });
		assert.equal(textOf(twoPlaces, 'before'), 'A\nb\nc\n');
		await eventually(() => tabs().filter((tab) => review.shownBy(tab)).length, 1);
		assert.equal(await review.accept({ what: 'all' }), 'accepted');
		assert.deepEqual(transaction.given[1], { [added.path]: 'added\n', [twoPlaces.path]: 'A\nb\nC\n' });
	});

	it('has one file, or one hunk, accepted alone', async () => {
		const transaction = new CountedTransaction();
		const review = await show([added, twoPlaces], transaction);
		assert.equal(await review.accept({ what: 'file', path: twoPlaces.path, part: 1 }), 'partly');
		assert.equal(await review.accept({ what: 'file', path: added.path, part: null }), 'partly');
		assert.equal(await review.accept({ what: 'file', path: twoPlaces.path, part: 0 }), 'accepted');
		assert.deepEqual(transaction.given, [
			{ [twoPlaces.path]: 'a\nb\nC\n' },
			{ [added.path]: 'added\n' },
			{ [twoPlaces.path]: 'A\nb\nC\n' },
		]);
	});

	it('says so when nothing is checked', async () => {
		let told = 0;
		const review = await show([edited], new CountedTransaction(), { nothingChecked: () => void (told += 1) });
		viewed?.check([edited.path], null, false);
		assert.equal(await review.accept(), 'undecided');
		assert.equal(told, 1);
	});

	it('leaves what programs act upon unchecked, and asks once more before it is accepted', async () => {
		const transaction = new CountedTransaction();
		const asked: unknown[] = [];
		const says: ('all' | 'others' | null)[] = [null, 'others', 'all'];
		const review = await show([edited, tasks], transaction, {
			guarded(paths, others) {
				asked.push([paths, others]);
				return Promise.resolve(says.shift() ?? null);
			},
		});
		assert.equal(await review.accept({ what: 'all' }), 'undecided');
		assert.equal(transaction.commits, 0);
		assert.equal(await review.accept({ what: 'all' }), 'partly');
		assert.equal(await review.accept({ what: 'all' }), 'accepted');
		assert.deepEqual(
			transaction.given.map((given) => Object.keys(given)),
			[[edited.path], [tasks.path]],
		);
		assert.deepEqual(asked, [
			[[tasks.path], true],
			[[tasks.path], true],
			[[tasks.path], false],
		]);
	});

	it('asks before it accepts what a file would hide, and takes nothing out of it', async () => {
		const trojan: Change = { path: 'review/trojan.ts', before: file('a\n'), after: file('a\n// \u202etxt\n') };
		const transaction = new CountedTransaction();
		const asked: unknown[] = [];
		const says: ('all' | 'others' | null)[] = [null, 'others', 'all'];
		const review = await show([edited, trojan, binary], transaction, {
			hidden(files, others) {
				asked.push([files, others]);
				return Promise.resolve(says.shift() ?? null);
			},
		});
		assert.equal(await review.accept({ what: 'all' }), 'undecided');
		assert.equal(transaction.commits, 0);
		assert.equal(await review.accept({ what: 'all' }), 'partly');
		assert.equal(await review.accept({ what: 'all' }), 'accepted');
		const hiding = [{ path: trojan.path, hides: [{ name: 'U+202E', lines: [2] }] }];
		assert.deepEqual(asked, [
			[hiding, true],
			[hiding, true],
			[hiding, false],
		]);
		assert.deepEqual(transaction.given.at(-1), { [trojan.path]: 'a\n// \u202etxt\n' });
	});

	it('asks before it makes a link that leads out of the folder', async () => {
		const out: Change = { path: 'review/out', before: null, after: { type: 'link', target: '../../elsewhere' } };
		const asked: unknown[] = [];
		const review = await show([out], new CountedTransaction(), {
			guarded(paths) {
				asked.push(paths);
				return Promise.resolve(null);
			},
		});
		assert.equal(await review.accept({ what: 'all' }), 'undecided');
		assert.deepEqual(asked, [[out.path]]);
	});

	it('tells who wrote which hunk, and which file', async () => {
		const half: Change = { ...twoPlaces, after: file('A\nb\nc\n') };
		await show([added, twoPlaces], new CountedTransaction(), {}, [
			{ provider: 'claude-code', changes: [half] },
			{ provider: 'codex', changes: [added, twoPlaces] },
		]);
		assert.deepEqual(authors(), [
			['review', 'added.txt', 'codex'],
			['review', 'twoPlaces.txt', 'claude-code, codex'],
			['review', 'twoPlaces.txt', 0, 'claude-code'],
			['review', 'twoPlaces.txt', 1, 'codex'],
		]);
	});

	it('writes the others first when some are in conflict, if the user says so', async () => {
		const conflict: Commit = { ok: false, reason: 'conflict', paths: [edited.path] };
		const transaction = new CountedTransaction(conflict, { ok: true, paths: [] });
		const review = await show([edited, added], transaction, { conflict: () => Promise.resolve('others') });
		assert.equal(await review.accept(), 'partly');
		assert.deepEqual(transaction.given[1], { [added.path]: 'added\n' });
		assert.deepEqual(statuses(), ['accepted', 'conflict']);
	});

	it('settles a conflict by the version of the user, and then everything is decided', async () => {
		const conflict: Commit = { ok: false, reason: 'conflict', paths: [edited.path] };
		const transaction = new CountedTransaction(conflict);
		const review = await show([edited], transaction, { conflict: () => Promise.resolve(null) });
		assert.equal(await review.accept(), 'conflict');
		viewed?.keepMine(edited.path);
		assert.equal(decided, 1);
		assert.equal(transaction.commits, 1);
		assert.deepEqual(review.progress?.(), { files: 0, of: 1 });
	});

	it('settles a conflict in the merge editor, once the result is in the file of the user', async () => {
		const mine = writeFile(edited.path, 'mine\n');
		const conflict: Commit = { ok: false, reason: 'conflict', paths: [edited.path] };
		const review = await show([edited], new CountedTransaction(conflict), { conflict: () => Promise.resolve('merge') });
		assert.equal(await review.accept(), 'conflict');
		const base = answerUri(route, 'merge-base', edited.path);
		const merging = () => tabs().filter((tab) => mergesFrom(tab, base));
		await eventually(() => merging().length, 1);
		const sides = ['merge-base', 'merge-theirs', 'merge-ours'].map((side) =>
			served.get(answerUri(route, side, edited.path).toString()),
		);
		assert.deepEqual(sides, ['old\n', 'new\n', 'mine\n']);
		assert.equal(readFile(edited.path), 'mine\n');
		await vscode.window.tabGroups.close(merging());
		await eventually(() => served.has(base.toString()), false);
		assert.deepEqual(statuses(), ['conflict']);
		await viewed?.merge(edited.path);
		await eventually(() => merging().length, 1);
		const document = await vscode.workspace.openTextDocument(mine);
		await type(document, 'new and ');
		assert.equal(await document.save(), true);
		await vscode.window.tabGroups.close(merging());
		await eventually(() => decided, 1);
		assert.deepEqual(statuses(), ['accepted']);
		assert.equal(readFile(edited.path), 'new and mine\n');
	});

	it('offers the merge editor for texts alone', async () => {
		await show([edited, added, binary]);
		assert.deepEqual(
			[edited, added, binary].map(({ path }) => viewed?.canMerge(path)),
			[true, false, false],
		);
	});

	it('replaces the version of the user by the answer’s only after one more question', async () => {
		writeFile(edited.path, 'mine\n');
		const conflict: Commit = { ok: false, reason: 'conflict', paths: [edited.path] };
		const transaction = new CountedTransaction(conflict, { ok: true, paths: [] });
		const says: ('overwrite' | null)[] = [null, 'overwrite'];
		const review = await show([edited], transaction, {
			conflict: () => Promise.resolve(null),
			overwrite: () => Promise.resolve(says.shift() ?? null),
		});
		assert.equal(await review.accept(), 'conflict');
		await viewed?.takeTheirs(edited.path);
		assert.equal(transaction.commits, 1);
		await viewed?.takeTheirs(edited.path);
		assert.deepEqual(transaction.given[1], { [edited.path]: 'new\n' });
		assert.equal(decided, 1);
	});

	it('leaves no tab, no document and no copy once it is closed, and drops the copy once', async () => {
		const transaction = new CountedTransaction();
		const review = await show(all, transaction);
		await review.close();
		assert.deepEqual(tabs(), []);
		assert.deepEqual([...served], []);
		assert.equal(transaction.rollbacks, 1);
		await review.close();
		assert.equal(transaction.rollbacks, 1);
	});

	it('comes back to the front, also after its tab was closed', async () => {
		const review = await show(all);
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		await eventually(() => tabs().length, 0);
		await review.reveal();
		await eventually(() => tabs().filter((tab) => tab.isActive && review.shownBy(tab)).length, 1);
	});

	it('tells its own tab from that of another review of the same name', async () => {
		const [first, second] = [await show([edited]), await show([added])];
		assert.equal(tabs().length, 2);
		for (const tab of tabs()) {
			assert.notEqual(first.shownBy(tab), second.shownBy(tab));
		}
	});
});

/** An edit of the user's own at the beginning, which is not saved. */
async function type(document: vscode.TextDocument, text: string): Promise<void> {
	const edit = new vscode.WorkspaceEdit();
	edit.insert(document.uri, new vscode.Position(0, 0), text);
	assert.equal(await vscode.workspace.applyEdit(edit), true);
	assert.equal(document.isDirty, true);
}
