import assert from 'node:assert/strict';
import type { Permission } from '../../../../src/core/agent.ts';
import { qwen } from '../../../../src/providers/dialects/qwen.ts';
import { kindOf } from '../inputs.ts';
import { type Order, replayLines, replayOutputs } from './outputs.ts';
import { launchInput, replayEvents, waitOf } from './replay.ts';

const message = (text: string, more: object = {}) => ({
	type: 'assistant',
	parent_tool_use_id: null,
	message: { model: 'qwen-test', content: [{ type: 'text', text }] },
	...more,
});
const done = { type: 'result', subtype: 'success', is_error: false, permission_denials: [] };

describe('the dialect of Qwen Code', () => {
	const recordings: readonly [name: string, exitCode: number | null, kind: string][] = [
		['edit', 0, 'ok'],
		['auth401', 1, 'unauthorized'],
		['nokey', 1, 'unauthorized'],
		['quota429', null, 'quota-exhausted'],
		['after1-quota429', null, 'quota-exhausted'],
		['ctx400', 1, 'context-exceeded'],
		['model404', 1, 'model-missing'],
		['err500', 1, 'overloaded'],
		['err503', null, 'overloaded'],
		['html502', 1, 'overloaded'],
		['cut', 1, 'unreachable'],
		['cutclean', 1, 'unreachable'],
		['reset', null, 'unreachable'],
		['refuse', 1, 'unreachable'],
		['loop', 1, 'bad-output'],
		['hang', null, 'agent-crashed'],
	];
	for (const [name, exitCode, kind] of recordings) {
		it(`reads the recording ${name} as ${kind}, whichever output comes first (R14, R17, A1)`, () => {
			for (const order of ['errors first', 'errors last'] satisfies Order[]) {
				assert.equal(kindOf(replayOutputs(qwen, name, { exitCode }, order).answer), kind);
			}
		});
	}

	it('gives what the agent says, what it does, its model and its tokens', () => {
		const { answer, parts } = replayOutputs(qwen, 'edit');
		assert.deepEqual(answer, {
			ok: true,
			text: 'I will create the file.\n\nFAKE-FINAL: all done.',
			model: 'fake-model',
			usage: { inputTokens: 3702, outputTokens: 168, cost: null },
		});
		assert.deepEqual(
			parts.filter((part) => part.type === 'tool'),
			[
				{ type: 'tool', tool: 'edit', detail: '/home/dev/proj/hello.txt' },
				{ type: 'tool', tool: 'command', detail: 'wc -c hello.txt && echo SHELL-RAN' },
			],
		);
	});

	it('[U12] tells a tool of a server, which can do anything anywhere, from its own', () => {
		const uses = (name: string) => ({ type: 'tool_use', name, input: {} });
		const content = [uses('mcp__github__create_issue'), uses('read_file'), uses('edit'), uses('run_shell_command')];
		const { parts } = replayEvents(qwen, [{ type: 'assistant', message: { content } }]);
		assert.deepEqual(
			parts.flatMap((part) => (part.type === 'tool' ? [part.tool] : [])),
			['outside', 'other', 'edit', 'command'],
		);
	});

	it('shows nobody a failure as if the model had said it (U14)', () => {
		const { parts } = replayOutputs(qwen, 'auth401', { exitCode: 1 }, 'errors last');
		assert.deepEqual(
			parts.filter((part) => part.type === 'text'),
			[],
		);
	});

	it('is over at its first retry, without waiting for the others (U16)', () => {
		const errors = ['Retrying in 60s (attempt 1/10): [API Error: 429 Slow down. Please try again in 7s.]'];
		const { answer } = replayLines(qwen, { errors: [...errors, ...errors] }, { exitCode: null });
		assert.equal(kindOf(answer), 'rate-limited');
		assert.equal(waitOf(answer), 7000);
	});

	it('does not believe an exit with 0 without the result (U14)', () => {
		assert.equal(kindOf(replayEvents(qwen, [message('x')]).answer), 'bad-output');
	});

	it('does not believe a result when the program then crashes', () => {
		assert.equal(
			kindOf(replayEvents(qwen, [message('x'), done], { exitCode: null, signal: 'SIGSEGV' }).answer),
			'agent-crashed',
		);
	});

	it('is bad output when something was denied where edits were asked for', () => {
		const denied = { ...done, permission_denials: [{ tool_name: 'edit' }] };
		assert.equal(kindOf(replayEvents(qwen, [message('x'), denied]).answer), 'bad-output');
		assert.equal(kindOf(replayEvents(qwen, [message('x'), denied], { task: 'text' }).answer), 'ok');
	});

	it('is bad output when the agent runs out of turns', () => {
		const stopped = { ...done, subtype: 'error_max_turns', is_error: true };
		assert.equal(kindOf(replayEvents(qwen, [message('x'), stopped], { exitCode: 53 }).answer), 'bad-output');
	});

	it('passes on nothing that a sub-agent says to its own master', () => {
		assert.deepEqual(replayEvents(qwen, [message('inner', { parent_tool_use_id: 'call_1' })]).parts, [
			{ type: 'activity' },
		]);
	});

	it('takes every unknown line for a sign of life', () => {
		for (const event of [null, 7, 'text', [], {}, { type: 'new-thing' }, { type: 'assistant' }, { type: 'toString' }]) {
			assert.deepEqual(replayEvents(qwen, [event]).parts, [{ type: 'activity' }]);
		}
	});

	it('has the tools that the user allows, and no others', () => {
		const toolsFor = (permission: Permission) => {
			const given = qwen.launch({ ...launchInput, permission }).arguments;
			return given[given.indexOf('--core-tools') + 1] ?? '';
		};
		assert.doesNotMatch(toolsFor('read-only'), /\bedit\b|write_file|run_shell_command/);
		assert.match(toolsFor('edit'), /\bedit,write_file/);
		assert.doesNotMatch(toolsFor('edit'), /run_shell_command/);
		assert.match(toolsFor('edit-and-run'), /run_shell_command/);
	});

	it('starts no agent of its own behind the one that was asked', () => {
		const { files, arguments: given } = qwen.launch(launchInput);
		assert.match(files?.['settings.json'] ?? '', /"enableManagedAutoMemory":false,"enableManagedAutoDream":false/);
		assert.match(given[given.indexOf('--exclude-tools') + 1] ?? '', /^agent,/);
	});

	it('trusts nothing in the folder, by settings above those of the user', () => {
		const { files, environment } = qwen.launch(launchInput);
		assert.equal(environment?.['QWEN_CODE_SYSTEM_SETTINGS_PATH'], '/work/run/settings.json');
		assert.match(files?.['settings.json'] ?? '', /"folderTrust":\{"enabled":true\}/);
		assert.equal(environment['QWEN_CODE_TRUSTED_FOLDERS_PATH'], '/work/run/trustedFolders.json');
		assert.equal(files?.['trustedFolders.json'], '{"/work/tree":"DO_NOT_TRUST"}');
	});
});
