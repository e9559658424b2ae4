import assert from 'node:assert/strict';
import { applyEdit, parseEdits, type Reading } from '../../../src/core/edits.ts';

const block = (search: string, replace: string) => `<<<<<<< SEARCH\n${search}=======\n${replace}>>>>>>> REPLACE\n`;
const plain = block('old\n', 'new\n');

describe('edits: reading an answer', () => {
	it('reads every block in order, each with its path', () => {
		const answer = `src/a.ts\n${plain}\nsrc/b.ts\n${block('x\n', '')}`;
		assert.deepEqual(parseEdits(answer), {
			ok: true,
			edits: [
				{ path: 'src/a.ts', readings: [{ search: 'old\n', replace: 'new\n' }] },
				{ path: 'src/b.ts', readings: [{ search: 'x\n', replace: '' }] },
			],
		});
	});

	it('an answer with CRLF reads like one with LF', () => {
		assert.deepEqual(parseEdits(`a.ts\n${plain}`.replaceAll('\n', '\r\n')), parseEdits(`a.ts\n${plain}`));
	});

	it('a block without a path of its own is for the file of the block before', () => {
		assert.deepEqual(pathsOf(`a.ts\n${plain}${plain}`), ['a.ts', 'a.ts']);
		assert.deepEqual(pathsOf(`a.ts\n\`\`\`ts\n${plain}\`\`\`\n\n\`\`\`ts\n${plain}\`\`\``), ['a.ts', 'a.ts']);
	});

	it('indentation and blank lines inside a block stay as they are', () => {
		const answer = `a.ts\n${block('\tif (x) {\n\n', '  \n')}`;
		assert.deepEqual(readingsOf(answer), [{ search: '\tif (x) {\n\n', replace: '  \n' }]);
	});

	it('marks a little longer or shorter than asked for are understood', () => {
		assert.deepEqual(readingsOf('a.ts\n<<<<< SEARCH\nold\n========\nnew\n>>>>>>>>> REPLACE'), [
			{ search: 'old\n', replace: 'new\n' },
		]);
	});

	it('marks may have more spaces, and spaces behind them', () => {
		assert.deepEqual(readingsOf('a.ts\n<<<<<<<  SEARCH \nold\n======= \nnew\n>>>>>>>  REPLACE\t'), [
			{ search: 'old\n', replace: 'new\n' },
		]);
	});

	for (const line of ['<<<<<<<', '<<<<<<< HEAD', '>>>>>>> MAIN', '>>>>>>> REPLACE it', '// =======', '======= A']) {
		it(`${JSON.stringify(line)} inside a block is content`, () => {
			assert.deepEqual(readingsOf(`a.ts\n${block(`${line}\n`, 'new\n')}`), [{ search: `${line}\n`, replace: 'new\n' }]);
		});
	}

	const decorations = [
		'src/a.ts',
		'**src/a.ts**',
		'### src/a.ts',
		'`src/a.ts`',
		'### `src/a.ts`',
		'**`src/a.ts`**:',
		'File: src/a.ts',
		'**File: `src/a.ts`**',
		'- src/a.ts',
		'1. `src/a.ts`',
		'12. src/a.ts',
		'#  src/a.ts',
		'File:  src/a.ts',
		'  src/a.ts  ',
		'```src/a.ts',
		'src/a.ts\n\n',
		'src/a.ts:',
		'"src/a.ts"',
		'Then change `src/a.ts` like this:',
		'src/a.ts\n```ts',
		'src/a.ts\n\n```typescript',
		'I explain it first.\n\nsrc/a.ts',
	];
	for (const decoration of decorations) {
		it(`finds the path in ${JSON.stringify(decoration)}`, () => {
			assert.deepEqual(pathsOf(`${decoration}\n${plain}`), ['src/a.ts']);
		});
	}

	for (const path of [
		'Makefile',
		'.github/work flow.yml',
		'__init__.py',
		'#readme',
		'my notes.txt',
		'src/[id].ts',
		'my notes - old.txt',
		"src/it's.ts",
		'profile:a.ts',
	]) {
		it(`takes ${JSON.stringify(path)} for a path as it stands`, () => {
			assert.deepEqual(pathsOf(`${path}\n${plain}`), [path]);
		});
	}

	it('prose above a block is no path: the block is for the file of the block before', () => {
		const prose = [
			'And now the other place:',
			'Rename it here too',
			'Now the same in src/b.ts:',
			'Replace `foo` and `bar` now:',
			'Rename `foo` here',
			'Move it from `src/b.ts` to `src/c.ts`:',
			'Now the "other" place',
			'See src/b.ts again',
			'***',
			'src/b.ts\nas in ```ts',
		];
		for (const line of prose) {
			assert.deepEqual(pathsOf(`a.ts\n${plain}\n${line}\n${plain}`), ['a.ts', 'a.ts']);
		}
	});

	const half: readonly (readonly [title: string, answer: string, message: string])[] = [
		['prose alone', 'I would change the name.', 'the answer holds no edit'],
		['nothing', '', 'the answer holds no edit'],
		['a block that is cut off', `a.ts\n${plain}a.ts\n<<<<<<< SEARCH\nold\n=======\nne`, 'edit 2 is not closed'],
		[
			'a block that is cut off before another',
			`a.ts\n<<<<<<< SEARCH\nold\n=======\nne\n${plain}`,
			'edit 1 is not closed',
		],
		[
			'a block without a divider',
			`a.ts\n<<<<<<< SEARCH\nold\n>>>>>>> REPLACE\n${plain}`,
			'edit 1 has no line between the old and the new text',
		],
		['a block without any path', plain, 'edit 1 names no file'],
		['a block too far below its path', `a.ts\n\n\n\n${plain}`, 'edit 1 names no file'],
		['a block below prose', `Here is the edit\n${plain}`, 'edit 1 names no file'],
	];
	for (const [title, answer, message] of half) {
		it(`half an answer is none: ${title}`, () => {
			assert.deepEqual(parseEdits(answer), { ok: false, message });
		});
	}
});

