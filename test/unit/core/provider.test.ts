import assert from 'node:assert/strict';
import { accountOf, blameKey, isAgent } from '../../../src/core/provider.ts';
import { billings, isNoDearer, reaches, staysWithin } from '../../../src/core/request.ts';
import { agent, keyed, keyless, llm } from '../../support/providers.ts';

describe('the parts of a provider', () => {
	it('a key is bound to the origin of an address, whatever its path', () => {
		assert.equal(llm('x', { baseUrl: 'https://API.example:8443/v1/beta' }).endpoint, 'https://api.example:8443');
	});

	it('an agent program is one endpoint under any id', () => {
		assert.equal(agent('fast', { agent: 'codex' }).endpoint, 'agent-cli:codex');
	});

	it('a model of the editor is an endpoint by its id', () => {
		assert.equal(llm('copilot', { kind: 'vscode-lm', baseUrl: null }).endpoint, 'vscode-lm:copilot');
		const selector = { vendor: 'a vendor', family: 'f', id: null, version: null };
		assert.equal(llm('own', { kind: 'vscode-lm', baseUrl: null, selector }).endpoint, 'vscode-lm:a%20vendor');
	});

	it('the same profile name elsewhere is another account', () => {
		assert.notEqual(accountOf(llm('a'), keyed('work')), accountOf(llm('b'), keyed('work')));
	});

	it('profiles that read the same variable are the same account', () => {
		const from = (name: string) => ({ name, key: { from: 'environment', variable: 'SOME_KEY' } }) as const;
		assert.equal(accountOf(llm('a'), from('one')), accountOf(llm('a'), from('two')));
		assert.notEqual(accountOf(llm('a'), from('one')), accountOf(llm('a'), keyed('one')));
		const other = { name: 'one', key: { from: 'environment', variable: 'OTHER_KEY' } } as const;
		assert.notEqual(accountOf(llm('a'), from('one')), accountOf(llm('a'), other));
	});

	it('what cools is told apart by its name alone', () => {
		const provider = llm('a', { model: null });
		assert.equal(blameKey('endpoint', provider, keyless), 'endpoint https://a.example');
		assert.equal(blameKey('profile', provider, keyless), 'profile https://a.example#default');
		assert.equal(blameKey('model', provider, keyless), 'model https://a.example default');
	});

	it('programs that run in a folder are agents', () => {
		assert.deepEqual((['openai', 'vscode-lm', 'agent-cli', 'acp'] as const).map(isAgent), [false, false, true, true]);
	});
});

describe('reach and billing', () => {
	it('code stays within a reach that is as far or farther', () => {
		const table = reaches.map((actual) => reaches.map((allowed) => staysWithin(actual, allowed)));
		assert.deepEqual(table, [
			[true, true, true],
			[false, true, true],
			[false, false, true],
		]);
	});

	it('an answer is no dearer than a billing that is as dear or dearer', () => {
		const table = billings.map((actual) => billings.map((allowed) => isNoDearer(actual, allowed)));
		assert.deepEqual(table, [
			[true, true, true],
			[false, true, true],
			[false, false, true],
		]);
	});
});
