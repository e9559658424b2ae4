import * as vscode from 'vscode';
import { hiddenIn } from '../core/hiddenText.ts';
import { type AnswerDocuments, answerUri, belongsTo, closeTabs, showsDocument, unusedName } from './documents.ts';
import { hiddenWords } from './hiddenAsks.ts';
import type { Review, Verdict } from './review.ts';
import { markdown } from './views.ts';

/** A growing answer is drawn at most this often, in milliseconds. */
const drawMs = 120;

/** Shows prose: a read-only Markdown document in its preview, with who answered on top. */
export function createTextReview(route: string, title: string, documents: AnswerDocuments): Review {
	let part = 0;
	let text = '';
	let heading = '';
	let opened: Promise<void> | null = null;
	let timer: NodeJS.Timeout | null = null;
	const name = unusedName(title, previews);
	const uri = () => answerUri(route, String(part), `${name}.md`);
	const shownBy = (tab: vscode.Tab) => previews(tab, name) || showsDocument(tab, (shown) => belongsTo(shown, route));
	const draw = () => {
		if (timer !== null) {
			clearTimeout(timer);
			timer = null;
		}
		documents.set(uri(), `${heading}\n\n${text}\n`);
	};
	const open = async () => {
		draw();
		const document = await vscode.workspace.openTextDocument(uri());
		await show(document);
		documents.refresh(document.uri);
	};
	/** In its preview; as the text that it is where the preview would do what an answer says. */
	const show = async (document: vscode.TextDocument) => {
		if (await isPreviewGuarded(documents)) {
			await vscode.commands.executeCommand('markdown.showPreview', document.uri, undefined, { locked: true });
		} else {
			await vscode.window.showTextDocument(document, { preview: false });
		}
	};
	return {
		acceptable: false,
		kept: false,
		shownBy,
		grow(grown, label) {
			text = grown;
			heading = `> ${markdown(label)} …`;
			if (opened === null) {
				opened = open();
			} else {
				timer ??= setTimeout(draw, drawMs);
			}
		},
		async withdraw() {
			text = '';
			if (opened !== null) {
				await opened;
				heading = `> *${vscode.l10n.t('This answer was withdrawn.')}*`;
				draw();
				await closeTabs(shownBy);
				part++;
				opened = null;
			}
		},
		async finish(answer, label) {
			text = answer.text;
			heading = `> ${markdown(label)}${hiddenNotice(answer.text)}`;
			if (opened === null) {
				opened = open();
			} else {
				await opened;
				draw();
			}
			await opened;
		},
		async reveal() {
			await show(await vscode.workspace.openTextDocument(uri()));
		},
		accept: (): Promise<Verdict> => Promise.resolve('accepted'),
		async close() {
			if (timer !== null) {
				clearTimeout(timer);
			}
			await opened;
			await closeTabs(shownBy);
			documents.drop(uri());
		},
	};
}

/** Whether the preview keeps to what `guardAnswers` taught it: an image of an answer is no image there. */
async function isPreviewGuarded(documents: AnswerDocuments): Promise<boolean> {
	const uri = answerUri('guard', 'image', 'Image.md');
	documents.set(uri, '![image](https://switchyard.invalid/image.png)');
	try {
		const document = await vscode.workspace.openTextDocument(uri);
		const page: unknown = await vscode.commands.executeCommand('markdown.api.render', document);
		return typeof page === 'string' && page.includes('switchyard.invalid') && !/<img/i.test(page);
	} catch {
		return false;
	} finally {
		documents.drop(uri);
	}
}

/** What is said above an answer that hides something; the lines are those of the answer. */
function hiddenNotice(text: string): string {
	const hidden = hiddenIn(text);
	return hidden.length === 0
		? ''
		: `\n>\n> ⚠ ${markdown(vscode.l10n.t('This answer holds characters that you can’t see: {0}', hiddenWords(hidden)))}`;
}

/** Whether a tab is the Markdown preview of the document of this name. */
function previews(tab: vscode.Tab, name: string): boolean {
	return (
		tab.input instanceof vscode.TabInputWebview &&
		tab.input.viewType.includes('markdown') &&
		tab.label.endsWith(` ${name}.md`)
	);
}
