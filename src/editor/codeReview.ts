import * as vscode from 'vscode';
import { codeOf } from '../core/answer.ts';
import { type Hidden, hiddenIn, plainWords, visible } from '../core/hiddenText.ts';
import { type Anchor, moved } from './anchor.ts';
import { type AnswerDocuments, answerUri, belongsTo, closeTabs, showsDocument } from './documents.ts';
import { askHidden } from './hiddenAsks.ts';
import type { Review, Verdict } from './review.ts';

/** Where an answer of task `code` goes. */
export interface CodeTarget {
	readonly document: vscode.TextDocument;
	readonly selection: vscode.Range;
}

/** A growing answer is drawn at most this often, in milliseconds. */
const drawMs = 80;

/**
 * Shows a growing answer beside the document it is for: left as it is, right with the answer. Edits of the user
 * elsewhere in the document are followed; an edit of the very place is a conflict, and nothing is overwritten.
 */
export function createCodeReview(
	route: string,
	target: CodeTarget,
	documents: AnswerDocuments,
	allowHidden: (hidden: readonly Hidden[], name: string) => Promise<boolean> = askHidden,
): Review {
	const { document } = target;
	let anchor: Anchor = {
		start: document.offsetAt(target.selection.start),
		end: document.offsetAt(target.selection.end),
		touched: false,
	};
	let answer: string | null = null;
	let part = 0;
	let opened: Promise<void> | null = null;
	let timer: NodeJS.Timeout | null = null;
	let closed = false;
	/** The edit that is being made is the answer itself. */
	let accepting = false;
	const uri = () => answerUri(route, String(part), vscode.workspace.asRelativePath(document.uri));
	const draw = () => {
		if (timer !== null) {
			clearTimeout(timer);
			timer = null;
		}
		if (answer !== null) {
			documents.set(uri(), proposed(document.getText(), anchor, answer));
		}
	};
	const following = vscode.workspace.onDidChangeTextDocument((event) => {
		if (event.document === document && event.contentChanges.length > 0 && !accepting) {
			anchor = moved(
				anchor,
				event.contentChanges.map((change) => ({
					offset: change.rangeOffset,
					length: change.rangeLength,
					text: change.text,
				})),
			);
			draw();
		}
	});
	const open = async (title: string): Promise<void> => {
		draw();
		const shown = uri();
		const revealed = new vscode.Range(document.positionAt(anchor.start), document.positionAt(anchor.start));
		// Somebody who went on to work elsewhere must not find their next keys in here.
		const preserveFocus = vscode.window.activeTextEditor?.document !== document;
		await vscode.commands.executeCommand('vscode.diff', document.uri, shown, title, {
			preview: false,
			preserveFocus,
			selection: revealed,
		});
		documents.refresh(shown);
	};
	const shownBy = (tab: vscode.Tab) => showsDocument(tab, (shown) => belongsTo(shown, route));
	const name = () =>
		visible(vscode.workspace.asRelativePath(document.uri).split('/').at(-1) ?? vscode.l10n.t('answer'));
	return {
		acceptable: true,
		kept: false,
		shownBy,
		grow(text, label) {
			if (closed) {
				return;
			}
			answer = fitted(codeOf(text), document, anchor);
			if (opened === null) {
				opened = open(`${name()} ← ${label}`);
			} else {
				timer ??= setTimeout(draw, drawMs);
			}
		},
		async withdraw() {
			if (timer !== null) {
				clearTimeout(timer);
				timer = null;
			}
			answer = null;
			if (opened !== null) {
				await opened;
				const last = uri();
				await closeTabs((tab) => showsDocument(tab, (shown) => shown.toString() === last.toString()));
				documents.drop(last);
				part++;
				opened = null;
			}
		},
		async finish(result, label) {
			await opened;
			if (closed) {
				return;
			}
			answer = fitted(codeOf(result.text), document, anchor);
			opened ??= open(`${name()} ← ${label}`);
			draw();
			await opened;
		},
		async reveal() {
			await opened;
			await vscode.commands.executeCommand('vscode.diff', document.uri, uri(), undefined, { preview: false });
		},
		async accept(): Promise<Verdict> {
			const hidden = hiddenIn(answer ?? '', document.getText().slice(anchor.start, anchor.end));
			if (hidden.length > 0 && !(await allowHidden(hidden, name()))) {
				return 'undecided';
			}
			if (answer === null || anchor.touched || document.isClosed) {
				void tellConflict(name(), answer ?? '');
				return 'conflict';
			}
			const range = new vscode.Range(document.positionAt(anchor.start), document.positionAt(anchor.end));
			const edit = new vscode.WorkspaceEdit();
			edit.replace(document.uri, range, answer);
			const start = anchor.start;
			accepting = true;
			const applied = await vscode.workspace.applyEdit(edit);
			accepting = false;
			if (!applied) {
				void vscode.window.showErrorMessage(
					vscode.l10n.t('Switchyard could not write the answer into {0}. The file is unchanged.', plainWords(name())),
				);
				return 'write-failed';
			}
			const editor = await vscode.window.showTextDocument(document, { preview: false });
			const end = document.positionAt(start + answer.length);
			// No selection: the next key the user presses must not replace the answer.
			editor.selection = new vscode.Selection(end, end);
			editor.revealRange(
				new vscode.Range(document.positionAt(start), end),
				vscode.TextEditorRevealType.InCenterIfOutsideViewport,
			);
			return 'accepted';
		},
		async close() {
			closed = true;
			following.dispose();
			if (timer !== null) {
				clearTimeout(timer);
			}
			await opened;
			await closeTabs(shownBy);
			documents.drop(uri());
		},
	};
}

/** The document's text with the answer in place. */
function proposed(text: string, anchor: Anchor, answer: string): string {
	return text.slice(0, anchor.start) + answer + text.slice(anchor.end);
}

/**
 * The answer as it fits into the place: with the document's line endings, and ending as what it replaces ends, since
 * models end code with a line break or leave it out as they like.
 */
function fitted(answer: string, document: vscode.TextDocument, anchor: Anchor): string {
	const ending = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
	const text = answer.replace(/\r?\n/g, ending);
	const whole = document.getText();
	const replaced = whole.slice(anchor.start, anchor.end);
	const followed = whole.slice(anchor.end, anchor.end + ending.length);
	if (replaced.endsWith(ending)) {
		return text.endsWith(ending) || text === '' ? text : text + ending;
	}
	const wholeLines = replaced === '' && (anchor.start === 0 || whole[anchor.start - 1] === '\n') && followed !== ending;
	return wholeLines || !text.endsWith(ending) ? text : text.slice(0, -ending.length);
}

async function tellConflict(name: string, answer: string): Promise<void> {
	const copy = vscode.l10n.t('Copy Answer');
	const chosen = await vscode.window.showWarningMessage(
		vscode.l10n.t('{0} was changed at the very place the answer is for. Nothing was overwritten.', plainWords(name)),
		copy,
	);
	if (chosen === copy) {
		await vscode.env.clipboard.writeText(answer);
	}
}
