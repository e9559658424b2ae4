import { config } from '@vscode/l10n';
import * as vscode from 'vscode';
import { learnSentences } from './spoken.ts';

/**
 * Brings the words of VS Code's language to files that know nothing of VS Code. Imported first by every bundle that says
 * something to the user, since each bundle has a copy of the library of its own.
 */
if (vscode.l10n.bundle !== undefined) {
	config({ contents: vscode.l10n.bundle });
	learnSentences(vscode.l10n.bundle);
}
