import type { AgentContract, Outcome, VendorCase } from '../../../support/agentContract/declaration.ts';

const announced = 'Aider v0.86.2\nMain model: gpt-test with diff edit format\nGit repo: .git with 3 files\n\n';
const counted = 'Tokens: 1.2k sent, 56 received. Cost: $0.01 message, $0.03 session.\n';

/** As it prints an exception of the library that it asks with. It exits with 0 all the same. */
const failed = (line: string, outcome: Outcome): VendorCase => ({ stdout: `${announced}${line}\n`, outcome });

const aider: AgentContract = {
	agent: 'aider',
	title: 'Aider',
	basis: 'from documentation',
	version: '0.86.2',
	vendor: {
		answer: { stdout: `${announced}An answer.\n\n${counted}`, outcome: 'ok' },
		edit: { stdout: `${announced}I made it.\n\n${counted}Applied edit to made.txt\n`, outcome: 'ok' },
		limit: failed('litellm.RateLimitError: RateLimitError: OpenAIException - Rate limit reached', 'rate-limited'),
		quota: failed(
			'litellm.RateLimitError: RateLimitError: OpenAIException - You exceeded your current quota, please check your plan and billing details.',
			'quota-exhausted',
		),
		auth: failed(
			'litellm.AuthenticationError: AuthenticationError: OpenAIException - Incorrect API key',
			'unauthorized',
		),
		overload: failed('litellm.InternalServerError: AnthropicException - Overloaded', 'overloaded'),
		model: failed('litellm.NotFoundError: OpenAIException - The model `none` does not exist', 'model-missing'),
		context: failed('Model gpt-test has hit a token limit!', 'context-exceeded'),
		cut: failed('litellm.APIConnectionError: OpenAIException - Connection error.', 'unreachable'),
	},
	alive: 'Aider v0.86.2\n',
	process: {
		// Its lines are the answer, so that one that can't be kept leaves none.
		'long line': 'bad-output',
	},
	permissions: {
		'read-only': '`--chat-mode ask --dry-run`',
		edit: 'it runs nothing without a person’s yes: `--no-suggest-shell-commands`, no linter, no tests',
		'edit-and-run': 'as `edit`',
	},
};

export const contracts = [aider];
