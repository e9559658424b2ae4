import assert from 'node:assert/strict';
import * as v from 'valibot';
import { kinds } from '../src/core/provider.ts';
import { billings, capabilities, reaches } from '../src/core/request.ts';
import { agentsSchema } from '../src/core/agentsSchema.ts';
import { providerSchema, providersSchema } from '../src/core/settingsSchema.ts';
import { fits, type JsonSchema } from './support/jsonSchema.ts';
import { manifest } from './support/manifest.ts';

const settings = manifest.contributes.configuration.properties;
const providers: JsonSchema = settings['switchyard.providers'] ?? {};
const agents: JsonSchema = settings['switchyard.agents'] ?? {};
const variants = providers.items?.oneOf ?? [];

type Entries = Readonly<Record<string, v.GenericSchema>>;

/** The checks of a schema whose regular expressions a pattern must repeat. */
function patternOf(schema: v.GenericSchema | undefined): string | undefined {
	const inner = schema?.type === 'optional' && 'wrapped' in schema ? (schema.wrapped as v.GenericSchema) : schema;
	const steps =
		inner !== undefined && 'pipe' in inner
			? (inner.pipe as readonly v.PipeItem<unknown, unknown, v.BaseIssue<unknown>>[])
			: [];
	const regex = steps.find((step) => step.type === 'regex');
	return regex !== undefined && 'requirement' in regex ? (regex.requirement as RegExp).source : undefined;
}

/** Holds the properties of a schema in the manifest against those that are parsed. */
function assertSame(schema: JsonSchema, entries: Entries): void {
	const properties = schema.properties ?? {};
	assert.deepEqual(Object.keys(properties).sort(), Object.keys(entries).sort());
	const required = Object.keys(entries).filter((name) => entries[name]?.type !== 'optional');
	assert.deepEqual([...(schema.required ?? [])].sort(), required.sort());
	assert.equal(schema.additionalProperties, false);
	for (const [name, property] of Object.entries(properties)) {
		assert.equal(property.pattern, patternOf(entries[name]), name);
	}
}

describe('the list of providers in the manifest', () => {
	it('knows every kind, each described', () => {
		const kind = providers.items?.properties?.['kind'];
		assert.deepEqual(kind?.enum, kinds);
		assert.equal(kind.enumDescriptions?.length, kinds.length);
		assert.deepEqual(variants.map(({ properties }) => properties?.['kind']?.const).sort(), [...kinds].sort());
	});

	for (const option of providerSchema.options) {
		const kind = option.entries.kind.literal;
		const variant = variants.find(({ properties }) => properties?.['kind']?.const === kind);

		it(`has for ${kind} the properties that are parsed, with the same ones required`, () => {
			assert.ok(variant);
			assertSame(variant, option.entries);
		});

		it(`has for ${kind} the same words to choose from`, () => {
			const properties = variant?.properties ?? {};
			assert.deepEqual(properties['reach']?.enum, reaches);
			assert.deepEqual(properties['billing']?.enum, billings);
			const [list, fitting] = properties['capabilities']?.anyOf ?? [];
			assert.deepEqual(list?.items?.enum, capabilities);
			assert.deepEqual(Object.keys(fitting?.properties ?? {}), capabilities);
			assert.equal(fitting?.additionalProperties, false);
		});
	}

	it('has for profiles the properties that are parsed', () => {
		const [openai] = providerSchema.options;
		assert.equal(openai.entries.kind.literal, 'openai');
		const schema = variants.find(({ properties }) => properties?.['kind']?.const === 'openai');
		assert.ok(schema?.properties?.['profiles']?.items);
		assertSame(schema.properties['profiles'].items, openai.entries.profiles.wrapped.pipe[0].item.entries);
	});

	it('says for agents what is parsed of them', () => {
		const [parsed] = agentsSchema.pipe;
		const { entries } = parsed.value;
		const agent = agents.additionalProperties;
		assert.ok(typeof agent === 'object');
		assertSame(agent, entries);
		assert.equal(agents.propertyNames?.pattern, patternOf(parsed.key));
		assert.deepEqual(agent.properties?.['isolation']?.enum, entries.isolation.wrapped.options);
		assert.deepEqual(agent.properties['permission']?.enum, entries.permission.wrapped.options);
		assert.deepEqual(agent.properties['output']?.enum, entries.output.wrapped.options);
		assert.deepEqual(agent.properties['prompt']?.enum, entries.prompt.wrapped.options);
		assert.equal(agent.properties['env']?.items?.pattern, patternOf(entries.env.wrapped.item));
	});
});

