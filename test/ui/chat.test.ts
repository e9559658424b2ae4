import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { eventually } from '../support/eventually.ts';
import { keepEvidence, openScene, type Scene } from './scene.ts';

const answer = `It adds up the **prices** of all items.

\`\`\`ts
return items.reduce((sum, item) => sum + item.price, 0);
\`\`\`
`;

describe('@switchyard in the chat of the workbench', () => {
	let scene: Scene<'alpha' | 'beta' | 'gamma'>;
	let page: Page;

	async function open(theme = 'Default Light Modern'): Promise<void> {
		scene = await openScene(['alpha', 'beta', 'gamma'], {
			settings: { 'chat.disableAIFeatures': false, 'workbench.colorTheme': theme },
		});
		({ page } = scene.workbench);
		await scene.workbench.openFile('cart.ts');
		await page.keyboard.press('Control+Alt+i');
		await input().waitFor();
		// VS Code runs no participant before it knows a model.
		await panel()
			.locator('.chat-input-picker-item, .chat-modelPicker-item', { hasText: 'Switchyard' })
			.first()
			.waitFor();
	}

	afterEach(async function () {
		await keepEvidence(this.currentTest, scene);
		await scene.close();
	});

	const panel = () => page.locator('.interactive-session');
	const input = () => panel().locator('.interactive-input-editor .monaco-editor');
	const responses = () => panel().locator('.interactive-item-container.interactive-response');
	const followup = (title: string) =>
		panel().locator('.interactive-session-followups a, .chat-followups a, a', { hasText: title }).last();

	/** Types into the input of the chat and sends it. The name of a participant and of a command are completed as they are typed. */
	async function say(words: string): Promise<void> {
		await input().click();
		await page.keyboard.type(words, { delay: 10 });
		// The list of completions would take the Enter.
		await page.keyboard.press('Escape');
		await page.keyboard.press('Enter');
	}

	/** The last answer, once it is complete and its label stands. */
	async function answered(label: RegExp): Promise<Locator> {
		const last = responses().last();
		await last.locator('em', { hasText: label }).waitFor();
		return last;
	}

	const promptsAt = (name: 'alpha' | 'beta' | 'gamma') =>
		scene.servers[name].asked(name).map(({ body }) => {
			const { messages } = body as {
				readonly messages: readonly { readonly role: string; readonly content: string }[];
			};
			return messages.filter(({ role }) => role !== 'system').map(({ role, content }) => `${role}: ${content}`);
		});

	for (const [name, theme] of [
		['light', 'Default Light Modern'],
		['dark', 'Default Dark Modern'],
		['high-contrast', 'Default High Contrast'],
	] as const) {
		it(`shows the failover and who answered, in ${name}`, async () => {
			await open(theme);
			scene.servers.alpha.script('alpha', { type: 'error', error: 'rate-limit', retryAfterSeconds: 600 });
			scene.servers.beta.script('beta', { type: 'answer', text: answer, chunkCharacters: 6, dripMs: 20 });
			await say('@switchyard /explain What does it do?');
			await responses()
				.locator('.progress-container, .rendered-markdown', { hasText: 'alpha: limit, back' })
				.first()
				.waitFor();
			await scene.workbench.screenshot(`chat-${name}-failover`);
			const last = await answered(/^beta \(alpha: limit, back \d\d:\d\d\)$/);
			assert.match((await last.innerText()).replaceAll(/\s+/g, ' '), /It adds up the prices of all items/);
			await scene.workbench.screenshot(`chat-${name}`);
			const [[prompt]] = promptsAt('beta') as [[string]];
			assert.match(prompt, /^user: <request>\nExplain the code\.\n\nWhat does it do\?\n<\/request>/);
			assert.match(prompt, /<document path="cart\.ts"/);
			assert.deepEqual(scene.attempts(), ['1 alpha failed', '2 beta answered']);
		});
	}

	it('says where what was shown does not stand', async () => {
		await open();
		scene.servers.alpha.script('alpha', { type: 'reset', afterChunks: 3, text: 'It adds up wrongly', dripMs: 200 });
		scene.servers.beta.script('beta', { type: 'answer', text: 'It adds up the prices.' });
		await say('@switchyard /explain');
		const last = await answered(/^beta \(alpha: unreachable/);
		const text = (await last.innerText()).replaceAll(/\s+/g, ' ');
		// VS Code folds the text that does not stand into the steps.
		assert.match(text, /— alpha: unreachable.*; beta goes on — It adds up the prices\./);
		await scene.workbench.screenshot('chat-goes-on');
	});

	it('sends what was said before, and Try Next Provider asks the same of somebody else', async () => {
		await open();
		scene.servers.alpha.script(
			'alpha',
			{ type: 'answer', text: 'It adds up prices.' },
			{ type: 'answer', text: 'A number.' },
		);
		scene.servers.beta.script('beta', { type: 'answer', text: 'The sum, as a number.' });
		await say('@switchyard /explain');
		await answered(/^alpha$/);
		await say('And what does it return?');
		await eventually(() => responses().count(), 2);
		await answered(/^alpha$/);
		const said = promptsAt('alpha')[1] ?? [];
		assert.deepEqual(said.slice(0, 2), ['user: /explain', 'assistant: It adds up prices.']);
		assert.match(said[2] ?? '', /And what does it return\?/);
		await followup('Try Next Provider').click();
		await eventually(() => responses().count(), 3);
		await answered(/^beta/);
		const [again = []] = promptsAt('beta');
		assert.deepEqual(again.slice(0, 2), said.slice(0, 2));
		assert.match(again[2] ?? '', /And what does it return\?/);
		assert.equal(again.length, 3);
		assert.equal(scene.servers.alpha.asked('alpha').length, 2);
		await scene.workbench.screenshot('chat-next');
	});

	it('tells why, in the chat and on the page', async () => {
		await open();
		scene.servers.alpha.script('alpha', { type: 'answer', text: 'It adds up prices.' });
		await say('@switchyard /explain');
		const last = await answered(/^alpha$/);
		await last.locator('a', { hasText: 'Why This Provider?' }).click();
		await page.locator('.tab.active', { hasText: 'Why This Provider' }).waitFor();
		await followup('Why?').click();
		await eventually(() => responses().count(), 2);
		await responses().last().locator('table').first().waitFor();
		await scene.workbench.screenshot('chat-why');
	});

	it('tells every cause when nobody answers, and what can be done', async () => {
		await open();
		scene.servers.alpha.script('alpha', { type: 'error', error: 'unauthorized' });
		scene.servers.beta.script('beta', { type: 'error', error: 'overloaded' });
		scene.servers.gamma.script('gamma', { type: 'error', error: 'quota' });
		await say('@switchyard /review');
		const last = responses().last();
		await last.getByText('Switchyard: nobody could answer.').waitFor();
		const text = (await last.innerText()).replaceAll(/\s+/g, ' ');
		assert.match(text, /alpha: the key was refused.*beta: .*gamma: the quota is used up/);
		await last.locator('.monaco-button', { hasText: 'Set Key' }).waitFor();
		await scene.workbench.screenshot('chat-unanswered');
	});

	it('starts a task for an agent, and says where to look', async () => {
		await open();
		scene.servers.alpha.script('alpha', {
			type: 'answer',
			text: 'notes.md\n<<<<<<< SEARCH\n=======\n# Notes\n>>>>>>> REPLACE\n',
		});
		await say('@switchyard /delegate Write a file notes.md');
		await responses().last().getByText('The task has begun.').waitFor();
		await eventually(() => scene.attempts(), ['1 alpha answered']);
		await page.locator('.tab.active', { hasText: 'alpha (1 file)' }).waitFor();
		await scene.workbench.screenshot('chat-delegate');
	});

	it('offers one model for all and one for each provider', async () => {
		await open();
		const picker = panel().locator('.chat-input-picker-item, .chat-modelPicker-item', { hasText: 'Switchyard' });
		await picker.first().click();
		const list = page.locator('.action-widget, .context-view');
		await list.getByText('Switchyard Auto').first().waitFor();
		await list.getByText('Other Models').first().click();
		for (const name of ['alpha', 'beta', 'gamma']) {
			await list.getByText(`Switchyard: ${name}`).first().waitFor();
		}
		await scene.workbench.screenshot('chat-models');
	});
});
