import ts from 'typescript';

/** The titles of tests and groups in the text of a test file; what is filled into one is left out. */
export function titlesIn(text: string): readonly string[] {
	const titles: string[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
			const [title] = node.arguments;
			if (title !== undefined && node.arguments.length > 1) {
				titles.push(...textIn(title));
			}
		}
		ts.forEachChild(node, visit);
	};
	visit(ts.createSourceFile('a.test.ts', text, ts.ScriptTarget.Latest));
	return titles;
}

function textIn(title: ts.Expression): readonly string[] {
	if (ts.isStringLiteralLike(title)) {
		return [title.text];
	}
	return ts.isTemplateExpression(title)
		? [[title.head.text, ...title.templateSpans.map(({ literal }) => literal.text)].join('')]
		: [];
}
