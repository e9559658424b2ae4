import assert from 'node:assert/strict';
import fc from 'fast-check';
import { pack } from '../../../scripts/classifier/pack.ts';
import { classify, type Evidence, kindsOfWork, readModel } from '../../../src/core/classify.ts';
import { readPrompt } from '../../../src/core/promptText.ts';
import { conceptsIn } from '../../../src/core/promptWords.ts';
import { englishConcepts } from '../../../src/core/promptWordsEnglish.ts';
import { tradeConcepts } from '../../../src/core/promptWordsTrades.ts';
import { readShippedModel } from '../../../src/lazy/classify.ts';

const model = readShippedModel();
const recognised = (text: string, evidence: Evidence = {}) => classify(text, evidence, model);
const first = (text: string, evidence: Evidence = {}) => recognised(text, evidence).needs[0]?.capability;

describe('recognising what is asked', () => {
	const examples: readonly (readonly [prompt: string, task: string])[] = [
		['why is this null?', 'debugging'],
		['document.querySelector("#save") is null, nothing happens when I click', 'debugging'],
		['Write a function that merges two sorted lists', 'code-generation'],
		['Please review this pull request before I merge it', 'code-review'],
		['Should we split the monolith into services, or keep one app with modules?', 'architecture'],
		['write unit tests for the parser, cover the edge cases', 'testing'],
		['extract the duplicated code into a helper, behaviour must stay the same', 'refactoring'],
		['add docstrings to the public methods', 'documentation'],
		['what does this regex do?', 'explanation'],
		['is this open to sql injection? what could an attacker do', 'security-audit'],
		['this query takes 9 seconds, make it fast', 'performance'],
	];
	for (const [prompt, task] of examples) {
		it(`[T14 T21] "${prompt}" is ${task}`, () => assert.equal(first(prompt), task));
	}

	it('[T21] what is not wanted is not what is asked', () => {
		assert.equal(first('do not write tests, just tell me why it fails with this error'), 'debugging');
		assert.notEqual(first('do not write tests'), first('write tests'));
	});

	it('[T21] a negation turns a word into its opposite up to the end of the clause', () => {
		assert.ok(conceptsIn('write tests').has('test'));
		assert.ok(!conceptsIn('do not write tests').has('test'));
		assert.ok(conceptsIn('do not write tests').has('not test'));
		assert.ok(conceptsIn('do not hurry, write tests').has('test'));
		assert.ok(conceptsIn('不要写测试').has('not test'));
	});

	it('[T21] words within words are not heard', () => {
		assert.ok(!conceptsIn('the contest has a winner').has('test'));
		assert.ok(!conceptsIn('inspect the latest greatest thing').has('test'));
		assert.ok(!conceptsIn('document.querySelector').has('explain'));
		assert.notEqual(first('the contest page shows the wrong winner, no error'), 'testing');
	});

	it('[T21] entries of several words and beginnings of words are heard, up to the end of the clause', () => {
		assert.ok(conceptsIn('it no longer works').has('misbehaves'));
		assert.ok(!conceptsIn('no longer, it works').has('misbehaves'));
		assert.ok(conceptsIn('a crashloop').has('misbehaves'));
		assert.ok(conceptsIn('vulnerabilities').has('security'));
		assert.equal(conceptsIn('slow, slow, slow').get('performance'), 3);
	});

	it('every entry of the English lists is heard where it is said', () => {
		for (const [name, entries] of Object.entries({ ...englishConcepts, ...tradeConcepts })) {
			const unheard = entries.split('|').filter((entry) => !hears(conceptsIn(entry.replace('*', 'x')), name));
			assert.deepEqual(unheard, [], name);
		}
	});

	it('[T21] the same question is understood in many languages', () => {
		const tests = [
			'Schreib bitte Tests für diese Klasse',
			'écris des tests unitaires pour cette classe',
			'escribe pruebas unitarias para esta clase',
			'escreve testes unitários para essa classe',
			'напиши юнит-тесты для этого класса',
			'给这个类写单元测试',
			'このクラスの単体テストを書いてください',
			'이 클래스의 단위 테스트를 작성해 주세요',
		];
		assert.deepEqual(
			tests.map((prompt) => first(prompt)),
			tests.map(() => 'testing'),
		);
	});

	it('[T21] what the editor knows shifts the scores, and never outweighs a clear sentence', () => {
		const scoreOf = (name: string, evidence: Evidence) =>
			recognised('have a look at this', evidence).needs.find(({ capability }) => capability === name)?.score ?? 0;
		assert.ok(scoreOf('code-review', { isDiff: true }) > scoreOf('code-review', {}));
		assert.ok(scoreOf('debugging', { diagnostics: 3 }) >= scoreOf('debugging', { diagnostics: 0 }));
		assert.equal(first('write unit tests for the parser', { isDiff: true, diagnostics: 9 }), 'testing');
		assert.equal(first('explain what this does', { isTestFile: true, language: 'markdown' }), 'explanation');
	});

	it('[T18 T24] says that it is not sure where nothing is recognised', () => {
		for (const nothing of ['', ' \n\t', '???', '12345', '{}', 'hm', '🤷']) {
			assert.equal(recognised(nothing).sure, false, JSON.stringify(nothing));
		}
		assert.equal(recognised('write unit tests for the parser').sure, true);
	});

	it('hears how much thought is wanted', () => {
		assert.equal(recognised('Think hard about this design, no rush').effort, 'deep-thinking');
		assert.equal(recognised('Bitte gründlich und ohne Eile prüfen, was hier passiert').effort, 'deep-thinking');
		assert.equal(recognised('rename the variable and nothing else, quick fix please').effort, 'fast-thinking');
		assert.equal(recognised('用一句话解释一下这个函数的作用,谢谢你的帮助').effort, 'fast-thinking');
		assert.equal(recognised('Write a function that merges two sorted lists').effort, null);
	});
});

