import './editor/language.ts';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { lateAsking } from './asking.ts';
import { lateChat, offeredBy } from './chat.ts';
import { type LookUp, nothingKnown } from './core/catalogue.ts';
import { readChosen, wishesOf } from './editor/chosen.ts';
import { systemClock, timeOfDay } from './editor/clock.ts';
import { askingIds, type CommandId, changesIds, contextIds, managingIds, pageIds } from './editor/commandIds.ts';
import { createAnswerDocuments } from './editor/documents.ts';
import { type Handler, lateHandlers } from './editor/handlers.ts';
import { offerFixes } from './editor/fixAction.ts';
import { createHealthStore } from './editor/healthStore.ts';
import { createKeys, namesKey } from './editor/keys.ts';
import { lateChanges } from './editor/lateChanges.ts';
import type { Chat } from './editor/lateChat.ts';
import type { OfferedModel } from './editor/offeredModels.ts';
import { type LateRoutes, lateRoutes } from './editor/lateRoutes.ts';
import { writeLog } from './editor/log.ts';
import { previewDecision, type Standing } from './editor/preview.ts';
import { createRoutesView } from './editor/routesView.ts';
import { createSettings } from './editor/settings.ts';
import { createStatusBar } from './editor/statusBar.ts';
import { type RouteStory, told } from './editor/stories.ts';
import { type House, lateKeys } from './house.ts';
import { createLate, drivenKinds as kinds, once } from './late.ts';
import { lateManaging } from './managing.ts';
import { latePages } from './pages.ts';
import { createJournal } from './router/journal.ts';
import { lateSending } from './sending.ts';

/** Where a window keeps what the user has chosen for its requests. */
const chosenKey = 'switchyard.chosen';

/** What the window does from its start on, behind what the extension registered for it. */
export interface Window {
	readonly handlers: Readonly<Record<CommandId, Handler>>;
	readonly chat: () => Promise<Chat>;
	readonly offered: () => Promise<readonly OfferedModel[]>;
	/** Ends every process, drops every copy and writes down all that was learnt. */
	readonly close: () => Promise<void>;
}

/**
 * Builds the house and hands its parts out; nothing is built anywhere else, and nothing heavy before it is needed.
 * `answerersChanged`: who can answer may be others than before.
 */
