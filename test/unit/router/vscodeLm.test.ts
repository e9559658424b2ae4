import assert from 'node:assert/strict';
import { createVscodeLmAdapter } from '../../../src/providers/vscodeLm.ts';
import { says } from '../../support/adapters.ts';
import { llm } from '../../support/providers.ts';
import { request } from '../../support/requests.ts';
import { Stage, told } from '../../support/stage.ts';
import { FakeModels, ModelError, parts, text } from '../../support/vscodeModels.ts';

const selector = { vendor: 'acme', family: 'm', id: null, version: null };
const model = llm('vs', { kind: 'vscode-lm', baseUrl: null, selector });
const local = llm('local');

describe('a route to a model of VS Code', () => {
	let fake: FakeModels;
	let stage: Stage;

	beforeEach(() => {
		fake = new FakeModels();
		const adapter = createVscodeLmAdapter({ models: fake.models, access: fake.access, now: () => 0 });
		stage = new Stage(
			[
				[model, says('never played')],
				[local, says('from the next one')],
			],
			{ parts: { adapter: (kind) => Promise.resolve(kind === 'vscode-lm' ? adapter : stage.adapter) } },
		);
	});

	it('a task that changes files is answered by edits, as by any other LLM', async () => {
		const edit = 'src/a.ts\n<<<<<<< SEARCH\nold\n=======\nnew\n>>>>>>> REPLACE\n';
		fake.play = () => parts(text(edit));
		const outcome = await stage.route(request({ task: 'changes', command: 'delegate' }));
		assert.deepEqual(told(outcome), ['vs']);
		assert.deepEqual(outcome.answered && outcome.proposal?.changes.map(({ path }) => path), ['src/a.ts']);
		assert.match(JSON.stringify(fake.sent[0]?.messages), /SEARCH/);
	});

	it('a model that the user does not allow is left to the next provider, and nothing counts against it', async () => {
		fake.allowed = undefined;
		fake.play = () => Promise.reject(new ModelError('NoPermissions'));
		const outcome = await stage.route();
		assert.deepEqual(told(outcome), ['vs: not-allowed', 'local']);
		const { failures, failedFor, cost } = stage.journal.health().stats['vs'] ?? {};
		assert.deepEqual([failures, failedFor, cost], [0, undefined, 0]);
	});

	it('a model that is used up is not asked again at once, and neither are others of its account', async () => {
		fake.play = () => Promise.reject(new ModelError('Blocked', 'quota exceeded'));
		await stage.route();
		assert.deepEqual(Object.keys(stage.journal.health().cooldowns), ['profile vscode-lm:acme#default']);
		const again = await stage.route(request({ id: 'route-2' }));
		assert.deepEqual(told(again), ['local']);
	});
});
