import assert from 'node:assert/strict';
import { nothingKnown, readCatalogue } from '../../../src/core/catalogue.ts';
import { catalogue, catalogueOrigin } from '../../../src/core/catalogueData.ts';
import { lookUp } from '../../../src/lazy/catalogue.ts';

const small = readCatalogue({
	'api.one.example':
		'large-5 2 10 1000000 64000 200000 4 15 500000 8 20;large-5-2025-01-31 3 12 200000 64000;gift - - 32768 8192;near 1 2 100000 8000;' +
		'off 1 2 100000 8000;wide-preview 7 9 90000 9000',
	'api.two.example api.other-two.example':
		'Maker/Large-5 3 9 1048576 32000;maker/small-1.5:free 0 0 64000 8000;near 1 2 105000 8000;off 1 2 105001 8000',
	'api.three.example': 'small-1-5 1 2 128000 8000;alone-latest 1 2 90000 9000',
});

const plain = { cost: null, outputTokens: null };

describe('the catalogue: at a vendor', () => {
	it('[U23] a model has its prices with their tiers, its context and its longest answer', () => {
		assert.deepEqual(small('api.one.example', 'large-5'), {
			cost: {
				input: 2,
				output: 10,
				above: [
					{ tokens: 200_000, input: 4, output: 15 },
					{ tokens: 500_000, input: 8, output: 20 },
				],
			},
			contextTokens: 1_000_000,
			outputTokens: 64_000,
		});
	});

	it('[U23] the same name has another price at another vendor, under each of its hosts and in any case', () => {
		const there = { cost: { input: 3, output: 9 }, contextTokens: 1_048_576, outputTokens: 32_000 };
		assert.deepEqual(small('api.two.example', 'Maker/Large-5'), there);
		assert.deepEqual(small('api.other-two.example', 'maker/large-5'), there);
	});

	it('a price that nobody knows is none, and one of zero is zero', () => {
		assert.deepEqual(small('api.one.example', 'gift'), { cost: null, contextTokens: 32_768, outputTokens: 8192 });
		assert.deepEqual(small('api.two.example', 'maker/small-1.5:free')?.cost, { input: 0, output: 0 });
	});

	const spelt: readonly (readonly [model: string, input: number | undefined])[] = [
		['large-5-2026-10-02', 2],
		['large-5-20261002', 2],
		['large-5-latest', 2],
		['models/large-5', 2],
		['large-5-2025-01-31', 3],
		['large-5-mini', undefined],
		['large', undefined],
		['large-5-1002', undefined],
		['large-5-2026-10-02-preview', undefined],
		['wide-2026-10-02-preview', undefined],
		['wide-latest-preview', undefined],
		['large-5:batch', undefined],
		['maker/large-5', undefined],
		['small-1-5', undefined],
		['__proto__', undefined],
	];
	for (const [model, input] of spelt) {
		it(`${model} ${input === undefined ? 'is not listed' : `costs ${input}`}`, () => {
			const entry = small('api.one.example', model);
			assert.equal(entry?.cost?.input, input);
			assert.equal(entry === null, input === undefined);
		});
	}

	it('a model that is listed as the latest is found by that name', () => {
		assert.equal(small('api.three.example', 'alone-latest')?.contextTokens, 90_000);
	});
});

describe('the catalogue: elsewhere', () => {
	it('[U23] a model has no price at a host that nobody knows, and the least context of vendors that agree', () => {
		for (const host of [null, 'gateway.example', 'api.one.example.evil.example', '10.0.0.7']) {
			for (const model of ['large-5', 'LARGE-5', 'maker/large-5', 'any/maker/large-5', 'large-5-2026-10-02']) {
				assert.deepEqual(small(host, model), { ...plain, contextTokens: 1_000_000 }, model);
			}
		}
	});

	it('[B7] vendors agree on a context when they differ by five percent at most', () => {
		assert.equal(small('gateway.example', 'near')?.contextTokens, 100_000);
		assert.equal(small('gateway.example', 'off'), null);
	});

	it('[B7] vendors that do not agree leave the context open, also when they write the name in other ways', () => {
		assert.equal(small('gateway.example', 'small-1.5'), null);
		assert.equal(small('gateway.example', 'small-1-5'), null);
	});

	it('a model that nobody lists is not known', () => {
		assert.equal(small('gateway.example', 'huge-9'), null);
		assert.equal(nothingKnown('api.one.example', 'large-5'), null);
	});

	it('nothing is known of a server on this machine', () => {
		for (const host of ['localhost', '127.0.0.1', '127.8.9.10', '[::1]']) {
			assert.equal(small(host, 'large-5'), null, host);
		}
	});
});

