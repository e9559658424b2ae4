import * as vscode from 'vscode';

/** Offers to mend problems, wherever VS Code shows some. Nothing is sent before it is picked. */
export function offerFixes(): vscode.Disposable {
	return vscode.languages.registerCodeActionsProvider(
		[{ scheme: 'file' }, { scheme: 'untitled' }, { scheme: 'vscode-remote' }, { scheme: 'vscode-vfs' }],
		{
			provideCodeActions(document, _range, { diagnostics }) {
				const [first, ...others] = diagnostics;
				if (first === undefined) {
					return [];
				}
				const title = vscode.l10n.t('Fix with Switchyard');
				const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
				const range = others.reduce((whole, each) => whole.union(each.range), first.range);
				action.diagnostics = [...diagnostics];
				action.command = { command: 'switchyard.fix', title, arguments: [document.uri, range] };
				return [action];
			},
		},
		{ providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
	);
}
