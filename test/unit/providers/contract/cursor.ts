import type { AgentContract, VendorCase } from '../../../support/agentContract/declaration.ts';

const events = (...list: readonly object[]) => list.map((event) => `${JSON.stringify(event)}\n`).join('');

/** As documented, a failure is a sentence on the error output and an exit code that is not 0. */
const failed = (stderr: string, outcome: VendorCase['outcome']): VendorCase => ({ stderr, exitCode: 1, outcome });

const init = { type: 'system', subtype: 'init', model: 'auto', permissionMode: 'default' };
const said = { type: 'assistant', message: { role: 'assistant', content: [{ type: 'text', text: 'Made it.' }] } };
const writeToolCall = { args: { path: 'made.txt', fileText: 'made\n' } };
const started = { type: 'tool_call', subtype: 'started', call_id: '1', tool_call: { writeToolCall } };
const done = { type: 'result', subtype: 'success', is_error: false, duration_ms: 1, result: 'Made it.' };

const cursor: AgentContract = {
	agent: 'cursor',
	title: 'Cursor CLI',
	basis: 'from documentation',
	version: '2026.06',
	vendor: {
		answer: { stdout: events(init, said, done), outcome: 'ok' },
		edit: { stdout: events(init, started, said, done), outcome: 'ok' },
		limit: failed('Error: Too many requests\n', 'rate-limited'),
		quota: failed('Error: You have hit your usage limit\n', 'quota-exhausted'),
		auth: failed("Error: Authentication required. Please run 'agent login' first\n", 'unauthorized'),
		overload: failed('Error: Service unavailable\n', 'overloaded'),
		model: failed('Error: Cannot use this model: invalid model none\n', 'model-missing'),
		context: failed('Error: prompt is too long\n', 'context-exceeded'),
		cut: { ...failed('Error: connection lost\n', 'unreachable'), stdout: events(init, said) },
	},
	alive: events(init),
	permissions: {
		'read-only': '`--mode ask`',
		edit: '`--force --sandbox enabled`: it has no way to edit without running commands, which its sandbox confines',
		'edit-and-run': '`--force`',
	},
};

export const contracts = [cursor];
