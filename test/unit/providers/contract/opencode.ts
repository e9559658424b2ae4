import type { AgentContract } from '../../../support/agentContract/declaration.ts';

const opencode: AgentContract = {
	agent: 'opencode',
	title: 'opencode',
	basis: 'driven for real',
	version: '1.18.33',
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
	alive: '{"type":"step_start","part":{"type":"step-start"}}\n',
	permissions: {
		'read-only': 'an agent of our own in `OPENCODE_CONFIG_CONTENT`, whose rules deny all but reading',
		edit: 'its rules allow `edit` too, which covers writing and patching; nothing outside of the folder',
		'edit-and-run': 'its rules allow `bash` and `webfetch` too',
	},
	real: {
		answer: 'ok',
		edit: 'ok',
		quota: 'quota-exhausted',
		auth: 'unauthorized',
		model: 'model-missing',
		context: 'context-exceeded',
	},
};

export const contracts = [opencode];
