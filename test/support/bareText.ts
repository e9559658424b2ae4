import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import ts from 'typescript';

/** A string of the sources that a user could come to read, and that is not given to `l10n.t`. */
export interface BareText {
	/** From the root of the project. */
	readonly file: string;
	readonly line: number;
	/** With `…` for what is filled in. */
	readonly text: string;
	/** The property whose value it is, also by way of a condition; `null`: none. */
	readonly property: string | null;
}

const root = resolve(import.meta.dirname, '../..');

/** Functions and methods that take the names of things, or pieces that a text is searched for. */
const takesNames = new Set([
	...['registerCommand', 'executeCommand', 'getConfiguration', 'createTreeView', 'createStatusBarItem', 'inspect'],
	...['registerTextDocumentContentProvider', 'ThemeIcon', 'ThemeColor', 'update', 'open', 'join', 'RegExp'],
	...['startsWith', 'endsWith', 'includes', 'indexOf', 'lastIndexOf', 'hasOwn', 'createHash', 'digest'],
	...['answerUri', 'uri', 'codeQuestion', 'textQuestion', 'show', 'action', 'group', 'run'],
]);

/** Properties that hold the names of things. */
const holdsNames = new Set([
	'command',
	'contextValue',
	'scheme',
	'kind',
	'keyFrom',
	'id',
	'name',
	'color',
	'context',
	'flag',
]);

/**
 * Finds them by what the compiler knows: a string of a type that lists its values is a name of the program, one of type
 * `string` may be shown. The texts of `sources` stand in for files, or beside them.
 */
export function bareTexts(
	patterns: readonly string[],
	sources: Readonly<Record<string, string>> = {},
): readonly BareText[] {
	const files = [...patterns.flatMap((pattern) => globSync(pattern, { cwd: root })), ...Object.keys(sources)];
	const program = programOf([...new Set(files)].sort(), sources);
	const checker = program.getTypeChecker();
	return files.flatMap((file) => {
		const source = program.getSourceFile(resolve(root, file));
		return source === undefined ? [] : bareIn(source, file, checker);
	});
}

/**
 * What the files of a folder give to `l10n.t`: a text that stands there as one literal, else the source of what does, as
 * `file:line source`.
 */
export function translated(pattern: string): {
	readonly texts: ReadonlySet<string>;
	readonly others: readonly string[];
} {
	const texts = new Set<string>();
	const others: string[] = [];
	for (const file of globSync(pattern, { cwd: root }).sort()) {
		const text = readFileSync(resolve(root, file), 'utf8');
		const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
		const visit = (node: ts.Node) => {
			if (ts.isCallExpression(node) && isTranslator(node.expression)) {
				const [first] = node.arguments;
				if (first !== undefined && ts.isStringLiteralLike(first)) {
					texts.add(first.text);
				} else {
					const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
					others.push(`${file}:${line + 1} ${node.getText(source)}`);
				}
			}
			ts.forEachChild(node, visit);
		};
		visit(source);
	}
	return { texts, others };
}

/** `l10n.t`, `vscode.l10n.t`: what the collector of texts looks for. */
function isTranslator(called: ts.Expression): boolean {
	return /^(?:vscode\.)?l10n\.t$/.test(called.getText());
}

function programOf(files: readonly string[], sources: Readonly<Record<string, string>>): ts.Program {
	const config = ts.readConfigFile(resolve(root, 'tsconfig.json'), (path) => ts.sys.readFile(path));
	const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root);
	const host = ts.createCompilerHost(options, true);
	const read = host.readFile.bind(host);
	const given = new Map(Object.entries(sources).map(([file, text]) => [resolve(root, file), text]));
	host.readFile = (file) => given.get(file) ?? read(file);
	host.fileExists = (file) => given.has(file) || ts.sys.fileExists(file);
	const getSourceFile = host.getSourceFile.bind(host);
	host.getSourceFile = (file, version, ...rest) => {
		const text = given.get(file);
		return text === undefined ? getSourceFile(file, version, ...rest) : ts.createSourceFile(file, text, version, true);
	};
	return ts.createProgram(
		files.map((file) => resolve(root, file)),
		{ ...options, types: ['node'] },
		host,
	);
}

