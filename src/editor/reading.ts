import * as vscode from 'vscode';
import { numbered, numberedPatch } from '../core/findings.ts';
import { findingsInstruction, withMore } from '../core/instructions.ts';
import { known } from '../core/needs.ts';
import type { Attachment, Need } from '../core/request.ts';
import { wholeDocument, wholeLines } from './codeRange.ts';
import { mayShow } from './complete.ts';
import type { Findings } from './findings.ts';
import { documentOf, rangeGiven, selectionIn } from './improving.ts';
import { givenInstruction, noDirectives } from './instruction.ts';
import { about, type Question } from './question.ts';
import { isSecretFile } from '../core/secretFiles.ts';

/** What is to be looked at: parts of files with numbered lines, and where they lie. */
interface Scope {
	/** For titles: `cart.ts`, `uncommitted changes`. */
	readonly name: string;
	readonly attachments: readonly Attachment[];
	/** A path as it was sent -> the file. */
	readonly files: ReadonlyMap<string, vscode.Uri>;
	readonly folder: vscode.Uri | undefined;
	readonly about: 'file' | 'changes';
}

export interface ReadingParts {
	readonly findings: Findings;
	/** What is not committed in a folder, as a patch; `null` where git can't tell. */
	readonly pending: (folder: string) => Promise<string | null>;
}

/** More of a patch than this, in characters, is not looked at in one go. */
const mostCharacters = 200_000;

const review: readonly Need[] = [{ capability: 'code-review', score: 1 }];
const audit: readonly Need[] = [{ capability: 'security-audit', score: 1 }];

/** The questions whose answer is a list of findings, on the selection, a file, or what is not committed. */
export function readingQuestions(
	parts: ReadingParts,
): Readonly<
	Record<'switchyard.review' | 'switchyard.securityAudit', (given: readonly unknown[]) => Promise<Question | null>>
> {
	const reading =
		(command: 'review' | 'securityAudit', needs: readonly Need[], title: (name: string) => string) =>
		async (given: readonly unknown[]): Promise<Question | null> => {
			const scope = await scopeOf(given, parts);
			if (scope === null) {
				return null;
			}
			const text = withMore(findingsInstruction(command, scope.about), givenInstruction(given));
			return {
				...about(scope.folder),
				command,
				title: title(scope.name),
				task: 'text',
				...known(needs),
				directives: noDirectives,
				payload: { instruction: text, focus: null, attachments: scope.attachments, paths: [] },
				target: null,
				answered: (answer, provider) => parts.findings.show(command, provider, answer, scope.files),
			};
		};
	return {
		'switchyard.review': reading('review', review, (name) => vscode.l10n.t('Review of {0}', name)),
		'switchyard.securityAudit': reading('securityAudit', audit, (name) => vscode.l10n.t('Security Audit of {0}', name)),
	};
}

/** From the menu of source control: the changes. Else the selection; else the file, or the changes if there are any. */
async function scopeOf(given: readonly unknown[], { pending }: ReadingParts): Promise<Scope | null> {
	const root = given.map(rootOf).find((uri) => uri !== null) ?? null;
	if (root !== null) {
		return changesScope(root, await pending(root.fsPath));
	}
	const active = vscode.window.activeTextEditor?.document;
	const range = rangeGiven(given) ?? (active === undefined ? null : selectionIn(active));
	const uri = given.find((value) => value instanceof vscode.Uri);
	if (range === null && uri === undefined) {
		const folder =
			(active === undefined ? undefined : vscode.workspace.getWorkspaceFolder(active.uri)) ??
			vscode.workspace.workspaceFolders?.[0];
		const patch = folder?.uri.scheme === 'file' ? await pending(folder.uri.fsPath) : null;
		if (folder !== undefined && patch !== null && patch !== '') {
			const picked = await pickScope(active, patch);
			if (picked === 'changes') {
				return changesScope(folder.uri, patch);
			}
			if (picked === null) {
				return null;
			}
		}
	}
	const document = await documentOf(given);
	return document !== null && (await mayShow(document)) ? documentScope(document, range) : null;
}

async function pickScope(active: vscode.TextDocument | undefined, patch: string): Promise<'file' | 'changes' | null> {
	if (active === undefined) {
		return 'changes';
	}
	const count = numberedPatch(patch).length;
	const file = { label: `$(file) ${vscode.workspace.asRelativePath(active.uri)}`, scope: 'file' as const };
	const changes = {
		label: `$(diff) ${vscode.l10n.t('Uncommitted Changes')}`,
		description: count === 1 ? vscode.l10n.t('1 file') : vscode.l10n.t('{0} files', count),
		scope: 'changes' as const,
	};
	const placeHolder = vscode.l10n.t('What should be looked at?');
	return (await vscode.window.showQuickPick([file, changes], { placeHolder }))?.scope ?? null;
}

function documentScope(document: vscode.TextDocument, range: vscode.Range | null): Scope {
	const path = vscode.workspace.asRelativePath(document.uri);
	const part = range === null ? wholeDocument(document) : wholeLines(document, range);
	const text = numbered(document.getText(part), part.start.line + 1);
	return {
		name: path.split('/').at(-1) ?? path,
		attachments: [{ path, language: document.languageId, text, needed: true }],
		files: new Map([[path, document.uri]]),
		folder: document.uri,
		about: 'file',
	};
}

function changesScope(root: vscode.Uri, patch: string | null): Scope | null {
	const files = numberedPatch(patch ?? '').filter(({ path }) => !isSecretFile(path));
	if (files.length === 0) {
		void vscode.window.showInformationMessage(
			patch === null
				? vscode.l10n.t('Git knows of no repository here. Open a file and look at that instead.')
				: vscode.l10n.t('There are no uncommitted changes to look at.'),
		);
		return null;
	}
	const length = files.reduce((sum, { text }) => sum + text.length, 0);
	if (length > mostCharacters) {
		void vscode.window.showErrorMessage(
			vscode.l10n.t(
				'The uncommitted changes are {0} KB, which is too much to be looked at in one go. Commit a part of them, or look at one file.',
				Math.round(length / 1000),
			),
		);
		return null;
	}
	return {
		name: vscode.l10n.t('uncommitted changes'),
		attachments: files.map(({ path, text }) => ({ path, language: 'diff', text, needed: true })),
		files: new Map(files.map(({ path }) => [path, vscode.Uri.joinPath(root, path)])),
		folder: root,
		about: 'changes',
	};
}

/** The folder of a source control whose menu was used. */
function rootOf(value: unknown): vscode.Uri | null {
	const root = typeof value === 'object' && value !== null && 'rootUri' in value ? value.rootUri : null;
	return root instanceof vscode.Uri ? root : null;
}
