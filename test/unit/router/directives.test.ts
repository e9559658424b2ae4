import assert from 'node:assert/strict';
import { classify } from '../../../src/core/classify.ts';
import { parseDirectives } from '../../../src/core/directives.ts';
import { neededFor, withDirectives } from '../../../src/core/needs.ts';
import { readShippedModel } from '../../../src/lazy/classify.ts';
import { createOpenAiAdapter } from '../../../src/providers/openai.ts';
import { says } from '../../support/adapters.ts';
import { type LlmServer, startLlmServer } from '../../support/llmServer.ts';
import { llm } from '../../support/providers.ts';
import { request } from '../../support/requests.ts';
import { Stage, told } from '../../support/stage.ts';

describe('route: directives in a prompt', () => {
	const model = readShippedModel();
	const question = 'why is `@codex` null in this function?';
	let server: LlmServer;
	let stage: Stage;

	beforeEach(async () => {
		server = await startLlmServer();
		const adapter = createOpenAiAdapter(() => stage.clock.now());
		stage = new Stage(
			['one', 'two'].map((id) => [llm(id, { baseUrl: `${server.origin}/${id}/v1` }), says('never played')] as const),
			{ parts: { adapter: () => Promise.resolve(adapter) } },
		);
		server.script('one', { type: 'answer', text: 'from one' });
		server.script('two', { type: 'answer', text: 'from two' });
	});
	afterEach(() => server.close());

	it('[T6] are honoured, and never sent to a model', async () => {
		const { text, ...directives } = parseDirectives(`@two, #debugging !deep @nobody ${question} -@three`, {
			providers: stage.settings.providers,
			aliases: {},
		});
		const { preferred, kind, excluded } = directives;
		const outcome = await stage.route(request({ task: 'text', preferred, kind, excluded }, { instruction: text }));
		assert.deepEqual(told(outcome), ['two']);
		const [sent, ...others] = server.requests;
		assert.ok(sent !== undefined && others.length === 0);
		assert.ok(sent.prompt.includes(`@nobody ${question} -@three`), sent.prompt);
		assert.doesNotMatch(sent.prompt, /@two|#debugging|!deep/);
	});

	it('[T6] are taken out before anything is recognised: the words left are recognised as if they had stood alone', () => {
		const directives = parseDirectives(`@two !fast ${question}`, { providers: stage.settings.providers, aliases: {} });
		const alone = neededFor(classify(question, {}, model), {});
		const found = withDirectives(neededFor(classify(directives.text, {}, model), {}), directives);
		assert.deepEqual(found.recognised.candidates, alone.recognised.candidates);
		assert.equal(found.needs.at(-1)?.capability, 'fast-thinking');
	});
});
