import * as vscode from 'vscode';
import type { Directives } from '../core/directives.ts';
import type { Need, Payload, Recognised, RequestFacts, Task } from '../core/request.ts';
import type { CodeTarget } from './codeReview.ts';

/** What a command asks, before routing. Asked again as it is when the user wants the next provider. */
export interface Question {
	readonly command: string;
	/** For titles: "Explanation of cart.ts". */
	readonly title: string;
	readonly task: Task;
	readonly needs: readonly Need[];
	readonly recognised: Recognised;
	/** What the user wrote for Switchyard; the payload is without it. */
	readonly directives: Omit<Directives, 'text'>;
	readonly payload: Payload;
	/** Where an answer of task `code` goes. */
	readonly target: CodeTarget | null;
	/** The folder that agents work in, or get a copy of. */
	readonly folder: string | null;
	readonly isolation: RequestFacts['isolation'];
	/** The only provider that is asked; left out: as the user has picked. */
	readonly only?: string;
	/** Told of the answer once it is shown whole. */
	readonly answered?: (text: string, provider: string) => Promise<void>;
}

/** At most so many characters of the document around the cursor are sent. */
const mostCharacters = 60_000;

/** The document around a range, as it is in the editor, unsaved changes included. */
export function focusOf(document: vscode.TextDocument, range: vscode.Range): NonNullable<Payload['focus']> {
	const text = document.getText();
	const start = document.offsetAt(range.start);
	const end = document.offsetAt(range.end);
	const half = mostCharacters / 2;
	return {
		path: vscode.workspace.asRelativePath(document.uri),
		language: document.languageId,
		before: text.slice(Math.max(0, start - half), start),
		selection: text.slice(start, end),
		after: text.slice(end, end + half),
	};
}

/** The folder a request is about: that of the document, else the only one, else the one the user picks. */
export async function folderFor(uri: vscode.Uri | undefined): Promise<vscode.WorkspaceFolder | null> {
	const own = uri === undefined ? undefined : vscode.workspace.getWorkspaceFolder(uri);
	const all = vscode.workspace.workspaceFolders ?? [];
	if (own !== undefined) {
		return own;
	}
	return all.length > 1 ? ((await vscode.window.showWorkspaceFolderPick()) ?? null) : (all[0] ?? null);
}

/** The folder that a question about this file belongs to. */
export function about(uri: vscode.Uri | undefined): Pick<Question, 'folder' | 'isolation'> {
	const own = uri === undefined ? undefined : vscode.workspace.getWorkspaceFolder(uri);
	const folder = own ?? vscode.workspace.workspaceFolders?.[0] ?? null;
	return { folder: folder?.uri.fsPath ?? null, isolation: isolationOf(folder) };
}

/** Whether an agent can work for the folder: any folder on a disk will do, in a copy where there is git, else in place. */
export function isolationOf(folder: vscode.WorkspaceFolder | null): RequestFacts['isolation'] {
	return folder?.uri.scheme === 'file' ? 'available' : 'no-folder';
}

export function lengthOf(payload: Payload): number {
	const { instruction, focus, attachments, paths } = payload;
	const around = focus === null ? 0 : focus.before.length + focus.selection.length + focus.after.length;
	const sum = (values: readonly string[]) => values.reduce((length, value) => length + value.length, 0);
	return instruction.length + around + sum(attachments.map((attachment) => attachment.text)) + sum(paths);
}
