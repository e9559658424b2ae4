import type { AgentContract } from '../../../support/agentContract/declaration.ts';

const cline: AgentContract = {
	agent: 'cline',
	title: 'Cline CLI',
	basis: 'driven for real',
	version: '3.0.65',
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
	alive: '{"type":"agent_event","event":{"type":"content_start","contentType":"text","text":"I"}}\n',
	permissions: {
		'read-only': 'its tools for editing, commands and the web are taken from it',
		edit: 'its tool for commands is taken from it',
		'edit-and-run': 'all its tools but those that start further agents; nothing confines it to the folder',
	},
};

export const contracts = [cline];
