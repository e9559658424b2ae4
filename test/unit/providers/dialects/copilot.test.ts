import assert from 'node:assert/strict';
import type { Permission } from '../../../../src/core/agent.ts';
import { copilot } from '../../../../src/providers/dialects/copilot.ts';
import { kindOf } from '../inputs.ts';
import { launchInput, replayEvents, replayLines, replayRecording, waitOf } from './replay.ts';

const said = { type: 'assistant.message', data: { content: 'Done.', model: 'm' } };
const done = { type: 'result', exitCode: 0 };

describe('the dialect of GitHub Copilot', () => {
	const recordings: readonly [name: string, exitCode: number | null, kind: string][] = [
		['edit', 0, 'ok'],
		['badtool', 0, 'ok'],
		['auth401', 1, 'unauthorized'],
		['quota429', 1, 'quota-exhausted'],
		['after1-quota429', 1, 'quota-exhausted'],
		['rate429', 1, 'rate-limited'],
		['ratelong429', 1, 'rate-limited'],
		['ctx400', 1, 'context-exceeded'],
		['model404', 1, 'model-missing'],
		['err500', 1, 'overloaded'],
		['err503', 1, 'overloaded'],
		['html502', 1, 'overloaded'],
		['ssefail', 1, 'overloaded'],
		['cut', 1, 'unreachable'],
		['cutclean', 1, 'unreachable'],
		['reset', 1, 'unreachable'],
		['refuse', 1, 'unreachable'],
		['hang', null, 'agent-crashed'],
		['hangmid', null, 'agent-crashed'],
	];
	for (const [name, exitCode, kind] of recordings) {
		it(`reads the recording ${name} as ${kind} (R14, R17, A1)`, () => {
			assert.equal(kindOf(replayRecording(copilot, name, { exitCode }).answer), kind);
		});
	}

	it('finds in its error output that nobody is logged in', () => {
		assert.equal(kindOf(replayLines(copilot, 'nologin', { exitCode: 1 }).answer), 'unauthorized');
	});

	it('gives what the agent says and what it does', () => {
		const { answer, parts } = replayRecording(copilot, 'edit');
		assert.deepEqual(answer, {
			ok: true,
			text: 'I will create the file.\n\nFAKE-FINAL: all done.',
			model: 'fake-model',
			usage: null,
		});
		assert.deepEqual(
			parts.filter((part) => part.type === 'tool'),
			[
				{ type: 'tool', tool: 'edit', detail: '/home/dev/proj/hello.txt' },
				{ type: 'tool', tool: 'command', detail: 'wc -c hello.txt && echo SHELL-RAN' },
			],
		);
	});

	it('is over at its first failed call, without waiting for the five others (U16)', () => {
		const { read, answer } = replayRecording(copilot, 'rate429', { exitCode: 1 });
		assert.equal(read, 6);
		assert.equal(waitOf(answer), 7000);
	});

	it('goes on when a call of an agent of its own failed', () => {
		const inner = { type: 'model.call_failure', data: { source: 'subagent', statusCode: 500, errorMessage: 'no' } };
		assert.equal(kindOf(replayEvents(copilot, [inner, said, done]).answer), 'ok');
	});

	it('keeps what an agent of the agent says to itself', () => {
		const inner = { type: 'assistant.message', data: { content: 'Inner.', parentToolCallId: 'call_1' } };
		const { answer } = replayEvents(copilot, [inner, said, done]);
		assert.equal(answer.ok && answer.text, 'Done.');
	});

	it('[U12] tells a tool of a server, which can do anything anywhere, from its own', () => {
		const data = [
			{ toolName: 'create_issue', mcpServerName: 'github' },
			{ toolName: 'view' },
			{ toolName: 'powershell', arguments: { command: 'dir' } },
			{ toolName: 'edit', arguments: { path: '/a' } },
		];
		const { parts } = replayEvents(
			copilot,
			data.map((each) => ({ type: 'tool.execution_start', data: each })),
		);
		assert.deepEqual(
			parts.flatMap((part) => (part.type === 'tool' ? [part.tool] : [])),
			['outside', 'other', 'command', 'edit'],
		);
	});

	it('counts what it was denied, although it exits with 0', () => {
		const denied = { type: 'tool.execution_complete', data: { success: false, error: { code: 'denied' } } };
		const missing = { type: 'tool.execution_complete', data: { success: false, error: { code: 'failure' } } };
		assert.equal(kindOf(replayEvents(copilot, [denied, said, done]).answer), 'bad-output');
		assert.equal(kindOf(replayEvents(copilot, [missing, said, done]).answer), 'ok');
	});

	it('does not believe an exit with 0 without its result (U14)', () => {
		assert.equal(kindOf(replayEvents(copilot, [said]).answer), 'bad-output');
		assert.equal(kindOf(replayEvents(copilot, [said, { type: 'result', exitCode: 1 }]).answer), 'bad-output');
	});

	it('takes every unknown line for a sign of life', () => {
		for (const event of [
			null,
			7,
			'text',
			[],
			{},
			{ type: 'new-thing' },
			{ type: 'assistant.message' },
			{ type: 'toString' },
		]) {
			assert.deepEqual(replayEvents(copilot, [event]).parts, [{ type: 'activity' }]);
		}
	});

	it('is allowed no more than it needs, and never everything', () => {
		const leave = (permission: Permission) =>
			copilot
				.launch({ ...launchInput, permission })
				.arguments.filter((each) => /^--(?:allow|deny)/.test(each))
				.join(' ');
		assert.equal(leave('read-only'), '--deny-tool=write --deny-tool=shell');
		assert.equal(leave('edit'), '--allow-tool=write --deny-tool=shell');
		assert.equal(leave('edit-and-run'), '--allow-tool=write --allow-tool=shell');
	});

	it('hides from it the tools that it may not use', () => {
		const hidden = (permission: Permission) => copilot.launch({ ...launchInput, permission }).arguments.join(' ');
		assert.match(hidden('read-only'), /--excluded-tools=bash .*--excluded-tools=create /);
		assert.match(hidden('edit'), /--excluded-tools=bash /);
		assert.doesNotMatch(hidden('edit'), /--excluded-tools=create/);
		assert.doesNotMatch(hidden('edit-and-run'), /--excluded-tools/);
	});

	it('does not trust its folder, and keeps keys from its commands', () => {
		const { arguments: parameters } = copilot.launch({ ...launchInput, permission: 'edit-and-run', model: 'gpt-test' });
		assert.ok(!parameters.includes('--trust-folder'));
		assert.ok(parameters.some((each) => /^--secret-env-vars=.*COPILOT_PROVIDER_API_KEY/.test(each)));
		assert.equal(parameters.at(-1), '--model=gpt-test');
	});

	it('lets an address of the user’s own through only by name', () => {
		assert.ok(![...copilot.variables, ...copilot.keyVariables].some((name) => name.startsWith('COPILOT_PROVIDER')));
	});
});
