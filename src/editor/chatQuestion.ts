import * as vscode from 'vscode';
import { type Directives, parseDirectives } from '../core/directives.ts';
import { known, type Needed, neededFor } from '../core/needs.ts';
import type { Nameable } from '../core/references.ts';
import { type ChatCommand, chatCommand, instructionOf } from './chatCommands.ts';
import { historyOf, type Turn } from './chatHistory.ts';
import { attachedTo, type NotSendable } from './chatReferences.ts';
import type { Recognise } from './commands.ts';
import type { Question } from './question.ts';
import { evidenceOf, textQuestion } from './questions.ts';

/** What was asked in a chat. */
export interface Asked {
	readonly prompt: string;
	readonly command: string | null;
	readonly references: readonly vscode.ChatPromptReference[];
	readonly turns: readonly Turn[];
	/** The question that this one asks again; `null`: it is new. */
	readonly again: string | null;
}

export interface ChatQuestionParts {
	readonly notSendable: NotSendable;
	readonly recognise: Recognise;
	nameable(): Nameable;
	/** Adds what may help, and asks where something should not be sent; `null`: the user said no. */
	complete(question: Question): Promise<Question | null>;
}

/** A question, with what was attached and is not sent; or why there is none. */
export type Understood =
	| { readonly question: Question; readonly leftOut: readonly string[] }
	| { readonly problem: string }
	/** The user thought better of it. */
	| null;

/** What a question without a slash command is called in the log and the views. */
const freeQuestion = 'chat' as const;

/** Makes a question of what was typed, attached and said before. */
export async function chatQuestion(asked: Asked, parts: ChatQuestionParts): Promise<Understood> {
	const command = chatCommand(asked.command ?? undefined);
	const directives = parseDirectives(asked.prompt.trim(), parts.nameable());
	const { attachments, leftOut } = await attachedTo(asked.references, parts.notSendable);
	const { editor, range } = shown(command, attachments.length > 0);
	if (command === null && directives.text === '') {
		return { problem: vscode.l10n.t('That says who should answer, but not what. Write the question after it.') };
	}
	if (command?.aboutCode === true && range === undefined && attachments.length === 0 && directives.text === '') {
		return { problem: vscode.l10n.t('Open a file or attach one: there is nothing here that this could be about.') };
	}
	const instruction: Directives = { ...directives, text: instructionOf(command, directives.text) };
	const needed = await neededBy(command, directives.text, editor, parts);
	const name = command?.command ?? freeQuestion;
	const question = textQuestion(name, vscode.l10n.t('Chat'), instruction, editor, range, needed);
	const conversation = historyOf(asked.turns, asked.again);
	const payload = {
		...question.payload,
		attachments: [...question.payload.attachments, ...attachments],
		...(conversation === null ? {} : { conversation }),
	};
	const complete = await parts.complete({ ...question, payload });
	return complete === null ? null : { question: complete, leftOut };
}

/** The part of the active editor that goes along: what is selected, else all of it where the command is about code. */
function shown(command: ChatCommand | null, isAttached: boolean) {
	const editor = vscode.window.activeTextEditor;
	if (editor === undefined || isAttached) {
		return { editor, range: undefined };
	}
	const { document, selection } = editor;
	const whole = new vscode.Range(document.positionAt(0), document.positionAt(document.getText().length));
	return { editor, range: selection.isEmpty && command?.aboutCode === true ? whole : selection };
}

async function neededBy(
	command: ChatCommand | null,
	words: string,
	editor: vscode.TextEditor | undefined,
	{ recognise }: ChatQuestionParts,
): Promise<Needed> {
	if (command !== null) {
		return known(command.needs);
	}
	const evidence = evidenceOf(editor);
	return neededFor(await recognise(words, evidence), evidence);
}
