import * as vscode from 'vscode';
import { dearestOf } from '../core/consent.ts';
import type { CodeRequest } from '../core/request.ts';
import type { Journal } from '../router/journal.ts';
import type { Outcome } from '../router/outcome.ts';
import { askLeave, askUser } from './askUser.ts';
import { delegateInChat, type DelegateParts } from './chatDelegate.ts';
import { type AnswerNotes, firstAsked, latestNotes } from './chatHistory.ts';
import { type Asked, chatQuestion, type ChatQuestionParts } from './chatQuestion.ts';
import type { AskInChat } from './chatRoute.ts';
import { showAnswered, showUnanswered, showUntrusted, viewIn } from './chatShown.ts';
import { begins, type GoesOn, requestOf, type RequestParts } from './newRequest.ts';
import type { RouteStory } from './stories.ts';
import { createUnderWay } from './underWay.ts';
import type { ClockFace } from './views.ts';

export interface ParticipantParts extends RequestParts, ChatQuestionParts, DelegateParts {
	readonly clockFace: ClockFace;
	readonly journal: Journal;
	readonly ask: AskInChat;
	isTrusted(): boolean;
	story(route: string): RouteStory | null;
	/** Why this provider, as Markdown; `null`: the route is forgotten. */
	why(route: string): Promise<string | null>;
}

export interface Participant {
	readonly answer: vscode.ChatRequestHandler;
	followups(result: vscode.ChatResult): vscode.ChatFollowup[];
	/** Ends every answer that is under way. */
	dispose(): Promise<void>;
}

type Request = Pick<vscode.ChatRequest, 'prompt' | 'command' | 'references'>;
type Context = Pick<vscode.ChatContext, 'history'>;

/** `@switchyard` in VS Code's chat. */
export function createParticipant(parts: ParticipantParts): Participant {
	const underWay = createUnderWay();
	return {
		answer: (request, context, stream, token) =>
			underWay.run(async (stop) => {
				const listener = token.onCancellationRequested(() => {
					stop.abort();
				});
				if (token.isCancellationRequested) {
					stop.abort();
				}
				try {
					return await answer(request, context, stream, stop.signal, parts);
				} finally {
					listener.dispose();
				}
			}),
		followups: ({ metadata }) =>
			metadata?.['route'] === undefined
				? []
				: [
						{
							prompt: vscode.l10n.t('Ask somebody else'),
							label: vscode.l10n.t('Try Next Provider'),
							command: 'next',
						},
						{ prompt: vscode.l10n.t('Why this provider?'), label: vscode.l10n.t('Why?'), command: 'why' },
					],
		dispose: () => underWay.dispose(),
	};
}

async function answer(
	{ prompt, command, references }: Request,
	{ history: turns }: Context,
	stream: vscode.ChatResponseStream,
	signal: AbortSignal,
	parts: ParticipantParts,
): Promise<vscode.ChatResult> {
	if (!parts.isTrusted()) {
		return showUntrusted(stream);
	}
	switch (command) {
		case 'delegate':
			return delegateInChat(prompt, stream, parts);
		case 'why':
			return why(latestNotes(turns), stream, parts);
		case 'next': {
			const notes = latestNotes(turns);
			return notes === null ? nothingYet() : next(notes, turns, stream, signal, parts);
		}
		default: {
			const asked = { prompt, command: command ?? null, references, turns, again: null };
			return ask(asked, begins, null, stream, signal, parts);
		}
	}
}

/** Asks the latest question again, without anybody who was asked for it. */
function next(
	notes: AnswerNotes,
	turns: vscode.ChatContext['history'],
	stream: vscode.ChatResponseStream,
	signal: AbortSignal,
	parts: ParticipantParts,
): Promise<vscode.ChatResult> {
	parts.journal.append({ type: 'review-end', route: notes.route, verdict: 'sent-back' });
	const { prompt, command, question, asked, setOut, route } = notes;
	const references = firstAsked(turns, notes)?.references ?? [];
	return ask(
		{ prompt, command, references, turns, again: question },
		{ continues: route, excluded: asked, setOut },
		notes,
		stream,
		signal,
		parts,
	);
}

async function ask(
	asked: Asked,
	goesOn: GoesOn,
	before: AnswerNotes | null,
	stream: vscode.ChatResponseStream,
	signal: AbortSignal,
	parts: ParticipantParts,
): Promise<vscode.ChatResult> {
	const understood = await chatQuestion(asked, parts);
	if (understood === null) {
		return {};
	}
	if ('problem' in understood) {
		return { errorDetails: { message: understood.problem } };
	}
	const { question, leftOut } = understood;
	const request = requestOf(question, goesOn, parts);
	const route = request.facts.id;
	const outcome = await parts.ask(
		request,
		viewIn(stream, (provider) => backAt(parts.story(route), provider), parts.clockFace),
		{ folder: question.folder, signal, isUser: true, answer: askUser, permit: askLeave },
	);
	const story = parts.story(route);
	if (!outcome.answered) {
		return showUnanswered(outcome, story, stream, parts.clockFace);
	}
	showAnswered(outcome, story, leftOut, stream, parts.clockFace);
	const { prompt, command } = asked;
	return { metadata: notesOn(request, outcome, { prompt, command, before }, parts) };
}

type Answered = Extract<Outcome, { answered: true }>;

function notesOn(
	{ facts }: CodeRequest,
	{ text, attempts }: Answered,
	{ prompt, command, before }: Pick<AnswerNotes, 'prompt' | 'command'> & { readonly before: AnswerNotes | null },
	parts: ParticipantParts,
): AnswerNotes & Record<string, unknown> {
	const asked = [...new Set([...(before?.asked ?? []), ...attempts.map(({ provider }) => provider)])];
	const { providers } = parts.settings();
	const setOut = dearestOf(
		providers.filter(({ id }) => asked.includes(id)),
		facts.setOut,
	);
	return { route: facts.id, question: before?.question ?? facts.id, prompt, command, text, asked, setOut };
}

/** When who just failed is back, milliseconds since the epoch; `null`: that is not known. */
function backAt(story: RouteStory | null, provider: string): number | null {
	return story?.attempts.findLast((attempt) => attempt.provider === provider)?.backAt ?? null;
}

async function why(
	notes: AnswerNotes | null,
	stream: vscode.ChatResponseStream,
	parts: ParticipantParts,
): Promise<vscode.ChatResult> {
	const page = notes === null ? null : await parts.why(notes.route);
	if (page === null) {
		return nothingYet();
	}
	stream.markdown(page);
	return {};
}

function nothingYet(): vscode.ChatResult {
	return { errorDetails: { message: vscode.l10n.t('Nothing was answered in this chat yet.') } };
}
