import * as vscode from 'vscode';
import { testsInstruction, withMore } from '../core/instructions.ts';
import { known } from '../core/needs.ts';
import type { Attachment, Need } from '../core/request.ts';
import { tellingFiles, type TestedFolder, type TestPlan, testPlan } from '../core/testPlan.ts';
import { documentOf, rangeGiven, selectionIn } from './improving.ts';
import { givenInstruction, noDirectives } from './instruction.ts';
import { focusOf, isolationOf, type Question } from './question.ts';
import { textAt } from './surroundings.ts';
import { savedFirst } from './unsaved.ts';
import { wholeDocument } from './codeRange.ts';

const testing: readonly Need[] = [
	{ capability: 'testing', score: 1 },
	{ capability: 'code-generation', score: 0.5 },
];

/** At most so many characters of a neighbouring test are sent along, to take the style from. */
const mostCharacters = 20_000;

/** Asks for tests of the selection, or of the file: in the project's framework, where its other tests lie, in their style. */
export function testsQuestion(
	pathsIn: (folder: string) => Promise<readonly string[] | null>,
): (given: readonly unknown[]) => Promise<Question | null> {
	return async (given) => {
		const document = await documentOf(given);
		if (document === null) {
			return null;
		}
		const folder = vscode.workspace.getWorkspaceFolder(document.uri);
		if (folder === undefined) {
			void vscode.window.showErrorMessage(
				vscode.l10n.t('Tests are written into files beside others: open the folder that this file lies in first.'),
			);
			return null;
		}
		if (!(await savedFirst(folder))) {
			return null;
		}
		const file = vscode.workspace.asRelativePath(document.uri, false);
		const paths = (await pathsIn(folder.uri.fsPath)) ?? [];
		const plan = testPlan(file, await testedFolder(folder, paths));
		const range = rangeGiven(given) ?? selectionIn(document) ?? wholeDocument(document);
		return {
			command: 'writeTests',
			title: vscode.l10n.t('Tests for {0}', file.split('/').at(-1) ?? file),
			task: 'changes',
			...known(testing),
			directives: noDirectives,
			payload: {
				instruction: withMore(testsInstruction(file, plan), givenInstruction(given)),
				focus: { ...focusOf(document, range), path: file },
				attachments: await attached(folder, plan),
				paths: [],
			},
			target: null,
			folder: folder.uri.fsPath,
			isolation: isolationOf(folder),
		};
	};
}

async function attached(folder: vscode.WorkspaceFolder, plan: TestPlan): Promise<readonly Attachment[]> {
	const wanted = [...(plan.exists ? [plan.testFile] : []), ...(plan.neighbour === null ? [] : [plan.neighbour])];
	const found = await Promise.all(
		wanted.map(async (path): Promise<readonly Attachment[]> => {
			const document = await textAt(vscode.Uri.joinPath(folder.uri, path));
			const text = document?.getText() ?? '';
			// The file that is extended has to be whole; of a neighbour the beginning shows the style.
			const shown = path === plan.testFile ? text : text.slice(0, mostCharacters);
			return document === null
				? []
				: [{ path, language: document.languageId, text: shown, ...(path === plan.testFile ? { needed: true } : {}) }];
		}),
	);
	return found.flat();
}

async function testedFolder(folder: vscode.WorkspaceFolder, paths: readonly string[]): Promise<TestedFolder> {
	const texts = new Map<string, string>();
	await Promise.all(
		tellingFiles(paths).map(async (path) => {
			const document = await textAt(vscode.Uri.joinPath(folder.uri, path));
			texts.set(path, document?.getText() ?? '');
		}),
	);
	return { paths, text: (path) => texts.get(path) ?? null };
}
