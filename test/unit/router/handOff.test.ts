import assert from 'node:assert/strict';
import type { Failure } from '../../../src/core/failure.ts';
import type { Proposal } from '../../../src/router/proposal.ts';
import { fails, overloaded, type Play, says, whole } from '../../support/adapters.ts';
import { agent, llm } from '../../support/providers.ts';
import { request } from '../../support/requests.ts';
import { Stage, told } from '../../support/stage.ts';

const [claude, codex, gemini, api] = [agent('claude'), agent('codex'), agent('gemini'), llm('api')];
const delegated = request({ task: 'changes', command: 'delegate' });
const limited: Failure = { kind: 'rate-limited', message: 'limit', retryAfterMs: null };
const crashed: Failure = { kind: 'agent-crashed', message: 'crashed' };

describe('a task that goes from agent to agent', () => {
	let stage: Stage;

	afterEach(() => {
		assert.equal(stage.clock.pending, 0, 'no timer is left');
		assert.deepEqual([...stage.workspace.files], [['src/a.ts', 'old\n']], 'the user has accepted nothing yet');
	});

	it('goes on from what was there when the limit struck', async () => {
		const finishes: Play = async (io, input, clock) => {
			assert.deepEqual(await input.files?.read('src/one.ts'), { ok: true, text: 'one\n' });
			return writes({ 'src/two.ts': 'two\n' })(io, input, clock);
		};
		stage = new Stage([
			[claude, writes({ 'src/one.ts': 'one\n' }, limited)],
			[codex, finishes],
		]);
		const outcome = await stage.route(delegated);
		assert.deepEqual(told(outcome), ['claude: rate-limited', 'codex']);
		const proposal = proposalOf(outcome);
		assert.deepEqual(pathsOf(proposal.changes), ['src/one.ts', 'src/two.ts']);
		assert.deepEqual(
			proposal.stages.map(({ provider, changes }) => [provider, pathsOf(changes)]),
			[
				['claude', ['src/one.ts']],
				['codex', ['src/one.ts', 'src/two.ts']],
			],
		);
	});

	it('tells the next one who did what, why it stopped, and what lies there', async () => {
		stage = new Stage([
			[claude, writes({ 'src/one.ts': 'one\n' }, limited)],
			[codex, writes({ 'src/two.ts': 'two\n' })],
		]);
		await stage.route(delegated);
		assert.equal(stage.adapter.asked[0]?.handOff, null);
		assert.deepEqual(stage.adapter.asked[1]?.handOff, {
			by: [{ provider: 'claude', stoppedBy: 'limit' }],
			files: [{ path: 'src/one.ts', what: 'changed' }],
			diff: '',
		});
	});

	it('keeps the earlier tree until the answer is accepted or dropped, since the review reads from it', async () => {
		stage = new Stage([
			[claude, writes({ 'src/one.ts': 'one\n' }, limited)],
			[codex, writes({ 'src/two.ts': 'two\n' })],
		]);
		const { transaction } = proposalOf(await stage.route(delegated));
		assert.deepEqual(ends(), ['open', 'open']);
		assert.deepEqual(await transaction.rollback(), { ok: true });
		assert.deepEqual(ends(), ['rolled-back', 'rolled-back']);
	});

	it('after a crash the next one begins with the user’s files', async () => {
		stage = new Stage([
			[claude, writes({ 'src/one.ts': 'one\n' }, crashed)],
			[codex, writes({ 'src/two.ts': 'two\n' })],
		]);
		const proposal = proposalOf(await stage.route(delegated));
		assert.deepEqual(pathsOf(proposal.changes), ['src/two.ts']);
		assert.deepEqual(
			proposal.stages.map(({ provider }) => provider),
			['codex'],
		);
		assert.equal(stage.adapter.asked[1]?.handOff, null);
		assert.deepEqual(ends(), ['rolled-back', 'open']);
	});

	it('a crash drops what it added, and not the work that it went on from', async () => {
		stage = new Stage([
			[claude, writes({ 'src/one.ts': 'one\n' }, limited)],
			[codex, writes({ 'src/one.ts': 'garbage\n' }, crashed)],
			[gemini, writes({ 'src/three.ts': 'three\n' })],
		]);
		const proposal = proposalOf(await stage.route(delegated));
		assert.deepEqual(pathsOf(proposal.changes), ['src/one.ts', 'src/three.ts']);
		assert.deepEqual(await stage.workspace.copies[2]?.read('src/one.ts'), { ok: true, text: 'one\n' });
		assert.deepEqual(
			proposal.stages.map(({ provider }) => provider),
			['claude', 'gemini'],
		);
		assert.deepEqual(ends(), ['open', 'rolled-back', 'open']);
	});

	it('goes on through three of them', async () => {
		stage = new Stage([
			[claude, writes({ 'src/one.ts': 'one\n' }, limited)],
			[codex, writes({ 'src/two.ts': 'two\n' }, { kind: 'quota-exhausted', message: 'quota', retryAfterMs: null })],
			[gemini, writes({ 'src/three.ts': 'three\n' })],
		]);
		const proposal = proposalOf(await stage.route(delegated));
		assert.deepEqual(
			proposal.stages.map(({ provider, changes }) => [provider, changes.length]),
			[
				['claude', 1],
				['codex', 2],
				['gemini', 3],
			],
		);
		assert.deepEqual(
			stage.adapter.asked[2]?.handOff?.by.map(({ provider }) => provider),
			['claude', 'codex'],
		);
	});

	it('an LLM goes on too: it sees the files as they are by now, and edits these', async () => {
		const edit = 'src/a.ts\n<<<<<<< SEARCH\nhalf\n=======\nwhole\n>>>>>>> REPLACE\n';
		stage = new Stage([
			[claude, writes({ 'src/a.ts': 'half\n', 'src/one.ts': 'one\n' }, limited)],
			[api, says(edit)],
		]);
		const attachments = [{ path: 'src/a.ts', language: 'typescript', text: 'old\n' }];
		const asked = { ...delegated, payload: { ...delegated.payload, attachments } };
		const outcome = await stage.route(asked);
		assert.deepEqual(told(outcome), ['claude: rate-limited', 'api']);
		assert.deepEqual(
			stage.adapter.asked[1]?.request.payload.attachments.map(({ path, text }) => [path, text]),
			[
				['src/a.ts', 'half\n'],
				['src/one.ts', 'one\n'],
			],
		);
		assert.deepEqual(await stage.workspace.copies[1]?.read('src/a.ts'), { ok: true, text: 'whole\n' });
	});

	it('does what the user says when asked', async () => {
		for (const yes of [true, false]) {
			stage = new Stage(
				[
					[claude, writes({ 'src/one.ts': 'one\n' }, crashed)],
					[codex, writes({ 'src/two.ts': 'two\n' })],
				],
				{ settings: { agentOnFailure: 'ask' } },
			);
			const questions: unknown[] = [];
			const answer = (question: unknown) => Promise.resolve(questions.push(question) > 0 && yes);
			const proposal = proposalOf(await stage.route(delegated, { answer }));
			assert.deepEqual(questions, [{ about: 'hand-off', provider: 'codex', from: 'claude' }]);
			assert.deepEqual(pathsOf(proposal.changes), yes ? ['src/one.ts', 'src/two.ts'] : ['src/two.ts']);
			assert.deepEqual(ends(), yes ? ['open', 'open'] : ['rolled-back', 'open']);
		}
	});

	it('begins anew where the user changed the same files in between, and says so', async () => {
		stage = new Stage([
			[claude, writes({ 'src/one.ts': 'one\n' }, limited)],
			[codex, writes({ 'src/two.ts': 'two\n' })],
		]);
		stage.workspace.fits = false;
		const proposal = proposalOf(await stage.route(delegated));
		assert.deepEqual(pathsOf(proposal.changes), ['src/two.ts']);
		assert.deepEqual(stage.journal.events().filter(({ type }) => type === 'hand-off-failed').length, 1);
		assert.deepEqual(ends(), ['rolled-back', 'open']);
	});

	it('offers the work when nobody can finish it', async () => {
		stage = new Stage([
			[claude, writes({ 'src/one.ts': 'one\n' }, limited)],
			[codex, fails(crashed)],
		]);
		const outcome = await stage.route(delegated);
		assert.ok(!outcome.answered && outcome.unfinished !== null);
		assert.deepEqual(pathsOf(outcome.unfinished.changes), ['src/one.ts']);
		assert.deepEqual(ends(), ['open', 'rolled-back']);
		await outcome.unfinished.transaction.rollback();
		assert.deepEqual(ends(), ['rolled-back', 'rolled-back']);
	});

	it('a cancel drops all of it', async () => {
		const cancels: Play = async () => {
			stage.cancel.abort();
			return { ok: false, failure: crashed };
		};
		stage = new Stage([
			[claude, writes({ 'src/one.ts': 'one\n' }, limited)],
			[codex, cancels],
		]);
		const outcome = await stage.route(delegated);
		assert.ok(!outcome.answered && outcome.because === 'cancelled' && outcome.unfinished === null);
		assert.deepEqual(ends(), ['rolled-back', 'rolled-back']);
	});

	it('a tree that can’t be dropped after the route is told of', async () => {
		stage = new Stage([
			[claude, writes({ 'src/one.ts': 'one\n' }, limited)],
			[codex, async () => (stage.cancel.abort(), { ok: false, failure: overloaded })],
		]);
		stage.workspace.rollback = () =>
			Promise.resolve({ ok: false, failure: { kind: 'rollback-failed', message: 'still there' } });
		await stage.route(delegated);
		assert.ok(
			stage.journal.events().some((event) => event.type === 'clean-up-failed' && event.message === 'still there'),
		);
	});

	it('leave that a running agent asks for is the user’s to give', async () => {
		const granted: boolean[] = [];
		const asks: Play = async (io, input, clock) => {
			granted.push(await io.permit({ tool: 'edit', title: 'write', paths: ['.env'] }));
			return writes({ 'src/one.ts': 'one\n' })(io, input, clock);
		};
		stage = new Stage([[claude, asks]]);
		const asked: string[] = [];
		await stage.route(delegated, {
			permit: ({ paths }, { id }) => {
				asked.push(`${id}: ${paths.join()}`);
				return Promise.resolve(true);
			},
		});
		assert.deepEqual([granted, asked], [[true], ['claude: .env']]);
	});

	const ends = () => stage.workspace.copies.map(({ end }) => end);
});

/** Writes these files into its tree, then ends well or with the failure. */
function writes(files: Readonly<Record<string, string>>, failure: Failure | null = null): Play {
	return async (_io, { files: tree }) => {
		for (const [path, text] of Object.entries(files)) {
			await tree?.write(path, text);
		}
		return failure === null ? whole('done') : { ok: false, failure };
	};
}

function proposalOf(outcome: Awaited<ReturnType<Stage['route']>>): Proposal {
	assert.ok(outcome.answered && outcome.proposal !== null);
	return outcome.proposal;
}

function pathsOf(changes: Proposal['changes']): readonly string[] {
	return changes.map(({ path }) => path);
}
