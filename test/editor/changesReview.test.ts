import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { createChangesReview } from '../../src/editor/changesReview.ts';
import { type AnswerDocuments, answerUri, createAnswerDocuments } from '../../src/editor/documents.ts';
import type { Review } from '../../src/editor/review.ts';
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
	commits = 0;
	rollbacks = 0;
	readonly #ends: Commit;

	constructor(ends: Commit = { ok: true, paths: [] }) {
		this.#ends = ends;
	}

	adopt(): Promise<Commit> {
		return Promise.resolve({ ok: true, paths: [] });
	}

	settle(): Promise<{ readonly ok: true }> {
		return Promise.resolve({ ok: true });
	}

	commit(): Promise<Commit> {
		this.commits += 1;
		return Promise.resolve(this.#ends);
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

const edited: Change = { path: 'review/edited.txt', before: file('old\n'), after: file('new\n') };
const added: Change = { path: 'review/added.txt', before: null, after: file('added\n') };
const deleted: Change = { path: 'review/deleted.txt', before: file('gone\n'), after: null };
const binary: Change = {
	path: 'review/picture.bin',
	before: file(new Uint8Array([1, 0, 2])),
	after: file(new Uint8Array([1, 0, 2, 3])),
};
const link: Change = { path: 'review/link', before: null, after: { type: 'link', target: '../elsewhere' } };
const all = [added, deleted, edited, link, binary];

describe('the review of changes of many files', () => {
	let documents: AnswerDocuments;
	/** The documents that are served now. */
	let served: Map<string, string>;
	let opened: Review[];

	beforeEach(() => {
		const real = createAnswerDocuments();
		served = new Map();
		opened = [];
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

	/** A review that shows these changes, under a title. */
	async function show(
		changes: readonly Change[],
		transaction: Transaction = new CountedTransaction(),
		title = 'Task',
	): Promise<Review> {
		const review = createChangesReview(route, title, documents);
		opened.push(review);
		await review.finish(
			answer({ proposal: { transaction, changes, stages: [{ provider: 'codex', changes }] } }),
			'codex',
		);
		await eventually(() => tabs().some((tab) => review.shownBy(tab)), true);
		return review;
	}

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

	it('writes nothing while a file it changes has changes that are not saved', async () => {
		const { document } = await openEditor(writeFile(edited.path, 'old\n'));
		const transaction = new CountedTransaction();
		const review = await show(all, transaction);
		await type(document, 'mine ');
		assert.equal(await review.accept(), 'conflict');
		assert.equal(transaction.commits, 0);
		assert.equal(document.getText(), 'mine old\n');
		assert.equal(await document.save(), true);
		assert.equal(await review.accept(), 'accepted');
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
			const review = await show(all, transaction);
			assert.equal(await review.accept(), verdict);
			assert.equal(transaction.rollbacks, 0);
			assert.equal(tabs().filter((tab) => review.shownBy(tab)).length, 1);
		});
	}

	it('accepts nothing where there is nothing', async () => {
		const review = createChangesReview(route, 'Task', documents);
		await review.finish(answer(), 'codex');
		assert.equal(await review.accept(), 'conflict');
		assert.deepEqual(tabs(), []);
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
