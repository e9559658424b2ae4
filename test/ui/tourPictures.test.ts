import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { eventually } from '../support/eventually.ts';
import { pageIn } from './axe.ts';
import { keepEvidence } from './scene.ts';
import { claudeAtWork, openTour, type TourScene, usageLimit } from './tourScene.ts';

const generated = `\`\`\`ts

export function discounted(items: Item[], percent: number): number {
	return total(items) * (1 - percent / 100);
}
\`\`\``;

const said = `It adds up the **prices** of all items, in cents.

\`\`\`ts
sum += item.price;
\`\`\`
`;

/** The themes, as the settings name them. */
const looks = [
	['light', 'Default Light Modern'],
	['dark', 'Default Dark Modern'],
	['contrast', 'Default High Contrast'],
] as const;

describe('what people see', () => {
	let tour: TourScene;

	afterEach(async function () {
		await keepEvidence(this.currentTest, tour.scene);
		await tour.scene.close();
	});

	const workbench = () => tour.scene.workbench;
	const page = () => workbench().page;
	const press = (key: string) => page().keyboard.press(key);
	const action = (title: string) => page().locator(`.editor-actions a.action-label[aria-label^="${title}"]`);
	const routes = () => page().locator('[id="workbench.view.extension.switchyard"] .pane').first();
	const row = (text: string | RegExp): Locator => routes().locator('.monaco-list-row').filter({ hasText: text });
	const titled = (text: string | RegExp) => pageIn(workbench()).locator('h1', { hasText: text });
	const chooseRoute = (text: string | RegExp) => workbench().quickPick.choose(text);

	/** Descriptions of rows are cut in the side bar as wide as it is at first. */
	async function widenSideBar(): Promise<void> {
		const box = await page().locator('.part.sidebar').boundingBox();
		const edge = (box?.x ?? 0) + (box?.width ?? 0);
		await page().mouse.move(edge + 2, 400);
		await page().mouse.down();
		await page().mouse.move(edge + 112, 400, { steps: 5 });
		await page().mouse.up();
	}

	/** Takes effect when the window is loaded anew. With the chat the palette opens by the keyboard alone. */
	function useChat(): void {
		const file = path.join(workbench().userDataDir, 'User/settings.json');
		const settings = JSON.parse(readFileSync(file, 'utf8')) as object;
		writeFileSync(file, JSON.stringify({ ...settings, 'chat.disableAIFeatures': false }));
	}

	/** An agent is at its limit, and the next one works. */
	async function aTaskRuns(picture: (what: string) => Promise<void>): Promise<void> {
		const { goOn } = tour;
		tour.script('codex', usageLimit, { hang: true });
		tour.script('claude', ...claudeAtWork(goOn));
		await workbench().openFile('cart.ts');
		await workbench().palette('Switchyard: Show Routes');
		await routes().getByRole('button', { name: 'Delegate Task to an Agent…' }).click();
		await workbench().quickPick.answer('Use reduce in total(), round to cents, and write a test.');
		await row('Commands').click();
		await row('npm test').waitFor();
		await row('cart.test.ts').waitFor();
		await picture('running');
		writeFileSync(goOn, '');
		await action('Choose Changes').click();
		await page().locator('.part.sidebar .pane-header', { hasText: 'Routes' }).click();
		const files = page().locator('.part.sidebar .monaco-list-row', { hasText: 'cart.ts' });
		await files.last().locator('.monaco-tl-twistie').click();
		await page().locator('.part.sidebar .monaco-list-row', { hasText: 'Line 3' }).click();
		await page().locator('.tab.active', { hasText: 'cart.ts ← claude-code' }).waitFor();
		await page().locator('.monaco-diff-editor .char-insert, .monaco-diff-editor .line-insert').first().waitFor();
		await picture('review');
		await page().locator('.part.sidebar .pane-header', { hasText: 'Routes' }).click();
		await workbench().palette('Switchyard: Accept Answer');
		await row('accepted, by claude-code').waitFor();
	}

	/** Two fail in turn, and the third writes what was asked for. */
	async function anAnswerFailsOver(picture: (what: string) => Promise<void>): Promise<void> {
		const { servers } = tour.scene;
		servers.deepseek.script('deepseek', { type: 'error', error: 'rate-limit', retryAfterSeconds: 600 });
		servers.mistral.script('mistral', { type: 'cut', afterChunks: 6, text: generated, dripMs: 120 });
		const usage = { inputTokens: 412, outputTokens: 96 };
		servers.local.script('local', { type: 'answer', text: generated, dripMs: 60, usage });
		await press('Control+Shift+e');
		await workbench().openFile('cart.ts');
		await press('Control+End');
		await workbench().palette('Switchyard: Generate Code');
		await workbench().quickPick.answer('Add a function discounted().');
		await action('Accept Answer').waitFor();
		await workbench()
			.status.filter({ hasText: /local · deepseek: limit, back \d\d:\d\d/ })
			.waitFor();
		await picture('failover');
		await workbench().status.click();
		await workbench().quickPick.rows.filter({ hasText: 'mistral' }).first().waitFor();
		await page().locator('.quick-input-widget .monaco-progress-container.active').waitFor({ state: 'detached' });
		await picture('switcher');
		await press('Escape');
		await workbench().palette('Switchyard: Accept Answer');
		await page().locator('.monaco-diff-editor').waitFor({ state: 'detached' });
	}

	/** The pages about a route, each in front of the one before. */
	async function pagesTell(picture: (what: string) => Promise<void>): Promise<void> {
		await press('Control+b');
		for (const [what, command, choice, title] of [
			['why', 'Why This Provider?', /local.*Generate Code/, /^Why local answered/],
			['timeline', 'Show Timeline', /local.*Generate Code/, /^local answered/],
			['statistics', 'Show Statistics', null, /^Statistics/],
			['sent', 'Show What Was Sent', /local.*generate/i, /^What was sent/],
		] as const) {
			// A page takes the focus once it is drawn, and would close a list.
			await workbench().openFile('cart.ts');
			await workbench().palette(`Switchyard: ${command}`);
			if (choice !== null) {
				await chooseRoute(choice);
			}
			await titled(title).waitFor();
			await picture(what);
		}
		await workbench().palette('Switchyard: Get Started');
		await page().locator('.getting-started-media iframe').waitFor();
		await page().frameLocator('.getting-started-media iframe').frameLocator('#active-frame').locator('svg').waitFor();
		await picture('walkthrough');
		await press('Control+b');
	}

	/** Somebody takes over in the chat. */
	async function theChatAnswers(picture: (what: string) => Promise<void>): Promise<void> {
		const { deepseek, mistral } = tour.scene.servers;
		deepseek.script('deepseek', { type: 'error', error: 'rate-limit', retryAfterSeconds: 600 });
		mistral.script('mistral', { type: 'answer', text: said });
		await workbench().palette('View: Close All Editors');
		await press('Control+Shift+e');
		await workbench().openFile('cart.ts');
		await workbench().palette('Switchyard: Reset Cooldowns');
		await workbench().quickPick.choose('All of Them');
		await eventually(() => workbench().log().includes('cooldowns reset: all'), true);
		useChat();
		await page().reload();
		await workbench().status.waitFor();
		await page().setViewportSize({ width: 1000, height: 700 });
		// How the window was laid out is kept some time after it changed, and may be what it was before.
		await press('Control+Shift+e');
		await workbench().openFile('cart.ts');
		await press('Control+b');
		await press('Control+Alt+i');
		const panel = page().locator('.interactive-session');
		// VS Code runs no participant before it knows a model.
		await panel.locator('.chat-input-picker-item, .chat-modelPicker-item', { hasText: 'Switchyard' }).first().waitFor();
		await panel.locator('.interactive-input-editor .monaco-editor').click();
		await page().keyboard.type('@switchyard /explain What does it do?', { delay: 10 });
		await press('Escape');
		await press('Enter');
		const answer = panel.locator('.interactive-item-container.interactive-response').last();
		await answer.locator('em', { hasText: /^mistral \(deepseek: limit, back \d\d:\d\d\)$/ }).waitFor();
		await picture('chat');
	}

	/** Nobody is left, and everybody’s cause is told. */
	async function nobodyAnswers(picture: (what: string) => Promise<void>): Promise<void> {
		tour.script('claude', { exit: 3 });
		tour.scene.servers.local.script('local', { type: 'error', error: 'overloaded' });
		await workbench().openFile('cart.ts');
		await workbench().palette('Switchyard: Show Routes');
		await row('Delegate Task').first().click();
		await workbench().openFile('cart.ts');
		await workbench().palette('Switchyard: Explain Code');
		const toast = workbench().notifications.filter({ hasText: 'nobody could answer' });
		await toast.waitFor();
		await toast.hover();
		await picture('exhausted');
		await toast.locator('.codicon-notifications-clear').first().click();
		await row('Delegate Task').first().click();
		await workbench().palette('Switchyard: Show Timeline');
		await chooseRoute(/local.*Generate Code/);
		await titled(/^local answered/).waitFor();
		await picture('routes');
	}

	for (const [look, theme] of looks) {
		it(`in ${theme}`, async () => {
			tour = await openTour(theme);
			await page().setViewportSize({ width: 1200, height: 720 });
			await widenSideBar();
			const picture = async (what: string) => {
				await page().mouse.move(640, 799);
				await workbench().screenshot(`tour-${what}-${look}`);
			};
			for (const part of [aTaskRuns, anAnswerFailsOver, pagesTell, nobodyAnswers, theChatAnswers]) {
				await part(picture);
			}
		});
	}
});
