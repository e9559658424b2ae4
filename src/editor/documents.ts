import * as vscode from 'vscode';

/** Documents that exist only while an answer is being reviewed. */
const answerScheme = 'switchyard-answer';

/** Serves read-only text under `answerScheme`, which may grow while it is shown. */
export interface AnswerDocuments {
	dispose(): void;
	/** Makes or replaces a document. `name` is what the tab shows and gives the language. */
	set(uri: vscode.Uri, text: string): void;
	/** Has the document read again. A change is lost on a document that is just being opened, so call this when it is open. */
	refresh(uri: vscode.Uri): void;
	drop(uri: vscode.Uri): void;
}

export function createAnswerDocuments(): AnswerDocuments {
	const texts = new Map<string, string>();
	const changed = new vscode.EventEmitter<vscode.Uri>();
	const registration = vscode.workspace.registerTextDocumentContentProvider(answerScheme, {
		onDidChange: changed.event,
		provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? '',
	});
	return {
		set(uri, text) {
			const before = texts.get(uri.toString());
			texts.set(uri.toString(), text);
			if (before !== undefined && before !== text) {
				changed.fire(uri);
			}
		},
		refresh(uri) {
			changed.fire(uri);
		},
		drop(uri) {
			texts.delete(uri.toString());
		},
		dispose() {
			registration.dispose();
			changed.dispose();
		},
	};
}

/** The address of one document of a review. `part` tells the documents of one review apart. */
export function answerUri(route: string, part: string, path: string): vscode.Uri {
	return vscode.Uri.from({ scheme: answerScheme, path: `/${path.replace(/^\/+/, '')}`, query: `${route}.${part}` });
}

/** Whether a document belongs to the review of this route. */
export function belongsTo(uri: vscode.Uri, route: string): boolean {
	return uri.scheme === answerScheme && uri.query.startsWith(`${route}.`);
}

/** Whether a document of this address, as text, is one of an answer. */
export function isAnswerDocument(uri: string): boolean {
	return uri.startsWith(`${answerScheme}:`);
}

/** Closes these tabs. The focus stays where it is. */
export async function closeTabs(shownBy: (tab: vscode.Tab) => boolean): Promise<void> {
	await vscode.window.tabGroups.close(allTabs().filter(shownBy), true);
}

/** Whether a tab shows one of these documents as text or as a difference of two. */
export function showsDocument(tab: vscode.Tab, wanted: (uri: vscode.Uri) => boolean): boolean {
	const { input } = tab;
	if (input instanceof vscode.TabInputText) {
		return wanted(input.uri);
	}
	return input instanceof vscode.TabInputTextDiff && (wanted(input.original) || wanted(input.modified));
}

/**
 * A name that no tab carries yet. Tabs of a preview and of a diff over many files tell nothing but their label, so that
 * two reviews must never share one.
 */
export function unusedName(base: string, labelled: (tab: vscode.Tab, name: string) => boolean): string {
	const taken = (name: string) => allTabs().some((tab) => labelled(tab, name));
	let name = base;
	for (let number = 2; taken(name); number++) {
		name = `${base} #${number}`;
	}
	return name;
}

function allTabs(): readonly vscode.Tab[] {
	return vscode.window.tabGroups.all.flatMap((group) => group.tabs);
}
