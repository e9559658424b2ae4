import type { AgentContract, Outcome, VendorCase } from '../../../support/agentContract/declaration.ts';

const failed = (words: string, outcome: Outcome): VendorCase => ({
	stdout: '\n',
	stderr: `\n  ERROR  \n\n  Agent processing failed: ${words}.\n\n`,
	exitCode: 1,
	outcome,
});

const crush: AgentContract = {
	agent: 'crush',
	title: 'Crush',
	basis: 'from documentation',
	version: '0.90.0',
	vendor: {
		answer: { stdout: 'An answer\n\tin two lines.\n', outcome: 'ok' },
		edit: { stdout: 'Made it.\n', outcome: 'ok' },
		limit: failed('too many requests: Rate limit reached', 'rate-limited'),
		quota: failed('You exceeded your current quota', 'quota-exhausted'),
		auth: { stderr: "ERROR no providers configured - please run 'crush'\n", exitCode: 1, outcome: 'unauthorized' },
		overload: failed('service unavailable: Overloaded', 'overloaded'),
		model: failed('model "none" not found', 'model-missing'),
		context: failed('prompt is too long: 210012 tokens', 'context-exceeded'),
		cut: failed('read: connection reset by peer', 'unreachable'),
	},
	alive: 'Working.\n',
	silentEdits: true,
	process: {
		// Its lines are the answer, so that one that can't be kept leaves none.
		'long line': 'bad-output',
	},
	permissions: {
		'read-only': '`disabled_tools` in a configuration of the run: for editing, commands and downloads',
		edit: '`disabled_tools` for commands and downloads',
		'edit-and-run': 'all its tools; nothing confines it to the folder',
	},
};

export const contracts = [crush];
