import * as vscode from 'vscode';
import type { Clock } from '../router/clock.ts';
import type { Journal } from '../router/journal.ts';
import type { Handler } from './handlers.ts';
import { routeGiven } from './routeGiven.ts';
import type { Routes } from './routes.ts';
import { changedRows, nodesById, type RouteNode, routesTree } from './routesTree.ts';
import type { RouteStory } from './stories.ts';
import type { ClockFace } from './views.ts';

export interface RoutesViewParts {
	readonly journal: Pick<Journal, 'read'>;
	readonly clock: Pick<Clock, 'now'>;
	/** Oldest first. */
	stories(): readonly RouteStory[];
	readonly routes: Pick<Routes, 'current' | 'session'>;
}

/** What a row is for menus and for VS Code, which tells rows apart by this very object. */
export interface RouteRow {
	readonly id: string;
	readonly route: string;
}

/** Drawn at most this often, in milliseconds. */
const closestMs = 250;
/** While a route runs its seconds count, so that it is drawn this often, in milliseconds. */
const tickMs = 1000;

/** Not in package.json: only a click on a file calls it. */
const openFile = 'switchyard.openTouchedFile';

export interface RoutesView {
	/** The commands that mean a row of the view, or else the current route. */
	readonly handlers: Readonly<Record<'switchyard.showRoutes' | 'switchyard.cancel' | 'switchyard.showAnswer', Handler>>;
	/** The route of the row that is selected; `null`: none is. */
	selected(): string | null;
	/** The stories are others than before: draws them soon. */
	update(): void;
	dispose(): void;
}

/** The view of all routes of the window, as a tree. Draws what the stories tell; asks for nothing. */
export function createRoutesView(parts: RoutesViewParts, clockFace: ClockFace): RoutesView {
	const { journal, clock, routes } = parts;
	const rows = new Map<string, RouteRow>();
	const changed = new vscode.EventEmitter<RouteRow | undefined>();
	let tree: readonly RouteNode[] = [];
	let nodes = nodesById(tree);
	let timer: NodeJS.Timeout | null = null;
	let drawnAt = 0;
	const rowOf = ({ id, route }: RouteNode): RouteRow => {
		const row = rows.get(id) ?? { id, route };
		rows.set(id, row);
		return row;
	};
	const provider: vscode.TreeDataProvider<RouteRow> = {
		onDidChangeTreeData: changed.event,
		getTreeItem: ({ id }) => itemOf(nodes.get(id), id),
		getChildren: (row) => (row === undefined ? tree : (nodes.get(row.id)?.children ?? [])).map(rowOf),
	};
	const view = vscode.window.createTreeView('switchyard.routes', { treeDataProvider: provider });
	const draw = () => {
		timer = null;
		if (!view.visible) {
			return;
		}
		drawnAt = clock.now();
		const before = tree;
		tree = routesTree(parts.stories(), {
			now: drawnAt,
			clockFace,
			waits: (route) => routes.session(route)?.state === 'waiting',
		});
		nodes = nodesById(tree);
		const rowsChanged = changedRows(before, tree);
		if (rowsChanged === 'all') {
			changed.fire(undefined);
		} else {
			// A row that VS Code has not asked for yet is new to it anyway.
			rowsChanged.flatMap((id) => rows.get(id) ?? []).forEach((row) => changed.fire(row));
		}
		for (const id of [...rows.keys()].filter((each) => !nodes.has(each))) {
			rows.delete(id);
		}
		if (parts.stories().some(({ end }) => end === null)) {
			schedule(tickMs);
		}
	};
	const schedule = (ms: number) => {
		timer ??= setTimeout(draw, ms);
	};
	const update = () => {
		if (timer !== null) {
			clearTimeout(timer);
			timer = null;
		}
		schedule(Math.max(0, drawnAt + closestMs - clock.now()));
	};
	const opening = vscode.commands.registerCommand(openFile, (route: unknown, file: unknown) =>
		typeof route === 'string' && typeof file === 'string' ? open(route, file, parts) : undefined,
	);
	const showing = view.onDidChangeVisibility(update);
	const stop = journal.read(update);
	const meant = (given: readonly unknown[]) => {
		const route = routeGiven(given);
		return route === null ? routes.current() : routes.session(route);
	};
	return {
		handlers: {
			'switchyard.showRoutes': async () => {
				await vscode.commands.executeCommand('switchyard.routes.focus');
			},
			'switchyard.cancel': (...given) => meant(given)?.cancel(),
			'switchyard.showAnswer': (...given) => meant(given)?.reveal(),
		},
		selected: () => view.selection[0]?.route ?? null,
		update,
		dispose() {
			stop();
			if (timer !== null) {
				clearTimeout(timer);
			}
			showing.dispose();
			opening.dispose();
			view.dispose();
			changed.dispose();
		},
	};
}

function itemOf(node: RouteNode | undefined, id: string): vscode.TreeItem {
	if (node === undefined) {
		// Gone since VS Code asked for it; its parent is drawn anew already.
		return Object.assign(new vscode.TreeItem(''), { id });
	}
	const { None, Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
	const { name, color } = node.icon;
	const item = new vscode.TreeItem(node.label, node.children.length === 0 ? None : node.open ? Expanded : Collapsed);
	item.id = id;
	item.description = node.description;
	item.tooltip = node.tooltip;
	item.contextValue = node.context;
	item.iconPath = new vscode.ThemeIcon(name, color === null ? undefined : new vscode.ThemeColor(color));
	const spoken = [node.label, node.spoken, node.description].filter((part) => part !== '');
	item.accessibilityInformation = { label: spoken.join(' ') };
	if (node.file !== null) {
		item.command = { command: openFile, title: vscode.l10n.t('Open File'), arguments: [node.route, node.file] };
	}
	return item;
}

/** Opens the user's own file. One that an agent only just made is in no folder yet, but in the answer that waits. */
async function open(route: string, file: string, { routes }: RoutesViewParts): Promise<void> {
	for (const folder of vscode.workspace.workspaceFolders ?? []) {
		const uri = vscode.Uri.joinPath(folder.uri, file);
		try {
			await vscode.workspace.fs.stat(uri);
		} catch {
			continue;
		}
		await vscode.commands.executeCommand('vscode.open', uri);
		return;
	}
	const session = routes.session(route);
	if (session?.state === 'waiting') {
		await session.reveal();
		return;
	}
	void vscode.window.showInformationMessage(
		vscode.l10n.t('{0} is not in your folder. Agents work in a copy until you accept their changes.', file),
	);
}
