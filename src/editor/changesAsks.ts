import * as vscode from 'vscode';
import { type Hidden, plainWords, visible } from '../core/hiddenText.ts';
import { hiddenWords } from './hiddenAsks.ts';

/** A file with what it would hide. */
export interface HidingFile {
	readonly path: string;
	readonly hides: readonly Hidden[];
}

/** What accepting changes can't go on without being told. Each resolves with `null` when the user leaves it. */
export interface ChangesAsks {
	/** These act beyond their own content. `others`: other files are to be accepted with them. */
	guarded(paths: readonly string[], others: boolean): Promise<'all' | 'others' | null>;
	/** These would hide something from their reader. */
	hidden(files: readonly HidingFile[], others: boolean): Promise<'all' | 'others' | null>;
	/** These have changes that are not saved; an answer is brought into what is on the disk. */
	unsaved(paths: readonly string[]): Promise<'save' | null>;
	/** The user changed these in the same places. Nothing is written yet. */
	conflict(paths: readonly string[], others: boolean): Promise<'others' | 'merge' | null>;
	/** The user's own version of this file is replaced. */
	overwrite(path: string): Promise<'overwrite' | null>;
	/** Nothing of the answer is checked. */
	nothingChecked(): void;
}

export const changesAsks: ChangesAsks = {
	async guarded(paths, others) {
		const all = vscode.l10n.t('Accept');
		const rest = vscode.l10n.t('Accept Without Them');
		const chosen = await vscode.window.showWarningMessage(
			vscode.l10n.t('Accept changes to files that programs act upon?'),
			{
				modal: true,
				detail: vscode.l10n.t(
					'{0}\n\nSuch files start programs, redirect requests, instruct agents, hold secrets or lead elsewhere. Look at them before you accept them.',
					listed(paths),
				),
			},
			...(others ? [all, rest] : [all]),
		);
		return chosen === all ? 'all' : chosen === rest ? 'others' : null;
	},
	async hidden(files, others) {
		const all = vscode.l10n.t('Accept');
		const rest = vscode.l10n.t('Accept Without Them');
		const chosen = await vscode.window.showWarningMessage(
			vscode.l10n.t('Accept changes with characters that you can’t see?'),
			{
				modal: true,
				detail: vscode.l10n.t(
					'{0}\n\nSuch characters can make code look different from what it does. Nothing was taken out of it.',
					listed(files.map(({ path, hides }) => `${path}: ${hiddenWords(hides)}`)),
				),
			},
			...(others ? [all, rest] : [all]),
		);
		return chosen === all ? 'all' : chosen === rest ? 'others' : null;
	},
	async unsaved(paths) {
		const save = vscode.l10n.t('Save and Accept');
		const chosen = await vscode.window.showWarningMessage(
			vscode.l10n.t('Save your own changes first?'),
			{
				modal: true,
				detail: vscode.l10n.t(
					'{0}\n\nChanges of yours here are not saved. Saved, they are kept and the answer is merged into them.',
					listed(paths),
				),
			},
			save,
		);
		return chosen === save ? 'save' : null;
	},
	async conflict(paths, others) {
		const merge = others ? vscode.l10n.t('Accept the Others and Merge…') : vscode.l10n.t('Merge…');
		const rest = vscode.l10n.t('Accept the Others');
		const chosen = await vscode.window.showWarningMessage(
			vscode.l10n.t('You changed the same places meanwhile, so nothing was written.'),
			{
				modal: true,
				detail: vscode.l10n.t(
					'{0}\n\nDecide how these go together, in the merge editor or in the Changes view.',
					listed(paths),
				),
			},
			...(others ? [merge, rest] : [merge]),
		);
		return chosen === merge ? 'merge' : chosen === rest ? 'others' : null;
	},
	async overwrite(path) {
		const overwrite = vscode.l10n.t('Replace My Version');
		const chosen = await vscode.window.showWarningMessage(
			vscode.l10n.t('Replace your own version of {0}?', plainWords(path)),
			{ modal: true, detail: vscode.l10n.t('What you changed there meanwhile is lost.') },
			overwrite,
		);
		return chosen === overwrite ? 'overwrite' : null;
	},
	nothingChecked() {
		const show = vscode.l10n.t('Show Changes');
		void vscode.window
			.showInformationMessage(vscode.l10n.t('No change is checked, so there is nothing to accept.'), show)
			.then((chosen) => (chosen === show ? vscode.commands.executeCommand('switchyard.changes.focus') : undefined));
	},
};

/** The most paths that a dialog names. */
const mostNamed = 10;

function listed(paths: readonly string[]): string {
	const more = paths.length - mostNamed;
	const named = paths.slice(0, mostNamed).map(visible).join('\n');
	return more > 0 ? `${named}\n${vscode.l10n.t('and {0} more', more)}` : named;
}
