import type * as vscode from 'vscode';
import { type Conversation, earlier, type Message } from '../core/conversation.ts';
import type { Billing } from '../core/request.ts';

/** What is kept with each answer in a chat, so that the next question can go on from it. Plain JSON. */
export interface AnswerNotes {
	readonly route: string;
	/** The route that first answered this question: the same for all answers of `/next`. */
	readonly question: string;
	/** What the user typed, and the slash command before it. */
	readonly prompt: string;
	readonly command: string | null;
	/** The answer that stands, without what the chat shows around it. */
	readonly text: string;
	/** Everybody who was asked for this question so far. */
	readonly asked: readonly string[];
	/** The dearest billing that was used for it so far. */
	readonly setOut: Billing | null;
}

export type Turn = vscode.ChatRequestTurn | vscode.ChatResponseTurn;

/** So many characters of earlier turns are sent, the latest first. */
const mostCharacters = 40_000;

/**
 * The earlier questions that were answered, each with its latest answer, as a conversation; `null`: there are none.
 * `without`: the question that is asked again.
 */
export function historyOf(turns: readonly Turn[], without: string | null = null): Conversation | null {
	const byQuestion = new Map<string, AnswerNotes>();
	for (const notes of turns.map(notesOf)) {
		if (notes !== null && notes.question !== without) {
			byQuestion.set(notes.question, notes);
		}
	}
	const messages: Message[] = [];
	let room = mostCharacters;
	for (const { prompt, command, text } of [...byQuestion.values()].reverse()) {
		const asked = command === null ? prompt : `/${command} ${prompt}`.trim();
		room -= asked.length + text.length;
		if (room < 0) {
			break;
		}
		messages.unshift(said('user', asked), said('assistant', text));
	}
	return messages.length === 0 ? null : earlier(messages);
}

/** The notes of the latest answer; `null`: nothing was answered in this chat. */
export function latestNotes(turns: readonly Turn[]): AnswerNotes | null {
	return turns.map(notesOf).findLast((notes) => notes !== null) ?? null;
}

/** The turn in which this question was first asked, with what was attached to it; `null`: it is not there any more. */
export function firstAsked(turns: readonly Turn[], { question }: AnswerNotes): vscode.ChatRequestTurn | null {
	const answered = turns.findIndex((turn) => notesOf(turn)?.question === question);
	const before = turns[answered - 1];
	return before !== undefined && 'references' in before ? before : null;
}

function said(role: Message['role'], text: string): Message {
	return { role, parts: [{ type: 'text', text }] };
}

/** What VS Code kept may be of an older version of ours. */
function notesOf(turn: Turn | undefined): AnswerNotes | null {
	const kept: unknown = turn !== undefined && 'result' in turn ? turn.result.metadata : undefined;
	if (typeof kept !== 'object' || kept === null) {
		return null;
	}
	const notes = kept as Partial<AnswerNotes>;
	const texts = [notes.route, notes.question, notes.prompt, notes.text];
	return texts.every((text) => typeof text === 'string') && Array.isArray(notes.asked) ? (notes as AnswerNotes) : null;
}
