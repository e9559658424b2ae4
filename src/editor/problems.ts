import * as vscode from 'vscode';
import type { Piece } from '../core/request.ts';

/** So many problems are sent, so much of each message, in characters. */
const mostProblems = 50;
const mostOfMessage = 600;

/**
 * What the editor has found wrong in a document, a line each: `src/a.ts:3:7 error 2322 (ts): Type …`. What touches the range
 * comes first. `null`: nothing.
 */
export function problemsIn(document: vscode.TextDocument, range: vscode.Range): Piece | null {
	const path = vscode.workspace.asRelativePath(document.uri);
	const found = vscode.languages
		.getDiagnostics(document.uri)
		.filter(({ severity }) => severity !== vscode.DiagnosticSeverity.Hint)
		.map((problem) => ({ problem, inside: problem.range.intersection(range) !== undefined }))
		.sort(
			(one, other) =>
				Number(other.inside) - Number(one.inside) ||
				one.problem.severity - other.problem.severity ||
				one.problem.range.start.compareTo(other.problem.range.start),
		)
		.slice(0, mostProblems);
	const mixed = !range.isEmpty && found.some(({ inside }) => inside) && found.some(({ inside }) => !inside);
	const lines = found.map(
		({ problem, inside }) => `${lineOf(path, problem)}${mixed && inside ? ' [in the selection]' : ''}`,
	);
	return lines.length === 0
		? null
		: {
				kind: 'problems',
				path,
				language: document.languageId,
				first: 1,
				last: document.lineCount,
				text: lines.join('\n'),
				name: null,
			};
}

function lineOf(path: string, { range, severity, code, source, message }: vscode.Diagnostic): string {
	const number = typeof code === 'object' ? code.value : code;
	const words = [
		`${path}:${range.start.line + 1}:${range.start.character + 1}`,
		severities[severity],
		...(number === undefined ? [] : [String(number)]),
		...(source === undefined ? [] : [`(${source})`]),
	];
	return `${words.join(' ')}: ${message.replace(/\s+/g, ' ').trim().slice(0, mostOfMessage)}`;
}

const severities: Readonly<Record<vscode.DiagnosticSeverity, string>> = {
	[vscode.DiagnosticSeverity.Error]: 'error',
	[vscode.DiagnosticSeverity.Warning]: 'warning',
	[vscode.DiagnosticSeverity.Information]: 'information',
	[vscode.DiagnosticSeverity.Hint]: 'hint',
};
