import type { AgentContract, Outcome, VendorCase } from '../../../support/agentContract/declaration.ts';

const events = (...list: readonly object[]) => list.map((event) => `${JSON.stringify(event)}\n`).join('');

const failed = (error: string, outcome: Outcome): VendorCase => ({
	stdout: events({ type: 'result', subtype: 'error_during_execution', is_error: true, error }),
	exitCode: 1,
	outcome,
});

const usage = { input_tokens: 10, cache_read_input_tokens: 5, cache_creation_input_tokens: 1, output_tokens: 2 };
const said = { type: 'assistant', message: { content: [{ type: 'text', text: 'Made it.' }], usage } };
const toolUse = { type: 'tool_use', id: '1', name: 'create_file', input: { path: 'made.txt', content: 'made\n' } };
const wrote = { type: 'assistant', message: { content: [toolUse], usage } };
const done = { type: 'result', subtype: 'success', is_error: false, num_turns: 1, result: 'Made it.' };

const amp: AgentContract = {
	agent: 'amp',
	title: 'Amp',
	basis: 'from documentation',
	version: '0.0.1790000000',
	vendor: {
		answer: { stdout: events(said, done), outcome: 'ok' },
		edit: { stdout: events(wrote, said, done), outcome: 'ok' },
		limit: failed('429 Too many requests', 'rate-limited'),
		quota: failed('Out of free credits', 'billing'),
		auth: { stderr: 'Error: not logged in. Set AMP_API_KEY or run amp login\n', exitCode: 1, outcome: 'unauthorized' },
		overload: failed('The model is overloaded', 'overloaded'),
		model: failed('Unknown model: none', 'model-missing'),
		context: failed('prompt is too long: 210012 tokens', 'context-exceeded'),
		cut: failed('fetch failed: ECONNRESET', 'unreachable'),
	},
	alive: events({ type: 'system', subtype: 'init', session_id: 'T-1', tools: [] }),
	permissions: {
		'read-only': '`amp.permissions` in settings of the run: its tools for editing, the shell and servers are rejected',
		edit: 'the shell and servers are rejected',
		'edit-and-run': 'servers are rejected; nothing confines it to the folder',
	},
};

export const contracts = [amp];
