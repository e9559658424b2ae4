import assert from 'node:assert/strict';
import type { Recognition } from '../../../src/core/classify.ts';
import { parseDirectives } from '../../../src/core/directives.ts';
import { known, neededFor, withDirectives } from '../../../src/core/needs.ts';

const needs = [
	{ capability: 'testing', score: 0.7 },
	{ capability: 'debugging', score: 0.2 },
] as const;
const recognition: Recognition = { needs, effort: null, sure: true };
const directives = (prompt: string) => parseDirectives(prompt, { providers: [], aliases: {} });

describe('what a request needs', () => {
	it('[T18] is what was surely recognised, with all that may be meant beside it', () => {
		assert.deepEqual(neededFor(recognition, {}), {
			needs,
			recognised: { from: ['text'], sure: true, candidates: needs },
		});
	});

	it('[T24] is nothing when nothing is sure, however likely it is', () => {
		assert.deepEqual(neededFor({ ...recognition, sure: false, effort: 'deep-thinking' }, {}), {
			needs: [],
			recognised: { from: ['text'], sure: false, candidates: needs },
		});
	});

	it('counts an effort that stands in the words for little', () => {
		const { needs: found } = neededFor({ ...recognition, effort: 'fast-thinking' }, {});
		assert.deepEqual(found, [...needs, { capability: 'fast-thinking', score: 0.3 }]);
	});

	it('[T17] [T21] names the evidence of the editor, and only what was there', () => {
		const from = (evidence: Parameters<typeof neededFor>[1]) => neededFor(recognition, evidence).recognised.from;
		assert.deepEqual(from({ language: 'typescript', hasSelection: false, diagnostics: 0, isTestFile: false }), [
			'text',
		]);
		assert.deepEqual(
			from({ language: 'markdown', hasSelection: true, diagnostics: 2, isTestFile: true, isDiff: true }),
			['text', 'language', 'selection', 'diagnostics', 'test-file', 'diff'],
		);
	});

	it('[T17] of a command is what the command says', () => {
		assert.deepEqual(known(needs), { needs, recognised: { from: ['command'], sure: true, candidates: needs } });
	});
});

describe('what a user asks for by name', () => {
	it('[T6] takes the place of everything that was recognised', () => {
		const needed = withDirectives(neededFor(recognition, {}), directives('#architecture #testing x'));
		assert.deepEqual(needed, {
			needs: [
				{ capability: 'architecture', score: 1 },
				{ capability: 'testing', score: 1 },
			],
			recognised: { from: ['directive'], sure: true, candidates: needs },
		});
	});

	it('[T6] is sure although the words were not', () => {
		const unsure = neededFor({ ...recognition, sure: false }, {});
		assert.equal(withDirectives(unsure, directives('#architecture x')).recognised.sure, true);
	});

	it('[T6] is both when it is a kind of work and an effort', () => {
		const { needs: both, recognised } = withDirectives(neededFor(recognition, {}), directives('#architecture !deep x'));
		assert.deepEqual(both, [
			{ capability: 'architecture', score: 1 },
			{ capability: 'deep-thinking', score: 0.5 },
		]);
		assert.deepEqual(recognised.from, ['directive']);
	});

	it('[T6] as an effort alone makes nothing sure', () => {
		const unsure = neededFor({ ...recognition, sure: false }, {});
		assert.equal(withDirectives(unsure, directives('!deep x')).recognised.sure, false);
	});

	it('[T6] as an effort alone goes along with what was recognised, and outranks an effort in the words', () => {
		const needed = withDirectives(
			neededFor({ ...recognition, effort: 'fast-thinking' }, { hasSelection: true }),
			directives('!deep x'),
		);
		assert.deepEqual(needed, {
			needs: [...needs, { capability: 'deep-thinking', score: 0.5 }],
			recognised: { from: ['directive', 'text', 'selection'], sure: true, candidates: needs },
		});
	});

	it('[T6] is nothing where nothing was named', () => {
		const needed = neededFor(recognition, {});
		assert.deepEqual(withDirectives(needed, directives('@codex x')), needed);
	});
});
