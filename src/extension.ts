import { randomInt, randomUUID } from 'node:crypto';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { type LookUp, nothingKnown } from './core/catalogue.ts';
import type { Decision } from './core/decision.ts';
import type { Kind, Provider } from './core/provider.ts';
import { askingCommands, delegating, type Recognise, registerCommands, trusted } from './editor/commands.ts';
import { changesCommands, lateChanges } from './editor/changesCommands.ts';
import { systemClock, timeOfDay } from './editor/clock.ts';
import { discover } from './editor/discovery.ts';
import { createAnswerDocuments } from './editor/documents.ts';
import { createHealthStore, type HealthStore } from './editor/healthStore.ts';
import { createKeys } from './editor/keys.ts';
import type { RequestParts } from './editor/newRequest.ts';
import { writeLog } from './editor/log.ts';
import { previewDecision, type Standing } from './editor/preview.ts';
import { removeKey, setKey } from './editor/keyCommands.ts';
import { findAndAdd, offerProviders } from './editor/addProviders.ts';
import { notReadyOf, refreshReadiness } from './editor/readiness.ts';
import { race } from './editor/race.ts';
import { createRoutes, type Routes } from './editor/routes.ts';
import { createRoutesView } from './editor/routesView.ts';
import { createSettings } from './editor/settings.ts';
import { createStatusBar } from './editor/statusBar.ts';
import { type RouteStory, told } from './editor/stories.ts';
import { pickChoice } from './editor/switcher.ts';
import { tellUnanswered } from './editor/unanswered.ts';
import { createLate, drivenKinds as kinds, once } from './late.ts';
import { createJournal } from './router/journal.ts';

let routes: Routes | null = null;
let healthStore: HealthStore | null = null;

