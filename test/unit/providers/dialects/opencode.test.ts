import assert from 'node:assert/strict';
import type { Permission } from '../../../../src/core/agent.ts';
import { opencode } from '../../../../src/providers/dialects/opencode.ts';
import { kindOf } from '../inputs.ts';
import { type Order, replayLines, replayOutputs } from './outputs.ts';
import { launchInput, replayEvents, waitOf } from './replay.ts';

const said = (text: string) => ({ type: 'text', part: { type: 'text', text } });
const step = (reason: string, more: object = {}) => ({
	type: 'step_finish',
	part: { type: 'step-finish', reason, ...more },
});
const uses = (tool: string, state: object = {}) => ({ type: 'tool_use', part: { type: 'tool', tool, state } });
const streamError = (words: string, small = false) =>
	`timestamp=2026-11-21T17:02:22.671Z level=ERROR run=1 message="stream error" providerID=p modelID=m small=${small} agent=x mode=primary error.error="AI_APICallError: ${words}"`;

describe('the dialect of opencode', () => {
	const recordings: readonly [name: string, exitCode: number | null, kind: string][] = [
		['edit', 0, 'ok'],
		['auth401', 1, 'unauthorized'],
		['quota429', 1, 'quota-exhausted'],
		['after1-quota429', 1, 'quota-exhausted'],
		['rate429', 1, 'rate-limited'],
		['ctx400', 1, 'context-exceeded'],
		['model404', 1, 'model-missing'],
		['err500', 1, 'overloaded'],
		['err503', 1, 'overloaded'],
		['html502', 1, 'overloaded'],
		['ssefail', 1, 'overloaded'],
		['cut', 1, 'unreachable'],
		['cutclean', null, 'unreachable'],
		['reset', 1, 'unreachable'],
		['refuse', 1, 'unreachable'],
		['loop', null, 'agent-crashed'],
	];
	for (const [name, exitCode, kind] of recordings) {
		it(`reads the recording ${name} as ${kind}, whichever output comes first (R14, R17, A1)`, () => {
			for (const order of ['errors first', 'errors last'] satisfies Order[]) {
				assert.equal(kindOf(replayOutputs(opencode, name, { exitCode }, order).answer), kind);
			}
		});
	}

	it('gives what the agent says, what it does, and the sum of the tokens and costs of its steps', () => {
		const { answer, parts } = replayOutputs(opencode, 'edit');
		assert.deepEqual(answer, {
			ok: true,
			text: 'I will create the file.\n\nFAKE-FINAL: all done.',
			model: null,
			usage: { inputTokens: 3702, outputTokens: 168, cost: 0.003738 },
		});
		assert.deepEqual(
			parts.filter((part) => part.type === 'tool'),
			[
				{ type: 'tool', tool: 'edit', detail: '/home/dev/proj/hello.txt' },
				{ type: 'tool', tool: 'command', detail: 'wc -c hello.txt && echo SHELL-RAN' },
			],
		);
		assert.deepEqual(
			parts.flatMap((part) => (part.type === 'usage' ? [part.usage.inputTokens] : [])),
			[1234, 2468, 3702],
		);
	});

	it('[U12] tells a tool of a server, which can do anything anywhere, from its own', () => {
		const names = ['github_create_issue', 'read', 'edit', 'write', 'bash'];
		const { parts } = replayEvents(
			opencode,
			names.map((name) => uses(name)),
		);
		assert.deepEqual(
			parts.flatMap((part) => (part.type === 'tool' ? [part.tool] : [])),
			['outside', 'other', 'edit', 'edit', 'command'],
		);
	});

	it('is over at the first request that it will make again, with the wait that its log names (U6, U16)', () => {
		const replay = replayOutputs(opencode, 'rate429', { exitCode: null });
		assert.equal(replay.read, 5);
		assert.equal(waitOf(replay.answer), 7000);
	});

	it('takes the wait from the headers that it passes on (U6)', () => {
		const data = { message: 'Slow down', statusCode: 429, responseHeaders: { 'retry-after': '90' } };
		const { answer } = replayEvents(opencode, [{ type: 'error', error: { name: 'APIError', data } }], { exitCode: 1 });
		assert.equal(kindOf(answer), 'rate-limited');
		assert.equal(waitOf(answer), 90_000);
	});

	it('leaves a failure whose words say nothing, and that of a title, to what is told later', () => {
		const errors = [streamError('Something odd'), streamError('Rate limit reached', true)];
		const error = { type: 'error', error: { name: 'APIError', data: { message: 'Something odd', statusCode: 503 } } };
		assert.equal(
			kindOf(replayLines(opencode, { errors, lines: [JSON.stringify(error)] }, { exitCode: 1 }).answer),
			'overloaded',
		);
	});

	it('lets one step pass that ends without an end, and no second (U14)', () => {
		assert.equal(kindOf(replayEvents(opencode, [said('x'), step('unknown'), said('y'), step('stop')]).answer), 'ok');
		const again = [said('x'), step('unknown'), step('tool-calls'), step('unknown'), step('stop')];
		assert.equal(kindOf(replayEvents(opencode, again).answer), 'ok');
		assert.equal(replayEvents(opencode, [step('unknown'), step('unknown'), step('stop')], { exitCode: null }).read, 2);
	});

	it('is done only when its last step says so (U14)', () => {
		assert.equal(kindOf(replayEvents(opencode, [said('x'), step('tool-calls')]).answer), 'bad-output');
		const goesOn = [said('x'), step('stop'), { type: 'step_start', part: {} }];
		assert.equal(kindOf(replayEvents(opencode, goesOn).answer), 'bad-output');
		assert.equal(kindOf(replayEvents(opencode, [said('x'), step('length')]).answer), 'bad-output');
		assert.equal(kindOf(replayEvents(opencode, [said('x'), step('content-filter')]).answer), 'refused');
	});

	it('names the model that its log says it asks', () => {
		const line =
			'timestamp=2026-11-21T17:02:22.631Z level=INFO run=1 message=stream providerID=scripted modelID=one session.id=s small=false agent=x mode=primary';
		const lines = [JSON.stringify(said('x')), JSON.stringify(step('stop'))];
		const { answer } = replayLines(opencode, { errors: [line], lines });
		assert.equal(answer.ok && answer.model, 'scripted/one');
	});

	it('is bad output when something was denied where edits were asked for', () => {
		const denial = uses('edit', {
			status: 'error',
			error: 'The user rejected permission to use this specific tool call.',
		});
		assert.equal(kindOf(replayEvents(opencode, [denial, said('x'), step('stop')]).answer), 'bad-output');
		assert.equal(kindOf(replayEvents(opencode, [denial, said('x'), step('stop')], { task: 'text' }).answer), 'ok');
	});

	it('takes every unknown line for a sign of life', () => {
		for (const event of [null, 7, 'text', [], {}, { type: 'new-thing' }, { type: 'toString' }]) {
			assert.deepEqual(replayEvents(opencode, [event]).parts, [{ type: 'activity' }]);
		}
	});

	interface Configuration {
		readonly agent: { readonly switchyard: { readonly permission: Record<string, string> } };
		readonly formatter: boolean;
		readonly lsp: boolean;
		readonly disabled_providers?: readonly string[];
	}
	const configurationFor = (input: { readonly permission?: Permission; readonly model?: string }) => {
		const { environment } = opencode.launch({ ...launchInput, ...input });
		return JSON.parse(environment?.['OPENCODE_CONFIG_CONTENT'] ?? '') as Configuration;
	};

	it('allows what the user allows, and nothing else', () => {
		const rules = (permission: Permission) => configurationFor({ permission }).agent.switchyard.permission;
		assert.deepEqual(
			[rules('read-only')['*'], rules('read-only')['edit'], rules('read-only')['bash']],
			['deny', undefined, undefined],
		);
		assert.deepEqual([rules('edit')['*'], rules('edit')['edit'], rules('edit')['bash']], ['deny', 'allow', undefined]);
		assert.equal(rules('edit-and-run')['bash'], 'allow');
		assert.equal(Object.keys(rules('edit'))[0], '*', 'the last rule that fits decides');
	});

	it('runs no program of the folder by itself, and asks nobody that the user did not name', () => {
		assert.deepEqual([configurationFor({}).formatter, configurationFor({}).lsp], [false, false]);
		assert.deepEqual(configurationFor({}).disabled_providers, ['opencode']);
		assert.equal(configurationFor({ model: 'a/b' }).disabled_providers, undefined);
		assert.equal(opencode.fixedEnvironment['OPENCODE_DISABLE_PROJECT_CONFIG'], 'true');
		assert.equal(opencode.fixedEnvironment['OPENCODE_PURE'], 'true');
	});
});
