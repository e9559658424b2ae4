import type { AgentContract } from '../../../support/agentContract/declaration.ts';

const claude: AgentContract = {
	agent: 'claude',
	title: 'Claude Code',
	basis: 'driven for real',
	version: '2.1.329',
	vendor: {
		answer: { recording: 'edit', outcome: 'ok' },
		edit: { recording: 'edit', outcome: 'ok' },
		limit: { recording: 'rate429', exitCode: 143, outcome: 'rate-limited', retryAfterMs: 7568 },
		quota: { recording: 'usage-login', exitCode: 1, outcome: 'quota-exhausted' },
		auth: { recording: 'auth401', exitCode: 1, outcome: 'unauthorized' },
		overload: { recording: 'err529', exitCode: 143, outcome: 'overloaded' },
		model: { recording: 'model404', exitCode: 1, outcome: 'model-missing' },
		context: { recording: 'ctx400', exitCode: 1, outcome: 'context-exceeded' },
		cut: { recording: 'cut', exitCode: 143, outcome: 'unreachable' },
	},
	alive: '{"type":"system","subtype":"init","model":"claude-sonnet-5-5"}\n',
	permissions: {
		'read-only': '`--permission-mode dontAsk`, tools Read, Glob, Grep',
		edit: '`--permission-mode acceptEdits`, and the tools Edit, Write, NotebookEdit: no shell',
		'edit-and-run': 'as `edit`, and the tool Bash, which it does not confine to the folder',
	},
	real: {
		answer: 'ok',
		edit: 'ok',
		limit: 'rate-limited',
		// With a key it is an account that cannot pay; with a login it is a quota, see the recording.
		quota: 'billing',
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

export const contracts = [claude];
