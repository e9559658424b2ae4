import type { AgentContract, Outcome, VendorCase } from '../../../support/agentContract/declaration.ts';

const events = (...list: readonly object[]) => list.map((event) => `${JSON.stringify(event)}\n`).join('');

const message = (content: readonly object[], id = 'm1') => ({
	type: 'message',
	message: { id, role: 'assistant', created: 0, content },
});
const done = { type: 'complete', total_tokens: 42 };

/** The words of a failure of its server, as a message of the assistant; it ends well all the same. */
const failed = (error: string, outcome: Outcome): VendorCase => ({
	stdout: events(
		message([
			{
				type: 'text',
				text: `Ran into this error: ${error}.\n\nPlease retry if you think this is a transient or recoverable error.`,
			},
		]),
		done,
	),
	outcome,
});

const value = {
	name: 'developer__text_editor',
	arguments: { command: 'write', path: 'made.txt', file_text: 'made\n' },
};
const wrote = message([{ type: 'toolRequest', id: '1', toolCall: { status: 'success', value } }]);
const said = message([{ type: 'text', text: 'Made it.' }], 'm2');

const goose: AgentContract = {
	agent: 'goose',
	title: 'Goose',
	basis: 'from documentation',
	version: '1.20.0',
	settings: { permission: 'edit-and-run' },
	vendor: {
		answer: { stdout: events(said, done), outcome: 'ok' },
		edit: { stdout: events(wrote, said, done), outcome: 'ok' },
		limit: failed('Rate limit exceeded: slow down', 'rate-limited'),
		quota: failed('Request failed: You exceeded your current quota', 'quota-exhausted'),
		auth: failed('Authentication error: Authentication failed. Status: 401 Unauthorized', 'unauthorized'),
		overload: failed('Server error: Server error occurred. Status: 503 Service Unavailable', 'overloaded'),
		model: failed('Request failed: The model `none` does not exist', 'model-missing'),
		context: failed('Context length exceeded: too many tokens', 'context-exceeded'),
		cut: {
			stdout: events(said, { type: 'error', error: 'Stream ended: connection reset by peer' }, done),
			outcome: 'unreachable',
		},
	},
	alive: events({ type: 'notification', extension_id: 'developer', log: { message: 'x' } }),
	permissions: {
		'read-only': '`GOOSE_MODE=chat`: no tools at all, so that it knows the files of the request and no others',
		edit: 'is not started: it has no way to edit without running commands',
		'edit-and-run': '`GOOSE_MODE=auto`; nothing confines it to the folder',
	},
};

export const contracts = [goose];
