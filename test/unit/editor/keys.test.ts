import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import type { Profile } from '../../../src/core/provider.ts';
import { createKeys } from '../../../src/editor/keys.ts';
import { keyed, keyless, llm } from '../../support/providers.ts';

/** The editor's secret storage over a map. */
class MemorySecrets implements Omit<vscode.SecretStorage, 'onDidChange'> {
	readonly kept = new Map<string, string>();

	keys(): Promise<string[]> {
		return Promise.resolve([...this.kept.keys()]);
	}

	get(name: string): Promise<string | undefined> {
		return Promise.resolve(this.kept.get(name));
	}

	store(name: string, value: string): Promise<void> {
		this.kept.set(name, value);
		return Promise.resolve();
	}

	delete(name: string): Promise<void> {
		this.kept.delete(name);
		return Promise.resolve();
	}
}

const fromEnvironment: Profile = { name: 'private', key: { from: 'environment', variable: 'TEST_KEY' } };

describe('keys', () => {
	const work = keyed('work');
	const here = llm('here', { baseUrl: 'https://api.example/v1', profiles: [work] });
	let secrets: MemorySecrets;
	beforeEach(() => {
		secrets = new MemorySecrets();
	});

	it('are read as they were stored, for their account', async () => {
		const keys = createKeys(secrets, {});
		assert.equal(await keys.read(here, work), null);
		await keys.store('https://api.example#work', 'sk-1');
		assert.equal(await keys.read(here, work), 'sk-1');
	});

	it('are gone after they were removed', async () => {
		const keys = createKeys(secrets, {});
		await keys.store('https://api.example#work', 'sk-1');
		await keys.remove('https://api.example#work');
		assert.equal(await keys.read(here, work), null);
		assert.equal(secrets.kept.size, 0);
	});

	it('serve every provider at the address they were given for', async () => {
		const keys = createKeys(secrets, {});
		await keys.store('https://api.example#work', 'sk-1');
		assert.equal(await keys.read(llm('other', { baseUrl: 'https://api.example/v2' }), work), 'sk-1');
	});

	const elsewhere: Readonly<Record<string, string>> = {
		'another host': 'https://evil.example/v1',
		'another port': 'https://api.example:8443/v1',
		'a connection that can be read on the way': 'http://api.example/v1',
		'a host below it': 'https://api.example.evil.example/v1',
	};
	for (const [where, baseUrl] of Object.entries(elsewhere)) {
		it(`never reach ${where}, whatever the provider and its profile are called`, async () => {
			const keys = createKeys(secrets, {});
			await keys.store('https://api.example#work', 'sk-1');
			assert.equal(await keys.read(llm('here', { baseUrl, profiles: [work] }), work), null);
		});
	}

	it('are kept apart by the name of the profile', async () => {
		const keys = createKeys(secrets, {});
		await keys.store('https://api.example#work', 'sk-1');
		assert.equal(await keys.read(here, keyed('private')), null);
	});

	it('come from an environment variable where the user says so, and only from that one', async () => {
		const keys = createKeys(secrets, { TEST_KEY: 'sk-2', OPENAI_API_KEY: 'sk-3' });
		await keys.store('https://api.example#private', 'sk-1');
		assert.equal(await keys.read(here, fromEnvironment), 'sk-2');
		assert.equal(await keys.read(here, work), null);
	});

	it('are not there where the variable is missing or empty', async () => {
		for (const environment of [{}, { TEST_KEY: '' }]) {
			const keys = createKeys(secrets, environment);
			assert.equal(await keys.read(here, fromEnvironment), null);
			assert.deepEqual(await keys.accounts([{ ...here, profiles: [fromEnvironment] }]), []);
		}
	});

	it('are not looked for where none is needed', async () => {
		const keys = createKeys(secrets, {});
		await keys.store('https://api.example#default', 'sk-1');
		assert.equal(await keys.read(here, keyless), null);
	});

	it('are at hand for the accounts stored and the variables set, and the list holds no key', async () => {
		secrets.kept.set('something else', 'x');
		const keys = createKeys(secrets, { TEST_KEY: 'sk-2' });
		await keys.store('https://api.example#work', 'sk-1');
		assert.deepEqual(await keys.accounts([{ ...here, profiles: [work, fromEnvironment] }]), [
			'https://api.example#work',
			'https://api.example#env:TEST_KEY',
		]);
	});
});
