import * as vscode from 'vscode';

/** An agent works on a copy of what is on the disk, so unsaved changes are saved first, or left out knowingly. */
export async function savedFirst(folder: vscode.WorkspaceFolder): Promise<boolean> {
	const unsaved = vscode.workspace.textDocuments.filter(
		(document) =>
			document.isDirty && !document.isUntitled && vscode.workspace.getWorkspaceFolder(document.uri) === folder,
	);
	if (unsaved.length === 0) {
		return true;
	}
	const save = vscode.l10n.t('Save and Delegate');
	const without = vscode.l10n.t('Delegate Without Them');
	const chosen = await vscode.window.showWarningMessage(
		vscode.l10n.t(
			'Unsaved changes are not seen by an agent: {0}',
			unsaved.map((document) => vscode.workspace.asRelativePath(document.uri)).join(', '),
		),
		{ modal: true },
		save,
		without,
	);
	if (chosen === save) {
		const saved = await Promise.all(unsaved.map((document) => document.save()));
		return saved.every(Boolean);
	}
	return chosen === without;
}
