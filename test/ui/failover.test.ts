import assert from 'node:assert/strict';
import { cart, keepEvidence, openScene, type Scene } from './scene.ts';

const generated = `
export function discounted(items: Item[], percent: number): number {
	return total(items) * (1 - percent / 100);
}
`;
const loop = cart.slice(cart.indexOf('\tlet sum'), cart.indexOf('}\n', cart.indexOf('return sum')));
const reduced = '\treturn items.reduce((sum, item) => sum + item.price, 0);\n';

describe('failover in the workbench', () => {
	let scene: Scene<'alpha' | 'beta' | 'gamma'>;

	beforeEach(async () => {
		scene = await openScene(['alpha', 'beta', 'gamma']);
	});

	afterEach(async function () {
		await keepEvidence(this.currentTest, scene);
		await scene.close();
	});

	/** The first is at its limit, the second drops the connection, the third answers, slowly enough to be seen. */
	function script(answer: string): void {
		scene.servers.alpha.script('alpha', { type: 'error', error: 'rate-limit', retryAfterSeconds: 600 });
		scene.servers.beta.script('beta', { type: 'reset' });
		scene.servers.gamma.script('gamma', { type: 'answer', text: answer, chunkCharacters: 6, dripMs: 60 });
	}

	async function watchTheFailover(name: string, seen: string): Promise<void> {
		const { workbench } = scene;
		const { page, status } = workbench;
		await page.locator('.monaco-diff-editor .modified .view-line', { hasText: seen }).first().waitFor();
		await workbench.screenshot(`${name}-growing`);
		await page.locator('.tab.active', { hasText: 'gamma (alpha: limit' }).waitFor();
		await status.filter({ hasText: /^\s*gamma · alpha: limit, back \d\d:\d\d · beta: unreachable/ }).waitFor();
		assert.deepEqual(scene.attempts(), ['1 alpha failed', '2 beta failed', '3 gamma answered']);
		await workbench.screenshot(`${name}-answered`);
	}

	async function accept(): Promise<void> {
		const { page } = scene.workbench;
		await page.locator('.editor-actions a.action-label[aria-label^="Accept Answer"]').click();
		await page.locator('.tab.active[data-resource-name="cart.ts"]').waitFor();
		await page.locator('.monaco-diff-editor').waitFor({ state: 'detached' });
	}

	it('Generate Code from the palette: the third provider answers, Accept writes it and one undo removes it', async () => {
		script(`\`\`\`ts\n${generated}\`\`\``);
		const { workbench } = scene;
		await workbench.openFile('cart.ts');
		await workbench.page.keyboard.press('Control+End');
		await workbench.palette('Switchyard: Generate Code');
		await workbench.quickPick.answer('Add a function discounted.');
		await watchTheFailover('generate', 'discounted');
		await accept();
		await workbench.screenshot('generate-accepted');
		await scene.savedAs('cart.ts', cart + generated);
		await workbench.page.keyboard.press('Control+z');
		await scene.savedAs('cart.ts', cart);
	});

	it('Edit Selection from the context menu: the third provider answers, Accept replaces it and one undo brings it back', async () => {
		script(reduced);
		const { workbench } = scene;
		const { page } = workbench;
		await workbench.openFile('cart.ts');
		await page.keyboard.press('Control+Home');
		for (let line = 0; line < 6; line++) {
			await page.keyboard.press('ArrowDown');
		}
		for (let line = 0; line < 5; line++) {
			await page.keyboard.press('Shift+ArrowDown');
		}
		await workbench.contextMenu('Switchyard', 'Edit Selection');
		await workbench.quickPick.answer('Use reduce.');
		await watchTheFailover('edit', 'reduce');
		await accept();
		await workbench.screenshot('edit-accepted');
		await scene.savedAs('cart.ts', cart.replace(loop, reduced));
		await page.keyboard.press('Control+z');
		await scene.savedAs('cart.ts', cart);
	});
});
