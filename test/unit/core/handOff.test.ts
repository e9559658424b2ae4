import assert from 'node:assert/strict';
import { agentOnFailures } from '../../../src/core/agent.ts';
import { decide } from '../../../src/core/decide.ts';
import { consequences, type FailureKind } from '../../../src/core/failure.ts';
import { fateOf, workOf } from '../../../src/core/handOff.ts';
import type { Consent, Situation, Tried } from '../../../src/core/situation.ts';
import { agent, llm } from '../../support/providers.ts';
import { facts } from '../../support/requests.ts';
import { settingsFor, situation, tried } from '../../support/settings.ts';

const [claude, codex, gemini, api] = [agent('claude'), agent('codex'), agent('gemini'), llm('api')];
const request = facts({ task: 'changes', command: 'delegate' });

function left(provider: typeof claude, failure: FailureKind, leftFiles = 2): Tried {
	return { ...tried(provider, failure), leftFiles };
}

function after(
	attempts: readonly Tried[],
	different: Partial<Situation> & { readonly setting?: 'ask' } = {},
): Situation {
	const { setting = null, ...rest } = different;
	const everybody = [claude, codex, gemini, api];
	const settings = settingsFor(everybody, { agentOnFailure: setting });
	return situation(everybody, { request, settings, tried: attempts, ...rest });
}

const yes = (granted: boolean, attempts = 1): Consent => ({
	question: { about: 'hand-off', provider: 'codex', from: 'claude' },
	granted,
	attempts,
});

describe('what becomes of the work of an agent that failed', () => {
	const kept: readonly FailureKind[] = [
		'rate-limited',
		'quota-exhausted',
		'overloaded',
		'unreachable',
		'timeout',
		'unauthorized',
		'billing',
		'model-missing',
		'context-exceeded',
		'not-allowed',
	];

	for (const kind of Object.keys(consequences) as FailureKind[]) {
		it(`by itself: ${kind} ${kept.includes(kind) ? 'hands it on' : 'drops it'}`, () => {
			assert.equal(fateOf(kind, null), kept.includes(kind) ? 'kept' : 'dropped');
		});
	}

	it('is what the user says, wherever somebody can come next', () => {
		assert.deepEqual(
			agentOnFailures.map((setting) => fateOf('agent-crashed', setting)),
			['kept', 'dropped', 'asked'],
		);
		assert.deepEqual(
			agentOnFailures.map((setting) => fateOf('rate-limited', setting)),
			['kept', 'dropped', 'asked'],
		);
		assert.deepEqual(
			agentOnFailures.map((setting) => fateOf('cancelled', setting)),
			['dropped', 'dropped', 'dropped'],
		);
	});
});

describe('the work that the next attempt goes on from', () => {
	it('is that of the agent that was stopped', () => {
		assert.deepEqual(workOf(after([left(claude, 'rate-limited')])), { provider: 'claude', attempt: 1, files: 2 });
	});

	it('is none after an agent that changed nothing, after an LLM, and for a task that changes no files', () => {
		assert.equal(workOf(after([left(claude, 'rate-limited', 0)])), null);
		assert.equal(workOf(after([left(api, 'rate-limited')])), null);
		assert.equal(workOf(after([left(claude, 'rate-limited')], { request: facts({ task: 'code' }) })), null);
	});

	it('is still that before it when the one who went on from it crashed', () => {
		const work = workOf(after([left(claude, 'rate-limited'), left(codex, 'agent-crashed', 5)]));
		assert.deepEqual(work, { provider: 'claude', attempt: 1, files: 2 });
	});

	it('is the latest of several', () => {
		const work = workOf(after([left(claude, 'rate-limited'), left(codex, 'timeout', 5)]));
		assert.deepEqual(work, { provider: 'codex', attempt: 2, files: 5 });
	});

	it('is named by the decision, for an agent and for an LLM alike', () => {
		const decision = decide(after([left(claude, 'rate-limited')]));
		assert.ok(decision.type === 'attempt');
		assert.deepEqual([decision.provider, decision.goesOnFrom?.provider], ['codex', 'claude']);
		const last = decide(after([left(claude, 'timeout'), tried(codex), tried(gemini)]));
		assert.ok(last.type === 'attempt');
		assert.deepEqual([last.provider, last.goesOnFrom?.provider], ['api', 'claude']);
	});

	it('is not named where there is none', () => {
		assert.equal('goesOnFrom' in decide(after([left(claude, 'agent-crashed')])), false);
	});
});

describe('asking whether to go on from it', () => {
	it('comes before the next attempt, and only when there is something to go on from', () => {
		const asked = decide(after([left(claude, 'agent-crashed')], { setting: 'ask' }));
		assert.ok(asked.type === 'ask');
		assert.deepEqual(asked.question, { about: 'hand-off', provider: 'codex', from: 'claude' });
		assert.equal(decide(after([left(claude, 'agent-crashed', 0)], { setting: 'ask' })).type, 'attempt');
	});

	it('a yes hands it on, a no begins anew; nobody is passed over by a no', () => {
		const granted = decide(after([left(claude, 'agent-crashed')], { setting: 'ask', consents: [yes(true)] }));
		assert.ok(granted.type === 'attempt');
		assert.deepEqual([granted.provider, granted.goesOnFrom?.files], ['codex', 2]);
		const denied = decide(after([left(claude, 'agent-crashed')], { setting: 'ask', consents: [yes(false)] }));
		assert.ok(denied.type === 'attempt');
		assert.deepEqual([denied.provider, denied.goesOnFrom], ['codex', undefined]);
	});

	it('a no to later work means the user’s files as they are', () => {
		const attempts = [left(claude, 'rate-limited'), left(codex, 'agent-crashed', 3)];
		assert.equal(workOf(after(attempts, { setting: 'ask', consents: [yes(true), yes(false, 2)] })), null);
	});

	it('comes after the question whether to go on at all', () => {
		const attempts = [{ ...left(claude, 'agent-crashed'), sideEffect: true }];
		const first = decide(after(attempts, { setting: 'ask' }));
		assert.equal(first.type === 'ask' && first.question.about, 'side-effect');
		const sideEffect: Consent = { question: { about: 'side-effect', provider: 'codex' }, granted: true, attempts: 1 };
		const second = decide(after(attempts, { setting: 'ask', consents: [sideEffect] }));
		assert.equal(second.type === 'ask' && second.question.about, 'hand-off');
		const third = decide(after(attempts, { setting: 'ask', consents: [sideEffect, yes(true)] }));
		assert.ok(third.type === 'attempt' && third.goesOnFrom?.provider === 'claude');
	});
});
