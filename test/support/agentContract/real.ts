import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer } from '../../../src/providers/provider.ts';
import { type RealAgent, realAgent, type RealRun } from '../agentReal.ts';
import type { RealAgentName } from '../agentRealSetups.ts';
import type { Reply } from '../llmServer.ts';
import { type AgentContract, type Outcome, type RealScenario, realScenarios } from './declaration.ts';

type LlmScenario = Exclude<RealScenario, 'answer' | 'edit' | 'hang' | 'cancel' | 'grandchild'>;

/** What the LLM behind the program does. */
const faults: Readonly<Record<LlmScenario, Reply>> = {
	limit: { type: 'error', error: 'rate-limit', retryAfterSeconds: 600 },
	quota: { type: 'error', error: 'quota' },
	auth: { type: 'error', error: 'unauthorized' },
	overload: { type: 'error', error: 'unavailable' },
	model: { type: 'error', error: 'missing-model' },
	context: { type: 'error', error: 'context' },
	cut: { type: 'reset', afterChunks: 2, text: 'This answer ends in the middle of a word.' },
};

/** A process of a session of its own that does not end on SIGTERM, and that is seen to have run. */
const grandchild = (file: string) =>
	`setsid sh -c 'trap "" TERM; echo started > ${file}; while :; do sleep 1; done' > /dev/null 2>&1 & while [ ! -s ${file} ]; do sleep 0.1; done`;

/** The contract of agents with the real program, as far as the agent's declaration says that it is driven. */
export function realContract(contract: AgentContract): void {
	describe(`the contract of agents, for real: ${contract.title}`, () => {
		// Each has its setup, which is looked up by this name.
		const name = contract.agent as RealAgentName;
		let agent: RealAgent;

		afterEach(() => agent.close());

		for (const scenario of realScenarios) {
			const outcome = contract.real?.[scenario];
			if (outcome !== undefined) {
				it(`${scenario}: ${outcome}`, async () => {
					agent = await realAgent(name, {
						settings: { permission: scenario === 'grandchild' ? 'edit-and-run' : 'edit' },
					});
					const answer = await scenes[scenario](scenario, outcome);
					assert.equal(kindOf(answer), outcome, wordsOf(answer));
					assert.deepEqual(agent.running(), []);
				});
			}
		}

		/** How each is played. */
		const scenes: Readonly<Record<RealScenario, (scenario: RealScenario, outcome: Outcome) => Promise<Answer>>> = {
			async answer() {
				agent.server.script(name, { type: 'answer', text: 'The answer is 42.' });
				const answer = await run({ task: 'text', instruction: 'What is the answer?' });
				assert.match(answer.ok ? answer.text : '', /The answer is 42\./);
				return answer;
			},
			async edit() {
				const made = join(agent.folder, 'made.txt');
				agent.server.script(
					name,
					{ type: 'write', path: made, content: 'made\n' },
					{ type: 'answer', text: 'It is made.' },
				);
				const { answer, parts } = await agent.run({ instruction: 'Make made.txt.' });
				assert.equal(existsSync(made) ? readFileSync(made, 'utf8').trimEnd() : null, 'made', wordsOf(answer));
				const isTold = parts.some((part) => part.type === 'tool' && part.tool === 'edit');
				assert.equal(isTold, contract.silentEdits !== true);
				return answer;
			},
			limit: () => fault('limit'),
			quota: () => fault('quota'),
			auth: () => fault('auth'),
			overload: () => fault('overload'),
			model: () => fault('model'),
			context: () => fault('context'),
			cut: () => fault('cut'),
			hang: () => stoppedAt({ type: 'stall' }),
			cancel: () => stoppedAt({ type: 'stall', afterChunks: 2, text: 'This answer never comes to its end.' }),
			async grandchild() {
				const started = join(agent.folder, 'started');
				agent.server.script(
					name,
					{ type: 'shell', command: grandchild(started) },
					{ type: 'answer', text: 'It runs.' },
				);
				const answer = await run({ instruction: 'Start it.' });
				assert.ok(existsSync(started), `the command did not run: ${wordsOf(answer)}`);
				return answer;
			},
		};

		async function run(settings: RealRun): Promise<Answer> {
			return (await agent.run(settings)).answer;
		}

		function fault(scenario: LlmScenario): Promise<Answer> {
			agent.server.script(name, faults[scenario]);
			return run({ instruction: 'Make made.txt.' });
		}

		/** Runs until the LLM was asked, which then says nothing more, and stops the program. */
		async function stoppedAt(reply: Reply): Promise<Answer> {
			const stop = new AbortController();
			agent.server.script(name, reply);
			const running = run({ instruction: 'Make made.txt.', signal: stop.signal });
			await agent.server.waitFor((server) => server.asked(name).length > 0);
			stop.abort();
			return running;
		}
	});
}

function kindOf(answer: Answer): Outcome {
	return answer.ok ? 'ok' : answer.failure.kind;
}

function wordsOf(answer: Answer): string {
	return answer.ok ? answer.text : `${answer.failure.message} ${answer.failure.said ?? ''}`;
}
