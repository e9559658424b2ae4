import * as vscode from 'vscode';
import type { Decision } from '../core/decision.ts';
import { isAgent, type Provider } from '../core/provider.ts';
import type { NotReady } from '../core/health.ts';
import type { Settings } from '../core/settings.ts';
import { choiceOf, type Chosen, wishesOf } from './chosen.ts';
import { coolsAnything } from './coolingParts.ts';
import { previewDecision, type Standing } from './preview.ts';
import { type ProviderAction, providerActions } from './providerActions.ts';
import { providerDetail } from './providerDetail.ts';
import { type ProviderState, stateOf } from './providerState.ts';
import type { RouteStory } from './stories.ts';
import { consentWords, reachWords } from './userSettings.ts';
import { type ClockFace, whyPassedOver } from './views.ts';

export interface SwitcherSource {
	readonly standing: Standing & { readonly settings: Pick<Settings, 'reach' | 'consent'> };
	readonly chosen: Chosen;
	/** The route that is still news. */
	readonly story: RouteStory | null;
	/** Whether an answer waits for the user's word. */
	readonly waiting: boolean;
}

/** What a row of the switcher stands for. */
export type Row =
	| { readonly type: 'auto' }
	| { readonly type: 'provider'; readonly provider: string }
	/** A list of the providers, each with the page of what can be done with it. */
	| { readonly type: 'actions' }
	| { readonly type: 'command'; readonly command: string; readonly given: readonly unknown[] };

export type SwitcherItem = vscode.QuickPickItem & { readonly row?: Row };

/** A button at a row: what it does, and with whom. */
export interface ActionButton extends vscode.QuickInputButton {
	readonly action: ProviderAction['type'];
}

/** The list behind the status bar: who answers, how each one stands, and what can be done now. */
export function switcherItems(source: SwitcherSource, clockFace: ClockFace): readonly SwitcherItem[] {
	const route = routeItems(source);
	return [
		...(route.length === 0 ? [] : [separator(vscode.l10n.t('This Route')), ...route]),
		separator(vscode.l10n.t('Who Answers')),
		autoItem(source.chosen),
		...providerItems(source, clockFace),
		separator(vscode.l10n.t('More')),
		...moreItems(source),
	];
}

function separator(label: string): SwitcherItem {
	return { label, kind: vscode.QuickPickItemKind.Separator };
}

/** An icon of its own instead of one inside the label, which a screen reader would read out. */
function run(icon: string, label: string, command: string, ...given: readonly unknown[]): SwitcherItem {
	return { label, iconPath: new vscode.ThemeIcon(icon), row: { type: 'command', command, given } };
}

function routeItems({ story, waiting }: SwitcherSource): readonly SwitcherItem[] {
	if (story !== null && story.end === null) {
		return [
			run('arrow-circle-right', vscode.l10n.t('Try Next Provider'), 'switchyard.nextProvider'),
			run('stop-circle', vscode.l10n.t('Cancel Route'), 'switchyard.cancel'),
		];
	}
	return waiting ? [run('diff', vscode.l10n.t('Show the Answer That Waits'), 'switchyard.showAnswer')] : [];
}

/** Whoever is best answers. */
export function autoLabel(): string {
	return vscode.l10n.t('Auto');
}

function autoItem({ pinned, locked }: Chosen): SwitcherItem {
	return {
		label: autoLabel(),
		iconPath: new vscode.ThemeIcon('arrow-swap'),
		description: pinned === null && locked === null ? vscode.l10n.t('current') : '',
		detail: vscode.l10n.t('The best provider that can answer now, and the next one when it fails'),
		row: { type: 'auto' },
	};
}

/** The providers in the order of the settings. */
export function providerItems(
	{ standing, chosen, story }: SwitcherSource,
	clockFace: ClockFace,
): readonly SwitcherItem[] {
	const { settings, health } = standing;
	const ordinary = previewDecision(standing);
	const wished = previewDecision(standing, wishesOf(chosen));
	return settings.providers.map((provider): SwitcherItem => {
		const choice = choiceOf(provider.id, chosen);
		const state = stateOf(provider.id, ordinary, story, health);
		const next = state.type === 'working' ? '' : nextWord(provider.id, wished);
		const words = [
			choice === null ? '' : choiceWord(choice),
			next,
			next !== '' && state.type === 'ready' ? '' : stateText(state, clockFace),
		];
		return {
			label: provider.id,
			iconPath: iconOf(provider, choice),
			description: words.filter((word) => word !== '').join(' · '),
			detail: providerDetail(provider, health),
			buttons: providerActions(provider, standing, chosen).map(buttonOf),
			row: { type: 'provider', provider: provider.id },
		};
	});
}

