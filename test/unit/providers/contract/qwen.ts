import type { AgentContract } from '../../../support/agentContract/declaration.ts';

const qwen: AgentContract = {
	agent: 'qwen',
	title: 'Qwen Code',
	basis: 'driven for real',
	version: '0.24.4',
	vendor: {
		answer: { recording: 'edit', outcome: 'ok' },
		edit: { recording: 'edit', outcome: 'ok' },
		limit: {
			stdout: '',
			stderr: 'Retrying in 60s (attempt 1/10): [API Error: 429 Slow down. Please try again in 7s.]\n',
			exitCode: 143,
			outcome: 'rate-limited',
			retryAfterMs: 7000,
		},
		quota: { recording: 'quota429', exitCode: 143, outcome: 'quota-exhausted' },
		auth: { recording: 'auth401', exitCode: 1, outcome: 'unauthorized' },
		overload: { recording: 'err503', exitCode: 143, outcome: 'overloaded' },
		model: { recording: 'model404', exitCode: 1, outcome: 'model-missing' },
		context: { recording: 'ctx400', exitCode: 1, outcome: 'context-exceeded' },
		cut: { recording: 'cut', exitCode: 1, outcome: 'unreachable' },
	},
	alive: '{"type":"system","subtype":"init","model":"qwen-test"}\n',
	permissions: {
		'read-only':
			'`--approval-mode default` in a folder that is not trusted; `--core-tools` and `--allowed-tools` for reading alone',
		edit: 'both name `edit`, `write_file` and `notebook_edit` too',
		'edit-and-run': 'both name `run_shell_command` and `web_fetch` too',
	},
	real: {
		// A limit with a long wait is missing: the program sleeps through it without a word, and only a deadline ends that.
		answer: 'ok',
		edit: 'ok',
		quota: 'quota-exhausted',
		auth: 'unauthorized',
		overload: 'overloaded',
		model: 'model-missing',
		context: 'context-exceeded',
		cut: 'unreachable',
		hang: 'cancelled',
	},
};

export const contracts = [qwen];
