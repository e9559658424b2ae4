import * as vscode from 'vscode';
import type { PublicNames } from '../core/anonymousNames.ts';
import { exportLog } from '../core/exportedLog.ts';
import { sliceOf } from '../core/routeSlice.ts';
import type { Journal } from '../router/journal.ts';
import { routeGiven } from './routeGiven.ts';

/** Writes the journal to a file that the user names, fit for a public bug report, and says what is in it. */
export async function exportRouteLog(
	journal: Pick<Journal, 'before' | 'events'>,
	/** `version`: of the extension. `now`: milliseconds since the epoch. */
	{ version, now }: { readonly version: string; readonly now: number },
	known: PublicNames,
	/** The row that it was called on: then of its route alone. */
	given: readonly unknown[],
): Promise<void> {
	const whole = { before: journal.before(), events: journal.events() };
	const route = routeGiven(given);
	const log = (route === null ? null : sliceOf(whole, route)) ?? whole;
	if (log.events.length === 0) {
		void vscode.window.showInformationMessage(vscode.l10n.t('There is nothing to export yet: no request was made.'));
		return;
	}
	const exportedAt = new Date(now).toISOString();
	const target = await vscode.window.showSaveDialog({
		title: vscode.l10n.t('Export Route Log'),
		saveLabel: vscode.l10n.t('Export'),
		filters: { [vscode.l10n.t('JSON Lines')]: ['jsonl'] },
		...placeFor(`switchyard-routes-${exportedAt.slice(0, 10)}.jsonl`),
	});
	if (target === undefined) {
		return;
	}
	const text = exportLog(log, { version, exportedAt }, known);
	try {
		await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
	} catch (error) {
		const reason = error instanceof vscode.FileSystemError ? error.code : 'Unknown';
		void vscode.window.showErrorMessage(vscode.l10n.t('The route log could not be written ({0}).', reason));
		return;
	}
	const open = vscode.l10n.t('Open');
	const chosen = await vscode.window.showInformationMessage(
		vscode.l10n.t(
			'The route log was exported. It holds every decision with its reasons, and no prompt, code or key. Private hosts, profiles and environment variables have other names in it; the ids of your providers are as you wrote them.',
		),
		open,
	);
	if (chosen === open) {
		await vscode.window.showTextDocument(target);
	}
}

/** Proposes the first folder that is open. */
function placeFor(name: string): { readonly defaultUri?: vscode.Uri } {
	const folder = vscode.workspace.workspaceFolders?.[0];
	return folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder.uri, name) };
}

/** As package.json has it. */
