import assert from 'node:assert/strict';
import type { Permission } from '../../../../src/core/agent.ts';
import { codex } from '../../../../src/providers/dialects/codex.ts';
import { kindOf } from '../inputs.ts';
import { launchInput, replayEvents, replayRecording, waitOf } from './replay.ts';

const said = { type: 'item.completed', item: { type: 'agent_message', text: 'Done.' } };
const done = { type: 'turn.completed', usage: { input_tokens: 1, output_tokens: 2 } };

describe('the dialect of Codex', () => {
	const recordings: readonly [name: string, exitCode: number | null, kind: string][] = [
		['edit', 0, 'ok'],
		['auth401', 1, 'unauthorized'],
		['nokey', 1, 'unauthorized'],
		['quota429', 1, 'quota-exhausted'],
		['after1-quota429', 1, 'quota-exhausted'],
		['usage429', 1, 'quota-exhausted'],
		['rate429', 1, 'rate-limited'],
		['ratelong429', 143, 'rate-limited'],
		['once-rate429', 0, 'rate-limited'],
		['ctx400', 1, 'context-exceeded'],
		['model404', 1, 'model-missing'],
		['err500', 1, 'overloaded'],
		['err503', 1, 'overloaded'],
		['err529', 1, 'overloaded'],
		['html502', 1, 'overloaded'],
		['ssefail', 1, 'overloaded'],
		['cut', 1, 'unreachable'],
		['cutclean', 1, 'unreachable'],
		['reset', 1, 'unreachable'],
		['refuse', 143, 'unreachable'],
		['hang', null, 'agent-crashed'],
	];
	for (const [name, exitCode, kind] of recordings) {
		it(`reads the recording ${name} as ${kind} (R14, R17, A1)`, () => {
			assert.equal(kindOf(replayRecording(codex, name, { exitCode }).answer), kind);
		});
	}

	it('gives what the agent says, what it does and its tokens', () => {
		const { answer, parts } = replayRecording(codex, 'edit');
		assert.deepEqual(answer, {
			ok: true,
			text: 'FAKE-FINAL: all done.',
			model: null,
			usage: { inputTokens: 3702, outputTokens: 168, cost: null },
		});
		assert.deepEqual(
			parts.filter((part) => part.type === 'tool'),
			[
				{ type: 'tool', tool: 'edit', detail: '/home/dev/proj/hello.txt' },
				{ type: 'tool', tool: 'command', detail: "/bin/bash -lc 'wc -c hello.txt && echo SHELL-RAN'" },
			],
		);
	});

	it('[U12] tells a tool of a server, which can do anything anywhere, from its own', () => {
		const items = [
			{ type: 'mcp_tool_call', server: 'github', tool: 'create_issue' },
			{ type: 'web_search', query: 'x' },
			{ type: 'command_execution', command: 'ls' },
			{ type: 'file_change', changes: [{ path: '/a' }] },
		];
		const { parts } = replayEvents(
			codex,
			items.map((item) => ({ type: 'item.started', item })),
		);
		assert.deepEqual(
			parts.flatMap((part) => (part.type === 'tool' ? [part.tool] : [])),
			['outside', 'other', 'command', 'edit'],
		);
	});

	it('is over at its first reconnect, without waiting for the others (U16)', () => {
		assert.equal(replayRecording(codex, 'auth401').read, 3);
	});

	it('reads the time of day of a limit in the user’s own zone (U6)', () => {
		const now = new Date(2026, 10, 21, 5, 50).getTime();
		assert.equal(waitOf(replayRecording(codex, 'usage429', { exitCode: 1, now }).answer), 30 * 60_000);
	});

	it('takes neither a port nor an id for a status (R14)', () => {
		const error = {
			type: 'error',
			message: 'something odd, url: http://127.0.0.1:4290/v1/responses, request id: req_401',
		};
		assert.equal(kindOf(replayEvents(codex, [error], { exitCode: 1 }).answer), 'unknown');
	});

	it('tells an answer that was cut from one that was declined', () => {
		const incomplete = (reason: string) => ({
			type: 'error',
			message: `Incomplete response returned, reason: ${reason}`,
		});
		assert.equal(kindOf(replayEvents(codex, [incomplete('max_output_tokens')], { exitCode: 1 }).answer), 'bad-output');
		assert.equal(kindOf(replayEvents(codex, [incomplete('content_filter')], { exitCode: 1 }).answer), 'refused');
	});

	it('names the status it read, and keeps the sentence out of what is logged', () => {
		const { answer } = replayRecording(codex, 'auth401', { exitCode: 1 });
		assert.ok(!answer.ok);
		assert.deepEqual(answer.failure.evidence, { status: 401 });
		assert.doesNotMatch(answer.failure.message, /sk-dummy/);
		assert.match(answer.failure.said ?? '', /Incorrect API key/);
	});

	it('does not take a warning among the items for a failure', () => {
		const warning = { type: 'item.completed', item: { type: 'error', message: 'Model metadata not found.' } };
		assert.equal(kindOf(replayEvents(codex, [warning, said, done]).answer), 'ok');
	});

	it('does not believe an exit with 0 without the end of the turn (U14)', () => {
		assert.equal(kindOf(replayEvents(codex, [said]).answer), 'bad-output');
	});

	it('counts a patch that its sandbox rejected as something it was not allowed to do', () => {
		const errorOutput = 'ERROR codex_core::tools::router: error=patch rejected: writing outside of the project';
		assert.equal(kindOf(replayEvents(codex, [said, done], { errorOutput }).answer), 'bad-output');
	});

	it('finds the reason of a crash in its error output', () => {
		const ended = { exitCode: 1, errorOutput: 'Error: Not logged in' };
		assert.equal(kindOf(replayEvents(codex, [], ended).answer), 'unauthorized');
		assert.equal(kindOf(replayEvents(codex, [], { exitCode: 101, errorOutput: 'panicked' }).answer), 'agent-crashed');
	});

	it('takes every unknown line for a sign of life', () => {
		for (const event of [
			null,
			7,
			'text',
			[],
			{},
			{ type: 'new-thing' },
			{ type: 'item.completed' },
			{ type: 'toString' },
		]) {
			assert.deepEqual(replayEvents(codex, [event]).parts, [{ type: 'activity' }]);
		}
	});

	it('may write in its folder only where it may edit', () => {
		const sandboxFor = (permission: Permission) => {
			const parameters = codex.launch({ ...launchInput, permission }).arguments;
			return parameters[parameters.indexOf('--sandbox') + 1];
		};
		assert.equal(sandboxFor('read-only'), 'read-only');
		assert.equal(sandboxFor('edit'), 'workspace-write');
		assert.equal(sandboxFor('edit-and-run'), 'workspace-write');
	});

	it('trusts neither its folder nor any folder above it', () => {
		const parameters = codex.launch({ ...launchInput, model: 'gpt-test' }).arguments;
		const untrusted = '{trust_level="untrusted"}';
		assert.ok(parameters.includes(`projects={"/work/tree"=${untrusted},"/work"=${untrusted},"/"=${untrusted}}`));
		assert.ok(parameters.join(' ').endsWith('-C /work/tree --model gpt-test -'));
	});
});
