import * as vscode from 'vscode';
import { framed, type Html } from './html.ts';

/** A tab with a page of ours. It runs no script and loads nothing but our style sheet. */
export interface Page {
	/** Brings it to the front, or opens it. */
	show(title: string, body: Html): void;
	/** Draws it anew where it is open; the focus stays where it is. */
	draw(title: string, body: Html): void;
	/** Whether somebody can see it. */
	isVisible(): boolean;
	dispose(): void;
}

export interface PageParts {
	/** The name of its type, for VS Code. */
	readonly type: string;
	/** The icon of its tab, one of VS Code’s own. */
	readonly icon: string;
	/** The folder of our own files. */
	readonly extension: string;
	/** The commands that links of the page may run; no others do. */
	readonly commands: readonly string[];
	/** The page came to be seen, or went out of sight. */
	readonly onVisible: (visible: boolean) => void;
}

export function createPage({ type, icon, extension, commands, onVisible }: PageParts): Page {
	const media = vscode.Uri.joinPath(vscode.Uri.file(extension), 'media');
	let panel: vscode.WebviewPanel | null = null;
	const open = (title: string): vscode.WebviewPanel => {
		const opened = vscode.window.createWebviewPanel(type, title, vscode.ViewColumn.Active, {
			enableScripts: false,
			enableForms: false,
			enableCommandUris: commands,
			localResourceRoots: [media],
		});
		opened.iconPath = new vscode.ThemeIcon(icon);
		opened.onDidDispose(() => {
			panel = null;
			onVisible(false);
		});
		opened.onDidChangeViewState(() => {
			onVisible(opened.visible);
		});
		return opened;
	};
	const fill = ({ webview }: vscode.WebviewPanel, title: string, body: Html) => {
		const style = webview.asWebviewUri(vscode.Uri.joinPath(media, 'page.css')).toString();
		const markup = framed(title, body, { style, source: webview.cspSource, language: vscode.env.language });
		if (webview.html !== markup) {
			webview.html = markup;
		}
	};
	return {
		show(title, body) {
			panel ??= open(title);
			panel.title = title;
			fill(panel, title, body);
			panel.reveal();
			onVisible(true);
		},
		draw(title, body) {
			if (panel !== null) {
				panel.title = title;
				fill(panel, title, body);
			}
		},
		isVisible: () => panel?.visible ?? false,
		dispose() {
			panel?.dispose();
		},
	};
}
