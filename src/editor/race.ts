import * as path from 'node:path';
import * as vscode from 'vscode';
import { isAgent, type Provider } from '../core/provider.ts';
import type { Settings } from '../core/settings.ts';
import { dollars } from './figures.ts';
import type { Handler } from './handlers.ts';
import type { Question } from './question.ts';
import type { Routes, Session, Started } from './routes.ts';
import type { RouteStory } from './stories.ts';
import { seconds } from './views.ts';

export interface RaceParts {
	readonly routes: Pick<Routes, 'begin' | 'session'>;
	settings(): Settings;
	story(route: string): RouteStory | null;
	/** What is to be done; `null` when the user thought better of it. */
	ask(given: readonly unknown[]): Promise<Question | null>;
}

/** So many at once are a choice; more are a queue, and each has a tree and a program of its own. */
const most = 3;

/** The same task to two or three agents at once, each in a copy of its own; the user takes the result that is best. */
export function race(parts: RaceParts): Handler {
	return async (...given) => {
		const question = await parts.ask(given);
		if (question?.folder === undefined || question.folder === null) {
			return;
		}
		if (!(await isInRepository(question.folder))) {
			void vscode.window.showErrorMessage(
				vscode.l10n.t(
					'A race needs a git repository: each agent works in a copy of its own. Run “git init” in the folder.',
				),
			);
			return;
		}
		const runners = await pickRunners(parts.settings().providers);
		if (runners === null) {
			return;
		}
		const lanes = runners.map(({ id }) => parts.routes.begin({ ...question, command: 'race', only: id }));
		await Promise.all(lanes.map(({ ended }) => ended));
		await choose(lanes, parts);
	};
}

/** Asks who takes part; `null` when the user thought better of it, or too few can. */
async function pickRunners(providers: readonly Provider[]): Promise<readonly Provider[] | null> {
	const agents = providers.filter((provider) => provider.enabled && isAgent(provider.kind));
	if (agents.length < 2) {
		const detect = vscode.l10n.t('Detect Providers…');
		const chosen = await vscode.window.showErrorMessage(
			vscode.l10n.t(
				'A race needs two agents among your providers; there is {0}.',
				agents[0]?.id ?? vscode.l10n.t('none'),
			),
			detect,
		);
		if (chosen === detect) {
			await vscode.commands.executeCommand('switchyard.detectProviders');
		}
		return null;
	}
	for (let picked = agents.slice(0, 2); ; ) {
		const items = agents.map((provider) => ({
			label: provider.id,
			description: provider.model ?? '',
			picked: picked.includes(provider),
			provider,
		}));
		const chosen = await vscode.window.showQuickPick(items, {
			canPickMany: true,
			title: vscode.l10n.t('Race'),
			placeHolder: vscode.l10n.t('Two or three agents do the same task at once; each is paid for as usual'),
		});
		if (chosen === undefined) {
			return null;
		}
		picked = chosen.map(({ provider }) => provider);
		if (picked.length >= 2 && picked.length <= most) {
			return picked;
		}
		await vscode.window.showWarningMessage(vscode.l10n.t('Pick two or three agents.'), { modal: true });
	}
}

/** Lays the results side by side and asks for one of them. */
async function choose(lanes: readonly Started[], parts: RaceParts): Promise<void> {
	const finished = lanes.flatMap(({ session }) => parts.routes.session(session.route) ?? []);
	if (finished.length === 0) {
		return;
	}
	for (const [index, session] of finished.entries()) {
		if (index > 0) {
			await vscode.commands.executeCommand(columns[index - 1] ?? '');
		}
		await session.reveal();
	}
	if (finished.length === 1) {
		void vscode.window.showInformationMessage(vscode.l10n.t('Switchyard: one agent came to the end of the race.'));
		return;
	}
	const items = finished.map((session) => ({ session, ...resultOf(session, parts.story(session.route)) }));
	const chosen = await vscode.window.showQuickPick(items, {
		title: vscode.l10n.t('Race: Which Result Do You Want?'),
		placeHolder: vscode.l10n.t('It is accepted and the others are discarded; Escape leaves all of them open'),
		ignoreFocusOut: true,
	});
	if (chosen === undefined) {
		return;
	}
	await chosen.session.accept({ what: 'all' });
	if (parts.routes.session(chosen.session.route) === null) {
		await Promise.all(finished.filter((session) => session !== chosen.session).map((session) => session.discard()));
	}
}

const columns = ['workbench.action.focusSecondEditorGroup', 'workbench.action.focusThirdEditorGroup'];

/** One result in a line: who, how much, how long, what it cost. */
function resultOf(
	{ files }: Session,
	story: RouteStory | null,
): { readonly label: string; readonly description: string } {
	const last = story?.attempts.at(-1);
	if (story === null || last === undefined) {
		return { label: '', description: '' };
	}
	const facts = [
		files === null ? '' : files === 1 ? vscode.l10n.t('1 file') : vscode.l10n.t('{0} files', files),
		story.endedAt === null ? '' : seconds(story.endedAt - story.startedAt),
		last.cost === null || last.cost === 0 ? '' : dollars(last.cost),
	];
	return { label: last.provider, description: facts.filter((fact) => fact !== '').join(' · ') };
}

/** Whether git knows the folder: a copy of it can be made for each. */
async function isInRepository(folder: string): Promise<boolean> {
	for (let at = folder; ; at = path.dirname(at)) {
		const found = await vscode.workspace.fs.stat(vscode.Uri.file(path.join(at, '.git'))).then(
			() => true,
			() => false,
		);
		if (found || path.dirname(at) === at) {
			return found;
		}
	}
}
