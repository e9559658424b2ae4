import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Proposal } from '../router/proposal.ts';
import type { FileState } from '../workspace/transaction.ts';
import { type AnswerDocuments, answerUri, closeTabs, unusedName } from './documents.ts';
import type { Answered, Review, Verdict } from './review.ts';

/** Shows what a task changed, in VS Code's diff over many files. The files themselves change only on `accept`. */
export function createChangesReview(route: string, title: string, documents: AnswerDocuments): Review {
	let proposal: Proposal | null = null;
	let shown: readonly vscode.Uri[] = [];
	let name = title;
	let resources: [vscode.Uri, vscode.Uri | undefined, vscode.Uri | undefined][] = [];
	const shownBy = (tab: vscode.Tab) => shown.length > 0 && showsChanges(tab, name);
	const reveal = async () => {
		await vscode.commands.executeCommand('vscode.changes', name, resources);
		// Otherwise the next file that is opened would take its place.
		await vscode.commands.executeCommand('workbench.action.keepEditor');
	};
	return {
		acceptable: true,
		kept: true,
		shownBy,
		grow() {
			// An agent's words on the way are not its answer; the changes are shown when they are complete.
		},
		withdraw: () => Promise.resolve(),
		async finish(answer: Answered, label: string) {
			proposal = answer.proposal;
			if (proposal === null) {
				return;
			}
			name = unusedName(`${title} ← ${label}`, showsChanges);
			const { root } = proposal.transaction;
			resources = [];
			for (const change of proposal.changes) {
				const before = await side(route, 'before', change.path, change.before, documents);
				const after = await side(route, 'after', change.path, change.after, documents);
				resources.push([vscode.Uri.file(path.join(root, change.path)), before, after]);
			}
			shown = resources.flatMap(([, before, after]) => [before, after]).filter((uri) => uri !== undefined);
			await reveal();
		},
		reveal,
		async accept(): Promise<Verdict> {
			if (proposal === null) {
				return 'conflict';
			}
			const { root } = proposal.transaction;
			const unsaved = vscode.workspace.textDocuments.filter(
				(document) =>
					document.isDirty && proposal?.changes.some((change) => path.join(root, change.path) === document.uri.fsPath),
			);
			if (unsaved.length > 0) {
				tellConflict(unsaved.map((document) => vscode.workspace.asRelativePath(document.uri)));
				return 'conflict';
			}
			const commit = await proposal.transaction.commit();
			if (commit.ok) {
				return 'accepted';
			}
			if (commit.reason === 'conflict') {
				tellConflict(commit.paths);
				return 'conflict';
			}
			void vscode.window.showErrorMessage(
				commit.paths.length === 0
					? vscode.l10n.t('Writing the changes failed: {0}. Your files are as they were.', commit.message)
					: vscode.l10n.t(
							'Writing the changes failed: {0}. These files could not be put back: {1}',
							commit.message,
							commit.paths.join(', '),
						),
			);
			return 'write-failed';
		},
		async close() {
			await closeTabs(shownBy);
			for (const uri of shown) {
				documents.drop(uri);
			}
			const dropped = await proposal?.transaction.rollback();
			proposal = null;
			if (dropped?.ok === false) {
				void vscode.window.showErrorMessage(`${dropped.failure.message} ${dropped.failure.said ?? ''}`);
			}
		},
	};
}

/** Whether a tab is the diff over many files of this title; VS Code adds the number of files to its label. */
function showsChanges(tab: vscode.Tab, name: string): boolean {
	return tab.label.startsWith(name) && /^ \([^()]*\d[^()]*\)$/.test(tab.label.slice(name.length));
}

/** One side of a file's diff; `undefined` where the file is not there on that side. */
async function side(
	route: string,
	part: 'before' | 'after',
	file: string,
	state: FileState | null,
	documents: AnswerDocuments,
): Promise<vscode.Uri | undefined> {
	if (state === null) {
		return undefined;
	}
	const uri = answerUri(route, part, file);
	documents.set(uri, await text(state));
	return uri;
}

/** Longer files are shown by their size only, in bytes. */
const longest = 5_000_000;

async function text(state: FileState): Promise<string> {
	if (state.type === 'link') {
		return `→ ${state.target}\n`;
	}
	const bytes = await state.read();
	if (bytes.byteLength > longest || bytes.subarray(0, 8000).includes(0)) {
		return vscode.l10n.t('({0} bytes that are not shown as text)', bytes.byteLength);
	}
	return new TextDecoder().decode(bytes);
}

function tellConflict(paths: readonly string[]): void {
	void vscode.window.showWarningMessage(
		vscode.l10n.t(
			'Changed meanwhile, so nothing was written: {0}. Save or undo your own changes there and accept again, or discard the answer.',
			paths.join(', '),
		),
	);
}
