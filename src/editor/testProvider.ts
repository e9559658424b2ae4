import * as vscode from 'vscode';
import { known } from '../core/needs.ts';
import { estimatedCost } from '../core/price.ts';
import { isAgent, type Provider } from '../core/provider.ts';
import type { CodeRequest } from '../core/request.ts';
import type { Settings } from '../core/settings.ts';
import type { Journal } from '../router/journal.ts';
import type { Outcome } from '../router/outcome.ts';
import { askUser } from './askUser.ts';
import { chatRoute, type ChatRouteParts, type ChatView } from './chatRoute.ts';
import { begins, requestOf, type RequestParts } from './newRequest.ts';
import { noDirectives } from './instruction.ts';
import { isolationOf, type Question } from './question.ts';
import { explanation } from './questions.ts';
import { testFailureText } from './testWords.ts';
import { dollars, duration, grouped } from './figures.ts';
import type { ClockFace } from './views.ts';

export interface TestParts extends RequestParts, Pick<ChatRouteParts, 'router' | 'beforeRoute'> {
	readonly journal: Journal;
	readonly clockFace: ClockFace;
	/** Aborted when the window goes. */
	readonly closing: AbortSignal;
}

/** An answer to the test has at most so many tokens: enough for a model that thinks first, which the test wants to work. */
const mostTokens = 1024;

/** Picks a provider, unless `given` names one, sends it one small request and tells how it went. */
export async function testProvider(given: string | null, parts: TestParts): Promise<void> {
	const { providers } = parts.settings();
	const provider = providers.find(({ id }) => id === given) ?? (await pickProvider(providers));
	if (provider === null || !(await agreed(provider, parts))) {
		return;
	}
	const outcome = await vscode.window.withProgress(
		{
			location: vscode.ProgressLocation.Notification,
			title: vscode.l10n.t('Switchyard: testing {0}…', provider.id),
			cancellable: true,
		},
		(_progress, token) => asked(provider, parts, token),
	);
	await tell(provider, outcome, parts);
}

async function pickProvider(providers: readonly Provider[]): Promise<Provider | null> {
	if (providers.length === 0) {
		const add = vscode.l10n.t('Add Provider…');
		const chosen = await vscode.window.showInformationMessage(vscode.l10n.t('There is no provider to test yet.'), add);
		if (chosen === add) {
			await vscode.commands.executeCommand('switchyard.addProvider');
		}
		return null;
	}
	const items = providers.map((provider) => ({
		label: provider.id,
		description: provider.model ?? provider.agent ?? '',
		provider,
	}));
	const picked = await vscode.window.showQuickPick(items, {
		title: vscode.l10n.t('Test Provider'),
		placeHolder: vscode.l10n.t('Who should answer one small request?'),
		matchOnDescription: true,
	});
	return picked?.provider ?? null;
}

/** What costs money, or starts a program, is said before. What is free, or paid already, is just done. */
async function agreed(provider: Provider, parts: TestParts): Promise<boolean> {
	const agent = isAgent(provider.kind);
	if (!agent && provider.billing !== 'metered') {
		return true;
	}
	const { facts } = requestFor(provider, parts);
	const cost = estimatedCost(provider, { ...facts, contextTokens: facts.contextTokens, answerTokens: mostTokens });
	const send = agent ? vscode.l10n.t('Ask It') : vscode.l10n.t('Send');
	const detail = agent
		? vscode.l10n.t(
				'It starts, reads what it likes of a copy of this folder, and answers. It may change no file. A question like this uses your account with it.',
			)
		: cost === null
			? vscode.l10n.t('It costs at most {0} tokens; the price is not known.', grouped(facts.contextTokens))
			: vscode.l10n.t('It costs at most {0} tokens, that is {1}.', grouped(facts.contextTokens), dollars(cost));
	const chosen = await vscode.window.showInformationMessage(
		agent
			? vscode.l10n.t('Ask {0} one small question?', provider.id)
			: vscode.l10n.t('Send one small request to {0}?', provider.id),
		{ modal: true, detail },
		send,
	);
	return chosen === send;
}

/** Nobody reads the answer: that there is one is what counts. */
const unread: ChatView = {
	begins: () => undefined,
	fell: () => undefined,
	goesOn: () => undefined,
	text: () => undefined,
};

