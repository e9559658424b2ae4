import * as path from 'node:path';
import * as vscode from 'vscode';
import { isTestName, neighbourStems } from '../core/neighbourNames.ts';
import type { Sources } from './sources.ts';

/** A neighbour with more lines than this is no help but a load. */
const mostLines = 600;
/** So many files that have the name are looked at. */
const mostFound = 20;

/** The test of a document, or what it is the test of, the nearest one; `null` without any. `of-tests`: for a test only. */
export async function neighbourOf(
	{ uri }: vscode.TextDocument,
	wanted: boolean | 'of-tests',
	sources: Sources,
): Promise<vscode.TextDocument | null> {
	const folder = vscode.workspace.getWorkspaceFolder(uri);
	const name = path.posix.basename(uri.path);
	const stems = neighbourStems(name).filter((stem) => /^[\w.-]+$/.test(stem));
	if (folder === undefined || wanted === false || stems.length === 0 || (wanted === 'of-tests' && !isTestName(name))) {
		return null;
	}
	const extension = path.posix.extname(name);
	const pattern = new vscode.RelativePattern(folder, `**/{${stems.map((stem) => stem + extension).join(',')}}`);
	const found = await vscode.workspace.findFiles(pattern, undefined, mostFound);
	const nearest = [...found].sort((one, other) => shared(other.path, uri.path) - shared(one.path, uri.path));
	const refused = await sources.refused(nearest);
	for (const file of nearest) {
		const document = refused.has(file.toString()) ? null : await sources.open(file);
		if (document !== null) {
			return document.lineCount > mostLines ? null : document;
		}
	}
	return null;
}

/** How many folders two paths have in common from the top. */
function shared(one: string, other: string): number {
	const [left, right] = [one.split('/'), other.split('/')];
	const parted = left.findIndex((part, index) => part !== right[index]);
	return parted === -1 ? left.length : parted;
}
