import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { eventually } from '../support/eventually.ts';
import { type LlmServer, startLlmServer } from '../support/llmServer.ts';
import { git, temporaryFolder } from '../support/temporary.ts';
import { keepEvidence, openScene, type Scene } from './scene.ts';

const files: Readonly<Record<string, string>> = {
	'.gitignore': 'private.ts\n',
	'.env': 'TOKEN=canary-of-the-environment\n',
	'private.ts': "export const discount = 'canary-of-the-ignored';\n",
	'money.ts': `/** Cents, never a fraction. */
export interface Price {
	cents: number;
}

/** The sum of all prices. */
export function total(prices: readonly Price[]): number {
	return prices.reduce((sum, { cents }) => sum + cents, 0);
}

export function format({ cents }: Price): string {
	return \`canary-of-the-unused \${cents}\`;
}
`,
	'checkout.ts': `import { total, type Price } from './money';
import { discount } from './private';

export function checkout(prices: Price[]): string {
	const sum: string = total(prices);
	return sum + discount;
}
`,
	'notes.md': '# Notes\n\nThe canary-of-the-notes sings.\n',
	// Much of what is attached here is more than a small provider takes.
	'table.csv': Array.from({ length: 1500 }, (_, index) => `row ${index}, canary-${index}\n`).join(''),
};

