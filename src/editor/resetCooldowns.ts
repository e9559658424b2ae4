import * as vscode from 'vscode';
import type { Settings } from '../core/settings.ts';
import type { Clock } from '../router/clock.ts';
import type { Journal } from '../router/journal.ts';
import { type CoolingPart, coolingParts } from './coolingParts.ts';
import type { ClockFace } from './views.ts';

export interface ResetParts {
	readonly clock: Clock;
	readonly journal: Journal;
	readonly clockFace: ClockFace;
	settings(): Pick<Settings, 'providers'>;
	/** Learns what other windows know. Never rejects. */
	refresh(): Promise<void>;
}

/** Lets the user pick what is to be tried again before its time, one part or all of them, and says so to the journal. */
export async function resetCooldowns(parts: ResetParts): Promise<void> {
	const { clock, journal, clockFace } = parts;
	await parts.refresh();
	const { providers } = parts.settings();
	const keys = await pickKeys(coolingParts(journal.health().cooldowns, providers, clock.now(), clockFace));
	if (keys !== undefined) {
		journal.append({ type: 'cooldowns-reset', keys });
	}
}

/** The keys of what was picked; `null`: all of them; `undefined`: nothing cools, or nothing was picked. */
async function pickKeys(parts: readonly CoolingPart[]): Promise<readonly string[] | null | undefined> {
	if (parts.length === 0) {
		void vscode.window.showInformationMessage(vscode.l10n.t('No provider is cooling down.'));
		return undefined;
	}
	const items: (vscode.QuickPickItem & { readonly keys: readonly string[] | null })[] = parts.map(
		({ key, providers, state, what }) => ({
			label: providers.length === 0 ? vscode.l10n.t('No longer configured') : providers.join(', '),
			description: state,
			detail: what,
			keys: [key],
		}),
	);
	if (parts.length > 1) {
		items.unshift({ label: `$(clear-all) ${vscode.l10n.t('All of Them')}`, keys: null });
	}
	const picked = await vscode.window.showQuickPick(items, {
		title: vscode.l10n.t('Reset Cooldowns'),
		placeHolder: vscode.l10n.t('What should be tried again, before its time?'),
		matchOnDescription: true,
		matchOnDetail: true,
	});
	return picked?.keys;
}
