import * as vscode from 'vscode';
import type { Outcome } from '../router/outcome.ts';
import type { ChatView } from './chatRoute.ts';
import { fallenText } from './chatWords.ts';
import type { RouteStory } from './stories.ts';
import { causesOf, type Unanswered } from './unanswered.ts';
import { type ClockFace, labelOf, markdown } from './views.ts';
import { stopWords } from './words.ts';

type Stream = Pick<vscode.ChatResponseStream, 'markdown' | 'progress' | 'button'>;

/** Shows a route in the chat as it goes. `backAt`: when a provider that just failed is back, if that is known. */
export function viewIn(stream: Stream, backAt: (provider: string) => number | null, clockFace: ClockFace): ChatView {
	const why = (fallen: Parameters<ChatView['fell']>[0]) => fallenText(fallen, clockFace, backAt(fallen.provider));
	return {
		begins(provider) {
			stream.progress(vscode.l10n.t('Asking {0}', provider));
		},
		fell(fallen) {
			stream.progress(why(fallen));
		},
		goesOn(fallen, next) {
			const words = vscode.l10n.t('{0}; {1} goes on', why(fallen), next);
			stream.markdown(`\n\n*— ${markdown(words)} —*\n\n`);
		},
		text(piece) {
			stream.markdown(piece);
		},
	};
}

/** Below the answer: what was attached and not sent, who answered, who did not and why, and where to read more. */
export function showAnswered(
	{ provider }: Extract<Outcome, { answered: true }>,
	story: RouteStory | null,
	leftOut: readonly string[],
	stream: Stream,
	clockFace: ClockFace,
): void {
	if (leftOut.length > 0) {
		stream.markdown(`\n\n${markdown(vscode.l10n.t('Not sent: {0}', leftOut.join(', ')))}`);
	}
	stream.markdown(`\n\n*${markdown(labelOf(provider.id, story, clockFace))}*`);
	stream.markdown(links([whyCommand(story), logCommand()]));
}

/** Commands of ours in one quiet line. Nothing of anybody else's may stand in it: it is trusted with these commands. */
export function links(commands: readonly vscode.Command[]): vscode.MarkdownString {
	const each = commands.map(({ command, title, arguments: given = [] }) => {
		const query = given.length === 0 ? '' : `?${encodeURIComponent(JSON.stringify(given))}`;
		return `[${title}](command:${command}${query})`;
	});
	const line = new vscode.MarkdownString(`\n\n${each.join(' · ')}`);
	line.isTrusted = { enabledCommands: commands.map(({ command }) => command) };
	return line;
}

/** Nobody answered: every cause, and what can be done about it. */
export function showUnanswered(
	outcome: Unanswered,
	story: RouteStory | null,
	stream: Stream,
	clockFace: ClockFace,
): vscode.ChatResult {
	const { because, attempts } = outcome;
	if (because === 'cancelled') {
		return {};
	}
	if (because === 'no-provider-configured') {
		stream.button({ command: 'switchyard.detectProviders', title: vscode.l10n.t('Find Providers on This Machine') });
		return { errorDetails: { message: vscode.l10n.t('Switchyard has no provider yet.') } };
	}
	const causes = causesOf(outcome, clockFace).map((each) => `- ${markdown(each)}\n`);
	const select = { command: 'switchyard.selectProvider', title: vscode.l10n.t('Select Provider…') };
	// VS Code folds into one line what stands before the last progress or button: the causes have to be read.
	stream.markdown(`\n\n${causes.join('')}`);
	stream.markdown(links([select, whyCommand(story), logCommand()]));
	if (attempts.some(({ failure }) => failure?.kind === 'unauthorized' || failure?.kind === 'billing')) {
		stream.button({ command: 'switchyard.setKey', title: vscode.l10n.t('Set Key…') });
	}
	return { errorDetails: { message: vscode.l10n.t('Switchyard: {0}.', stopWords[because]()) } };
}

export function showUntrusted(stream: Stream): vscode.ChatResult {
	stream.button({ command: 'workbench.trust.manage', title: vscode.l10n.t('Manage Workspace Trust') });
	const message = vscode.l10n.t('Switchyard sends nothing and runs no agent in a folder that you do not trust.');
	return { errorDetails: { message } };
}

function logCommand(): vscode.Command {
	return { command: 'switchyard.showLog', title: vscode.l10n.t('Show Log') };
}

/** What the command takes for whichever route is the latest. */
const latestRoute = 'latest' as const;

function whyCommand(story: RouteStory | null): vscode.Command {
	const given = story === null ? latestRoute : { route: story.route };
	return { command: 'switchyard.explainRoute', title: vscode.l10n.t('Why This Provider?'), arguments: [given] };
}