describe('the catalogue that is shipped', () => {
	const models = Object.entries(catalogue).flatMap(([hosts, text]) =>
		hosts.split(' ').flatMap((host) => text.split(';').map((model) => ({ host, model }))),
	);

	it('says where it comes from and when', () => {
		assert.match(catalogueOrigin.version, /^\d+\.\d+\.\d+$/);
		assert.match(catalogueOrigin.date, /^20\d{2}-\d{2}-\d{2}$/);
	});

	it('has every model in the form that is read, and finds each of them under its own name', () => {
		const amount = String.raw`\d+(?:\.\d+)?`;
		const form = new RegExp(
			`^[^ ]+ (?:${amount} ${amount}|- -) [1-9]\\d* [1-9]\\d*(?: [1-9]\\d* ${amount} ${amount})*$`,
		);
		assert.ok(models.length > 400, `${models.length} models`);
		for (const { host, model } of models) {
			assert.match(model, form);
			const [name = '', input, , contextTokens] = model.split(' ');
			assert.equal(lookUp(host, name)?.contextTokens, Number(contextTokens), `${host} ${name}`);
			assert.equal(lookUp(host, name)?.cost?.input ?? '-', input === '-' ? '-' : Number(input), `${host} ${name}`);
		}
	});

	it('has no figure that can not be: contexts from 8,000 to 10 million tokens, prices below 1,000 dollars', () => {
		for (const { host, model } of models) {
			const [name = ''] = model.split(' ');
			const entry = lookUp(host, name);
			const context = entry?.contextTokens ?? 0;
			assert.ok(context >= 8000 && context <= 10_000_000, `${host} ${name}`);
			for (const { input, output } of entry?.cost ? [entry.cost, ...(entry.cost.above ?? [])] : []) {
				const free = name.endsWith(':free');
				assert.ok(free ? input + output === 0 : input > 0 && output >= input && output < 1000, `${host} ${name}`);
			}
		}
	});

	const known: readonly (readonly [host: string, model: string])[] = [
		['api.openai.com', 'gpt-4o'],
		['api.openai.com', 'gpt-5-2025-08-07'],
		['api.openai.com', 'gpt-5.5'],
		['api.anthropic.com', 'claude-sonnet-4-5'],
		['api.anthropic.com', 'claude-opus-4-5-20251101'],
		['generativelanguage.googleapis.com', 'models/gemini-2.5-pro'],
		['api.deepseek.com', 'deepseek-v4-pro'],
		['api.mistral.ai', 'codestral-latest'],
		['api.groq.com', 'llama-3.3-70b-versatile'],
		['api.x.ai', 'grok-4.5'],
		['api.moonshot.ai', 'kimi-k3'],
		['api.z.ai', 'glm-5.3'],
		['api.minimax.io', 'MiniMax-M3'],
		['api.together.xyz', 'openai/gpt-oss-120b'],
		['openrouter.ai', 'anthropic/claude-sonnet-4.5'],
		['openrouter.ai', 'qwen/qwen3-coder'],
		['openrouter.ai', 'cohere/command-a'],
	];
	for (const [host, model] of known) {
		it(`[U23] prices ${model} at ${host}`, () => {
			const entry = lookUp(host, model);
			assert.ok(entry?.cost && entry.cost.input > 0 && entry.cost.output > 0);
			assert.ok(entry.contextTokens !== null && entry.contextTokens >= 8000);
		});
	}

	it('knows contexts but no prices of what is paid by the month', () => {
		for (const host of ['api.githubcopilot.com', 'token-plan.ap-southeast-1.maas.aliyuncs.com']) {
			const own = models.filter((each) => each.host === host).map(({ model }) => model.split(' ')[0] ?? '');
			assert.ok(own.length > 10);
			assert.deepEqual(
				own.filter((model) => lookUp(host, model)?.cost !== null),
				[],
			);
		}
	});

	it('tells a gateway the context of a well-known model, and no price', () => {
		assert.deepEqual(lookUp('llm.company.example', 'anthropic/claude-opus-5'), { ...plain, contextTokens: 1_000_000 });
	});
});
