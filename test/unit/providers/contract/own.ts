import type { AgentContract, VendorScenario } from '../../../support/agentContract/declaration.ts';
import type { Outcome, VendorCase } from '../../../support/agentContract/declaration.ts';

const events = (...list: readonly object[]) => list.map((event) => `${JSON.stringify(event)}\n`).join('');

const failed = (kind: Outcome, retryAfterSeconds?: number): VendorCase => ({
	stdout: events({ type: 'error', kind, message: 'It did not work.', retryAfterSeconds }),
	exitCode: 1,
	outcome: kind,
	...(retryAfterSeconds === undefined ? {} : { retryAfterMs: retryAfterSeconds * 1000 }),
});

const ownPermissions = {
	'read-only': '`{permission}` is `read-only`: what the program makes of it is its own affair',
	edit: '`{permission}` is `edit`',
	'edit-and-run': '`{permission}` is `edit-and-run`',
};

const inEvents: AgentContract = {
	agent: 'mine-in-events',
	title: 'one of your own, in JSON lines',
	basis: 'our own format',
	version: '1.0',
	settings: { output: 'json-lines', args: ['--model', '{model}'] },
	vendor: {
		answer: { stdout: events({ type: 'text', text: 'An answer.' }, { type: 'done' }), outcome: 'ok' },
		edit: { stdout: events({ type: 'tool', tool: 'edit', path: 'made.txt' }, { type: 'done' }), outcome: 'ok' },
		limit: failed('rate-limited', 7),
		quota: failed('quota-exhausted', 3600),
		auth: failed('unauthorized'),
		overload: failed('overloaded'),
		model: failed('model-missing'),
		context: failed('context-exceeded'),
		cut: failed('unreachable'),
	},
	alive: events({ type: 'tool', tool: 'other' }),
	permissions: ownPermissions,
};

/** Programs that tell of their failures in words, as most do. */
const words: Readonly<Record<Exclude<VendorScenario, 'answer' | 'edit'>, readonly [words: string, Outcome]>> = {
	limit: ['Error: status 429 Too Many Requests', 'rate-limited'],
	quota: ['Error: You exceeded your current quota.', 'quota-exhausted'],
	auth: ['Error: status 401 Unauthorized', 'unauthorized'],
	overload: ['Error: status 503 Service Unavailable', 'overloaded'],
	model: ['Error: The model "none" does not exist', 'model-missing'],
	context: ['Error: prompt is too long', 'context-exceeded'],
	cut: ['Error: stream disconnected', 'unreachable'],
};

const inText: AgentContract = {
	agent: 'mine-in-text',
	title: 'one of your own, in text',
	basis: 'our own format',
	version: '1.0',
	settings: { output: 'text', args: ['--prompt', '{promptFile}'] },
	vendor: {
		answer: { stdout: 'An answer\n\tin two lines.\n', outcome: 'ok' },
		edit: { stdout: 'Done.\n', outcome: 'ok' },
		...casesOf(words),
	},
	alive: 'Working.\n',
	silentEdits: true,
	process: {
		// Its lines are the answer, so that one that can't be kept leaves none.
		'long line': 'bad-output',
	},
	permissions: ownPermissions,
};

function casesOf<Name extends string>(
	sentences: Readonly<Record<Name, readonly [words: string, Outcome]>>,
): Record<Name, VendorCase> {
	const entries = Object.entries<readonly [words: string, Outcome]>(sentences).map(([name, [stderr, outcome]]) => [
		name,
		{ stderr: `${stderr}\n`, exitCode: 1, outcome },
	]);
	return Object.fromEntries(entries) as Record<Name, VendorCase>;
}

export const contracts = [inText, inEvents];
