import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import * as v from 'valibot';
import { providersSchema } from '../../../src/core/settingsSchema.ts';
import { findSources, readExported, type Source } from '../../../src/editor/importFiles.ts';
import { clineTold, continueTold, exportedTold, kiloTold, rooTold } from '../../../src/editor/importReaders.ts';
import { type Import, importOf } from '../../../src/editor/importTold.ts';
import { withUnusedIds } from '../../../src/editor/newEntry.ts';
import { removeTemporaryFolder, temporaryFolder } from '../../support/temporary.ts';

const fixtures = path.resolve(import.meta.dirname, '../../fixtures/import');

const inHome = (home: string) => findSources({ folder: path.join(fixtures, home), environment: {} });

async function importFrom(home: string, from: Source['from']): Promise<Import> {
	const source = (await inHome(home)).find((each) => each.from === from);
	assert.ok(source, `${from} in ${home}`);
	return importOf(source.told);
}

/** Name, address and model, and where the key comes from. */
function linesOf({ imported }: Import): readonly string[] {
	return imported.map(({ name, entry, baseUrl, key, variable }) =>
		[
			name,
			baseUrl ?? entry['kind'],
			entry['model'] ?? entry['agent'] ?? entry['family'],
			key ?? variable ?? 'no key',
		].join(' | '),
	);
}

const leftOut = ({ leftOut: all }: Import) => all.map(({ name, because }) => `${name}: ${because}`);

