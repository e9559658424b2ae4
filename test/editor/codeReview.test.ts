import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { createCodeReview } from '../../src/editor/codeReview.ts';
import { type AnswerDocuments, belongsTo, createAnswerDocuments } from '../../src/editor/documents.ts';
import type { Review } from '../../src/editor/review.ts';
import { eventually } from '../support/eventually.ts';
import { answer } from './answers.ts';
import { closeEverything, openEditor, readFile, removeFile, tabs, writeFile } from './folder.ts';

const route = 'code-review';
const file = 'review/code.ts';

describe('the review of an answer for one place', () => {
	let documents: AnswerDocuments;
	let review: Review | null;

	beforeEach(() => {
		documents = createAnswerDocuments();
		review = null;
	});

	afterEach(async () => {
		await review?.close();
		documents.dispose();
		await closeEverything();
		removeFile('review');
	});

	/** Opens a file in which `[` and `]` mark the selection, and a review for it. */
	async function open(marked: string): Promise<{ document: vscode.TextDocument; review: Review }> {
		const content = marked.replace(/[[\]]/g, '');
		const { document } = await openEditor(writeFile(file, content));
		assert.equal(document.getText(), content.replace('\uFEFF', ''));
		const plain = marked.replace('\uFEFF', '');
		const selection = new vscode.Range(
			document.positionAt(plain.indexOf('[')),
			document.positionAt(plain.indexOf(']') - 1),
		);
		review = createCodeReview(route, { document, selection }, documents);
		return { document, review };
	}

	/** What the right side of the difference shows; `null` when none is open. */
	function shown(): string | null {
		const inputs = tabs().map(({ input }) => input);
		const diff = inputs.find((input) => input instanceof vscode.TabInputTextDiff && belongsTo(input.modified, route));
		if (!(diff instanceof vscode.TabInputTextDiff)) {
			return null;
		}
		const wanted = diff.modified.toString();
		return vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === wanted)?.getText() ?? null;
	}

	const labels = () => tabs().map(({ label }) => label);

	/** An edit of the user's own. */
	async function type(document: vscode.TextDocument, at: number, text: string, length = 0): Promise<void> {
		const edit = new vscode.WorkspaceEdit();
		edit.replace(document.uri, new vscode.Range(document.positionAt(at), document.positionAt(at + length)), text);
		assert.equal(await vscode.workspace.applyEdit(edit), true);
	}

	it('shows the answer as it grows beside the document, under who gives it, and changes nothing', async () => {
		const { document, review } = await open('one\n[two]\nthree\n');
		review.grow('T', 'alpha');
		await eventually(shown, 'one\nT\nthree\n');
		assert.ok(labels().includes('code.ts ← alpha'));
		review.grow('```ts\nTWO', 'alpha');
		await eventually(shown, 'one\nTWO\nthree\n');
		assert.equal(document.getText(), 'one\ntwo\nthree\n');
		assert.equal(document.isDirty, false);
	});

	it('takes the view of a withdrawn answer away and shows the next one anew', async () => {
		const { review } = await open('[]\n');
		review.grow('first', 'alpha');
		await review.withdraw();
		assert.equal(shown(), null);
		review.grow('second', 'beta');
		await eventually(shown, 'second\n');
		assert.ok(labels().includes('code.ts ← beta'));
		assert.ok(!labels().includes('code.ts ← alpha'));
	});

	it('knows its own tab', async () => {
		const { review } = await open('[]\n');
		await review.finish(answer({ text: 'x' }), 'alpha');
		assert.deepEqual(
			tabs()
				.filter((tab) => review.shownBy(tab))
				.map(({ label }) => label),
			['code.ts ← alpha'],
		);
	});

	const answers: readonly (readonly [title: string, before: string, text: string, after: string])[] = [
		['a part of a line', 'let a = [1];\n', '2', 'let a = 2;\n'],
		['a part of a line, without the line break a model adds', 'let a = [1];\n', '2\n', 'let a = 2;\n'],
		['whole lines with their line break', 'one\n[two\n]three\n', 'TWO\n', 'one\nTWO\nthree\n'],
		['whole lines, with the line break a model leaves out', 'one\n[two\n]three\n', 'TWO', 'one\nTWO\nthree\n'],
		['lines in a file of Windows', 'one\r\n[two\r\n]three\r\n', 'TWO\nand\n', 'one\r\nTWO\r\nand\r\nthree\r\n'],
		['a part of a line in a file of Windows', 'one\r\n[two]\r\n', 'TWO\r\nand\n', 'one\r\nTWO\r\nand\r\n'],
		['the cursor at the end of a file without a last line break', 'one[]', '\ntwo', 'one\ntwo'],
		['the cursor on an empty last line', 'one\n[]', 'two\n', 'one\ntwo\n'],
		['the cursor on an empty line', 'one\n[]\nthree\n', 'two\n', 'one\ntwo\nthree\n'],
		['the cursor before a line', 'one\n[]three\n', 'two\n', 'one\ntwo\nthree\n'],
		['a selection by nothing', 'one\n[two\n]three\n', '', 'one\nthree\n'],
		['an empty file', '[]', 'one\n', 'one\n'],
		['code inside one fence', '[]\n', '```ts\nx;\n```\n', 'x;\n'],
		['signs outside of the basic plane', '😀[é]😀\n', '🦊', '😀🦊😀\n'],
	];
	for (const [title, before, text, after] of answers) {
		it(`answers for ${title}, and one undo restores the document to the byte`, async () => {
			const { document, review } = await open(before);
			const original = document.getText();
			await review.finish(answer({ text }), 'alpha');
			await eventually(shown, after);
			assert.equal(await review.accept(), 'accepted');
			assert.equal(document.getText(), after);
			assert.equal(vscode.window.activeTextEditor?.document, document);
			await vscode.commands.executeCommand('undo');
			await eventually(() => document.getText(), original);
			assert.equal(document.isDirty, false);
		});
	}

	it('keeps the byte-order mark and the line ends of a file that is saved', async () => {
		const { document, review } = await open('\uFEFFone\r\n[two]\r\n');
		await review.finish(answer({ text: 'TWO\nand' }), 'alpha');
		assert.equal(await review.accept(), 'accepted');
		assert.equal(await document.save(), true);
		assert.equal(readFile(file), '\uFEFFone\r\nTWO\r\nand\r\n');
	});

	it('leaves the file on the disk alone until the user saves', async () => {
		const { document, review } = await open('[]one\n');
		await review.finish(answer({ text: 'zero\n' }), 'alpha');
		assert.equal(await review.accept(), 'accepted');
		assert.equal(readFile(file), 'one\n');
		assert.equal(document.isDirty, true);
	});

	it('follows edits around its place, and one undo takes back the answer alone', async () => {
		const { document, review } = await open('one\n[two]\nthree\n');
		await review.finish(answer({ text: 'TWO' }), 'alpha');
		await type(document, 0, 'zero\n');
		await type(document, document.getText().length, 'four\n');
		await eventually(shown, 'zero\none\nTWO\nthree\nfour\n');
		assert.equal(await review.accept(), 'accepted');
		assert.equal(document.getText(), 'zero\none\nTWO\nthree\nfour\n');
		await vscode.commands.executeCommand('undo');
		await eventually(() => document.getText(), 'zero\none\ntwo\nthree\nfour\n');
	});

	it('asks before it accepts what the answer hides, and takes nothing out of it', async () => {
		const asked: unknown[] = [];
		const says = [false, true];
		const { document } = await openEditor(writeFile(file, 'one\u200b\n// \u202ekept\ntwo\n'));
		const selection = new vscode.Range(document.positionAt(0), document.positionAt(4));
		review = createCodeReview(route, { document, selection }, documents, (hidden, name) => {
			asked.push([hidden, name]);
			return Promise.resolve(says.shift() ?? false);
		});
		const text = 'ONE\u200b\n/* \u202e } \u2066if (isAdmin)\u2069 \u2066 begin */';
		await review.finish(answer({ text }), 'alpha');
		assert.equal(await review.accept(), 'undecided');
		assert.equal(document.getText(), 'one\u200b\n// \u202ekept\ntwo\n');
		assert.equal(await review.accept(), 'accepted');
		assert.equal(document.getText(), `${text}\n// \u202ekept\ntwo\n`);
		const hidden = [
			{ name: 'U+202E', lines: [2] },
			{ name: 'U+2066', lines: [2] },
			{ name: 'U+2069', lines: [2] },
		];
		assert.deepEqual(asked, [
			[hidden, 'code.ts'],
			[hidden, 'code.ts'],
		]);
	});

	it('overwrites nothing where the user changed the very place', async () => {
		const { document, review } = await open('one\n[two]\nthree\n');
		await review.finish(answer({ text: 'TWO' }), 'alpha');
		await type(document, 5, 'mine', 1);
		assert.equal(await review.accept(), 'conflict');
		assert.equal(document.getText(), 'one\ntmineo\nthree\n');
	});

	it('overwrites nothing before the answer is complete', async () => {
		const { document, review } = await open('[two]\n');
		assert.equal(await review.accept(), 'conflict');
		assert.equal(document.getText(), 'two\n');
	});

	it('writes nothing into a document that was closed meanwhile', async () => {
		const { document, review } = await open('one\n[two]\n');
		await review.finish(answer({ text: 'TWO' }), 'alpha');
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		await eventually(() => document.isClosed, true);
		assert.equal(await review.accept(), 'conflict');
		assert.equal(readFile(file), 'one\ntwo\n');
		assert.deepEqual(labels(), []);
	});

	it('leaves no tab, and follows the document no more, once it is closed', async () => {
		const { document, review } = await open('[]one\n');
		review.grow('zero', 'alpha');
		await eventually(shown, 'zeroone\n');
		await review.close();
		assert.deepEqual(labels(), ['code.ts']);
		review.grow('zero again', 'alpha');
		await review.finish(answer({ text: 'zero' }), 'alpha');
		await type(document, 0, 'x');
		assert.deepEqual(labels(), ['code.ts']);
		assert.equal(document.getText(), 'xone\n');
	});
});
