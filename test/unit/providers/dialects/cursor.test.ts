import assert from 'node:assert/strict';
import type { Permission } from '../../../../src/core/agent.ts';
import { cursor } from '../../../../src/providers/dialects/cursor.ts';
import { kindOf } from '../inputs.ts';
import { launchInput, replayEvents } from './replay.ts';

const said = { type: 'assistant', message: { role: 'assistant', content: [{ type: 'text', text: 'Done.' }] } };
const done = { type: 'result', subtype: 'success', is_error: false, result: 'Done.' };
const call = (subtype: string, name: string, fields: object) => ({
	type: 'tool_call',
	subtype,
	call_id: '1',
	tool_call: { [name]: fields },
});

describe('the dialect of Cursor, from its documentation', () => {
	it('gives what the agent says and the model that says it', () => {
		const { answer } = replayEvents(cursor, [{ type: 'system', subtype: 'init', model: 'auto' }, said, said, done]);
		assert.deepEqual(answer, { ok: true, text: 'Done.\n\nDone.', model: 'auto', usage: null });
	});

	it('[U12] gives what it does, a tool of a server apart from its own', () => {
		const { parts } = replayEvents(cursor, [
			call('started', 'writeToolCall', { args: { path: 'a.ts' } }),
			call('started', 'editToolCall', { args: { path: 'b.ts' } }),
			call('started', 'shellToolCall', { args: { command: 'ls' } }),
			call('started', 'readToolCall', { args: { path: 'c.ts' } }),
			call('started', 'mcpToolCall', { name: 'github', args: {} }),
		]);
		assert.deepEqual(parts, [
			{ type: 'tool', tool: 'edit', detail: 'a.ts' },
			{ type: 'tool', tool: 'edit', detail: 'b.ts' },
			{ type: 'tool', tool: 'command', detail: 'ls' },
			{ type: 'tool', tool: 'other', detail: 'readToolCall' },
			{ type: 'tool', tool: 'outside', detail: 'github' },
		]);
	});

	it('counts what it was denied, although it ends well', () => {
		for (const result of [{ rejected: {} }, { permissionDenied: {} }]) {
			const denied = call('completed', 'shellToolCall', { args: {}, result });
			assert.equal(kindOf(replayEvents(cursor, [denied, said, done]).answer), 'bad-output');
		}
		const allowed = call('completed', 'shellToolCall', { args: {}, result: { success: {} } });
		assert.equal(kindOf(replayEvents(cursor, [allowed, said, done]).answer), 'ok');
	});

	it('does not believe an exit with 0 without its result (U14)', () => {
		assert.equal(kindOf(replayEvents(cursor, [said]).answer), 'bad-output');
		const failed = { type: 'result', subtype: 'error', is_error: true, result: 'Too many requests' };
		assert.equal(kindOf(replayEvents(cursor, [said, failed]).answer), 'rate-limited');
	});

	it('takes every unknown line for a sign of life', () => {
		for (const event of [null, 7, 'text', [], {}, { type: 'thinking' }, { type: 'assistant' }, { type: 'toString' }]) {
			assert.deepEqual(replayEvents(cursor, [event]).parts, [{ type: 'activity' }]);
		}
	});

	it('writes only where it may edit, and without its sandbox only where it may run commands', () => {
		const leave = (permission: Permission) => cursor.launch({ ...launchInput, permission }).arguments.join(' ');
		assert.match(leave('read-only'), /--mode ask$/);
		assert.doesNotMatch(leave('read-only'), /--force/);
		assert.match(leave('edit'), /--force --sandbox enabled$/);
		assert.match(leave('edit-and-run'), /--force$/);
	});

	it('is refused where the folder brings hooks or permissions', () => {
		assert.deepEqual(cursor.refusedBy, ['.cursor/hooks.json', '.cursor/cli.json']);
	});
});
