import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { eventually } from '../support/eventually.ts';
import { git, temporaryFolder } from '../support/temporary.ts';
import { cart, keepEvidence, openScene, type Scene } from './scene.ts';

const block = (file: string, search: string, replace: string) =>
	`${file}\n<<<<<<< SEARCH\n${search}=======\n${replace}>>>>>>> REPLACE\n\n`;

const heading = 'export function total(items: Item[]): number {';
const tax = 'export const tax = 0.19;\n';
const renamed = cart.replace('export function total', 'export function totalOf');
const both = renamed.replace('\treturn sum;\n', '\treturn Math.round(sum);\n');

const edits =
	block('cart.ts', `${heading}\n`, `${heading.replace('total', 'totalOf')}\n`) +
	block('cart.ts', '\treturn sum;\n', '\treturn Math.round(sum);\n');
/** Edits of two places of one file, a new file in a folder, and a file that programs act upon. */
const answer = [edits, block('src/prices/tax.ts', '', tax), block('.vscode/tasks.json', '', '{ "tasks": [] }\n')].join(
	'',
);

describe('the view of the changes that wait', () => {
	let scene: Scene<'alpha'>;

	before(async () => {
		const folder = temporaryFolder();
		writeFileSync(path.join(folder, 'cart.ts'), cart);
		git(folder, 'init', '--quiet');
		scene = await openScene(['alpha'], { folder, settings: { 'git.enabled': false } });
	});

	after(() => scene.close());

	afterEach(async function () {
		await keepEvidence(this.currentTest, scene);
	});

	const page = () => scene.workbench.page;
	const action = (title: string) => page().locator(`.editor-actions a.action-label[aria-label^="${title}"]`);
	const view = () => page().locator('.part.sidebar');
	const row = (text: string) => view().locator('.monaco-list-row', { hasText: text });
	const box = (text: string) => row(text).locator('.custom-view-tree-node-item-checkbox');
	const viewAction = async (title: string) => {
		const pane = view().locator('.pane', { has: page().locator('.pane-header', { hasText: 'Changes' }) });
		await pane.hover();
		await pane.locator(`a.action-label[aria-label^="${title}"]:visible`).first().click();
	};
	const dialog = () => page().locator('.monaco-dialog-box');
	const answerDialog = async (button: string) => {
		await dialog().locator('.monaco-button', { hasText: button }).click();
		await dialog().waitFor({ state: 'detached' });
	};
	const content = (file: string) => {
		const whole = path.join(scene.folder, file);
		return existsSync(whole) ? readFileSync(whole, 'utf8') : null;
	};
	const write = (text: string) => {
		writeFileSync(path.join(scene.folder, 'cart.ts'), text);
	};
	/** The log tells how each review ended. */
	const ends = () => [...scene.workbench.log().matchAll(/answer (\w.*)$/gm)].map(([, verdict]) => verdict);

	/** Has a task answered with these edits, and brings the view to the front. */
	async function delegate(answer: string): Promise<void> {
		for (const file of ['src', '.vscode']) {
			rmSync(path.join(scene.folder, file), { recursive: true, force: true });
		}
		write(cart);
		scene.servers.alpha.script('alpha', { type: 'answer', text: answer });
		await scene.workbench.palette('Switchyard: Delegate Task');
		await scene.workbench.quickPick.answer('Round the total, and add the tax.');
		await action('Choose Changes').click();
		await row('cart.ts').waitFor();
	}

	it('has files and hunks accepted one by one, the rest waits, and what programs act upon is asked for once more', async () => {
		await delegate(answer);
		await row('cart.ts').locator('.monaco-tl-twistie').click();
		await scene.workbench.screenshot('changes-view');
		for (const [name, checked] of [
			['tasks.json', 'false'],
			['tax.ts', 'true'],
			['Line 6', 'true'],
		] as const) {
			assert.equal(await box(name).getAttribute('aria-checked'), checked, name);
		}
		await row('Line 11').click();
		await page().locator('.tab.active', { hasText: 'cart.ts ← alpha' }).waitFor();
		await scene.workbench.screenshot('changes-hunk');
		await box('Line 11').click();
		await box('tax.ts').click();
		await row('cart.ts').filter({ hasText: '1 of 2 checked' }).waitFor();
		await viewAction('Accept Checked Changes');
		await eventually(() => content('cart.ts'), renamed);
		await row('cart.ts').filter({ hasText: '+1 −1' }).waitFor();
		assert.equal(content('src/prices/tax.ts'), null);
		await viewAction('Accept All Changes');
		await dialog().filter({ hasText: '.vscode/tasks.json' }).waitFor();
		await scene.workbench.screenshot('changes-guarded');
		assert.equal(content('src/prices/tax.ts'), null);
		await answerDialog('Accept Without Them');
		await eventually(() => content('src/prices/tax.ts'), tax);
		assert.equal(content('cart.ts'), both);
		assert.equal(content('.vscode/tasks.json'), null);
		await viewAction('Discard Changes');
		await row('cart.ts').waitFor({ state: 'detached' });
		assert.equal(content('.vscode/tasks.json'), null);
		assert.equal(content('cart.ts'), both);
		await eventually(() => ends().at(-1), 'accepted in 2 of 3 files');
	});

	it('merges with what the user changed in other lines meanwhile', async () => {
		await delegate(edits);
		write(cart.replace('\tname: string;\n', '\tname: string;\n\tunits: number;\n'));
		await action('Accept Answer').click();
		await row('cart.ts').waitFor({ state: 'detached' });
		assert.equal(content('cart.ts'), both.replace('\tname: string;\n', '\tname: string;\n\tunits: number;\n'));
		const toast = scene.workbench.notifications.filter({ hasText: 'Merged with what you changed meanwhile: cart.ts' });
		await toast.hover();
		await toast.locator('.codicon-notifications-clear').click();
	});

	it('shows a conflict as one, has the others accepted first and opens the merge editor', async () => {
		await delegate(answer);
		const mine = cart.replace('\treturn sum;\n', '\treturn sum / 2;\n');
		write(mine);
		await viewAction('Accept Checked Changes');
		await dialog().filter({ hasText: 'cart.ts' }).waitFor();
		await scene.workbench.screenshot('changes-conflict');
		assert.equal(content('src/prices/tax.ts'), null);
		await answerDialog('Accept the Others and Merge');
		await page().locator('.tab.active', { hasText: 'Merging: cart.ts' }).waitFor();
		await page().getByText('1 Conflict Remaining').waitFor();
		await row('cart.ts').filter({ hasText: 'changed by you too' }).waitFor();
		await scene.workbench.screenshot('changes-merge');
		assert.equal(content('src/prices/tax.ts'), tax);
		assert.equal(content('cart.ts'), mine);
		await viewAction('Discard Changes');
		await row('cart.ts').waitFor({ state: 'detached' });
		assert.equal(content('cart.ts'), mine);
		await eventually(() => ends().at(-1), 'accepted in 1 of 3 files');
	});
});
