import * as vscode from 'vscode';
import { decide } from '../core/decide.ts';
import { effectiveReach } from '../core/reach.ts';
import { type Choosing, wishesOf } from './chosen.ts';
import { coolingKeysOf } from './coolingParts.ts';
import { previewSituation } from './preview.ts';
import { choosingOf, type ProviderAction, providerActions } from './providerActions.ts';
import {
	type ActionButton,
	autoLabel,
	providerItems,
	type Row,
	type SwitcherItem,
	switcherItems,
	type SwitcherSource,
} from './switcherItems.ts';
import type { ClockFace } from './views.ts';

export interface SwitcherParts {
	readonly source: () => SwitcherSource;
	/** What finds out how everybody stands. Never rejects. */
	readonly checked: Promise<unknown>;
	readonly clockFace: ClockFace;
	choose(choosing: Choosing): void;
	/** Ends these cooldowns before their time. */
	reset(keys: readonly string[]): void;
	run(command: string, given: readonly unknown[]): Promise<void>;
}

/** Opens the list at once; when `checked` resolves, what has been found out by then is drawn into it. */
export async function openSwitcher(parts: SwitcherParts): Promise<void> {
	const row = await pickRow(parts);
	switch (row?.type) {
		case 'auto':
			parts.choose('auto');
			return;
		case 'provider':
			parts.choose({ provider: row.provider, as: 'pinned' });
			return;
		case 'actions':
			await chooseProvider(parts);
			return;
		case 'command':
			await parts.run(row.command, row.given);
			return;
		case undefined:
	}
}

/** The page of one provider: everything that its buttons do, for who has no mouse. */
async function openProviderPage(provider: string, parts: SwitcherParts): Promise<void> {
	const { standing, chosen } = parts.source();
	const found = standing.settings.providers.find(({ id }) => id === provider);
	if (found === undefined) {
		return;
	}
	const items = providerActions(found, standing, chosen).map(({ type, icon, label, detail }) => ({
		action: type,
		label,
		detail,
		iconPath: new vscode.ThemeIcon(icon),
	}));
	const stands = providerItems(parts.source(), parts.clockFace).find(({ label }) => label === provider);
	const picked = await vscode.window.showQuickPick(items, {
		title: vscode.l10n.t('Switchyard: {0}', provider),
		placeHolder: [provider, stands?.description ?? ''].filter((part) => part !== '').join(' · '),
		matchOnDetail: true,
	});
	if (picked !== undefined) {
		await act(provider, picked.action, parts);
	}
}

async function chooseProvider(parts: SwitcherParts): Promise<void> {
	const items = providerItems(parts.source(), parts.clockFace).map((item) => ({ ...item, buttons: [] }));
	const picked = await vscode.window.showQuickPick(items, {
		title: vscode.l10n.t('Actions of a Provider'),
		placeHolder: vscode.l10n.t('Which provider is it about?'),
		matchOnDescription: true,
	});
	if (picked !== undefined) {
		await openProviderPage(picked.label, parts);
	}
}

/** `true`: a question follows that needs the screen for itself. */
function opensMore(action: ProviderAction['type']): boolean {
	return action === 'test' || action === 'key';
}

async function act(provider: string, action: ProviderAction['type'], parts: SwitcherParts): Promise<void> {
	const choosing = choosingOf(provider, action);
	if (choosing !== null) {
		parts.choose(choosing);
	} else if (action === 'reset') {
		const { standing } = parts.source();
		const found = standing.settings.providers.find(({ id }) => id === provider);
		const cooling = found === undefined ? [] : coolingKeysOf(found, standing.health.cooldowns, standing.now);
		parts.reset(cooling.map(({ key }) => key));
	} else {
		await parts.run(action === 'test' ? 'switchyard.testProvider' : 'switchyard.setKey', [{ provider }]);
	}
}

/** The row that the user accepts; `null`: none. The buttons of a row act at once, and the list stays. */
function pickRow(parts: SwitcherParts): Promise<Row | null> {
	const picker = vscode.window.createQuickPick<SwitcherItem>();
	picker.title = vscode.l10n.t('Switchyard: Select Provider');
	picker.matchOnDescription = true;
	picker.matchOnDetail = true;
	let shown = '';
	const draw = () => {
		const now = parts.source();
		const { pinned, locked } = now.chosen;
		const active = picker.activeItems[0]?.label ?? locked ?? pinned ?? autoLabel();
		picker.placeholder = placeholderOf(now);
		const items = switcherItems(now, parts.clockFace);
		// Drawing anew takes the focus from the button or the row that the user is at: only for what has changed.
		const asShown = JSON.stringify(items);
		if (asShown === shown) {
			return;
		}
		shown = asShown;
		picker.items = items;
		picker.activeItems = picker.items.filter((item) => item.label === active);
	};
	draw();
	picker.busy = true;
	let open = true;
	void parts.checked.then(() => {
		if (open) {
			picker.busy = false;
			draw();
		}
	});
	return new Promise((resolve) => {
		picker.onDidTriggerItemButton(({ item, button }) => {
			if (item.row?.type !== 'provider') {
				return;
			}
			const { action } = button as ActionButton;
			const acted = act(item.row.provider, action, parts);
			if (opensMore(action)) {
				picker.hide();
			} else {
				void acted.then(draw);
			}
		});
		picker.onDidAccept(() => {
			resolve(picker.selectedItems[0]?.row ?? null);
			picker.hide();
		});
		picker.onDidHide(() => {
			open = false;
			resolve(null);
			picker.dispose();
		});
		picker.show();
	});
}

/** The question, and how far code travels with those who can answer it. */
function placeholderOf({ standing, chosen }: SwitcherSource): string {
	const decision = decide(previewSituation(standing, wishesOf(chosen)));
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
