import type { AgentContract } from '../../../support/agentContract/declaration.ts';

const copilot: AgentContract = {
	agent: 'copilot',
	title: 'GitHub Copilot CLI',
	basis: 'driven for real',
	version: '1.0.102',
	vendor: {
		answer: { recording: 'edit', outcome: 'ok' },
		edit: { recording: 'edit', outcome: 'ok' },
		limit: { recording: 'rate429', exitCode: 1, outcome: 'rate-limited', retryAfterMs: 7000 },
		quota: { recording: 'quota429', exitCode: 1, outcome: 'quota-exhausted' },
		auth: { recording: 'auth401', exitCode: 1, outcome: 'unauthorized' },
		overload: { recording: 'err503', exitCode: 1, outcome: 'overloaded' },
		model: { recording: 'model404', exitCode: 1, outcome: 'model-missing' },
		context: { recording: 'ctx400', exitCode: 1, outcome: 'context-exceeded' },
		cut: { recording: 'cut', exitCode: 1, outcome: 'unreachable' },
	},
	alive: '{"type":"assistant.turn_start","data":{"turnId":"0"}}\n',
	permissions: {
		'read-only': '`--deny-tool` for writing and the shell, whose tools are hidden too',
		edit: '`--allow-tool=write`, inside the folder; the shell is denied and hidden',
		'edit-and-run': '`--allow-tool=write --allow-tool=shell`; never `--allow-all-tools`',
	},
};

export const contracts = [copilot];