describe('a recognition', () => {
	it('takes any text, and its needs are sorted, finite and kinds of work', () => {
		fc.assert(
			fc.property(anyText, anyEvidence, (text, evidence) => {
				const { needs } = recognised(text, evidence);
				const scores = needs.map(({ score }) => score);
				assert.ok(scores.every((score) => Number.isFinite(score) && score >= 0.1 && score <= 1));
				assert.deepEqual(
					scores,
					[...scores].sort((one, other) => other - one),
				);
				assert.ok(needs.every(({ capability }) => kindsOfWork.includes(capability)));
				assert.equal(new Set(needs.map(({ capability }) => capability)).size, needs.length);
			}),
		);
	});

	it('is the same every time', () => {
		fc.assert(
			fc.property(anyText, (text) => {
				assert.deepEqual(recognised(text), classify(text, {}, readShippedModel()));
			}),
			{ numRuns: 20 },
		);
	});

	it('reads the weights of a feature from its place among the known hashes', () => {
		const own = Float64Array.from({ length: 10 }, (_, kind) => kind - 5);
		const other = own.map((weight) => -2 * weight);
		const read = readModel(
			pack(
				new Map([
					[0, other],
					[31, own],
					[32, other],
					[(1 << 20) - 1, own],
				]),
			),
		);
		assert.deepEqual([...read.before.slice(0, 3)], [0, 2, 3]);
		assert.equal(read.before.at(-1), 3);
		assert.deepEqual([read.known[0], read.known[1], read.known.at(-1)], [0x80000001, 1, 0x80000000]);
		assert.equal(read.scales.length, 4);
		for (const [row, weights] of [other, own, other, own].entries()) {
			for (const [kind, weight] of weights.entries()) {
				const half = (read.scales[row] ?? 0) / 2;
				const near = (read.weights[row * 10 + kind] ?? 0) * (read.scales[row] ?? 0);
				assert.ok(Math.abs(near - weight) <= half, `${row} ${kind}: ${near} for ${weight}`);
			}
		}
	});

	it('puts equal scores in the order of the capabilities', () => {
		const { needs } = classify('anything', {}, readModel(new Uint8Array()));
		assert.deepEqual(
			needs.map(({ capability }) => capability),
			kindsOfWork,
		);
	});

	it('looks at the beginning and the end only, however long the text is', () => {
		const start = 'please explain this log. '.padEnd(1200, 'x ');
		const end = 'y '.repeat(200);
		const long = start + 'write unit tests '.repeat(60_000) + end;
		const other = start + 'fix this crash!! '.repeat(60_000) + end;
		assert.ok(long.length > 1_000_000);
		assert.deepEqual(recognised(long), recognised(other));
	});
});

describe('a prompt taken apart', () => {
	it("the user's own sentences are told from code, logs and diffs", () => {
		const pasted = 'make this readable\n\ndef f(x):\n    return [y for y in x if y]\n';
		assert.equal(readPrompt(pasted).prose, 'make this readable');
		assert.equal(readPrompt('```\nwhy is this here\n```\nrename it').prose, 'rename it');
		assert.ok(readPrompt('ok?\n\n- const a = 1;\n+ const a = 2;').marks.includes('diff'));
		assert.ok(readPrompt('help\n\n    at main (app.js:3:1)').marks.includes('stack trace'));
	});

	it('a prompt of nothing but code is still read', () => {
		const { prose, code, marks } = readPrompt('const a = [1, 2];\nconst b = a[3].x;');
		assert.match(prose, /const a/);
		assert.equal(code, '');
		assert.ok(marks.includes('code only'));
	});

	it('tells a question that ends it from one before', () => {
		assert.ok(readPrompt('is it safe?').marks.includes('ends with question'));
		assert.ok(readPrompt('is it safe? I think so').marks.includes('question'));
		assert.ok(readPrompt('これは安全ですか？').marks.includes('ends with question'));
	});
});

/** An entry that begins with a negation says it of the words after it. */
const hears = (found: ReadonlyMap<string, number>, name: string) => found.has(name) || found.has(`not ${name}`);

const anyText = fc.oneof(
	fc.string({ unit: 'binary', maxLength: 300 }),
	fc.string({ unit: 'grapheme', maxLength: 300 }),
	fc
		.array(
			fc.constantFrom('write', 'not', 'tests', '\n\n', 'def f(x):', '```', '测试', '왜', '?', '- a', '{', '\ud800'),
		)
		.map((parts) => parts.join(' ')),
);

const anyEvidence: fc.Arbitrary<Evidence> = fc.record(
	{
		language: fc.constantFrom('typescript', 'markdown', ''),
		hasSelection: fc.boolean(),
		diagnostics: fc.nat(),
		isTestFile: fc.boolean(),
		isDiff: fc.boolean(),
	},
	{ requiredKeys: [] },
);
