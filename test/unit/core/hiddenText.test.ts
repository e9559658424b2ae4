import assert from 'node:assert/strict';
import { hiddenIn, plainWords, visible } from '../../../src/core/hiddenText.ts';

describe('what a text hides', () => {
	it('is told by its name and its lines, in the order of the text', () => {
		assert.deepEqual(hiddenIn('a\nb\u202e\u2066c\nd\u202e\u202e'), [
			{ name: 'U+202E', lines: [2, 3] },
			{ name: 'U+2066', lines: [2] },
		]);
	});

	const hiding: Readonly<Record<string, string>> = {
		'an override of the direction': '\u202d',
		'an isolate': '\u2068',
		'a mark of the direction': '\u200f',
		'an Arabic mark of the direction': '\u061c',
		'a space without width': '\u200b',
		'a word joiner': '\u2060',
		'a soft hyphen': '\u00ad',
		'a letter without ink': '\u3164',
		'a tag, in which a whole sentence can be written': '\u{e0041}',
		'an escape of a terminal': '\u001b',
		'a bell': '\u0007',
		'a backspace': '\b',
		'a separator of lines that editors do not draw': '\u2028',
		'a mark of the byte order in the middle': '\ufeff',
	};
	for (const [what, character] of Object.entries(hiding)) {
		it(`can be ${what}`, () => {
			assert.equal(hiddenIn(`x${character}y`).length, 1);
			assert.equal(visible(`x${character}y`).includes(character), false);
		});
	}

	const plain: Readonly<Record<string, string>> = {
		'tabs and line breaks': 'a\tb\r\nc\fd',
		'letters of scripts that run from right to left': 'שלום مرحبا',
		'a family of one emoji': '👩\u200d👩\u200d👧 ok',
		'a joiner of Persian': 'می\u200cخواهم',
		'marks on letters': 'e\u0301',
		'a mark of the byte order at the beginning': '\ufeffx',
	};
	for (const [what, text] of Object.entries(plain)) {
		it(`is not ${what}`, () => {
			assert.deepEqual(hiddenIn(text), []);
		});
	}

	it('takes a joiner between plain letters for what it is', () => {
		assert.deepEqual(hiddenIn('pass\u200dword'), [{ name: 'U+200D', lines: [1] }]);
	});

	it('leaves out what was there before, as often as it was', () => {
		assert.deepEqual(hiddenIn('moved\u202e', '\u202ehere'), []);
		assert.deepEqual(hiddenIn('\u202e\u202e', '\u202e'), [{ name: 'U+202E', lines: [1] }]);
	});
});

describe('words of others in plain text', () => {
	it('stand on one line, with what they hide named', () => {
		assert.equal(visible('a\u001b[31mred\nb\u202etxt.exe'), 'a‹U+001B›[31mred b‹U+202E›txt.exe');
	});

	it('are no link in a message', () => {
		assert.equal(plainWords('[Fix it](command:workbench.action.x)'), '[Fix it] (command:workbench.action.x)');
		assert.equal(plainWords('see https://a.example'), 'see https://a.example');
	});

	it('cannot be put together to a link by what is hidden between the parts', () => {
		assert.doesNotMatch(plainWords('[a]\u200b(command:b)'), /\]\(/);
	});
});
