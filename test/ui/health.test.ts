import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { removeTemporaryFolder, temporaryFolder } from '../support/temporary.ts';
import { controlsOf } from './controls.ts';
import { keepEvidence, openScene, type Scene } from './scene.ts';

/** A second window of the same machine, on another folder. */
async function openOther({ workbench: { page } }: Scene<string>, folder: string): Promise<Page> {
	const browser = page.context().browser();
	assert.ok(browser !== null);
	const opened = await browser.newPage({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
	opened.setDefaultTimeout(60_000);
	const address = new URL(page.url());
	address.searchParams.set('folder', folder);
	await opened.goto(address.href);
	await statusOf(opened).waitFor();
	return opened;
}

const statusOf = (page: Page) => page.locator('[id="switchyard.switchyard.switchyard.status"]');

describe('what one window learns', () => {
	const folder = temporaryFolder();
	let scene: Scene<'alpha' | 'beta'>;
	let other: Page;

	before(async () => {
		scene = await openScene(['alpha', 'beta']);
		writeFileSync(path.join(folder, 'other.ts'), 'export {};\n');
		other = await openOther(scene, folder);
	});

	after(async () => {
		await other.close();
		await scene.close();
		removeTemporaryFolder(folder);
	});

	afterEach(async function () {
		await keepEvidence(this.currentTest, scene);
	});

	const alphaCools = /alpha\s*cooling: limit, back \d\d:\d\d/;

	async function switcherSaysSo(page: Page): Promise<void> {
		const { quickPick } = controlsOf(page);
		await statusOf(page).click();
		await quickPick.rows.filter({ hasText: alphaCools }).waitFor();
		await page.keyboard.press('Escape');
		await quickPick.input.waitFor({ state: 'detached' });
	}

	it('[P1] is known to another window at once, without asking', async () => {
		const { workbench, servers } = scene;
		servers.alpha.script('alpha', { type: 'error', error: 'rate-limit', retryAfterSeconds: 600 });
		servers.beta.script('beta', { type: 'answer', text: 'It sums up.' });
		await statusOf(other).filter({ hasText: 'alpha' }).waitFor();
		await workbench.openFile('cart.ts');
		await workbench.palette('Switchyard: Explain Code');
		await workbench.status.filter({ hasText: /beta · alpha: limit, back/ }).waitFor();
		await statusOf(other)
			.filter({ hasText: /^\s*beta\s*$/ })
			.waitFor();
		await switcherSaysSo(other);
		assert.equal(servers.alpha.asked('alpha').length, 1);
	});

	it('[P1] survives a reload of the window', async () => {
		const { workbench, servers } = scene;
		await workbench.page.reload();
		await workbench.status.filter({ hasText: /^\s*beta\s*$/ }).waitFor();
		await switcherSaysSo(workbench.page);
		await workbench.screenshot('health-after-reload');
		assert.equal(servers.alpha.asked('alpha').length, 1);
	});

	it('[P1] is used by the next request of another window', async () => {
		const { servers } = scene;
		const controls = controlsOf(other);
		await controls.openFile('other.ts');
		await controls.palette('Switchyard: Explain Code');
		await other.locator('.tab', { hasText: 'Explanation of other.ts' }).waitFor();
		assert.deepEqual([servers.alpha.asked('alpha').length, servers.beta.asked('beta').length], [1, 2]);
	});
});

describe('whose turn it is', () => {
	const folder = temporaryFolder();
	let scene: Scene<'alpha' | 'beta'>;
	let other: Page;

	before(async () => {
		scene = await openScene(['alpha', 'beta'], { settings: { 'switchyard.routing.strategy': 'round-robin' } });
		other = await openOther(scene, folder);
	});

	after(async () => {
		await other.close();
		await scene.close();
		removeTemporaryFolder(folder);
	});

	afterEach(async function () {
		await keepEvidence(this.currentTest, scene);
	});

	const isNext = (page: Page, provider: string) =>
		statusOf(page)
			.filter({ hasText: new RegExp(`^\\s*${provider}\\s*$`) })
			.waitFor();

	it('[P1] [T29] moves on for another window when one had a turn', async () => {
		const { workbench, servers } = scene;
		servers.alpha.script('alpha', { type: 'answer', text: 'It sums up.' });
		await isNext(other, 'alpha');
		await workbench.openFile('cart.ts');
		await workbench.palette('Switchyard: Explain Code');
		await workbench.page.locator('.tab', { hasText: 'Explanation of cart.ts' }).waitFor();
		await isNext(other, 'beta');
	});

	it('[P1] [T29] is not forgotten by a reload of the window', async () => {
		const { workbench, servers } = scene;
		await workbench.page.reload();
		await isNext(workbench.page, 'beta');
		await workbench.screenshot('turn-after-reload');
		assert.equal(servers.beta.asked('beta').length, 0);
	});
});
