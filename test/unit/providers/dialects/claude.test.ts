import assert from 'node:assert/strict';
import type { Permission } from '../../../../src/core/agent.ts';
import { claude } from '../../../../src/providers/dialects/claude.ts';
import { kindOf } from '../inputs.ts';
import { launchInput, replayEvents, replayRecording, waitOf } from './replay.ts';

const init = { type: 'system', subtype: 'init', model: 'claude-test' };
const done = {
	type: 'result',
	subtype: 'success',
	is_error: false,
	stop_reason: 'end_turn',
	result: 'x',
	permission_denials: [],
};

function message(text: string, more: object = {}): object {
	return {
		type: 'assistant',
		message: { model: 'claude-test', content: [{ type: 'text', text }] },
		parent_tool_use_id: null,
		...more,
	};
}

describe('the dialect of Claude Code', () => {
	const recordings: readonly [name: string, exitCode: number | null, kind: string][] = [
		['edit', 0, 'ok'],
		['ssefail', 0, 'ok'],
		['auth401', 1, 'unauthorized'],
		['nokey', 1, 'unauthorized'],
		['quota429', 1, 'billing'],
		['after1-quota429', 1, 'billing'],
		['ctx400', 1, 'context-exceeded'],
		['model404', 1, 'model-missing'],
		['rate429', 143, 'rate-limited'],
		['ratelong429', 1, 'rate-limited'],
		['once-rate429', 0, 'rate-limited'],
		['usage429', 1, 'rate-limited'],
		['usage-login', 1, 'quota-exhausted'],
		['err500', 143, 'overloaded'],
		['err503', 143, 'overloaded'],
		['err529', 143, 'overloaded'],
		['html502', 143, 'overloaded'],
		['cut', 143, 'unreachable'],
		['cutclean', 1, 'unreachable'],
		['reset', 143, 'unreachable'],
		['refuse', 143, 'unreachable'],
		['denied', 0, 'bad-output'],
		['hang', 143, 'agent-crashed'],
	];
	for (const [name, exitCode, kind] of recordings) {
		it(`reads the recording ${name} as ${kind} (R14, R17, A1)`, () => {
			assert.equal(kindOf(replayRecording(claude, name, { exitCode }).answer), kind);
		});
	}

	it('gives what the agent says, what it does, its model, its tokens and its cost', () => {
		const { answer, parts } = replayRecording(claude, 'edit');
		assert.deepEqual(answer, {
			ok: true,
			text: 'I will create the file.\n\nFAKE-FINAL: all done.',
			model: 'claude-sonnet-5-5',
			usage: { inputTokens: 4002, outputTokens: 168, cost: 0.009114 },
		});
		assert.deepEqual(
			parts.filter((part) => part.type === 'tool'),
			[
				{ type: 'tool', tool: 'edit', detail: '/home/dev/proj/hello.txt' },
				{ type: 'tool', tool: 'command', detail: 'wc -c hello.txt && echo SHELL-RAN' },
			],
		);
		assert.equal(parts.map((part) => (part.type === 'text' ? part.text : '')).join(''), answer.text);
	});

	it('[U12] tells a tool of a server, which can do anything anywhere, from its own', () => {
		const uses = (name: string) => ({ type: 'tool_use', name, input: {} });
		const content = [uses('mcp__github__create_issue'), uses('Read'), uses('my_mcp__tool'), uses('Bash'), uses('Edit')];
		const { parts } = replayEvents(claude, [init, { type: 'assistant', message: { content } }]);
		assert.deepEqual(
			parts.flatMap((part) => (part.type === 'tool' ? [part.tool] : [])),
			['outside', 'other', 'other', 'command', 'edit'],
		);
	});

	it('is over at its first retry, without waiting for the others (U16)', () => {
		assert.equal(replayRecording(claude, 'rate429').read, 2);
	});

	it('takes the first pause as the wait that the server asked for, unless it is the program’s own (U6)', () => {
		assert.equal(waitOf(replayRecording(claude, 'rate429').answer), 7568);
		assert.equal(waitOf(replayRecording(claude, 'err529').answer), null);
	});

	it('knows from the event when the limit of the account ends (U6)', () => {
		const now = (1795256450 - 90) * 1000;
		const events = [
			init,
			{ type: 'rate_limit_event', rate_limit_info: { status: 'rejected', resetsAt: 1795256450 } },
			message('You have hit your limit', { error: 'rate_limit', api_error_status: 429 }),
		];
		const { answer } = replayEvents(claude, events, { exitCode: 1, now });
		assert.equal(kindOf(answer), 'quota-exhausted');
		assert.equal(waitOf(answer), 90_000);
	});

	it('does not take a warning about the limit for its end', () => {
		const events = [
			init,
			{ type: 'rate_limit_event', rate_limit_info: { status: 'allowed_warning', resetsAt: 1795256450 } },
			message('slow down', { error: 'rate_limit', api_error_status: 429 }),
		];
		assert.equal(kindOf(replayEvents(claude, events, { exitCode: 1 }).answer), 'rate-limited');
	});

	it('is not taken in by a failure that calls itself a success (R14)', () => {
		const failed = { ...done, is_error: true, api_error_status: 500 };
		assert.equal(kindOf(replayEvents(claude, [init, message('x'), failed]).answer), 'overloaded');
	});

	it('does not believe an exit with 0 without the result (U14)', () => {
		assert.equal(kindOf(replayEvents(claude, [init, message('x')]).answer), 'bad-output');
	});

	it('does not believe a result when the program then crashes', () => {
		assert.equal(kindOf(replayEvents(claude, [init, message('x'), done], { exitCode: 2 }).answer), 'agent-crashed');
		const killed = replayEvents(claude, [init, message('x'), done], { exitCode: null, signal: 'SIGSEGV' });
		assert.equal(kindOf(killed.answer), 'agent-crashed');
	});

	it('lets a denial pass where no edit was asked for', () => {
		assert.equal(kindOf(replayRecording(claude, 'denied', { task: 'text' }).answer), 'ok');
	});

	it('answers a request for code with the last message alone', () => {
		const { answer } = replayEvents(claude, [init, message('Let me look.'), message('const a = 1;'), done], {
			task: 'code',
		});
		assert.equal(answer.ok && answer.text, 'const a = 1;');
	});

	it('calls an answer without text empty, unless edits were asked for', () => {
		assert.equal(kindOf(replayEvents(claude, [init, done], { task: 'text' }).answer), 'bad-output');
		assert.equal(kindOf(replayEvents(claude, [init, done], { task: 'changes' }).answer), 'ok');
	});

	it('is refused when the model declines', () => {
		assert.equal(
			kindOf(replayEvents(claude, [init, message('no'), { ...done, stop_reason: 'refusal' }]).answer),
			'refused',
		);
	});

	it('is bad output when the agent runs out of turns', () => {
		const stopped = { ...done, subtype: 'error_max_turns', is_error: true };
		assert.equal(kindOf(replayEvents(claude, [init, stopped], { exitCode: 1 }).answer), 'bad-output');
	});

	it('passes on nothing that a sub-agent says to its own master', () => {
		const inner = message('inner', { parent_tool_use_id: 'toolu_1' });
		assert.deepEqual(replayEvents(claude, [inner]).parts, [{ type: 'activity' }]);
	});

	it('takes every unknown line for a sign of life', () => {
		for (const event of [null, 7, 'text', [], {}, { type: 'new-thing' }, { type: 'assistant' }, { type: 'toString' }]) {
			assert.deepEqual(replayEvents(claude, [event]).parts, [{ type: 'activity' }]);
		}
	});

	it('has a shell only where the user allows it', () => {
		const toolsFor = (permission: Permission) => claude.launch({ ...launchInput, permission }).arguments.at(-1);
		assert.equal(toolsFor('read-only'), 'Read,Glob,Grep');
		assert.equal(toolsFor('edit'), 'Read,Glob,Grep,Edit,Write,NotebookEdit');
		assert.equal(toolsFor('edit-and-run'), 'Read,Glob,Grep,Edit,Write,NotebookEdit,Bash');
	});

	it('reads no settings and no servers from the folder', () => {
		const line = claude.launch({ ...launchInput, model: 'opus' }).arguments.join(' ');
		assert.match(line, /--setting-sources user --strict-mcp-config/);
		assert.match(line, /--model opus/);
	});
});
