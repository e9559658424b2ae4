import assert from 'node:assert/strict';
import { type AgentSettings, usualAgentSettings } from '../../../../src/core/agent.ts';
import { ownDialect } from '../../../../src/providers/dialects/own.ts';
import { kindOf } from '../inputs.ts';
import { launchInput, replayEvents, waitOf } from './replay.ts';

const inText = ownDialect({ ...usualAgentSettings, path: '/opt/mine' });
const inEvents = ownDialect({ ...usualAgentSettings, path: '/opt/mine', output: 'json-lines' });

function launched(args: readonly string[], model: string | null = null, more: Partial<AgentSettings> = {}) {
	return ownDialect({ ...usualAgentSettings, path: '/opt/mine', args, ...more }).launch({ ...launchInput, model });
}

describe('an agent of the user’s own: how it is started', () => {
	it('gets its arguments with their places filled in, and none but these', () => {
		const launch = launched(['run', '-C', '{folder}', '--may={permission}', '@{promptFile}', '-m', '{model}'], 'big');
		assert.deepEqual(launch, {
			arguments: ['run', '-C', '/work/tree', '--may=edit', '@/work/run/prompt.md', '-m', 'big'],
			isComplete: true,
		});
	});

	it('gets no argument about a model where none is set, and no flag without its value', () => {
		const filled = (...args: readonly string[]) => launched(args).arguments;
		assert.deepEqual(filled('-x', '--model', '{model}', 'y'), ['-x', 'y']);
		assert.deepEqual(filled('-x', '--model={model}', 'y'), ['-x', 'y']);
		assert.deepEqual(filled('-x', '-m', 'vendor/{model}', 'y'), ['-x', 'y']);
		assert.deepEqual(filled('run', '{model}', 'y'), ['run', 'y']);
		assert.deepEqual(filled('--model', '{model}', '--fast', '-C', '{folder}'), ['--fast', '-C', '/work/tree']);
	});

	it('does not fill in what a value looks like', () => {
		assert.deepEqual(launched(['{model}'], '{folder}').arguments, ['{folder}']);
		assert.deepEqual(launched(['{else}', '{model}'], '$&').arguments, ['{else}', '$&']);
	});

	it('gets the prompt in a file where it asks for one', () => {
		const promptOf = (settings: Partial<AgentSettings>) => ownDialect({ ...usualAgentSettings, ...settings }).prompt;
		assert.equal(promptOf({}), 'stdin');
		assert.equal(promptOf({ args: ['{promptFile}'] }), 'file');
		assert.equal(promptOf({ prompt: 'file' }), 'file');
	});
});

describe('an agent of the user’s own that answers in text', () => {
	it('answers with all its lines, the space in them too', () => {
		const { answer, parts } = replayEvents(inText, ['if (a) {', '\tb();', '', '}'], { task: 'code' });
		assert.equal(answer.ok && answer.text, 'if (a) {\n\tb();\n\n}');
		assert.equal(parts.map((part) => (part.type === 'text' ? part.text : '')).join(''), 'if (a) {\n\tb();\n\n}');
	});

	it('is done when it exits with 0, with something to say where it was asked', () => {
		assert.equal(kindOf(replayEvents(inText, [], { task: 'changes' }).answer), 'ok');
		assert.equal(kindOf(replayEvents(inText, ['', '  '], { task: 'text' }).answer), 'bad-output');
		assert.equal(kindOf(replayEvents(inText, ['Done.'], { task: 'changes', exitCode: 1 }).answer), 'agent-crashed');
	});

	it('tells why it failed in its last words, on either output', () => {
		const words = 'Error: unexpected status 401 Unauthorized';
		assert.equal(kindOf(replayEvents(inText, [words], { exitCode: 1 }).answer), 'unauthorized');
		assert.equal(kindOf(replayEvents(inText, [], { exitCode: 1, errorOutput: words }).answer), 'unauthorized');
		const long = replayEvents(inText, [words, 'x'.repeat(3000)], { exitCode: 1 });
		assert.equal(kindOf(long.answer), 'agent-crashed');
	});

	it('is not done when all it says is that a limit is reached', () => {
		const kind = (text: string) => kindOf(replayEvents(inText, [text], { task: 'text' }).answer);
		assert.equal(kind('You’ve hit your usage limit.'), 'quota-exhausted');
		assert.equal(kind('Error: rate limit exceeded, try again in 20s'), 'rate-limited');
		assert.equal(kind('The rate limit is checked in src/limit.ts.'), 'ok');
		assert.equal(kind('Quota exceeded means that the month is used up.\nAsk for more.'), 'ok');
	});

	it('is no answer when a line of it could not be kept', () => {
		assert.equal(kindOf(replayEvents(inText, ['a', null]).answer), 'bad-output');
	});

	it('keeps the end of what is endless, and takes it for no answer', () => {
		const lines = Array.from({ length: 60 }, (_, index) => `${index} ${'x'.repeat(100_000)}`);
		assert.equal(kindOf(replayEvents(inText, lines, { task: 'text' }).answer), 'bad-output');
		const { answer } = replayEvents(inText, lines, { task: 'changes' });
		assert.ok(answer.ok && answer.text.length < 4_300_000 && answer.text.includes('59 x'));
	});
});

