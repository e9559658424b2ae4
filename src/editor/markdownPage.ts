import * as vscode from 'vscode';
import { type AnswerDocuments, answerUri } from './documents.ts';

/** A tab with a page of ours as a Markdown preview. */
export interface MarkdownPage {
	/** Replaces what it says, where it is open. */
	draw(text: string): void;
	/** Brings it to the front, or opens it. */
	show(text: string): Promise<void>;
}

/** `id` tells the pages apart, `name` is what the tab shows. */
export function createMarkdownPage(documents: AnswerDocuments, id: string, name: string): MarkdownPage {
	const uri = answerUri(id, 'page', `${name}.md`);
	const draw = (text: string) => {
		documents.set(uri, text);
	};
	return {
		draw,
		async show(text) {
			draw(text);
			const document = await vscode.workspace.openTextDocument(uri);
			await vscode.commands.executeCommand('markdown.showPreview', document.uri, undefined, { locked: true });
			documents.refresh(document.uri);
		},
	};
}