describe('what goes along with a question', () => {
	let scene: Scene<'large'>;
	let small: LlmServer;

	before(async () => {
		const folder = temporaryFolder();
		mkdirSync(folder, { recursive: true });
		for (const [file, text] of Object.entries(files)) {
			writeFileSync(path.join(folder, file), text);
		}
		git(folder, 'init', '--quiet');
		small = await startLlmServer();
		const provider = { id: 'small', kind: 'openai', baseUrl: `${small.origin}/small/v1`, model: 'small-model' };
		scene = await openScene(['large'], { folder, providers: [{ ...provider, contextTokens: 5000 }] });
		small.script('small', { type: 'answer', text: 'It adds up.' });
		scene.servers.large.script('large', { type: 'answer', text: 'It adds up all.' });
		await scene.workbench.openFile('checkout.ts');
		// The language server knows the files once it has found what is wrong in them.
		await scene.workbench.page.locator('.squiggly-error').first().waitFor();
	});

	after(async () => {
		await scene.close();
		await small.close();
	});

	afterEach(async function () {
		await keepEvidence(this.currentTest, scene);
	});

	const dialog = () => scene.workbench.page.locator('.monaco-dialog-box');
	const page = () =>
		scene.workbench.page.frameLocator('iframe.webview.ready').frameLocator('#active-frame').locator('body.vscode-body');
	const answered = () => scene.workbench.page.locator('.tab', { hasText: /Explanation of|Answer/ });
	const last = (server: LlmServer, name: string) => server.asked(name).at(-1)?.prompt ?? '';

	async function discard(): Promise<void> {
		await scene.workbench.palette('Switchyard: Discard Answer');
		await answered().waitFor({ state: 'detached' });
	}

	it('are the definitions of what is used and the problems, and neither secrets nor what git ignores', async () => {
		// On a busy machine the language server can take longer than it is waited for.
		for (let tries = 0; tries < 5 && !last(small, 'small').includes('<definition name="total"'); tries++) {
			await scene.workbench.openFile('checkout.ts');
			await scene.workbench.palette('Switchyard: Explain Code');
			await answered().waitFor();
			await discard();
		}
		const sent = last(small, 'small');
		assert.match(sent, /<definition name="total" path="money.ts" language="typescript" lines="6-9">/);
		assert.match(sent, /export function total\(prices: readonly Price\[]\): number {\n/);
		assert.match(sent, /checkout\.ts:5:8 error 2322 \(ts\): Type 'number' is not assignable to type 'string'/);
		assert.doesNotMatch(sent, /canary/);
	});

	it('can be seen afterwards, with what was left out and why', async () => {
		await scene.workbench.palette('Switchyard: Show What Was Sent');
		await scene.workbench.quickPick.rows.filter({ hasText: 'What Would Be Sent Now' }).waitFor();
		await scene.workbench.screenshot('sent-choices');
		await scene.workbench.quickPick.choose(/small.*Explain Code/);
		await page().locator('h1', { hasText: 'What was sent' }).waitFor();
		await page().locator('h2', { hasText: 'To small (small-model)' }).waitFor();
		const rows = await page().locator('tr').allInnerTexts();
		assert.ok(
			rows.some((row) => /^Definition\s+money\.ts, lines 6–9\s+\d+\s+total is used there$/.test(row)),
			rows.join('\n'),
		);
		assert.match(await page().locator('pre').last().innerText(), /<definition name="total"/);
		assert.equal(await page().locator('a').count(), 0);
		await scene.workbench.screenshot('sent');
	});

	it('can be seen before, without anything being sent', async () => {
		const { workbench, servers } = scene;
		const asked = small.asked('small').length + servers.large.asked('large').length;
		await workbench.openFile('checkout.ts');
		await workbench.palette('Switchyard: Show What Was Sent');
		await workbench.quickPick.choose('What Would Be Sent Now');
		await page().locator('h1', { hasText: 'What would be sent' }).waitFor();
		const rows = await page().locator('tr').allInnerTexts();
		assert.ok(
			rows.some((row) => /^Open file\s+checkout\.ts, lines 1–7\s/.test(row)),
			rows.join('\n'),
		);
		assert.equal(small.asked('small').length + servers.large.asked('large').length, asked);
	});

	it('are the files that are attached with the button, as many as each provider has room for', async () => {
		const { workbench, servers } = scene;
		small.script('small', { type: 'error', error: 'overloaded' });
		await workbench.openFile('checkout.ts');
		await workbench.palette('Switchyard: Ask…');
		await workbench.quickPick.input.fill('What do these say?');
		// By the keyboard alone: the button comes before the line.
		await workbench.page.keyboard.press('Shift+Tab');
		await workbench.page.locator('.quick-input-widget .codicon-attach:focus').waitFor();
		await workbench.page.keyboard.press('Enter');
		await workbench.quickPick.rows.filter({ hasText: 'notes.md' }).waitFor();
		assert.equal(await workbench.quickPick.rows.filter({ hasText: '.env' }).count(), 0);
		await workbench.quickPick.choose('notes.md');
		await workbench.quickPick.choose('table.csv');
		await workbench.screenshot('attach-files');
		await workbench.page.keyboard.press('Enter');
		await eventually(
			() => workbench.quickPick.input.inputValue(),
			'What do these say? #file:notes.md #file:table.csv ',
		);
		await workbench.screenshot('attached');
		await workbench.page.keyboard.press('Enter');
		await answered().waitFor();
		const [less, more] = [last(small, 'small'), last(servers.large, 'large')];
		assert.match(less, /<file path="notes.md"[^]*canary-of-the-notes sings/);
		assert.match(less, /<file path="table.csv" language="[a-z]+" lines="1-\d+ of 1-1500">\nrow 0, canary-0\n/);
		assert.match(more, /<file path="table.csv" language="[a-z]+" lines="1-1500">\nrow 0[^]*row 1499, canary-1499\n/);
		assert.match(more, /<open-file path="checkout.ts"/);
		assert.doesNotMatch(less, /<open-file|row 1499/);
		await workbench.palette('Switchyard: Show What Was Sent');
		await workbench.quickPick.choose('small, large');
		await page().locator('h2', { hasText: '2. To large' }).waitFor();
		await workbench.screenshot('sent-twice');
		await discard();
	});

	/** How many requests with these words went out, to whomever. */
	const sentWith = (words: string) =>
		[...small.asked('small'), ...scene.servers.large.asked('large')].filter(({ prompt }) => prompt.includes(words))
			.length;

	it('is not a file of secrets unless the user says so', async () => {
		const { workbench } = scene;
		await workbench.openFile('.env');
		await workbench.palette('Switchyard: Explain Code');
		await dialog().filter({ hasText: '.env usually holds secrets' }).waitFor();
		await workbench.screenshot('secrets');
		await dialog().locator('.monaco-button', { hasText: 'Cancel' }).click();
		await dialog().waitFor({ state: 'detached' });
		await workbench.palette('Switchyard: Explain Code');
		await dialog().filter({ hasText: '.env usually holds secrets' }).waitFor();
		assert.equal(sentWith('canary-of-the-environment'), 0);
		await dialog().locator('.monaco-button', { hasText: 'Send Anyway' }).click();
		await answered().waitFor();
		assert.ok(sentWith('canary-of-the-environment') > 0);
		await discard();
	});

	it('is told before anything is sent where an attached file may not go', async () => {
		const { workbench } = scene;
		await workbench.openFile('checkout.ts');
		await workbench.palette('Switchyard: Ask…');
		await workbench.quickPick.answer('Explain #file:.env and #file:private.ts');
		await dialog().filter({ hasText: '2 files that you attached are not sent' }).waitFor();
		const said = await dialog().innerText();
		assert.match(said, /\.env: its name says that it holds secrets/);
		assert.match(said, /private\.ts: git ignores it/);
		await workbench.screenshot('not-attached');
		await dialog().locator('.monaco-button', { hasText: 'Cancel' }).click();
		await dialog().waitFor({ state: 'detached' });
		await workbench.palette('Switchyard: Ask…');
		await workbench.quickPick.answer('Explain #file:private.ts');
		await dialog().locator('.monaco-button', { hasText: 'Send Without' }).click();
		await answered().waitFor();
		assert.equal(sentWith('#file:.env and'), 0);
		assert.ok(sentWith('Explain #file:private.ts') > 0);
		assert.equal(sentWith('canary-of-the-ignored'), 0);
		assert.doesNotMatch(workbench.log(), /canary/);
		// The answer takes the focus once it is drawn, and would close the list.
		await page().getByText('It adds up all.').waitFor();
		await workbench.palette('Switchyard: Show What Was Sent');
		await workbench.quickPick.choose(/Ask,/);
		const leftOut = page().locator('tr', { hasText: 'private.ts' });
		await leftOut.waitFor();
		assert.match(await leftOut.innerText(), /^private\.ts\s+git ignores it$/);
		await discard();
	});
});
