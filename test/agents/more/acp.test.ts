import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Task } from '../../../src/core/request.ts';
import { createAcpAdapter } from '../../../src/providers/acp.ts';
import type { OutputPart, PermissionQuestion } from '../../../src/providers/provider.ts';
import { type RealAgent, realAgent } from '../../support/agentReal.ts';
import type { RealAgentName } from '../../support/agentRealSetups.ts';
import type { ErrorName } from '../../support/llmServer.ts';
import { codeRequest, kindOf, runInput } from '../../unit/providers/inputs.ts';

interface Seen {
	readonly agents: Readonly<Record<string, { readonly seen: Readonly<Record<string, string>> }>>;
}

const page = JSON.parse(readFileSync(join(import.meta.dirname, '../../../docs/agents-acp.json'), 'utf8')) as Seen;
const names: readonly RealAgentName[] = ['claude', 'codex', 'gemini', 'qwen', 'opencode', 'copilot'];

const errors: Readonly<Record<string, ErrorName>> = {
	limit: 'rate-limit',
	quota: 'quota',
	auth: 'unauthorized',
	overload: 'unavailable',
	model: 'missing-model',
	context: 'context',
};

for (const name of names) {
	describe(`${name} through the Agent Client Protocol`, () => {
		const seen = page.agents[name]?.seen ?? {};
		let agent: RealAgent;

		beforeEach(async () => {
			agent = await realAgent(name);
		});

		afterEach(async () => {
			assert.deepEqual(agent.running(), [], 'nothing of it is left');
			await agent.close();
		});

		async function run(task: Task, more: { readonly signal?: AbortSignal; readonly allows?: boolean } = {}) {
			const parts: OutputPart[] = [];
			const questions: PermissionQuestion[] = [];
			const request = codeRequest(task, { instruction: 'Do as you are told.' });
			const input = runInput({ ...agent.provider, kind: 'acp' }, { request, cwd: agent.folder });
			const answer = await createAcpAdapter(agent.options).run(input, {
				signal: more.signal ?? new AbortController().signal,
				output: (part) => parts.push(part),
				permit(question) {
					questions.push(question);
					return Promise.resolve(more.allows ?? false);
				},
			});
			return { answer, parts, questions };
		}

		it('answers', async () => {
			agent.server.script(name, { type: 'answer', text: 'All is well.' });
			const { answer } = await run('text');
			assert.equal(answer.ok ? answer.text : answer.failure.kind, 'All is well.');
		});

		it('edits', async () => {
			const path = join(agent.folder, 'hello.txt');
			agent.server.script(name, { type: 'write', path, content: 'hello\n' }, { type: 'answer', text: 'Done.' });
			const { answer, parts, questions } = await run('changes');
			assert.equal(kindOf(answer), 'ok');
			assert.equal(readFileSync(path, 'utf8'), 'hello\n');
			assert.deepEqual(questions, []);
			assert.ok(parts.some((part) => part.type === 'tool' && part.tool === 'edit' && part.detail === 'hello.txt'));
		});

		it('writes nothing that acts beyond its content without the user’s word', async () => {
			const path = join(agent.folder, '.vscode/tasks.json');
			agent.server.script(name, { type: 'write', path, content: '{}\n' }, { type: 'answer', text: 'Done.' });
			const { answer } = await run('changes');
			assert.equal(existsSync(path), false);
			assert.equal(kindOf(answer), seen['guarded']);
		});

		for (const [scenario, error] of Object.entries(errors)) {
			const expected = seen[scenario];
			if (expected === undefined) {
				continue;
			}
			it(`tells ${error} as ${expected} (A1, R14)`, async () => {
				const abort = new AbortController();
				agent.server.script(name, { type: 'error', error });
				const again = agent.server.waitFor((server) => expected === 'silent' && server.asked(name).length > 1);
				again.then(
					() => abort.abort(),
					() => undefined,
				);
				const { answer } = await run('changes', { signal: abort.signal });
				assert.equal(kindOf(answer), expected === 'silent' ? 'cancelled' : expected);
			});
		}

		it('stops when it is told to', async () => {
			const abort = new AbortController();
			agent.server.script(name, { type: 'stall' });
			const asked = agent.server.waitFor((server) => server.asked(name).length > 0).then(() => abort.abort());
			const { answer } = await run('changes', { signal: abort.signal });
			await asked;
			assert.equal(kindOf(answer), 'cancelled');
		});
	});
}
