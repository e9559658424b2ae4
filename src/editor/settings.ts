import * as vscode from 'vscode';
import { type LookUp, nothingKnown } from '../core/catalogue.ts';
import {
	defaults,
	type GoodValues,
	parseSettings,
	settingKeys,
	type Settings,
	type SettingsProblem,
	workspaceSettingKeys,
} from '../core/settings.ts';

/** The settings in force. */
export interface SettingsSource {
	dispose(): void;
	current(): Settings;
	problems(): readonly SettingsProblem[];
	/** Reads everything anew, for when more can be looked up than before; what is wrong is not reported again. */
	refresh(): void;
	readonly onDidChange: vscode.Event<Settings>;
}

/**
 * Reads the user's own values only, by `inspect`: what a folder's settings say about providers, programs or keys is
 * never looked at. The one exception is `switchyard.workspace.*`, which can only narrow.
 */
export function createSettings(
	report: (problem: SettingsProblem) => void,
	lookUp: () => LookUp = () => nothingKnown,
): SettingsSource {
	let good: GoodValues = defaults;
	const changed = new vscode.EventEmitter<Settings>();
	const load = () => {
		const configuration = vscode.workspace.getConfiguration('switchyard');
		const user = Object.fromEntries(settingKeys.map((key) => [key, configuration.inspect(key)?.globalValue]));
		const workspace = Object.fromEntries(
			workspaceSettingKeys.map((key) => {
				const found = configuration.inspect(key);
				return [key, found?.workspaceFolderValue ?? found?.workspaceValue ?? found?.globalValue];
			}),
		);
		const parsed = parseSettings({ user, workspace }, good, lookUp());
		good = parsed.good;
		return parsed;
	};
	let { settings, problems } = load();
	problems.forEach(report);
	const subscription = vscode.workspace.onDidChangeConfiguration((event) => {
		if (!event.affectsConfiguration('switchyard')) {
			return;
		}
		({ settings, problems } = load());
		problems.forEach(report);
		changed.fire(settings);
	});
	return {
		current: () => settings,
		problems: () => problems,
		refresh() {
			({ settings, problems } = load());
			changed.fire(settings);
		},
		onDidChange: changed.event,
		dispose() {
			subscription.dispose();
			changed.dispose();
		},
	};
}
