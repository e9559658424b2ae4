import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as v from 'valibot';
import { nothingKnown } from '../../../src/core/catalogue.ts';
import { providersSchema } from '../../../src/core/settingsSchema.ts';
import { toProvider } from '../../../src/core/toProvider.ts';
import { addressProblem, baseOf, idsIn, unusedId, withUnusedIds } from '../../../src/editor/newEntry.ts';
import { vendors } from '../../../src/editor/presets.ts';
import { modelsAt } from '../../../src/lazy/catalogue.ts';

describe('the id of a provider that is added', () => {
	it('is made of plain signs, and is nobody else’s', () => {
		assert.equal(unusedId('Together AI', new Set()), 'together-ai');
		assert.equal(unusedId('..Local: Qwen!', new Set()), 'local-qwen');
		assert.equal(unusedId('日本', new Set()), 'provider');
		assert.equal(unusedId('openai', new Set(['openai', 'openai-2'])), 'openai-3');
	});

	it('is such that the settings take it, whatever the words and whoever is there', () => {
		const words = fc.array(fc.string({ maxLength: 90 }), { minLength: 1, maxLength: 5 });
		fc.assert(
			fc.property(words, words, (names, taken) => {
				const before = taken.map((name) => ({ id: unusedId(name, new Set()) }));
				const added = withUnusedIds(
					names.map((id) => ({ id, kind: 'agent-cli', agent: 'codex' })),
					idsIn(before),
				);
				assert.ok(added.every(({ id }) => !idsIn(before).has(id)));
				assert.equal(v.safeParse(providersSchema, added).success, true);
			}),
		);
	});

	it('is looked for in anything that the settings hold', () => {
		assert.deepEqual([...idsIn([{ id: 'a' }, 3, null, { id: 4 }])], ['a']);
		assert.deepEqual([...idsIn('none')], []);
	});
});

describe('the address of a server that is added', () => {
	for (const [address, problem] of [
		['https://llm.example.com/v1', null],
		['HTTPS://llm.example.com', null],
		['http://127.0.0.1:11434/v1', null],
		['http://localhost:1234/v1', null],
		['http://[::1]:8080/v1', null],
		['http://llm.example.com/v1', 'travels-openly'],
		['http://127.0.0.1.example.com/v1', 'travels-openly'],
		['llm.example.com', 'not-an-address'],
		['https://llm example.com', 'not-an-address'],
		['file:///etc/passwd', 'not-the-web'],
		['https://key@llm.example.com/v1', 'holds-a-key'],
		['https://llm.example.com/v1?key=1', 'has-parameters'],
	] as const) {
		it(`${problem === null ? 'can be' : `can’t be (${problem})`} ${address}`, () => {
			assert.equal(addressProblem(address), problem);
		});
	}

	it('is cut to its base, whatever was pasted along', () => {
		for (const pasted of ['/chat/completions', '/models', '/responses', '/', '//', '/chat/completions/']) {
			assert.equal(baseOf(` https://llm.example.com/v1${pasted} `), 'https://llm.example.com/v1');
		}
	});

	it('has no problem that the settings do not have, and none less, but for what travels openly', () => {
		const some = fc.oneof(
			fc.webUrl({ withQueryParameters: true, withFragments: true }),
			fc.webUrl({ validSchemes: ['http', 'https', 'ftp'] }),
			fc.string(),
		);
		fc.assert(
			fc.property(some, (address) => {
				const entry = { id: 'a', kind: 'openai', baseUrl: address, model: 'm', profiles: [{ name: 'default' }] };
				assert.equal(v.safeParse(providersSchema, [entry]).success, addressProblem(address) === null);
			}),
		);
	});
});

describe('the presets of vendors', () => {
	it('are taken by the settings, with a key each, encrypted on the way', () => {
		const entries = vendors.map(({ id, baseUrl, example }) => ({
			...{ id, kind: 'openai', model: example, baseUrl: baseUrl.replace('{resource}', 'mine') },
		}));
		const parsed = v.parse(providersSchema, entries);
		for (const entry of parsed) {
			const { profiles, reach, billing, endpoint } = toProvider(entry, nothingKnown);
			assert.deepEqual([profiles[0].key.from, reach, billing], ['secrets', 'standard', 'metered'], entry.id);
			assert.match(endpoint, /^https:\/\//);
		}
	});

	it('name a model that the catalogue lists at their address, where it lists any', () => {
		const unlisted = vendors.filter(({ baseUrl, example }) => {
			const models = modelsAt(new URL(baseUrl.replace('{resource}', 'mine')).hostname);
			return models.length > 0 && !models.includes(example);
		});
		// The router of OpenRouter itself is no model.
		assert.deepEqual(
			unlisted.map(({ example }) => example),
			['openrouter/auto'],
		);
	});

	it('have each a name and a variable of their own', () => {
		for (const key of ['id', 'name', 'variable', 'baseUrl'] as const) {
			assert.equal(new Set(vendors.map((vendor) => vendor[key])).size, vendors.length, key);
		}
	});
});
