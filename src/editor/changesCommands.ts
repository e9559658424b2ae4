import * as path from 'node:path';
import * as vscode from 'vscode';
import type { changesIds } from './commandIds.ts';
import type { Handler } from './handlers.ts';
import type { ChangesNode, FileNode, HunkNode } from './changesTree.ts';
import type { ChangesView, ViewedChanges } from './changesView.ts';
import type { Routes, Session } from './routes.ts';

type ChangesCommand = (typeof changesIds)[number];

/** The commands of the view "Changes". They are about the answer that it shows, whatever tab is active. */
export function changesCommands(
	routes: Pick<Routes, 'session'>,
	view: () => ChangesView | null,
): Readonly<Record<ChangesCommand, Handler>> {
	const changes = () => view()?.current() ?? null;
	const onSession =
		(act: (session: Session) => Promise<void>): Handler =>
		async () => {
			const shown = changes();
			const session = shown === null ? null : routes.session(shown.route);
			if (session !== null) {
				await act(session);
			}
		};
	const onFile =
		(act: (node: FileNode | HunkNode, changes: ViewedChanges, session: Session) => Promise<void> | void): Handler =>
		async (...given) => {
			const shown = changes();
			const node = given.find(isFileOrHunk);
			const session = shown === null ? null : routes.session(shown.route);
			if (shown !== null && session !== null && node !== undefined) {
				await act(node, shown, session);
			}
		};
	return {
		'switchyard.acceptAllChanges': onSession((session) => session.accept({ what: 'all' })),
		'switchyard.acceptCheckedChanges': onSession((session) => session.accept({ what: 'checked' })),
		'switchyard.discardChanges': onSession((session) => session.discard()),
		'switchyard.nextProviderForChanges': onSession((session) => session.next()),
		'switchyard.chooseChanges': async () => {
			await vscode.commands.executeCommand('switchyard.changes.focus');
		},
		'switchyard.acceptFile': onFile((node, _, session) =>
			session.accept({ what: 'file', path: node.path, part: null }),
		),
		'switchyard.acceptHunk': onFile((node, _, session) =>
			session.accept({ what: 'file', path: node.path, part: node.type === 'hunk' ? node.part : null }),
		),
		'switchyard.openChange': onFile((node, shown) => shown.open(node.path, node.lines)),
		'switchyard.openChangedFile': onFile(async (node, shown) => {
			await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(path.join(shown.root, node.path)));
		}),
		'switchyard.mergeFile': onFile((node, shown) => shown.merge(node.path)),
		'switchyard.keepMine': onFile((node, shown) => {
			shown.keepMine(node.path);
		}),
		'switchyard.takeTheirs': onFile((node, shown) => shown.takeTheirs(node.path)),
	};
}

/** Rows come back from menus as they were made; anything else comes from elsewhere. */
function isFileOrHunk(value: unknown): value is FileNode | HunkNode {
	const node = value as Partial<ChangesNode> | null | undefined;
	return typeof value === 'object' && (node?.type === 'file' || node?.type === 'hunk') && typeof node.path === 'string';
}
