import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { eventually } from '../support/eventually.ts';
import { pageIn, violationsIn } from './axe.ts';
import { keepEvidence, openScene, type Scene } from './scene.ts';

describe('what can be done with a route', () => {
	let scene: Scene<'alpha' | 'beta' | 'gamma'>;

	before(async () => {
		scene = await openScene(['alpha', 'beta', 'gamma']);
		const { servers, workbench } = scene;
		await workbench.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
		servers.alpha.script('alpha', { type: 'error', error: 'rate-limit', retryAfterSeconds: 600 });
		servers.beta.script('beta', { type: 'answer', text: 'It sums up the prices.' });
		servers.gamma.script('gamma', { type: 'answer', text: 'It adds up all prices.' });
		await workbench.openFile('cart.ts');
		await workbench.palette('Switchyard: Explain Code');
		await pageIn(workbench).getByText('It sums up the prices.').waitFor();
		await workbench.palette('Switchyard: Show Routes');
		await row('Explain Code').first().waitFor();
	});

	after(() => scene.close());

	afterEach(async function () {
		await keepEvidence(this.currentTest, scene);
	});

	const view = () => scene.workbench.page.locator('[id="workbench.view.extension.switchyard"] .pane').first();
	const row = (text: string | RegExp): Locator => view().locator('.monaco-list-row').filter({ hasText: text });
	const titled = (text: string) => pageIn(scene.workbench).locator('h1', { hasText: text });

	it('its cause is copied by a key, fit for a bug report', async () => {
		const { page } = scene.workbench;
		await row('Explain Code').first().click();
		await page.keyboard.press('Control+c');
		const copied = () => page.evaluate<string>('navigator.clipboard.readText()');
		await eventually(async () => (await copied()).split('\n').length > 4, true);
		assert.match(await copied(), /^Switchyard \d+\.\d+\.\d+\n\d\d:\d\d \[[0-9a-f]{8}\] explain: /);
		assert.match(await copied(), /attempt 1: alpha failed after \d+ ms: rate-limited/);
		assert.doesNotMatch(await copied(), /canary|sum \+=/);
	});

	it('it is decided once more with what is known today, and nothing is sent', async () => {
		const { servers, workbench } = scene;
		await workbench.contextMenuOf(row('Explain Code').first(), 'Replay With Today’s Settings');
		await titled('Today beta would be asked').waitFor();
		await workbench.screenshot('replay');
		assert.equal(servers.alpha.asked('alpha').length + servers.beta.asked('beta').length, 2);
		assert.deepEqual(await violationsIn(workbench, 'preview'), []);
	});

	it('it is shown over time, and why it went as it did, by keys', async () => {
		const { page } = scene.workbench;
		await row('Explain Code').first().click();
		await page.keyboard.press('Control+Enter');
		await titled('beta answered').waitFor();
		await pageIn(scene.workbench).locator('svg rect.bar').first().waitFor();
		await row('Explain Code').first().click();
		await page.keyboard.press('Shift+Enter');
		await titled('Why beta answered').waitFor();
		assert.deepEqual(await violationsIn(scene.workbench, 'preview'), []);
	});

	it('it is asked again, as a route of its own', async () => {
		const { servers, workbench } = scene;
		await workbench.contextMenuOf(row('Explain Code').first(), 'Ask Again');
		await eventually(() => servers.beta.asked('beta').length, 2);
		await row(/Explain Code.*beta answered/)
			.nth(1)
			.waitFor();
		assert.deepEqual(servers.beta.asked('beta')[1]?.body, servers.beta.asked('beta')[0]?.body);
	});

	it('it is asked of another provider alone, which the user picks', async () => {
		const { servers, workbench } = scene;
		await workbench.contextMenuOf(row('Explain Code').first(), 'Ask Another Provider');
		await workbench.quickPick.rows.filter({ hasText: /alpha.*limit, back/ }).waitFor();
		await workbench.screenshot('routes-ask-another');
		await workbench.quickPick.choose('gamma');
		await eventually(() => servers.gamma.asked('gamma').length, 1);
		await row(/Explain Code.*gamma answered/).waitFor();
	});

	it('it is forgotten once nothing of it waits, by a key or with all others that have ended', async () => {
		const { workbench } = scene;
		const routes = row('Explain Code');
		await eventually(() => routes.count(), 3);
		await workbench.palette('Switchyard: Discard Answer');
		await row(/discarded, by/)
			.first()
			.waitFor();
		await workbench.screenshot('routes-menu');
		await row(/discarded, by/)
			.first()
			.click();
		await workbench.page.keyboard.press('Delete');
		await eventually(() => routes.count(), 2);
		await workbench.palette('Switchyard: Discard Answer');
		await row(/discarded, by/)
			.first()
			.waitFor();
		await workbench.palette('Switchyard: Clear Finished Routes');
		await eventually(() => routes.count(), 1);
		assert.equal(await row(/waits for you/).count(), 1);
	});
});
