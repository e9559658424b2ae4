import * as vscode from 'vscode';

/**
 * The smallest function, class or other symbol around a range, by its whole lines; the lines of the range where no symbol
 * is around it, or the language has none.
 */
export async function symbolAround(document: vscode.TextDocument, range: vscode.Range): Promise<vscode.Range> {
	const symbols = await vscode.commands.executeCommand<readonly (vscode.DocumentSymbol | vscode.SymbolInformation)[]>(
		'vscode.executeDocumentSymbolProvider',
		document.uri,
	);
	const around = (symbols as typeof symbols | undefined)?.flatMap((symbol) => rangesAround(symbol, range)) ?? [];
	const smallest = around.sort((left, right) => lines(left) - lines(right))[0];
	return wholeLines(document, smallest ?? range);
}

/** From the beginning of its first line to the end of its last one, without the line break. */
export function wholeLines(document: vscode.TextDocument, range: vscode.Range): vscode.Range {
	const endsBefore = range.end.character === 0 && range.end.line > range.start.line;
	const last = endsBefore ? range.end.line - 1 : range.end.line;
	return new vscode.Range(range.start.line, 0, last, document.lineAt(last).range.end.character);
}

export function wholeDocument(document: vscode.TextDocument): vscode.Range {
	return new vscode.Range(document.positionAt(0), document.positionAt(document.getText().length));
}

/** Symbols that hold something to work on; a variable or a property is too little by itself. */
const kinds: readonly vscode.SymbolKind[] = [
	vscode.SymbolKind.Function,
	vscode.SymbolKind.Method,
	vscode.SymbolKind.Constructor,
	vscode.SymbolKind.Class,
	vscode.SymbolKind.Interface,
	vscode.SymbolKind.Struct,
	vscode.SymbolKind.Enum,
	vscode.SymbolKind.Module,
	vscode.SymbolKind.Namespace,
];

function rangesAround(
	symbol: vscode.DocumentSymbol | vscode.SymbolInformation,
	range: vscode.Range,
): readonly vscode.Range[] {
	const own = 'range' in symbol ? symbol.range : symbol.location.range;
	const children = 'children' in symbol ? symbol.children : [];
	const isFunction = isCallable(symbol);
	return [
		...(own.contains(range) && (kinds.includes(symbol.kind) || isFunction) ? [own] : []),
		...children.flatMap((child) => rangesAround(child, range)),
	];
}

/** A constant that holds a function is called a variable by some languages; it spans lines, and a plain one does not. */
function isCallable(symbol: vscode.DocumentSymbol | vscode.SymbolInformation): boolean {
	const isValue = symbol.kind === vscode.SymbolKind.Variable || symbol.kind === vscode.SymbolKind.Constant;
	return isValue && 'range' in symbol && !symbol.range.isSingleLine;
}

function lines(range: vscode.Range): number {
	return range.end.line - range.start.line;
}
