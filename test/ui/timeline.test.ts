import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { changeTheme, pageIn, themes, violationsIn } from './axe.ts';
import { keepEvidence, openScene, type Scene } from './scene.ts';

describe('the timeline of a route', () => {
	let scene: Scene<'alpha' | 'beta' | 'gamma'>;

	before(async () => {
		scene = await openScene(['alpha', 'beta', 'gamma'], {
			billing: { gamma: 'metered' },
			settings: {
				'switchyard.consent': 'allow',
			},
		});
	});

	after(() => scene.close());

	afterEach(async function () {
		await keepEvidence(this.currentTest, scene);
	});

	const inPage = (selector: string): Locator => pageIn(scene.workbench).locator(selector);
	const row = (text: string | RegExp) =>
		scene.workbench.page
			.locator('[id="workbench.view.extension.switchyard"] .pane')
			.first()
			.locator('.monaco-list-row')
			.filter({ hasText: text });

	it('grows while the route runs, from a row of the view', async () => {
		const { servers, workbench } = scene;
		servers.alpha.script('alpha', { type: 'cut', afterChunks: 4, text: 'It sums up all the prices.', dripMs: 400 });
		servers.beta.script('beta', { type: 'error', error: 'rate-limit', retryAfterSeconds: 600 });
		const words = 'This adds up what each item of the cart costs and gives back the sum of it all.';
		servers.gamma.script('gamma', {
			type: 'answer',
			text: words,
			dripMs: 900,
			usage: { inputTokens: 412, outputTokens: 96 },
		});
		await workbench.openFile('cart.ts');
		await workbench.palette('Switchyard: Explain Code');
		await workbench.status.filter({ hasText: 'gamma' }).waitFor();
		await workbench.palette('Switchyard: Show Routes');
		await row('Explain Code').hover();
		await row('Explain Code').first().locator('a.action-label[aria-label^="Show Timeline"]').click();
		await inPage('h1').filter({ hasText: 'gamma is at it' }).waitFor();
		await workbench.screenshot('timeline-running');
		await inPage('h1').filter({ hasText: 'gamma answered' }).waitFor();
	});

	it('tells each attempt as a bar and as a row of a table', async () => {
		const bars = inPage('svg rect.bar');
		assert.equal(await bars.count(), 3);
		const rows = await inPage('tbody tr').allInnerTexts();
		assert.equal(rows.length, 3);
		assert.match(rows[1] ?? '', /2\. beta.*limit, back \d\d:\d\d/);
		assert.match(rows[2] ?? '', /3\. gamma.*answered.*412\s+96/);
	});

	for (const [theme, name, className] of themes) {
		it(`breaks no rule of WCAG in ${theme}`, async () => {
			await changeTheme(scene.workbench, theme, className);
			await scene.workbench.screenshot(`timeline-${name}`);
			assert.deepEqual(await violationsIn(scene.workbench), []);
		});
	}
});
