import { keepEvidence, openScene, type Scene } from './scene.ts';

describe('the workbench in German', () => {
	let scene: Scene<'alpha' | 'beta'>;

	beforeEach(async () => {
		scene = await openScene(['alpha', 'beta'], { locale: 'de' });
	});

	afterEach(async function () {
		await keepEvidence(this.currentTest, scene);
		await scene.close();
	});

	it('speaks German from the palette to the page that says why nobody answered', async () => {
		const { servers, workbench } = scene;
		const { page, status, quickPick, notifications } = workbench;
		servers.alpha.script('alpha', { type: 'error', error: 'rate-limit', retryAfterSeconds: 600 });
		servers.beta.script('beta', { type: 'reset' });

		await workbench.openFile('cart.ts');
		await workbench.palette('Switchyard: Fragen…');
		await page.locator('.quick-input-title', { hasText: 'Fragen' }).waitFor();
		await quickPick.answer('Was tut das?');

		const toast = notifications.filter({
			hasText: 'niemand konnte antworten. alpha: Das Ratenlimit ist erreicht (Status 429).',
		});
		await toast.hover();
		await toast.getByRole('button', { name: 'Erneut versuchen' }).waitFor();
		await status
			.filter({ hasText: /niemand konnte antworten · alpha: Limit, zurück \d\d:\d\d · beta: nicht erreichbar/ })
			.waitFor();
		await workbench.screenshot('german-exhausted');

		await status.click();
		await quickPick.rows.filter({ hasText: 'Der beste Anbieter, der jetzt antworten kann' }).waitFor();
		await workbench.screenshot('german-switcher');
		await quickPick.choose('Warum dieser Anbieter?');
		const why = page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
		await why.locator('h1', { hasText: 'Warum niemand geantwortet hat' }).waitFor();
		await why.locator('td', { hasText: 'Wieder bereit' }).first().waitFor();
		await workbench.palette('Switchyard: Routen anzeigen');
		await page.locator('.pane-body .monaco-list-row', { hasText: 'niemand konnte antworten' }).waitFor();
		await workbench.screenshot('german-why');
	});
});
