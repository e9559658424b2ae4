import * as vscode from 'vscode';
import { decide } from '../core/decide.ts';
import { neededFor } from '../core/needs.ts';
import { decisionsOf } from '../core/replay.ts';
import type { RequestFacts } from '../core/request.ts';
import type { Journal } from '../router/journal.ts';
import { wishesOf } from './chosen.ts';
import type { Recognise } from './commands.ts';
import type { AnswerDocuments } from './documents.ts';
import { instructionFor } from './instruction.ts';
import { createMarkdownPage } from './markdownPage.ts';
import { begins, requestOf, type RequestParts } from './newRequest.ts';
import { previewSituation, type Standing } from './preview.ts';
import { evidenceOf, textQuestion } from './questions.ts';
import { routeItem } from './routeChoice.ts';
import { routeGiven } from './routeGiven.ts';
import type { RouteStory } from './stories.ts';
import type { ClockFace } from './views.ts';
import { type WhySource, whyPage } from './whyPage.ts';

export interface WhyParts extends RequestParts {
	readonly journal: Journal;
	readonly documents: AnswerDocuments;
	readonly clockFace: ClockFace;
	/** Oldest first. */
	stories(): readonly RouteStory[];
	/** How everything stands now. */
	standing(): Standing;
	/** Brings up to date what a decision rests on. Never rejects. */
	refresh(): Promise<unknown>;
	readonly recognise: Recognise;
}

/** What is to be explained: a route of this window, an ordinary request, or a question that is asked for first. */
type Choice = { readonly route: string } | 'ordinary' | 'question';

/** The command "Why This Provider?", and the one page that it shows. */
export function createWhy(parts: WhyParts): {
	show(given: readonly unknown[]): Promise<void>;
	/** The page of a route as Markdown; `null`: the route is forgotten. */
	text(route: string): string | null;
	dispose(): void;
} {
	const { journal, documents, clock, clockFace } = parts;
	const page = createMarkdownPage(documents, 'why', vscode.l10n.t('Why This Provider'));
	/** The route on the page; `null` when it tells of none. */
	let shown: string | null = null;
	const textOf = (source: WhySource) => whyPage(source, clockFace);
	const open = (source: WhySource) => page.show(textOf(source));
	const sourceOf = (route: string): WhySource => ({
		decisions: decisionsOf({ before: journal.before(), events: journal.events() }, route),
		events: journal.events().filter((event) => 'route' in event && event.route === route),
		now: clock.now(),
	});
	const dryRun = async (like: Partial<RequestFacts>) => {
		shown = null;
		await parts.refresh();
		const situation = previewSituation(parts.standing(), like);
		await open({
			decisions: [{ at: situation.now, situation, decision: decide(situation) }],
			events: null,
			now: situation.now,
		});
	};
	const showChoice = async (choice: Choice) => {
		if (choice === 'ordinary') {
			await dryRun(wishesOf(parts.chosen()));
		} else if (choice === 'question') {
			const facts = await factsOfQuestion(parts);
			if (facts !== null) {
				await dryRun(facts);
			}
		} else {
			shown = choice.route;
			await open(sourceOf(choice.route));
		}
	};
	const stop = journal.read((event) => {
		const atWork = event.type === 'tool' || event.type === 'usage';
		if (shown !== null && 'route' in event && event.route === shown && !atWork) {
			page.draw(textOf(sourceOf(shown)));
		}
	});
	return {
		async show(given) {
			const told = parts.stories().filter(({ route }) => isTold(journal, route));
			const latest = told.at(-1);
			const wanted = routeGiven(given);
			const choice: Choice | null = told.some(({ route }) => route === wanted)
				? { route: wanted ?? '' }
				: given.includes('latest')
					? latest === undefined
						? 'ordinary'
						: { route: latest.route }
					: await pick(told, clockFace);
			if (choice !== null) {
				await showChoice(choice);
			}
		},
		text: (route) => (isTold(journal, route) ? whyPage(sourceOf(route), clockFace) : null),
		dispose: stop,
	};
}

/** Whether the beginning of a route is still in the journal. */
function isTold(journal: Journal, route: string): boolean {
	return journal.events().some((event) => event.type === 'request-start' && event.route === route);
}

/** What a question that the user types would be routed by. It is recognised as with Ask, and nothing is sent. */
async function factsOfQuestion(parts: WhyParts): Promise<RequestFacts | null> {
	const instruction = await instructionFor(
		[],
		vscode.l10n.t('Why This Provider?'),
		vscode.l10n.t('A question, as you would ask it. It is not sent.'),
		parts.settings(),
	);
	if (instruction === null) {
		return null;
	}
	const editor = vscode.window.activeTextEditor;
	const evidence = evidenceOf(editor);
	const recognised = neededFor(await parts.recognise(instruction.text, evidence), evidence);
	const question = textQuestion('ask', '', instruction, editor, editor?.selection, recognised);
	return requestOf(question, begins, parts).facts;
}

async function pick(stories: readonly RouteStory[], clockFace: ClockFace): Promise<Choice | null> {
	type Item = vscode.QuickPickItem & { readonly choice?: Choice };
	const separator = (label: string): Item => ({ label, kind: vscode.QuickPickItemKind.Separator });
	const routes = [...stories].reverse().map((story): Item => {
		const { route, ...item } = routeItem(story, clockFace);
		return { ...item, choice: { route } };
	});
	const items: readonly Item[] = [
		...(routes.length === 0 ? [] : [separator(vscode.l10n.t('Requests')), ...routes]),
		separator(vscode.l10n.t('Without Sending Anything')),
		{ label: `$(beaker) ${vscode.l10n.t('An Ordinary Request Now')}`, choice: 'ordinary' },
		{ label: `$(edit) ${vscode.l10n.t('For a Question I Type…')}`, choice: 'question' },
	];
	const title = vscode.l10n.t('Why This Provider?');
	const placeHolder = vscode.l10n.t('Which decision do you want to see?');
	return (await vscode.window.showQuickPick(items, { title, placeHolder, matchOnDetail: true }))?.choice ?? null;
}