describe('the providers of another extension', () => {
	it('are read from Continue: those that talk, with their keys as far as they stand there', async () => {
		const found = await importFrom('home', 'Continue');
		assert.deepEqual(linesOf(found), [
			'GPT at work | https://api.openai.com/v1 | gpt-5.5 | sk-continue-canary-1',
			'Gateway | https://llm.example.com/v1 | corporate-large | no key',
			'Local Qwen | http://localhost:11434/v1 | qwen3-coder | no key',
		]);
		assert.deepEqual(leftOut(found), [
			'Whatever runs: no-model',
			'Sonnet on Bedrock: other-protocol',
			'Open gateway: travels-openly',
		]);
	});

	it('are read from the older file of Continue where there is no newer one', async () => {
		assert.deepEqual(linesOf(await importFrom('older', 'Continue')), [
			'Claude | https://api.anthropic.com/v1 | claude-sonnet-4-6 | sk-continue-canary-3',
			'LM Studio | http://127.0.0.1:1234/v1 | qwen3-coder | no key',
		]);
	});

	it('are read from Cline, without the accounts that only Cline can use', async () => {
		const found = await importFrom('home', 'Cline');
		assert.deepEqual(linesOf(found), [
			'deepseek deepseek-v4-pro | https://api.deepseek.com/v1 | deepseek-v4-pro | sk-cline-canary-1',
			'ollama devstral | http://localhost:11434/v1 | devstral | no key',
		]);
		assert.deepEqual(leftOut(found), ['cline auto: other-protocol']);
	});

	it('are read from the older files of Cline, for both of its modes', async () => {
		assert.deepEqual(linesOf(await importFrom('older', 'Cline')), [
			'openai corporate-large | https://llm.example.com/v1 | corporate-large | sk-cline-canary-3',
			'anthropic claude-opus-4-8 | https://api.anthropic.com/v1 | claude-opus-4-8 | sk-cline-canary-4',
		]);
	});

	it('are read from Kilo Code, each model of a provider, with the variable that it names', async () => {
		const found = await importFrom('home', 'Kilo Code');
		assert.deepEqual(linesOf(found), [
			'Institute qwen3-coder | https://llm.example.org/v1 | qwen3-coder | sk-kilo-canary-1',
			'Institute glm-5 | https://llm.example.org/v1 | glm-5 | sk-kilo-canary-1',
			'openrouter openrouter/auto | https://openrouter.ai/api/v1 | openrouter/auto | OPENROUTER_API_KEY',
		]);
		assert.deepEqual(leftOut(found), ['kilo kilo-auto/free: other-protocol']);
	});

	it('are read from what Roo Code exported, programs and models of VS Code among them', async () => {
		const source = await readExported(path.join(fixtures, 'roo-code-settings.json'));
		assert.equal(source.from, 'Roo Code');
		const found = importOf(source.told);
		assert.deepEqual(linesOf(found), [
			'default | https://openrouter.ai/api/v1 | z-ai/glm-5 | sk-roo-canary-1',
			'work | https://llm.example.com/v1 | corporate-large | sk-roo-canary-2',
			'native | https://api.openai.com/v1 | gpt-5.5 | sk-roo-canary-3',
			'copilot | vscode-lm | gpt-5 | no key',
			'subscription | agent-cli | claude | no key',
		]);
		assert.deepEqual(leftOut(found), ['cloud: other-protocol']);
	});

	it('carry no key in what goes into the settings, and the settings take all of them', async () => {
		const sources = [...(await inHome('home')), ...(await inHome('older'))];
		sources.push(await readExported(path.join(fixtures, 'roo-code-settings.json')));
		const entries = sources.flatMap(({ told }) => importOf(told).imported.map(({ entry }) => entry));
		assert.equal(entries.length, 17);
		const parsed = v.safeParse(providersSchema, withUnusedIds(entries, new Set()));
		assert.deepEqual(parsed.issues, undefined);
		assert.doesNotMatch(JSON.stringify(entries), /canary/);
	});

	it('are looked for where variables lead', async () => {
		const environment = { CONTINUE_GLOBAL_DIR: path.join(fixtures, 'older/.continue') };
		const [source] = await findSources({ folder: path.join(fixtures, 'nowhere'), environment });
		assert.deepEqual(source?.files, [path.join(fixtures, 'older/.continue/config.json')]);
	});

	it('are none in a home without any, and in files that hold anything else', async () => {
		const folder = temporaryFolder();
		try {
			assert.deepEqual(await findSources({ folder, environment: {} }), []);
			mkdirSync(path.join(folder, '.continue'));
			writeFileSync(path.join(folder, '.continue/config.yaml'), 'models: [&a [*a, *a], {: ]');
			writeFileSync(path.join(folder, 'broken.json'), '{ "providerProfiles": ');
			assert.deepEqual(await findSources({ folder, environment: {} }), []);
			assert.deepEqual((await readExported(path.join(folder, 'broken.json'))).told, []);
			assert.deepEqual((await readExported(path.join(folder, 'missing.json'))).told, []);
		} finally {
			removeTemporaryFolder(folder);
		}
	});

	it('are read without a throw out of anything, and are always such that the settings take them', () => {
		const id = fc.constantFrom(
			'openai',
			'ollama',
			'anthropic',
			'azure',
			'vscode-lm',
			'toString',
			'claude-code',
			'litellm',
		);
		const text = fc.oneof(fc.string(), fc.webUrl(), fc.constantFrom('https://a.example/v1', 'http://127.0.0.1:1/v1/'));
		const model = fc.record(
			{
				name: text,
				provider: id,
				model: fc.string({ minLength: 1 }),
				apiBase: text,
				apiKey: text,
				roles: fc.anything({ maxDepth: 2 }),
			},
			{ requiredKeys: [] },
		);
		const anything = fc.oneof(
			fc.anything({ maxDepth: 2 }),
			fc.record({ models: fc.oneof(fc.array(model), fc.anything({ maxDepth: 2 })) }),
			fc.record({ provider: fc.dictionary(id, fc.anything({ maxDepth: 2 })) }),
			fc.record({
				providerProfiles: fc.record({ apiConfigs: fc.dictionary(fc.string(), fc.anything({ maxDepth: 2 })) }),
			}),
		);
		fc.assert(
			fc.property(anything, (content) => {
				const told = [
					...continueTold(content),
					...rooTold('Roo Code', content),
					...kiloTold(content, content),
					...clineTold({ globalState: content, secrets: content, providers: content }),
					...exportedTold('settings.json', content),
				];
				const entries = importOf(told).imported.map(({ entry }) => entry);
				const parsed = v.safeParse(providersSchema, withUnusedIds(entries, new Set()));
				assert.deepEqual(parsed.issues, undefined);
			}),
		);
	});
});
