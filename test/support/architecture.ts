import { dirname, join, posix } from 'node:path';
import ts from 'typescript';

/** One source file: its path from the root of the project, with forward slashes, and its text. */
export interface Source {
	readonly path: string;
	readonly text: string;
}

export interface Import {
	readonly from: string;
	/** A path from the root of the project, or the name of a package. */
	readonly to: string;
	readonly kind: 'value' | 'type' | 'dynamic';
}

/** The floors of the house, from the top; those on one floor do not know each other. */
const floors: readonly (readonly string[])[] = [
	['src/extension.ts'],
	['src/window.ts'],
	['src/asking.ts', 'src/chat.ts', 'src/managing.ts', 'src/pages.ts'],
	['src/sending.ts'],
	['src/house.ts'],
	['src/late.ts'],
	['src/lazy/'],
	['src/editor/'],
	['src/router/'],
	['src/providers/', 'src/workspace/'],
	['src/core/'],
];

/** Everything that a file imports or exports from elsewhere, types too. */
export function importsOf({ path, text }: Source): readonly Import[] {
	const found: Import[] = [];
	const add = (specifier: ts.Node | undefined, kind: Import['kind']) => {
		if (specifier !== undefined && ts.isStringLiteralLike(specifier)) {
			const near = specifier.text.startsWith('.');
			found.push({ from: path, to: near ? posix.join(dirname(path), specifier.text) : specifier.text, kind });
		}
	};
	const visit = (node: ts.Node) => {
		if (ts.isImportDeclaration(node)) {
			add(node.moduleSpecifier, isForTypes(node.importClause) ? 'type' : 'value');
		} else if (ts.isExportDeclaration(node)) {
			add(node.moduleSpecifier, node.isTypeOnly ? 'type' : 'value');
		} else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
			add(node.argument.literal, 'type');
		} else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
			add(node.arguments[0], 'dynamic');
		} else if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'require') {
			add(node.arguments[0], 'value');
		}
		ts.forEachChild(node, visit);
	};
	visit(parsed({ path, text }));
	return found;
}

/** Imports that climb, or go sideways between rooms, or come from a file that is on no floor. */
export function climbing(imports: readonly Import[]): readonly string[] {
	return imports.filter(({ from, to }) => to.startsWith('src/') && !mayImport(from, to)).map(arrow);
}

/** Ways that lead back to where they began, from their alphabetically first file: at least one for every knot. */
export function cycles(imports: readonly Import[]): readonly string[] {
	const next = new Map<string, string[]>();
	for (const { from, to } of imports) {
		next.set(from, [...(next.get(from) ?? []), to]);
	}
	const found = new Set<string>();
	const done = new Set<string>();
	const walk = (file: string, path: readonly string[]) => {
		const seen = path.indexOf(file);
		if (seen !== -1) {
			const loop = path.slice(seen);
			const first = loop.indexOf([...loop].sort()[0] ?? '');
			found.add([...loop.slice(first), ...loop.slice(0, first), loop[first]].join(' -> '));
		} else if (!done.has(file)) {
			(next.get(file) ?? []).forEach((each) => walk(each, [...path, file]));
			done.add(file);
		}
	};
	[...next.keys()].sort().forEach((file) => walk(file, []));
	return [...found];
}

/** Where the file uses time, chance, the process, the network or `await`: by these names, not as a property of others. */
export function impurities(source: Source, names: readonly string[]): readonly string[] {
	const file = parsed(source);
	const found: string[] = [];
	const visit = (node: ts.Node) => {
		const name = impurity(node);
		if (name !== null && names.includes(name)) {
			found.push(`${source.path}:${file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1} ${name}`);
		}
		ts.forEachChild(node, visit);
	};
	visit(file);
	return found;
}

/** Files that are longer than a reader holds in the head. */
export function tooLong(sources: readonly Source[], most: number): readonly string[] {
	return sources
		.map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
		.filter(({ lines }) => lines > most)
		.map(({ path, lines }) => `${path}: ${lines} lines`);
}

export function arrow({ from, to }: Import): string {
	return `${from} -> ${to}`;
}

function mayImport(from: string, to: string): boolean {
	const [upper, lower] = [placeOf(from), placeOf(to)];
	return upper !== null && lower !== null && (upper.floor < lower.floor || upper.room === lower.room);
}

function placeOf(path: string): { readonly floor: number; readonly room: string } | null {
	const floor = floors.findIndex((rooms) => rooms.some((room) => path.startsWith(room)));
	const room = floors[floor]?.find((each) => path.startsWith(each));
	return room === undefined ? null : { floor, room };
}

/** `import type`, or nothing but types inside the braces. */
function isForTypes(clause: ts.ImportClause | undefined): boolean {
	if (clause === undefined || clause.phaseModifier === ts.SyntaxKind.TypeKeyword) {
		return clause !== undefined;
	}
	const bindings = clause.namedBindings;
	return (
		clause.name === undefined &&
		bindings !== undefined &&
		ts.isNamedImports(bindings) &&
		bindings.elements.length > 0 &&
		bindings.elements.every((element) => element.isTypeOnly)
	);
}

function impurity(node: ts.Node): string | null {
	if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
		return `${node.expression.text}.${node.name.text}`;
	}
	if (ts.isNewExpression(node) && ts.isIdentifier(node.expression) && (node.arguments ?? []).length === 0) {
		return `new ${node.expression.text}()`;
	}
	if (node.kind === ts.SyntaxKind.AwaitKeyword || ts.isAwaitExpression(node)) {
		return 'await';
	}
	if (node.kind === ts.SyntaxKind.AsyncKeyword) {
		return 'async';
	}
	return ts.isIdentifier(node) && isUse(node) ? node.text : null;
}

/** Whether a name stands for itself, not for a property, a key of an object or a member of a type. */
function isUse(node: ts.Identifier): boolean {
	const { parent } = node;
	const isMember =
		(ts.isPropertyAccessExpression(parent) && parent.name === node) ||
		(ts.isPropertyAssignment(parent) && parent.name === node) ||
		ts.isPropertySignature(parent) ||
		ts.isMethodSignature(parent) ||
		ts.isMethodDeclaration(parent);
	return !isMember;
}

function parsed({ path, text }: Source): ts.SourceFile {
	return ts.createSourceFile(join('/', path), text, ts.ScriptTarget.Latest, true);
}
