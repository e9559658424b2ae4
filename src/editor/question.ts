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
	/** What the question is about, for whoever looks for more that may help; left out: about no document. */
	readonly subject?: { readonly document: vscode.TextDocument; readonly range: vscode.Range };
	/** Estimated tokens of what is sent: of what must be, and of the rest. Left out: estimated by the length. */
	readonly tokens?: { readonly least: number; readonly optional: number };
}

/** At most so many characters of the document around the cursor are sent. */
const mostCharacters = 60_000;

/** The document around a range, as it is in the editor, unsaved changes included. */
export function focusOf(
	document: vscode.TextDocument,
	range: vscode.Range,
	characters = mostCharacters,
): NonNullable<Payload['focus']> {
	const text = document.getText();
	const start = document.offsetAt(range.start);
	const end = document.offsetAt(range.end);
	const half = characters / 2;
	// A window begins and ends with a whole line, where it has one.
	const early = document.positionAt(start - half);
	const late = document.positionAt(end + half);
	const first = early.character === 0 || early.line === range.start.line ? early : early.with(early.line + 1, 0);
	const last = end + half >= text.length || late.line === range.end.line ? late : late.with(late.line, 0);
	return {
		path: nameOf(document.uri),
		language: document.languageId,
		before: text.slice(document.offsetAt(first), start),
		selection: text.slice(start, end),
		after: text.slice(end, document.offsetAt(last)),
		firstLine: first.line + 1,
		lineCount: lineCountOf(document),
	};
}

/** What follows the last end of a line is no line, where nothing follows. */
export function lineCountOf(document: vscode.TextDocument): number {
	const { lineCount } = document;
	return lineCount > 1 && document.lineAt(lineCount - 1).text === '' ? lineCount - 1 : lineCount;
}

/** The path from the folder; of a file elsewhere its name alone, since the way there is nobody's business. */
function nameOf(uri: vscode.Uri): string {
	return vscode.workspace.getWorkspaceFolder(uri) === undefined
		? (uri.path.split('/').at(-1) ?? '')
		: vscode.workspace.asRelativePath(uri);
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
	return { folder: pathOf(folder), isolation: isolationOf(folder) };
}

/** Whether an agent can work for the folder: any folder on a disk will do, in a copy where there is git, else in place. */
export function isolationOf(folder: vscode.WorkspaceFolder | null): RequestFacts['isolation'] {
	return pathOf(folder) === null ? 'no-folder' : 'available';
}

/**
 * The path of a folder on the disk; `null` where it is somewhere else, as in a virtual workspace: its path would be that
 * of another folder here, or of none.
 */
export function pathOf(folder: Pick<vscode.WorkspaceFolder, 'uri'> | null): string | null {
	return folder?.uri.scheme === 'file' ? folder.uri.fsPath : null;
}
