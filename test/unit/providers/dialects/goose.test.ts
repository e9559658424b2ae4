import assert from 'node:assert/strict';
import { goose } from '../../../../src/providers/dialects/goose.ts';
import { kindOf } from '../inputs.ts';
import { launchInput, replayEvents } from './replay.ts';

const message = (content: readonly object[], id = 'm1', role = 'assistant') => ({
	type: 'message',
	message: { id, role, content },
});
const text = (words: string, id?: string) => message([{ type: 'text', text: words }], id);
const done = { type: 'complete', total_tokens: 42 };
const asks = (name: string, parameters: object) =>
	message([{ type: 'toolRequest', id: '1', toolCall: { status: 'success', value: { name, arguments: parameters } } }]);

describe('the dialect of Goose, from its documentation', () => {
	it('joins the pieces of one message, and keeps two apart', () => {
		const { answer, parts } = replayEvents(goose, [text('One ', 'a'), text('piece.', 'a'), text('Two.', 'b'), done]);
		assert.equal(answer.ok && answer.text, 'One piece.\n\nTwo.');
		assert.equal(parts.map((part) => (part.type === 'text' ? part.text : '')).join(''), 'One piece.\n\nTwo.');
	});

	it('[U12] gives what it does, a tool of another extension apart from its own', () => {
		const { parts } = replayEvents(goose, [
			asks('developer__text_editor', { command: 'write', path: 'a.ts' }),
			asks('developer__text_editor', { command: 'view', path: 'a.ts' }),
			asks('developer__shell', { command: 'ls' }),
			asks('developer__analyze', {}),
			asks('github__create_issue', {}),
			asks('shell', { command: 'pwd' }),
		]);
		assert.deepEqual(
			parts.flatMap((part) => (part.type === 'tool' ? [part.tool] : [])),
			['edit', 'other', 'command', 'other', 'outside', 'command'],
		);
	});

	it('knows a failure of its server by its words, although it completes and exits with 0', () => {
		const failed = 'Ran into this error: Rate limit exceeded.\n\nPlease retry if you think this is a transient error.';
		assert.equal(kindOf(replayEvents(goose, [text(failed), done]).answer), 'rate-limited');
		const error = { type: 'error', error: 'Server error: 503 Service Unavailable' };
		assert.equal(kindOf(replayEvents(goose, [error, done]).answer), 'overloaded');
		const credits = message([{ type: 'systemNotification', notificationType: 'creditsExhausted', msg: 'Add credits' }]);
		assert.equal(kindOf(replayEvents(goose, [credits, done]).answer), 'billing');
	});

	it('does not take an answer about errors for one', () => {
		assert.equal(kindOf(replayEvents(goose, [text('The test ran into this error: rate limit.'), done]).answer), 'ok');
	});

	it('counts what it was denied, although it ends well', () => {
		const toolResult = {
			status: 'success',
			value: [{ type: 'text', text: 'The user has declined to run this tool.' }],
		};
		const denied = message([{ type: 'toolResponse', id: '1', toolResult }], 'm2', 'user');
		assert.equal(kindOf(replayEvents(goose, [denied, text('Done.'), done]).answer), 'bad-output');
	});

	it('does not believe an exit with 0 before it is complete (U14)', () => {
		assert.equal(kindOf(replayEvents(goose, [text('Done.')]).answer), 'bad-output');
	});

	it('takes every unknown line for a sign of life', () => {
		for (const event of [null, 7, 'text', [], {}, { type: 'notification' }, { type: 'toString' }]) {
			assert.deepEqual(replayEvents(goose, [event]).parts, [{ type: 'activity' }]);
		}
	});

	it('has no tools where it may only read, and is not started where it may edit but not run', () => {
		const readOnly = goose.launch({ ...launchInput, permission: 'read-only' });
		assert.equal(readOnly.environment?.['GOOSE_MODE'], 'chat');
		assert.equal(readOnly.refusal, undefined);
		assert.match(goose.launch({ ...launchInput, permission: 'edit' }).refusal ?? '', /without being allowed to run/);
		const all = goose.launch({ ...launchInput, permission: 'edit-and-run' });
		assert.equal(all.environment?.['GOOSE_MODE'], 'auto');
		assert.equal(all.refusal, undefined);
	});
});
