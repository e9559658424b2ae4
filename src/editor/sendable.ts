import { realpath } from 'node:fs/promises';
import * as path from 'node:path';
import picomatch from 'picomatch';
import * as vscode from 'vscode';
import { isGitFolder } from '../core/guarded.ts';
import type { NotSentReason } from '../core/request.ts';
import { isSecretFile } from '../core/secretFiles.ts';

/** Files with more bytes than this are not read: they are data or were made by a program. */
const largestFile = 512 * 1024;

/** Tells which files git ignores, by their absolute paths. */
export type Ignored = (files: readonly string[]) => Promise<ReadonlyMap<string, 'ignored' | 'unknown'>>;

/**
 * Why each of these files may not be sent; those that may are not in the answer. Nothing is read: the names, the settings
 * `files.exclude` and `search.exclude`, the disk and git tell.
 */
export async function notSendable(
	files: readonly vscode.Uri[],
	ignored: Ignored,
): Promise<ReadonlyMap<string, NotSentReason>> {
	const found = new Map<string, NotSentReason>();
	const open: vscode.Uri[] = [];
	await Promise.all(
		files.map(async (file) => {
			const why = byName(file) ?? (await onDisk(file));
			if (why === null) {
				open.push(file);
			} else {
				found.set(file.toString(), why);
			}
		}),
	);
	// Git can be asked of what is on a disk only.
	const asked = open.filter(({ scheme }) => scheme === 'file');
	const told = asked.length === 0 ? new Map<string, never>() : await ignored(asked.map(({ fsPath }) => fsPath));
	for (const file of asked) {
		const why = told.get(file.fsPath);
		if (why !== undefined) {
			found.set(file.toString(), why);
		}
	}
	return found;
}

/** What the name of a file and the settings say against it. */
export function byName(file: vscode.Uri): Extract<NotSentReason, 'outside' | 'secret' | 'excluded'> | null {
	const folder = vscode.workspace.getWorkspaceFolder(file);
	if (folder === undefined) {
		return 'outside';
	}
	const relative = path.posix.relative(folder.uri.path, file.path);
	if (isSecretFile(relative)) {
		return 'secret';
	}
	return isGitFolder(relative) || isExcluded(relative, folder) ? 'excluded' : null;
}

/** Whether the user's settings hide the path, or a folder that it lies in. */
function isExcluded(relative: string, folder: vscode.WorkspaceFolder): boolean {
	const patterns = ['files', 'search'].flatMap((section) =>
		Object.entries(vscode.workspace.getConfiguration(section, folder).get<Record<string, unknown>>('exclude', {})),
	);
	// A pattern with a condition hides what a program made of a file beside it: that is nothing to send either.
	const hidden = patterns.filter(([, on]) => on !== false && on !== null).map(([pattern]) => pattern);
	const parts = relative.split('/');
	const paths = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
	const isHidden = picomatch(hidden, { dot: true, nocase: true });
	return hidden.length > 0 && paths.some((each) => isHidden(each));
}

/** What the disk says against a file: a link, and a file that a link leads to, may lie anywhere. */
async function onDisk(file: vscode.Uri): Promise<NotSentReason | null> {
	try {
		const { type, size } = await vscode.workspace.fs.stat(file);
		if (type !== vscode.FileType.File) {
			return (type & vscode.FileType.SymbolicLink) === 0 ? 'not-text' : 'link';
		}
		if (file.scheme === 'file' && !(await isDirect(file, vscode.workspace.getWorkspaceFolder(file)))) {
			return 'link';
		}
		return size > largestFile ? 'too-large' : null;
	} catch {
		return 'missing';
	}
}

/** Whether no folder between the open folder and the file is a link. */
async function isDirect(file: vscode.Uri, folder: vscode.WorkspaceFolder | undefined): Promise<boolean> {
	if (folder === undefined) {
		return false;
	}
	const [real, root] = await Promise.all([realpath(file.fsPath), realpath(folder.uri.fsPath)]);
	const named = path.join(root, path.relative(folder.uri.fsPath, file.fsPath));
	// Systems that ignore letter case give a path as it was written on the disk.
	return real.toLowerCase() === named.toLowerCase();
}
