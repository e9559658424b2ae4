import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fixInstruction, instructions, refactorInstruction } from '../../src/core/instructions.ts';
import { git, temporaryFolder } from '../support/temporary.ts';
import { pageIn } from './axe.ts';
import { keepEvidence, openScene, type Scene } from './scene.ts';

const shop = `export const label: number = 'items';

export function counted(count: number): string {
	return \`\${count} \${label}\`;
}
`;

/** What a command asks for, when it is called in `shop.ts` with its first line selected. */
interface Driven {
	/** As the menu and the palette have it. */
	readonly title: string;
	/** What is typed where it asks for something. */
	readonly typed?: string;
	/** What its prompt holds, and no other command’s. */
	readonly asks: string;
	/** `code` is shown beside the document, `text` on a page, `files` as changes of several files. */
	readonly shown: 'code' | 'text' | 'files';
}

const [beginningOfFix = ''] = fixInstruction([]).split('\n');

const inMenu: readonly Driven[] = [
	{ title: 'Generate Code…', typed: 'Add a tax.', asks: 'Add a tax.', shown: 'code' },
	{ title: 'Edit Selection…', typed: 'Name it better.', asks: 'Name it better.', shown: 'code' },
	{ title: 'Fix Problems', asks: beginningOfFix, shown: 'code' },
	{ title: 'Refactor…', typed: 'Shorten it.', asks: refactorInstruction('Shorten it.'), shown: 'code' },
	{ title: 'Optimize', asks: instructions.optimize, shown: 'code' },
	{ title: 'Document', asks: instructions.document, shown: 'code' },
	{ title: 'Write Tests', asks: 'Write tests for shop.ts', shown: 'files' },
	{ title: 'Explain Code', asks: instructions.explain, shown: 'text' },
	{ title: 'Review Code', asks: instructions.review, shown: 'text' },
	{ title: 'Audit Security', asks: instructions.securityAudit, shown: 'text' },
	{ title: 'Delegate Task', typed: 'Tidy it up.', asks: 'Tidy it up.', shown: 'files' },
];

/** The others are called from the palette elsewhere. */
const inPalette = inMenu.filter(({ title }) => ['Refactor…', 'Optimize', 'Document', 'Audit Security'].includes(title));

describe('every command on code', () => {
	let scene: Scene<'alpha'>;
	let answers = 0;

	before(async () => {
		const folder = temporaryFolder();
		writeFileSync(path.join(folder, 'shop.ts'), shop);
		git(folder, 'init', '--quiet');
		scene = await openScene(['alpha'], { folder, settings: { 'git.enabled': false } });
		await scene.workbench.openFile('shop.ts');
		await scene.workbench.page.locator('.squiggly-error').first().waitFor();
	});

	after(() => scene.close());

	afterEach(async function () {
		await keepEvidence(this.currentTest, scene);
	});

	const action = (title: string) =>
		scene.workbench.page.locator(`.editor-actions a.action-label[aria-label^="${title}"]`);
	const shownCode = () => scene.workbench.page.locator('.monaco-diff-editor .modified .view-line');

	/** Calls a command with the first line selected, and has it answered with a word that nothing else shows. */
	async function drive(driven: Driven, call: (title: string) => Promise<void>): Promise<void> {
		const { servers, workbench } = scene;
		const word = `answer${++answers}`;
		const file = `\n${word}.ts\n<<<<<<< SEARCH\n=======\n${word}\n>>>>>>> REPLACE\n`;
		servers.alpha.script('alpha', { type: 'answer', text: driven.shown === 'files' ? file : word });
		await workbench.openFile('shop.ts');
		await workbench.page.keyboard.press('Control+Home');
		await workbench.page.keyboard.press('Shift+ArrowDown');
		await call(driven.title);
		if (driven.typed !== undefined) {
			await workbench.quickPick.answer(driven.typed);
		}
		const shown = driven.shown === 'text' ? pageIn(workbench).getByText(word) : shownCode().filter({ hasText: word });
		await shown.first().waitFor();
		const { prompt = '' } = servers.alpha.asked('alpha').at(-1) ?? {};
		assert.ok(prompt.includes(driven.asks), prompt);
		await action('Discard Answer').click();
		await workbench.page.locator('.tab', { hasText: /←|alpha|of shop\.ts/ }).waitFor({ state: 'detached' });
	}

	for (const driven of inMenu) {
		it(`${driven.title} from the context menu`, () =>
			drive(driven, (title) => scene.workbench.contextMenu('Switchyard', title)));
	}

	for (const driven of inPalette) {
		it(`${driven.title} from the palette`, () =>
			drive(driven, (title) => scene.workbench.palette(`Switchyard: ${title}`)));
	}

	it('Select Provider… from the context menu', async () => {
		const { workbench } = scene;
		const { page } = workbench;
		await workbench.openFile('shop.ts');
		await workbench.contextMenu('Switchyard', 'Select Provider…');
		await page.locator('.quick-input-title', { hasText: 'Switchyard: Select Provider' }).waitFor();
		await page.locator('.quick-input-list .monaco-list-row', { hasText: 'alpha-model' }).waitFor();
		await page.keyboard.press('Escape');
	});
});