/** Whether it would be asked next; empty: it would not. */
function nextWord(provider: string, decision: Decision): string {
	if (decision.type === 'stop' || decision.provider !== provider) {
		return '';
	}
	return decision.type === 'ask' ? vscode.l10n.t('next, once you agree') : vscode.l10n.t('next');
}

/** What is chosen shows by its own sign; in words it stands in the description. */
function iconOf({ kind }: Provider, choice: ReturnType<typeof choiceOf>): vscode.ThemeIcon {
	const signs = { pinned: 'pinned', locked: 'lock', excluded: 'circle-slash' } as const;
	return new vscode.ThemeIcon(choice === null ? (isAgent(kind) ? 'hubot' : 'symbol-misc') : signs[choice]);
}

function choiceWord(choice: 'pinned' | 'locked' | 'excluded'): string {
	switch (choice) {
		case 'pinned':
			return vscode.l10n.t('pinned');
		case 'locked':
			return vscode.l10n.t('locked');
		case 'excluded':
			return vscode.l10n.t('excluded');
	}
}

function buttonOf({ type, icon, label }: ProviderAction): ActionButton {
	return { action: type, iconPath: new vscode.ThemeIcon(icon), tooltip: label };
}

/** How a provider stands: `ready`, `cooling: limit, back 14:32`, `not installed`. */
function stateText(state: ProviderState, clockFace: ClockFace): string {
	switch (state.type) {
		case 'working':
			return vscode.l10n.t('working');
		case 'ready':
			return vscode.l10n.t('ready');
		case 'not-ready':
			return notReadyWord(state.notReady);
		case 'passed-over': {
			const why = whyPassedOver(state.passed, clockFace);
			return state.passed.reason === 'cooling' ? vscode.l10n.t('cooling: {0}', why) : why;
		}
	}
}

function notReadyWord({ reason }: NotReady): string {
	switch (reason) {
		case 'not-installed':
			return vscode.l10n.t('not installed');
		case 'not-logged-in':
			return vscode.l10n.t('not logged in');
		case 'too-old':
			return vscode.l10n.t('too old');
		case 'unreachable':
			return vscode.l10n.t('not reachable');
		case 'no-key':
			return vscode.l10n.t('no key');
	}
}

function moreItems({ standing: { settings, health, now } }: SwitcherSource): readonly SwitcherItem[] {
	const actions: SwitcherItem = {
		label: vscode.l10n.t('Actions of a Provider…'),
		iconPath: new vscode.ThemeIcon('tools'),
		description: vscode.l10n.t('pin, lock, exclude, reset, test, set key'),
		row: { type: 'actions' },
	};
	return [
		...(settings.providers.length === 0 ? [] : [actions]),
		run('add', vscode.l10n.t('Add Provider…'), 'switchyard.addProvider'),
		run('search', vscode.l10n.t('Detect Providers…'), 'switchyard.detectProviders'),
		...(coolsAnything(health.cooldowns, now)
			? [run('clear-all', vscode.l10n.t('Reset Cooldowns…'), 'switchyard.resetCooldowns')]
			: []),
		run('globe', vscode.l10n.t('Reach: {0}', reachWords(settings.reach)), 'switchyard.setReach'),
		run('shield', vscode.l10n.t('Consent: {0}', consentWords(settings.consent)), 'switchyard.setConsent'),
		run('question', vscode.l10n.t('Why This Provider?'), 'switchyard.explainRoute', 'latest'),
		run('graph', vscode.l10n.t('Statistics'), 'switchyard.showStatistics'),
		run('output', vscode.l10n.t('Show Log'), 'switchyard.showLog'),
		run('gear', vscode.l10n.t('Settings'), 'workbench.action.openSettings', 'switchyard'),
	];
}
