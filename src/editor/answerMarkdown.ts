/** What of the Markdown preview's parser is touched. Its own types belong to a library that is not needed otherwise. */
export interface MarkdownParser {
	readonly renderer: {
		render(tokens: readonly MarkdownToken[], options: unknown, environment: unknown): string;
	};
}

export interface MarkdownToken {
	readonly type: string;
	readonly tag: string;
	readonly attrs: readonly (readonly [name: string, value: string])[] | null;
	/** `1` opens, `-1` closes. */
	readonly nesting: number;
	readonly content: string;
	/** With a fence, the words after it: a language. */
	readonly info: string;
	readonly children: readonly MarkdownToken[] | null;
}

/**
 * Teaches VS Code's Markdown preview what an answer may not do in it. An answer is the words of somebody who may have been
 * told what to write by the very files that were sent: an image or a style that is loaded as soon as it is shown would
 * carry a secret away in its address, and a link could run a command. All of that is shown as the text that it is.
 * Documents of the user's own are left alone.
 *
 * @param isAnswer - by the address of a document, as `Uri.toString()` gives it.
 */
export function guardAnswers<T extends MarkdownParser>(parser: T, isAnswer: (document: string) => boolean): T {
	const { renderer } = parser;
	const usual = renderer.render.bind(renderer);
	renderer.render = (tokens, options, environment) =>
		usual(isAnswer(documentIn(environment)) ? tokens.map(harmless) : tokens, options, environment);
	return parser;
}

/** What Markdown itself is made of, and formulas; another extension's additions could load anything. */
const plain =
	/^(?:inline|text|softbreak|hardbreak|hr|fence|code_block|code_inline|math_\w+|front_matter|(?:paragraph|heading|blockquote|bullet_list|ordered_list|list_item|table|thead|tbody|tr|th|td|strong|em|s|link)_(?:open|close))$/;

/** Languages of diagrams, which may show pictures from anywhere or are drawn by a server. */
const drawn = /^(?:mermaid|plantuml|puml|uml|kroki|dot|graphviz|vega|vega-lite|d2|ditaa|wavedrom)\b/i;

function harmless(token: MarkdownToken): MarkdownToken {
	if (token.type === 'image') {
		const address = token.attrs?.find(([name]) => name === 'src')?.[1] ?? '';
		return withParts(token, { ...code('code_inline', `![${token.content}](${address})`) });
	}
	if (!plain.test(token.type)) {
		const isBlock = token.type.includes('block');
		return withParts(token, code(isBlock ? 'code_block' : 'code_inline', token.content));
	}
	return withParts(token, {
		...(token.type === 'fence' && drawn.test(token.info.trim()) ? { info: '' } : {}),
		...(token.children === null ? {} : { children: withoutLinks(token.children).map(harmless) }),
	});
}

function code(type: 'code_block' | 'code_inline', content: string): Partial<MarkdownToken> {
	return { type, content, tag: 'code', attrs: null, nesting: 0, children: null };
}

/** Only links to a page in a browser, or to a place in the answer; of any other its words and its address. */
function withoutLinks(tokens: readonly MarkdownToken[]): readonly MarkdownToken[] {
	/** The address of the link that is open and is none. */
	let address: string | null = null;
	return tokens.map((token) => {
		if (token.type === 'link_open') {
			const href = token.attrs?.find(([name]) => name === 'href')?.[1] ?? '';
			address = /^(?:https?:\/\/|mailto:|#)/i.test(href) ? null : href;
			return address === null ? token : withParts(token, { ...code('code_inline', ''), type: 'text' });
		}
		if (token.type === 'link_close' && address !== null) {
			const shown = withParts(token, code('code_inline', address));
			address = null;
			return shown;
		}
		return token;
	});
}

/** The preview keeps the tokens for the next time: they are never changed. */
function withParts(token: MarkdownToken, parts: Partial<MarkdownToken>): MarkdownToken {
	return Object.assign(Object.create(Object.getPrototypeOf(token) as object) as MarkdownToken, token, parts);
}

function documentIn(environment: unknown): string {
	const document: unknown =
		typeof environment === 'object' && environment !== null && 'currentDocument' in environment
			? environment.currentDocument
			: undefined;
	return typeof document === 'object' && document !== null ? (document as { toString(): string }).toString() : '';
}