function bareIn(source: ts.SourceFile, file: string, checker: ts.TypeChecker): readonly BareText[] {
	const found: BareText[] = [];
	const visit = (node: ts.Node) => {
		if (isTranslation(node) || ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
			return;
		}
		const text = textOf(node);
		if (text !== null && isRead(text) && !isName(node as ts.Expression, text, checker)) {
			const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
			found.push({ file, line: line + 1, text, property: propertyOf(node) });
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
	return found;
}

function propertyOf({ parent }: ts.Node): string | null {
	if (ts.isConditionalExpression(parent) || ts.isParenthesizedExpression(parent)) {
		return propertyOf(parent);
	}
	return ts.isPropertyAssignment(parent) ? parent.name.getText() : null;
}

/** `l10n.t(…)`, `vscode.l10n.t(…)`: its first argument is in the bundle. What is filled in is looked at all the same. */
function isTranslation(node: ts.Node): boolean {
	return (
		ts.isStringLiteralLike(node) &&
		ts.isCallExpression(node.parent) &&
		node.parent.arguments[0] === node &&
		isTranslator(node.parent.expression)
	);
}

/** The text of a literal, `…` in place of what is filled in; `null` for anything else. */
function textOf(node: ts.Node): string | null {
	if (ts.isStringLiteralLike(node)) {
		return node.text;
	}
	return ts.isTemplateExpression(node)
		? node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join('')
		: null;
}

/** Whether a text has words: not only signs, an id, a path, a pattern, an icon or a link. */
function isRead(text: string): boolean {
	const words = text.replace(/\$\([^)]*\)|\]\(command:[^)]*\)?|&nbsp;|`[^`]*`/g, ' ');
	const pieces = words.split(/[\s…]+/).filter((piece) => piece !== '');
	return pieces.some((piece) => /^["“(*#>-]*\p{L}\p{L}+[,.:;!?)*”"]*$/u.test(piece) && !/^E[A-Z]{3,}$/.test(piece));
}

/** Whether the place of a literal says that it is a name of the program. */
function isName(node: ts.Expression, text: string, checker: ts.TypeChecker): boolean {
	const named = /^(?:[\p{Ll}\d.-][\w.:/…-]*|[A-Z]+)$/u.test(text);
	return (
		products.has(text) ||
		isCompared(node) ||
		isListed(node, checker) ||
		isThrown(node) ||
		(named && isGivenAsName(node))
	);
}

/** The name of the product is the same in every language. */
const products: ReadonlySet<string> = new Set(['Switchyard', 'switchyard']);

/** What must never happen: its words are for whoever reads the log. */
function isThrown({ parent }: ts.Node): boolean {
	return ts.isNewExpression(parent) && parent.expression.getText().endsWith('Error');
}

/** Whether it is a key, or something is compared with it. */
function isCompared(node: ts.Node): boolean {
	const { parent } = node;
	return (
		(ts.isPropertyAssignment(parent) && parent.name === node) ||
		ts.isElementAccessExpression(parent) ||
		ts.isCaseClause(parent) ||
		(ts.isBinaryExpression(parent) && /^(?:[!=]==?|in)$/.test(parent.operatorToken.getText()))
	);
}

/** Whether it goes into a function or a property that takes names, also by way of a condition. */
function isGivenAsName(node: ts.Node): boolean {
	const { parent } = node;
	if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
		const called = parent.expression;
		const name = ts.isPropertyAccessExpression(called) ? called.name.text : called.getText();
		return called !== node && takesNames.has(name);
	}
	if (ts.isPropertyAssignment(parent)) {
		return holdsNames.has(parent.name.getText());
	}
	if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
		return ts.isPropertyAccessExpression(parent.left) && holdsNames.has(parent.left.name.text);
	}
	if (ts.isTemplateSpan(parent)) {
		// An icon, as in `$(${pinned ? 'pinned' : 'arrow-swap'})`.
		const { templateSpans, head } = parent.parent;
		const before = templateSpans[0] === parent ? head.text : '';
		return before.endsWith('$(');
	}
	return (
		ts.isAsExpression(parent) ||
		(ts.isConditionalExpression(parent) && parent.condition !== node && isGivenAsName(parent)) ||
		(ts.isArrayLiteralExpression(parent) && ts.isAsExpression(parent.parent))
	);
}

/** Whether its place takes certain strings only. */
function isListed(node: ts.Expression, checker: ts.TypeChecker): boolean {
	const type = checker.getContextualType(node);
	if (type === undefined) {
		return false;
	}
	const strings = (type.isUnion() ? type.types : [type]).filter(
		({ flags }) => (flags & (ts.TypeFlags.StringLike | ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0,
	);
	return (
		strings.length > 0 &&
		strings.every(({ flags }) => (flags & (ts.TypeFlags.StringLiteral | ts.TypeFlags.EnumLiteral)) !== 0)
	);
}
