import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { changeTheme, pageIn, spoiled, themes, violationsIn } from './axe.ts';
import { keepEvidence, openScene, type Scene } from './scene.ts';

describe('the statistics', () => {
	let scene: Scene<'alpha' | 'beta' | 'gamma'>;

	before(async () => {
		scene = await openScene(['alpha', 'beta', 'gamma']);
		const { servers, workbench } = scene;
		const usage = { inputTokens: 1412, outputTokens: 96 };
		servers.alpha.script(
			'alpha',
			{ type: 'answer', text: 'It sums up the prices.', usage },
			{ type: 'error', error: 'rate-limit', retryAfterSeconds: 600 },
		);
		servers.beta.script('beta', { type: 'answer', text: 'It adds up all prices.', usage });
		for (const answer of ['It sums up the prices.', 'It adds up all prices.']) {
			await workbench.openFile('cart.ts');
			await workbench.palette('Switchyard: Explain Code');
			await pageIn(workbench).getByText(answer).waitFor();
		}
	});

	after(() => scene.close());

	afterEach(async function () {
		await keepEvidence(this.currentTest, scene);
	});

	const inPage = (selector: string): Locator => pageIn(scene.workbench).locator(selector);
	/** Each row as it reads, with one blank between words. */
	const told = async () =>
		(await inPage('tbody tr').allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').replace(/\d\d:\d\d/g, '00:00'));

	it('tell of each provider what was counted, and that nothing leaves this machine', async () => {
		await scene.workbench.palette('Switchyard: Show Statistics');
		await inPage('p').filter({ hasText: 'None of this leaves this machine.' }).waitFor();
		const [alpha = '', beta = '', gamma = ''] = await told();
		assert.match(alpha, /^alpha limit, back 00:00 50 % 1 of 2 0 1 .* 1,412 96 \$0\.00 limit 00:00$/);
		assert.match(beta, /^beta 100 % 1 of 1 1 0 .* 1,412 96 \$0\.00 –$/);
		assert.match(gamma, /^gamma not asked yet – 0 0 – – – – – –$/);
	});

	it('tell of this window alone how long somebody was left alone', async () => {
		await inPage('a').filter({ hasText: 'This Window' }).click();
		await inPage('th').filter({ hasText: 'Left alone for' }).waitFor();
		assert.equal(await inPage('a[aria-current="page"]').innerText(), 'This Window');
		assert.equal((await told()).length, 3);
		await inPage('a').filter({ hasText: 'All Windows' }).click();
		await inPage('th').filter({ hasText: 'Left alone for' }).waitFor({ state: 'detached' });
	});

	it('would be found out if they broke a rule of WCAG', async () => {
		await spoiled(scene.workbench, async () => {
			assert.deepEqual(
				(await violationsIn(scene.workbench)).map(([rule]) => rule),
				['image-alt'],
			);
		});
	});

	for (const [theme, name, className] of themes) {
		it(`break no rule of WCAG in ${theme}`, async () => {
			await changeTheme(scene.workbench, theme, className);
			await scene.workbench.screenshot(`statistics-${name}`);
			assert.deepEqual(await violationsIn(scene.workbench), []);
		});
	}

	it('begin anew when they are reset, once the user has said so', async () => {
		const { page } = scene.workbench;
		await inPage('a').filter({ hasText: 'Reset Statistics' }).click();
		const dialog = page.locator('.monaco-dialog-box');
		await dialog.getByRole('button', { name: 'Cancel' }).click();
		await dialog.waitFor({ state: 'detached' });
		assert.match((await told())[1] ?? '', /^beta 100 %/);
		await inPage('a').filter({ hasText: 'Reset Statistics' }).click();
		await dialog.getByRole('button', { name: 'Reset Statistics' }).click();
		await inPage('p').filter({ hasText: 'Nothing was asked yet.' }).waitFor();
		assert.match((await told())[0] ?? '', /^alpha limit, back 00:00 – 0 0 –/);
	});
});
