import assert from 'node:assert/strict';
import { createAsked } from '../../../src/editor/asked.ts';
import type { Question } from '../../../src/editor/question.ts';

const question: Question = {
	command: 'ask',
	title: 'Answer',
	task: 'text',
	needs: [],
	recognised: { from: [], sure: true, candidates: [] },
	directives: { preferred: ['a'], excluded: ['b'], kind: 'llm', capabilities: ['testing'], effort: null },
	payload: { instruction: 'Why?', focus: null, attachments: [], paths: [] },
	target: null,
	folder: null,
	isolation: 'no-folder',
};

describe('what was asked in this window', () => {
	it('is asked again as it was', () => {
		const asked = createAsked();
		asked.keep('one', question);
		assert.equal(asked.again('one'), question);
		assert.equal(asked.again('two'), null);
	});

	it('is asked of another provider alone, whomever its words name', () => {
		const asked = createAsked();
		asked.keep('one', question);
		const again = asked.again('one', 'b');
		assert.equal(again?.only, 'b');
		assert.deepEqual(again.directives, { ...question.directives, preferred: [], excluded: [], kind: 'any' });
		assert.equal(again.payload, question.payload);
	});

	it('is forgotten when there are fifty later ones', () => {
		const asked = createAsked();
		for (let number = 0; number < 51; number++) {
			asked.keep(String(number), question);
		}
		assert.equal(asked.again('0'), null);
		assert.equal(asked.again('1'), question);
	});
});