/** Builds the house and hands its parts out; nothing is built anywhere else, and nothing heavy before it is needed. */
export function activate(context: vscode.ExtensionContext): void {
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
	const shared = createHealthStore(
		path.join(context.globalStorageUri.fsPath, 'health.json'),
		clock,
		journal,
		() => {
			status.draw();
		},
		() => settings.current().providers.map(({ id }) => id),
	);
	healthStore = shared;
	let pinned: string | null = null;
	let stories: readonly RouteStory[] = [];
	let accounts: readonly string[] = [];
	/** When the user last changed who can answer: what failed before that is no news any more. */
	let changedAt = 0;

	const late = createLate({
		storage: context.globalStorageUri.fsPath,
		bundles: path.join(context.extensionPath, 'dist'),
		agents: (agent) => settings.current().agents[agent] ?? null,
		ignoredFolders: () => settings.current().ignoredFolders,
		folders: () => (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath),
		now: () => clock.now(),
	});
	const adapter = (kind: Kind) => late.adapter(kind);
	/** Prices and context sizes come a moment after the start, and before the first route. */
	const catalogue = once(async () => {
		({ lookUp } = await import('./lazy/catalogue.ts'));
		settings.refresh();
	});
	const changes = lateChanges(() => import('./lazy/review.ts'), documents);
	const recogniser = once(async () => (await import('./lazy/classify.ts')).createRecogniser());
	const refreshAccounts = async () => {
		accounts = await keys.accounts(settings.current().providers);
		status.draw();
	};
	const onUserChange = () => {
		changedAt = clock.now();
		void refreshAccounts();
	};
	const standing = (): Standing => ({
		settings: settings.current(),
		health: journal.health(),
		kinds,
		accounts,
		now: clock.now(),
	});
	const preview = (): Decision => previewDecision(standing());
	const checkAgents = (providers: readonly Provider[]) =>
		providers.length === 0 || !vscode.workspace.isTrusted
			? Promise.resolve()
			: refreshReadiness(
					providers.filter((provider) => kinds.includes(provider.kind)),
					async (provider) => (await adapter(provider.kind)).check(provider),
					journal,
				);
	const latest = () => {
		const story = stories.at(-1) ?? null;
		const stale = story !== null && story.end !== null && 'because' in story.end && (story.endedAt ?? 0) < changedAt;
		return stale ? null : story;
	};
	const status = createStatusBar(
		{
			story: latest,
			next: () => {
				const decision = preview();
				return decision.type === 'attempt' ? decision.provider : null;
			},
			pinned: () => pinned,
			now: () => clock.now(),
		},
		timeOfDay,
	);
	const requests: RequestParts = {
		clock,
		settings: () => settings.current(),
		pinned: () => pinned,
		newId: () => randomUUID().slice(0, 8),
		newSeed: () => randomInt(2 ** 31),
	};
	const own: Routes = createRoutes({
		...requests,
		journal,
		documents,
		clockFace: timeOfDay,
		router: (folder) => ({
			kinds,
			adapter,
			folder,
			workspace: () => late.workspace(),
			describe: (changes) => late.describe(changes),
			readKey: (provider, profile) => keys.read(provider, profile),
			accounts: () => keys.accounts(settings.current().providers),
		}),
		story: (route) => stories.find((story) => story.route === route) ?? null,
		async beforeRoute() {
			// What could not work before may have been installed or logged in since.
			await Promise.all([
				catalogue(),
				shared.refresh(),
				checkAgents(notReadyOf(settings.current().providers, journal)),
			]);
		},
		onUnanswered(outcome, again) {
			if (outcome.because === 'no-provider-configured') {
				void discoverAgents().then((found) => offerProviders(found));
			} else {
				void tellUnanswered(outcome, timeOfDay, again);
			}
		},
		onBug(error) {
			const name = error instanceof Error ? error.name : 'unknown';
			log.channel.error(`internal error (${name})`);
			void vscode.window.showErrorMessage(
				vscode.l10n.t('Switchyard met an internal error ({0}). No file was changed by it.', name),
			);
		},
		onChange: showContext,
		changesReview: (...given) => changes.review(...given),
	});
	routes = own;
	const routesView = createRoutesView({ journal, clock, stories: () => stories, routes: own }, timeOfDay);
	function showContext(): void {
		void vscode.commands.executeCommand('setContext', 'switchyard.running', own.running());
		void vscode.commands.executeCommand('setContext', 'switchyard.shown', own.shown());
		void vscode.commands.executeCommand('setContext', 'switchyard.waiting', own.current()?.state === 'waiting');
	}
	const pathsIn = async (folder: string) => (await late.workspace()).paths(folder);
	const racing = race({
		routes: own,
		settings: () => settings.current(),
		story: (route) => stories.find((story) => story.route === route) ?? null,
		ask: delegating(pathsIn, () => settings.current()),
	});
	const discoverAgents = async () => discover(await adapter('agent-cli'), () => Promise.resolve([]), {});
	const findProviders = async () => {
		const { findLocalServers } = await import('./lazy/detect.ts');
		return discover(await adapter('agent-cli'), findLocalServers, process.env);
	};
	const recognise: Recognise = async (text, evidence) => (await recogniser())(text, evidence);
	const pages = once(async () => {
		const { createWhy, ...others } = await import('./lazy/pages.ts');
		const why = createWhy({
			...requests,
			journal,
			documents,
			clockFace: timeOfDay,
			stories: () => stories,
			standing,
			refresh: () => Promise.all([catalogue(), shared.refresh(), refreshAccounts()]),
			recognise,
		});
		context.subscriptions.push(why);
		return { ...others, why };
	});

	context.subscriptions.push(
		log,
		settings,
		documents,
		changes,
		status,
		routesView,
		vscode.Disposable.from({
			dispose: journal.read((event, health) => {
				stories = told(stories, event, health);
				status.draw();
			}),
		}),
		vscode.workspace.onDidSaveTextDocument(({ uri }) => {
			late.saved(uri.fsPath);
		}),
		settings.onDidChange(onUserChange),
		context.secrets.onDidChange(onUserChange),
		vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
			own.tabsClosed(closed);
			showContext();
		}),
		vscode.window.tabGroups.onDidChangeTabGroups(showContext),
		registerCommands({
			...askingCommands(own, pathsIn, recognise, () => settings.current()),
			...changesCommands(own, () => changes.view()),
			'switchyard.race': async (...given) => {
				if (await trusted()) {
					await racing(...given);
				}
			},
			'switchyard.nextProvider': () => own.current()?.next(),
			...routesView.handlers,
			'switchyard.acceptAnswer': () => own.current()?.accept(),
			'switchyard.discardAnswer': () => own.current()?.discard(),
			'switchyard.selectProvider': async () => {
				const waiting = () => own.current()?.state === 'waiting';
				const source = () => ({ standing: standing(), pinned, story: latest(), waiting: waiting() });
				const { providers } = settings.current();
				const checked = Promise.all([shared.refresh(), refreshAccounts(), checkAgents(providers)]);
				const choice = await pickChoice(source, checked, timeOfDay);
				if (choice?.type === 'command') {
					await vscode.commands.executeCommand(choice.command, ...choice.given);
				} else if (choice !== null) {
					pinned = choice.type === 'pin' ? choice.provider : null;
					changedAt = clock.now();
					status.draw();
				}
			},
			'switchyard.detectProviders': async () => {
				if (await trusted()) {
					await findAndAdd(findProviders, settings.current().providers);
				}
			},
			'switchyard.setKey': () => setKey(settings.current().providers, keys, journal),
			'switchyard.removeKey': () => removeKey(settings.current().providers, keys, journal),
			'switchyard.explainRoute': async (...given) => (await pages()).why.show(given),
			'switchyard.resetCooldowns': async () => {
				const { resetCooldowns } = await pages();
				await resetCooldowns({ ...requests, journal, clockFace: timeOfDay, refresh: () => shared.refresh() });
			},
			'switchyard.showLog': () => {
				log.channel.show(true);
			},
			'switchyard.exportRouteLog': async () => {
				const { publicNames } = await import('./lazy/catalogue.ts');
				const { exportRouteLog } = await pages();
				await exportRouteLog(journal, { extension: context.extension, now: clock.now() }, publicNames);
			},
		}),
	);
	const offerEarlierWork = () =>
		late.offerEarlierWork({
			ask: (message, ...offers) => vscode.window.showInformationMessage(message, ...offers),
			review: (proposal, title) => own.show(proposal, title),
			isOpen: (folder) => vscode.workspace.getWorkspaceFolder(vscode.Uri.file(folder)) !== undefined,
			tell: (message) => void vscode.window.showWarningMessage(message),
		});
	if (vscode.workspace.isTrusted) {
		void offerEarlierWork();
	}
	void shared.refresh();
	void refreshAccounts();
	void catalogue();
	showContext();
}

/** VS Code waits for this: every process is ended, every copy dropped and all that was learnt written before the window goes. */
export async function deactivate(): Promise<void> {
	await routes?.dispose();
	await healthStore?.dispose();
	routes = null;
	healthStore = null;
}
