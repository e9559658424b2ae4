import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { eventually } from '../support/eventually.ts';
import { type LlmServer, startLlmServer } from '../support/llmServer.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { keepEvidence, openScene, type Scene } from './scene.ts';

describe('adding a provider, by keyboard alone', () => {
	let scene: Scene<never>;
	let server: LlmServer;
	const home = temporaryFolder();

	before(async () => {
		server = await startLlmServer({ models: ['tiny-coder', 'large-coder'] });
		server.script('v1', { type: 'answer', text: 'ready' });
		mkdirSync(path.join(home, '.continue'));
		writeFileSync(
			path.join(home, '.continue/config.yaml'),
			[
				'name: Mine',
				'models:',
				'  - name: Coder at home',
				'    provider: openai',
				'    model: home-coder',
				`    apiBase: ${server.origin}/home/v1`,
				'    apiKey: sk-home-canary-1',
				'  - name: Sonnet',
				'    provider: bedrock',
				'    model: sonnet',
				'',
			].join('\n'),
		);
		scene = await openScene([], { env: { HOME: home, PATH: '/usr/bin:/bin' } });
		await scene.workbench.openFile('cart.ts');
	});

	after(async () => {
		await scene.close();
		await server.close();
	});

	afterEach(async function () {
		await keepEvidence(this.currentTest, scene);
	});

	const press = (key: string) => scene.workbench.page.keyboard.press(key);
	const row = (text: string | RegExp) => scene.workbench.quickPick.rows.filter({ hasText: text });
	const titled = (title: string | RegExp) =>
		scene.workbench.page.locator('.quick-input-title', { hasText: title }).waitFor();
	const message = (text: string) => scene.workbench.page.locator('.quick-input-message', { hasText: text });
	const settings = () => readFileSync(path.join(scene.workbench.userDataDir, 'User/settings.json'), 'utf8');
	const providers = () => (JSON.parse(settings()) as Record<string, unknown>)['switchyard.providers'];

	async function run(title: string): Promise<void> {
		const { quickPick } = scene.workbench;
		await press('F1');
		await quickPick.input.fill(`>Switchyard: ${title}`);
		await row(title).first().waitFor();
		await press('Enter');
	}

	/** Filters the list by the whole label of one row, and takes it. */
	async function take(label: string): Promise<void> {
		await scene.workbench.quickPick.input.fill(label);
		await row(label).first().waitFor();
		await press('Enter');
	}

	it('says why an address without encryption is not taken, and what to do', async () => {
		const { workbench } = scene;
		await run('Add Provider');
		await row('OpenRouter').waitFor();
		await workbench.screenshot('add-provider');
		await take('Other OpenAI-Compatible Server');
		await message('The address of the API').waitFor();
		await workbench.quickPick.input.fill('http://llm.example.com/v1');
		await press('Enter');
		await message('use https://. Only a server on this machine').waitFor();
		await workbench.screenshot('add-provider-address');
		await workbench.quickPick.input.fill('llm.example.com');
		await press('Enter');
		await message('Write a whole address').waitFor();
	});

	it('asks a server on this machine for its models, and needs no key there', async () => {
		const { workbench } = scene;
		await workbench.quickPick.input.fill(`${server.origin}/v1/chat/completions`);
		await press('Enter');
		await row('tiny-coder').waitFor();
		await workbench.screenshot('add-provider-models');
		await take('large-coder');
		await workbench.status.filter({ hasText: '127.0.0.1' }).waitFor();
		await eventually(providers, [
			{ id: '127.0.0.1', kind: 'openai', baseUrl: `${server.origin}/v1`, model: 'large-coder' },
		]);
	});

	it('tests it with one request, and tells which model answered and how quickly', async () => {
		const { workbench } = scene;
		const before = server.requests.length;
		await run('Test Provider');
		await take('127.0.0.1');
		const toast = workbench.notifications.filter({ hasText: /127\.0\.0\.1 works\. large-coder answered in/ });
		await toast.waitFor();
		await workbench.screenshot('test-provider');
		assert.equal(server.requests.length, before + 1);
		await workbench.status.filter({ hasText: /^\s*127\.0\.0\.1\s*$/ }).waitFor();
	});

	it('says why a test failed, and what to do', async () => {
		const { workbench } = scene;
		server.script('v1', { type: 'error', error: 'missing-model' });
		await run('Test Provider');
		await take('127.0.0.1');
		const toast = workbench.notifications.filter({ hasText: 'did not answer' });
		await toast.waitFor();
		await toast.hover();
		await workbench.screenshot('test-provider-failed');
		assert.match(await toast.innerText(), /Correct its “model” in the settings\./);
	});

	it('takes a vendor in three steps, goes back, and keeps the key out of settings and log', async () => {
		const { workbench } = scene;
		await run('Add Provider');
		await take('DeepSeek');
		await titled('Add DeepSeek');
		await row('Ask api.deepseek.com for Its Models').waitFor();
		await workbench.quickPick.input.fill('deepseek-chat');
		await row('as you typed it').waitFor();
		await press('Enter');
		await row('Type or Paste the Key').waitFor();
		await workbench.screenshot('add-provider-key');
		// VS Code’s own key for “back” in a quick input on Linux.
		await press('Control+Alt+Minus');
		await row('Ask api.deepseek.com for Its Models').waitFor();
		await take('deepseek-v4-pro');
		await take('Type or Paste the Key');
		await titled('Key for DeepSeek');
		await workbench.quickPick.input.fill('sk-deepseek-canary-7');
		await press('Enter');
		await workbench.notifications.filter({ hasText: 'deepseek was added' }).waitFor();
		await eventually(() => (providers() as readonly unknown[])[1], {
			id: 'deepseek',
			kind: 'openai',
			baseUrl: 'https://api.deepseek.com/v1',
			model: 'deepseek-v4-pro',
		});
		assert.doesNotMatch(settings() + workbench.log(), /canary/);
		await run('Remove Key');
		await row('https://api.deepseek.com#default').waitFor();
		await press('Escape');
	});

	it('imports what Continue has, says what it leaves out, and takes a key with consent only', async () => {
		const { workbench } = scene;
		await run('Import Providers');
		await row('Continue').waitFor();
		await workbench.screenshot('import-sources');
		await take('Continue');
		await titled('Import from Continue');
		await row('Coder at home').waitFor();
		await workbench.screenshot('import-providers');
		const placeholder = await workbench.quickPick.input.getAttribute('placeholder');
		assert.match(placeholder ?? '', /Left out: Sonnet does not speak the OpenAI protocol/);
		await press('Enter');
		const dialog = workbench.page.locator('.monaco-dialog-box');
		await dialog.waitFor();
		await workbench.screenshot('import-consent');
		assert.match(await dialog.innerText(), /~\/\.continue\/config\.yaml/);
		await press('Enter');
		await workbench.notifications.filter({ hasText: 'coder-at-home' }).waitFor();
		assert.doesNotMatch(settings() + workbench.log(), /canary/);
		server.script('home', { type: 'answer', text: 'ready' });
		await run('Test Provider');
		await take('coder-at-home');
		await workbench.notifications.filter({ hasText: 'coder-at-home works' }).waitFor();
		assert.equal(server.asked('home')[0]?.headers.authorization, 'Bearer sk-home-canary-1');
	});

	it('adds an agent, and says whether it is installed', async () => {
		await run('Add Provider');
		await take('Agent Program');
		await row(/codex\s*not installed/).waitFor();
		await take('codex');
		await titled('Add codex');
		await take('By Its Own Output');
		await scene.workbench.notifications.filter({ hasText: 'codex was added' }).waitFor();
		assert.deepEqual((providers() as readonly unknown[]).at(-1), { id: 'codex', kind: 'agent-cli', agent: 'codex' });
	});
});
