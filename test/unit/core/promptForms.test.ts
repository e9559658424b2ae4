import assert from 'node:assert/strict';
import { actsOf, shapeOf, signatureOf } from '../../../src/core/promptForms.ts';
import { wordsOf } from '../../../src/core/promptWords.ts';

const acts = (text: string) => actsOf(wordsOf(text));

describe('the form of a prompt', () => {
	it('keeps the words that carry form, and knows others by their endings', () => {
		const shapes = [
			'the',
			"doesn't",
			'running',
			'crashed',
			'quickly',
			'functions',
			'parsers',
			'usable',
			'status',
			'loop',
		];
		assert.deepEqual(shapes.map(shapeOf), ['the', "doesn't", 'ING', 'ED', 'LY', 'ION', 'ER', 'ADJ', 'N', 'N']);
		assert.deepEqual(['42ms', 'utf8', 'snake_case', 'größe', 'cats'].map(shapeOf), ['0', 'X', 'X', 'N', 'S']);
	});

	it('[T21] tells a request from a question and from a statement', () => {
		assert.deepEqual(acts('rename it'), ['request change']);
		assert.deepEqual(acts('could you please explain it?'), ['request tell?']);
		assert.deepEqual(acts('should we rename it?'), ['whether should we?']);
		assert.deepEqual(acts('why is it null?'), ['question why aux?']);
		assert.deepEqual(acts('the map jumps'), ['statement the s']);
		assert.deepEqual(acts('the map should jump'), ['statement the should']);
		assert.deepEqual(acts('small parser for dates'), ['statement n - for']);
	});

	it('says what each sentence does, and nothing of empty ones', () => {
		assert.deepEqual(acts('it works. why?'), ['statement it s', 'question why ?']);
		assert.deepEqual(acts('... \n\n ?!'), []);
		assert.deepEqual(acts(''), []);
	});

	it('has a signature of who speaks and of what', () => {
		assert.equal(signatureOf(wordsOf('i think my code is not ok ?')), '10100111');
		assert.equal(signatureOf(wordsOf('you should')), '00011000');
		assert.equal(signatureOf([]), '00000000');
	});
});