/** One request through the router, as any other, to this provider alone. */
async function asked(provider: Provider, parts: TestParts, token: vscode.CancellationToken): Promise<Outcome> {
	const { journal } = parts;
	const cancelled = new AbortController();
	const subscription = token.onCancellationRequested(() => {
		cancelled.abort();
	});
	try {
		const outcome = await chatRoute(
			requestFor(provider, parts),
			unread,
			{
				folder: questionFor(provider).folder,
				signal: AbortSignal.any([cancelled.signal, parts.closing]),
				isUser: true,
				answer: askUser,
				// A question that changes nothing needs no leave.
				permit: () => Promise.resolve(false),
			},
			{ ...parts, settings: (folder) => bounded(provider, parts.settings(folder)) },
		);
		if (outcome.answered) {
			// Nothing of it waits for anybody.
			journal.append({ type: 'review-end', route: outcome.route, verdict: 'accepted' });
		}
		return outcome;
	} finally {
		subscription.dispose();
	}
}

/** One attempt, and an answer of bounded length where the provider can be told so. */
function bounded(provider: Provider, settings: Settings): Settings {
	const limited = { ...provider, maxOutputTokens: Math.min(provider.maxOutputTokens ?? mostTokens, mostTokens) };
	return {
		...settings,
		providers: settings.providers.map((each) => (each.id === provider.id && !isAgent(each.kind) ? limited : each)),
		onFailure: 'fail-fast',
	};
}

function requestFor(provider: Provider, parts: TestParts): CodeRequest {
	const { facts, payload } = requestOf(questionFor(provider), begins, parts);
	const sent = Math.ceil(facts.contextTokens - facts.answerTokens);
	return { facts: { ...facts, answerTokens: mostTokens, contextTokens: sent + mostTokens + overhead }, payload };
}

/** Tokens that the system prompt and the form of a request add, generously. */
const overhead = 400;

function questionFor({ id }: Provider): Question {
	const [folder] = vscode.workspace.workspaceFolders ?? [];
	return {
		...known(explanation),
		command: 'test',
		title: id,
		task: 'text',
		directives: noDirectives,
		payload: { instruction: 'Answer with the one word “ready”.', focus: null, attachments: [], paths: [] },
		target: null,
		folder: folder?.uri.fsPath ?? null,
		isolation: isolationOf(folder ?? null),
		only: id,
	};
}

async function tell(provider: Provider, outcome: Outcome, parts: TestParts): Promise<void> {
	if (outcome.answered) {
		const took = outcome.attempts.at(-1);
		const first = took?.firstOutputMs ?? null;
		const { id } = provider;
		const model = outcome.model ?? provider.model ?? provider.agent ?? '';
		void vscode.window.showInformationMessage(
			first === null
				? vscode.l10n.t('Switchyard: {0} works. {1} answered in {2}.', id, model, duration(outcome.tookMs))
				: vscode.l10n.t(
						'Switchyard: {0} works. {1} answered in {2}, its first output came after {3}.',
						...[id, model, duration(took?.tookMs ?? outcome.tookMs), duration(first)],
					),
		);
		return;
	}
	if (outcome.because === 'cancelled') {
		return;
	}
	const failure = outcome.attempts.at(-1)?.failure ?? null;
	const passed = outcome.passedOver.find((each) => each.provider === provider.id) ?? null;
	const { message, offers } = testFailureText(provider, failure, passed, parts.clockFace);
	const again = vscode.l10n.t('Test Again');
	const log = vscode.l10n.t('Show Log');
	const said = failure?.said === undefined ? [] : [vscode.l10n.t('What It Said')];
	// Three at most: more do not fit into a notification.
	const buttons = [...offers.map(({ label }) => label), again, ...said, log].slice(0, 3);
	const chosen = await vscode.window.showErrorMessage(message, ...buttons);
	const offer = offers.find(({ label }) => label === chosen);
	if (offer !== undefined) {
		await vscode.commands.executeCommand(offer.command, ...offer.given);
	} else if (chosen === again) {
		await testProvider(provider.id, parts);
	} else if (chosen === log) {
		await vscode.commands.executeCommand('switchyard.showLog');
	} else if (chosen !== undefined) {
		await vscode.window.showInformationMessage(message, { modal: true, detail: failure?.said ?? '' });
	}
}
