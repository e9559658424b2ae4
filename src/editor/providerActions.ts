import * as vscode from 'vscode';
import { consequences } from '../core/failure.ts';
import type { Provider } from '../core/provider.ts';
import { choiceOf, type Choosing, type Chosen } from './chosen.ts';
import { coolingKeysOf } from './coolingParts.ts';
import type { Standing } from './preview.ts';

/** One thing that can be done with a provider. */
export interface ProviderAction {
	readonly type: 'pinned' | 'locked' | 'excluded' | 'free' | 'reset' | 'test' | 'key';
	readonly icon: string;
	readonly label: string;
	/** What it means, for whoever does it for the first time. */
	readonly detail: string;
}

/** What can be done with a provider just now, the usual first. */
export function providerActions(provider: Provider, standing: Standing, chosen: Chosen): readonly ProviderAction[] {
	const choice = choiceOf(provider.id, chosen);
	const cooling = coolingKeysOf(provider, standing.health.cooldowns, standing.now);
	const takesKey = provider.profiles.some(({ key }) => key.from === 'secrets');
	return [
		...(choice === null ? [] : [freeing(choice)]),
		...choosing().filter(({ type }) => type !== choice),
		...(cooling.length === 0 ? [] : [resetting(cooling.map(({ reason }) => consequences[reason].word))]),
		{
			type: 'test',
			icon: 'beaker',
			label: vscode.l10n.t('Test…'),
			detail: vscode.l10n.t('Send one small request, and see whether and how quickly it answers'),
		},
		...(takesKey ? [settingKey()] : []),
	];
}

/** What of these is a choice for the window; `null`: it is none. */
export function choosingOf(provider: string, type: ProviderAction['type']): Choosing | null {
	return type === 'reset' || type === 'test' || type === 'key' ? null : { provider, as: type };
}

function choosing(): readonly ProviderAction[] {
	return [
		{
			type: 'pinned',
			icon: 'pin',
			label: vscode.l10n.t('Pin'),
			detail: vscode.l10n.t('Ask it first for every request of this window; the others take over when it fails'),
		},
		{
			type: 'locked',
			icon: 'lock',
			label: vscode.l10n.t('Lock'),
			detail: vscode.l10n.t('Ask nobody else in this window, not even when it fails or cools down'),
		},
		{
			type: 'excluded',
			icon: 'circle-slash',
			label: vscode.l10n.t('Exclude'),
			detail: vscode.l10n.t('Do not ask it in this window, until you take that back'),
		},
	];
}

function freeing(choice: 'pinned' | 'locked' | 'excluded'): ProviderAction {
	switch (choice) {
		case 'pinned':
			return {
				type: 'free',
				icon: 'pinned',
				label: vscode.l10n.t('Unpin'),
				detail: vscode.l10n.t('Ask whoever is best first again'),
			};
		case 'locked':
			return {
				type: 'free',
				icon: 'unlock',
				label: vscode.l10n.t('Unlock'),
				detail: vscode.l10n.t('The others may be asked again'),
			};
		case 'excluded':
			return {
				type: 'free',
				icon: 'circle-large-outline',
				label: vscode.l10n.t('Take Exclusion Back'),
				detail: vscode.l10n.t('It may be asked again'),
			};
	}
}

/** `reasons`: what it cools for, in a word each. */
function resetting(reasons: readonly string[]): ProviderAction {
	return {
		type: 'reset',
		icon: 'clear-all',
		label: vscode.l10n.t('Reset Its Cooldowns'),
		detail: vscode.l10n.t('It cools down ({0}); ask it again before its time', [...new Set(reasons)].join(', ')),
	};
}

function settingKey(): ProviderAction {
	return {
		type: 'key',
		icon: 'key',
		label: vscode.l10n.t('Set Key…'),
		detail: vscode.l10n.t('Kept encrypted by VS Code, and sent to its own address only'),
	};
}
