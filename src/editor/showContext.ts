import { estimateTokenCount } from 'tokenx';
import * as vscode from 'vscode';
import { decide } from '../core/decide.ts';
import type { RouterParts } from '../router/parts.ts';
import type { Journal } from '../router/journal.ts';
import { complete } from './complete.ts';
import { type AnswerDocuments, answerUri } from './documents.ts';
import type { GatherOptions, GatherParts } from './gather.ts';
import { noDirectives } from './instruction.ts';
import { begins, requestOf, type RequestParts } from './newRequest.ts';
import { previewSituation, type Standing } from './preview.ts';
import type { Question } from './question.ts';
import { explanation, textQuestion } from './questions.ts';
import { known } from '../core/needs.ts';
import { routeGiven } from './routeGiven.ts';
import { createSentMemory, preparedFor, type SentRoute, toldOf } from './sent.ts';
import { sentPage, type SentSource } from './sentPage.ts';
import type { ClockFace } from './views.ts';
import { commandTitle, enumerated } from './words.ts';

export interface ContextParts extends RequestParts, GatherParts {
	readonly clock: RequestParts['clock'];
	readonly journal: Journal;
	readonly documents: AnswerDocuments;
	readonly clockFace: ClockFace;
	/** How everything stands now. */
	standing(): Standing;
}

/** What goes along with questions, and who looks at it. */
export interface Context {
	/** The question with what may help and with its size; `null`: the user thought better of it. `given`: as `complete` takes it. */
	complete(question: Question, given: readonly unknown[], options?: GatherOptions): Promise<Question | null>;
	/** For the router: cuts a request to a provider, and remembers what is sent. */
	readonly prepare: NonNullable<RouterParts['prepare']>;
	/** The command "Show What Was Sent": of the route given, of the `latest`, of the one picked, or of a look ahead (`preview`). */
	show(given: readonly unknown[]): Promise<void>;
}

export function createContext(parts: ContextParts): Context {
	const tokensOf = (text: string) => estimateTokenCount(text);
	const memory = createSentMemory(tokensOf, (route) => {
		if (route === shown) {
			draw(sourceOf(route));
		}
	});
	const uri = answerUri('sent', 'page', `${vscode.l10n.t('What Was Sent')}.md`);
	let shown: string | null = null;
	const draw = (source: SentSource) => {
		parts.documents.set(uri, sentPage(source, tokensOf));
	};
	const open = async (source: SentSource) => {
		draw(source);
		const document = await vscode.workspace.openTextDocument(uri);
		await vscode.commands.executeCommand('markdown.showPreview', document.uri, undefined, { locked: true });
		parts.documents.refresh(document.uri);
	};
	const sourceOf = (route: string): SentSource => {
		const sent = memory.routes().find((each) => each.route === route);
		const events = parts.journal.events();
		const neverSent = (number: number | null) =>
			events.some(
				(event) =>
					event.type === 'attempt-end' &&
					event.route === route &&
					event.attempt === number &&
					!event.end.ok &&
					event.end.failure.neverSent === true,
			);
		const attempts = (sent?.attempts ?? []).map((each) => toldOf(each, neverSent(each.attempt)));
		return { route, command: sent?.command ?? '', attempts };
	};
	const finish = (question: Question, given: readonly unknown[], options?: GatherOptions) =>
		complete(question, given, { ...parts, tokensOf }, options);
	return {
		complete: finish,
		prepare(request, provider, handOff) {
			const begun = parts.journal
				.events()
				.findLast((event) => event.type === 'attempt-start' && event.route === request.facts.id);
			const attempt = begun?.type === 'attempt-start' ? begun.attempt : undefined;
			return Promise.resolve(memory.prepare(request, provider, handOff, attempt));
		},
		async show(given) {
			const routes = memory.routes();
			const wanted = routeGiven(given) ?? (given.includes('latest') ? routes.at(-1)?.route : undefined);
			const choice = given.includes('preview') ? 'preview' : (wanted ?? (await pick(routes, parts)));
			if (choice === 'preview') {
				shown = null;
				const attempts = await lookAhead(finish, parts, tokensOf);
				await open({ route: null, command: '', attempts });
			} else if (choice !== null) {
				shown = choice;
				await open(sourceOf(choice));
			}
		},
	};
}

/** What would be sent with a question about what is open now, to whoever would be asked. */
async function lookAhead(
	finish: Context['complete'],
	parts: ContextParts,
	tokensOf: (text: string) => number,
): Promise<SentSource['attempts']> {
	const editor = vscode.window.activeTextEditor;
	const instruction = { ...noDirectives, text: '…' };
	const question = textQuestion('ask', '', instruction, editor, editor?.selection, known(explanation));
	const asked = await finish(question, []);
	if (asked === null) {
		return [];
	}
	const request = requestOf(asked, begins, parts);
	const decision = decide(previewSituation(parts.standing(), request.facts));
	const provider =
		decision.type === 'attempt' ? parts.settings().providers.find(({ id }) => id === decision.provider) : undefined;
	return provider === undefined ? [] : [toldOf(preparedFor(request, provider, null, tokensOf), false)];
}

async function pick(
	routes: readonly SentRoute[],
	{ journal, clockFace }: Pick<ContextParts, 'journal' | 'clockFace'>,
): Promise<string | null> {
	type Item = vscode.QuickPickItem & { readonly choice?: string };
	const events = journal.events();
	const timeOf = (route: string) =>
		events.find((event) => event.type === 'request-start' && event.route === route)?.at ?? null;
	const described = ({ route, command }: SentRoute) => {
		const at = timeOf(route);
		const title = commandTitle(command) ?? command;
		return at === null ? title : enumerated([title, clockFace(at)]);
	};
	const separator = (label: string): Item => ({ label, kind: vscode.QuickPickItemKind.Separator });
	const items: readonly Item[] = [
		...(routes.length === 0 ? [] : [separator(vscode.l10n.t('Sent in This Window'))]),
		...[...routes].reverse().map(
			(sent): Item => ({
				label: `$(arrow-up) ${sent.attempts.map(({ provider }) => provider.id).join(', ')}`,
				description: described(sent),
				choice: sent.route,
			}),
		),
		separator(vscode.l10n.t('Without Sending Anything')),
		{ label: `$(beaker) ${vscode.l10n.t('What Would Be Sent Now')}`, choice: 'preview' },
	];
	const title = vscode.l10n.t('Show What Was Sent');
	return (await vscode.window.showQuickPick(items, { title }))?.choice ?? null;
}
