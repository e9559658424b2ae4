import assert from 'node:assert/strict';
import type { Provider } from '../../../src/core/provider.ts';
import type { Settings } from '../../../src/core/settings.ts';
import { offeredModel, offeredModels } from '../../../src/editor/offeredModels.ts';
import { agent, llm } from '../../support/providers.ts';
import { settingsFor } from '../../support/settings.ts';

const all = () => true;

function offered(
	providers: readonly Provider[],
	ready: (provider: Provider) => boolean = all,
	other: Partial<Settings> = {},
) {
	return offeredModels(settingsFor(providers, other), ready);
}

describe('the models that Switchyard offers', () => {
	it('are one for all and one for each API that may be asked', () => {
		const models = offered([
			llm('deepseek', { model: 'deepseek-chat' }),
			agent('codex'),
			llm('copilot', { kind: 'vscode-lm', baseUrl: null }),
			llm('off', { enabled: false }),
			llm('local'),
		]);
		assert.deepEqual(
			models.map(({ id, family, provider }) => [id, family, provider]),
			[
				['auto', 'switchyard', null],
				['provider/deepseek', 'deepseek-chat', 'deepseek'],
				['provider/local', 'local-model', 'local'],
			],
		);
	});

	it('are the one for all where nobody can serve: VS Code runs no participant where it knows no model', () => {
		const ids = (models: ReturnType<typeof offered>) => models.map(({ id }) => id);
		assert.deepEqual(ids(offered([agent('codex')])), ['auto']);
		assert.deepEqual(ids(offered([llm('a')], () => false)), ['auto']);
		const [auto] = offered([]);
		assert.deepEqual([auto?.maxInputTokens, auto?.maxOutputTokens], [24_576, 8192]);
	});

	it('leave out who has no key, and who is farther away than code may go', () => {
		const providers = [llm('near'), llm('far', { reach: 'standard' }), llm('locked')];
		const models = offered(providers, ({ id }) => id !== 'locked', { reach: 'sovereign' });
		assert.deepEqual(
			models.map(({ id }) => id),
			['auto', 'provider/near'],
		);
	});

	it('have the sizes of the settings, and together never more than the context', () => {
		const sizes = (provider: Partial<Provider>) => {
			const [, model] = offered([llm('a', provider)]);
			return [model?.maxInputTokens, model?.maxOutputTokens];
		};
		assert.deepEqual(sizes({ contextTokens: 128_000, maxOutputTokens: 8000 }), [120_000, 8000]);
		assert.deepEqual(sizes({ contextTokens: 128_000 }), [111_616, 16_384]);
		assert.deepEqual(sizes({ contextTokens: 8000 }), [6000, 2000]);
		assert.deepEqual(sizes({}), [24_576, 8192]);
		assert.deepEqual(sizes({ contextTokens: 1000, maxOutputTokens: 4000 }), [1, 999]);
	});

	it('take together what the largest takes', () => {
		const [auto] = offered([llm('a', { contextTokens: 8000 }), llm('b', { contextTokens: 128_000 })]);
		assert.deepEqual([auto?.maxInputTokens, auto?.maxOutputTokens], [111_616, 16_384]);
	});

	it('keep apart the one for all and a provider of that name', () => {
		const models = offered([llm('auto')]);
		assert.deepEqual(
			models.map(({ id }) => offeredModel(models, id)?.provider),
			[null, 'auto'],
		);
		assert.equal(offeredModel(models, 'provider/gone'), null);
	});
});
