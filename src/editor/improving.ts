import * as vscode from 'vscode';
import { fixInstruction, instructions, type Problem, refactorInstruction, withMore } from '../core/instructions.ts';
import { known } from '../core/needs.ts';
import type { Need } from '../core/request.ts';
import { symbolAround, wholeDocument } from './codeRange.ts';
import { givenInstruction, type NameableNow, noDirectives, optionalInstruction } from './instruction.ts';
import type { Question } from './question.ts';
import { codeQuestion, refactoring } from './questions.ts';

/** What a command is about: a document and a part of it. */
export interface Place {
	readonly document: vscode.TextDocument;
	readonly range: vscode.Range;
}

type Asked = (given: readonly unknown[]) => Promise<Question | null>;

const debugging: readonly Need[] = [{ capability: 'debugging', score: 1 }];
const performance: readonly Need[] = [{ capability: 'performance', score: 1 }];
const documentation: readonly Need[] = [{ capability: 'documentation', score: 1 }];

/** The questions whose answer takes the place of code: the selection, else what is around the cursor. */
export function improvingQuestions(
	nameable: NameableNow,
): Readonly<Record<'switchyard.fix' | 'switchyard.refactor' | 'switchyard.optimize' | 'switchyard.document', Asked>> {
	const improving =
		(command: 'optimize' | 'document', needs: readonly Need[]): Asked =>
		async (given) => {
			const place = await placeOf(given);
			const text = withMore(instructions[command], givenInstruction(given));
			return place === null ? null : codeQuestion(command, { ...noDirectives, text }, place, place.range, known(needs));
		};
	return {
		'switchyard.fix': fixQuestion,
		async 'switchyard.refactor'(given) {
			const place = await placeOf(given);
			if (place === null) {
				return null;
			}
			const wanted = await optionalInstruction(
				given,
				vscode.l10n.t('Refactor'),
				vscode.l10n.t('What should become better? Leave it empty to let the provider see for itself.'),
				nameable(),
			);
			if (wanted === null) {
				return null;
			}
			const text = refactorInstruction(wanted.text);
			return codeQuestion('refactor', { ...wanted, text }, place, place.range, known(refactoring));
		},
		'switchyard.optimize': improving('optimize', performance),
		'switchyard.document': improving('document', documentation),
	};
}

/** At most so many lines are rewritten at once to mend problems. */
const mostLines = 400;

async function fixQuestion(given: readonly unknown[]): Promise<Question | null> {
	const document = await documentOf(given);
	if (document === null) {
		return null;
	}
	const wanted = rangeGiven(given) ?? selectionIn(document);
	const problems = problemsIn(document, wanted);
	const [first, ...others] = problems;
	if (first === undefined) {
		void vscode.window.showInformationMessage(
			wanted === null
				? vscode.l10n.t('VS Code knows of no problem in this file. To change code without one, use Edit Selection.')
				: vscode.l10n.t(
						'VS Code knows of no problem in the selection. To change code without one, use Edit Selection.',
					),
		);
		return null;
	}
	let range = await symbolAround(document, first.range);
	const mended = [first];
	for (const problem of others) {
		const wider = range.union(await symbolAround(document, problem.range));
		if (wider.end.line - wider.start.line < mostLines) {
			range = wider;
			mended.push(problem);
		}
	}
	const problemsToMend = mended.map((problem) => problemOf(document, problem));
	const text = withMore(fixInstruction(problemsToMend), givenInstruction(given));
	return codeQuestion('fix', { ...noDirectives, text }, { document }, range, known(debugging));
}

/** Errors and warnings, those of a part of the document if there is one; errors first. */
function problemsIn(document: vscode.TextDocument, range: vscode.Range | null): readonly vscode.Diagnostic[] {
	return vscode.languages
		.getDiagnostics(document.uri)
		.filter((each) => each.severity !== vscode.DiagnosticSeverity.Hint)
		.filter((each) => range?.intersection(each.range) !== undefined || range === null)
		.sort((left, right) => left.severity - right.severity || left.range.start.compareTo(right.range.start));
}

function problemOf(document: vscode.TextDocument, { range, message, source, code }: vscode.Diagnostic): Problem {
	const name = typeof code === 'object' ? code.value : code;
	return {
		line: range.start.line + 1,
		text: document.lineAt(Math.min(range.start.line, document.lineCount - 1)).text,
		message,
		from: [source, name].filter((part) => part !== undefined && part !== '').map(String),
	};
}

/** What a command works on: the range it was given, else the selection, else the symbol around the cursor, else everything. */
async function placeOf(given: readonly unknown[]): Promise<Place | null> {
	const document = await documentOf(given);
	if (document === null) {
		return null;
	}
	const range = rangeGiven(given) ?? selectionIn(document);
	if (range !== null) {
		return { document, range };
	}
	const cursor = vscode.window.activeTextEditor?.selection.active ?? new vscode.Position(0, 0);
	const around = await symbolAround(document, new vscode.Range(cursor, cursor));
	return { document, range: around.isSingleLine ? wholeDocument(document) : around };
}

/** The document that was given, or else is in front. Says so when there is none. */
export async function documentOf(given: readonly unknown[]): Promise<vscode.TextDocument | null> {
	const uri = given.find((value): value is vscode.Uri => value instanceof vscode.Uri);
	const active = vscode.window.activeTextEditor?.document;
	if (uri !== undefined && uri.toString() !== active?.uri.toString()) {
		return vscode.workspace.openTextDocument(uri);
	}
	if (active === undefined) {
		void vscode.window.showInformationMessage(vscode.l10n.t('Open a file first.'));
		return null;
	}
	return active;
}

/** The part of a document that was given, by a code action or another extension. */
export function rangeGiven(given: readonly unknown[]): vscode.Range | null {
	return given.find((value): value is vscode.Range => value instanceof vscode.Range) ?? null;
}

/** What is selected in a document that is in front. */
export function selectionIn(document: vscode.TextDocument): vscode.Range | null {
	const editor = vscode.window.activeTextEditor;
	return editor?.document === document && !editor.selection.isEmpty ? editor.selection : null;
}
