import assert from 'node:assert/strict';
import { type Directives, keywordsIn, parseDirectives } from '../../../src/core/directives.ts';
import { agent, llm } from '../../support/providers.ts';

const providers = [agent('codex'), agent('claude-code'), llm('gpt', { model: 'vendor/gpt-5.5' })];
const aliases = { cheap: 'gpt' };
const nothing: Directives = { text: '', preferred: [], excluded: [], kind: 'any', capabilities: [], effort: null };

function parsed(prompt: string): Directives {
	return parseDirectives(prompt, { providers, aliases });
}

describe('directives in a prompt', () => {
	const forms: readonly (readonly [prompt: string, means: Partial<Directives>])[] = [
		['@codex fix it', { preferred: ['codex'] }],
		['fix @codex it', { preferred: ['codex'] }],
		['fix it @codex', { preferred: ['codex'] }],
		['@gpt @codex fix it', { preferred: ['gpt', 'codex'] }],
		['@codex @codex fix it', { preferred: ['codex'] }],
		['@cheap fix it', { preferred: ['gpt'] }],
		['@gpt/vendor/gpt-5.5 fix it', { preferred: ['gpt'] }],
		['@llm fix it', { kind: 'llm' }],
		['@agent fix it', { kind: 'agent' }],
		['-@llm fix it', { kind: 'agent' }],
		['-@agent fix it', { kind: 'llm' }],
		['-@claude-code fix it', { excluded: ['claude-code'] }],
		['@codex -@codex fix it', { excluded: ['codex'] }],
		['#testing fix it', { capabilities: ['testing'] }],
		['#Security-Audit #testing fix it', { capabilities: ['security-audit', 'testing'] }],
		['!fast fix it', { effort: 'fast-thinking' }],
		['!deep fix it', { effort: 'deep-thinking' }],
		['!fast !Deep fix it', { effort: 'deep-thinking' }],
		['@codex, fix it', { preferred: ['codex'] }],
		['fix it @gpt/vendor/gpt-5.5.', { preferred: ['gpt'] }],
		['\t@codex\tfix it', { preferred: ['codex'] }],
		['fix @codex \t it', { preferred: ['codex'] }],
	];
	for (const [prompt, means] of forms) {
		it(`[T6] ${JSON.stringify(prompt)} means ${JSON.stringify(means)} and leaves the question`, () => {
			assert.deepEqual(parsed(prompt), { ...nothing, text: 'fix it', ...means });
		});
	}

	const words = [
		'ask @nobody about it',
		'@gpt/other-model is not what gpt is set up with',
		'@constructor and @toString are in every object',
		'mail me@codex or codex@gpt',
		'(@codex) and "@codex" are quoted, @codex’s is a word',
		'#unknown and # testing and issue #12',
		'#fast-thinking is an effort',
		'color: red !important; wow!fast !',
		'-@nobody stays',
		'a @ b',
	];
	for (const prompt of words) {
		it(`[T6] a name that means nothing here stays in the prompt: ${JSON.stringify(prompt)}`, () => {
			assert.deepEqual(parsed(prompt), { ...nothing, text: prompt });
		});
	}

	const quoted = [
		'why does `@codex` fail',
		'why does `a @codex b` fail',
		'``@codex``',
		'explain\n```ts\n@codex class A {}\n// #testing !fast\n```\nand `@llm`',
		'explain\n```\n@codex never closed',
		'`x`@codex and @codex`x`',
	];
	for (const prompt of quoted) {
		it(`[T6] code in a prompt is left alone: ${JSON.stringify(prompt)}`, () => {
			assert.deepEqual(parsed(prompt), { ...nothing, text: prompt });
		});
	}

	it('[T6] a directive beside code counts, and the code stays as it is', () => {
		const code = '```ts\n@codex class A {}\n```';
		assert.deepEqual(parsed(`@gpt explain\n${code}\n#debugging please`), {
			...nothing,
			text: `explain\n${code}\nplease`,
			preferred: ['gpt'],
			capabilities: ['debugging'],
		});
	});

	it('[T6] lines stay lines', () => {
		assert.equal(parsed('first\n@codex second\nthird @gpt\n!deep\nlast').text, 'first\nsecond\nthird \n\nlast');
	});

	it('[T6] nothing is left of a prompt of directives alone', () => {
		assert.deepEqual(parsed(' @codex #testing !deep '), {
			...nothing,
			preferred: ['codex'],
			capabilities: ['testing'],
			effort: 'deep-thinking',
		});
	});
});

describe('keywords in a prompt', () => {
	const keyed = [
		llm('sql', { keywords: ['SQL', 'query plan'] }),
		llm('c', { keywords: ['C++', '.net'] }),
		llm('east', { keywords: ['重构', 'テスト'] }),
	];
	const rows: readonly (readonly [prompt: string, found: readonly string[]])[] = [
		['tune this sql please', ['sql 0']],
		['a Query Plan for Sql', ['sql 0', 'sql 1']],
		['mysql and sqlite and sql_mode and sql2', []],
		['sql.', ['sql 0']],
		['xsql', []],
		['𞤀sql', []],
		['sql𞤀', []],
		['😀sql😀', ['sql 0']],
		['mysql, then sql', ['sql 0']],
		['port it from c++ to .NET', ['c 0', 'c 1']],
		['请重构这个函数', ['east 0']],
		['このテストを書いて', ['east 1']],
		['', []],
	];
	for (const [prompt, found] of rows) {
		it(`[T17] in ${JSON.stringify(prompt)} stands ${found.join(' and ') || 'none'}`, () => {
			assert.deepEqual(
				keywordsIn(prompt, keyed).map(({ provider, keyword }) => `${provider} ${keyword}`),
				found,
			);
		});
	}
});
