import assert from 'node:assert/strict';
import { gemini } from '../../../../src/providers/dialects/gemini.ts';
import { kindOf } from '../inputs.ts';
import { type Order, replayLines, replayOutputs } from './outputs.ts';
import { launchInput, replayEvents, waitOf } from './replay.ts';

const said = (content: string) => ({ type: 'message', role: 'assistant', content, delta: true });
const uses = (tool_name: string, parameters: object = {}) => ({ type: 'tool_use', tool_name, parameters });
const done = { type: 'result', status: 'success', stats: { input_tokens: 10, output_tokens: 2 } };

describe('the dialect of Gemini CLI', () => {
	const recordings: readonly [name: string, exitCode: number | null, kind: string][] = [
		['edit', 0, 'ok'],
		['auth401', 144, 'unauthorized'],
		['nokey', 41, 'unauthorized'],
		['quota429', 173, 'quota-exhausted'],
		['after1-quota429', 173, 'quota-exhausted'],
		['rate429', null, 'rate-limited'],
		['ratelong429', 173, 'rate-limited'],
		['ctx400', 144, 'context-exceeded'],
		['model404', 1, 'model-missing'],
		['err500', null, 'overloaded'],
		['err503', null, 'overloaded'],
		['html502', null, 'overloaded'],
		['cut', 1, 'unreachable'],
		['cutclean', 0, 'unreachable'],
		['ssefail', 0, 'unreachable'],
		['reset', null, 'unreachable'],
		['refuse', null, 'unreachable'],
		['hang', null, 'unreachable'],
		['loop', 0, 'bad-output'],
	];
	for (const [name, exitCode, kind] of recordings) {
		it(`reads the recording ${name} as ${kind}, whichever output comes first (R14, R17, A1)`, () => {
			for (const order of ['errors first', 'errors last'] satisfies Order[]) {
				assert.equal(kindOf(replayOutputs(gemini, name, { exitCode }, order).answer), kind);
			}
		});
	}

	it('gives what the agent says, what it does, the model that answered and its tokens (U8)', () => {
		const { answer, parts } = replayOutputs(gemini, 'edit');
		assert.deepEqual(answer, {
			ok: true,
			text: 'I will create the file.\n\nFAKE-FINAL: all done.',
			model: 'fake-model',
			usage: { inputTokens: 3702, outputTokens: 168, cost: null },
		});
		assert.deepEqual(
			parts.filter((part) => part.type === 'tool' || part.type === 'usage'),
			[
				{ type: 'tool', tool: 'edit', detail: '/home/dev/proj/hello.txt' },
				{ type: 'tool', tool: 'command', detail: 'wc -c hello.txt && echo SHELL-RAN' },
				{ type: 'usage', usage: { inputTokens: 3702, outputTokens: 168, cost: null } },
			],
		);
		assert.equal(parts.map((part) => (part.type === 'text' ? part.text : '')).join(''), answer.text);
	});

	it('answers a request for code with the last message alone, put together from its pieces', () => {
		const events = [said('Let me '), said('look.'), uses('read_file'), said('const a'), said(' = 1;'), done];
		const { answer } = replayEvents(gemini, events, { task: 'code' });
		assert.equal(answer.ok && answer.text, 'const a = 1;');
		const silent = replayEvents(gemini, [said('First.'), uses('read_file'), done], { task: 'text' });
		assert.equal(silent.answer.ok && silent.answer.text, 'First.');
	});

	it('[U12] tells a tool of a server, which can do anything anywhere, from its own', () => {
		const { parts } = replayEvents(
			gemini,
			['mcp_github_create', 'read_file', 'replace', 'run_shell_command'].map((name) => uses(name)),
		);
		assert.deepEqual(
			parts.flatMap((part) => (part.type === 'tool' ? [part.tool] : [])),
			['outside', 'other', 'edit', 'command'],
		);
	});

	it('is over at its first retry, without waiting for the others (U16)', () => {
		const errors = [
			'Attempt 1 failed with status 503. Retrying with backoff...',
			'Attempt 2 failed with status 503. Retrying with backoff...',
		];
		assert.equal(replayLines(gemini, { errors }, { exitCode: null }).read, 1);
	});

	it('takes the wait that the server asked for before the pause that the program makes of it (U6)', () => {
		const first = 'Attempt 1 failed: You exceeded your current quota.';
		const told = [first, 'Suggested retry after 7s.. Retrying after 8352ms...'];
		assert.equal(waitOf(replayLines(gemini, { errors: told }).answer), 7000);
		assert.equal(waitOf(replayLines(gemini, { errors: [`${first} Retrying after 8352ms...`] }).answer), 8352);
	});

	it('sets a daily quota aside until midnight in California (U6)', () => {
		const now = Date.UTC(2026, 10, 21, 20);
		assert.equal(waitOf(replayOutputs(gemini, 'quota429', { exitCode: 173, now }).answer), 12 * 3_600_000);
	});

	it('knows when the quota of a login ends', () => {
		const message =
			'[API Error: You have exhausted your capacity on this model. Your quota will reset after 3h22m10s.]';
		const { answer } = replayEvents(gemini, [{ type: 'result', status: 'error', error: { message } }], {
			exitCode: 173,
		});
		assert.equal(kindOf(answer), 'quota-exhausted');
		assert.equal(waitOf(answer), 12_130_000);
	});

	it('reads the exit code as the rest of a status where nothing else was said (R14)', () => {
		const kindAfter = (exitCode: number) => kindOf(replayLines(gemini, {}, { exitCode }).answer);
		assert.deepEqual([145, 148, 173, 244, 247].map(kindAfter), [
			'unauthorized',
			'model-missing',
			'rate-limited',
			'overloaded',
			'overloaded',
		]);
		assert.equal(kindAfter(1), 'agent-crashed');
	});

	it('does not believe an exit with 0 without the result (U14)', () => {
		assert.equal(kindOf(replayEvents(gemini, [said('x')]).answer), 'bad-output');
	});

	it('does not believe a result when the program then crashes', () => {
		assert.equal(
			kindOf(replayEvents(gemini, [said('x'), done], { exitCode: null, signal: 'SIGSEGV' }).answer),
			'agent-crashed',
		);
	});

	it('is bad output when something was denied where edits were asked for', () => {
		const denial = { type: 'tool_result', status: 'error', error: { type: 'policy_violation', message: 'Denied.' } };
		assert.equal(kindOf(replayEvents(gemini, [denial, said('x'), done]).answer), 'bad-output');
		assert.equal(kindOf(replayEvents(gemini, [denial, said('x'), done], { task: 'text' }).answer), 'ok');
	});

	it('takes every unknown line for a sign of life', () => {
		for (const event of [null, 7, 'text', [], {}, { type: 'new-thing' }, { type: 'message' }, { type: 'toString' }]) {
			assert.deepEqual(replayEvents(gemini, [event]).parts, [{ type: 'activity' }]);
		}
	});

	it('allows by rules above those of the folder what the user allows, and nothing else', () => {
		const start = (permission: 'read-only' | 'edit' | 'edit-and-run') => gemini.launch({ ...launchInput, permission });
		const allowed = (permission: Parameters<typeof start>[0]) =>
			start(permission).files?.['policy.toml']?.split('[[rule]]')[2] ?? '';
		assert.match(start('edit').files?.['policy.toml'] ?? '', /toolName = "\*"\ndecision = "deny"/);
		assert.doesNotMatch(allowed('read-only'), /write_file|replace|run_shell_command/);
		assert.match(allowed('edit'), /write_file/);
		assert.doesNotMatch(allowed('edit'), /run_shell_command/);
		assert.match(allowed('edit-and-run'), /run_shell_command/);
		assert.match(
			start('edit').arguments.join(' '),
			/--policy \/work\/run\/policy\.toml --extensions none --allowed-mcp-server-names none/,
		);
		assert.match(gemini.launch({ ...launchInput, model: 'm' }).arguments.join(' '), /--model m$/);
	});
});
