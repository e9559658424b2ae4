import * as vscode from 'vscode';
import { type Directives, parseDirectives } from '../core/directives.ts';
import { plainWords } from '../core/hiddenText.ts';
import type { Nameable } from '../core/references.ts';

/** What a directive can name just now. */
export type NameableNow = () => Nameable;

/** The directives of a prompt that holds none. */
export const noDirectives: Omit<Directives, 'text'> = {
	preferred: [],
	excluded: [],
	kind: 'any',
	capabilities: [],
	effort: null,
};

/** Asks for an instruction in one line; `undefined`: nothing after all. */
export type AskInstruction = (title: string, prompt: string) => PromiseLike<string | undefined>;

/** What the user wants done: given as `{ instruction }`, or asked for. `null`: nothing after all. */
export async function instructionFor(
	given: readonly unknown[],
	title: string,
	prompt: string,
	nameable: Nameable,
	ask: AskInstruction = (title, prompt) => vscode.window.showInputBox({ title, prompt, ignoreFocusOut: true }),
): Promise<Directives | null> {
	const typed = givenInstruction(given) ?? (await ask(title, plainWords(prompt)));
	if (typed === undefined || typed.trim() === '') {
		return null;
	}
	const directives = parseDirectives(typed, nameable);
	if (directives.text === '') {
		void vscode.window.showInformationMessage(
			vscode.l10n.t('That says who should answer, but not what. Write the question after it.'),
		);
		return null;
	}
	return directives;
}

/** The same where nothing has to be said: an empty text then. `null`: nothing after all. */
export async function optionalInstruction(
	given: readonly unknown[],
	title: string,
	prompt: string,
	nameable: Nameable,
): Promise<Directives | null> {
	const typed = givenInstruction(given) ?? (await vscode.window.showInputBox({ title, prompt, ignoreFocusOut: true }));
	return typed === undefined ? null : parseDirectives(typed, nameable);
}

/** The instruction that a keybinding or another extension gave. */
export function givenInstruction(given: readonly unknown[]): string | undefined {
	for (const value of given) {
		if (
			typeof value === 'object' &&
			value !== null &&
			'instruction' in value &&
			typeof value.instruction === 'string' &&
			value.instruction.trim() !== ''
		) {
			return value.instruction;
		}
	}
	return undefined;
}