/** The examples of the product's description. */
const examples: readonly Readonly<Record<string, unknown>>[] = [
	{ id: 'claude-code', kind: 'agent-cli', agent: 'claude', billing: 'subscription' },
	{ id: 'codex', kind: 'agent-cli', agent: 'codex', model: 'gpt-5.5' },
	{
		id: 'deepseek',
		kind: 'openai',
		baseUrl: 'https://api.deepseek.com/v1',
		model: 'deepseek-chat',
		profiles: [{ name: 'work' }, { name: 'private', keyFrom: 'env:DEEPSEEK_API_KEY' }],
		capabilities: ['code-generation', 'debugging'],
		billing: 'metered',
	},
	{
		id: 'local',
		kind: 'openai',
		baseUrl: 'http://127.0.0.1:11434/v1',
		model: 'qwen3-coder',
		reach: 'sovereign',
		billing: 'free',
	},
	{ id: 'copilot', kind: 'vscode-lm', vendor: 'copilot', family: 'gpt-5' },
	{ id: 'gemini', kind: 'acp', agent: 'gemini' },
];
const agentsExample = {
	claude: { path: '/opt/claude/bin/claude', args: [], env: ['ANTHROPIC_BASE_URL'], isolation: 'worktree' },
};

describe('completion and parsing agree', () => {
	const one = { id: 'a', kind: 'openai', model: 'm' };
	const good: Readonly<Record<string, unknown>> = {
		'the list of the product': examples,
		...Object.fromEntries(examples.map((each) => [`the provider ${String(each['id'])}`, [each]])),
		'fits from 0 to 1': [{ ...one, capabilities: { testing: 0.9, documentation: 0.6 } }],
		'what cost-, latency- and weight-minded strategies read': [
			{ ...one, cost: { input: 0.3, output: 1 }, latency: 450, weight: 29, exempt: true },
		],
		'an empty list': [],
	};
	for (const [what, value] of Object.entries(good)) {
		it(`that ${what} is right`, () => {
			assert.deepEqual(judged(value), { manifest: true, parsed: true });
		});
	}

	const bad: Readonly<Record<string, unknown>> = {
		'no list': one,
		'a provider without an id': [{ kind: 'openai', model: 'm' }],
		'a provider without a kind': [{ id: 'a', model: 'm' }],
		'an unknown kind': [{ ...one, kind: 'telepathy' }],
		'an API without a model': [{ id: 'a', kind: 'openai' }],
		'an agent without a program': [{ id: 'a', kind: 'agent-cli' }],
		'an agent that can’t be driven': [{ id: 'a', kind: 'agent-cli', agent: 'Vi!' }],
		'an agent with an address': [{ id: 'a', kind: 'agent-cli', agent: 'codex', baseUrl: 'https://a.example' }],
		'a key where it does not belong': [{ ...one, apiKey: 'sk-1' }],
		'a key inside a profile': [{ ...one, profiles: [{ name: 'work', key: 'sk-1' }] }],
		'an id with a space': [{ ...one, id: 'a b' }],
		'an empty list of profiles': [{ ...one, profiles: [] }],
		'a profile of another source': [{ ...one, profiles: [{ name: 'work', keyFrom: 'file:/etc/passwd' }] }],
		'a capability that nobody knows': [{ ...one, capabilities: ['juggling'] }],
		'a fit of more than 1': [{ ...one, capabilities: { testing: 1.5 } }],
		'a reach that nobody knows': [{ ...one, reach: 'far' }],
		'half a token': [{ ...one, contextTokens: 0.5 }],
		'half a cost': [{ ...one, cost: { input: 1 } }],
		'a latency before the start': [{ ...one, latency: -1 }],
		'no weight at all': [{ ...one, weight: 0 }],
		'a weight beyond 1000': [{ ...one, weight: 1001 }],
		'a vendor that is Switchyard itself': [{ id: 'a', kind: 'vscode-lm', vendor: 'Switchyard' }],
		'a command': [{ ...one, command: 'rm' }],
	};
	for (const [what, value] of Object.entries(bad)) {
		it(`that ${what} is wrong`, () => {
			assert.deepEqual(judged(value), { manifest: false, parsed: false });
		});
	}

	it('about the agents of the product', () => {
		assert.deepEqual(judgedAgents(agentsExample), { manifest: true, parsed: true });
		assert.deepEqual(judgedAgents({ mine: { path: '/opt/mine', output: 'json-lines', prompt: 'file' } }), {
			manifest: true,
			parsed: true,
		});
		assert.deepEqual(judgedAgents({ 'Vi!': { path: 'vi' } }), { manifest: false, parsed: false });
		assert.deepEqual(judgedAgents({ codex: { shell: true } }), { manifest: false, parsed: false });
		assert.deepEqual(judgedAgents({ codex: { env: ['A=B'] } }), { manifest: false, parsed: false });
	});
});

function judged(value: unknown): { readonly manifest: boolean; readonly parsed: boolean } {
	return { manifest: fits(value, providers), parsed: v.is(providersSchema, value) };
}

function judgedAgents(value: unknown): { readonly manifest: boolean; readonly parsed: boolean } {
	return { manifest: fits(value, agents), parsed: v.is(agentsSchema, value) };
}
