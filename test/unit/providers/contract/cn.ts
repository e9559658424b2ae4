import type { AgentContract } from '../../../support/agentContract/declaration.ts';

const cn: AgentContract = {
	agent: 'cn',
	title: 'Continue CLI',
	basis: 'driven for real',
	version: '1.5.47',
	vendor: {
		answer: { recording: 'edit', outcome: 'ok' },
		edit: { recording: 'edit', outcome: 'ok' },
		limit: { recording: 'ratelong429', exitCode: 1, outcome: 'rate-limited', retryAfterMs: 3_600_000 },
		quota: { recording: 'quota429', exitCode: 1, outcome: 'quota-exhausted' },
		auth: { recording: 'auth401', exitCode: 1, outcome: 'unauthorized' },
		overload: { recording: 'err503', exitCode: 1, outcome: 'overloaded' },
		model: { recording: 'model404', exitCode: 1, outcome: 'model-missing' },
		context: { recording: 'ctx400', exitCode: 1, outcome: 'context-exceeded' },
		cut: { recording: 'cut', exitCode: 1, outcome: 'unreachable' },
	},
	alive: 'Working.\n',
	silentEdits: true,
	process: {
		// Its lines are the answer, so that one that can't be kept leaves none.
		'long line': 'bad-output',
	},
	permissions: {
		'read-only': '`--exclude` for its tools for editing, commands and the web',
		edit: '`--allow` for its tools for editing, `--exclude` for commands',
		'edit-and-run': '`--allow` for both; nothing confines it to the folder',
	},
};

export const contracts = [cn];