describe('edits: applying one', () => {
	const table: readonly (readonly [title: string, text: string | null, answer: string, expected: string])[] = [
		['replaces lines', 'a\nold\nb\n', plain, 'a\nnew\nb\n'],
		['removes lines', 'a\nold\nb\n', block('old\n', ''), 'a\nb\n'],
		['keeps CRLF', 'a\r\nold\r\nb\r\n', block('a\nold\n', 'a\nnew\nmore\n'), 'a\r\nnew\r\nmore\r\nb\r\n'],
		['finds lines whose endings are mixed', 'a\r\nold\nb\n', block('a\nold\n', 'x\n'), 'x\r\nb\n'],
		['keeps a missing final newline', 'a\nold', plain, 'a\nnew'],
		['keeps a missing final newline when the last line goes', 'a\nold', block('old\n', ''), 'a'],
		['keeps a missing final newline when it edits before', 'old\na', plain, 'new\na'],
		['keeps a byte-order mark', '\uFEFFold\nb\n', plain, '\uFEFFnew\nb\n'],
		['keeps a final newline', 'old\n', plain, 'new\n'],
		['ends new lines as the line that they replace', 'a\r\nold\nb\n', plain, 'a\r\nnew\nb\n'],
		['ends new lines with LF where no line ends', 'old', block('old\n', 'a\nb\n'), 'a\nb'],
		['takes special characters of replacements as they are', 'old\n', block('old\n', "$& $1 $'\n"), "$& $1 $'\n"],
		['makes a new file', null, block('', 'one\ntwo\n'), 'one\ntwo\n'],
		['fills an empty file', '', block('', 'one\n'), 'one\n'],
		['does not take the end of a longer line for the line', 'not old\nold\n', plain, 'not old\nnew\n'],
		['does not take the beginning of a longer line for the line', 'old one\nold\n', plain, 'old one\nnew\n'],
	];
	for (const [title, text, answer, expected] of table) {
		it(title, () => {
			assert.deepEqual(applied(text, answer), { ok: true, text: expected });
		});
	}

	const failures: readonly (readonly [title: string, text: string | null, answer: string, message: string])[] = [
		['lines that are not there', 'a\n', plain, 'the text searched for is not in the file'],
		['lines that differ in indentation', '\told\n', plain, 'the text searched for is not in the file'],
		['lines that are there twice', 'old\na\nold\n', plain, 'the text searched for is in the file 2 times'],
		[
			'lines that overlap themselves',
			'x\nx\nx\n',
			block('x\nx\n', 'y\n'),
			'the text searched for is in the file 2 times',
		],
		['a new file that exists', 'a\n', block('', 'b\n'), 'the edit would overwrite an existing file'],
		['a file that does not exist', null, plain, 'the edit is for a file that does not exist'],
		['lines in an empty file', '', plain, 'the text searched for is not in the file'],
	];
	for (const [title, text, answer, message] of failures) {
		it(`does not apply to ${title}`, () => {
			assert.deepEqual(applied(text, answer), { ok: false, message });
		});
	}
});

describe('edits: content that holds lines like the divider', () => {
	const heading = (title: string, body: string) => `${title}\n=======\n\n${body}\n`;

	it('a heading in the old and the new text stays whole', () => {
		const answer = block(heading('Title', 'old'), heading('Title', 'new'));
		assert.deepEqual(applied(`${heading('Title', 'old')}end\n`, answer), {
			ok: true,
			text: `${heading('Title', 'new')}end\n`,
		});
	});

	it('a heading in the old text alone is removed with it', () => {
		assert.deepEqual(applied(`a\n${heading('Title', 'old')}`, block(heading('Title', 'old'), 'new\n')), {
			ok: true,
			text: 'a\nnew\n',
		});
	});

	it('a heading in the new text alone is inserted whole', () => {
		assert.deepEqual(applied('old\n', block('old\n', heading('Title', 'new'))), {
			ok: true,
			text: heading('Title', 'new'),
		});
	});

	it('a new file may begin with a heading', () => {
		assert.deepEqual(applied(null, block('', heading('Title', 'new'))), { ok: true, text: heading('Title', 'new') });
	});

	it('an underline of another length is content like any other', () => {
		const answer = block('Name\n=====\n', 'Other\n=====\n');
		assert.deepEqual(applied('Name\n=====\n', answer), { ok: true, text: 'Other\n=====\n' });
	});

	it('a heading that is there twice is refused, not guessed', () => {
		const twice = `${heading('Title', 'old')}a\n${heading('Title', 'old')}`;
		assert.deepEqual(applied(twice, block(heading('Title', 'old'), 'new\n')), {
			ok: false,
			message: 'the text searched for is in the file 2 times',
		});
	});
});

function pathsOf(answer: string): readonly string[] {
	const parsed = parseEdits(answer);
	assert.ok(parsed.ok, parsed.ok ? '' : parsed.message);
	return parsed.edits.map(({ path }) => path);
}

function readingsOf(answer: string): readonly Reading[] {
	const parsed = parseEdits(answer);
	assert.ok(parsed.ok);
	return parsed.edits.flatMap(({ readings }) => readings);
}

/** The one block of an answer, applied to a file's text. */
function applied(text: string | null, answer: string) {
	const parsed = parseEdits(`file.md\n${answer}`);
	assert.ok(parsed.ok);
	const [edit] = parsed.edits;
	assert.ok(edit !== undefined);
	return applyEdit(text, edit);
}
