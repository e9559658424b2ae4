import * as vscode from 'vscode';
import type { NotSentReason } from '../core/request.ts';
import { type Ignored, notSendable } from './sendable.ts';

/** The files of one gathering. Each is judged, opened and asked for its symbols once. */
export interface Sources {
	/** Why each of these files may not be sent; those that may are not in the answer. */
	refused(files: readonly vscode.Uri[]): Promise<ReadonlyMap<string, NotSentReason>>;
	/** The text as it is in the editor; `null` for what is no text. */
	open(file: vscode.Uri): Promise<vscode.TextDocument | null>;
	/** What the language knows of the file; nothing where it knows nothing. */
	symbols(file: vscode.Uri): Promise<readonly vscode.DocumentSymbol[]>;
}

export function createSources(ignored: Ignored): Sources {
	const judged = new Map<string, NotSentReason | null>();
	const opened = new Map<string, Promise<vscode.TextDocument | null>>();
	const known = new Map<string, Promise<readonly vscode.DocumentSymbol[]>>();
	return {
		async refused(files) {
			const all = new Map(files.map((file) => [file.toString(), file]));
			const open = [...all].filter(([key]) => !judged.has(key)).map(([, file]) => file);
			const verdicts = await notSendable(open, ignored);
			for (const file of open) {
				judged.set(file.toString(), verdicts.get(file.toString()) ?? null);
			}
			return new Map(
				[...all.keys()].flatMap((key) => {
					const why = judged.get(key) ?? null;
					return why === null ? [] : [[key, why] as const];
				}),
			);
		},
		open: (file) => once(opened, file, openText),
		symbols: (file) => once(known, file, symbolsOf),
	};
}

function once<T>(made: Map<string, Promise<T>>, file: vscode.Uri, make: (file: vscode.Uri) => Promise<T>): Promise<T> {
	const before = made.get(file.toString());
	if (before !== undefined) {
		return before;
	}
	const making = make(file);
	made.set(file.toString(), making);
	return making;
}

async function openText(file: vscode.Uri): Promise<vscode.TextDocument | null> {
	try {
		const document = await vscode.workspace.openTextDocument(file);
		return document.getText().includes('\0') ? null : document;
	} catch {
		return null;
	}
}

/** A language that knows no tree of symbols gives a list of places; each then has no parts. */
async function symbolsOf(file: vscode.Uri): Promise<readonly vscode.DocumentSymbol[]> {
	const found = await vscode.commands.executeCommand<
		readonly (vscode.DocumentSymbol | vscode.SymbolInformation)[] | undefined
	>('vscode.executeDocumentSymbolProvider', file);
	return (found ?? []).map((each) =>
		'children' in each
			? each
			: new vscode.DocumentSymbol(each.name, '', each.kind, each.location.range, each.location.range),
	);
}
