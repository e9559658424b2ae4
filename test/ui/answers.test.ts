import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { eventually } from '../support/eventually.ts';
import { cart, keepEvidence, openScene, type Scene } from './scene.ts';

const instruction = 'Write the canary function of the magpie.';
const first = 'export const answeredBy = "alpha";\n';
const second = 'export const answeredBy = "beta";\n';

describe('an answer in the workbench', () => {
	let scene: Scene<'alpha' | 'beta'>;

	before(async () => {
		scene = await openScene(['alpha', 'beta']);
		await scene.workbench.openFile('cart.ts');
	});

	after(() => scene.close());

	afterEach(async function () {
		await keepEvidence(this.currentTest, scene);
	});

	const action = (title: string) =>
		scene.workbench.page.locator(`.editor-actions a.action-label[aria-label^="${title}"]`);
	/** The answer is complete: what can be done with it is offered. */
	const complete = (by: string) => Promise.all([answerTab(by).waitFor(), action('Accept Answer').waitFor()]);
	const answerTab = (by: string) => scene.workbench.page.locator('.tab.active', { hasText: `cart.ts ← ${by}` });

	async function generateAtTheEnd(): Promise<void> {
		await scene.workbench.openFile('cart.ts');
		await scene.workbench.page.keyboard.press('Control+End');
		await scene.workbench.palette('Switchyard: Generate Code');
		await scene.workbench.quickPick.answer(instruction);
	}

	async function noAnswerIsShown(): Promise<void> {
		await scene.workbench.page.locator('.monaco-diff-editor').waitFor({ state: 'detached' });
		await scene.workbench.page.locator('.tab', { hasText: '←' }).waitFor({ state: 'detached' });
	}

	it('leaves nothing when it is discarded', async () => {
		scene.servers.alpha.script('alpha', { type: 'answer', text: first });
		await generateAtTheEnd();
		await complete('alpha');
		await action('Discard Answer').click();
		await noAnswerIsShown();
		assert.equal(await scene.workbench.page.locator('.tab.dirty').count(), 0);
		await scene.savedAs('cart.ts', cart);
	});

	it('is withdrawn by Try Next Provider, which excludes its provider and goes on', async () => {
		scene.servers.alpha.script('alpha', { type: 'answer', text: first });
		scene.servers.beta.script('beta', { type: 'answer', text: second });
		const asked = scene.servers.alpha.asked('alpha').length;
		await generateAtTheEnd();
		await complete('alpha');
		await action('Try Next Provider').click();
		await complete('beta (alpha: sent back by you)');
		await scene.workbench.screenshot('next-provider');
		assert.equal(scene.servers.alpha.asked('alpha').length, asked + 1);
		assert.match(await scene.workbench.status.innerText(), /beta · alpha: sent back by you/);
		assert.equal(await scene.workbench.page.locator('.tab', { hasText: '← alpha' }).count(), 0);
		await action('Accept Answer').click();
		await noAnswerIsShown();
		await scene.savedAs('cart.ts', cart + second);
		await scene.workbench.page.keyboard.press('Control+z');
		await scene.savedAs('cart.ts', cart);
	});

	it('still growing is taken from the screen by Try Next Provider before the next one is shown', async () => {
		scene.servers.alpha.script('alpha', { type: 'stall', afterChunks: 4, text: first });
		scene.servers.beta.script('beta', { type: 'answer', text: second });
		await generateAtTheEnd();
		await answerTab('alpha').waitFor();
		await scene.workbench.page
			.locator('.monaco-diff-editor .modified .view-line', { hasText: 'answeredBy' })
			.first()
			.waitFor();
		await action('Try Next Provider').click();
		await answerTab('beta (alpha: skipped by you)').waitFor();
		assert.equal(await scene.workbench.page.locator('.tab', { hasText: '← alpha' }).count(), 0);
		await action('Discard Answer').click();
		await noAnswerIsShown();
	});

	it('goes with its tab when that is closed', async () => {
		scene.servers.alpha.script('alpha', { type: 'answer', text: first });
		await generateAtTheEnd();
		await complete('alpha');
		await answerTab('alpha').locator('.tab-actions .action-label').click();
		await noAnswerIsShown();
		await eventually(() => scene.workbench.log().trimEnd().endsWith('answer discarded'), true);
	});

	it('follows edits elsewhere in the document, and lands where it belongs', async () => {
		scene.servers.alpha.script('alpha', { type: 'answer', text: first });
		await generateAtTheEnd();
		await complete('alpha');
		await scene.workbench.openFile('cart.ts');
		await scene.workbench.page.keyboard.press('Control+Home');
		await scene.workbench.page.keyboard.press('End');
		await scene.workbench.page.keyboard.insertText(';');
		await scene.workbench.palette('Switchyard: Accept Answer');
		await noAnswerIsShown();
		await scene.savedAs('cart.ts', cart.replace('\n', ';\n') + first);
		await scene.workbench.page.keyboard.press('Control+z');
		await scene.workbench.page.keyboard.press('Control+z');
		await scene.savedAs('cart.ts', cart);
	});

	it('overwrites nothing when the very place was edited meanwhile, and says so', async () => {
		scene.servers.alpha.script('alpha', { type: 'answer', text: first });
		const { page } = scene.workbench;
		await scene.workbench.openFile('cart.ts');
		await page.keyboard.press('Control+a');
		await scene.workbench.palette('Switchyard: Edit Selection');
		await scene.workbench.quickPick.answer(instruction);
		await complete('alpha');
		await scene.workbench.openFile('cart.ts');
		await page.keyboard.press('Control+Home');
		await page.keyboard.press('End');
		await page.keyboard.insertText(';');
		await scene.workbench.palette('Switchyard: Accept Answer');
		const toast = scene.workbench.notifications.filter({ hasText: 'was changed at the very place' });
		await toast.waitFor();
		await scene.workbench.screenshot('conflict');
		await scene.savedAs('cart.ts', cart.replace('\n', ';\n'));
		await toast.locator('.action-label.codicon-notifications-clear').click();
		await scene.workbench.palette('Switchyard: Discard Answer');
		await scene.workbench.openFile('cart.ts');
		await page.keyboard.press('Control+z');
		await scene.savedAs('cart.ts', cart);
	});

	it('in prose is shown as Markdown, labelled with who gave it', async () => {
		scene.servers.alpha.script('alpha', {
			type: 'answer',
			text: 'It **sums** the prices:\n\n- one item\n- after the other\n',
			dripMs: 20,
		});
		await scene.workbench.openFile('cart.ts');
		await scene.workbench.palette('Switchyard: Explain Code');
		const preview = scene.workbench.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
		await preview.locator('li', { hasText: 'after the other' }).waitFor();
		await preview.locator('blockquote', { hasText: /^\s*alpha\s*$/ }).waitFor();
		await scene.workbench.screenshot('explain');
		await action('Discard Answer').click();
		await scene.workbench.page.locator('.tab', { hasText: 'Explanation of' }).waitFor({ state: 'detached' });
	});

	it('was asked for with no key but the provider’s own, and the whole log holds no key, prompt or code', async () => {
		for (const id of ['alpha', 'beta'] as const) {
			const { requests } = scene.servers[id];
			assert.ok(requests.length > 0);
			for (const request of requests) {
				const sent = JSON.stringify([request.headers, request.body]);
				assert.equal(request.headers.authorization, `Bearer ${scene.keys[id]}`);
				assert.equal(sent.includes(scene.keys[id === 'alpha' ? 'beta' : 'alpha']), false);
			}
		}
		const logs = path.join(scene.workbench.userDataDir, 'logs');
		const files = readdirSync(logs, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.log'));
		assert.ok(files.some((file) => file.endsWith('Switchyard.log')));
		const secrets = [scene.keys.alpha, scene.keys.beta, 'canary', 'magpie', 'answeredBy', 'item.price', 'sums'];
		const leaks = () =>
			files.flatMap((file) => {
				const text = readFileSync(path.join(logs, file), 'utf8');
				return secrets.filter((secret) => text.includes(secret)).map((secret) => `${secret} in ${file}`);
			});
		assert.deepEqual(leaks(), []);
	});
});
