import assert from 'node:assert/strict';
import type { Payload } from '../../../src/core/request.ts';
import type { HandOff } from '../../../src/providers/provider.ts';
import { agentPrompt, llmPrompt } from '../../../src/providers/prompt.ts';
import { codeRequest } from './inputs.ts';

const focus = { path: 'src/a.ts', language: 'typescript', before: 'one\n', selection: 'two\n', after: 'three\n' };
const payload: Partial<Payload> = {
	instruction: 'Rename it',
	focus,
	attachments: [{ path: 'src/b.ts', language: 'typescript', text: 'export {};' }],
	paths: ['src/a.ts', 'src/b.ts'],
};

describe('the prompt', () => {
	it('holds the instruction, the document, the attachments and the paths, each in its own tags', () => {
		const { user } = llmPrompt(codeRequest('text', payload));
		assert.match(user, /<request>\nRename it\n<\/request>/);
		assert.match(
			user,
			/<document path="src\/a.ts" language="typescript">\none\n<selection>two\n<\/selection>three\n\n<\/document>/,
		);
		assert.match(user, /<file path="src\/b.ts" language="typescript">\nexport {};\n<\/file>/);
		assert.match(user, /<paths>\nsrc\/a.ts\nsrc\/b.ts\n<\/paths>/);
	});

	it('marks the cursor of a request for code, and leaves a document for reading unmarked', () => {
		const atCursor = { focus: { ...focus, selection: '' } };
		assert.match(llmPrompt(codeRequest('code', atCursor)).user, /one\n<selection><\/selection>three/);
		assert.doesNotMatch(llmPrompt(codeRequest('text', atCursor)).user, /<selection>/);
	});

	it('shows a document that is to be edited as it is, with the selection beside it', () => {
		const { user } = llmPrompt(codeRequest('changes', payload));
		assert.match(user, />\none\ntwo\nthree\n\n<\/document>/);
		assert.match(user, /<selection path="src\/a.ts">\ntwo\n\n<\/selection>/);
	});

	it('holds what may help, each piece in tags that say what it is, from where and which lines', () => {
		const piece = { path: 'src/money.ts', language: 'typescript', first: 3, last: 9, name: null };
		const pieces = [
			{ ...piece, kind: 'definition', name: 'total', text: 'a\nb\nc\nd\ne\nf\ng' },
			{ ...piece, kind: 'type', name: 'Item', text: 'a\nb\n' },
			{ ...piece, kind: 'problems', text: 'src/money.ts:3:1 error: no' },
			{ ...piece, kind: 'attached', text: 'whole', last: 3 },
		] as const;
		const { user } = llmPrompt(codeRequest('text', { pieces }));
		assert.match(user, /<definition name="total" path="src\/money.ts" language="typescript" lines="3-9">\na\nb\n/);
		assert.match(user, /<definition name="Item" path="src\/money.ts" language="typescript" lines="3-4 of 3-9">/);
		assert.match(user, /<problems path="src\/money.ts">\nsrc\/money.ts:3:1 error: no\n<\/problems>/);
		assert.match(user, /<file path="src\/money.ts" language="typescript" lines="3-3">\nwhole\n<\/file>/);
	});

	it('says which lines of a long document are shown, and nothing of lines where all are', () => {
		const documentOf = (lines: object) => llmPrompt(codeRequest('text', { focus: { ...focus, ...lines } })).user;
		assert.match(documentOf({ firstLine: 7, lineCount: 40 }), /language="typescript" lines="7-9 of 40">/);
		assert.match(documentOf({ firstLine: 1, lineCount: 40 }), /lines="1-3 of 40">/);
		assert.doesNotMatch(documentOf({ firstLine: 1, lineCount: 3 }), /lines=/);
	});

	it('asks for the replacement only, for search and replace blocks, or for Markdown', () => {
		assert.match(llmPrompt(codeRequest('code')).system, /replacement only/);
		assert.match(llmPrompt(codeRequest('changes')).system, /\n<<<<<<< SEARCH\n.*\n=======\n.*\n>>>>>>> REPLACE\n/);
		assert.match(llmPrompt(codeRequest('text')).system, /Markdown/);
	});

	it('leaves out what there is not', () => {
		assert.equal(llmPrompt(codeRequest('text')).user, '<request>\nSay hello\n</request>');
	});

	it('lets an agent look around by itself for changes', () => {
		const prompt = agentPrompt(codeRequest('changes', payload));
		assert.ok(prompt.startsWith('Rename it\n\n'));
		assert.match(prompt, /The file open in the editor is src\/a.ts/);
		assert.match(prompt, /```typescript\ntwo\n\n```/);
		assert.match(prompt, /Related files: src\/b.ts/);
		assert.doesNotMatch(prompt, /three|SEARCH/);
	});

	it('keeps a selection with fences in it inside a longer fence', () => {
		const markdown = { ...focus, language: 'markdown', selection: '````js\nx\n````' };
		assert.match(agentPrompt(codeRequest('changes', { focus: markdown })), /`````markdown\n````js\nx\n````\n`````/);
	});

	it('tells whoever goes on from unfinished work what was done, by whom, and why it stopped', () => {
		const handOff: HandOff = {
			by: [
				{ provider: 'claude-code', stoppedBy: 'limit' },
				{ provider: 'codex', stoppedBy: 'timeout' },
			],
			files: [
				{ path: 'src/one.ts', what: 'added' },
				{ path: 'src/old.ts', what: 'deleted' },
			],
			diff: '+one\n```\n',
		};
		for (const prompt of [
			agentPrompt(codeRequest('changes'), handOff),
			llmPrompt(codeRequest('changes'), handOff).user,
		]) {
			assert.match(prompt, /begun by claude-code \(stopped: limit\), then codex \(stopped: timeout\)/);
			assert.match(prompt, /- added: src\/one\.ts\n- deleted: src\/old\.ts/);
			assert.match(prompt, /````diff\n\+one\n```\n\n````/);
		}
		assert.doesNotMatch(agentPrompt(codeRequest('changes')), /begun by/);
	});

	it('tells an agent to edit nothing when only an answer is wanted', () => {
		for (const task of ['text', 'code'] as const) {
			const prompt = agentPrompt(codeRequest(task, payload));
			assert.match(prompt, /Do not edit, create or delete any file/);
			assert.match(prompt, /three/);
		}
	});
});
