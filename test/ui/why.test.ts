import assert from 'node:assert/strict';
import type { FrameLocator, Locator } from 'playwright-core';
import { keepEvidence, openScene, type Scene } from './scene.ts';

/** The page as it is drawn: a webview holds a frame that holds the preview. */
function pageOf(scene: Scene<string>): Locator {
	const outer: FrameLocator = scene.workbench.page.frameLocator('iframe.webview.ready');
	return outer.frameLocator('iframe#active-frame').locator('body.vscode-body');
}

const hostile = '[x](command:evil) <b>b</b> <img src=x> http://evil.example';

describe('Why This Provider?', () => {
	let scene: Scene<'alpha' | 'beta' | 'gamma'>;

	before(async () => {
		scene = await openScene(['alpha', 'beta', 'gamma'], {
			providers: [
				{
					id: 'far',
					kind: 'openai',
					model: 'large',
					keywords: [hostile],
					profiles: [{ name: 'work', keyFrom: 'env:NOT_SET' }],
				},
			],
			settings: { 'switchyard.routing.chains': { explanation: ['alpha', 'beta'] } },
		});
		const { servers, workbench } = scene;
		servers.alpha.script('alpha', { type: 'error', error: 'rate-limit', retryAfterSeconds: 600 });
		servers.beta.script('beta', { type: 'answer', text: 'It sums up the prices.' });
		await workbench.openFile('cart.ts');
		await workbench.palette('Switchyard: Explain Code');
		await workbench.page.locator('.tab', { hasText: 'Explanation of cart.ts' }).waitFor();
		await workbench.status.filter({ hasText: /beta · alpha: limit, back \d\d:\d\d/ }).waitFor();
		await workbench.palette('Switchyard: Discard Answer');
	});

	after(() => scene.close());

	afterEach(async function () {
		await keepEvidence(this.currentTest, scene);
	});

	it('[T17] tells of the latest request with everybody, the reason and the time of return', async () => {
		const { workbench } = scene;
		await workbench.palette('Switchyard: Why This Provider?');
		await workbench.quickPick.rows.filter({ hasText: /beta.*Explain Code/ }).waitFor();
		await workbench.screenshot('why-choices');
		await workbench.quickPick.choose(/beta.*Explain Code/);
		const page = pageOf(scene);
		await page.locator('h1', { hasText: 'Why beta answered' }).waitFor();
		await workbench.screenshot('why');
		const tables = page.locator('table');
		assert.equal(await tables.count(), 3);
		const [alpha, beta] = await tables
			.nth(1)
			.locator('tr')
			.filter({ hasText: /alpha|beta/ })
			.allInnerTexts();
		assert.match(alpha ?? '', /alpha\s.*asked already, limit\s.*Ready again \d\d:\d\d, as the provider itself says/);
		assert.match(beta ?? '', /beta\s.*asked/);
		assert.deepEqual(await page.locator('a').allInnerTexts(), []);
	});

	it('[T17] tells what a question would come to that is only typed, and sends nothing', async () => {
		const { workbench, servers } = scene;
		await workbench.palette('Switchyard: Why This Provider?');
		await workbench.quickPick.choose('For a Question I Type');
		await workbench.quickPick.answer('@gamma write unit tests for the cart, please');
		const page = pageOf(scene);
		await page.locator('h1', { hasText: 'gamma would be asked' }).waitFor();
		await workbench.screenshot('why-dry-run');
		assert.match(await page.innerText(), /testing \d+\s%, told by your words/);
		assert.equal(servers.gamma.asked('gamma').length, 0);
	});

	it('reads nothing of the user’s words as a link or as markup', async () => {
		const { workbench } = scene;
		await workbench.palette('Switchyard: Why This Provider?');
		await workbench.quickPick.choose('For a Question I Type');
		await workbench.quickPick.answer(`What does ${hostile} do?`);
		const page = pageOf(scene);
		await page.locator('li', { hasText: `“${hostile}” is a keyword of far` }).waitFor();
		assert.equal(await page.locator('a, b, img').count(), 0);
	});

	it('[R19] a cooldown that is reset lets the next request go to the first choice again', async () => {
		const { workbench, servers } = scene;
		await workbench.status.click();
		await workbench.quickPick.rows.filter({ hasText: 'Reset Cooldowns' }).waitFor();
		await workbench.screenshot('why-switcher');
		await workbench.quickPick.choose('Reset Cooldowns');
		await workbench.page.locator('.quick-input-title:visible', { hasText: 'Reset Cooldowns' }).waitFor();
		await workbench.quickPick.rows.filter({ hasText: /alpha.*limit, back \d\d:\d\d/ }).waitFor();
		await workbench.screenshot('why-reset');
		await workbench.quickPick.choose(/alpha.*limit/);
		await workbench.status.filter({ hasText: /^\s*alpha\s*$/ }).waitFor();
		servers.alpha.script('alpha', { type: 'answer', text: 'Answered by the first choice.' });
		await workbench.openFile('cart.ts');
		await workbench.palette('Switchyard: Explain Code');
		await workbench.page.locator('.tab', { hasText: 'Explanation of cart.ts' }).waitFor();
		assert.deepEqual(scene.attempts(), ['1 alpha failed', '2 beta answered', '1 alpha answered']);
	});
});
