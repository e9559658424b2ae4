import assert from 'node:assert/strict';
import { aider } from '../../../../src/providers/dialects/aider.ts';
import { kindOf } from '../inputs.ts';
import { launchInput, replayEvents } from './replay.ts';

const announced = ['Aider v0.86.2', 'Main model: gpt-test with diff edit format', 'Git repo: .git with 3 files', ''];
const counted = 'Tokens: 1.2k sent, 300 cache hit, 56 received. Cost: $0.01 message, $0.03 session.';

describe('the dialect of Aider, from its documentation', () => {
	it('gives what the agent says without what it says of itself, its tokens and its cost', () => {
		const { answer, parts } = replayEvents(aider, [...announced, 'It is:', '', '\tan answer', counted]);
		assert.deepEqual(answer, {
			ok: true,
			text: 'It is:\n\n\tan answer',
			model: null,
			usage: { inputTokens: 1200, outputTokens: 56, cost: 0.03 },
		});
		assert.deepEqual(parts.at(-1), {
			type: 'usage',
			usage: { inputTokens: 1200, outputTokens: 56, cost: 0.03 },
		});
	});

	it('counts tokens without a price too, and adds up what it asks again', () => {
		const { answer } = replayEvents(aider, ['Yes.', 'Tokens: 812 sent, 9 received.', 'Tokens: 10 sent, 1 received.']);
		assert.deepEqual(answer.ok && answer.usage, { inputTokens: 822, outputTokens: 10, cost: null });
	});

	it('tells which files it edited', () => {
		const { parts } = replayEvents(aider, ['Applied edit to src/a b.ts']);
		assert.deepEqual(parts, [{ type: 'tool', tool: 'edit', detail: 'src/a b.ts' }]);
	});

	const failures: readonly [line: string, kind: string][] = [
		['litellm.RateLimitError: RateLimitError: OpenAIException - Rate limit reached', 'rate-limited'],
		['litellm.AuthenticationError: OpenAIException - Incorrect API key provided', 'unauthorized'],
		['litellm.Timeout: APITimeoutError - Request timed out', 'timeout'],
		['litellm.InternalServerError: AnthropicException - Overloaded', 'overloaded'],
		['litellm.APIConnectionError: OpenAIException - Connection error.', 'unreachable'],
		['Model gpt-test has hit a token limit!', 'context-exceeded'],
		['Empty response received from LLM. Check your provider account?', 'unknown'],
	];
	for (const [line, kind] of failures) {
		it(`is over at “${line.slice(0, 40)}”: ${kind}, although it would exit with 0 (R14, A1)`, () => {
			const { answer, read } = replayEvents(aider, [...announced, line, 'Retrying in 0.2 seconds...']);
			assert.equal(kindOf(answer), kind);
			assert.equal(read, announced.length + 1);
		});
	}

	it('does not believe an exit with 0 without a count of tokens (U14)', () => {
		assert.equal(kindOf(replayEvents(aider, [...announced, 'Half an answer']).answer), 'bad-output');
	});

	it('takes what it says of itself for a sign of life', () => {
		assert.deepEqual(replayEvents(aider, ['Repo-map: using 4096 tokens']).parts, [{ type: 'activity' }]);
	});

	it('only looks where it may only read, and commits nothing ever', () => {
		const line = aider.launch({ ...launchInput, permission: 'read-only', model: 'sonnet' }).arguments.join(' ');
		assert.match(line, /--chat-mode ask --dry-run --model sonnet$/);
		assert.match(line, /^--message-file \/work\/run\/prompt\.md /);
		const edit = aider.launch(launchInput).arguments;
		assert.ok(!edit.includes('--dry-run'));
		assert.ok(['--no-auto-commits', '--no-dirty-commits', '--no-gitignore'].every((each) => edit.includes(each)));
	});

	it('is refused where the folder brings variables or a configuration', () => {
		assert.ok(aider.refusedBy?.includes('.env') === true && aider.refusedBy.includes('.aider.conf.yml'));
	});
});
