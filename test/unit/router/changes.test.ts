import assert from 'node:assert/strict';
import { fails, overloaded, passed, type Play, says, whole } from '../../support/adapters.ts';
import { agent, llm } from '../../support/providers.ts';
import { request } from '../../support/requests.ts';
import { Stage, told } from '../../support/stage.ts';

const [a, b] = [llm('a'), llm('b')];
const [claude, codex] = [agent('claude'), agent('codex')];
const delegated = request({ task: 'changes', command: 'delegate' });

const edit = (path: string, search: string, replace: string) =>
	`${path}\n<<<<<<< SEARCH\n${search}=======\n${replace}>>>>>>> REPLACE\n`;
const good = edit('src/a.ts', 'old\n', 'new\n');

describe('a task that changes files', () => {
	let stage: Stage;

	afterEach(() => {
		assert.equal(stage.clock.pending, 0, 'no timer is left');
		assert.deepEqual([...stage.workspace.files], [['src/a.ts', 'old\n']], 'the user has accepted nothing yet');
	});

	it('an agent works in a copy of its own, which is offered with its changes', async () => {
		stage = new Stage([[codex, edits('src/a.ts', 'by codex\n')]]);
		const outcome = await stage.route(delegated);
		assert.equal(stage.adapter.asked[0]?.cwd, '/copies/1');
		assert.ok(outcome.answered && outcome.proposal !== null);
		assert.deepEqual(
			outcome.proposal.changes.map(({ path }) => path),
			['src/a.ts'],
		);
		assert.deepEqual(ends(), ['open']);
	});

	it('[T1] what an agent did that crashed is dropped before the next one gets a copy as it was', async () => {
		const half: Play = async (io, input, clock) => {
			await edits('src/a.ts', 'half\n')(io, input, clock);
			return { ok: false, failure: { kind: 'agent-crashed', message: 'crashed' } };
		};
		const looks: Play = async (io, input, clock) => {
			assert.deepEqual(ends(), ['rolled-back', 'open']);
			assert.deepEqual(await stage.workspace.copies[1]?.read('src/a.ts'), { ok: true, text: 'old\n' });
			return edits('src/a.ts', 'whole\n')(io, input, clock);
		};
		stage = new Stage([
			[claude, half],
			[codex, looks],
		]);
		const outcome = await stage.route(delegated);
		assert.deepEqual(told(outcome), ['claude: agent-crashed', 'codex']);
		assert.equal(outcome.answered && (await textOf(outcome.proposal?.changes[0]?.after)), 'whole\n');
	});

	it('[T1] when every agent failed an LLM takes over with edits, applied to a copy', async () => {
		const answer = `Two edits.\n\n${good}${edit('src/b.ts', '', 'made\n')}`;
		stage = new Stage([
			[a, says(answer)],
			[claude, fails(overloaded)],
			[codex, fails(overloaded)],
		]);
		const outcome = await stage.route(delegated);
		assert.deepEqual(stage.asked, ['claude', 'codex', 'a']);
		assert.equal(stage.adapter.asked[2]?.cwd, '/copies/3');
		assert.ok(outcome.answered && outcome.degraded && outcome.proposal !== null);
		const changes = outcome.proposal.changes.map(async ({ path, after }) => [path, await textOf(after)]);
		assert.deepEqual(await Promise.all(changes), [
			['src/a.ts', 'new\n'],
			['src/b.ts', 'made\n'],
		]);
		assert.deepEqual(ends(), ['rolled-back', 'rolled-back', 'open']);
		const end = stage.journal.events().findLast(({ type }) => type === 'attempt-end');
		assert.equal(end?.type === 'attempt-end' && end.end.ok && end.end.changedFiles, 2);
	});

	it('a later edit sees what an earlier one of the same file did', async () => {
		stage = new Stage([[a, says(good + edit('src/a.ts', 'new\n', 'newer\n'))]]);
		const outcome = await stage.route(delegated);
		assert.equal(outcome.answered && (await textOf(outcome.proposal?.changes[0]?.after)), 'newer\n');
	});

	const unusable: readonly (readonly [title: string, answer: string, message: string])[] = [
		[
			'an edit that does not match',
			good + edit('src/a.ts', 'other\n', 'x\n'),
			'edit 2 of 2 does not apply: the text searched for is not in the file',
		],
		['prose without edits', 'I would rename it.', 'the answer holds no edit'],
		['an edit that is cut off', good.slice(0, -10), 'edit 1 is not closed'],
		['a path outside of the folder', edit('../x.ts', '', 'x\n'), 'edit 1 of 1 names a path that may not be edited'],
		['edits that change nothing', edit('src/a.ts', 'old\n', 'old\n'), 'it ended without changing any file'],
	];
	for (const [title, answer, message] of unusable) {
		it(`${title}: the output is unusable, nothing of it stays, and the next provider is asked`, async () => {
			stage = new Stage([
				[a, says(answer)],
				[b, says(good)],
			]);
			const outcome = await stage.route(delegated);
			assert.deepEqual(told(outcome), ['a: bad-output', 'b']);
			assert.equal(outcome.attempts[0]?.failure?.message, message);
			assert.deepEqual(ends(), ['rolled-back', 'open']);
		});
	}

	it('an agent that ends well with nothing done has given unusable output', async () => {
		stage = new Stage([
			[codex, says('all done')],
			[a, says(good)],
		]);
		assert.deepEqual(told(await stage.route(delegated)), ['codex: bad-output', 'a']);
	});

	it('a path that the copy takes no edit of makes the answer unusable', async () => {
		stage = new Stage([
			[a, says(good)],
			[b, says(good)],
		]);
		const begin = stage.workspace.begin.bind(stage.workspace);
		stage.workspace.begin = async () => {
			const begun = await begin();
			const first = stage.workspace.copies[0];
			if (first !== undefined) {
				first.write = () => Promise.resolve({ ok: false, message: 'src is a link' });
			}
			return begun;
		};
		const outcome = await stage.route(delegated);
		assert.deepEqual(outcome.attempts[0]?.failure, {
			kind: 'bad-output',
			message: 'edit 1 of 1 names a path that may not be edited',
			said: 'src is a link',
		});
		assert.deepEqual(ends(), ['rolled-back', 'open']);
	});

	it('once its answer is there a provider owes nothing more, however long its changes are gathered', async () => {
		const slow: Play = async (io, input, clock) => {
			const answer = await edits('src/a.ts', 'new\n')(io, input, clock);
			const copy = stage.workspace.copies.find(({ cwd }) => cwd === input.cwd);
			assert.ok(copy !== undefined);
			const changes = copy.changes.bind(copy);
			copy.changes = async () => {
				await passed(clock, 60_000);
				return changes();
			};
			return answer;
		};
		stage = new Stage([[codex, slow]], { settings: { firstOutputMs: 5000, idleMs: 5000 } });
		const running = stage.route(delegated);
		await stage.clock.advance(60_000);
		assert.deepEqual(told(await running), ['codex']);
	});

	it('a copy that cannot be dropped stops the route and names why', async () => {
		stage = new Stage([
			[claude, fails(overloaded)],
			[codex, edits('src/a.ts', 'x\n')],
		]);
		const failure = { kind: 'rollback-failed', message: 'the copy could not be removed' } as const;
		stage.workspace.rollback = () => Promise.resolve({ ok: false, failure });
		const outcome = await stage.route(delegated);
		assert.deepEqual(stage.asked, ['claude']);
		assert.equal(!outcome.answered && outcome.because, 'failure-stops');
		assert.deepEqual(outcome.attempts[0]?.failure, failure);
	});

	it('a copy whose removal throws stops the route too', async () => {
		stage = new Stage([
			[claude, fails(overloaded)],
			[codex, edits('src/a.ts', 'x\n')],
		]);
		stage.workspace.rollback = () => Promise.reject(new Error('busy'));
		const outcome = await stage.route(delegated);
		assert.deepEqual(told(outcome), ['claude: rollback-failed']);
		assert.equal(!outcome.answered && outcome.because, 'failure-stops');
	});

	it('without a whole copy no agent runs, and whoever needs none is asked', async () => {
		stage = new Stage([
			[codex, says('no')],
			[a, says('hello')],
		]);
		stage.workspace.refuses = { kind: 'no-snapshot', message: 'the folder could not be copied' };
		assert.deepEqual(told(await stage.route()), ['codex: no-snapshot', 'a']);
		assert.deepEqual(stage.asked, ['a']);
	});

	it('without a folder no agent runs', async () => {
		stage = new Stage([[codex, says('no')]], { parts: { folder: null } });
		const outcome = await stage.route();
		assert.deepEqual(outcome.attempts[0]?.failure, { kind: 'no-snapshot', message: 'no folder is open' });
		assert.deepEqual(stage.asked, []);
	});

	it('an agent that is asked for text loses its copy, whatever it did there', async () => {
		const both: Play = async (io, input, clock) => {
			await edits('src/a.ts', 'x\n')(io, input, clock);
			return whole('an explanation');
		};
		stage = new Stage([[codex, both]]);
		const outcome = await stage.route(request({ task: 'text' }));
		assert.equal(outcome.answered && outcome.text, 'an explanation');
		assert.equal(outcome.answered && outcome.proposal, null);
		assert.deepEqual(ends(), ['rolled-back']);
	});

	it('an LLM that is asked for code gets no copy', async () => {
		stage = new Stage([[a, says('hello')]]);
		await stage.route();
		assert.equal(stage.adapter.asked[0]?.cwd, null);
		assert.deepEqual(ends(), []);
	});

	/** An agent that writes one file of its copy. */
	function edits(path: string, text: string): Play {
		return async (io, { cwd }) => {
			io.output({ type: 'tool', tool: 'edit', detail: path });
			await stage.workspace.copies.find((copy) => copy.cwd === cwd)?.write(path, text);
			return whole('done');
		};
	}

	function ends(): readonly string[] {
		return stage.workspace.copies.map(({ end }) => end);
	}
});

async function textOf(
	state: { readonly type: string; read?(): Promise<Uint8Array> } | null | undefined,
): Promise<string> {
	return new TextDecoder().decode(await state?.read?.());
}
