import * as path from 'node:path';
import * as vscode from 'vscode';
import { openParts, type ChangesState } from './changesState.ts';
import { type ChangesNode, type FileNode, filesBelow, type HunkNode, treeOf } from './changesTree.ts';

/** An answer whose changes wait for the user's word, as the view shows and steers it. */
export interface ViewedChanges {
	readonly route: string;
	/** Who answered, and who did not and why. */
	readonly label: string;
	/** The folder that paths are relative to. */
	readonly root: string;
	state(): ChangesState;
	shownBy(tab: vscode.Tab): boolean;
	check(paths: readonly string[], part: number | null, on: boolean): void;
	/** Opens the difference of one file, at these lines of its new side. */
	open(file: string, lines: { readonly start: number; readonly end: number } | null): Promise<void>;
	/** Whether the merge editor can bring both versions of a file together. */
	canMerge(file: string): boolean;
	merge(file: string): Promise<void>;
	keepMine(file: string): void;
	takeTheirs(file: string): Promise<void>;
}

/** The view "Changes". It shows one answer: that of the active tab, else the one it showed before, else the latest. */
export interface ChangesView {
	dispose(): void;
	current(): ViewedChanges | null;
	add(changes: ViewedChanges): void;
	/** Something about these changes is another than before. */
	refresh(changes: ViewedChanges): void;
	remove(changes: ViewedChanges): void;
}

export function createChangesView(): ChangesView {
	const waiting: ViewedChanges[] = [];
	let current: ViewedChanges | null = null;
	let above = new Map<ChangesNode, ChangesNode | undefined>();
	const changed = new vscode.EventEmitter<ChangesNode | undefined>();
	const tree = vscode.window.createTreeView<ChangesNode>('switchyard.changes', {
		showCollapseAll: true,
		manageCheckboxStateManually: true,
		treeDataProvider: {
			onDidChangeTreeData: changed.event,
			getChildren(node) {
				const children = node === undefined ? treeOf(current?.state() ?? []) : childrenOf(node);
				if (node === undefined) {
					above = new Map();
				}
				for (const child of children) {
					above.set(child, node);
				}
				return [...children];
			},
			getParent: (node) => above.get(node),
			getTreeItem: (node) => (current === null ? new vscode.TreeItem('') : itemOf(node, current)),
		},
	});
	const draw = () => {
		const state = current?.state() ?? [];
		const left = state.filter((each) => openParts(each).length > 0).length;
		tree.description = current === null ? '' : `← ${current.label}`;
		tree.badge = left === 0 ? undefined : { value: left, tooltip: waitingText(left) };
		void vscode.commands.executeCommand('setContext', 'switchyard.reviewing', waiting.length > 0);
		changed.fire(undefined);
	};
	const show = (changes: ViewedChanges | null) => {
		if (changes !== current) {
			current = changes;
			draw();
		}
	};
	const following = vscode.window.tabGroups.onDidChangeTabs(() => {
		const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
		show(waiting.find((changes) => tab !== undefined && changes.shownBy(tab)) ?? current);
	});
	const checking = tree.onDidChangeCheckboxState(({ items }) => {
		for (const [node, state] of items) {
			const on = state === vscode.TreeItemCheckboxState.Checked;
			current?.check(filesBelow(node), node.type === 'hunk' ? node.part : null, on);
		}
	});
	return {
		current: () => current,
		add(changes) {
			waiting.push(changes);
			current = changes;
			draw();
		},
		refresh(changes) {
			if (changes === current) {
				draw();
			}
		},
		remove(changes) {
			const index = waiting.indexOf(changes);
			if (index >= 0) {
				waiting.splice(index, 1);
				current = current === changes ? (waiting.at(-1) ?? null) : current;
				draw();
			}
		},
		dispose() {
			following.dispose();
			checking.dispose();
			tree.dispose();
			changed.dispose();
		},
	};
}

function waitingText(files: number): string {
	return files === 1
		? vscode.l10n.t('1 file waits for your word')
		: vscode.l10n.t('{0} files wait for your word', files);
}

function childrenOf(node: ChangesNode): readonly ChangesNode[] {
	return node.type === 'hunk' ? [] : node.children;
}

