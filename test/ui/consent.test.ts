import assert from 'node:assert/strict';
import { keepEvidence, openScene, type Scene } from './scene.ts';

describe('a failover that would become dearer', () => {
	let scene: Scene<'alpha' | 'beta'>;

	before(async () => {
		scene = await openScene(['alpha', 'beta'], { billing: { beta: 'metered' } });
		scene.servers.alpha.script('alpha', { type: 'error', error: 'context' });
		scene.servers.beta.script('beta', { type: 'answer', text: 'It adds up.' });
		await scene.workbench.openFile('cart.ts');
	});

	after(() => scene.close());

	afterEach(async function () {
		await keepEvidence(this.currentTest, scene);
	});

	const question = () => scene.workbench.notifications.filter({ hasText: 'go on with beta?' });

	it('[U23] asks first, and sends nothing when the answer is no', async () => {
		await scene.workbench.palette('Switchyard: Explain Code');
		await question().waitFor();
		await question().hover();
		await scene.workbench.screenshot('consent');
		assert.equal(scene.servers.beta.requests.length, 0);
		await question().locator('.monaco-button', { hasText: 'No' }).click();
		await scene.workbench.notifications.filter({ hasText: 'nobody could answer' }).waitFor();
		assert.equal(scene.servers.beta.requests.length, 0);
		assert.deepEqual(scene.attempts(), ['1 alpha failed']);
	});

	it('[U23] goes on when the answer is yes', async () => {
		await scene.workbench.palette('Switchyard: Explain Code');
		await question().locator('.monaco-button', { hasText: 'Yes' }).click();
		await scene.workbench.page.locator('.tab', { hasText: 'Explanation of cart.ts' }).waitFor();
		assert.deepEqual(scene.attempts(), ['1 alpha failed', '1 alpha failed', '2 beta answered']);
	});

	it('[U23] asks too when the answer of the free one was sent back', async () => {
		// What the first test left may still be there on a slow machine, and says the same.
		await scene.workbench.palette('Notifications: Clear All Notifications');
		await scene.workbench.notifications.first().waitFor({ state: 'detached' });
		await scene.workbench.palette('Switchyard: Discard Answer');
		await scene.workbench.openFile('cart.ts');
		scene.servers.alpha.script('alpha', { type: 'answer', text: 'It adds.' });
		const asked = scene.servers.beta.requests.length;
		await scene.workbench.palette('Switchyard: Explain Code');
		const preview = scene.workbench.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
		await preview.locator('body', { hasText: 'It adds.' }).waitFor();
		await scene.workbench.palette('Switchyard: Try Next Provider');
		await question().waitFor();
		assert.equal(scene.servers.beta.requests.length, asked);
		await question().locator('.monaco-button', { hasText: 'No' }).click();
		await scene.workbench.notifications.filter({ hasText: 'nobody could answer' }).waitFor();
		assert.equal(scene.servers.beta.requests.length, asked);
	});
});

describe('a request that a provider declines', () => {
	let scene: Scene<'alpha' | 'beta'>;

	before(async () => {
		scene = await openScene(['alpha', 'beta']);
		scene.servers.alpha.script('alpha', { type: 'error', error: 'refused-content' });
		scene.servers.beta.script('beta', { type: 'answer', text: 'It adds up.' });
		await scene.workbench.openFile('cart.ts');
	});

	after(() => scene.close());

	afterEach(async function () {
		await keepEvidence(this.currentTest, scene);
	});

	it('[A1] goes to another one only when the user says so', async () => {
		const { workbench } = scene;
		const question = workbench.notifications.filter({
			hasText: 'declined this for its content policy. Ask beta instead?',
		});
		await workbench.palette('Switchyard: Explain Code');
		await question.waitFor();
		await question.hover();
		await workbench.screenshot('declined');
		assert.equal(scene.servers.beta.requests.length, 0);
		await question.locator('.monaco-button', { hasText: 'Yes' }).click();
		await workbench.page.locator('.tab', { hasText: 'Explanation of cart.ts' }).waitFor();
		assert.deepEqual(scene.attempts(), ['1 alpha failed', '2 beta answered']);
	});
});