describe('an agent of the user’s own that answers in events', () => {
	const done = { type: 'done' };

	it('gives what it says, what it does, its model and its tokens', () => {
		const { answer, parts } = replayEvents(inEvents, [
			{ type: 'text', text: 'Let me look.' },
			{ type: 'tool', tool: 'edit', path: 'src/a.ts' },
			{ type: 'tool', tool: 'command', command: 'npm test' },
			{ type: 'tool', tool: 'magic' },
			{ type: 'usage', inputTokens: 10, outputTokens: 2, cost: 0.5 },
			{ type: 'text', text: 'Done.' },
			{ type: 'done', model: 'big' },
		]);
		const usage = { inputTokens: 10, outputTokens: 2, cost: 0.5 };
		assert.deepEqual(answer, { ok: true, text: 'Let me look.\n\nDone.', model: 'big', usage });
		assert.deepEqual(parts.slice(1, 5), [
			{ type: 'tool', tool: 'edit', detail: 'src/a.ts' },
			{ type: 'tool', tool: 'command', detail: 'npm test' },
			{ type: 'tool', tool: 'other', detail: '' },
			{ type: 'usage', usage },
		]);
	});

	it('is not believed without its own word that it is done', () => {
		assert.equal(kindOf(replayEvents(inEvents, [{ type: 'text', text: 'x' }]).answer), 'bad-output');
		assert.equal(kindOf(replayEvents(inEvents, [{ type: 'text', text: 'x' }, done]).answer), 'ok');
	});

	it('tells its failures by kind, and is over at the first', () => {
		const error = { type: 'error', kind: 'rate-limited', message: 'wait', retryAfterSeconds: 90 };
		const { answer, read } = replayEvents(inEvents, [error, done]);
		assert.deepEqual([kindOf(answer), waitOf(answer), read], ['rate-limited', 90_000, 1]);
		const unauthorized = replayEvents(inEvents, [{ type: 'error', kind: 'unauthorized', message: 'bad key' }]).answer;
		assert.ok(!unauthorized.ok);
		assert.deepEqual(unauthorized.failure, {
			kind: 'unauthorized',
			message: 'The agent told of a failure.',
			evidence: { kind: 'unauthorized' },
			said: 'bad key',
		});
	});

	it('is read by its words where it names no kind, or one that is not for it to say', () => {
		const kind = (error: object) => kindOf(replayEvents(inEvents, [{ type: 'error', ...error }]).answer);
		assert.equal(kind({ message: 'the usage limit is reached' }), 'quota-exhausted');
		assert.equal(kind({ kind: 'cancelled', message: 'x' }), 'unknown');
		assert.equal(kind({ kind: 'rollback-failed', message: 'quota exceeded' }), 'quota-exhausted');
		const wait = replayEvents(inEvents, [{ type: 'error', message: 'quota exceeded', retryAfterSeconds: 5 }]).answer;
		assert.equal(waitOf(wait), 5000);
		assert.equal(
			waitOf(replayEvents(inEvents, [{ type: 'error', kind: 'overloaded', retryAfterSeconds: -1 }]).answer),
			null,
		);
	});

	it('takes every unknown line for a sign of life', () => {
		for (const event of [null, 7, 'text', [], {}, { type: 'new-thing' }, { type: 'text' }, { type: 'toString' }]) {
			assert.deepEqual(replayEvents(inEvents, [event]).parts, [{ type: 'activity' }]);
		}
	});
});
