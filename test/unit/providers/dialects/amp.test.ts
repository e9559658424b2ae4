import assert from 'node:assert/strict';
import type { Permission } from '../../../../src/core/agent.ts';
import { amp } from '../../../../src/providers/dialects/amp.ts';
import { fieldsOf } from '../../../../src/providers/dialects/verdict.ts';
import { kindOf } from '../inputs.ts';
import { launchInput, replayEvents } from './replay.ts';

const usage = { input_tokens: 10, cache_read_input_tokens: 5, cache_creation_input_tokens: 1, output_tokens: 2 };
const said = { type: 'assistant', message: { content: [{ type: 'text', text: 'Done.' }], usage } };
const done = { type: 'result', subtype: 'success', is_error: false, result: 'Done.' };
const uses = (name: string, input: object) => ({
	type: 'assistant',
	message: { content: [{ type: 'tool_use', id: '1', name, input }], usage },
});

describe('the dialect of Amp, from its documentation', () => {
	it('gives what the agent says, and adds up its tokens as they come', () => {
		const { answer, parts } = replayEvents(amp, [said, said, done]);
		assert.deepEqual(answer, {
			ok: true,
			text: 'Done.\n\nDone.',
			model: null,
			usage: { inputTokens: 32, outputTokens: 4, cost: null },
		});
		assert.deepEqual(
			parts.flatMap((part) => (part.type === 'usage' ? [part.usage.inputTokens] : [])),
			[16, 32],
		);
	});

	it('[U12] gives what it does, a tool of a server apart from its own', () => {
		const { parts } = replayEvents(amp, [
			uses('create_file', { path: 'a.ts' }),
			uses('Bash', { cmd: 'ls' }),
			uses('Read', { path: 'b.ts' }),
			uses('mcp__github__create_issue', {}),
		]);
		assert.deepEqual(
			parts.filter((part) => part.type === 'tool'),
			[
				{ type: 'tool', tool: 'edit', detail: 'a.ts' },
				{ type: 'tool', tool: 'command', detail: 'ls' },
				{ type: 'tool', tool: 'other', detail: 'Read' },
				{ type: 'tool', tool: 'outside', detail: 'mcp__github__create_issue' },
			],
		);
	});

	it('keeps what an agent of the agent says to itself', () => {
		const inner = { ...said, parent_tool_use_id: '1' };
		const { answer } = replayEvents(amp, [inner, said, done]);
		assert.equal(answer.ok && answer.text, 'Done.');
	});

	it('counts what it was denied, although it ends well', () => {
		const denied = { ...done, permission_denials: ['Bash'] };
		assert.equal(kindOf(replayEvents(amp, [said, denied]).answer), 'bad-output');
	});

	it('does not believe an exit with 0 without a good result (U14)', () => {
		assert.equal(kindOf(replayEvents(amp, [said]).answer), 'bad-output');
		const failed = { type: 'result', subtype: 'error_during_execution', is_error: true, error: 'Too many requests' };
		assert.equal(kindOf(replayEvents(amp, [said, failed]).answer), 'rate-limited');
		const turns = { type: 'result', subtype: 'error_max_turns', is_error: true, error: 'rate limit' };
		assert.equal(kindOf(replayEvents(amp, [said, turns]).answer), 'bad-output');
	});

	it('takes every unknown line for a sign of life', () => {
		for (const event of [null, 7, 'text', [], {}, { type: 'user' }, { type: 'toString' }]) {
			assert.deepEqual(replayEvents(amp, [event]).parts, [{ type: 'activity' }]);
		}
	});

	it('has the rules of its permission, the first that fits deciding', () => {
		const rejected = (permission: Permission) => {
			const { files = {} } = amp.launch({ ...launchInput, permission });
			const rules = fieldsOf(JSON.parse(files['amp.json'] ?? ''))['amp.permissions'];
			assert.ok(Array.isArray(rules));
			assert.deepEqual(rules.at(-1), { tool: '*', action: 'allow' });
			return rules.map(fieldsOf).flatMap(({ tool, action }) => (action === 'reject' ? [tool] : []));
		};
		assert.deepEqual(rejected('edit'), ['Bash', 'mcp__*']);
		assert.deepEqual(rejected('edit-and-run'), ['mcp__*']);
		assert.ok(rejected('read-only').includes('create_file'));
	});
});
