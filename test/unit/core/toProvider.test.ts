import assert from 'node:assert/strict';
import { type LookUp, nothingKnown, readCatalogue } from '../../../src/core/catalogue.ts';
import { defaults, parseSettings } from '../../../src/core/settings.ts';

const catalogue = readCatalogue({
	'api.openai.com': 'm 1 5 100000 8000',
	'api.vendor.example': 'm 2 10 100000 8000 50000 4 20',
	'api.anthropic.com': 'n 3 15 200000 8000',
	'api.githubcopilot.com': 'g - - 64000 8000',
});

const vendor = { id: 'a', kind: 'openai', baseUrl: 'https://api.vendor.example/v1', model: 'm' };

describe('providers: what the user left out is looked up', () => {
	it('[U23] [B7] price and context of the model at its host', () => {
		assert.deepEqual(known(vendor), {
			cost: { input: 2, output: 10, above: [{ tokens: 50_000, input: 4, output: 20 }] },
			contextTokens: 100_000,
		});
		assert.deepEqual(known({ ...vendor, baseUrl: 'HTTPS://API.Vendor.Example:443/other/' }), known(vendor));
	});

	it('without an address the model is one of OpenAI’s', () => {
		assert.deepEqual(known({ id: 'a', kind: 'openai', model: 'm' }), {
			cost: { input: 1, output: 5 },
			contextTokens: 100_000,
		});
	});

	it('[U23] the user’s own word comes first, each for itself', () => {
		const cost = { input: 0, output: 0 };
		assert.deepEqual(known({ ...vendor, cost, contextTokens: 5 }), { cost, contextTokens: 5 });
		assert.deepEqual(known({ ...vendor, cost }), { cost, contextTokens: 100_000 });
		assert.deepEqual(known({ ...vendor, contextTokens: 5 }).cost?.input, 2);
	});

	it('[U23] a host that nobody knows has no price', () => {
		const gateway = { ...vendor, baseUrl: 'https://llm.company.example/v1' };
		assert.deepEqual(known(gateway), { cost: null, contextTokens: 100_000 });
		assert.deepEqual(known({ ...gateway, model: 'unheard-of' }), { cost: null, contextTokens: null });
	});

	it('a server on this machine has neither', () => {
		for (const baseUrl of ['http://127.0.0.1:11434/v1', 'http://localhost:4000', 'http://[::1]:1234/v1']) {
			assert.deepEqual(known({ ...vendor, baseUrl }), { cost: null, contextTokens: null });
		}
	});

	it('what is free or paid by subscription has no list price, only the user’s own', () => {
		for (const billing of ['free', 'subscription']) {
			assert.deepEqual(known({ ...vendor, billing }), { cost: null, contextTokens: 100_000 });
			assert.deepEqual(known({ ...vendor, billing, cost: { input: 1, output: 2 } }).cost, { input: 1, output: 2 });
		}
	});

	it('an agent’s model is its maker’s, and an agent without a model has none', () => {
		const claude = { id: 'a', kind: 'agent-cli', agent: 'claude' };
		assert.deepEqual(known(claude), { cost: null, contextTokens: null });
		assert.deepEqual(known({ ...claude, model: 'n' }), { cost: null, contextTokens: 200_000 });
		assert.deepEqual(known({ ...claude, model: 'n', billing: 'metered' }).cost, { input: 3, output: 15 });
		const codex = { ...claude, agent: 'codex', billing: 'metered' };
		assert.deepEqual(known({ ...codex, model: 'n' }).cost, null);
		assert.deepEqual(known({ ...codex, model: 'm' }).cost, { input: 1, output: 5 });
		assert.deepEqual(known({ id: 'a', kind: 'acp', agent: 'any', model: 'n' }).contextTokens, 200_000);
	});

	it('a model of the editor’s is looked up by its family, at Copilot where it is Copilot’s', () => {
		const model = { id: 'a', kind: 'vscode-lm', vendor: 'copilot', family: 'g' };
		assert.deepEqual(known(model), { cost: null, contextTokens: 64_000 });
		assert.deepEqual(known({ ...model, family: 'm' }).contextTokens, null);
		assert.deepEqual(known({ ...model, vendor: 'another', family: 'm' }).contextTokens, 100_000);
	});

	it('a model of the editor’s is chosen by what is said of it, and its vendor is whose account it is', () => {
		const entry = { id: 'a', kind: 'vscode-lm', vendor: 'copilot', family: 'g', model: 'g-1', version: '2' };
		const { settings } = parseSettings({ user: { providers: [entry] }, workspace: {} }, defaults);
		const [provider] = settings.providers;
		assert.deepEqual(provider?.selector, { vendor: 'copilot', family: 'g', id: 'g-1', version: '2' });
		assert.equal(provider.endpoint, 'vscode-lm:copilot');
		assert.equal(provider.model, 'g-1');
		const any = parseSettings({ user: { providers: [{ id: 'b', kind: 'vscode-lm' }] }, workspace: {} }, defaults);
		const nothing = { vendor: null, family: null, id: null, version: null };
		assert.deepEqual(any.settings.providers[0]?.selector, nothing);
		assert.equal(any.settings.providers[0].endpoint, 'vscode-lm:b');
	});

	it('without a catalogue nothing is known', () => {
		assert.deepEqual(known(vendor, nothingKnown), { cost: null, contextTokens: null });
	});

	it('the catalogue is asked for the host alone, and never for a port, a path or another kind’s address', () => {
		const asked: (string | null)[] = [];
		const spy: LookUp = (host) => {
			asked.push(host);
			return null;
		};
		known({ ...vendor, baseUrl: 'https://10.0.0.7:8443/team/secret' }, spy);
		known({ id: 'a', kind: 'acp', agent: 'any', model: 'n' }, spy);
		assert.deepEqual(asked, ['10.0.0.7', null]);
	});
});

function known(entry: unknown, lookUp: LookUp = catalogue) {
	const { settings, problems } = parseSettings({ user: { providers: [entry] }, workspace: {} }, defaults, lookUp);
	assert.deepEqual(problems, []);
	const [provider] = settings.providers;
	assert.ok(provider !== undefined);
	return { cost: provider.cost, contextTokens: provider.contextTokens };
}
