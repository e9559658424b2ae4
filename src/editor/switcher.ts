import * as vscode from 'vscode';
import type { Decision } from '../core/decision.ts';
import { decide } from '../core/decide.ts';
import { isAgent, type Provider } from '../core/provider.ts';
import { effectiveReach } from '../core/reach.ts';
import { coolsAnything } from './coolingParts.ts';
import { previewDecision, previewSituation, type Standing } from './preview.ts';
import { providerDetail } from './providerDetail.ts';
import type { RouteStory } from './stories.ts';
import { type ClockFace, whyPassedOver } from './views.ts';

export interface SwitcherSource {
	readonly standing: Standing;
	readonly pinned: string | null;
	readonly story: RouteStory | null;
	readonly waiting: boolean;
}

export type Choice =
	| { readonly type: 'auto' }
	| { readonly type: 'pin'; readonly provider: string }
	| { readonly type: 'command'; readonly command: string; readonly given: readonly unknown[] };

type Item = vscode.QuickPickItem & { readonly choice?: Choice };

/** The list behind the status bar: who answers, how each one stands, and what can be done now. */
function switcherItems(source: SwitcherSource, clockFace: ClockFace): readonly Item[] {
	const { settings, health, now: at } = source.standing;
	const decision = previewDecision(source.standing);
	const run = (label: string, command: string, ...given: readonly unknown[]): Item => ({
		label,
		choice: { type: 'command', command, given },
	});
	const running = source.story !== null && source.story.end === null;
	const now: Item[] = [
		...(running
			? [
					run(`$(arrow-circle-right) ${vscode.l10n.t('Try Next Provider')}`, 'switchyard.nextProvider'),
					run(`$(stop-circle) ${vscode.l10n.t('Cancel Route')}`, 'switchyard.cancel'),
				]
			: []),
		...(!running && source.waiting
			? [run(`$(diff) ${vscode.l10n.t('Show the Answer That Waits')}`, 'switchyard.showAnswer')]
			: []),
	];
	const auto: Item = {
		label: `$(arrow-swap) ${vscode.l10n.t('Auto')}`,
		description: source.pinned === null ? vscode.l10n.t('current') : '',
		detail: vscode.l10n.t('The best provider that can answer now, and the next one when it fails'),
		choice: { type: 'auto' },
	};
	const providers = settings.providers.map((provider): Item => {
		const state = stateOf(provider, decision, clockFace);
		return {
			label: `$(${isAgent(provider.kind) ? 'hubot' : 'symbol-misc'}) ${provider.id}`,
			description: [provider.id === source.pinned ? vscode.l10n.t('current') : '', state]
				.filter((part) => part !== '')
				.join(' · '),
			detail: providerDetail(provider, health),
			choice: { type: 'pin', provider: provider.id },
		};
	});
	const separator = (label: string): Item => ({ label, kind: vscode.QuickPickItemKind.Separator });
	return [
		...(now.length === 0 ? [] : [separator(vscode.l10n.t('This Route')), ...now]),
		separator(vscode.l10n.t('Who Answers')),
		auto,
		...providers,
		separator(vscode.l10n.t('More')),
		run(`$(question) ${vscode.l10n.t('Why This Provider?')}`, 'switchyard.explainRoute', 'latest'),
		...(coolsAnything(health.cooldowns, at)
			? [run(`$(clear-all) ${vscode.l10n.t('Reset Cooldowns…')}`, 'switchyard.resetCooldowns')]
			: []),
		run(`$(search) ${vscode.l10n.t('Detect Providers…')}`, 'switchyard.detectProviders'),
		run(`$(key) ${vscode.l10n.t('Set Key…')}`, 'switchyard.setKey'),
		run(`$(gear) ${vscode.l10n.t('Settings')}`, 'workbench.action.openSettings', 'switchyard'),
		run(`$(output) ${vscode.l10n.t('Show Log')}`, 'switchyard.showLog'),
	];
}

/** Opens the list at once; when `checked` resolves, what has been found out by then is drawn into it. */
export function pickChoice(
	source: () => SwitcherSource,
	checked: Promise<unknown>,
	clockFace: ClockFace,
): Promise<Choice | null> {
	const picker = vscode.window.createQuickPick<Item>();
	picker.title = vscode.l10n.t('Switchyard: Select Provider');
	picker.matchOnDescription = true;
	const draw = () => {
		const [active] = picker.activeItems;
		const now = source();
		picker.placeholder = placeholderOf(now);
		picker.items = switcherItems(now, clockFace);
		picker.activeItems = picker.items.filter((item) => item.label === active?.label);
	};
	draw();
	picker.busy = true;
	void checked.then(() => {
		picker.busy = false;
		draw();
	});
	return new Promise((resolve) => {
		picker.onDidAccept(() => {
			resolve(picker.selectedItems[0]?.choice ?? null);
			picker.hide();
		});
		picker.onDidHide(() => {
			resolve(null);
			picker.dispose();
		});
		picker.show();
	});
}

/** The question, and how far code travels with those who can answer it. */
function placeholderOf({ standing, pinned }: SwitcherSource): string {
	const decision = decide(previewSituation(standing, { pinned }));
	switch (effectiveReach(decision, standing.settings.providers)) {
		case null:
			return vscode.l10n.t('Who should answer from now on? Nobody can be asked just now.');
		case 'sovereign':
			return vscode.l10n.t('Who should answer from now on? Your code stays on this machine.');
		case 'private':
			return vscode.l10n.t('Who should answer from now on? Your code stays within your organisation.');
		case 'standard':
			return vscode.l10n.t('Who should answer from now on? Your code may go to any vendor.');
	}
}

function stateOf(provider: Provider, decision: Decision, clockFace: ClockFace): string {
	if (decision.type === 'attempt' && decision.provider === provider.id) {
		return vscode.l10n.t('next');
	}
	const passed = decision.passedOver.find((each) => each.provider === provider.id);
	if (passed === undefined || passed.reason === 'ranked-lower') {
		return vscode.l10n.t('ready');
	}
	return whyPassedOver(passed, clockFace);
}
