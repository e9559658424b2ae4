import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { eventually } from '../support/eventually.ts';
import { git, temporaryFolder } from '../support/temporary.ts';
import { keepEvidence, openScene, type Scene } from './scene.ts';

const shop = `export function total(prices: number[]): number {
	let sum = 0;
	for (const price of prices) {
		sum += price;
	}
	return sum;
}

export function label(count: number): string {
	const text: number = 'items';
	return count + text;
}
`;
const brokenLabel = shop.split('\n').slice(8, 12).join('\n');
const mendedLabel = 'export function label(count: number): string {\n\treturn `${count} items`;\n}';
const mended = shop.replace(brokenLabel, mendedLabel);

describe('commands on code', () => {
	let scene: Scene<'alpha'>;

	before(async () => {
		const folder = temporaryFolder();
		writeFileSync(path.join(folder, 'shop.ts'), shop);
		writeFileSync(path.join(folder, 'user.test.ts'), "import { test } from 'vitest';\n");
		writeFileSync(path.join(folder, 'package.json'), '{ "devDependencies": { "vitest": "4.0.0" } }\n');
		git(folder, 'init', '--quiet');
		git(folder, 'add', '.');
		git(folder, 'commit', '--quiet', '-m', 'first');
		scene = await openScene(['alpha'], { folder });
		await scene.workbench.openFile('shop.ts');
	});

	after(() => scene.close());

	afterEach(async function () {
		await keepEvidence(this.currentTest, scene);
	});

	const action = (title: string) =>
		scene.workbench.page.locator(`.editor-actions a.action-label[aria-label^="${title}"]`);
	const asked = () => JSON.stringify(scene.servers.alpha.requests.at(-1)?.body);
	const problems = () => scene.workbench.page.locator('.markers-panel .monaco-list-row');
	const toLine = async (line: number) => {
		await scene.workbench.openFile('shop.ts');
		await scene.workbench.palette('Go to Line/Column...');
		await scene.workbench.quickPick.answer(`:${line}`);
	};

	it('fix what the light bulb offers, in the function around it', async () => {
		const { page } = scene.workbench;
		scene.servers.alpha.script('alpha', { type: 'answer', text: mendedLabel });
		await page.locator('.squiggly-error').first().waitFor();
		await toLine(10);
		// Shown as soon as what can be done is known.
		await page.locator('.codicon-light-bulb, .codicon-lightbulb-autofix, .codicon-gutter-lightbulb').first().waitFor();
		await page.keyboard.press('Control+.');
		const offer = page.locator('.action-widget .monaco-list-row', { hasText: 'Fix with Switchyard' });
		await offer.waitFor();
		await scene.workbench.screenshot('fix-action');
		await offer.click();
		await action('Accept Answer').waitFor();
		assert.match(asked(), /line 10, `const text: number = 'items';`: Type 'string' is not assignable/);
		await scene.workbench.screenshot('fix');
		await action('Accept Answer').click();
		await page.locator('.monaco-diff-editor').waitFor({ state: 'detached' });
		await scene.savedAs('shop.ts', mended);
	});

	it('say so when there is nothing to fix', async () => {
		await scene.workbench.openFile('shop.ts');
		await eventually(() => scene.workbench.page.locator('.squiggly-error').count(), 0);
		await scene.workbench.palette('Switchyard: Fix Problems');
		await scene.workbench.notifications.filter({ hasText: 'VS Code knows of no problem in this file' }).waitFor();
	});

	it('refactor the function around the cursor, and nothing else', async () => {
		const better =
			'export function total(prices: number[]): number {\n\treturn prices.reduce((sum, price) => sum + price, 0);\n}';
		scene.servers.alpha.script('alpha', { type: 'answer', text: better });
		await toLine(3);
		await scene.workbench.contextMenu('Switchyard', 'Refactor…');
		await scene.workbench.quickPick.answer('');
		await action('Accept Answer').click();
		await scene.workbench.page.locator('.monaco-diff-editor').waitFor({ state: 'detached' });
		await scene.savedAs('shop.ts', mended.replace(shop.split('\n').slice(0, 7).join('\n'), better));
	});

	it('review what is not committed, and list the findings as problems that follow the code', async () => {
		const { page } = scene.workbench;
		scene.servers.alpha.script('alpha', {
			type: 'answer',
			text: [
				'- **high** `shop.ts:2`: The sum of no prices is not what callers expect.',
				'  It is 0, and `undefined` is wanted.',
				'- **low** `elsewhere.ts:1`: A file that nobody sent.',
			].join('\n'),
		});
		await scene.workbench.openFile('shop.ts');
		await scene.workbench.palette('Switchyard: Review Code');
		await scene.workbench.quickPick.choose('Uncommitted Changes');
		await page.locator('.tab', { hasText: 'Review of uncommitted changes' }).waitFor();
		assert.match(asked(), / {4}2\|\+\\treturn prices\.reduce/);
		await scene.workbench.palette('Problems: Focus on Problems View');
		await problems().filter({ hasText: 'The sum of no prices is not what callers expect.' }).waitFor();
		assert.equal(await problems().filter({ hasText: 'A file that nobody sent' }).count(), 0);
		await scene.workbench.screenshot('findings');
		await scene.workbench.openFile('shop.ts');
		await page.keyboard.press('Control+Home');
		await page.keyboard.press('Enter');
		await problems().filter({ hasText: '[Ln 3, Col 1]' }).filter({ hasText: 'The sum of no prices' }).waitFor();
		await page.keyboard.press('Control+z');
		await scene.workbench.palette('Switchyard: Clear Findings');
		await problems().filter({ hasText: 'The sum of no prices' }).waitFor({ state: 'detached' });
	});

	it('audit the selection', async () => {
		scene.servers.alpha.script('alpha', { type: 'answer', text: 'There is nothing to report.' });
		await toLine(1);
		await scene.workbench.page.keyboard.press('Shift+ArrowDown');
		await scene.workbench.contextMenu('Switchyard', 'Audit Security');
		await scene.workbench.page.locator('.tab', { hasText: 'Security Audit of shop.ts' }).waitFor();
		assert.match(asked(), /1\| export function total/);
		assert.doesNotMatch(asked(), /3\| /);
	});

	it('write tests beside those of the neighbours, in the framework of the project', async () => {
		const test = "import { test } from 'vitest';\ntest('total', () => {});\n";
		scene.servers.alpha.script('alpha', {
			type: 'answer',
			text: `shop.test.ts\n<<<<<<< SEARCH\n=======\n${test}>>>>>>> REPLACE\n`,
		});
		await scene.workbench.openFile('shop.ts');
		await scene.workbench.palette('Switchyard: Write Tests');
		await action('Accept Answer').waitFor();
		assert.match(asked(), /Use vitest, as package\.json says/);
		assert.match(asked(), /Put them into the new file shop\.test\.ts/);
		await scene.workbench.screenshot('tests');
		assert.equal(existsSync(path.join(scene.folder, 'shop.test.ts')), false);
		await action('Accept Answer').click();
		await eventually(() => existsSync(path.join(scene.folder, 'shop.test.ts')), true);
		assert.equal(readFileSync(path.join(scene.folder, 'shop.test.ts'), 'utf8'), test);
	});
});
