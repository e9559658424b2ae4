import * as vscode from 'vscode';
import type { Evidence } from '../core/classify.ts';
import type { Directives } from '../core/directives.ts';
import { known, type Needed, withDirectives } from '../core/needs.ts';
import type { Need } from '../core/request.ts';
import { about, focusOf, isolationOf, pathOf, type Question } from './question.ts';
import { surroundings } from './surroundings.ts';

export const codeGeneration: readonly Need[] = [{ capability: 'code-generation', score: 1 }];
export const refactoring: readonly Need[] = [
	{ capability: 'refactoring', score: 1 },
	{ capability: 'code-generation', score: 0.5 },
];
export const explanation: readonly Need[] = [{ capability: 'explanation', score: 1 }];

/** What the editor knows beside the prompt. */
export function evidenceOf(editor: vscode.TextEditor | undefined): Evidence {
	if (editor === undefined) {
		return {};
	}
	const { document } = editor;
	const problems = vscode.languages
		.getDiagnostics(document.uri)
		.filter(({ severity }) => severity <= vscode.DiagnosticSeverity.Warning);
	return {
		language: document.languageId,
		hasSelection: !editor.selection.isEmpty,
		diagnostics: problems.length,
		isTestFile: /(?:^|[/._-])(?:tests?|specs?)[/._-]/i.test(vscode.workspace.asRelativePath(document.uri)),
		isDiff: document.languageId === 'diff',
	};
}

export function codeQuestion(
	command: string,
	instruction: Directives,
	{ document }: Pick<vscode.TextEditor, 'document'>,
	selection: vscode.Range,
	needed: Needed,
): Question {
	return {
		...about(document.uri),
		command,
		title: vscode.workspace.asRelativePath(document.uri),
		task: 'code',
		...withDirectives(needed, instruction),
		directives: instruction,
		payload: { instruction: instruction.text, focus: focusOf(document, selection), attachments: [], paths: [] },
		target: { document, selection },
		subject: { document, range: selection },
	};
}

export function textQuestion(
	command: string,
	title: string,
	instruction: Directives,
	editor: vscode.TextEditor | undefined,
	range: vscode.Range | undefined,
	needed: Needed,
): Question {
	const focus = editor === undefined || range === undefined || range.isEmpty ? null : focusOf(editor.document, range);
	return {
		...about(editor?.document.uri),
		command,
		title,
		task: 'text',
		...withDirectives(needed, instruction),
		directives: instruction,
		payload: { instruction: instruction.text, focus, attachments: [], paths: [] },
		target: null,
		...(editor === undefined || range === undefined ? {} : { subject: { document: editor.document, range } }),
	};
}

export async function taskQuestion(
	instruction: Directives,
	folder: vscode.WorkspaceFolder,
	hinted: vscode.Uri | undefined,
	pathsIn: (folder: string) => Promise<readonly string[] | null>,
): Promise<Question> {
	const path = pathOf(folder);
	const listed = path === null ? [] : ((await pathsIn(path)) ?? []);
	return {
		command: 'delegate',
		title: folder.name,
		task: 'changes',
		...withDirectives(known(codeGeneration), instruction),
		directives: instruction,
		payload: {
			instruction: instruction.text,
			focus: null,
			...(await surroundings(folder, instruction.text, hinted, listed)),
		},
		target: null,
		folder: path,
		isolation: isolationOf(folder),
	};
}