export function openWindow(context: vscode.ExtensionContext, answerersChanged: () => void): Window {
	const clock = systemClock;
	const journal = createJournal(clock);
	const log = writeLog(journal, timeOfDay);
	let lookUp: LookUp = nothingKnown;
	const settings = createSettings(
		(problem) => {
			journal.append({ type: 'settings-problem', path: problem.path, message: problem.message });
		},
		() => lookUp,
	);
	const keys = createKeys(context.secrets, process.env);
	const documents = createAnswerDocuments();
	let chosen = readChosen(context.workspaceState.get(chosenKey));
	let stories: readonly RouteStory[] = [];
	let accounts: readonly string[] = [];
	/** When the user last changed who can answer: what failed before that is no news any more. */
	let changedAt = 0;
	const health = createHealthStore(
		path.join(context.globalStorageUri.fsPath, 'health.json'),
		clock,
		journal,
		() => {
			status.draw();
		},
		() => settings.current().providers.map(({ id }) => id),
	);
	const late = createLate({
		storage: context.globalStorageUri.fsPath,
		bundles: path.join(context.extensionPath, 'dist'),
		agents: (agent) => settings.current().agents[agent] ?? null,
		ignoredFolders: () => settings.current().ignoredFolders,
		folders: () => (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath),
		now: () => clock.now(),
		models: vscode,
		access: context.languageModelAccessInformation,
	});
	const standing = (folder?: string | null): Standing => ({
		settings: settings.current(folder),
		health: journal.health(),
		kinds,
		accounts,
		now: clock.now(),
	});
	const refreshAccounts = async () => {
		accounts = await keys.accounts(settings.current().providers);
		status.draw();
	};
	const house: House = {
		clock,
		clockFace: timeOfDay,
		journal,
		documents,
		keys,
		late,
		health,
		settings: (folder) => settings.current(folder),
		stories: () => stories,
		standing,
		chosen: () => chosen,
		isTrusted: () => vscode.workspace.isTrusted,
		catalogue: once(async () => {
			({ lookUp } = await import('./lazy/catalogue.ts'));
			settings.refresh();
		}),
		refreshAccounts,
		keyRoom: lateKeys({ keys, journal, standing }),
	};
	const latest = () => {
		const story = stories.at(-1) ?? null;
		const stale = story !== null && story.end !== null && 'because' in story.end && (story.endedAt ?? 0) < changedAt;
		return stale ? null : story;
	};
	const status = createStatusBar(
		{
			story: latest,
			next: () => {
				const decision = previewDecision(standing(), wishesOf(chosen));
				return decision.type === 'attempt' ? decision.provider : null;
			},
			chosen: () => chosen,
			now: () => clock.now(),
		},
		timeOfDay,
	);
	const closing = new AbortController();
	const managing = lateManaging(house, {
		closing: closing.signal,
		latest,
		waiting: () => routes.current()?.state === 'waiting',
		choose(now) {
			chosen = now;
			void context.workspaceState.update(chosenKey, now);
			changedAt = clock.now();
			status.draw();
		},
		run: async (command, given) => {
			await vscode.commands.executeCommand(command, ...given);
		},
	});
	const sending = lateSending(house);
	const changes = lateChanges(() => import('./lazy/review.ts'), documents);
	const asking = lateAsking(house, {
		changes,
		sending,
		offerProviders: async () => (await managing()).offerProviders(),
		onBug(error) {
			const name = error instanceof Error ? error.name : 'unknown';
			log.channel.error(`internal error (${name})`);
			void vscode.window.showErrorMessage(
				vscode.l10n.t('Switchyard met an internal error ({0}). No file was changed by it.', name),
			);
		},
		onChange: () => {
			showContext(routes);
			routesView.update();
		},
	});
	const routes = lateRoutes(async () => {
		const made = await asking();
		context.subscriptions.push(made);
		return made.routes;
	});
	const pages = latePages(house, {
		version: versionOf(context.extension),
		extension: context.extensionPath,
		routes,
		selected: () => routesView.selected(),
		forget(gone) {
			stories = stories.filter(({ route }) => !gone.includes(route));
			routesView.update();
			status.draw();
		},
	});
	const chat = lateChat(house, {
		ask: async (...given) => (await asking()).inChat(...given),
		routes: () => routes.ready(),
		sending,
		delegation: async (given) => (await asking()).delegation(given),
		why: async (route) => (await pages()).whyText(route),
	});
	const routesView = createRoutesView({ journal, clock, stories: () => stories, routes }, timeOfDay);
	const onUserChange = () => {
		changedAt = clock.now();
		answerersChanged();
		void refreshAccounts();
	};
	context.subscriptions.push(
		log,
		settings,
		documents,
		changes,
		status,
		routesView,
		offerFixes(),
		vscode.Disposable.from({
			dispose: journal.read((event, learnt) => {
				stories = told(stories, event, learnt);
				status.draw();
			}),
		}),
		vscode.workspace.onDidSaveTextDocument(({ uri }) => {
			late.saved(uri.fsPath);
		}),
		settings.onDidChange(onUserChange),
		context.secrets.onDidChange(({ key }) => {
			// What a key is bound to is written down with its first use: that changes nothing for the user.
			if (namesKey(key)) {
				onUserChange();
			} else {
				void refreshAccounts();
			}
		}),
		vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
			routes.tabsClosed(closed);
			showContext(routes);
		}),
		vscode.window.tabGroups.onDidChangeTabGroups(() => {
			showContext(routes);
		}),
	);
	if (vscode.workspace.isTrusted) {
		void late.offerEarlierWork({
			ask: (message, ...offers) => vscode.window.showInformationMessage(message, ...offers),
			review: async (proposal, title) => (await routes.ready()).show(proposal, title),
			isOpen: (folder) => vscode.workspace.getWorkspaceFolder(vscode.Uri.file(folder)) !== undefined,
			tell: (message) => void vscode.window.showWarningMessage(message),
		});
	}
	void health.refresh();
	void refreshAccounts();
	if (settings.current().strategy === 'cost-optimized' || settings.current().limits.cost !== null) {
		// Who is next goes by prices then, and the status bar says who.
		void house.catalogue();
	}
	showContext(routes);
	return {
		handlers: {
			...lateHandlers([...askingIds, ...changesIds], async () => {
				await routes.ready();
				return (await asking()).handlers;
			}),
			...lateHandlers(managingIds, async () => (await managing()).handlers),
			...lateHandlers(pageIds, async () => (await pages()).handlers),
			...lateHandlers(contextIds, async () => (await sending()).handlers),
			...routesView.handlers,
			'switchyard.nextProvider': () => routes.current()?.next(),
			'switchyard.acceptAnswer': () => routes.current()?.accept(),
			'switchyard.discardAnswer': () => routes.current()?.discard(),
			'switchyard.showLog': () => {
				log.channel.show(true);
			},
		},
		chat: () => chat.load(),
		offered: () => offeredBy(house),
		async close() {
			closing.abort();
			await Promise.all([routes.dispose(), chat.dispose()]);
			await health.dispose();
		},
	};
}

/** What menus and keybindings go by. */
function showContext(routes: LateRoutes): void {
	void vscode.commands.executeCommand('setContext', 'switchyard.running', routes.running());
	void vscode.commands.executeCommand('setContext', 'switchyard.shown', routes.shown());
	void vscode.commands.executeCommand('setContext', 'switchyard.waiting', routes.current()?.state === 'waiting');
}

function versionOf({ packageJSON }: vscode.Extension<unknown>): string {
	const { version } = packageJSON as { readonly version?: unknown };
	return typeof version === 'string' ? version : 'unknown';
}
