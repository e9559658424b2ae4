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

	describe('from a variable', () => {
		const bound = (id: string, baseUrl: string) => llm(id, { baseUrl, profiles: [fromEnvironment] });
		const first = bound('one', 'https://api.example/v1');
		const changed = bound('one', 'https://other.example/v1');

		it('belong to the first address that they were used with', async () => {
			const keys = createKeys(secrets, { TEST_KEY: 'sk-2' });
			assert.equal(await keys.read(first, fromEnvironment), 'sk-2');
			assert.equal(await keys.read(changed, fromEnvironment), null);
			assert.equal(await keys.read(bound('another', 'https://evil.example/v1'), fromEnvironment), null);
			assert.deepEqual(await keys.accounts([changed]), []);
			assert.deepEqual(await keys.moved([changed]), [
				{ provider: changed, profile: fromEnvironment, from: 'https://api.example' },
			]);
		});

		it('belong to it after a reload too, and to whoever settles them first', async () => {
			await createKeys(secrets, { TEST_KEY: 'sk-2' }).settle([first, changed]);
			const later = createKeys(secrets, { TEST_KEY: 'sk-2' });
			assert.equal(await later.read(changed, fromEnvironment), null);
			assert.equal(await later.read(first, fromEnvironment), 'sk-2');
		});

		it('go elsewhere when the user allows it, and stay where they were allowed before', async () => {
			const keys = createKeys(secrets, { TEST_KEY: 'sk-2' });
			await keys.settle([first]);
			await keys.allow({ provider: changed, profile: fromEnvironment, from: 'https://api.example' });
			assert.equal(await keys.read(changed, fromEnvironment), 'sk-2');
			assert.equal(await keys.read(first, fromEnvironment), 'sk-2');
			assert.deepEqual(await keys.moved([first, changed]), []);
		});

		it('are bound to nothing while they are not set', async () => {
			await createKeys(secrets, {}).settle([first]);
			assert.equal(secrets.kept.size, 0);
		});

		it('go nowhere where the record of their addresses cannot be read', async () => {
			secrets.kept.set('switchyard.bound env:TEST_KEY', '{');
			assert.equal(await createKeys(secrets, { TEST_KEY: 'sk-2' }).read(first, fromEnvironment), null);
		});
	});

	describe('that were given for another address', () => {
		const there = llm('here', { baseUrl: 'https://other.example/v1', profiles: [work] });
		const moved = { provider: there, profile: work, from: 'https://api.example' };

		it('are known as such once they were settled, and not at hand', async () => {
			const keys = createKeys(secrets, {});
			await keys.store('https://api.example#work', 'sk-1');
			assert.deepEqual(await keys.moved([there]), []);
			await keys.settle([here]);
			assert.deepEqual(await keys.moved([there]), [moved]);
			assert.deepEqual(await keys.accounts([there]), ['https://api.example#work']);
			assert.equal(await keys.read(there, work), null);
		});

		it('reach the new one when the user allows it', async () => {
			const keys = createKeys(secrets, {});
			await keys.store('https://api.example#work', 'sk-1');
			await keys.settle([here]);
			await keys.allow(moved);
			assert.equal(await keys.read(there, work), 'sk-1');
			assert.deepEqual(await keys.moved([there]), []);
		});

		it('are none of another provider or profile', async () => {
			const keys = createKeys(secrets, {});
			await keys.store('https://api.example#work', 'sk-1');
			await keys.settle([here]);
			const home = keyed('home');
			const others = [
				llm('other', { baseUrl: 'https://other.example/v1', profiles: [work] }),
				llm('here', { baseUrl: 'https://other.example/v1', profiles: [home] }),
			];
			assert.deepEqual(await keys.moved(others), []);
		});

		it('are no question where another key was set there', async () => {
			const keys = createKeys(secrets, {});
			await keys.store('https://api.example#work', 'sk-1');
			await keys.settle([here]);
			await keys.store('https://other.example#work', 'sk-9');
			assert.deepEqual(await keys.moved([there]), []);
			assert.equal(await keys.read(there, work), 'sk-9');
		});
	});

	it('are not read for an address where they could be read on the way, whatever the settings let through', async () => {
		const open = llm('open', { baseUrl: 'http://api.example/v1', profiles: [work, fromEnvironment] });
		const keys = createKeys(secrets, { TEST_KEY: 'sk-2' });
		await keys.store('http://api.example#work', 'sk-1');
		assert.equal(await keys.read(open, work), null);
		assert.equal(await keys.read(open, fromEnvironment), null);
		const local = llm('local', { baseUrl: 'http://127.0.0.1:1/v1', profiles: [fromEnvironment] });
		assert.equal(await keys.read(local, fromEnvironment), 'sk-2');
	});
});
