import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { eventually } from '../support/eventually.ts';
import { keepEvidence, openScene, type Scene } from './scene.ts';

describe('the switcher, by keyboard alone', () => {
	let scene: Scene<'alpha' | 'beta' | 'gamma' | 'delta'>;

	before(async () => {
		scene = await openScene(['alpha', 'beta', 'gamma', 'delta'], {
			billing: { delta: 'metered' },
			providers: [
				{ id: 'claude-code', kind: 'agent-cli', agent: 'claude' },
				{ id: 'vault', kind: 'openai', baseUrl: 'https://llm.example.com/v1', model: 'large' },
			],
		});
		await scene.workbench.openFile('cart.ts');
	});

	after(() => scene.close());

	afterEach(async function () {
		await keepEvidence(this.currentTest, scene);
	});

	const press = (key: string) => scene.workbench.page.keyboard.press(key);
	const row = (text: string | RegExp) => scene.workbench.quickPick.rows.filter({ hasText: text });
	/** By what a screen reader says of it, from its beginning. */
	const labelled = (label: string) =>
		scene.workbench.page.locator(`.quick-input-list .monaco-list-row[aria-label^="${label},"]`);
	const told = async (label: string) => (await labelled(label).getAttribute('aria-label')) ?? '';
	const titled = (title: string) => scene.workbench.page.locator('.quick-input-title', { hasText: title }).waitFor();
	const closed = () => scene.workbench.quickPick.input.waitFor({ state: 'detached' });
	const setting = (key: string) => {
		const file = path.join(scene.workbench.userDataDir, 'User/settings.json');
		return (JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>)[key];
	};

	/** Opens the switcher from the palette and waits until everybody’s state is known. */
	async function open(): Promise<void> {
		const { page, quickPick } = scene.workbench;
		await press('F1');
		await quickPick.input.fill('>Switchyard: Select Provider');
		await row('Select Provider').first().waitFor();
		await press('Enter');
		await row(/claude-code\s*(?:not installed|your code may not travel that far)/).waitFor();
		await page.locator('.quick-input-widget .monaco-progress-container.active').waitFor({ state: 'detached' });
	}

	/** Opens the page of one provider, through the row that is there for whoever has no mouse. */
	async function openPage(provider: string): Promise<void> {
		const { quickPick } = scene.workbench;
		await open();
		await quickPick.input.fill('Actions of a Provider');
		await row('Actions of a Provider').waitFor();
		await press('Enter');
		await titled('Actions of a Provider');
		await quickPick.input.fill(provider);
		await labelled(provider).waitFor();
		await press('Enter');
		await titled(`Switchyard: ${provider}`);
	}

	async function act(provider: string, action: string): Promise<void> {
		await openPage(provider);
		await scene.workbench.quickPick.input.fill(action);
		await labelled(action).waitFor();
		await press('Enter');
		await closed();
	}

	const whoIsNext = (text: RegExp) => scene.workbench.status.filter({ hasText: text }).waitFor();

	it('shows of everybody the state, the price, the reach and what was measured, and says it to a screen reader', async () => {
		scene.servers.alpha.script('alpha', { type: 'error', error: 'rate-limit', retryAfterSeconds: 600 });
		scene.servers.beta.script('beta', { type: 'answer', text: 'It adds up.' });
		scene.servers.gamma.script('gamma', { type: 'answer', text: 'It adds up.' });
		const { workbench } = scene;
		const { page } = workbench;
		await open();
		await press('Escape');
		await workbench.palette('Switchyard: Explain Code');
		await workbench.page.locator('.tab', { hasText: 'Explanation of cart.ts' }).waitFor();
		await workbench.palette('Switchyard: Discard Answer');
		await open();
		await workbench.screenshot('switcher-states');
		assert.match(await told('alpha'), /^alpha, cooling: limit, back \d\d:\d\d, alpha-model/);
		assert.match(await told('beta'), /^beta, next, beta-model · sovereign · free · first output not measured/);
		assert.match(await told('gamma'), /^gamma, ready, /);
		assert.match(await told('claude-code'), /^claude-code, not installed, claude · standard · subscription/);
		assert.match(await told('vault'), /^vault, no key, large · standard · metered/);
		assert.match(await told('Auto'), /^Auto, current, /);
		assert.equal(await page.locator('.quick-input-list .monaco-list-row[aria-label*="$("]').count(), 0);
		await press('Escape');
		await closed();
	});

	it('pins with Enter: it is asked first, and another one takes over', async () => {
		const { workbench, servers } = scene;
		await open();
		await workbench.quickPick.input.fill('beta');
		await press('Enter');
		await whoIsNext(/^\s*beta · pinned/);
		servers.beta.script('beta', { type: 'error', error: 'rate-limit', retryAfterSeconds: 600 });
		await workbench.palette('Switchyard: Explain Code');
		await workbench.page.locator('.tab', { hasText: 'Explanation of cart.ts' }).waitFor();
		assert.deepEqual(scene.attempts().slice(-2), ['1 beta failed', '2 gamma answered']);
		await workbench.palette('Switchyard: Discard Answer');
		await whoIsNext(/gamma · beta is pinned/);
		await open();
		assert.match(await told('beta'), /^beta, pinned · cooling: limit, back/);
		await workbench.screenshot('switcher-pinned');
		await press('Escape');
		await closed();
	});

	it('locks on the page of a provider: it is asked although it cools, and nobody takes over', async () => {
		const { workbench, servers } = scene;
		await openPage('beta');
		await workbench.screenshot('switcher-page');
		await workbench.quickPick.input.fill('Lock');
		await labelled('Lock').waitFor();
		await press('Enter');
		await whoIsNext(/^\s*beta · locked/);
		const before = servers.gamma.asked('gamma').length;
		await workbench.palette('Switchyard: Explain Code');
		await workbench.notifications.filter({ hasText: 'beta' }).first().waitFor();
		assert.deepEqual(scene.attempts().at(-1), '1 beta failed');
		assert.equal(servers.gamma.asked('gamma').length, before);
		await act('beta', 'Unlock');
	});

	it('excludes, shows it, and takes it back', async () => {
		const { workbench } = scene;
		await whoIsNext(/gamma/);
		await act('gamma', 'Exclude');
		await workbench.status.filter({ hasNotText: 'gamma' }).waitFor();
		await open();
		assert.match(await told('gamma'), /^gamma, excluded/);
		await press('Escape');
		await closed();
		await workbench.page.reload();
		await workbench.status.filter({ hasNotText: 'gamma' }).waitFor();
		await act('gamma', 'Take Exclusion Back');
		await whoIsNext(/gamma/);
	});

	it('resets the cooldowns of one provider, and of no other', async () => {
		await act('alpha', 'Reset Its Cooldowns');
		await whoIsNext(/^\s*alpha\s*$/);
		await open();
		assert.match(await told('alpha'), /^alpha, next/);
		assert.match(await told('beta'), /^beta, cooling/);
		await press('Escape');
		await closed();
	});

	it('reaches the buttons of a row by the Tab key', async () => {
		const { page, quickPick } = scene.workbench;
		await open();
		await quickPick.input.fill('alpha');
		await labelled('alpha').waitFor();
		const focused = async () => (await page.locator('*:focus').getAttribute('aria-label')) ?? '';
		const seen: string[] = [];
		for (let count = 0; count < 5 && seen.at(-1) !== 'Pin'; count++) {
			await press('Tab');
			seen.push(await focused());
		}
		for (let count = 0; count < 3 && seen.at(-1) !== 'Exclude'; count++) {
			await press('ArrowRight');
			seen.push(await focused());
		}
		assert.deepEqual(seen.slice(-3), ['Pin', 'Lock', 'Exclude']);
		await press('Enter');
		await row(/alpha\s*excluded/).waitFor();
		await press('Escape');
		await closed();
		await act('alpha', 'Take Exclusion Back');
	});

	it('says what a test of a metered provider costs at most, before anything is sent', async () => {
		const { workbench, servers } = scene;
		servers.delta.script('delta', { type: 'answer', text: 'ready' });
		const dialog = workbench.page.locator('.monaco-dialog-box');
		await act('delta', 'Test…');
		await dialog.waitFor();
		assert.match(await dialog.innerText(), /It costs at most 1,\d{3} tokens; the price is not known\./);
		await workbench.screenshot('switcher-test');
		await press('Escape');
		await dialog.waitFor({ state: 'detached' });
		assert.equal(servers.delta.requests.length, 0);
		await act('delta', 'Test…');
		await dialog.waitFor();
		await press('Enter');
		await workbench.notifications.filter({ hasText: 'delta works' }).waitFor();
		assert.equal(servers.delta.requests.length, 1);
	});

	it('narrows the reach at once, and asks before it widens it', async () => {
		const { workbench } = scene;
		const { page, quickPick } = workbench;
		const choose = async (label: string) => {
			await open();
			await quickPick.input.fill('Reach:');
			await row('Reach:').waitFor();
			await press('Enter');
			await row('Your Organisation').waitFor();
			await quickPick.input.fill(label);
			await press('Enter');
			await closed();
		};
		await choose('This Machine Only');
		await eventually(() => setting('switchyard.reach'), 'sovereign');
		await choose('Any Vendor');
		const dialog = page.locator('.monaco-dialog-box');
		await dialog.waitFor();
		await workbench.screenshot('switcher-reach');
		assert.equal(setting('switchyard.reach'), 'sovereign');
		await press('Escape');
		await dialog.waitFor({ state: 'detached' });
		assert.equal(setting('switchyard.reach'), 'sovereign');
		await choose('Any Vendor');
		await dialog.waitFor();
		await press('Enter');
		await eventually(() => setting('switchyard.reach'), 'standard');
	});

	it('changes what is asked before a failover costs more', async () => {
		const { quickPick } = scene.workbench;
		await open();
		await quickPick.input.fill('Consent:');
		await row('Consent:').waitFor();
		await press('Enter');
		await row('Never Cost More').waitFor();
		await quickPick.input.fill('Never Cost More');
		await press('Enter');
		await eventually(() => setting('switchyard.consent'), 'never-cross');
	});
});
