import assert from 'node:assert/strict';
import { codeOf } from '../../../src/core/answer.ts';

describe('the code of an answer', () => {
	const table: readonly (readonly [title: string, answer: string, expected: string])[] = [
		['is the answer itself without a fence', 'const a = 1;\n', 'const a = 1;\n'],
		['is empty for an empty answer', '', ''],
		['is what stands inside the fence', '```ts\nconst a = 1;\n```', 'const a = 1;\n'],
		['is the same behind blank lines', '\n\n```ts\nconst a = 1;\n```\n', 'const a = 1;\n'],
		['leaves out what follows the fence', '```ts\na\n```\nThis adds a.\n', 'a\n'],
		['is the first of two blocks', '```ts\na\n```\nor\n```ts\nb\n```\n', 'a\n'],
		['keeps indentation and blank lines', '```\n\n\ta\n\n\tb\n```', '\n\ta\n\n\tb\n'],
		['knows fences of tildes', '~~~python\na\n~~~', 'a\n'],
		['knows longer fences', '````md\n```ts\na\n```\n````', '```ts\na\n```\n'],
		['is found with CRLF', '```ts\r\na\r\nb\r\n```\r\n', 'a\r\nb\r\n'],
		['keeps the fences of a document', '```markdown\n# T\n```ts\na\n```\nend\n```', '# T\n```ts\na\n```\nend\n'],
		['keeps a fence that opens in the code and never closes', '```ts\n// ```js\na\n```', '// ```js\na\n'],
		['ends with the answer when the document has an unclosed fence', '```md\n```js\na\n```\n', '```js\na\n'],
		['does so too when blank lines follow', '```md\n```js\na\n```\n\n \n', '```js\na\n'],
		['keeps a fence in the middle of code without one around it', 'a\n```ts\nb\n```\n', 'a\n```ts\nb\n```\n'],
		['is empty for an empty fence', '```ts\n```', ''],
		['is what is there of a fence that is not closed', '```ts\na\nb', 'a\nb'],
		['keeps a backtick that is not where the fence could close', '```ts\nf(`a`\n', 'f(`a`\n'],
		[
			'keeps several fenced blocks of a document',
			'```md\n```js\na\n```\n```js\nb\n```\nend\n```',
			'```js\na\n```\n```js\nb\n```\nend\n',
		],
		['takes words behind three backticks for no fence', '```md\n```not a fence\na\n```\nDone.', '```not a fence\na\n'],
		['takes no line with a word alone for a fence', '```ts\na\nreturn\n```\nDone.', 'a\nreturn\n'],
		['knows languages with signs', '```md\n```c++\na\n```\n```\nDone.', '```c++\na\n```\n'],
		['keeps a last line that is not the beginning of the closing one', '```ts\na\nb`', 'a\nb`'],
		['leaves out an indented beginning of the closing line', '```ts\na\n ``', 'a\n'],
		['keeps an indented blank last line', '```ts\na\n\t', 'a\n\t'],
		['keeps a whole line of backticks that are too few', '```ts\na\n``\n', 'a\n``\n'],
		['keeps longer backticks than those it began with', '```ts\na\n````', 'a\n````'],
	];
	for (const [title, answer, expected] of table) {
		it(title, () => {
			assert.equal(codeOf(answer), expected);
		});
	}

	for (const answer of ['```ts\nconst a = `x`;\n\nconst b = 2;\n```\nDone.', '~~~\r\na\r\n~~~', '\n```\n\ta\n```']) {
		it(`only ever grows while the answer ${JSON.stringify(answer)} grows`, () => {
			let before = '';
			for (let length = 0; length <= answer.length; length++) {
				const code = codeOf(answer.slice(0, length));
				assert.ok(code.trim().startsWith(before.trim()), `${JSON.stringify(before)} became ${JSON.stringify(code)}`);
				before = code;
			}
			assert.equal(before, codeOf(answer));
		});
	}
});
