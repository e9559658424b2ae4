import assert from 'node:assert/strict';
import { type LlmServer, startLlmServer } from '../support/llmServer.ts';
import { keepEvidence, openScene, type Scene } from './scene.ts';

describe('the key of a provider', () => {
	let scene: Scene<never>;
	let server: LlmServer;

	before(async () => {
		server = await startLlmServer();
		server.script('vault', { type: 'answer', text: 'It adds up.' });
		const vault = {
			id: 'vault',
			kind: 'openai',
			baseUrl: `${server.origin}/vault/v1`,
			model: 'm',
			profiles: [{ name: 'work' }],
		};
		scene = await openScene([], { providers: [vault] });
		await scene.workbench.openFile('cart.ts');
	});

	after(async () => {
		await scene.close();
		await server.close();
	});

	afterEach(async function () {
		await keepEvidence(this.currentTest, scene);
	});

	const explanation = () => scene.workbench.page.locator('.tab', { hasText: 'Explanation of cart.ts' });

	it('is missing at first, is asked for where that is said, and then reaches its own address', async () => {
		const { workbench } = scene;
		await workbench.palette('Switchyard: Explain Code');
		const toast = workbench.notifications.filter({ hasText: 'vault: no key' });
		await toast.waitFor();
		assert.equal(server.requests.length, 0);
		await toast.locator('.monaco-button', { hasText: 'Set Key' }).click();
		await workbench.quickPick.choose('vault');
		await workbench.page.locator('.quick-input-widget:visible input[type=password]').waitFor();
		await workbench.screenshot('set-key');
		await workbench.quickPick.answer('sk-vault-canary-99');
		await workbench.status.filter({ hasText: 'vault' }).waitFor();
		await workbench.palette('Switchyard: Explain Code');
		await explanation().waitFor();
		assert.deepEqual(
			server.requests.map((request) => request.headers.authorization),
			['Bearer sk-vault-canary-99'],
		);
		assert.equal(workbench.log().includes('canary'), false);
		await workbench.palette('Switchyard: Discard Answer');
		await explanation().waitFor({ state: 'detached' });
	});

	it('survives a reload of the window, and is gone when it is removed', async () => {
		const { workbench } = scene;
		await workbench.page.reload();
		await workbench.status.filter({ hasText: 'vault' }).waitFor();
		await workbench.openFile('cart.ts');
		await workbench.palette('Switchyard: Explain Code');
		// By the server, not by the tab: VS Code may bring back the tab of the window before.
		await server.waitFor(({ requests }) => requests.length === 2);
		await explanation().waitFor();
		await workbench.palette('Switchyard: Remove Key');
		await workbench.quickPick.choose('vault');
		await workbench.openFile('cart.ts');
		await workbench.palette('Switchyard: Explain Code');
		await workbench.notifications.filter({ hasText: 'vault: no key' }).waitFor();
		assert.equal(server.requests.length, 2);
	});
});
