import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { known } from '../../src/core/needs.ts';
import { complete } from '../../src/editor/complete.ts';
import { noDirectives } from '../../src/editor/instruction.ts';
import type { Question } from '../../src/editor/question.ts';
import { codeQuestion, explanation, textQuestion } from '../../src/editor/questions.ts';
import { closeEverything, folderPath, openEditor, removeFile, writeFile } from './folder.ts';

const parts = {
	clock: { after: () => () => undefined },
	ignored: () => Promise.resolve(new Map<string, never>()),
	tokensOf: (text: string) => text.length,
};

describe('a question that is completed', () => {
	let editor: vscode.TextEditor;

	before(async () => {
		writeFile('along/a.txt', 'text of a\n');
		writeFile('along/b c.txt', 'text of b\n');
		writeFile('along/only.txt', 'text of the only one\n');
		editor = await openEditor(writeFile('along/asked.txt', 'first\nsecond\n'));
	});

	after(async () => {
		await closeEverything();
		removeFile('along');
	});

	const asking = (text: string): Question =>
		textQuestion('ask', '', { ...noDirectives, text }, editor, new vscode.Range(0, 0, 1, 0), known(explanation));
	const attachedTo = async (question: Question, ...given: readonly unknown[]) => {
		const { payload } = (await complete(question, given, parts)) ?? question;
		return (payload.pieces ?? []).map(({ kind, path }) => `${kind} ${path}`);
	};

	it('has the files that its command and its instruction name, as paths or addresses, each once', async () => {
		const given = { files: ['along/a.txt', vscode.Uri.joinPath(editor.document.uri, '../a.txt'), 7, ''] };
		assert.deepEqual(await attachedTo(asking('see #file:"along/b c.txt", #file:only.txt'), given), [
			'attached along/a.txt',
			'attached along/b c.txt',
			'attached along/only.txt',
		]);
	});

	it('takes nothing else that a command is given for a file', async () => {
		const junk = [null, 3, { files: 'along/a.txt' }, { files: [{ path: '/etc/hosts' }] }, ['along/a.txt']];
		assert.deepEqual(await attachedTo(asking('see'), ...junk), []);
	});

	it('does not attach what it is about anyway', async () => {
		assert.deepEqual(await attachedTo(asking('see #file:along/asked.txt')), []);
	});

	it('has its size in two parts: what must be sent, and what may be left out', async () => {
		const alone = await complete(asking('see'), [], parts);
		const more = await complete(asking('see'), [{ files: ['along/a.txt'] }], parts);
		assert.ok((alone?.tokens?.least ?? 0) > 'seefirst\nsecond\n'.length);
		assert.equal(alone?.tokens?.optional, 0);
		assert.deepEqual(more?.tokens, { least: alone.tokens.least, optional: 'text of a\n'.length + 40 });
	});

	it('about a task that changes files has what is attached as files, before those that are open', async () => {
		const question: Question = {
			...codeQuestion('delegate', { ...noDirectives, text: 'do' }, editor, editor.selection, known(explanation)),
			task: 'changes',
			payload: {
				instruction: 'do #file:along/a.txt',
				focus: null,
				attachments: [
					{ path: 'along/only.txt', language: '', text: 'open' },
					{ path: 'along/a.txt', language: '', text: 'old' },
				],
				paths: ['along/a.txt'],
			},
			folder: folderPath(),
		};
		const completed = await complete(question, [], parts);
		assert.deepEqual(
			completed?.payload.attachments.map(({ path, text }) => [path, text]),
			[
				['along/a.txt', 'text of a\n'],
				['along/only.txt', 'open'],
			],
		);
		assert.deepEqual([completed.payload.pieces, completed.payload.paths], [undefined, ['along/a.txt']]);
	});
});
