import assert from 'node:assert/strict';
import type { Permission } from '../../../../src/core/agent.ts';
import { cline } from '../../../../src/providers/dialects/cline.ts';
import { fieldsOf } from '../../../../src/providers/dialects/verdict.ts';
import { kindOf } from '../inputs.ts';
import { launchInput, replayEvents, replayRecording, waitOf } from './replay.ts';

const said = { type: 'agent_event', event: { type: 'content_end', contentType: 'text', text: 'Done.' } };
const done = { type: 'run_result', finishReason: 'completed', model: { id: 'm' } };

describe('the dialect of Cline', () => {
	const recordings: readonly [name: string, exitCode: number | null, kind: string][] = [
		['edit', 0, 'ok'],
		['badtool', 0, 'ok'],
		['loop', 0, 'bad-output'],
		['auth401', 1, 'unauthorized'],
		['quota429', 1, 'quota-exhausted'],
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
			assert.equal(kindOf(replayRecording(cline, name, { exitCode }).answer), kind);
		});
	}

	it('gives what the agent says, what it does and its tokens, as they come', () => {
		const { answer, parts } = replayRecording(cline, 'edit');
		assert.deepEqual(answer, {
			ok: true,
			text: 'I will create the file.\n\nFAKE-FINAL: all done.',
			model: 'fake-model',
			usage: { inputTokens: 3702, outputTokens: 168, cost: 0 },
		});
		assert.deepEqual(
			parts.filter((part) => part.type === 'tool'),
			[
				{ type: 'tool', tool: 'edit', detail: '/home/dev/proj/hello.txt' },
				{ type: 'tool', tool: 'command', detail: 'wc -c hello.txt && echo SHELL-RAN' },
			],
		);
		assert.deepEqual(
			parts.flatMap((part) => (part.type === 'usage' ? [part.usage.inputTokens] : [])),
			[1234, 2468, 3702],
		);
	});

	it('gives no sign of life where nobody is logged in, so that the deadline for the first output ends it', () => {
		const { read, parts } = replayRecording(cline, 'nologin', { exitCode: null });
		assert.equal(read, 2);
		assert.deepEqual(parts, []);
	});

	it('lives on from its second step', () => {
		const second = { type: 'agent_event', event: { type: 'iteration_start', iteration: 2 } };
		assert.deepEqual(replayEvents(cline, [second]).parts, [{ type: 'activity' }]);
	});

	it('reads the wait that its server asked for (U6)', () => {
		assert.equal(waitOf(replayRecording(cline, 'ratelong429', { exitCode: 1 }).answer), 3_600_000);
	});

	it('goes on after an error that it can mend', () => {
		const mended = {
			type: 'agent_event',
			event: { type: 'error', recoverable: true, error: { message: 'rate limit' } },
		};
		assert.equal(kindOf(replayEvents(cline, [mended, said, done]).answer), 'ok');
	});

	it('does not believe an exit with 0 without its result (U14)', () => {
		assert.equal(kindOf(replayEvents(cline, [said]).answer), 'bad-output');
	});

	it('takes a failure that only its result tells', () => {
		const result = { type: 'run_result', finishReason: 'error', text: 'Too many requests' };
		assert.equal(kindOf(replayEvents(cline, [result], { exitCode: 1 }).answer), 'rate-limited');
	});

	it('[U12] tells a tool of a server, which can do anything anywhere, from its own', () => {
		const { parts } = replayEvents(
			cline,
			['github__create_issue', 'read_files', 'run_commands', 'apply_patch'].map((toolName) => ({
				type: 'agent_event',
				event: { type: 'content_start', contentType: 'tool', toolName },
			})),
		);
		assert.deepEqual(
			parts.flatMap((part) => (part.type === 'tool' ? [part.tool] : [])),
			['outside', 'other', 'command', 'edit'],
		);
	});

	it('takes every unknown line for a sign of life', () => {
		for (const event of [
			null,
			7,
			'text',
			[],
			{},
			{ type: 'new-thing' },
			{ type: 'agent_event' },
			{ type: 'toString' },
		]) {
			assert.deepEqual(replayEvents(cline, [event]).parts, [{ type: 'activity' }]);
		}
	});

	it('has only the tools of its permission', () => {
		const disabled = (permission: Permission) => {
			const { files = {} } = cline.launch({ ...launchInput, permission });
			const settings: unknown = JSON.parse(files['cline.json'] ?? '');
			const tools = fieldsOf(settings)['disabledTools'];
			return ['editor', 'apply_patch', 'run_commands', 'spawn_agent'].filter(
				(tool) => Array.isArray(tools) && tools.includes(tool),
			);
		};
		assert.deepEqual(disabled('read-only'), ['editor', 'apply_patch', 'run_commands', 'spawn_agent']);
		assert.deepEqual(disabled('edit'), ['run_commands', 'spawn_agent']);
		assert.deepEqual(disabled('edit-and-run'), ['spawn_agent']);
	});

	it('is not started in the tree, whose `.env` and `bunfig.toml` it would follow', () => {
		const { cwd, arguments: parameters, environment } = cline.launch(launchInput);
		assert.equal(cwd, '/work/run');
		assert.ok(parameters.join(' ').includes('--cwd /work/tree'));
		assert.equal(environment?.['CLINE_GLOBAL_SETTINGS_PATH'], '/work/run/cline.json');
	});

	it('leaves no daemon behind', () => {
		assert.equal(cline.fixedEnvironment['CLINE_SESSION_BACKEND_MODE'], 'local');
	});
});
