import * as vscode from 'vscode';
import { isAgent, kinds } from '../core/provider.ts';
import type { AskInChat, ChatView } from './chatRoute.ts';
import type { Chosen } from './chosen.ts';
import { fallenText } from './chatWords.ts';
import { noDirectives } from './instruction.ts';
import { conversationFrom, textOfMessage } from './modelMessages.ts';
import { begins, requestOf, type RequestParts } from './newRequest.ts';
import { type OfferedModel, offeredModel, servingKinds } from './offeredModels.ts';
import type { Question } from './question.ts';
import { createUnderWay } from './underWay.ts';
import { type Unanswered, unansweredMessage } from './unanswered.ts';
import type { ClockFace } from './views.ts';

export interface ModelProviderParts extends RequestParts {
	readonly clockFace: ClockFace;
	readonly ask: AskInChat;
	isTrusted(): boolean;
	/** What is offered now. */
	offered(): Promise<readonly OfferedModel[]>;
}

/** Switchyard as a model of VS Code's. */
export interface ModelProvider
	extends Pick<vscode.LanguageModelChatProvider, 'provideLanguageModelChatResponse' | 'provideTokenCount'> {
	/** Ends every answer that is under way. */
	dispose(): Promise<void>;
}

/** Characters per token: OpenAI's help pages give four for English text. */
const charactersPerToken = 4;

/**
 * The models that Switchyard offers to VS Code's chat and to other extensions. Nothing here ever asks the user: who sends
 * these requests is a program, whom VS Code itself asked the user about.
 */
export function createModelProvider(parts: ModelProviderParts): ModelProvider {
	const underWay = createUnderWay();
	return {
		provideLanguageModelChatResponse(model, messages, options, progress, token) {
			return underWay.run(async (stop) => {
				const listener = token.onCancellationRequested(() => {
					stop.abort();
				});
				if (token.isCancellationRequested) {
					stop.abort();
				}
				try {
					const models = await parts.offered();
					const known = offeredModel(models, model.id);
					if (known === null || models.length === 1 || !parts.isTrusted()) {
						throw refused(known, model.id, parts.isTrusted());
					}
					await answer(questionOf(known, messages, options), progress, stop.signal, parts);
				} finally {
					listener.dispose();
				}
			});
		},
		provideTokenCount(_model, text) {
			const whole = typeof text === 'string' ? text : textOfMessage(text);
			return Promise.resolve(Math.ceil(whole.length / charactersPerToken));
		},
		dispose: () => underWay.dispose(),
	};
}

/** Why a model can't be asked at all. */
function refused(known: OfferedModel | null, id: string, isTrusted: boolean): Error {
	if (!isTrusted) {
		const message = vscode.l10n.t('Switchyard sends nothing and runs no agent in a folder that you do not trust.');
		return vscode.LanguageModelError.NoPermissions(message);
	}
	return vscode.LanguageModelError.NotFound(
		known === null
			? vscode.l10n.t('Switchyard: {0} is not among your providers any more, or has no key.', id)
			: vscode.l10n.t(
					'Switchyard: no API among your providers can be asked, and agents can’t serve as models. Ask @switchyard, which asks agents too.',
				),
	);
}

function questionOf(
	{ provider }: OfferedModel,
	messages: readonly vscode.LanguageModelChatRequestMessage[],
	options: vscode.ProvideLanguageModelChatResponseOptions,
): Question {
	const conversation = conversationFrom(messages, options);
	return {
		command: 'model',
		title: '',
		task: 'text',
		needs: [],
		recognised: { from: [], sure: false, candidates: [] },
		directives: { ...noDirectives, kind: 'llm' },
		payload: { instruction: '', focus: null, attachments: [], paths: [], conversation },
		target: null,
		folder: null,
		isolation: 'no-folder',
		...(provider === null ? {} : { only: provider }),
	};
}

type Progress = vscode.Progress<vscode.LanguageModelResponsePart>;

async function answer(
	question: Question,
	progress: Progress,
	signal: AbortSignal,
	parts: ModelProviderParts,
): Promise<void> {
	const request = requestOf(question, begins, { ...parts, chosen: () => servingChosen(parts) });
	const wanted: string[] = [];
	const outcome = await parts.ask(request, viewOf(progress, parts.clockFace), {
		folder: null,
		signal,
		isUser: false,
		kinds: askable,
		answer(asked) {
			wanted.push(asked.provider);
			return Promise.resolve(false);
		},
		permit: () => Promise.resolve(false),
	});
	if (!outcome.answered) {
		throw outcome.because === 'cancelled' ? new vscode.CancellationError() : failure(outcome, wanted, parts.clockFace);
	}
	for (const { id, name, input } of outcome.calls ?? []) {
		progress.report(new vscode.LanguageModelToolCallPart(id, name, input));
	}
}

/** Agents are passed over since the request asks for an LLM; models of VS Code, since their leave was given to Switchyard alone. */
const askable = kinds.filter((kind) => servingKinds.includes(kind) || isAgent(kind));

/** What the user chose for all requests counts here too; a pin or a lock only on who can serve. */
function servingChosen(parts: RequestParts): Chosen {
	const { pinned, locked, excluded } = parts.chosen();
	const serving = parts.settings().providers.filter(({ kind }) => servingKinds.includes(kind));
	const ifServing = (id: string | null) => (serving.some((provider) => provider.id === id) ? id : null);
	return { pinned: ifServing(pinned), locked: ifServing(locked), excluded };
}

function viewOf(progress: Progress, clockFace: ClockFace): ChatView {
	const say = (text: string) => {
		progress.report(new vscode.LanguageModelTextPart(text));
	};
	return {
		begins: () => undefined,
		fell: () => undefined,
		goesOn(fallen, next) {
			say(`\n\n— ${vscode.l10n.t('{0}; {1} goes on', fallenText(fallen, clockFace), next)} —\n\n`);
		},
		text: say,
	};
}

/** Why nobody answered, by the name under which VS Code and its extensions know such things. */
function failure(outcome: Unanswered, wanted: readonly string[], clockFace: ClockFace): Error {
	const question = wanted.at(-1);
	const consent =
		question === undefined
			? ''
			: ` ${vscode.l10n.t('Going on with {0} needs your word, which is not asked for a request of a model. Ask it by a command of Switchyard, or change switchyard.consent.', question)}`;
	const message = `${unansweredMessage(outcome, clockFace)}${consent}`;
	const limits = outcome.attempts.map((attempt) => attempt.failure?.kind);
	const isBlocked = limits.length > 0 && limits.every((kind) => kind === 'rate-limited' || kind === 'quota-exhausted');
	return isBlocked ? vscode.LanguageModelError.Blocked(message) : new Error(message);
}