function itemOf(node: ChangesNode, changes: ViewedChanges): vscode.TreeItem {
	const item =
		node.type === 'hunk' ? hunkItem(node) : node.type === 'file' ? fileItem(node, changes) : folderItem(node);
	item.id = `${changes.route}/${node.type}/${node.path}${node.type === 'hunk' ? `/${node.part}` : ''}`;
	if (node.type !== 'folder') {
		item.command = {
			command: 'switchyard.openChange',
			title: vscode.l10n.t('Show the Change'),
			arguments: [node],
		};
	}
	if (node.type === 'folder' || node.type === 'file') {
		item.resourceUri = vscode.Uri.file(path.join(changes.root, node.path));
	}
	if (node.check !== null) {
		const checked = node.check === 'checked';
		item.checkboxState = {
			state: checked ? vscode.TreeItemCheckboxState.Checked : vscode.TreeItemCheckboxState.Unchecked,
			tooltip: checked ? vscode.l10n.t('Will be accepted') : vscode.l10n.t('Will not be accepted'),
		};
	}
	return item;
}

function folderItem(node: Extract<ChangesNode, { type: 'folder' }>): vscode.TreeItem {
	const item = new vscode.TreeItem(node.name, vscode.TreeItemCollapsibleState.Expanded);
	item.iconPath = vscode.ThemeIcon.Folder;
	item.contextValue = 'folder';
	return item;
}

function fileItem(node: FileNode, changes: ViewedChanges): vscode.TreeItem {
	const collapsible = node.children.length > 0;
	const item = new vscode.TreeItem(
		node.name,
		collapsible ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.None,
	);
	const { file } = node;
	item.iconPath = iconOf(node);
	item.description = [statusWords(node), ...kindWords(node), namesOf(node.authors), counts(node)]
		.filter((word) => word !== null && word !== '')
		.join(' · ');
	item.tooltip = new vscode.MarkdownString('', true)
		.appendText(`${file.path}\n\n${file.authors.map((author) => vscode.l10n.t('By {0}', author)).join('\n')}`)
		.appendText(
			file.guarded
				? `\n\n${vscode.l10n.t('Programs act upon this file: it is not accepted without one more question.')}`
				: '',
		);
	item.contextValue =
		node.status === 'conflict'
			? changes.canMerge(node.path)
				? 'file.conflict.text'
				: 'file.conflict'
			: `file.${node.status}`;
	return item;
}

function hunkItem(node: HunkNode): vscode.TreeItem {
	const { start, end } = node.lines;
	const place =
		start === end ? vscode.l10n.t('Line {0}', start + 1) : vscode.l10n.t('Lines {0}–{1}', start + 1, end + 1);
	const item = new vscode.TreeItem(place);
	item.iconPath =
		node.removed === 0
			? new vscode.ThemeIcon('diff-added', new vscode.ThemeColor('charts.green'))
			: node.added === 0
				? new vscode.ThemeIcon('diff-removed', new vscode.ThemeColor('charts.red'))
				: new vscode.ThemeIcon('diff-modified', new vscode.ThemeColor('charts.yellow'));
	item.description = [namesOf(node.authors), counts(node), node.text].filter((word) => word !== '').join(' · ');
	item.tooltip = `${node.text}\n\n${node.authors.map((author) => vscode.l10n.t('By {0}', author)).join('\n')}`;
	item.contextValue = 'hunk';
	return item;
}

function iconOf({ status, file }: FileNode): vscode.ThemeIcon {
	switch (status) {
		case 'conflict':
			return new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
		case 'accepted':
			return new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed'));
		case 'declined':
			return new vscode.ThemeIcon('circle-slash');
		case 'open':
			return file.guarded
				? new vscode.ThemeIcon('shield', new vscode.ThemeColor('list.warningForeground'))
				: vscode.ThemeIcon.File;
	}
}

function statusWords({ status, chosen: [checked, of] }: FileNode): string | null {
	switch (status) {
		case 'conflict':
			return vscode.l10n.t('changed by you too');
		case 'accepted':
			return vscode.l10n.t('accepted');
		case 'declined':
			return vscode.l10n.t('yours kept');
		case 'open':
			return checked > 0 && checked < of ? vscode.l10n.t('{0} of {1} checked', checked, of) : null;
	}
}

function kindWords({ file: { kind, special } }: FileNode): readonly string[] {
	const words: string[] = [];
	if (kind !== 'changed') {
		words.push(kind === 'added' ? vscode.l10n.t('new') : vscode.l10n.t('deleted'));
	}
	if (special !== null) {
		words.push(
			{ bytes: vscode.l10n.t('binary'), link: vscode.l10n.t('link'), mode: vscode.l10n.t('executable bit') }[special],
		);
	}
	return words;
}

function namesOf(authors: readonly string[]): string {
	return authors.join(', ');
}

function counts({ added, removed }: { readonly added: number; readonly removed: number }): string {
	return [added === 0 ? '' : `+${added}`, removed === 0 ? '' : `−${removed}`].filter((each) => each !== '').join(' ');
}
