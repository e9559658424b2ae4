import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { eventually } from '../support/eventually.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { pageIn } from './axe.ts';
import { keepEvidence, openScene, type Scene } from './scene.ts';

describe('every other command', () => {
	const tools = path.join(temporaryFolder(), 'bin');
	let scene: Scene<'alpha' | 'beta' | 'gamma'>;

	before(async () => {
		mkdirSync(tools);
		const codex = path.join(tools, 'codex');
		writeFileSync(codex, '#!/bin/sh\n[ "$1" = --version ] && echo "codex-cli 9.9.9"\nexit 0\n');
		chmodSync(codex, 0o755);
		scene = await openScene(['alpha', 'beta', 'gamma'], {
			settings: { 'git.enabled': false },
			env: { PATH: `${tools}:/usr/bin:/bin`, HOME: temporaryFolder() },
		});
		const { servers, workbench } = scene;
		await workbench.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
		servers.alpha.script('alpha', { type: 'error', error: 'rate-limit', retryAfterSeconds: 600 });
		servers.beta.script('beta', { type: 'answer', text: 'It sums up the prices.' });
		servers.gamma.script('gamma', { type: 'answer', text: 'It adds up all prices.' });
		await workbench.palette('Switchyard: Show Routes');
		await view().getByRole('button', { name: 'Ask…' }).waitFor();
		await explain();
	});

	after(() => scene.close());

	// A page takes the focus once it is drawn, and would close a list.
	beforeEach(() => scene.workbench.openFile('cart.ts'));

	afterEach(async function () {
		await keepEvidence(this.currentTest, scene);
	});

	const press = (key: string) => scene.workbench.page.keyboard.press(key);
	const view = () => scene.workbench.page.locator('[id="workbench.view.extension.switchyard"] .pane').first();
	const row = (text: string | RegExp): Locator => view().locator('.monaco-list-row').filter({ hasText: text });
	const routes = () => row('Explain Code').count();
	const inPage = (text: string | RegExp) => pageIn(scene.workbench).getByText(text).first();
	const titled = (text: string) => pageIn(scene.workbench).locator('h1', { hasText: text });
	const asking = (title: string) => scene.workbench.page.locator('.quick-input-title', { hasText: title });
	const asked = (name: 'alpha' | 'beta' | 'gamma') => scene.servers[name].asked(name).length;
	const output = () => scene.workbench.page.locator('.part.panel .view-line');
	const setting = (key: string) => {
		const file = path.join(scene.workbench.userDataDir, 'User/settings.json');
		return (JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>)[key];
	};

	async function explain(): Promise<void> {
		const { workbench } = scene;
		await press('Control+Shift+e');
		await workbench.openFile('cart.ts');
		await fromPalette('Explain Code');
		await inPage('It sums up the prices.').waitFor();
	}

	/** Opens the list behind the status bar and takes one of its rows. */
	async function fromSwitcher(label: string): Promise<void> {
		const { quickPick, status } = scene.workbench;
		await status.click();
		await asking('Switchyard: Select Provider').waitFor();
		await quickPick.input.fill(label);
		await quickPick.choose(label);
	}

	const fromPalette = (title: string) => scene.workbench.palette(`Switchyard: ${title}`);

	async function closed(): Promise<void> {
		await press('Escape');
		await scene.workbench.quickPick.input.waitFor({ state: 'detached' });
	}

	async function logIsShown(): Promise<void> {
		await output().filter({ hasText: 'beta' }).first().waitFor();
		await scene.workbench.palette('View: Hide Panel');
		await output().first().waitFor({ state: 'hidden' });
	}

	async function foundOnThisMachine(): Promise<void> {
		await scene.workbench.quickPick.rows.filter({ hasText: /codex.*version 9\.9\.9/ }).waitFor();
		await closed();
	}

	async function answerIsInFront(): Promise<void> {
		await scene.workbench.page.locator('.tab.active', { hasText: 'Explanation of cart.ts' }).waitFor();
	}

	it('Show Waiting Answer, from the palette and the switcher', async () => {
		for (const show of [() => fromPalette('Show Waiting Answer'), () => fromSwitcher('Show the Answer That Waits')]) {
			await scene.workbench.openFile('cart.ts');
			await show();
			await answerIsInFront();
		}
	});

	for (const [title, heading] of [
		['Show Timeline', 'beta answered'],
		['Replay With Today’s Settings', 'Today beta would be asked'],
	] as const) {
		it(`${title}, from the palette, of the route that is picked`, async () => {
			await fromPalette(title);
			await scene.workbench.quickPick.choose(/beta.*Explain Code/);
			await titled(heading).waitFor();
		});
	}

	it('Why This Provider?, from the switcher, of the latest route', async () => {
		await fromSwitcher('Why This Provider?');
		await titled('Why beta answered').waitFor();
	});

	it('Statistics, from the switcher', async () => {
		await fromSwitcher('Statistics');
		await scene.workbench.page.locator('.tab', { hasText: 'Statistics' }).waitFor();
	});

	it('Show Log, from the palette and the switcher', async () => {
		await fromPalette('Show Log');
		await logIsShown();
		await fromSwitcher('Show Log');
		await logIsShown();
	});

	it('Detect Providers, from the palette and the switcher', async () => {
		await fromPalette('Detect Providers');
		await foundOnThisMachine();
		await fromSwitcher('Detect Providers…');
		await foundOnThisMachine();
	});

	it('Add Provider and Settings, from the switcher', async () => {
		await fromSwitcher('Add Provider…');
		await scene.workbench.quickPick.rows.filter({ hasText: 'OpenRouter' }).waitFor();
		await closed();
		await fromSwitcher('Settings');
		await scene.workbench.page.locator('.settings-editor .setting-item', { hasText: 'Switchyard' }).first().waitFor();
		await scene.workbench.palette('View: Close Editor');
	});

	it('Set Reach and Set Consent, from the palette', async () => {
		const { quickPick, status } = scene.workbench;
		await fromPalette('Set Reach');
		await asking('How Far May Your Code Travel?').waitFor();
		await quickPick.choose('This Machine Only');
		await eventually(() => setting('switchyard.reach'), 'sovereign');
		await fromPalette('Set Consent');
		await asking('Before a Failover Costs More').waitFor();
		await quickPick.choose('Never Cost More');
		await eventually(() => setting('switchyard.consent'), 'never-cross');
		await status.click();
		for (const shown of ['Reach: This Machine Only', 'Consent: Never Cost More']) {
			await quickPick.input.fill(shown);
			await quickPick.rows.filter({ hasText: shown }).waitFor();
		}
		await closed();
	});

	it('Ask Again and Ask Another Provider, from the palette', async () => {
		const { quickPick } = scene.workbench;
		await fromPalette('Show Routes');
		await row('Explain Code').first().waitFor();
		await fromPalette('Ask Again');
		await quickPick.choose(/beta.*Explain Code/);
		await eventually(() => asked('beta'), 2);
		await eventually(routes, 2);
		await fromPalette('Ask Another Provider');
		await quickPick.choose(/beta.*Explain Code/);
		await quickPick.choose('gamma');
		await row(/Explain Code.*gamma answered/).waitFor();
		assert.equal(asked('gamma'), 1);
	});

	it('Copy Cause, from the palette', async () => {
		const { page, quickPick } = scene.workbench;
		await fromPalette('Copy Cause');
		await quickPick.choose(/beta.*Explain Code/);
		await page.locator('.statusbar-item', { hasText: 'Copied what happened' }).waitFor();
		assert.match(await page.evaluate<string>('navigator.clipboard.readText()'), /beta answered after \d+ ms/);
	});

	it('Reset Cooldowns, from the palette', async () => {
		const { quickPick, status } = scene.workbench;
		await fromPalette('Reset Cooldowns');
		await quickPick.choose(/alpha.*limit, back/);
		await status.click();
		await quickPick.rows.filter({ hasText: /^alpha\s*next/ }).waitFor();
		await closed();
	});

	it('Try Next Provider and Cancel Route, from the switcher', async () => {
		const { servers, workbench } = scene;
		servers.alpha.script('alpha', { type: 'stall' });
		servers.beta.script('beta', { type: 'stall' });
		await press('Control+Shift+e');
		await workbench.openFile('cart.ts');
		await fromPalette('Explain Code');
		await workbench.status.filter({ hasText: 'alpha' }).waitFor();
		await fromSwitcher('Try Next Provider');
		await workbench.status.filter({ hasText: /beta.*alpha: skipped by you/ }).waitFor();
		await fromSwitcher('Cancel Route');
		await workbench.status.filter({ hasText: 'cancelled' }).waitFor();
	});

	it('Forget Route, from the palette', async () => {
		const { quickPick } = scene.workbench;
		await fromPalette('Show Routes');
		await row(/Explain Code.*cancelled/).waitFor();
		const before = await routes();
		await fromPalette('Forget Route');
		await quickPick.choose(/cancelled.*Explain Code/);
		await eventually(routes, before - 1);
		assert.equal(await row(/Explain Code.*cancelled/).count(), 0);
	});

	it('Reset Statistics, from the palette', async () => {
		await fromPalette('Show Statistics');
		await inPage('None of this leaves this machine.').waitFor();
		assert.equal(await inPage('Nothing was asked yet.').count(), 0);
		await fromPalette('Reset Statistics');
		await scene.workbench.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Reset Statistics' }).click();
		await inPage('Nothing was asked yet.').waitFor();
	});
});
