import * as vscode from 'vscode';
import type { Evidence, Recognition } from '../core/classify.ts';
import { instructions } from '../core/instructions.ts';
import { known, neededFor } from '../core/needs.ts';
import { wholeDocument } from './codeRange.ts';
import type { askingIds } from './commandIds.ts';
import { type Handler, trusted } from './handlers.ts';
import { type AskInstruction, instructionFor, noDirectives, type NameableNow } from './instruction.ts';
import { improvingQuestions } from './improving.ts';
import { folderFor, pathOf, type Question } from './question.ts';
import {
	codeGeneration,
	codeQuestion,
	evidenceOf,
	explanation,
	refactoring,
	taskQuestion,
	textQuestion,
} from './questions.ts';
import { type ReadingParts, readingQuestions } from './reading.ts';
import type { Routes } from './routes.ts';
import { testsQuestion } from './testing.ts';
import { savedFirst } from './unsaved.ts';

type AskingCommand = Exclude<(typeof askingIds)[number], 'switchyard.race' | 'switchyard.clearFindings'>;

/** Recognises what a prompt asks for; what it takes to do so is loaded at the first one. */
export type Recognise = (text: string, evidence: Evidence) => Promise<Recognition>;

/** The question with what may help; `null`: the user thought better of it. */
export type Complete = (question: Question, given: readonly unknown[]) => Promise<Question | null>;

export interface AskingCommandsParts {
	/** The files of a folder that git tracks or would track. */
	readonly pathsIn: (folder: string) => Promise<readonly string[] | null>;
	readonly recognise: Recognise;
	readonly nameable: NameableNow;
	readonly complete: Complete;
	readonly ask: AskInstruction;
	readonly reading: ReadingParts;
}

/** The commands that ask something. An instruction may be given as `{ instruction }`, so that keybindings can carry one. */
export function askingCommands(
	routes: Routes,
	{ pathsIn, recognise, nameable, complete, ask, reading }: AskingCommandsParts,
): Readonly<Record<AskingCommand, Handler>> {
	const asking =
		(question: (given: readonly unknown[]) => Promise<Question | null> | Question | null): Handler =>
		async (...given) => {
			if (!(await trusted())) {
				return;
			}
			const asked = await question(given);
			const whole = asked === null ? null : await complete(asked, given);
			if (whole !== null) {
				await routes.start(whole);
			}
		};
	const improving = improvingQuestions(nameable);
	const findings = readingQuestions(reading);
	return {
		'switchyard.fix': asking(improving['switchyard.fix']),
		'switchyard.refactor': asking(improving['switchyard.refactor']),
		'switchyard.optimize': asking(improving['switchyard.optimize']),
		'switchyard.document': asking(improving['switchyard.document']),
		'switchyard.writeTests': asking(testsQuestion(pathsIn)),
		'switchyard.review': asking(findings['switchyard.review']),
		'switchyard.securityAudit': asking(findings['switchyard.securityAudit']),
		'switchyard.generate': asking(async (given) => {
			const editor = activeEditor();
			const instruction =
				editor &&
				(await instructionFor(
					given,
					vscode.l10n.t('Generate Code'),
					vscode.l10n.t('What should be written at the cursor?'),
					nameable(),
					ask,
				));
			return instruction
				? codeQuestion(
						'generate',
						instruction,
						editor,
						new vscode.Range(editor.selection.active, editor.selection.active),
						known(codeGeneration),
					)
				: null;
		}),
		'switchyard.edit': asking(async (given) => {
			const editor = activeEditor();
			if (editor?.selection.isEmpty === true) {
				void vscode.window.showInformationMessage(vscode.l10n.t('Select the code to edit first.'));
				return null;
			}
			const instruction =
				editor &&
				(await instructionFor(
					given,
					vscode.l10n.t('Edit Selection'),
					vscode.l10n.t('How should the selection change?'),
					nameable(),
					ask,
				));
			return instruction ? codeQuestion('edit', instruction, editor, editor.selection, known(refactoring)) : null;
		}),
		'switchyard.explain': asking(() => {
			const editor = activeEditor();
			if (editor === undefined) {
				return null;
			}
			const range = editor.selection.isEmpty ? wholeDocument(editor.document) : editor.selection;
			const name = vscode.workspace.asRelativePath(editor.document.uri).split('/').at(-1) ?? '';
			return textQuestion(
				'explain',
				vscode.l10n.t('Explanation of {0}', name),
				{ ...noDirectives, text: instructions.explain },
				editor,
				range,
				known(explanation),
			);
		}),
		'switchyard.ask': asking(async (given) => {
			const instruction = await instructionFor(
				given,
				vscode.l10n.t('Ask'),
				vscode.l10n.t('What do you want to know?'),
				nameable(),
				ask,
			);
			if (instruction === null) {
				return null;
			}
			const editor = vscode.window.activeTextEditor;
			const evidence = evidenceOf(editor);
			const recognised = neededFor(await recognise(instruction.text, evidence), evidence);
			return textQuestion('ask', vscode.l10n.t('Answer'), instruction, editor, editor?.selection, recognised);
		}),
		'switchyard.delegate': asking(delegating(pathsIn, nameable, ask)),
	};
}

/** Asks for a task of a whole folder. */
export function delegating(
	pathsIn: (folder: string) => Promise<readonly string[] | null>,
	nameable: NameableNow,
	ask?: AskInstruction,
): (given: readonly unknown[]) => Promise<Question | null> {
	return async (given) => {
		const uri =
			given.find((value): value is vscode.Uri => value instanceof vscode.Uri) ??
			vscode.window.activeTextEditor?.document.uri;
		const folder = await folderFor(uri);
		if (folder === null) {
			void vscode.window.showErrorMessage(
				vscode.l10n.t('Open a folder first: a delegated task works on a copy of one.'),
			);
			return null;
		}
		if (pathOf(folder) === null) {
			void vscode.window.showErrorMessage(
				vscode.l10n.t('A delegated task needs a folder on a disk; the files of this one are somewhere else.'),
			);
			return null;
		}
		const instruction = await instructionFor(
			given,
			vscode.l10n.t('Delegate Task to an Agent'),
			vscode.l10n.t('What should be done in {0}?', folder.name),
			nameable(),
			ask,
		);
		return instruction !== null && (await savedFirst(folder)) ? taskQuestion(instruction, folder, uri, pathsIn) : null;
	};
}

function activeEditor(): vscode.TextEditor | undefined {
	const editor = vscode.window.activeTextEditor;
	if (editor === undefined) {
		void vscode.window.showInformationMessage(vscode.l10n.t('Open a file first.'));
	}
	return editor;
}
