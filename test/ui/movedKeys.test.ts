import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type LlmServer, startLlmServer } from '../support/llmServer.ts';
import { keepEvidence, openScene, type Scene } from './scene.ts';

describe('a key whose provider has moved', () => {
	let scene: Scene<never>;
	let old: LlmServer;
	let other: LlmServer;

	const provider = (server: LlmServer) => ({
		id: 'vault',
		kind: 'openai',
		baseUrl: `${server.origin}/vault/v1`,
		model: 'm',
		profiles: [{ name: 'work' }, { name: 'shared', keyFrom: 'env:VAULT_KEY' }],
	});

	before(async () => {
		[old, other] = await Promise.all([startLlmServer(), startLlmServer()]);
		for (const server of [old, other]) {
			server.script('vault', { type: 'answer', text: 'It adds up.' });
		}
		scene = await openScene([], { providers: [provider(old)], env: { VAULT_KEY: 'sk-shared-canary-7' } });
		await scene.workbench.openFile('cart.ts');
	});

	after(async () => {
		await scene.close();
		await Promise.all([old.close(), other.close()]);
	});

	afterEach(async function () {
		await keepEvidence(this.currentTest, scene);
	});

	const explanation = () => scene.workbench.page.locator('.tab', { hasText: 'Explanation of cart.ts' });
	const dialog = () => scene.workbench.page.locator('.monaco-dialog-box');
	const say = async (button: string) => {
		await dialog().locator('.monaco-button', { hasText: button }).click();
		await dialog().waitFor({ state: 'detached' });
	};
	const keysSeen = (server: LlmServer) => server.requests.map(({ headers }) => headers.authorization);
	const explain = async () => {
		await scene.workbench.openFile('cart.ts');
		await scene.workbench.palette('Switchyard: Explain Code');
	};
	const discard = async () => {
		await explanation().waitFor();
		await scene.workbench.palette('Switchyard: Discard Answer');
		await explanation().waitFor({ state: 'detached' });
	};

	it('is used without a question at the address it was given for', async () => {
		const { workbench } = scene;
		await workbench.palette('Switchyard: Set Key');
		await workbench.quickPick.choose('vault');
		await workbench.page.locator('.quick-input-widget:visible input[type=password]').waitFor();
		await workbench.quickPick.answer('sk-vault-canary-1');
		await workbench.status.filter({ hasText: 'vault' }).waitFor();
		await explain();
		await discard();
		assert.deepEqual(keysSeen(old), ['Bearer sk-vault-canary-1']);
	});

	it('stays where it was until the user says otherwise, and so does the one of a variable', async () => {
		const { workbench } = scene;
		const file = path.join(workbench.userDataDir, 'User/settings.json');
		writeFileSync(file, readFileSync(file, 'utf8').replaceAll(old.origin, other.origin));
		await workbench.page.reload();
		// The status bar names whoever is next: nobody, since no key is at hand at that address.
		await workbench.status.filter({ hasText: 'Switchyard' }).waitFor();
		await explain();
		await dialog()
			.filter({ hasText: `vault now points to ${other.origin}` })
			.waitFor();
		await dialog()
			.filter({ hasText: `Send the key “work” that was given for ${old.origin} there?` })
			.waitFor();
		await workbench.screenshot('key-moved');
		await say('Not Now');
		await dialog()
			.filter({ hasText: `Send the key in VAULT_KEY that was used for ${old.origin} there?` })
			.waitFor();
		await say('Not Now');
		await workbench.notifications.filter({ hasText: 'vault: no key' }).waitFor();
		assert.equal(other.requests.length, 0);
	});

	it('is asked about no more after a no, and can be let go by the command', async () => {
		const { workbench } = scene;
		await explain();
		await workbench.notifications.filter({ hasText: 'vault: no key' }).waitFor();
		assert.equal(await dialog().count(), 0);
		await workbench.palette('Switchyard: Set Key');
		await workbench.quickPick.rows
			.filter({ hasText: `Its key was given for ${old.origin}` })
			.first()
			.click();
		await dialog().filter({ hasText: 'Send the key “work”' }).waitFor();
		await say('Use It There');
		await explain();
		await discard();
		assert.deepEqual(keysSeen(other), ['Bearer sk-vault-canary-1']);
		assert.equal(workbench.log().includes('canary'), false);
	});
});
