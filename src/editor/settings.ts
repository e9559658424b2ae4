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
	/**
	 * What holds in the window. With several folders: for a request about the one of this path; with `null`, for one that is
	 * about none of them, what all of them say together.
	 */
	current(folder?: string | null): Settings;
	problems(): readonly SettingsProblem[];
	/** Reads everything anew, for when more can be looked up than before; what is wrong is not reported again. */
	refresh(): void;
	readonly onDidChange: vscode.Event<Settings>;
}

/**
 * Reads the user's own values only, by `inspect`: what a folder's settings say about providers, programs or keys is
 * never looked at. The one exception is `switchyard.workspace.*`, which can only narrow: the user's own value, that of the
 * workspace and that of the folder hold together, so that none of them takes back what another one says.
 */
export function createSettings(
	report: (problem: SettingsProblem) => void,
	lookUp: () => LookUp = () => nothingKnown,
): SettingsSource {
	let good: GoodValues = defaults;
	const changed = new vscode.EventEmitter<Settings>();
	const ofFolders = new Map<string, Settings>();
	const parsed = (folder?: string | null) => {
		const configuration = vscode.workspace.getConfiguration('switchyard');
		const user = Object.fromEntries(settingKeys.map((key) => [key, configuration.inspect(key)?.globalValue]));
		return parseSettings({ user, workspace: placesOf(folder) }, good, lookUp());
	};
	const load = () => {
		ofFolders.clear();
		const all = parsed();
		good = all.good;
		return all;
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
		current(folder) {
			if (folder === undefined || (vscode.workspace.workspaceFolders ?? []).length < 2) {
				return settings;
			}
			const known = ofFolders.get(folder ?? '') ?? parsed(folder).settings;
			ofFolders.set(folder ?? '', known);
			return known;
		},
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

/** What each place says that can narrow; of the folders none, the one of this path, or all (`null`). */
function placesOf(folder: string | null | undefined): readonly Readonly<Record<string, unknown>>[] {
	const all = vscode.workspace.workspaceFolders ?? [];
	const meant = folder === undefined ? [] : all.filter(({ uri }) => folder === null || uri.fsPath === folder);
	const places = [undefined, ...meant.map(({ uri }) => uri)].flatMap((uri) => {
		const configuration = vscode.workspace.getConfiguration('switchyard', uri);
		const found = workspaceSettingKeys.map((key) => [key, configuration.inspect(key)] as const);
		return (['globalValue', 'workspaceValue', 'workspaceFolderValue'] as const).map((level) =>
			Object.fromEntries(found.map(([key, values]) => [key, values?.[level]])),
		);
	});
	// With one folder VS Code gives the same value at two places.
	return [...new Map(places.map((place) => [JSON.stringify(place), place])).values()];
}
