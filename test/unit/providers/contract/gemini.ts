import type { AgentContract } from '../../../support/agentContract/declaration.ts';

const gemini: AgentContract = {
	agent: 'gemini',
	title: 'Gemini CLI',
	basis: 'driven for real',
	version: '0.61.0',
	vendor: {
		answer: { recording: 'edit', outcome: 'ok' },
		edit: { recording: 'edit', outcome: 'ok' },
		limit: { recording: 'rate429', exitCode: 143, outcome: 'rate-limited', retryAfterMs: 7000 },
		quota: { recording: 'quota429', exitCode: 173, outcome: 'quota-exhausted' },
		auth: { recording: 'auth401', exitCode: 144, outcome: 'unauthorized' },
		overload: { recording: 'err503', exitCode: 143, outcome: 'overloaded' },
		model: { recording: 'model404', exitCode: 1, outcome: 'model-missing' },
		context: { recording: 'ctx400', exitCode: 144, outcome: 'context-exceeded' },
		cut: { recording: 'cut', exitCode: 1, outcome: 'unreachable' },
	},
	alive: '{"type":"init","session_id":"1","model":"gemini-2.5-pro"}\n',
	permissions: {
		'read-only': '`--approval-mode default` and a `--policy` that denies all but reading',
		edit: '`--approval-mode auto_edit`; the policy allows `write_file` and `replace` too, which stay inside the folder',
		'edit-and-run': '`--approval-mode yolo`; the policy allows the shell and the web too',
	},
	real: {
		answer: 'ok',
		edit: 'ok',
		limit: 'rate-limited',
		quota: 'quota-exhausted',
		auth: 'unauthorized',
		overload: 'overloaded',
		model: 'model-missing',
		context: 'context-exceeded',
		cut: 'unreachable',
		hang: 'cancelled',
		grandchild: 'ok',
	},
};

export const contracts = [gemini];
