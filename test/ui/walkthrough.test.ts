import assert from 'node:assert/strict';
import { manifest, readText } from '../support/manifest.ts';
import { keepEvidence, openScene, type Scene } from './scene.ts';

describe('the walkthrough', () => {
	let scene: Scene<'alpha'>;

	before(async () => {
		scene = await openScene(['alpha']);
		// The pictures need the width of the side bar.
		await scene.workbench.openFile('cart.ts');
		await scene.workbench.page.keyboard.press('Control+b');
	});

	after(() => scene.close());

	afterEach(async function () {
		await keepEvidence(this.currentTest, scene);
	});

	const { steps } = manifest.contributes.walkthroughs[0] ?? { steps: [] };
	const step = (title: string) => scene.workbench.page.locator('.getting-started-step', { hasText: title });
	/** The picture as it is drawn: VS Code shows it inside of two frames. */
	const picture = () =>
		scene.workbench.page.frameLocator('.getting-started-media iframe').frameLocator('#active-frame').locator('svg');

	/** Opens a step, unless it is open, and waits for its picture. */
	async function show(title: string): Promise<void> {
		const expanded = step(title).and(scene.workbench.page.locator('.expanded'));
		if ((await expanded.count()) === 0) {
			await step(title).click();
		}
		await expanded.waitFor();
		const svg = steps.find((each) => each.title === title)?.media.svg ?? '';
		const drawn = /<title>([^<]+)</.exec(readText(svg))?.[1] ?? '';
		await picture().filter({ hasText: drawn }).waitFor();
	}

	async function command(title: string, choice: string): Promise<void> {
		const { page, quickPick } = scene.workbench;
		await page.keyboard.press('F1');
		await quickPick.input.fill(`>${title}`);
		await quickPick.rows.filter({ hasText: choice }).first().waitFor();
		await page.keyboard.press('Enter');
	}

	it('opens from the palette with all of its steps, each with a picture', async () => {
		const { workbench } = scene;
		await command('Switchyard: Get Started', 'Get Started');
		for (const { title } of steps) {
			await step(title).waitFor();
		}
		assert.equal(steps.length, 5);
		for (const { id, title } of steps) {
			await show(title);
			await workbench.screenshot(`walkthrough-${id}`);
		}
	});

	it('marks a step as done when its command was called', async () => {
		const { page } = scene.workbench;
		const reach = step('Keep your code near');
		await show('Keep your code near');
		assert.equal(await reach.locator('.codicon-getting-started-step-checked').count(), 0);
		await reach.locator('.monaco-button', { hasText: 'Set Reach' }).click();
		await page.locator('.quick-input-title', { hasText: 'How Far May Your Code Travel?' }).waitFor();
		await page.keyboard.press('Escape');
		await reach.locator('.codicon-getting-started-step-checked').first().waitFor();
	});

	for (const [theme, name] of [
		['Dark Modern', 'dark'],
		['Dark High Contrast', 'contrast'],
		['Light High Contrast', 'contrast-light'],
	] as const) {
		it(`is drawn in the colours of ${theme}`, async () => {
			const { workbench } = scene;
			const { quickPick } = workbench;
			await workbench.palette('Preferences: Color Theme');
			await quickPick.input.fill(theme);
			await quickPick.choose(theme);
			await quickPick.input.waitFor({ state: 'detached' });
			for (const id of ['failover', 'try']) {
				const title = steps.find((each) => each.id === id)?.title ?? '';
				await show(title);
				await workbench.screenshot(`walkthrough-${id}-${name}`);
			}
		});
	}
});
