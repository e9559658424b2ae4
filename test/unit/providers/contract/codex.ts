import type { AgentContract } from '../../../support/agentContract/declaration.ts';

const codex: AgentContract = {
	agent: 'codex',
	title: 'Codex',
	basis: 'driven for real',
	version: '0.169.0',
	vendor: {
		answer: { recording: 'edit', outcome: 'ok' },
		edit: { recording: 'edit', outcome: 'ok' },
		limit: { recording: 'rate429', exitCode: 1, outcome: 'rate-limited' },
		quota: { recording: 'usage429', exitCode: 1, outcome: 'quota-exhausted' },
		auth: { recording: 'auth401', exitCode: 1, outcome: 'unauthorized' },
		overload: { recording: 'err503', exitCode: 1, outcome: 'overloaded' },
		model: { recording: 'model404', exitCode: 1, outcome: 'model-missing' },
		context: { recording: 'ctx400', exitCode: 1, outcome: 'context-exceeded' },
		cut: { recording: 'cut', exitCode: 1, outcome: 'unreachable' },
	},
	alive: '{"type":"turn.started"}\n',
	permissions: {
		'read-only': '`--sandbox read-only`',
		edit: '`--sandbox workspace-write`: its own sandbox has no way to edit without running commands',
		'edit-and-run': '`--sandbox workspace-write`',
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
		cancel: 'cancelled',
		grandchild: 'ok',
	},
};

export const contracts = [codex];
