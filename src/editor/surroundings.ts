import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Attachment } from '../core/request.ts';
import { isSecretFile } from '../core/secretFiles.ts';

/** At most so many characters of files are sent with a task. */
const mostCharacters = 60_000;
/** At most so many paths are sent to a provider that can't look around by itself. */
const mostPaths = 1000;
/** In a folder with no more files than this, all of them go along. */
const smallFolder = 20;

/**
 * The files that go with a delegated task, for an LLM that takes over from an agent: those that are open, and those that
 * the task names. Only what git tracks or would track; no link is followed, since it could lead out of the folder.
 */
export async function surroundings(
	folder: vscode.WorkspaceFolder,
	instruction: string,
	hinted: vscode.Uri | undefined,
	listed: readonly string[],
): Promise<{ readonly attachments: readonly Attachment[]; readonly paths: readonly string[] }> {
	const files = listed.filter((file) => !isSecretFile(file)).slice(0, mostPaths);
	const shown = vscode.window.visibleTextEditors.map((editor) => editor.document.uri);
	const open = [...(hinted === undefined ? [] : [hinted]), ...shown].map((uri) => relativeTo(folder, uri));
	const named = files.filter((file) => instruction.includes(file) || mentions(instruction, path.posix.basename(file)));
	const wanted = new Set([
		...open.filter((file) => files.includes(file)),
		...named,
		...(files.length <= smallFolder ? files : []),
	]);
	const attachments: Attachment[] = [];
	let left = mostCharacters;
	for (const file of wanted) {
		const document = await textAt(vscode.Uri.joinPath(folder.uri, file));
		if (document !== null && document.getText().length <= left) {
			left -= document.getText().length;
			attachments.push({ path: file, language: document.languageId, text: document.getText() });
		}
	}
	return { attachments, paths: files };
}

function relativeTo(folder: vscode.WorkspaceFolder, uri: vscode.Uri): string {
	return path.posix.relative(folder.uri.path, uri.path);
}

function mentions(instruction: string, name: string): boolean {
	const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
	return name.includes('.') && new RegExp(`(^|[^\\w.-])${escaped}($|[^\\w-])`).test(instruction);
}

/** A text document; `null` for a link, for what is no text and for what is not there. */
export async function textAt(uri: vscode.Uri): Promise<vscode.TextDocument | null> {
	try {
		const { type } = await vscode.workspace.fs.stat(uri);
		return type === vscode.FileType.File ? await vscode.workspace.openTextDocument(uri) : null;
	} catch {
		return null;
	}
}
