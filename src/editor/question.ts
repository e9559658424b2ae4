import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Attachment, Need, Payload, RequestFacts, Task } from '../core/request.ts';
import type { CodeTarget } from './codeReview.ts';

/** What a command asks, before routing. Asked again as it is when the user wants the next provider. */
export interface Question {
	readonly command: string;
	/** For titles: "Explanation of cart.ts". */
	readonly title: string;
	readonly task: Task;
	readonly needs: readonly Need[];
	readonly payload: Payload;
	/** Where an answer of task `code` goes. */
	readonly target: CodeTarget | null;
	/** The folder that agents get a copy of. */
	readonly folder: string | null;
	readonly isolation: RequestFacts['isolation'];
}

/** At most so many characters of the document around the cursor are sent, and of all attachments together. */
const mostCharacters = 60_000;
/** At most so many paths are sent along to a provider that can't look around by itself. */
const mostPaths = 1000;

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

/** Whether the folder can be copied for an agent: it, or a folder above it, is a git work tree on a disk. */
export async function isolationOf(folder: vscode.WorkspaceFolder | null): Promise<RequestFacts['isolation']> {
	if (folder?.uri.scheme !== 'file') {
		return 'no-folder';
	}
	for (let at = folder.uri.fsPath; ; at = path.dirname(at)) {
		const found = await vscode.workspace.fs.stat(vscode.Uri.file(path.join(at, '.git'))).then(
			() => true,
			() => false,
		);
		if (found) {
			return 'available';
		}
		if (path.dirname(at) === at) {
			return 'no-git';
		}
	}
}

/** The files that go with a delegated task, for an LLM that takes over: those open, and those the task names. */
export async function surroundings(
	folder: vscode.WorkspaceFolder,
	instruction: string,
	hinted: vscode.Uri | undefined,
): Promise<{ readonly attachments: readonly Attachment[]; readonly paths: readonly string[] }> {
	const files = await vscode.workspace.findFiles(
		new vscode.RelativePattern(folder, '**/*'),
		secretsAndOutput,
		mostPaths,
	);
	const byPath = new Map(files.map((uri) => [vscode.workspace.asRelativePath(uri, false), uri]));
	const mentioned = [...byPath.keys()].filter(
		(file) => instruction.includes(file) || mentions(instruction, path.posix.basename(file)),
	);
	const open = vscode.window.visibleTextEditors.map((editor) =>
		vscode.workspace.asRelativePath(editor.document.uri, false),
	);
	const hint = hinted === undefined ? [] : [vscode.workspace.asRelativePath(hinted, false)];
	const attachments: Attachment[] = [];
	let left = mostCharacters;
	for (const file of new Set([...hint, ...mentioned, ...open, ...(byPath.size <= 20 ? byPath.keys() : [])])) {
		const uri = byPath.get(file);
		const document = uri === undefined ? undefined : await opened(uri);
		if (document === undefined || document.getText().length > left) {
			continue;
		}
		left -= document.getText().length;
		attachments.push({ path: file, language: document.languageId, text: document.getText() });
	}
	return { attachments, paths: [...byPath.keys()].sort() };
}

/** Never sent along: what usually holds secrets, and what programs made. */
const secretsAndOutput =
	'{**/.git/**,**/node_modules/**,**/dist/**,**/out/**,**/.env*,**/*.pem,**/*.key,**/*.p12,**/*.pfx,**/id_rsa*,**/id_ed25519*,**/.npmrc,**/.netrc}';

function mentions(instruction: string, name: string): boolean {
	return (
		name.includes('.') &&
		new RegExp(`(^|[^\\w.-])${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}($|[^\\w-])`).test(instruction)
	);
}

/** A text document, or nothing when it is no text. */
async function opened(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
	return vscode.workspace.openTextDocument(uri).then(
		(document) => document,
		() => undefined,
	);
}

export function lengthOf(payload: Payload): number {
	const { instruction, focus, attachments, paths } = payload;
	const around = focus === null ? 0 : focus.before.length + focus.selection.length + focus.after.length;
	const sum = (values: readonly string[]) => values.reduce((length, value) => length + value.length, 0);
	return instruction.length + around + sum(attachments.map((attachment) => attachment.text)) + sum(paths);
}
