import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { type AnswerDocuments, answerUri, createAnswerDocuments } from '../../src/editor/documents.ts';
import { isolationOf, pathOf } from '../../src/editor/question.ts';
import type { Attack } from '../support/hostile.ts';
import { removeFile, writeFile } from './folder.ts';

describe('markdown-that-leaks, in the Markdown preview', () => {
	let documents: AnswerDocuments;
	let answer: string;

	before(async () => {
		const extension = vscode.extensions.getExtension('switchyard.switchyard');
		assert.ok(extension);
		await extension.activate();
		const file = path.join(extension.extensionPath, 'test/fixtures/hostile/markdown-that-leaks/attack.json');
		answer = (JSON.parse(readFileSync(file, 'utf8')) as Attack).files?.['answer.md'] ?? '';
		documents = createAnswerDocuments();
	});

	after(() => {
		documents.dispose();
		removeFile('hostile');
	});

	const rendered = async (uri: vscode.Uri) => {
		const document = await vscode.workspace.openTextDocument(uri);
		return vscode.commands.executeCommand<string>('markdown.api.render', document);
	};
	const addresses = (html: string) => [...html.matchAll(/ href="([^"]*)"/g)].map(([, href]) => href);

	it('is text as an answer: no picture, no style, no diagram, and no link but to the web', async () => {
		const uri = answerUri('hostile', '0', 'Answer.md');
		documents.set(uri, answer);
		const html = await rendered(uri);
		assert.doesNotMatch(html, /<(?:img|b|div)\b|url\([^)]*\)"|class="mermaid/);
		assert.deepEqual(addresses(html), ['https://collector.example/page']);
		for (const picture of ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine']) {
			assert.ok(html.includes(`collector.example/${picture}.png`), picture);
		}
	});

	it('would be all of that in a document of the user’s own, which stays as it is', async () => {
		const html = await rendered(writeFile('hostile/answer.md', answer));
		assert.match(html, /<img[^>]*src="https:\/\/collector\.example\/one\.png/);
		assert.match(html, /<div style=/);
		assert.match(html, /mermaid/);
		assert.ok(addresses(html).includes('command:workbench.action.terminal.new'));
	});
});

describe('a virtual workspace', () => {
	it('is no folder on the disk, whatever its path is like', () => {
		const folder = { uri: vscode.Uri.parse('vscode-vfs://github/home/user/project'), name: 'project', index: 0 };
		assert.equal(pathOf(folder), null);
		assert.equal(isolationOf(folder), 'no-folder');
		const here = vscode.workspace.workspaceFolders?.[0] ?? null;
		assert.equal(pathOf(here), here?.uri.fsPath);
	});
});
