import * as vscode from 'vscode';
import { type Finding, findingsIn, linesAfter, plain, type Severity } from '../core/findings.ts';

/** Findings of reviews and audits, in the list of problems. */
export interface Findings {
	/** Shows what an answer lists, in place of what the same command found in these files before. */
	show(command: string, provider: string, answer: string, files: ReadonlyMap<string, vscode.Uri>): Promise<void>;
	clear(): void;
	dispose(): void;
}

interface Shown {
	readonly command: string;
	readonly provider: string;
	readonly finding: Finding;
}

const severityOf: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
	critical: vscode.DiagnosticSeverity.Error,
	high: vscode.DiagnosticSeverity.Warning,
	medium: vscode.DiagnosticSeverity.Warning,
	low: vscode.DiagnosticSeverity.Information,
};

/** Keeps findings at their lines while the user edits; those whose lines are edited go. */
export function createFindings(): Findings {
	const collection = vscode.languages.createDiagnosticCollection('switchyard');
	const shown = new Map<string, readonly Shown[]>();
	const draw = (uri: vscode.Uri, lineCount: number) => {
		const all = shown.get(uri.toString()) ?? [];
		collection.set(uri, all.filter(({ finding }) => finding.line <= lineCount).map(problemOf));
	};
	const following = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
		const key = document.uri.toString();
		const before = shown.get(key);
		if (before !== undefined && contentChanges.length > 0) {
			shown.set(
				key,
				before.flatMap((each) => {
					const finding = contentChanges.reduce<Finding | null>(after, each.finding);
					return finding === null ? [] : [{ ...each, finding }];
				}),
			);
			draw(document.uri, document.lineCount);
		}
	});
	return {
		async show(command, provider, answer, files) {
			const found = findingsIn(answer);
			for (const [path, uri] of files) {
				const kept = (shown.get(uri.toString()) ?? []).filter((each) => each.command !== command);
				const fresh = found.filter((finding) => finding.path === path);
				shown.set(uri.toString(), [...kept, ...fresh.map((finding) => ({ command, provider, finding }))]);
				if (kept.length + fresh.length === 0) {
					collection.delete(uri);
				} else {
					// What was deleted meanwhile has no lines to show anything at.
					const document = await vscode.workspace.openTextDocument(uri).then(undefined, () => null);
					draw(uri, document?.lineCount ?? 0);
				}
			}
		},
		clear() {
			shown.clear();
			collection.clear();
		},
		dispose() {
			following.dispose();
			collection.dispose();
		},
	};
}

function after(finding: Finding | null, change: vscode.TextDocumentContentChangeEvent): Finding | null {
	if (finding === null) {
		return null;
	}
	const { start, end } = change.range;
	const added = change.text.split('\n').length;
	// Whole lines that are put in at the beginning of a line push it down, and leave it as it is.
	const atBeginning = change.range.isEmpty && start.character === 0 && change.text.endsWith('\n');
	const lines = linesAfter(
		finding,
		atBeginning
			? { line: start.line + 1, last: start.line, lines: added - 1 }
			: { line: start.line + 1, last: end.line + 1, lines: added },
	);
	return lines === null ? null : { ...finding, ...lines };
}

function problemOf({ provider, finding }: Shown): vscode.Diagnostic {
	const { title, detail, severity } = finding;
	const range = new vscode.Range(finding.line - 1, 0, finding.last - 1, Number.MAX_SAFE_INTEGER);
	const problem = new vscode.Diagnostic(
		range,
		detail === '' ? title : `${title}\n${plain(detail)}`,
		severityOf[severity],
	);
	problem.source = `Switchyard · ${provider}`;
	problem.code = severity;
	return problem;
}
